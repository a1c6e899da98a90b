"""One file per schema revision, the oldest first. A revision that was released is never edited."""
