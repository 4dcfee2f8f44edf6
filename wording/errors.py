"""The sentence of a refusal (`UserError`), as one line in the user's language."""

from __future__ import annotations

import errno
from collections import defaultdict
from collections.abc import Callable, Mapping
from shlex import quote
from string import Formatter
from types import MappingProxyType

from deals.errors import UserError
from wording.error_sentences import SENTENCES
from wording.language import N_, _, language
from wording.names import (
    change_names,
    field_name,
    line_label,
    line_labels,
    listed_names,
    measure_name,
    name_month,
    standing_name,
    status_name,
)
from wording.team_sentences import HINDRANCES

TROUBLES = {
    "EACCES": N_("permission denied"),
    "EBUSY": N_("it is in use"),
    "EDQUOT": N_("disk quota exceeded"),
    "EEXIST": N_("something with this name exists already"),
    "EFBIG": N_("the file would grow too large"),
    "EINVAL": N_("this is not a regular file"),
    "EIO": N_("the disk does not answer"),
    "EISDIR": N_("this is a folder, not a file"),
    "ELOOP": N_("too many symbolic links"),
    "ENAMETOOLONG": N_("the name is too long"),
    "ENOENT": N_("there is no such file or folder"),
    "ENOSPC": N_("no space left on the disk"),
    "ENOTDIR": N_("a part of the path is not a folder"),
    "EPERM": N_("permission denied"),
    "EROFS": N_("the disk is read-only"),
}


def trouble(name: str) -> str:
    """Say why the system refused, by its error's name (`ENOSPC`); an uncommon name as it is."""
    return _(TROUBLES[name]) if name in TROUBLES else name


def name_hindrance(detail: str) -> str:
    """Say what is in the way of a server, by the name it has; else as the server itself says it."""
    return _(HINDRANCES[detail]) if detail in HINDRANCES else detail


def trouble_of(error: OSError) -> str:
    """Say why the system refused, of an error that was raised."""
    name = errno.errorcode.get(error.errno or 0, "")
    return trouble(name) or error.strerror or type(error).__name__


FAULTS = {
    "missing": N_("it is missing"),
    "number": N_("its number is not valid"),
    "nested": N_("it is nested too deep"),
    "text": N_("it is no text that can be written"),
    "json_invalid": N_("it is damaged"),
    "extra_forbidden": N_("unknown field"),
    "literal_error": N_("it is not one of the known values"),
    "enum": N_("it is not one of the known values"),
    "string_type": N_("it has to be a text"),
    "tuple_type": N_("it has to be a list"),
    "list_type": N_("it has to be a list"),
    "bool_type": N_("it has to be yes or no"),
}
STARTS = {
    "int_": N_("it has to be a whole number"),
    "float_": N_("it has to be a number"),
    "decimal_": N_("it has to be a number"),
    "finite_": N_("it has to be a number"),
    "datetime_": N_("it has to be a date and time"),
    "timezone_": N_("it has to be a date and time"),
    "date_": N_("it has to be a date"),
    "greater_": N_("it is out of range"),
    "less_": N_("it is out of range"),
    "too_": N_("it is too short or too long"),
    "string_too_": N_("it is too short or too long"),
    "model_": N_("it has to be a record"),
    "dict_": N_("it has to be a record"),
}
OTHER = N_("it cannot be understood")


def fault_name(fault: str) -> str:
    """Say what pydantic or the store calls a fault (`tuple_type`)."""
    if fault in FAULTS:
        return _(FAULTS[fault])
    return _(next((words for start, words in STARTS.items() if fault.startswith(start)), OTHER))


