"""Cedar policy: compile a bundle, decide, explain."""
