"""How figures came about: the projects that they are made of, part by part. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deals.numbers.evidence import Evidence, Fact
from deals.numbers.movement import CurrencyMovement, MovementLine
from views.glyphs import glyphs
from views.numbers.face_rows import whole_text
from views.styled_text import StyledText, TextLine, cut, fit, line, width, wrap
from wording import N_, _, ngettext, pgettext

MOST_NAME, LEAST_NAME, MOST_PARTS, MOST_LINES = 28, 12, 60, 60
FACT_NAMES: dict[Fact, str] = {
    "no_top_level": N_("nobody at the top"),
    "approval_hole": N_("hole in the approval"),
    "decider_for_rival": N_("a decider for a rival"),
    "slipped_twice": N_("slipped twice"),
    "coach": N_("coach"),
    "gate_open": N_("gate open"),
}


def quiet_lines(text: str, cells: int) -> list[TextLine]:
    """Return a sentence in a quiet tone, to its last figure."""
    return [line(StyledText(part, "dim")) for part in wrap(text, cells, MOST_LINES)]


def sum_others(amounts: Sequence[int]) -> list[tuple[str, str]]:
    """Return what the parts come to that are not told one by one."""
    if not amounts:
        return []
    count = len(amounts)
    text = ngettext("{count} smaller deal", "{count} smaller deals", count).format(count=count)
    return [(text, f"= {whole_text(sum(amounts))}")]


def unit_text(amount: int, currency: str) -> str:
    """Return a sum to the last unit, with its currency."""
    return f"{currency} {whole_text(amount)}"


def draw_parts(rows: Iterable[tuple[str, str]], cells: int) -> Iterator[TextLine]:
    """Draw a name and its sum a line, the sum in whole: below the name where both have no room.

    A sum that is longer than a line goes on in the next: no figure is cut.
    """
    every = list(rows)
    texts = max((width(text) for _name, text in every), default=0)
    room = min(MOST_NAME, cells - texts - 2)
    for name, text in every:
        if room >= LEAST_NAME:
            yield line(f"{fit(name, room)}  {text}")
        else:
            yield cut(line(name), cells)
            for part in wrap(text, cells - 2, MOST_LINES):
                yield line(StyledText(f"  {part}", "dim"))


def movement_sums(shown: CurrencyMovement, names: Sequence[tuple[str, int]]) -> list[TextLine]:
    """Say how what was there then and the lines come to what is there now, to the last unit."""
    sums = [
        (pgettext("movement", "then"), shown.then),
        *names,
        (pgettext("movement", "now"), shown.now),
    ]
    label = max(width(name) for name, _amount in sums)
    figure = max(len(_signed_whole(amount)) for _name, amount in sums)
    lines = list[TextLine]()
    for at, (name, amount) in enumerate(sums):
        ends = at in (0, len(sums) - 1)
        text = whole_text(amount) if ends else _signed_whole(amount)
        lines.append(line(f"{fit(name, label)}  {text:>{figure}} {shown.currency}"))
    return lines


def movement_line_sums(moved: MovementLine, currency: str, cells: int) -> list[TextLine]:
    """Say what a line is made of: each project's value before and after it, largest first."""
    parts = sorted(moved.parts, key=lambda part: -abs(part.amount))
    rows = (
        (
            part.state.name,
            f"{whole_text(part.before)} {glyphs().onward} {whole_text(part.after)}"
            f" = {_signed_whole(part.amount)}",
        )
        for part in parts
    )
    head = f"{_signed_whole(moved.amount)} {currency}"
    return [line(StyledText(head, "dim")), *draw_parts(rows, cells)]


def _signed_whole(amount: int) -> str:
    return f"{amount:+,}"


def weighed_text(found: Evidence) -> str:
    """Return a win rate with what speaks for it and against it: `40 -15 +4 = 29%`."""
    parts = [f"{part.percent:+d}" for part in found.parts]
    return f"{' '.join([str(found.base), *parts])} = {found.percent}%"


def evidence_lines(name: str, found: Evidence, cells: int) -> list[TextLine]:
    """Say what speaks for a deal and against it, part by part; guesses are called so."""
    room = max(LEAST_NAME, min(MOST_NAME, cells - width(weighed_text(found)) - 2))
    head = line(f"{fit(name, room)}  {weighed_text(found)}")
    texts = [_effect_text(part.fact, part.percent, part.effect.measured) for part in found.parts]
    if not texts:
        return [head]
    return [head, cut(line(StyledText(f"  {'; '.join(texts)}", "dim")), cells)]


def _effect_text(fact: Fact, percent: int, measured: bool) -> str:
    name = _(FACT_NAMES[fact])
    text = f"{name} {percent:+d}"
    return text if measured else _("{fact} (a guess)").format(fact=text)
