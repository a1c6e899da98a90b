"""The log is the truth: entries, the Merkle tree over them, checkpoints, proofs, and the state they imply."""
