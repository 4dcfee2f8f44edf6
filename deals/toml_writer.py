"""A writer of TOML, for tables as `read_toml` returns them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

_BARE = re.compile(r"[A-Za-z0-9_-]+")
LINE = 100
"""How many characters an array may take in a line; a longer one is broken between its items."""


def write_toml(table: Mapping[str, object]) -> str:
    """Return a table as TOML that reads back as the same.

    Tables that hold nothing but values, and those in arrays of such, stand in a line; all others
    and all arrays of them have heads of their own. TypeError for what TOML lacks.
    """
    return "\n".join(_table_lines(table, ())).lstrip("\n") + "\n"


def _table_lines(table: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a table: its values first, for behind a head they would be that one's."""
    below = {key: value for key, value in table.items() if _has_heads(value)}
    for key, value in table.items():
        if key not in below:
            yield f"{_key_text(key)} = {_value_text(value)}"
    for key, value in below.items():
        under = (*path, key)
        head = ".".join(map(_key_text, under))
        if isinstance(value, Mapping):
            if not value or any(not _has_heads(inner) for inner in value.values()):
                yield from ("", f"[{head}]")
            yield from _table_lines(value, under)
        elif isinstance(value, Sequence):
            for item in value:
                yield from ("", f"[[{head}]]")
                yield from _table_lines(item, under)


def _has_heads(value: object) -> bool:
    """Whether a value stands under heads of its own: a table, or an array of tables, in which there
    is more than plain values.
    """
    if isinstance(value, Mapping):
        return not value or not _is_plain(value)
    if not isinstance(value, list | tuple) or not value:
        return False
    tables = all(isinstance(item, Mapping) for item in value)
    return tables and not all(map(_is_plain, value))


def _is_plain(value: object) -> bool:
    """Whether a table holds values alone, and few of them."""
    return (
        isinstance(value, Mapping)
        and 0 < len(value) <= 2
        and not any(isinstance(inner, Mapping | list | tuple) for inner in value.values())
    )


def _key_text(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string_text(key)


def _string_text(text: str) -> str:
    # JSON escapes all that TOML does but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value_text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return _string_text(value)
        case Mapping():
            pairs = (f"{_key_text(key)} = {_value_text(inner)}" for key, inner in value.items())
            return f"{{ {', '.join(pairs)} }}" if value else "{}"
        case list() | tuple():
            return _array_text([_value_text(item) for item in value])
    raise TypeError(f"TOML has no {type(value).__name__}")


def _array_text(items: Sequence[str]) -> str:
    line = f"[{', '.join(items)}]"
    if len(line) <= LINE:
        return line
    lines = [""]
    for item in items:
        if lines[-1] and len(lines[-1]) + len(item) > LINE:
            lines.append("")
        lines[-1] += f" {item},"
    return "[\n" + "".join(f" {text}\n" for text in lines) + "]"
