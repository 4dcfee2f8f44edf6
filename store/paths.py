"""Where things are: the store and the user's configuration."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path

APP = "netloft"


def store_path(named: Path | None = None, configured: Path | None = None) -> Path:
    """Return the store: as `named` on the command line, else NETLOFT_STORE, else as `configured` in
    the settings, else the platform's place for a user's data.
    """
    if named is not None:
        return named
    from_environment = os.environ.get("NETLOFT_STORE")
    if from_environment:
        return Path(from_environment)
    return configured or _platform_place()


def config_folder() -> Path:
    """Return the folder of config.toml and playbook.toml: NETLOFT_CONFIG, else the platform's
    place.
    """
    from_environment = os.environ.get("NETLOFT_CONFIG")
    return Path(from_environment) if from_environment else user_config_path(APP, appauthor=False)


def usual_places() -> tuple[Path, ...]:
    """Return where a store is looked for when none is named: NETLOFT_STORE, and the platform's
    place.
    """
    return tuple(dict.fromkeys((store_path(), _platform_place())))


def _platform_place() -> Path:
    return user_data_path(APP, appauthor=False) / "netloft.json"
