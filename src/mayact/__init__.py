"""mayact: action-time authorization for AI coding agents."""

__version__ = "0.1.0"
