"""Where mayact keeps things (`paths`), and what may be configured (`settings`)."""

from mayact.config.paths import (
    Paths,
    find_paths,
    make_directory,
    paths_in,
    prepare,
    require_own,
    require_socket_length,
    trusted_owners,
)
from mayact.config.settings import SETTINGS, Settings, load_settings, parse_settings, settings_template

__all__ = [
    "SETTINGS",
    "Paths",
    "Settings",
    "find_paths",
    "load_settings",
    "make_directory",
    "parse_settings",
    "paths_in",
    "prepare",
    "require_own",
    "require_socket_length",
    "settings_template",
    "trusted_owners",
]
