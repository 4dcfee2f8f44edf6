"""Which playbook is worked by: the team's own laid over the default, or the default alone."""

from __future__ import annotations

import errno
from importlib.resources import files
from pathlib import Path

from deals.errors import UserError
from deals.playbook import Playbook, parse_playbook
from store.paths import config_folder
from store.settings import read_text

DEFAULT = "default.toml"
OVERRIDE = "playbook.toml"


def load_playbook(named: Path | None = None, folder: Path | None = None) -> Playbook:
    """Return the playbook file `named`, else playbook.toml of the configuration `folder`, else our
    own.

    A file holds only what differs from the default. Refusals: `playbook-unreadable` (file, why),
    also for a named file that is not there, `playbook-encoding` (file, line), and those of
    parse_playbook, which name file and line.
    """
    default = (files("deals") / "playbooks" / DEFAULT).read_text("utf-8")
    path = named or (folder or config_folder()) / OVERRIDE
    text = read_text(path, "playbook")
    if text is not None:
        return parse_playbook(text, str(path), default)
    if named is not None:
        raise UserError("playbook-unreadable", file=str(path), why=errno.errorcode[errno.ENOENT])
    return parse_playbook(default, DEFAULT)
