"""The HTTP API: one listener, HTTP/1.1, bearer tokens."""
