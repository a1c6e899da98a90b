"""git: a row for each subcommand, and what they do to refs, remotes, settings and the work tree."""
