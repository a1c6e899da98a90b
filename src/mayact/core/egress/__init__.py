"""The way out of a sandbox: which hosts, by which name, at which addresses. Pure."""
