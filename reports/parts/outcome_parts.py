"""How deals came out: won and lost in a period, why and to whom, and how past forecasts did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from deals.market import find_winner
from deals.model import Project
from deals.numbers.calibration import Calibration, JudgedPeriod
from deals.numbers.journeys import Journey
from deals.numbers.rates import CaseRate
from deals.numbers.record import Losses, count_success, group_losses
from deals.owners import owner_key
from reports.parts.report_part import ReportPart
from reports.parts.target_parts import no_rates_text
from reports.report import Block, ReportColumn, ReportList, ReportParagraph, ReportRow, ReportTable
from reports.report_cells import (
    amount_cell,
    count_cell,
    day_cell,
    money_cell,
    quiet_money_cell,
    text_cell,
)
from reports.report_context import ReportContext
from reports.report_period import ReportPeriod
from reports.report_texts import write_money
from views.numbers.face_rows import percent_text
from views.numbers.record_sums import rate_text
from wording import _, ngettext, pgettext
from wording.candidate_texts import owner_text

_MOST_ENDED, _MOST_JUDGED, _MOST_PERIODS = 20, 10, 4


def list_ended(context: ReportContext, period: ReportPeriod) -> list[Journey]:
    """List the deals of the scope that came to their end in a period."""
    scope, key = context.scope, owner_key(context.owner or "")
    return [
        journey
        for journey in context.figures.journeys_on(context.today)
        if period.has(journey.ended_on)
        and (scope.ids is None or journey.id in scope.ids)
        and (scope.owner is None or owner_key(journey.owner) == key)
    ]


def make_loss_part(context: ReportContext, period: ReportPeriod) -> ReportPart:
    """Make what was lost in the period, by name, and by reason and competitor in all."""
    ended = list_ended(context, period)
    now, every = count_success(ended), context.figures.record(context.scope).record
    blocks: list[Block] = [ReportList(_success_texts(now.rate, every.team.success.rate))]
    projects = _find_projects(context, now.lost)
    if projects:
        blocks.append(_lost_table(projects, {each.id: each for each in ended}))
    there = {each.id: each for each in projects}
    fresh = group_losses(now.lost, there, context.playbook)
    blocks += _list_groupings(fresh, every.losses)
    return ReportPart(_("Won and lost"), tuple(blocks))


def _success_texts(now: CaseRate, every: CaseRate) -> tuple[str, ...]:
    text = _("{span}: {won} won, {lost} lost, success rate {rate}")
    return tuple(
        text.format(span=span, won=rate.wins, lost=rate.cases - rate.wins, rate=rate_text(rate))
        for span, rate in ((_("in this period"), now), (_("in all"), every))
    )


def _find_projects(context: ReportContext, ids: Iterable[str]) -> list[Project]:
    there = context.book.projects
    found = [there[id_] for id_ in ids if id_ in there]
    return sorted(
        found, key=lambda each: -(context.rates.measure(each.amount) if each.amount else 0)
    )


def _lost_table(projects: Sequence[Project], ended: Mapping[str, Journey]) -> ReportTable:
    columns = (
        ReportColumn(pgettext("paper", "Project"), share=5),
        ReportColumn(pgettext("paper", "Owner"), share=3),
        ReportColumn(_("After stage"), share=2),
        ReportColumn(_("Lost to"), share=3),
        ReportColumn(_("Reason"), share=6),
        ReportColumn(_("Lost on"), "date", 3),
        ReportColumn(pgettext("paper", "Expected amount"), "money", 4),
    )
    rows = tuple(
        (
            text_cell(each.name, "strong"),
            text_cell(owner_text(each.owner)),
            text_cell(each.stage),
            text_cell(find_winner(each) or _("not said")),
            text_cell(each.end_reason or _("not said")),
            day_cell(ended[each.id].ended_on),
            amount_cell(each.amount),
        )
        for each in projects[:_MOST_ENDED]
    )
    return ReportTable(columns, rows, title=_("Lost in this period"))


def _list_groupings(now: Losses, every: Losses) -> Iterator[ReportTable]:
    """Yield how many were lost by reason and by competitor, in the period and in all."""
    groupings = (
        (_("By reason"), _("Reason"), now.by_reason, every.by_reason),
        (_("By competitor"), _("Lost to"), now.by_competitor, every.by_competitor),
        (_("By stage"), _("After stage"), now.by_stage, every.by_stage),
    )
    for title, name, fresh, all_ in groupings:
        if all_:
            columns = (
                ReportColumn(name, share=8),
                ReportColumn(_("in this period"), "number", 2),
                ReportColumn(_("in all"), "number", 2),
            )
            yield ReportTable(columns, tuple(_group_rows(fresh, all_)), title=title)


def _group_rows(
    now: Mapping[str, tuple[str, ...]], every: Mapping[str, tuple[str, ...]]
) -> Iterator[ReportRow]:
    for name, ids in every.items():
        fresh = {id_ for ids_ in now.values() for id_ in ids_}
        count = len(fresh.intersection(ids))
        yield text_cell(name or _("not said")), count_cell(count), count_cell(len(ids))


# Past forecasts ---------------------------------------------------------------------------------


def make_judged_part(context: ReportContext) -> ReportPart:
    """Make how the last forecast did, and those before it."""
    found = context.figures.record(context.scope)
    title, judged = _("How the last forecast did"), found.forecasts
    if not judged.periods:
        text = _("No past forecast can be held against what came: none had win rates on its day.")
        rated = any(rate.used is not None for rate in context.figures.win_rates.values())
        lines = [text] if rated else [no_rates_text()]
        return ReportPart(title, tuple(ReportParagraph(each, "dim") for each in lines))
    code = found.currency
    blocks: list[Block] = [
        ReportList(tuple(_judgement_lines(judged, code))),
        _judged_table(judged, code),
        *_list_judged_deals(judged.periods[-1], context, code),
    ]
    return ReportPart(title, tuple(blocks))


def _judgement_lines(found: Calibration, code: str) -> Iterator[str]:
    last = found.periods[-1]
    text = _("{period}: {expected} expected on its first day, {signed} signed in it")
    expected, signed = write_money(last.expected, code), write_money(last.signed, code)
    yield text.format(period=last.label, expected=expected, signed=signed)
    text = _("within the range: {count} of {total} periods; signed {signed} of {expected} expected")
    bias, within = found.bias, found.within
    expected, signed = write_money(bias.expected, code), write_money(bias.signed, code)
    yield text.format(count=within.wins, total=within.cases, signed=signed, expected=expected)
    brier = found.brier
    if brier is not None and brier.enough:
        skill = "–" if brier.skill is None else f"{float(brier.skill):.2f}"
        text = _(
            "Brier score {score} over {count} deals, skill {skill} (1 is perfect, 0 no better)"
        )
        yield text.format(score=f"{float(brier.score):.3f}", count=brier.cases, skill=skill)
    elif brier is not None:
        count = brier.cases
        text = ngettext(
            "{count} deal: too few for a score", "{count} deals: too few for a score", count
        )
        yield text.format(count=count)


def _judged_table(found: Calibration, code: str) -> ReportTable:
    columns = (
        ReportColumn(pgettext("paper", "Period"), share=3),
        ReportColumn(pgettext("paper", "Expected"), "money", 4),
        ReportColumn(pgettext("paper", "9 in 10"), "money", 4),
        ReportColumn(pgettext("paper", "1 in 10"), "money", 4),
        ReportColumn(pgettext("paper", "Signed"), "money", 4),
        ReportColumn(_("Within"), share=2),
    )
    rows = tuple(
        (
            text_cell(each.label, "strong"),
            *(money_cell(sum_, code) for sum_ in (each.expected, each.p10, each.p90, each.signed)),
            text_cell(_("yes") if each.within else _("no"), "" if each.within else "amber"),
        )
        for each in reversed(found.periods[-_MOST_PERIODS:])
    )
    return ReportTable(columns, rows, title=_("The last periods"))


def _list_judged_deals(
    judged: JudgedPeriod, context: ReportContext, code: str
) -> Iterator[ReportTable]:
    """Yield what the last forecast gave its largest deals, and what came of them."""
    given = {each.deal.id: each for each in judged.deals}
    came = {deal.id: deal.amount for deal in judged.signed_deals}
    names = {each.id: each.name for each in context.book.projects.values()}
    names |= {each.project.id: each.project.name for each in context.book.deleted}

    def money(id_: str) -> int:
        return max(given[id_].expected if id_ in given else 0, came.get(id_, 0))

    rows = tuple(
        (
            text_cell(names.get(id_, id_), "strong"),
            text_cell(percent_text(float(given[id_].deal.chance)) if id_ in given else "–"),
            quiet_money_cell(given[id_].expected if id_ in given else 0, code),
            money_cell(came[id_], code, "good") if id_ in came else text_cell(_("not signed")),
        )
        for id_ in sorted(judged.ids, key=lambda id_: -money(id_))[:_MOST_JUDGED]
    )
    columns = (
        ReportColumn(pgettext("paper", "Project"), share=6),
        ReportColumn(pgettext("paper", "Odds"), "percent", 2),
        ReportColumn(pgettext("paper", "Expected"), "money", 4),
        ReportColumn(pgettext("paper", "Signed"), "money", 4),
    )
    if rows:
        title = _("Its largest deals: {period}").format(period=judged.label)
        yield ReportTable(columns, rows, title=title)
