"""Keys, random names and the clock: who signs, and with what.

Law: an approver's key never reaches the gate, the gate's key never reaches an agent, and no agent's token is kept
here. Nothing in this package decides.
"""
