"""Code that a call writes, changes or builds, and then runs: found, read, and judged as the code that it is."""
