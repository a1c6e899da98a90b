"""Tools of MCP servers: what the signed catalogue says of a call, and of the definitions that servers show."""
