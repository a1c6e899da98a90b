"""Package managers: what their words bring in, from where, and what of it runs at once."""
