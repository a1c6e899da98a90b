"""The agent socket and the control socket."""
