"""What a user settles once: config.toml and playbook.toml, and where these and the store are."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from platformdirs import user_config_path, user_data_path

import deals
from deals.errors import UserError
from store.files import read_whole, refuse_os_errors
from store.setting_specs import (
    FILE_SETTINGS,
    ColorSetting,
    GlyphSetting,
    GroundSetting,
    HintSetting,
    SettingsText,
    WrittenValue,
    user_name,
)

if TYPE_CHECKING:
    from deals.parsing.time_words import DateOrder
    from deals.playbook import Playbook


_PALETTE = "palette"
"""The command by which those without a key are run."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, each with what holds where the file says nothing.

    `lang` is None to go by the environment. `glyphs` is the alphabet to draw with; None where
    nobody has said, and then `ascii`, which is older, decides. `me` signs edits and answers to
    `owner:me`. `lists` has rooms open as lists, not as pictures. `keys` are the keys of each
    command id that the user has bound anew. `store` and `playbook` are files, `dates` is the order
    of days in figures (`03/04/2027`), None to ask, `currency` that of amounts that name none,
    `country` that whose holidays are days off (`CN`, `DE-BY`), None for weekends alone,
    `headers` are the fields that columns of tables are by their headers. `theme` is the name of
    one, `colors` what the terminal is sent and `ground` whose ground is shown, None to go by the
    terminal. `hints` says whether hints step back once used. `source` is what says all this, None
    for nothing.
    """

    lang: str | None = None
    me: str = field(default_factory=user_name)
    ascii: bool = False
    glyphs: GlyphSetting | None = None
    mouse: bool = False
    lists: bool = False
    store: Path | None = None
    playbook: Path | None = None
    dates: DateOrder | None = None
    currency: str | None = None
    country: str | None = None
    theme: str | None = None
    colors: ColorSetting | None = None
    ground: GroundSetting | None = None
    hints: HintSetting | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source: SettingsText | None = field(default=None, compare=False, repr=False)

    @property
    def alphabet(self) -> GlyphSetting:
        """The alphabet to draw with, `auto` to find out."""
        return self.glyphs or ("ascii" if self.ascii else "auto")

    @property
    def says_me(self) -> bool:
        """Whether it was said who works here; else it is the user of the operating system."""
        return bool(self.source and self.source.table().get("me"))

    @property
    def settles_glyphs(self) -> bool:
        """Whether anything was said of the alphabet, so that there is no need to ask."""
        return self.ascii or self.glyphs is not None


def load_settings(languages: Sequence[str], folder: Path | None = None) -> Settings:
    """Read config.toml of the configuration folder; the defaults where there is none.

    Errors: `settings-unreadable` (file, why), `settings-encoding` (file, line), `settings-syntax`
    (file, line, detail), and with file, line and key `settings-unknown`, `settings-text`,
    `settings-choice` (choices), `settings-switch`, `settings-file`, `settings-table`,
    `settings-currency` (text), `settings-keys`, `settings-headers`, `settings-header-field` (text,
    fields).
    """
    path = (folder or config_folder()) / "config.toml"
    text = read_text(path, "settings")
    return Settings() if text is None else parse_settings(text, path, languages)


def parse_settings(text: str, path: Path, languages: Sequence[str]) -> Settings:
    """Read settings from a TOML text; files named in it are looked for from `path`'s folder.

    `languages` are those that `lang` may be. Refused as load_settings is; an empty text is every
    default.
    """
    from tomllib import TOMLDecodeError

    source = SettingsText(text, path)
    try:
        table = source.table()
    except TOMLDecodeError as error:
        raise _syntax_error(source, str(error)) from None
    for key in table:
        if key not in FILE_SETTINGS:
            raise source.refusal("settings-unknown", key)
    values: dict[str, Any] = {
        key: spec.read(WrittenValue(source, key, table[key], languages))
        for key, spec in FILE_SETTINGS.items()
        if key in table and spec.read
    }
    return Settings(**values, source=source)


def check_keys(
    settings: Settings,
    screens: Iterable[Mapping[str, Sequence[str]]],
    key_id: Callable[[str], str | None],
) -> None:
    """Refuse keys that could never do anything, or two things at once.

    A key that the user has bound is taken from the command that has it by default, so that a new
    default of ours never ends an old binding; that command is left to the palette, which therefore
    keeps a key.

    `screens` are the keys of each command id of each screen where the user binds none; `key_id` is
    the one name of a key, None where there is no such key. Refusals, each with file, line and key:
    `settings-command` (command), `settings-key` (text), `settings-clash` (text, other).
    """
    known = list(screens)
    if settings.source is None:
        return
    for command, keys in settings.keys.items():
        if not any(command in usual for usual in known):
            raise settings.source.refusal("settings-command", "keys", command, command=command)
        for key in keys:
            if key_id(key) is None:
                raise settings.source.refusal("settings-key", "keys", command, text=key)
    for usual in known:
        if clash := _find_clash(settings.keys, usual, key_id):
            command, key, other = clash
            raise settings.source.refusal("settings-clash", "keys", command, text=key, other=other)


def _find_clash(
    keys: Mapping[str, Sequence[str]],
    usual: Mapping[str, Sequence[str]],
    key_id: Callable[[str], str | None],
) -> tuple[str, str, str] | None:
    """Return a command of a screen whose key another one needs: the command, the key, the other.

    Another one of the user's needs it, or the palette, where it is the last of its keys.
    """
    held: dict[str, tuple[str, str]] = {}
    for command in filter(keys.__contains__, usual):
        for key in keys[command]:
            other, _key = held.setdefault(key_id(key) or key, (command, key))
            if other != command:
                return command, key, other
    if _PALETTE in keys or not usual.get(_PALETTE):
        return None
    owners = [held.get(key) for key in usual[_PALETTE]]
    command, key = owners[0] or ("", "")
    return (command, key, _PALETTE) if all(owners) else None


def _syntax_error(source: SettingsText, message: str) -> UserError:
    found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", message)
    detail, line = (found[1], found[2]) if found else (message, None)
    last = source.text.rstrip("\n").count("\n") + 1
    return UserError(
        "settings-syntax", file=str(source.path), line=int(line or last), detail=detail
    )


def read_text(path: Path, kind: str) -> str | None:
    """Read a small file that the user writes by hand; None where there is none.

    Errors are named after the `kind` of file: `…-unreadable` (file, why), and `…-encoding` (file,
    line) where it is not UTF-8.
    """
    with refuse_os_errors(f"{kind}-unreadable", path):
        found = read_whole(path)
    if found is None:
        return None
    data = found[0]
    try:
        # Some editors put a mark in front of UTF-8.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(f"{kind}-encoding", file=str(path), line=line) from None


APP = "netloft"


def store_path(named: Path | None = None, configured: Path | None = None) -> Path:
    """Return the store's path: as `named`, else NETLOFT_STORE, else as `configured`, else the
    platform's place for a user's data.
    """
    if named is not None:
        return named
    from_environment = os.environ.get("NETLOFT_STORE")
    if from_environment:
        return Path(from_environment)
    return configured or _platform_place()


def config_folder() -> Path:
    """Return the folder of config.toml and playbook.toml: NETLOFT_CONFIG or the platform's."""
    from_environment = os.environ.get("NETLOFT_CONFIG")
    return Path(from_environment) if from_environment else user_config_path(APP, appauthor=False)


