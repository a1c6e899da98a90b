"""Wire formats, both directions, as pure functions over bytes and values."""
