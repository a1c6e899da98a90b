"""A coding session in a real repository with a real remote, every action decided before it runs."""
