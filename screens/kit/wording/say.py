"""A refusal as one line in the user's language."""

from __future__ import annotations

from collections import defaultdict
from shlex import quote
from string import Formatter

from deals.refusal import Refusal

from .names import change_names, field_name, status_name
from .refusals import SENTENCES
from .speech import N_, _
from .troubles import trouble

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
CONSTANTS = {
    "why": trouble,
    "field": field_name,
    "differs": change_names,
    "status": status_name,
}
COPIED = ("original", "moved", "copy")
"""Paths within a command that is to be copied into a shell."""


def say(refusal: Refusal) -> str:
    """What was refused and why, in the language spoken now, with the place in front.

    The place (file, row, column, cell) is left out where the sentence itself names it. A code
    without a sentence, which no test lets through, is said as it is rather than lost.
    """
    template = SENTENCES.get(refusal.code)
    if template is None:
        return str(refusal)
    figures = defaultdict[str, str](
        lambda: "?"
    )  # a figure that is missing must not hide the refusal
    figures |= {name: _figure(name, value) for name, value in refusal.figures.items()}
    place = _place(refusal, named_in(template))
    sentence = _(template).format_map(figures)
    if "backup" in refusal.figures and "backup" not in named_in(template):
        copied = {name: _copied(str(refusal.figures.get(name))) for name in ("store", "backup")}
        words = SALVAGE if "salvage" in refusal.figures else BACKUP
        sentence += _(words).format_map(copied)
    return _("{place}: {sentence}").format(place=place, sentence=sentence) if place else sentence


def named_in(template: str) -> frozenset[str]:
    """The names of the placeholders of a message."""
    return frozenset(name for _text, name, _spec, _how in Formatter().parse(template) if name)


def _place(refusal: Refusal, told: frozenset[str] = frozenset()) -> str:
    """Where in a file the refusal points, outermost first; empty where it points nowhere."""
    parts = [one_line(part) for part in refusal.place]
    for name, template in PLACES.items():
        if name in refusal.figures and name not in told:
            value = refusal.figures[name]
            numbered = name == "column" and isinstance(value, int)
            said = NUMBERED_COLUMN if numbered else template
            parts.append(_(said).format_map({name: one_line(value)}))
    return _(", ").join(parts)


def _figure(name: str, value: str | int) -> str:
    """A figure as it stands in a sentence: constants get their names, texts stay on one line.

    Which figures are constants goes by their names: `why` is a system error, `field` a field's id,
    `differs` several, `status` a status, `rule` a rule's id as it is.
    """
    if name in CONSTANTS:
        return CONSTANTS[name](str(value))
    if name in COPIED:
        return _copied(str(value))
    return one_line(value)


def _copied(path: str) -> str:
    """A path to be copied into a shell: not cut, however long it is."""
    return quote(path) if path.isprintable() else one_line(path)


def one_line(value: str | int) -> str:
    """A figure as it may stand within a line: control characters become blanks, the rest is cut."""
    text = "".join(char if char.isprintable() else " " for char in str(value))
    return text if len(text) <= 200 else text[:197] + "..."
