"""SQLAlchemy Core on SQLite: the log, the rows it implies, the anchor."""
