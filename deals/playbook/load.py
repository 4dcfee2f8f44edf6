"""The reader of playbooks: TOML in, a valid Playbook or a refusal with file and line out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from deals.errors import UserError
from deals.playbook.model import Playbook
from deals.playbook.texts import LANGUAGES
from deals.playbook.validation import KeyPath, PlaybookFault, find_faults, find_key_lines
from deals.toml import read_toml

DEFAULT_SOURCE = "default.toml"

# pydantic's kinds of error by the refusal each becomes; where the kind carries a limit, its name.
_KINDS = {
    "missing": ("playbook-key-missing", None),
    "extra_forbidden": ("playbook-key-unknown", None),
    "greater_than_equal": ("playbook-too-small", "ge"),
    "less_than_equal": ("playbook-too-large", "le"),
    "literal_error": ("playbook-choice", "expected"),
    "string_too_short": ("playbook-empty", None),
    "string_pattern_mismatch": ("playbook-id-odd", None),
    "string_type": ("playbook-wants-text", None),
    "int_type": ("playbook-wants-whole", None),
    "float_type": ("playbook-wants-number", None),
    "bool_type": ("playbook-wants-switch", None),
    "finite_number": ("playbook-wants-number", None),
    "tuple_type": ("playbook-wants-list", None),
    "model_type": ("playbook-wants-table", None),
    "dict_type": ("playbook-wants-table", None),
}


class _PlaybookFile(NamedTuple):
    """One playbook text: its name for messages, the text, and the table that it holds."""

    source: str
    text: str
    table: dict[str, object]


def parse_playbook(text: str, source: str, default: str = "") -> Playbook:
    """Read a playbook from TOML, laid over the `default` text where one is given.

    Laid over means: tables merge key by key, whatever else (a value, a text, any array, so also
    `stages` and every list of claims) replaces the default's whole. A team's file thus holds only
    what differs, for instance one table of thresholds. `source` is the file's name for messages.
    Refused are bad TOML, unknown and missing keys, wrong kinds and ranges, stages twice or with
    falling weights, stage and rule ids that do not exist, texts that lack a language or a figure;
    each as `playbook-…` with `file`, `line` and `key`.
    """
    over = _read_file(text, source)
    under = _read_file(default, DEFAULT_SOURCE)
    try:
        playbook = Playbook.model_validate(_merge_tables(under.table, over.table))
    except ValidationError as error:
        raise _first_error(over, under, _shape_faults(error)) from None
    wrong = list(find_faults(playbook))
    if wrong:
        raise _first_error(over, under, iter(wrong))
    return playbook


def _read_file(text: str, source: str) -> _PlaybookFile:
    try:
        return _PlaybookFile(source, text, read_toml(text))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), text, source) from None


def _syntax_error(message: str, text: str, source: str) -> UserError:
    found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", message)
    detail, line = (found[1], found[2]) if found else (message, None)
    last = text.rstrip("\n").count("\n") + 1
    return UserError(
        "playbook-syntax", file=source, line=int(line) if line else last, detail=detail
    )


def _merge_tables(under: dict[str, object], over: dict[str, object]) -> dict[str, object]:
    both = dict(under)
    for key, value in over.items():
        below = under.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            both[key] = _merge_tables(below, value)
        else:
            both[key] = value
    return both


def _shape_faults(error: ValidationError) -> Iterator[PlaybookFault]:
    for fault in error.errors(include_url=False):
        code, limit = _error_code(fault)
        figures = {} if limit is None else {"limit": _limit_text(fault["ctx"][limit])}
        yield PlaybookFault(fault["loc"], code, figures)


def _error_code(error: ErrorDetails) -> tuple[str, str | None]:
    loc = error["loc"]
    if error["type"] == "missing" and loc[-1] in LANGUAGES:
        return "playbook-language-missing", None
    return _KINDS[error["type"]]


def _limit_text(bound: object) -> str:
    """Return a bound as the user writes it; for choices, which come in a sentence, the names."""
    return ", ".join(re.findall(r"'([^']*)'", str(bound))) or f"{bound:g}"


def _first_error(
    over: _PlaybookFile, under: _PlaybookFile, wrong: Iterator[PlaybookFault]
) -> UserError:
    """Return the refusal for the fault that stands first in the file."""
    # Where the keys stand takes as long to find as the whole parse: only a refusal asks.
    lines, defaults = find_key_lines(over.text), find_key_lines(under.text)
    placed = [(_line_of(lines, defaults, fault.path), fault) for fault in wrong]
    line, fault = min(placed, key=lambda numbered: numbered[0])
    return UserError(
        fault.code, file=over.source, line=line, key=_key_text(fault.path), **fault.figures
    )


def _line_of(over: Mapping[KeyPath, int], under: Mapping[KeyPath, int], path: KeyPath) -> int:
    """Return the line to name for a path; for a key that is missing, that of its table.

    The default is sound by itself, so what is wrong at a place that only the default has (a limit
    that names the stage P3) comes from the stages that the team's file put in place of its own.
    """
    array = next((path[:at] for at, part in enumerate(path) if isinstance(part, int)), path)
    if path in under and array not in over:
        return over.get(("stages",), 1)
    known = (path[:length] for length in range(len(path), 0, -1))
    return next((over[part] for part in known if part in over), 1)


def _key_text(path: KeyPath) -> str:
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")
