"""The place an agent is launched into, and whether it holds: what is mounted, what stays out, what proves it. Pure."""
