"""The record: the way through the stages, losses, promises, and how past forecasts did. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from deals.numbers.calibration import Bias, Calibration, JudgedPeriod
from deals.numbers.conversion import Conversion
from deals.numbers.durations import Duration
from deals.numbers.figures import ScopeRecord
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.record import OwnerRecord, Success
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
    percent_text,
    range_text,
    rule_row,
    short_money,
    text_rows,
    waiting_text,
    whole_text,
)
from views.numbers.losses import draw_competitors, draw_losses, tell_beaten
from views.numbers.record_sums import (
    BY_QUOTIENT,
    BY_TEAM,
    NameOf,
    case_texts,
    rate_text,
    shape_texts,
    slips_text,
    success_text,
    tell_judged,
    tell_parts,
    tell_promises,
    tell_relations,
    tell_slips,
    tell_stage,
    tell_success,
    tell_texts,
)
from views.numbers.success import MeasureRow, name_year
from views.person_names import shorten_name
from views.styled_text import StyledText, fit, line, width
from wording import _, ngettext, pgettext
from wording.candidate_texts import owner_text

NAMES = 16
LEAST_BAR, MOST_BAR = 10, 30


@dataclass(frozen=True, slots=True)
class RecordFigures:
    """What the face shows: the record of a scope, None while it is worked out.

    `owners` are the projects of each owner, `open_at` those that are open at each stage, `measures`
    what the team entered for the fiscal `year`; `name_of` names a project by id.
    """

    record: ScopeRecord | None
    stages: Mapping[str, str]
    owners: Mapping[str, tuple[str, ...]]
    measures: Sequence[MeasureRow] = ()
    year: FiscalPeriod | None = None
    open_at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name_of: NameOf = str


def draw_record(shown: RecordFigures, cells: int) -> list[NumbersRow]:
    """Draw the face in so many cells."""
    if shown.record is None:
        return [NumbersRow(()), NumbersRow(line(StyledText(f"  {waiting_text()}", "dim")))]
    record = shown.record.record
    known = any(each.entered for each in record.conversions.values())
    if not known and not shown.measures:
        return []
    return [
        *_draw_success(shown, shown.record, cells),
        *draw_competitors(record.losses, cells, shown.name_of),
        *_draw_stages(shown, shown.record, cells),
        *draw_losses(record.losses, cells, shown.name_of),
        *_draw_owners(shown, shown.record, cells),
        *_draw_slips(shown, shown.record, cells),
        *_draw_forecasts(shown, shown.record.forecasts, cells),
    ]


# Success and stages ------------------------------------------------------------------------------


class _Measure(NamedTuple):
    """A measure of success: its name and figure, what is behind it, rests on, and is made of."""

    id: str
    name: str
    text: str
    ids: tuple[str, ...]
    about: AboutLines
    sums: AboutLines


def _list_success(shown: RecordFigures, found: ScopeRecord) -> Iterator[_Measure]:
    team, names = found.record.team, shown.name_of
    yield _success_measure("success", _("success rate"), team.success, shown, found)
    if shown.year is not None:
        of_year = found.years.get(shown.year, Success())
        name = _("in {year}").format(year=name_year(shown.year))
        yield _success_measure("success-year", name, of_year, shown, found)
    relations, sums = team.relations, tell_relations(team.relations)
    held_text = _("deciders at CR{cr} or closer, of all that are known to us")
    held = tell_texts(lambda: [held_text.format(cr=relations.hold)])
    text = rate_text(relations.rate)
    yield _Measure("relations", _("deciders held"), text, relations.projects, held, sums)
    about = tell_texts(lambda: case_texts(team.promises, BY_TEAM))
    promised = [each for each in team.promised if each.outcome != "lost"]
    ids, text = tuple(dict.fromkeys(each.id for each in promised)), rate_text(team.promises)
    sums = tell_promises(team.promised, team.promises, names)
    yield _Measure("kept", _("promises kept"), text, ids, about, sums)
    yield from map(_entered_measure, shown.measures)


def _entered_measure(entered: MeasureRow) -> _Measure:
    sums = tell_parts(lambda: [entered.text], lambda: entered.parts)
    about = tell_texts(lambda: [entered.text])
    return _Measure(f"measure:{entered.kind}", entered.name, entered.text, entered.ids, about, sums)


def _success_measure(
    id_: str, name: str, success: Success, shown: RecordFigures, found: ScopeRecord
) -> _Measure:
    about = tell_beaten(found.record.losses, success.rate)
    if id_ != "success":
        about = tell_texts(lambda: [*case_texts(success.rate), *_known_texts(shown, found)])
    text = _("{rate} of won and lost").format(rate=rate_text(success.rate))
    ids = (*success.won, *success.lost)
    return _Measure(id_, name, text, ids, about, tell_success(success, shown.name_of))


def _known_texts(shown: RecordFigures, found: ScopeRecord) -> list[str]:
    """Say since when things are known, if that is later than the year that is looked at began."""
    if shown.year is None or not found.begins_after(shown.year.earliest):
        return []
    return [_("nothing is known before {day}").format(day=found.known_since)]


def _draw_success(shown: RecordFigures, found: ScopeRecord, cells: int) -> Iterator[NumbersRow]:
    rows = list(_list_success(shown, found))
    label = max(width(each.name) for each in rows) + 2
    for each in rows:
        text = fit(each.text, max(1, cells - label)).rstrip()
        body = line(StyledText(fit(each.name, label), "dim"), text)
        title = line(StyledText(each.name, "strong"))
        yield NumbersRow(body, each.id, title, each.ids, each.about, each.sums)


# Stages ------------------------------------------------------------------------------------------


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
    yield rule_row(_stages_title(shown, found), cells)
    yield NumbersRow(draw_figure_titles(columns, layout))
    for id_, row in zip(ids, rows, strict=True):
        each, days = record.conversions[id_], record.stage_days.get(id_)
        text = draw_figure_row(row, columns, layout)
        room = cells - layout.cells - 3
        if room >= LEAST_BAR and each.rate.cases:
            bar = draw_count_bar(each.rate.wins, each.rate.cases, min(room, MOST_BAR))
            text = (*text, StyledText("   "), *bar)
        remarks = partial(_stage_remarks, each, shown.open_at.get(id_, ()))
        title = line(StyledText(row.name, "strong"))
        sums = tell_stage(each, days, remarks, shown.name_of)
        yield NumbersRow(text, f"stage:{id_}", title, each.every, tell_texts(remarks), sums)
    if record.signing_days.count:
        yield from text_rows(_signing_text(found), cells)


def _stages_title(shown: RecordFigures, found: ScopeRecord) -> str:
    if not _known_texts(shown, found):
        return _("from stage to stage")
    return _("from stage to stage, known since {day}").format(day=found.known_since)


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
    if each.fell_back:
        back = _("{count} fell back").format(count=len(each.fell_back))
        shown = _(", ").join((shown, back))
    seen = _("counted are those that came into the book open, at this stage or before it")
    return [shown, *_rate_remarks(each), seen]


def _stage_remarks(each: Conversion, open_there: Iterable[str]) -> list[str]:
    return [*_conversion_texts(each), *shape_texts(each, open_there)]


def _rate_remarks(each: Conversion) -> list[str]:
    return case_texts(each.rate, BY_QUOTIENT) if each.rate.cases else []


def _days_text(days: Duration | None) -> str:
    if days is None or not days.known:
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
        about = tell_texts(partial(_owner_texts, record))
        yield NumbersRow(
            draw_figure_row(row, columns, layout),
            f"owner:{owner}",
            line(StyledText(owner_text(owner), "strong")),
            shown.owners.get(owner, ()),
            about,
            tell_texts(partial(_owner_sums, found, owner, record)),
        )


def _owner_row(found: ScopeRecord, owner: str, record: OwnerRecord) -> FigureRow:
    bias = found.forecasts.owners.get(owner)
    texts = (
        rate_text(record.success.rate),
        rate_text(record.promises),
        f"{len(record.slips)}",
        rate_text(record.relations.rate),
        f"{short_money(bias.signed)} / {short_money(bias.expected)}" if bias else "",
    )
    return FigureRow(shorten_name(owner_text(owner), NAMES), texts)


def _owner_texts(record: OwnerRecord) -> list[str]:
    kept = _("promises kept")
    promises = [f"{kept}: {text}" for text in case_texts(record.promises, BY_TEAM)]
    return [*promises, slips_text(record.slips)]


def _owner_sums(found: ScopeRecord, owner: str, record: OwnerRecord) -> list[str]:
    """Say of what each figure of an owner is made."""
    texts = [
        (
            _("success rate"),
            success_text(record.success),
        ),
        *((_("promises kept"), text) for text in case_texts(record.promises, BY_TEAM)),
        *((_("deciders held"), text) for text in case_texts(record.relations.rate)[:1]),
        (_("slips"), slips_text(record.slips)),
    ]
    if bias := found.forecasts.owners.get(owner):
        text = _("signed {signed} of {expected} expected")
        shown = text.format(signed=whole_text(bias.signed), expected=whole_text(bias.expected))
        texts.append((_("past forecasts"), shown))
    return [_("{field}: {text}").format(field=name, text=text) for name, text in texts]


def _draw_slips(shown: RecordFigures, found: ScopeRecord, cells: int) -> Iterator[NumbersRow]:
    """Draw whose close dates moved later, those of most slips first."""
    slipped = [(owner, each.slips) for owner, each in found.record.owners.items() if each.slips]
    if not slipped:
        return
    slipped.sort(key=lambda each: (-len(each[1]), each[0]))
    most, label = len(slipped[0][1]), _("{field}: {text}")
    yield rule_row(_("slips by owner"), cells)
    for owner, slips in slipped:
        ids = tuple(dict.fromkeys(slip.id for slip in slips))
        name = shorten_name(owner_text(owner), NAMES)
        head = f"{fit(name, NAMES)} {len(slips):>4}  "
        bar = draw_count_bar(len(slips), most, min(MOST_BAR, max(4, cells - width(head))), "lost")
        whose = label.format(field=_("slips"), text=owner_text(owner))
        title = line(StyledText(whose, "strong"))
        sums = tell_slips(slips, shown.name_of)
        yield NumbersRow(line(head, *bar), f"slips:{owner}", title, ids, sums, sums)


# Past forecasts ----------------------------------------------------------------------------------


def _draw_forecasts(shown: RecordFigures, found: Calibration, cells: int) -> Iterator[NumbersRow]:
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
    about = tell_texts(partial(_judgement_texts, found))
    for row, judged in zip(rows, reversed(found.periods), strict=True):
        drawn = draw_figure_row(row, columns, layout)
        title = line(StyledText(row.name, "strong"))
        sums = tell_judged(judged, shown.name_of)
        yield NumbersRow(drawn, f"forecast:{row.name}", title, judged.ids, about, sums)
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
        about = tell_texts(partial(_bias_texts, bias))
        yield NumbersRow(drawn, f"bias:{owner}", title, (), about, about)


def _bias_texts(bias: Bias) -> list[str]:
    """Return that as what the pane lists."""
    return [_bias_text(bias)]


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
