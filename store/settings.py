"""What a user settles once: config.toml in the configuration folder."""

from __future__ import annotations

import getpass
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from deals.refusal import Refusal
from store.files import read_text
from store.paths import config_folder

LANGUAGES = ("en", "zh_CN")


def user_name() -> str:
    """The operating system's name of the user; empty where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, each with what holds where the file says nothing.

    `lang` is None to go by the environment. `me` signs edits and answers to `owner:me`. `keys` are
    the keys of each command id that the user has bound anew. `store` and `playbook` are files.
    """

    lang: str | None = None
    me: str = field(default_factory=user_name)
    ascii: bool = False
    mouse: bool = False
    store: Path | None = None
    playbook: Path | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def load_settings(folder: Path | None = None) -> Settings:
    """The settings in config.toml of the configuration folder; the defaults where there is none.

    Refusals: `settings-unreadable` (file, why), `settings-encoding` (file, line), `settings-syntax`
    (file, line, detail), and with file, line and key `settings-unknown`, `settings-text`,
    `settings-choice` (choices), `settings-switch`, `settings-file`, `settings-table`,
    `settings-keys`.
    """
    path = (folder or config_folder()) / "config.toml"
    text = read_text(path, "settings")
    return Settings() if text is None else parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """The settings that a TOML text makes; files named in it are looked for from `path`'s folder.

    Refused is what load_settings says; an empty text is every default.
    """
    given = _Given(text, path)
    return Settings(
        lang=given.choice("lang", LANGUAGES),
        me=given.text("me") or user_name(),
        ascii=given.switch("ascii"),
        mouse=given.switch("mouse"),
        store=given.file("store"),
        playbook=given.file("playbook"),
        keys=given.keys("keys"),
    )


class _Given:
    """What a settings text says, key by key, or the refusal that names the key's line."""

    def __init__(self, source: str, path: Path) -> None:
        import tomllib

        self.source = source
        self.path = path
        try:
            self.table = tomllib.loads(source)
        except tomllib.TOMLDecodeError as error:
            raise self._syntax(str(error)) from None
        for key in self.table:
            if key not in Settings.__slots__:
                raise self._refusal("settings-unknown", key)

    def text(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is None or isinstance(value, str):
            return value
        raise self._refusal("settings-text", key)

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        value = self.text(key)
        if value is None or value in choices:
            return value
        raise self._refusal("settings-choice", key, choices=", ".join(choices))

    def switch(self, key: str) -> bool:
        value = self.table.get(key, False)
        if isinstance(value, bool):
            return value
        raise self._refusal("settings-switch", key)

    def file(self, key: str) -> Path | None:
        value = self.text(key)
        if not value:
            return None
        try:
            named = Path(value).expanduser()
        except RuntimeError:
            # A `~name` that is nobody's home.
            raise self._refusal("settings-file", key) from None
        if "\0" in value:
            raise self._refusal("settings-file", key)
        return self.path.parent / named

    def keys(self, key: str) -> Mapping[str, tuple[str, ...]]:
        bound = self.table.get(key, {})
        if not isinstance(bound, dict):
            raise self._refusal("settings-table", key)
        return MappingProxyType({name: self._bound(key, name, bound[name]) for name in bound})

    def _bound(self, key: str, command: str, value: object) -> tuple[str, ...]:
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
            raise self._refusal("settings-keys", key, command)
        return tuple(listed)

    def _refusal(self, code: str, *keys: str, **figures: str) -> Refusal:
        # Only wanted once something is wrong, and it brings the playbook's models with it.
        from deals.playbook.places import places

        line = places(self.source)[keys]
        return Refusal(code, file=str(self.path), line=line, key=".".join(keys), **figures)

    def _syntax(self, said: str) -> Refusal:
        found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", said)
        detail, line = (found[1], found[2]) if found else (said, None)
        last = self.source.rstrip("\n").count("\n") + 1
        return Refusal(
            "settings-syntax", file=str(self.path), line=int(line or last), detail=detail
        )
