"""Who sways whom, by numbers: a badge at both ends of an influence, and a list of them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deals.model import Influence
from views.glyphs import glyphs
from views.person_names import fit_name, shorten_name
from views.styled_text import StyledText, TextLine, Tone, cells_of, fit, flow, join_spans, width
from wording.findings import influence_mark

AGAINST = "x"
# The cells of the shortest entries of the list, which stand in columns as wide as their widest.
_NARROW_ENTRY = 30


@dataclass(frozen=True, slots=True)
class NumberedInfluence:
    """An influence between two nodes, by its number in the picture."""

    number: int
    source: str
    target: str
    strength: int
    favour: bool

    @property
    def tone(self) -> Tone:
        """The tone of its badges: red where it is against us."""
        return "" if self.favour else "red"

    @property
    def sign(self) -> str:
        """Its number, with an `x` behind it where it is against us."""
        return f"{self.number}{'' if self.favour else AGAINST}"

    @property
    def force(self) -> str:
        """How strong it is and which way it works, as it is typed: `3+` for us, `2-` against us."""
        return f"{self.strength}{'+' if self.favour else '-'}"


def number_influences(
    influences: Sequence[Influence], node_of: Mapping[str, str]
) -> list[NumberedInfluence]:
    """Number the influences as they were entered, one for each pair of nodes.

    Where there are several of one pair, or folding makes one of them, the strongest counts.
    """
    found: dict[tuple[str, str], Influence] = {}
    for influence in influences:
        source, target = node_of.get(influence.source), node_of.get(influence.target)
        if source is None or target is None or source == target:
            continue
        known = found.get((source, target))
        if known is None or influence.strength > known.strength:
            found[source, target] = influence
    return [
        NumberedInfluence(number, *ends, influence.strength, influence.favour)
        for number, (ends, influence) in enumerate(found.items(), 1)
    ]


def badges_of(every: Sequence[NumberedInfluence], cells: int) -> Mapping[str, TextLine]:
    """Write the badges of each node in at most so many cells.

    Box drawing: `►1►2x ◄3◄4x`: sways by 1, by 2 against us; is swayed by 3, by 4 against us. What
    has no room is counted.
    """
    made: dict[str, list[StyledText]] = defaultdict(list)
    for sign, end in ((glyphs().onward, _source), (glyphs().backward, _target)):
        ends: dict[str, list[NumberedInfluence]] = defaultdict(list)
        for each in sorted(every, key=lambda each: not each.favour):
            ends[end(each)].append(each)
        for node, found in ends.items():
            made[node] += [StyledText(f"{sign}{each.sign}", each.tone) for each in found]
    return {node: _fit_badges(badges, cells) for node, badges in made.items()}


def _source(influence: NumberedInfluence) -> str:
    return influence.source


def _target(influence: NumberedInfluence) -> str:
    return influence.target


def _fit_badges(badges: Sequence[StyledText], cells: int) -> TextLine:
    for shown in range(len(badges), 0, -1):
        left = len(badges) - shown
        rest = [StyledText(f"+{left}", "dim")] if left else []
        line = _join([*badges[:shown], *rest])
        if cells_of(line) <= cells:
            return line
    return (StyledText(fit(f"+{len(badges)}", min(cells, len(f"+{len(badges)}"))), "dim"),)


def _join(badges: Sequence[StyledText]) -> TextLine:
    """Join badges, a blank between those of two kinds, neighbours of one tone as one piece."""
    made: TextLine = ()
    for at, badge in enumerate(badges):
        apart = at and badge.text[0] != badges[at - 1].text[0]
        made = join_spans(made, (badge._replace(text=f"{' ' if apart else ''}{badge.text}"),))
    return made


def brief_list(
    every: Sequence[NumberedInfluence], names: Mapping[str, str], cells: int, most: int
) -> list[TextLine]:
    """Write the influences one behind the other, in `most` lines at the most: first those against
    us, so that they are not among what has no room.
    """
    if not every:
        return []
    every = sorted(every, key=lambda each: each.favour)
    label = influence_mark()
    start = f" {label} "
    pieces = [
        (StyledText(f"{_brief(each, names, cells - width(start) - 3)}  ", each.tone),)
        for each in every
    ]
    lines = flow(pieces, cells - width(start))
    if len(lines) > most:
        shown = 0
        while len(flow(pieces[: shown + 1], cells - width(start) - 4)) <= most:
            shown += 1
        left = (StyledText(f"+{len(every) - shown}", "dim"),)
        lines = flow(pieces[:shown], cells - width(start) - 4)
        lines[-1] = (*lines[-1], *left)
    return [
        (StyledText(" " * width(start) if at else start, "dim"), *line)
        for at, line in enumerate(lines)
    ]


def _brief(each: NumberedInfluence, names: Mapping[str, str], cells: int) -> str:
    start, force = f"{each.sign} ", f" {each.force}"
    room = (cells - width(start + force) - 1) // 2
    source, target = (
        fit(short, min(room, width(short)))
        for id in (each.source, each.target)
        for short in [shorten_name(names[id], room)]
    )
    return f"{start}{source}{glyphs().onward}{target}{force}"


def columned_list(
    every: Sequence[NumberedInfluence], names: Mapping[str, str], cells: int
) -> Iterator[TextLine]:
    """Write the influences in columns, row by row."""
    whole = [width(_entry(each, names, cells)) + 1 for each in every]
    sizes = next(
        (
            sizes
            for columns in range(max(1, cells // _NARROW_ENTRY), 0, -1)
            if sum(sizes := [max(whole[at::columns], default=0) for at in range(columns)]) <= cells
        ),
        [cells],
    )
    spare = (cells - sum(sizes)) // len(sizes)
    for at in range(0, len(every), len(sizes)):
        yield tuple(
            StyledText(fit(_entry(each, names, size - 1), size + spare), each.tone)
            for each, size in zip(every[at:], sizes, strict=False)
        )


def _entry(each: NumberedInfluence, names: Mapping[str, str], cells: int) -> str:
    start, force = f" {each.sign:<3} ", f" {each.force}"
    free = cells - width(start + force) - 3
    source, target = names[each.source], names[each.target]
    if width(source) + width(target) > free:
        most = max(free // 2, free - min(width(source), width(target)))
        source, target = _shorten(source, most), _shorten(target, most)
        target = fit_name(target, max(1, min(width(target), free - width(source))))
    return f"{start}{source} {glyphs().onward} {target}{force}"


def _shorten(name: str, cells: int) -> str:
    short = shorten_name(name, cells)
    return fit(short, min(cells, width(short)))
