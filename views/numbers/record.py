"""The record: the way through the stages, losses, promises, and how past forecasts did. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deals.numbers.calibration import Bias, Calibration, JudgedPeriod
from deals.numbers.conversion import Conversion
from deals.numbers.durations import Duration
from deals.numbers.figures import ScopeRecord
from deals.numbers.rates import CaseRate
from deals.numbers.record import OwnerRecord, Success, TeamRecord
from deals.parsing.text import fold_text
from views.charts import draw_count_bar
from views.figure_table import (
    FigureColumn,
    FigureRow,
    draw_figure_row,
    draw_figure_titles,
    lay_out_figures,
)
from views.numbers.face_rows import (
    AboutLines,
    NumbersRow,
    cases_text,
    labelled_lines,
    percent_text,
    range_text,
    rule_row,
    short_money,
    text_rows,
    waiting_text,
)
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, fit, line, width, wrap
from wording import N_, _, ngettext, pgettext
from wording.candidate_texts import owner_text

NAMES, LOSSES, RIVALS = 16, 5, 3
LEAST_BAR, MOST_BAR = 10, 30
EMPTY = N_("Nothing has ended and nothing moved yet: how projects come out stands here.")


@dataclass(frozen=True, slots=True)
class RecordFigures:
    """What the face shows: the record of a scope, None while it is worked out.

    `owners` are the projects of each owner, `measures` what the team entered for the `year`: a name
    and a text each.
    """

    record: ScopeRecord | None
    stages: Mapping[str, str]
    owners: Mapping[str, tuple[str, ...]]
    measures: Sequence[tuple[str, str]] = ()
    year: int | None = None


def draw_record(shown: RecordFigures, cells: int) -> list[NumbersRow]:
    """Draw the face in so many cells."""
    if shown.record is None:
        return [NumbersRow(()), NumbersRow(line(StyledText(f"  {waiting_text()}", "dim")))]
    record = shown.record.record
    known = any(each.entered for each in record.conversions.values())
    if not known and not shown.measures:
        return [NumbersRow(()), *text_rows(_(EMPTY), cells, 2)]
    return [
        *_draw_success(shown, shown.record, cells),
        *_draw_stages(shown, shown.record, cells),
        *_draw_losses(shown.record, cells),
        *_draw_owners(shown, shown.record, cells),
        *_draw_forecasts(shown.record.forecasts, cells),
    ]


def rate_text(rate: CaseRate) -> str:
    """Return a rate as it is shown: under ten cases the cases, else a percent and its range."""
    if not rate.cases:
        return "-"
    if rate.shown is None:
        return cases_text(rate.wins, rate.cases)
    return percent_text(float(rate.shown))


BY_PLAYBOOK = N_("reckoned with {used}: with the playbook's {prior} as 8 cases more")
BY_TEAM = N_("reckoned with {used}: with the team's {prior} as 8 cases more")


def _rate_lines(rate: CaseRate, shrunk: str = BY_PLAYBOOK) -> list[str]:
    """Return a rate with what it rests on, `shrunk` saying towards what."""
    texts = [cases_text(rate.wins, rate.cases)]
    if rate.shown is not None and rate.interval is not None:
        low, high = (f"{100 * end:.1f}" for end in rate.interval)
        texts.append(
            _("{percent}, and in 8 of 10 such cases {low} to {high}%").format(
                percent=percent_text(float(rate.shown)), low=low, high=high
            )
        )
    if rate.used is not None and rate.prior is not None:
        used, prior = percent_text(float(rate.used)), percent_text(float(rate.prior))
        texts.append(_(shrunk).format(used=used, prior=prior))
    return texts


def _tell(*texts: str) -> AboutLines:
    return lambda cells: [line(part) for text in texts for part in wrap(text, cells, 3)]


# Success and stages ------------------------------------------------------------------------------


class _Measure(NamedTuple):
    """A measure of success: its name and figure, the projects behind it, and what it rests on."""

    id: str
    name: str
    text: str
    ids: tuple[str, ...]
    about: AboutLines


def _list_success(shown: RecordFigures, found: ScopeRecord) -> Iterator[_Measure]:
    team = found.record.team
    yield _Measure(
        "success",
        _("success rate"),
        _("{rate} of won and lost").format(rate=rate_text(team.success.rate)),
        (*team.success.won, *team.success.lost),
        _tell_success(found.record),
    )
    if shown.year is not None:
        of_year = found.years.get(shown.year, Success())
        yield _Measure(
            "success-year",
            _("in {year}").format(year=shown.year),
            _("{rate} of won and lost").format(rate=rate_text(of_year.rate)),
            (*of_year.won, *of_year.lost),
            _tell(*_rate_lines(of_year.rate)),
        )
    held = _("deciders at CR3 or closer, of all that are known to us")
    text = rate_text(team.relations)
    yield _Measure("relations", _("deciders held"), text, (), _tell(held))
    about = _tell(*_rate_lines(team.promises, BY_TEAM))
    yield _Measure("kept", _("promises kept"), rate_text(team.promises), (), about)
    for name, entered in shown.measures:
        yield _Measure(f"measure:{name}", name, entered, (), _tell(entered))


def _draw_success(shown: RecordFigures, found: ScopeRecord, cells: int) -> Iterator[NumbersRow]:
    rows = list(_list_success(shown, found))
    label = max(width(each.name) for each in rows) + 2
    for each in rows:
        text = fit(each.text, max(1, cells - label)).rstrip()
        body = line(StyledText(fit(each.name, label), "dim"), text)
        title = line(StyledText(each.name, "strong"))
        yield NumbersRow(body, each.id, title, each.ids, each.about, each.about)


def _draw_stages(shown: RecordFigures, found: ScopeRecord, cells: int) -> Iterator[NumbersRow]:
    record = found.record
    columns = (
        FigureColumn(pgettext("column", "went on")),
        FigureColumn(pgettext("column", "still there")),
        FigureColumn(pgettext("column", "median days"), 1),
    )
    ids = [id_ for id_, each in record.conversions.items() if each.entered]
    rows = [_stage_row(shown, found, id_) for id_ in ids]
    layout = lay_out_figures(columns, rows, cells, 28)
    yield rule_row(_("from stage to stage"), cells)
    yield NumbersRow(draw_figure_titles(columns, layout))
    for id_, row in zip(ids, rows, strict=True):
        each = record.conversions[id_]
        text = draw_figure_row(row, columns, layout)
        room = cells - layout.cells - 3
        if room >= LEAST_BAR and each.rate.cases:
            bar = draw_count_bar(each.rate.wins, each.rate.cases, min(room, MOST_BAR))
            text = (*text, StyledText("   "), *bar)
        about, title = _tell(*_conversion_texts(each)), line(StyledText(row.name, "strong"))
        behind = (*each.went_on, *each.ended, *each.there)
        yield NumbersRow(text, f"stage:{id_}", title, behind, about, about)
    if record.signing_days.count:
        yield from text_rows(_signing_text(found), cells)


def _stage_row(shown: RecordFigures, found: ScopeRecord, id_: str) -> FigureRow:
    each = found.record.conversions[id_]
    texts = (
        rate_text(each.rate),
        f"{len(each.there)}",
        _days_text(found.record.stage_days.get(id_)),
    )
    return FigureRow(f"{id_} {shown.stages.get(id_, '')}", texts)


def _conversion_texts(each: Conversion) -> list[str]:
    text = _("{entered} completed it: {on} went on, {ended} ended, {there} still there")
    shown = text.format(
        entered=each.entered, on=len(each.went_on), ended=len(each.ended), there=len(each.there)
    )
    seen = _("counted are those that the book saw open at this stage or before it")
    return [shown, seen, *_rate_lines(each.rate)]


def _days_text(days: Duration | None) -> str:
    if days is None:
        return "-"
    if days.median is not None:
        return f"{days.median}"
    return _("over {days}").format(days=days.longest)


def _signing_text(found: ScopeRecord) -> str:
    days = found.record.signing_days
    if days.median is not None:
        text = ngettext(
            "half are signed within {count} day after coming into the book",
            "half are signed within {count} days after coming into the book",
            days.median,
        )
        return text.format(count=days.median)
    share = percent_text(float(days.signed_by(days.longest)))
    return _(
        "{share} are signed within {days} days after coming into the book; half is not reached"
    ).format(share=share, days=days.longest)


# Losses ------------------------------------------------------------------------------------------


LossGroup = tuple[str, str, Mapping[str, tuple[str, ...]]]
"""A way to group lost projects: its id, its title, and the projects by name."""


def _draw_losses(found: ScopeRecord, cells: int) -> Iterator[NumbersRow]:
    losses = found.record.losses
    groups: tuple[LossGroup, ...] = (
        ("reason", _("by reason"), losses.by_reason),
        ("competitor", _("to competitor"), losses.by_competitor),
        ("stage", _("after stage"), losses.by_stage),
        ("product", _("of product"), losses.by_product),
    )
    total = sum(len(ids) for ids in losses.by_stage.values())
    if not total:
        return
    yield rule_row(_("lost"), cells)
    label = max(width(title) for _id, title, _found in groups) + 2
    room = max(10, (cells - label) // 2)
    for group, title, ids_by_name in groups:
        start = title
        for name, ids in list(ids_by_name.items())[:LOSSES]:
            text = fit(name or _("not said"), room)
            bar = draw_count_bar(len(ids), total, max(4, cells - label - room - 6), "lost")
            body = line(StyledText(fit(start, label), "dim"), f"{text} {len(ids):>3}  ", *bar)
            shown = name or _("not said")
            heading = line(StyledText(f"{title}: {shown}", "strong"), f"  {len(ids)}")
            about = _tell_where([each for each in groups if each[0] != group], ids)
            yield NumbersRow(body, f"lost:{group}:{fold_text(name)}", heading, ids, about)
            start = ""


def _tell_success(record: TeamRecord) -> AboutLines:
    """Tell what the success rate rests on, and which competitors beat us where."""
    losses, rate = record.losses, _tell(*_rate_lines(record.team.success.rate))
    named = [(name, ids) for name, ids in losses.by_competitor.items() if name][:RIVALS]
    places = losses.by_stage, losses.by_product

    def tell(cells: int) -> list[TextLine]:
        texts = (
            _("; ").join([f"{name} {len(ids)}", *filter(None, (_spread(ids, at) for at in places))])
            for name, ids in named
        )
        lost = labelled_lines(_("lost to"), texts, cells) if named else []
        return [*rate(cells), *lost]

    return tell


def _spread(ids: Iterable[str], names: Mapping[str, tuple[str, ...]]) -> str:
    """Return how projects spread over groups, those of most first."""
    inside = frozenset(ids)
    counts = [(len(inside.intersection(there)), name) for name, there in names.items()]
    ranked = sorted((each for each in counts if each[0]), key=lambda each: -each[0])
    unsaid = _("not said")
    return _(", ").join(f"{name or unsaid} {count}" for count, name in ranked)


def _tell_where(groups: Iterable[LossGroup], ids: Iterable[str]) -> AboutLines:
    """Tell how lost projects spread over the other ways to group them, most first."""
    lost = tuple(ids)

    def tell(cells: int) -> list[TextLine]:
        return [
            each
            for _id, title, names in groups
            for each in labelled_lines(title, [_spread(lost, names)], cells)
        ]

    return tell


# Owners ------------------------------------------------------------------------------------------


def _draw_owners(shown: RecordFigures, found: ScopeRecord, cells: int) -> Iterator[NumbersRow]:
    columns = (
        FigureColumn(pgettext("column", "success")),
        FigureColumn(pgettext("column", "promises kept")),
        FigureColumn(pgettext("column", "slips")),
        FigureColumn(pgettext("column", "deciders held"), 1),
        FigureColumn(pgettext("column", "signed / expected"), 2),
    )
    owners = list(found.record.owners.items())
    rows = [_owner_row(found, owner, record) for owner, record in owners]
    if not rows:
        return
    layout = lay_out_figures(columns, rows, cells, NAMES)
    yield rule_row(_("by owner"), cells)
    yield NumbersRow(draw_figure_titles(columns, layout))
    for (owner, record), row in zip(owners, rows, strict=True):
        about = _tell(*_owner_texts(record))
        yield NumbersRow(
            draw_figure_row(row, columns, layout),
            f"owner:{owner}",
            line(StyledText(owner_text(owner), "strong")),
            shown.owners.get(owner, ()),
            about,
            about,
        )


def _owner_row(found: ScopeRecord, owner: str, record: OwnerRecord) -> FigureRow:
    bias = found.forecasts.owners.get(owner)
    texts = (
        rate_text(record.success.rate),
        rate_text(record.promises),
        f"{len(record.slips)}",
        rate_text(record.relations),
        f"{short_money(bias.signed)} / {short_money(bias.expected)}" if bias else "",
    )
    return FigureRow(shorten_name(owner_text(owner), NAMES), texts)


def _owner_texts(record: OwnerRecord) -> list[str]:
    quarters = sum(slip.quarters for slip in record.slips)
    slips = ngettext("{count} slip", "{count} slips", len(record.slips)).format(
        count=len(record.slips)
    )
    later = ngettext(
        "{count} quarter later in all", "{count} quarters later in all", quarters
    ).format(count=quarters)
    kept = _("promises kept")
    promises = [f"{kept}: {text}" for text in _rate_lines(record.promises, BY_TEAM)]
    return [*promises, f"{slips}, {later}"]


# Past forecasts ----------------------------------------------------------------------------------


def _draw_forecasts(found: Calibration, cells: int) -> Iterator[NumbersRow]:
    yield rule_row(_("past forecasts, as of the first day of each period"), cells)
    if not found.periods:
        text = _(
            "None yet: they need win rates that were known on that day, and a period that is over."
        )
        yield from text_rows(text, cells, 1)
        return
    columns = (
        FigureColumn(pgettext("column", "expected")),
        FigureColumn(pgettext("column", "9 in 10 .. 1 in 10"), 1),
        FigureColumn(pgettext("column", "signed")),
        FigureColumn(pgettext("column", "within"), align="left"),
    )
    rows = [_period_row(each) for each in reversed(found.periods)]
    layout = lay_out_figures(columns, rows, cells, NAMES)
    yield NumbersRow(draw_figure_titles(columns, layout))
    about = _tell(*_judgement_texts(found))
    for row in rows:
        drawn = draw_figure_row(row, columns, layout)
        title = line(StyledText(row.name, "strong"))
        yield NumbersRow(drawn, f"forecast:{row.name}", title, (), about, about)
    if len(found.owners) > 1:
        yield from _draw_biases(found, cells)


def _draw_biases(found: Calibration, cells: int) -> Iterator[NumbersRow]:
    """Draw what each owner signed of what was expected: a percent from ten periods on."""
    columns = (
        FigureColumn(pgettext("column", "expected")),
        FigureColumn(pgettext("column", "signed")),
        FigureColumn(pgettext("column", "periods"), 1),
        FigureColumn(pgettext("column", "of expected")),
    )
    rows = [
        FigureRow(
            shorten_name(owner_text(owner), NAMES),
            (
                short_money(bias.expected),
                short_money(bias.signed),
                f"{bias.periods}",
                "" if bias.shown is None else percent_text(float(bias.shown)),
            ),
        )
        for owner, bias in found.owners.items()
    ]
    layout = lay_out_figures(columns, rows, cells, NAMES)
    yield NumbersRow(draw_figure_titles(columns, layout))
    for (owner, bias), row in zip(found.owners.items(), rows, strict=True):
        drawn = draw_figure_row(row, columns, layout)
        title = line(StyledText(owner_text(owner), "strong"))
        about = _tell(_bias_text(bias))
        yield NumbersRow(drawn, f"bias:{owner}", title, (), about, about)


def _bias_text(bias: Bias) -> str:
    """Return what was signed of what was expected, and whether that says anything yet."""
    text = _("signed {signed} of {expected} expected").format(
        signed=short_money(bias.signed), expected=short_money(bias.expected)
    )
    if bias.shown is not None:
        ratio = percent_text(float(bias.shown))
        return _("{sums}, which is {percent}").format(sums=text, percent=ratio)
    few = ngettext(
        "{count} period: too few for a percent",
        "{count} periods: too few for a percent",
        bias.periods,
    )
    return _("; ").join([text, few.format(count=bias.periods)])


def _period_row(judged: JudgedPeriod) -> FigureRow:
    texts = (
        short_money(judged.expected),
        range_text(judged.p10, judged.p90),
        short_money(judged.signed),
        _("yes") if judged.within else _("no"),
    )
    return FigureRow(judged.label, texts)


def _judgement_texts(found: Calibration) -> list[str]:
    """Return how good the forecasts were; under ten cases the counts alone."""
    within = cases_text(found.within.wins, found.within.cases)
    texts = [_("within the range: {count}").format(count=within)]
    texts.append(_bias_text(found.bias))
    brier = found.brier
    if brier is not None and brier.enough:
        skill = "-" if brier.skill is None else f"{float(brier.skill):.2f}"
        text = _(
            "Brier score {score} over {count} deals, skill {skill} (1 is perfect, 0 no better)"
        )
        texts.append(text.format(score=f"{float(brier.score):.3f}", count=brier.cases, skill=skill))
    elif brier is not None:
        text = ngettext(
            "{count} deal: too few for a score", "{count} deals: too few for a score", brier.cases
        )
        texts.append(text.format(count=brier.cases))
    return texts
