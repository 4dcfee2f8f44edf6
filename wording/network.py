"""What the pictures of an account's people are labelled with: short words, for narrow columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wording.language import N_, _

LEVELS: Mapping[str | None, str] = {
    "high": N_("HIGH"),
    "upper": N_("UPPER"),
    "middle": N_("MID"),
    "low": N_("LOW"),
    None: N_("?"),
}
COLUMNS: Mapping[tuple[str, ...], str] = {
    ("technical",): N_("TECHNICAL T"),
    ("commercial",): N_("COMMERCIAL B"),
    ("using",): N_("USING"),
    ("other",): N_("OTHER, OUTSIDE"),
    ("using", "other"): N_("USING, OUTSIDE"),
}
# Signs that every language has: a place in the ranking, and the relationship as people show it.
_SIGNS: Mapping[str, str] = {"rank": "#", "cr": "CR"}
HEADINGS: Mapping[str, str] = {
    "name": N_("Name"),
    "title": N_("Title"),
    "department": N_("Department"),
    "level": N_("Level"),
    "lines": N_("Lines"),
    "role": N_("Role"),
    "pull": N_("Pull"),
    "gap": N_("Gap"),
    "stance": N_("Stance"),
    "cover": N_("Cover"),
    "touch": N_("Last touch"),
    "needs": N_("Needs"),
    "sways": N_("Sways"),
}
# Stances where "supports a competitor" has no room.
STANCES: Mapping[str, str] = {
    "supports": N_("with us"),
    "neutral": N_("neutral"),
    "competitor": N_("competitor"),
    "opposes": N_("against"),
    "unknown": N_("unknown"),
}


def level_mark(level: str | None) -> str:
    """Return a level as it heads a band of the net; None is the level that nobody told us."""
    return _(LEVELS[level])


def column_mark(functions: tuple[str, ...]) -> str:
    """Return the heading of a column of the net, by the functions that share it."""
    return _(COLUMNS[functions])


def heading_mark(column: str) -> str:
    """Return the heading of a column of the chain, the list or the tree, by its id."""
    return _SIGNS.get(column) or _(HEADINGS[column])


def stance_mark(stance: str) -> str:
    """Return whose side a contact is on, in a word or two."""
    return _(STANCES[stance])


def nobody_mark() -> str:
    """Return what stands in a place of the net where nobody is known."""
    return _("nobody")


def outside_mark() -> str:
    """Return what heads the outside persons in the tree."""
    return _("outside")


LEGEND: Sequence[tuple[str, str]] = (
    ("[Wu GM CR4 +]", N_("a person: name, title, how close we are (CR? unknown), whose side")),
    ("+ = - ! ?", N_("with us, neutral, against us, with a competitor, unknown")),
    ("*", N_("who decides")),
    ("( )", N_("a place where the decision passes and we know nobody: a hole")),
    ("]!", N_("the net is weak here: nobody there is close enough")),
    ("]~2", N_("so many ties of this person found no room in the picture")),
    ("[+IT x5 CR3]", N_("a folded department: how many people, and the best CR")),
    ("| - +", N_("who reports to whom, the higher one is the boss")),
    ("T B =", N_("the technical and the commercial approval line")),
    (": .", N_("who sways whom")),
    (".2.>[", N_("the strength, 1 to 3, at the person swayed; in our favour")),
    (".2.x[", N_("the same, against us; & where several come in of both kinds")),
)
"""The signs of the pictures and what each means, in the order in which they are explained."""
