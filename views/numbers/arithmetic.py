"""How figures came about: the projects that they are made of, part by part. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deals.numbers.evidence import Evidence, Fact
from deals.numbers.forecast import CurrencyBucket, ForecastPart
from deals.numbers.movement import CurrencyMovement, MovementLine
from views.glyphs import glyphs
from views.numbers.face_rows import whole_text
from views.styled_text import StyledText, TextLine, cut, fit, line, width, wrap
from wording import N_, _, ngettext, pgettext

MOST_NAME, LEAST_NAME, MOST_PARTS = 28, 12, 60
FACT_NAMES: dict[Fact, str] = {
    "no_top_level": N_("nobody at the top"),
    "approval_hole": N_("hole in the approval"),
    "decider_for_rival": N_("a decider for a rival"),
    "slipped_twice": N_("slipped twice"),
    "coach": N_("coach"),
    "gate_open": N_("gate open"),
}


def forecast_sums(figures: CurrencyBucket | None, cells: int) -> list[TextLine]:
    """Say what a bucket is made of: each deal's middle, rate and share of days, largest first."""
    if figures is None or not figures.parts:
        return _quiet_lines(_("nothing is in play here"), cells)
    weighs = figures.weighted is not None
    parts = sorted(figures.parts, key=lambda part: -_result(part, weighs=weighs))
    total = figures.weighted if figures.weighted is not None else figures.sum
    head = ngettext(
        "{amount} of {count} deal, to the last unit:",
        "{amount} of {count} deals, to the last unit:",
        len(parts),
    ).format(amount=_unit_text(total.expected, figures.currency), count=len(parts))
    rows = [(part.state.name, _part_text(part, weighs=weighs)) for part in parts[:MOST_PARTS]]
    rows += _sum_others([_result(part, weighs=weighs) for part in parts[MOST_PARTS:]])
    return [*_quiet_lines(head, cells), *_draw_parts(rows, cells)]


def _quiet_lines(text: str, cells: int) -> list[TextLine]:
    return [line(StyledText(part, "dim")) for part in wrap(text, cells, 3)]


def _sum_others(amounts: Sequence[int]) -> list[tuple[str, str]]:
    """Return what the parts come to that are not told one by one."""
    if not amounts:
        return []
    count = len(amounts)
    text = ngettext("{count} smaller deal", "{count} smaller deals", count).format(count=count)
    return [(text, f"= {whole_text(sum(amounts))}")]


def _result(part: ForecastPart, *, weighs: bool) -> int:
    weighted = part.weighted if weighs else None
    return weighted.expected if weighted is not None else part.share.expected


def _part_text(part: ForecastPart, *, weighs: bool) -> str:
    """Return the factors of a part and what they come to."""
    money = part.money
    if money.exchange == 1 or money.state.amount is None:
        factors = [whole_text(money.whole.expected)]
    else:
        amount = money.state.amount
        rate = f"{float(money.exchange):g}"
        factors = [f"{amount.currency} {whole_text(amount.counted)}", rate]
    if weighs and money.win_rate is not None:
        factors.append(f"{float(100 * money.win_rate):.4g}%")
    if part.days != part.of:
        factors.append(_("{days}/{all} d").format(days=part.days, all=part.of))
    return f"{' x '.join(factors)} = {whole_text(_result(part, weighs=weighs))}"


def _unit_text(amount: int, currency: str) -> str:
    return f"{currency} {whole_text(amount)}"


def _draw_parts(rows: Iterable[tuple[str, str]], cells: int) -> Iterator[TextLine]:
    """Draw a name and its sum a line, the sum in whole: below the name where both have no room."""
    every = list(rows)
    texts = max((width(text) for _name, text in every), default=0)
    room = min(MOST_NAME, cells - texts - 2)
    for name, text in every:
        if room >= LEAST_NAME:
            yield line(f"{fit(name, room)}  {text}")
        else:
            yield cut(line(name), cells)
            yield line(StyledText(f"  {text}", "dim"))


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
    return [line(StyledText(head, "dim")), *_draw_parts(rows, cells)]


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
