"""Policy for anybody's subjects, actions and resources: the optional part of a bundle that AuthZEN requests meet."""
