"""Every setting there is, declared once: reading, showing and documenting go by this list."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from deals.errors import UserError

if TYPE_CHECKING:
    from deals.parsing.time_words import DateOrder

ColorSetting = Literal["256", "truecolor", "16", "none"]
GroundSetting = Literal["auto", "paint", "terminal"]
GlyphSetting = Literal["auto", "box", "ascii"]
HintSetting = Literal["fade", "always", "never"]
COLORS: tuple[ColorSetting, ...] = ("256", "truecolor", "16", "none")
GROUNDS: tuple[GroundSetting, ...] = ("auto", "paint", "terminal")
GLYPHS: tuple[GlyphSetting, ...] = ("auto", "box", "ascii")
HINTS: tuple[HintSetting, ...] = ("fade", "always", "never")
ORDERS: tuple[DateOrder, ...] = ("mdy", "dmy")


def user_name() -> str:
    """Return the operating system's name of the user; empty where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


class SettingsText(NamedTuple):
    """The text that settings were read from, and its file."""

    text: str
    path: Path

    def refusal(self, code: str, *keys: str, **figures: str) -> UserError:
        """Return a refusal of what the file says under these keys: with file, line and key."""
        return UserError(
            code, file=str(self.path), line=self.line_of(*keys), key=".".join(keys), **figures
        )

    def line_of(self, *keys: str) -> int:
        """Return the line, from 1, that names these keys, which must be there."""
        from deals.toml import find_key_lines

        return find_key_lines(self.text)[keys]

    def table(self) -> dict[str, Any]:
        """Return what the text says; TOMLDecodeError where it is no TOML."""
        from deals.toml import read_toml

        return read_toml(self.text)


class WrittenValue(NamedTuple):
    """A value that a settings text has under a key; `languages` are those that there are."""

    source: SettingsText
    key: str
    value: object
    languages: Sequence[str]

    def refusal(self, code: str, *below: str, **figures: str) -> UserError:
        """Return a refusal of it, or of what stands below it."""
        return self.source.refusal(code, self.key, *below, **figures)


ValueReader = Callable[[WrittenValue], object]


def read_text_value(written: WrittenValue) -> str:
    """Return a text: `settings-text`."""
    if isinstance(written.value, str):
        return written.value
    raise written.refusal("settings-text")


def read_user_name(written: WrittenValue) -> str:
    """Return the user's name; an empty one is that of the operating system."""
    return read_text_value(written) or user_name()


def make_choice_reader(choices: Sequence[str]) -> ValueReader:
    """Return the reader of one of `choices`: `settings-choice` (choices)."""

    def read_choice(written: WrittenValue) -> str:
        if (value := read_text_value(written)) in choices:
            return value
        raise written.refusal("settings-choice", choices=", ".join(choices))

    return read_choice


def read_language(written: WrittenValue) -> object:
    """Return a language that there is."""
    return make_choice_reader(written.languages)(written)


def read_switch(written: WrittenValue) -> bool:
    """Return what is true or false: `settings-switch`."""
    if isinstance(written.value, bool):
        return written.value
    raise written.refusal("settings-switch")


def read_file_name(written: WrittenValue) -> Path | None:
    """Return a path, looked for from the file's folder; None for an empty one: `settings-file`."""
    value = read_text_value(written)
    if not value:
        return None
    try:
        named = Path(value).expanduser()
    except RuntimeError:
        # A `~name` that is nobody's home.
        raise written.refusal("settings-file") from None
    if "\0" in value:
        raise written.refusal("settings-file")
    return written.source.path.parent / named


def read_currency(written: WrittenValue) -> str | None:
    """Return the code of a currency, None for an empty text: `settings-currency` (text)."""
    value = read_text_value(written)
    if not value:
        return None
    from deals.parsing.amounts import currency_code

    code = currency_code(value)
    if code is None:
        raise written.refusal("settings-currency", text=value)
    return code


def read_bound_keys(written: WrittenValue) -> Mapping[str, tuple[str, ...]]:
    """Return the keys of commands: `settings-table`, `settings-keys`."""
    if not isinstance(written.value, dict):
        raise written.refusal("settings-table")
    bound = {command: _read_keys(written, command) for command in written.value}
    return MappingProxyType(bound)


def _read_keys(written: WrittenValue, command: str) -> tuple[str, ...]:
    value = written.value[command] if isinstance(written.value, dict) else None
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(
        isinstance(key_text, str) and key_text for key_text in listed
    ):
        raise written.refusal("settings-keys", command)
    return tuple(listed)


