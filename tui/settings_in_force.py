"""The settings of one call as they hold, each with whoever said so."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from deals.errors import UserError
from wording import language

if TYPE_CHECKING:
    from pathlib import Path

    from store.setting_specs import SettingSpec
    from tui.session import Session

SettingOrigin = Literal["option", "environment", "file", "store", "default"]
PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """A setting as it holds: its value, None where there is none, and whoever said so.

    `place` is the option, the variable or the file, `line` where in that. `known` is False of what
    cannot be read now.
    """

    spec: SettingSpec
    value: Any
    origin: SettingOrigin
    place: str = ""
    line: int | None = None
    known: bool = True


def find_settings(session: Session, given: Collection[str]) -> Iterator[SettingInForce]:
    """Yield every setting as it holds; `given` are the names of the options of this call."""
    from store.setting_specs import SETTINGS

    for spec in SETTINGS:
        found = read_store_setting if spec.in_store else find_setting
        yield found(session, spec, given)


def find_setting(
    session: Session, spec: SettingSpec, given: Collection[str] = ()
) -> SettingInForce:
    """Return a setting with whoever said so first: option, variable, file, late variable."""
    value = VALUES.get(spec.id, _configured)(session, spec)
    if spec.option and spec.id in given:
        return SettingInForce(spec, value, "option", spec.option)
    if name := next(filter(os.environ.get, spec.variables), None):
        return SettingInForce(spec, value, "environment", name)
    source = session.settings.source
    if source is not None and source.table().get(spec.id) not in (None, ""):
        line = source.line_of(spec.id)
        return SettingInForce(spec, value, "file", str(source.path), line)
    if beside := _find_beside(session, spec, value):
        return beside
    if name := next(filter(os.environ.get, spec.late_variables), None):
        return SettingInForce(spec, value, "environment", name)
    return SettingInForce(spec, value, "default")


def read_store_setting(
    session: Session, spec: SettingSpec, _given: Collection[str] = ()
) -> SettingInForce:
    """Return what the store says of the month that a year starts in; nobody is asked for its
    passphrase, and a store that cannot be opened is told by other commands.
    """
    from deals.model.book import YEAR_START
    from store.encryption import store_is_sealed

    if not session.store_path.exists():
        return SettingInForce(spec, 1, "default")
    place = str(session.store_path)
    try:
        if store_is_sealed(session.store_path):
            return SettingInForce(spec, None, "store", place, known=False)
        book = session.opened.book
    except (UserError, OSError):
        return SettingInForce(spec, None, "store", place, known=False)
    if any(setting.name == YEAR_START for setting in book.store_settings):
        return SettingInForce(spec, book.year_start, "store", place)
    return SettingInForce(spec, book.year_start, "default")


def _find_beside(session: Session, spec: SettingSpec, value: Any) -> SettingInForce | None:
    """Return a setting that another file than config.toml says: the playbook, or the store."""
    if spec.id == "playbook" and value is not None:
        return SettingInForce(spec, value, "file", value)
    if spec.id == "me" and (name := _find_team_person(session)):
        return SettingInForce(spec, name, "store", str(session.store_path))
    return None


def _find_team_person(session: Session) -> str:
    """Return who works here by the team's server, where nobody else says it and the store reads."""
    from store.encryption import store_is_sealed

    path = session.store_path
    if session.settings.says_me or not path.exists() or store_is_sealed(path):
        return ""
    with suppress(UserError, OSError):
        name = session.me
        return name if name != session.settings.me else ""
    return ""


def find_playbook_file(session: Session) -> Path | None:
    """Return the file that the playbook in force is read from, None for our own."""
    from store.settings import OVERRIDE, config_folder

    named = session.options.playbook or session.settings.playbook
    beside = config_folder() / OVERRIDE
    return named or (beside if beside.exists() else None)


def _configured(session: Session, spec: SettingSpec) -> Any:
    """Return what the file says, else what usually holds."""
    value = getattr(session.settings, spec.id)
    return _usual(spec) if value is None else value


def _usual(spec: SettingSpec) -> Any:
    from deals.toml import read_toml

    return read_toml(f"usual = {spec.usual}")["usual"] if spec.usual else None


def _colors(session: Session, _spec: SettingSpec) -> str:
    from tui.tty import choose_colors

    return choose_colors(os.environ, session.settings.colors)


def _playbook(session: Session, _spec: SettingSpec) -> str | None:
    file = find_playbook_file(session)
    return str(file) if file else None


def _folder(_session: Session, _spec: SettingSpec) -> str:
    from store.settings import config_folder

    return str(config_folder())


def _editor(_session: Session, _spec: SettingSpec) -> str:
    from tui.external_editor import choose_editor

    return choose_editor()


def _debug(_session: Session, _spec: SettingSpec) -> bool:
    from tui.crash import is_debugging

    return is_debugging()


def _passphrase(_session: Session, spec: SettingSpec) -> str | None:
    """Return by what a passphrase is given; what stands there is nobody's business."""
    name = next(filter(os.environ.get, spec.variables), "")
    return name.rpartition("_")[2].lower() or None


VALUES: Mapping[str, Callable[[Session, SettingSpec], Any]] = {
    "lang": lambda _session, _spec: language(),
    "ascii": lambda session, _spec: session.options.ascii or session.settings.ascii,
    "mouse": lambda session, _spec: session.options.mouse or session.settings.mouse,
    "glyphs": lambda session, _spec: session.settings.alphabet,
    "keys": lambda session, _spec: {id: [*keys] for id, keys in session.settings.keys.items()},
    "headers": lambda session, _spec: dict(session.settings.headers),
    "store": lambda session, _spec: str(session.store_path),
    "colors": _colors,
    "playbook": _playbook,
    "config": _folder,
    PASSPHRASE: _passphrase,
    "password": _passphrase,
    "editor": _editor,
    "debug": _debug,
}
"""How the value of a setting is found where it is not what the file says or what is usual."""
