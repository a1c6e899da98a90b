"""Other decision points, each in an environment of its own under `.tools/bench`."""