PLACES = {
    "file": "{file}",
    "sheet": N_("sheet {sheet}"),
    "line": N_("line {line}"),
    "row": N_("row {row}"),
    "card": N_("card {card}"),
    "column": N_("column {column}"),
    "cell": "{cell}",
}
BACKUP = N_("; to go back to the newest good backup: netloft --store {store} restore {backup}")
SALVAGE = N_("; the least is lost by: netloft --store {store} salvage {backup}")
NUMBERED_COLUMN = N_("character {column}")
PATHS = ("file", "held", "folder", "link")
"""Paths within a sentence: what follows in it must not be cut off by their length."""
PATH_LETTERS = 40
GAP = "..."
CONSTANTS = {
    "why": trouble,
    "detail": name_hindrance,
    "field": field_name,
    "differs": change_names,
    "piece": line_label,
    "keys": line_labels,
    "status": status_name,
    "month": lambda month: name_month(int(month)),
    "statuses": listed_names(status_name),
    "states": listed_names(standing_name),
    "kinds": listed_names(measure_name),
    "problem": fault_name,
}
LISTS = ("people", "candidates", "names", "headers", "sheets", "customers", "owners")
"""Names of the user's, joined where no language is known."""
COPIED = ("original", "moved", "copy")
"""Paths within a command that is to be copied into a shell."""


IN_APP = {
    "day-order": N_(
        '"{text}" may be {first} or {second}; write one of these, or press F7 where the month '
        "comes first in such days, F8 where the day does"
    ),
    "file-encoding": N_("the text is neither UTF-8 nor GB18030"),
    "encoding-western": N_(
        'the text reads as "{sample}" in {encoding}, as Western offices write it; choose one'
    ),
    "amount-sign": N_('"{text}" in which currency? "{sign}" may be {currencies}; choose one'),
    "column-currency": N_(
        '"{text}" in which currency? other amounts of this column name theirs, as "{other}" does; '
        "{currency} or {usual}?"
    ),
    "column-currency-wan": N_(
        '"{text}" in which currency? others of this column, as "{other}", are in another; '
        "{usual} or {currency}?"
    ),
    "encoding-unsure": N_(
        'the text reads as "{sample}" in GB18030 and as "{other}" in {encoding}; choose one'
    ),
    "encoding-wrong": N_("the text is not in {encoding}; choose another"),
    "column-days": N_(
        'the days of this column may be read in two ways: "{text}" as {first} or {second};'
        " choose one"
    ),
    "column-days-mixed": N_(
        'the days of this column are not all in one order: "{text}" and "{other}"; correct them, or'
        " choose their order"
    ),
    "column-amounts": N_(
        'the amounts of this column may be read in two ways: "{text}" as {thousands} or {decimals};'
        " choose one"
    ),
    "column-amounts-mixed": N_(
        'the amounts of this column are not all written alike: "{text}" and '
        '"{other}"; correct them, or choose the decimal sign'
    ),
    "header-missing": N_('no column is "{field}"; choose which of these is: {headers}'),
    "header-twice": N_('both {first} and {second} hold "{field}"; choose what each is'),
    "projects-unproved": N_(
        'nothing shows that these are projects, for "{header}" may name anything; choose it as the'
        " project if it does name projects"
    ),
    "sheets-same-records": N_(
        "the sheets {sheets} hold the same projects differently; choose one of them"
    ),
    "contacts-projectless": N_(
        "these are contacts: open the project they belong to and import them there, with M"
    ),
}
"""The sentences that are others in the app, where a key settles what an option does in a shell."""


def say(refusal: UserError) -> str:
    """Say what was refused and why, for the status bar: few lines and no way to scroll.

    So the meaning comes first, then the place, its paths shortened in the middle.
    """
    sentence, named = _sentence(refusal, short_path, IN_APP)
    if place := _place(refusal, named, short_path):
        sentence = _("{sentence} ({place})").format(sentence=sentence, place=place)
    return sentence + _way_back(refusal, named)


def say_in_full(refusal: UserError) -> str:
    """Say the same for the command line: the place in front, its paths whole, to be copied."""
    sentence, named = _sentence(refusal, whole_path)
    if place := _place(refusal, named, whole_path):
        sentence = _("{place}: {sentence}").format(place=place, sentence=sentence)
    return sentence + _way_back(refusal, named)


