"""SQL: what a text of statements does, for the clients and the code that carry it. `reading` is the way in."""
