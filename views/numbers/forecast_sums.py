"""How the figures of a forecast came about: projects, rates and days, to the last unit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from deals.numbers.distribution import Distribution
from deals.numbers.figures import TargetGap
from deals.numbers.forecast import CurrencyBucket, ForecastPart, SignedPart
from deals.numbers.forecast_odds import find_chance
from deals.numbers.rates import PRIOR_CASES, CaseRate
from deals.rounding import round_whole
from views.numbers.arithmetic import (
    MOST_NAME,
    MOST_PARTS,
    draw_parts,
    quiet_lines,
    sum_others,
    unit_text,
)
from views.numbers.face_rows import cases_text, percent_text, whole_text
from views.styled_text import StyledText, TextLine, fit, line, width
from wording import _, ngettext, pgettext


def expected_sums(
    figures: CurrencyBucket | None, rates: Mapping[str, CaseRate], cells: int
) -> list[TextLine]:
    """Say what a bucket is made of: each deal's middle, rate and share of days, largest first."""
    if figures is None or not figures.parts:
        return quiet_lines(_("nothing is in play here"), cells)
    weighs = figures.weighted is not None
    parts = sorted(figures.parts, key=lambda part: -_result(part, weighs=weighs))
    total = figures.weighted if figures.weighted is not None else figures.sum
    head = ngettext(
        "{amount} of {count} deal, to the last unit:",
        "{amount} of {count} deals, to the last unit:",
        len(parts),
    ).format(amount=unit_text(total.expected, figures.currency), count=len(parts))
    rows = [(part.state.name, _part_text(part, weighs=weighs)) for part in parts[:MOST_PARTS]]
    rows += sum_others([_result(part, weighs=weighs) for part in parts[MOST_PARTS:]])
    used = _rate_lines(figures, rates, cells) if weighs else []
    return [*quiet_lines(head, cells), *used, *draw_parts(rows, cells)]


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


# Win rates ---------------------------------------------------------------------------------------


def _rate_lines(
    figures: CurrencyBucket, rates: Mapping[str, CaseRate], cells: int
) -> list[TextLine]:
    """Say how the win rate of each stage that there is came about."""
    stages = {part.state.stage for part in figures.parts}
    texts = [rate_origin(id_, rate) for id_, rate in rates.items() if id_ in stages]
    return quiet_lines("; ".join(filter(None, texts)), cells) if texts else []


def rate_origin(stage: str, rate: CaseRate) -> str:
    """Return how the win rate of a stage came about: `P3 playbook 30%, 6 of 8 cases: 52.5%`."""
    if rate.used is None:
        return ""
    used, cases = _exact_percent(rate.used), cases_text(rate.wins, rate.cases)
    if rate.prior is None:
        return _("{stage} {cases} cases: {used}").format(stage=stage, cases=cases, used=used)
    prior = _exact_percent(rate.prior)
    if rate.alone:
        return _("{stage} the team's {prior}").format(stage=stage, prior=prior)
    if not rate.cases:
        return _("{stage} playbook {prior}").format(stage=stage, prior=prior)
    text = _("{stage} playbook {prior}, {cases} cases: ({wins} + {k} x {prior}) / {all} = {used}")
    figures = {"wins": rate.wins, "k": PRIOR_CASES, "all": rate.cases + PRIOR_CASES}
    return text.format(stage=stage, prior=prior, cases=cases, used=used, **figures)


def _exact_percent(rate: Fraction) -> str:
    return f"{100 * float(rate):.4g}%"


def used_rates_text(rates: Mapping[str, CaseRate]) -> str:
    """Return in a few words which win rates a forecast uses; empty where that is not known."""
    used = [rate for rate in rates.values() if rate.used is not None]
    if not used:
        return ""
    if all(rate.alone for rate in used):
        return _("win rates: the team's")
    if all(rate.prior is None for rate in used):
        return _("win rates: own cases")
    if not any(rate.cases for rate in used):
        return _("win rates: playbook")
    most = max(rate.cases for rate in used)
    text = ngettext(
        "win rates: playbook, shrunk by {count} case",
        "win rates: playbook, shrunk by up to {count} cases",
        most,
    )
    return text.format(count=most)


