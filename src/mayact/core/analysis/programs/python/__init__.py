"""Python given on the command line: what a text would read, write, delete, contact and run."""