def _sentence(
    refusal: UserError,
    path: Callable[[str | int], str],
    others: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, frozenset[str]]:
    """Make the sentence of a refusal, and name the figures that stand in it; `path` writes paths.

    A code without a sentence, which no test lets through, is said as it is rather than lost.
    """
    template = others.get(refusal.code) or SENTENCES.get(refusal.code)
    if template is None:
        return str(refusal), frozenset(refusal.figures)
    # A figure that is missing must not hide the refusal.
    figures = defaultdict[str, str](lambda: "?")
    given = refusal.figures
    in_language = {name: given.get(f"{name}_{language()}", value) for name, value in given.items()}
    figures |= {name: _figure(name, value, path) for name, value in in_language.items()}
    return _(template).format_map(figures), placeholders_of(template)


def _way_back(refusal: UserError, named: frozenset[str]) -> str:
    """Write the command that goes back to the backup named in the figures, if there is one."""
    if "backup" not in refusal.figures or "backup" in named:
        return ""
    copied = {name: _quote_path(str(refusal.figures.get(name))) for name in ("store", "backup")}
    words = SALVAGE if "salvage" in refusal.figures else BACKUP
    return _(words).format_map(copied)


def placeholders_of(template: str) -> frozenset[str]:
    """List the names of the placeholders of a message."""
    return frozenset(name for _text, name, _spec, _how in Formatter().parse(template) if name)


def _place(refusal: UserError, named: frozenset[str], path: Callable[[str | int], str]) -> str:
    """Write where in a file the refusal points, outermost first, less what its sentence says.

    Empty where it points nowhere; `path` says how paths are written.
    """
    parts = [path(part) for part in refusal.place]
    for name, template in PLACES.items():
        if name in refusal.figures and name not in named:
            value = refusal.figures[name]
            numbered = name == "column" and isinstance(value, int)
            text = path(value) if name == "file" else one_line(value)
            parts.append(_(NUMBERED_COLUMN if numbered else template).format_map({name: text}))
    return _(", ").join(parts)


def _figure(name: str, value: str | int, path: Callable[[str | int], str]) -> str:
    """Write a figure as it stands in a sentence: constants named, texts on one line.

    Which figures are constants goes by their names: `why` is a system error, `field` a field's id,
    `differs` several, `piece` and `keys` those of a line, `status` a status, `problem` what is
    wrong with a field, `rule` a rule's id as it is. Which are paths does, too.
    """
    if name in CONSTANTS:
        return CONSTANTS[name](str(value))
    if name in COPIED:
        return _quote_path(str(value))
    if name in LISTS:
        return one_line(str(value).replace(", ", _(", ")))
    return path(value) if name in PATHS else one_line(value)


def _quote_path(path: str) -> str:
    """Write a path to be copied into a shell: not cut, however long it is."""
    return quote(path) if path.isprintable() else one_line(path)


def one_line(value: str | int) -> str:
    """Write a figure as it may stand within a line: no control characters, and not too long."""
    text = whole_path(value)
    return text if len(text) <= 200 else text[:197] + "..."


def whole_path(value: str | int) -> str:
    """Write a path as it may stand within a line: whole, control characters become blanks."""
    return "".join(char if char.isprintable() else " " for char in str(value))


def short_path(value: str | int, most: int = PATH_LETTERS) -> str:
    """Shorten a path to `most` letters: it loses its middle, not its file's name.

    Of a name that is itself too long the end stays, where its kind and number stand.
    """
    text = whole_path(value)
    if len(text) <= most:
        return text
    folder, slash, name = text.rpartition("/")
    room = most - len(GAP) - len(slash) - len(name)
    if room < 0:
        return GAP + text[len(GAP) - most :]
    return f"{folder[:room]}{GAP}{slash}{name}"
