"""Keys: the approvers' (under a passphrase) and the gate's own."""
