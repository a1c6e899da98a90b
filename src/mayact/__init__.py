"""mayact: action-time authorization for AI coding agents."""

__version__ = "0.2.0"