def usual_places() -> tuple[Path, ...]:
    """List where a store is looked for when none is named."""
    return tuple(dict.fromkeys((store_path(), _platform_place())))


def _platform_place() -> Path:
    return user_data_path(APP, appauthor=False) / "netloft.json"


DEFAULT = "default.toml"
OVERRIDE = "playbook.toml"


class PlaybookTexts(NamedTuple):
    """The text of a playbook, its source for messages, and the default that it is laid over.

    Of our own there is no default: it is whole.
    """

    text: str
    source: str
    default: str = ""


def read_playbook_texts(named: Path | None = None, folder: Path | None = None) -> PlaybookTexts:
    """Read the playbook `named`, else playbook.toml of the configuration, else our own.

    A file holds only what differs from the default. Errors: `playbook-unreadable` (file, why), also
    for a named file that is not there, `playbook-encoding` (file, line).
    """
    default = (Path(deals.__file__).parent / "playbooks" / DEFAULT).read_text("utf-8")
    path = named or (folder or config_folder()) / OVERRIDE
    text = read_text(path, "playbook")
    if text is not None:
        return PlaybookTexts(text, str(path), default)
    if named is not None:
        raise UserError("playbook-unreadable", file=str(path), why=errno.errorcode[errno.ENOENT])
    return PlaybookTexts(default, DEFAULT)


def load_playbook(named: Path | None = None, folder: Path | None = None) -> Playbook:
    """Read a playbook as `read_playbook_texts` does.

    Errors beside its own: those of parse_playbook, which name file and line.
    """
    # The models of the playbook cost much to load, and many a call reads the settings alone.
    from deals.playbook import parse_playbook

    return parse_playbook(*read_playbook_texts(named, folder))
