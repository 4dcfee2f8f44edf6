"""The installation and its terminal, for a report of a fault: what they are, not whose.

No name, no text of the user's and no path with a name in it gets in here.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path, PurePath
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from deals.errors import UserError
from tui.glyph_choice import MULTIPLEXER_TERMINALS, MULTIPLEXERS
from tui.tty import KITTY_KEYS, is_utf8, locale_name

if TYPE_CHECKING:
    from tui.session import Session

PACKAGES = (
    *("netloft", "textual", "rich", "tinydb", "pydantic", "orjson", "platformdirs", "openpyxl"),
    *("pypinyin", "click", "jinja2", "holidays", "cryptography"),
)
OWN_NAMES = ("netloft", "netloft.json", "config.toml", "playbook.toml", "demo.json")
SYSTEM_NAMES = (
    *("/", ".config", ".local", "share", "Library", "Application Support", "home", "Users"),
    *("srv", "mnt", "media", "Volumes", "tmp", "var", "opt", "usr", "root", "run", "data"),
)
SHOWN_NAMES = frozenset((*OWN_NAMES, *SYSTEM_NAMES))
"""The names of folders and files that say nothing of anybody."""
MULTIPLEXER_NAMES = dict(
    zip(MULTIPLEXERS, ("tmux", "screen", "Zellij", "Vim", "Neovim"), strict=True)
)
SHOWN_ENDINGS = (".json", ".toml")


def mask_path(path: PurePath, home: PurePath) -> str:
    """Return a path in which the home is `~` and every name that may be somebody's a star."""
    below = path.is_relative_to(home) and home != home.parent
    parts = path.relative_to(home).parts if below else path.parts
    masked = PurePath(*(name if name in SHOWN_NAMES else _masked_name(name) for name in parts))
    return str(PurePath("~", masked)) if below else str(masked)


def _masked_name(name: str) -> str:
    ending = PurePath(name).suffix
    return f"*{ending}" if ending in SHOWN_ENDINGS else "*"


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """The terminal as the environment has it; `multiplexer` is what runs in it, `kitty_keys`
    whether its longer key codes are asked for.
    """

    term: str
    colorterm: str
    program: str
    columns: int
    lines: int
    input: bool
    output: bool
    multiplexer: str
    ssh: bool
    kitty_keys: bool


def find_terminal_facts(environment: Mapping[str, str]) -> TerminalFacts:
    """Return what the environment and the streams say of the terminal."""
    columns, lines = get_terminal_size()
    return TerminalFacts(
        term=environment.get("TERM", ""),
        colorterm=environment.get("COLORTERM", ""),
        program=environment.get("TERM_PROGRAM", ""),
        columns=columns,
        lines=lines,
        input=sys.stdin is not None and sys.stdin.isatty(),
        output=sys.stdout.isatty(),
        multiplexer=name_multiplexer(environment),
        ssh=any(map(environment.get, ("SSH_CONNECTION", "SSH_TTY"))),
        kitty_keys=environment.get(KITTY_KEYS, "1") != "1",
    )


def name_multiplexer(environment: Mapping[str, str]) -> str:
    """Return the program that answers in the terminal's place, empty where none does."""
    term = environment.get("TERM", "")
    by_term = (name for name in MULTIPLEXER_TERMINALS if term.startswith(name))
    names = (MULTIPLEXER_NAMES[name] for name in MULTIPLEXERS if environment.get(name))
    return next(chain(names, by_term), "")


@dataclass(frozen=True, slots=True)
class LocaleFacts:
    """The locale: its name, whether its texts are UTF-8, and how output is encoded."""

    name: str
    utf8: bool
    encoding: str


def find_locale_facts(environment: Mapping[str, str]) -> LocaleFacts:
    """Return the locale that texts are in."""
    return LocaleFacts(locale_name(environment), is_utf8(environment), sys.stdout.encoding or "")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of settings or a playbook: where it is, masked, what it sets, and its fault as a
    code with the line, None for none; `exists` is False where there is none.
    """

    path: str
    exists: bool = False
    names: tuple[str, ...] = ()
    fault: str | None = None
    line: int | None = None


def find_settings_facts(session: Session) -> FileFacts:
    """Return what the settings file sets, and why it cannot be used; the settings are then those
    without one from here on.
    """
    from store.setting_specs import FILE_SETTINGS
    from store.settings import Settings, config_folder

    path = config_folder() / "config.toml"
    masked = mask_path(path, Path.home())
    try:
        source = session.settings.source
        if session.settings.keys:
            from tui.keys import refuse_bad_keys

            refuse_bad_keys(session.settings)
    except UserError as fault:
        session.settings = Settings()
        return FileFacts(masked, exists=True, fault=fault.code, line=_line_of(fault))
    table = source.table() if source else {}
    return FileFacts(masked, source is not None, tuple(filter(table.__contains__, FILE_SETTINGS)))


def find_playbook_facts(session: Session) -> FileFacts:
    """Return which tables of the playbook a team has said anew, and why it cannot be used."""
    from deals.toml import read_toml
    from store.settings import read_playbook_texts
    from tui.settings_in_force import find_playbook_file

    file = find_playbook_file(session)
    masked = mask_path(file.absolute(), Path.home()) if file else ""
    try:
        known = {*session.playbook.__class__.model_fields}
        texts = read_playbook_texts(file)
    except UserError as fault:
        return FileFacts(masked, exists=True, fault=fault.code, line=_line_of(fault))
    names = read_toml(texts.text) if texts.default else {}
    own = tuple(name for name in names if name.replace("-", "_") in known)
    return FileFacts(masked, file is not None, own)


def _line_of(fault: UserError) -> int | None:
    line = fault.figures.get("line")
    return line if isinstance(line, int) else None


def find_versions() -> dict[str, str]:
    """Return the versions of Netloft, of what it stands on, and of the system."""
    found = {name: version_of(name) for name in PACKAGES}
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return {**found, "python": platform.python_version(), "system": system}


def version_of(package: str) -> str:
    """Return the version of a package, empty where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@dataclass(frozen=True, slots=True)
class ColorFacts:
    """How many colours the terminal is sent, and which option, variable or file says so."""

    sent: str
    origin: str
    place: str


def find_color_facts(session: Session) -> ColorFacts:
    """Return how many colours are sent, and why."""
    from store.setting_specs import FILE_SETTINGS
    from tui.settings_in_force import find_setting

    found = find_setting(session, FILE_SETTINGS["colors"])
    return ColorFacts(found.value, found.origin, found.place if found.origin != "file" else "")


@dataclass(frozen=True, slots=True)
class Installation:
    """All that is said of the installation."""

    terminal: TerminalFacts
    colors: ColorFacts
    locale: LocaleFacts
    store_path: str
    settings: FileFacts
    playbook: FileFacts
    versions: Mapping[str, str]


def find_installation(session: Session) -> Installation:
    """Return what the installation is; faults of its files are told and do not hinder it."""
    settings = find_settings_facts(session)  # first: the others go by the settings
    return Installation(
        terminal=find_terminal_facts(os.environ),
        colors=find_color_facts(session),
        locale=find_locale_facts(os.environ),
        store_path=mask_path(session.store_path.absolute(), Path.home()),
        settings=settings,
        playbook=find_playbook_facts(session),
        versions=find_versions(),
    )