def read_headers(written: WrittenValue) -> Mapping[str, str]:
    """Return the fields of headers: `settings-headers`, `settings-header-field` (text, fields)."""
    named = written.value
    if not isinstance(named, dict):
        raise written.refusal("settings-headers")
    for header, name in named.items():
        if not isinstance(name, str):
            raise written.refusal("settings-headers", header)
        _check_field(written, header, name)
    return MappingProxyType(named)


def _check_field(written: WrittenValue, header: str, name: str) -> None:
    from store.tables.headers import read_mapped_fields
    from store.tables.pipeline import PIPELINE  # slow to load, and most settings name none

    try:
        read_mapped_fields({header: name}, PIPELINE.columns, PIPELINE.more)
    except UserError as wrong:
        figures = {"text": name, "fields": f"{wrong.figures['fields']}"}
        raise written.refusal("settings-header-field", header, **figures) from None


class SettingSpec(NamedTuple):
    """A setting: what it is called, how config.toml says it, and what else may say it.

    `read` makes its value of that in the file; None where the file has no word for it. `example` is
    TOML of a likely value, of a table lines of one; `usual` what holds where nobody has said, as
    TOML, empty where that depends. `option` goes before everything else, `variables` of the
    environment before the file, `late_variables` behind it. `in_store` says that the store holds
    it, for all who use that.
    """

    id: str
    read: ValueReader | None = None
    example: str = ""
    usual: str = ""
    choices: Sequence[str] = ()
    option: str = ""
    variables: tuple[str, ...] = ()
    late_variables: tuple[str, ...] = ()
    in_store: bool = False

    @property
    def is_table(self) -> bool:
        """Whether it is a table of its own in the file."""
        return self.read in (read_bound_keys, read_headers)


def choice_setting(
    id_: str, choices: Sequence[str], example: str, usual: str = "", late: tuple[str, ...] = ()
) -> SettingSpec:
    """Return a setting that is one of a few words."""
    reader = make_choice_reader(choices)
    return SettingSpec(id_, reader, f'"{example}"', usual, choices, late_variables=late)


SETTINGS = (
    SettingSpec(
        *("lang", read_language, '"zh_CN"'),
        option="--lang",
        late_variables=("LC_ALL", "LC_MESSAGES", "LANG"),
    ),
    SettingSpec("me", read_user_name, '"Lin"'),
    SettingSpec("currency", read_currency, '"USD"', '"CNY"'),
    choice_setting("dates", ORDERS, "dmy"),
    SettingSpec("country", read_text_value, '"DE-BY"'),
    SettingSpec("theme", read_text_value, '"light"', '"auto"'),
    choice_setting("colors", COLORS, "16", late=("NO_COLOR", "COLORTERM", "TERM")),
    choice_setting("ground", GROUNDS, "paint", '"auto"'),
    choice_setting("glyphs", GLYPHS, "box", '"auto"'),
    SettingSpec("ascii", read_switch, "true", "false", option="--ascii"),
    SettingSpec("lists", read_switch, "true", "false"),
    choice_setting("hints", HINTS, "always", '"fade"'),
    SettingSpec("mouse", read_switch, "true", "false", option="--mouse"),
    SettingSpec(
        *("store", read_file_name, '"~/deals/netloft.json"'),
        option="--store",
        variables=("NETLOFT_STORE",),
    ),
    SettingSpec("playbook", read_file_name, '"~/deals/playbook.toml"', option="--playbook"),
    SettingSpec("keys", read_bound_keys, 'stage-up = ["plus", "ctrl+right"]'),
    SettingSpec("headers", read_headers, '"Sales phase" = "stage"\n"Ref" = "ignore"'),
    SettingSpec("config", variables=("NETLOFT_CONFIG",)),
    SettingSpec("passphrase", variables=("NETLOFT_PASSPHRASE_FILE", "NETLOFT_PASSPHRASE_COMMAND")),
    SettingSpec(
        "password",
        variables=("NETLOFT_TEAM_PASSWORD_FILE", "NETLOFT_TEAM_PASSWORD_COMMAND"),
    ),
    SettingSpec("editor", usual='"vi"', variables=("VISUAL", "EDITOR")),
    SettingSpec("debug", usual="false", variables=("NETLOFT_DEBUG",)),
    SettingSpec("year-start", usual="1", in_store=True),
)
"""Every setting: first those of config.toml, its tables last, then those of elsewhere."""

FILE_SETTINGS: Mapping[str, SettingSpec] = MappingProxyType(
    {spec.id: spec for spec in SETTINGS if spec.read is not None}
)
"""The settings that config.toml may hold, by their keys."""
