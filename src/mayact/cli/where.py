"""The gate that this command line speaks to."""

import os

from mayact.config import Paths, Settings, find_paths, load_settings, trusted_owners
from mayact.core.errors import ConfigInvalid


def here() -> Paths:
    """Its paths, from the environment. Raises `ConfigInvalid`."""
    return find_paths(os.environ, uid=os.geteuid())


def settings_of(paths: Paths) -> Settings:
    """Its settings. Raises `ConfigInvalid`."""
    return load_settings(paths.settings_file, owners=trusted_owners(paths))


def require_initialised(paths: Paths) -> None:
    """Raises `ConfigInvalid` unless `mayact init` was finished here."""
    if not os.path.exists(paths.log_key_file):
        raise ConfigInvalid("this gate is not initialised", hint="run `mayact init` first")
