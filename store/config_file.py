"""The settings file, written: anew, or a setting that the user settles while the program runs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Literal

from deals.errors import UserError
from deals.toml import find_key_lines, read_toml
from store.files import make_folder, refuse_os_errors
from store.output_files import write_output
from store.settings import Settings, config_folder, parse_settings, read_text

WrittenSetting = Literal["dates", "theme", "glyphs", "lang", "me", "currency"]
_REMARK = re.compile(r"""[^"'#]*=[ \t]*(?:"[^"\\\n]*"|'[^'\n]*'|[^"'#\n]*?)([ \t]*\#[^\r\n]*)""")
"""A line of a setting with a comment behind its value."""
_COMMENT = re.compile(r"[ \t]*(?:#.*)?\r?\n?")


def write_setting(
    key: WrittenSetting,
    value: str,
    languages: Sequence[str],
    stores: Sequence[Path] = (),
    folder: Path | None = None,
) -> Path:
    """Write a setting into config.toml, which is made where there is none; return its path.

    All else in it stays as it is, comments too. It is read as `load_settings` does before and
    after, and refused alike; refused as `write_output` does is what cannot be written.
    """
    path = (folder or config_folder()) / "config.toml"
    text = read_text(path, "settings") or ""
    before = parse_settings(text, path, languages)
    written = _with_setting(text, key, value)
    if _read_or_none(written, path, languages) != _replace_setting(before, key, value):
        raise UserError("settings-kept", file=f"{path}", line=f"{key} = {_quote(value)}")
    with refuse_os_errors("export-unwritable", path):
        make_folder(path.parent)
    # What stands there was just read as settings.
    write_output(path, written.encode(), lambda _standing: True, stores=stores)
    return path


def write_config_text(
    text: str, *, force: bool = False, stores: Sequence[Path] = (), folder: Path | None = None
) -> tuple[Path, Path | None]:
    """Write a whole text as config.toml; return its path, and where an earlier one was kept.

    Refused as `write_output` does, and `settings-there` (file) where one is there, unless with
    `force`: then that is kept.
    """
    path = (folder or config_folder()) / "config.toml"
    with refuse_os_errors("export-unwritable", path):
        make_folder(path.parent)
    data = text.encode()
    try:
        return path, write_output(path, data, lambda _there: force, keeping=True, stores=stores)
    except UserError as refusal:
        if refusal.code != "output-exists":
            raise
        raise UserError("settings-there", file=str(path)) from None


def _replace_setting(settings: Settings, key: str, value: str) -> Settings:
    """Return the settings with this one in place of what it was."""
    every = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return Settings(**{**every, key: value})


def _read_or_none(text: str, path: Path, languages: Sequence[str]) -> Settings | None:
    try:
        return parse_settings(text, path, languages)
    except UserError:
        return None


def _with_setting(text: str, key: str, value: str) -> str:
    """Return a text of settings with one more line: in place of the line that the key has, else
    behind one where it stands as a comment, else in front of the first table, or at the end.
    """
    break_ = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += break_
    known, table = find_key_lines(text), read_toml(text)
    setting = f"{key} = {_quote(value)}"
    if key in table:
        at = known[(key,)] - 1
        remark = found[1] if (found := _REMARK.match(lines[at])) else ""
        return "".join([*lines[:at], f"{setting}{remark}{break_}", *lines[at + 1 :]])
    at = _place_before_tables(lines, known, table)
    commented = re.compile(rf"[ \t]*#[ \t]*{key}[ \t]*=")
    at = next((place for place, line in enumerate(lines[:at], 1) if commented.match(line)), at)
    return "".join([*lines[:at], f"{setting}{break_}", *lines[at:]])


def _quote(value: str) -> str:
    """Return a text as TOML writes it: as JSON does, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _place_before_tables(
    lines: Sequence[str], known: Mapping[tuple[str | int, ...], int], table: Mapping[str, object]
) -> int:
    """Return behind which line the settings of no table end; a table's comment belongs to it."""
    tables = [known[(name,)] - 1 for name, value in table.items() if isinstance(value, dict)]
    at = min(tables, default=len(lines))
    while at < len(lines) and at > 0 and _COMMENT.fullmatch(lines[at - 1]):
        at -= 1
    return at
