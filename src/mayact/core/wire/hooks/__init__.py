"""What coding agents' hooks send and accept: one module per client, and the envelope their scripts speak."""
