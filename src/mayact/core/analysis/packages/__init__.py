"""Packages: which name is made to be taken for another, and what a changed manifest would bring in."""