# What is signed ----------------------------------------------------------------------------------


def signed_sums(figures: CurrencyBucket | None, cells: int) -> list[TextLine]:
    """Say what is signed: each project's amount, the rate of its day, and the day."""
    if figures is None or not figures.signed_parts:
        return quiet_lines(_("nothing is signed here"), cells)
    parts = sorted(figures.signed_parts, key=lambda part: -part.amount)
    head = ngettext(
        "{amount} signed, of {count} project:",
        "{amount} signed, of {count} projects:",
        len(parts),
    ).format(amount=unit_text(figures.signed, figures.currency), count=len(parts))
    rows = [(part.state.name, _signed_text(part)) for part in parts[:MOST_PARTS]]
    rows += sum_others([part.amount for part in parts[MOST_PARTS:]])
    return [*quiet_lines(head, cells), *draw_parts(rows, cells)]


def _signed_text(part: SignedPart) -> str:
    day = " ".join(filter(None, [part.on.isoformat(), _source_text(part)])) if part.on else ""
    day = day or _("day not known")
    amount = part.state.amount
    if amount is None or amount.currency == part.currency or part.rate is None:
        return f"{day}  {whole_text(part.amount)}"
    rate = f"{float(part.rate.rate):g}"
    if part.rate.on:
        rate = _("{rate} (rate of {day})").format(rate=rate, day=part.rate.on.isoformat())
    own = f"{amount.currency} {whole_text(amount.counted)}"
    return f"{day}  {own} x {rate} = {whole_text(part.amount)}"


def _source_text(part: SignedPart) -> str:
    """Return how the day of signing is known: the forecast counts it on that day."""
    match part.source:
        case "stage":
            return _("({stage} recorded that day)").format(stage=part.state.stage)
        case "won":
            return _("(won that day)")
        case "window":
            return _("(came in signed: the end of its window)")
    return ""


# The range ---------------------------------------------------------------------------------------


def range_sums(
    figures: CurrencyBucket | None, odds: Distribution | None, place: int, cells: int
) -> list[TextLine]:
    """Say how the end of the range came about: each deal's odds, and what it may bring in."""
    if figures is None or odds is None or not figures.parts:
        return quiet_lines(_("nothing is in play here"), cells)
    head = _("{cases}: at least {amount} comes in of what is in play").format(
        cases=_("9 in 10") if place == 10 else _("1 in 10"),
        amount=unit_text(odds.percentile(place), figures.currency),
    )
    how = _(
        "Each deal comes in by its odds, win rate x share of days, else not; then with its low "
        "(1 of 6), middle (4 of 6) or high (1 of 6). All outcomes together, as if independent:"
    )
    chances = [(part, chance) for part in figures.parts if (chance := find_chance(part))]
    chances.sort(key=lambda pair: -pair[0].money.whole.expected * pair[1].chance)
    rows = [
        (part.state.name, f"{_exact_percent(chance.chance)}  {_spread_text(part)}")
        for part, chance in chances[:MOST_PARTS]
    ]
    return [*quiet_lines(head, cells), *quiet_lines(how, cells), *draw_parts(rows, cells)]


def _spread_text(part: ForecastPart) -> str:
    whole = part.money.whole
    return " / ".join(dict.fromkeys(map(whole_text, whole)))


# The target --------------------------------------------------------------------------------------


def gap_sums(gap: TargetGap | None, cells: int) -> list[TextLine]:
    """Say what a target lacks, and what its odds are of."""
    if gap is None or gap.target is None:
        return []
    expected = gap.expected or 0
    left = round_whole(gap.gap.amount) if gap.gap else gap.target.amount - gap.signed
    text = _("target {target} - signed {signed} - expected {expected} = gap {gap} {currency}")
    figures = (gap.target.amount, gap.signed, expected, left)
    names = ("target", "signed", "expected", "gap")
    shown = dict(zip(names, map(whole_text, figures), strict=True))
    lines = quiet_lines(text.format(currency=gap.currency, **shown), cells)
    if gap.chance is not None:
        odds = _("odds {odds}: that what is in play brings in the {left} that are not signed")
        rest = whole_text(max(0, gap.target.amount - gap.signed))
        lines += quiet_lines(odds.format(odds=percent_text(gap.chance), left=rest), cells)
    return lines


# A row of the table ------------------------------------------------------------------------------


class _SumColumn(NamedTuple):
    """A column of a bucket: its title, its total, and what each part adds to it."""

    title: str
    total: int
    parts: Sequence[int]


def bucket_sums(
    figures: CurrencyBucket | None, rates: Mapping[str, CaseRate], cells: int
) -> list[TextLine]:
    """Say how each column of a bucket adds up, then the factors, then what is signed."""
    if figures is None or not (figures.parts or figures.signed_parts):
        return quiet_lines(_("nothing is in play here"), cells)
    lines = list[TextLine]()
    if figures.parts:
        lines += _draw_columns(figures, cells)
        lines += expected_sums(figures, rates, cells)
    if figures.signed_parts:
        lines += signed_sums(figures, cells)
    return lines


def _list_columns(figures: CurrencyBucket, parts: Sequence[ForecastPart]) -> Iterator[_SumColumn]:
    sums, done = figures.sum.expected, figures.completion.expected
    yield _SumColumn(pgettext("column", "sum"), sums, [each.share.expected for each in parts])
    shares = [each.completion.expected for each in parts]
    yield _SumColumn(pgettext("column", "completion"), done, shares)
    if figures.weighted is not None:
        weighed = [each.weighted.expected if each.weighted else 0 for each in parts]
        title = pgettext("column", "expected")
        yield _SumColumn(title, figures.weighted.expected, weighed)
    certain, possible = ([each.figures[at] for each in parts] for at in (9, 10))
    yield _SumColumn(_("wholly due"), figures.certain, certain)
    yield _SumColumn(_("possible"), figures.possible, possible)


def _draw_columns(figures: CurrencyBucket, cells: int) -> Iterator[TextLine]:
    """Draw what each deal adds to each column, and what they come to; a column a line if narrow."""
    parts = sorted(figures.parts, key=lambda part: -part.share.expected)
    columns = list(_list_columns(figures, parts))
    widths = [max(width(each.title), len(whole_text(each.total))) + 2 for each in columns]
    room = min(MOST_NAME, cells - sum(widths))
    if room < 8:
        for each in columns:
            text = f"{each.title} {whole_text(each.total)} = "
            text += " + ".join(whole_text(amount) for amount in each.parts if amount)
            yield from quiet_lines(text, cells)
        return
    titles = "".join(fit(each.title, at, "right") for each, at in zip(columns, widths, strict=True))
    yield line(StyledText(" " * room + titles, "dim"))
    for place, part in enumerate(parts[:MOST_PARTS]):
        texts = [whole_text(each.parts[place]) for each in columns]
        yield _column_line(part.state.name, texts, widths, room)
    if len(parts) > MOST_PARTS:
        rest = [whole_text(sum(each.parts[MOST_PARTS:])) for each in columns]
        yield _column_line(_("smaller deals"), rest, widths, room)
    total = [whole_text(each.total) for each in columns]
    yield _column_line(figures.currency, total, widths, room)


def _column_line(name: str, texts: Sequence[str], widths: Sequence[int], room: int) -> TextLine:
    figures = "".join(fit(text, at, "right") for text, at in zip(texts, widths, strict=True))
    return line(f"{fit(name, room)}{figures}")
