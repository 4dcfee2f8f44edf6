"""What stands under the title of every paper, and what its figures mean: one place for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from reports.report import Block, ReportTable
from reports.report_context import ReportContext
from reports.report_texts import plain_sign, write_day, write_days
from views.money_texts import rates_text
from wording import N_, _, pgettext

ReportFact = tuple[str, str]

_DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "in-play": (
        N_("In play"),
        N_(
            "Open projects that are not signed yet. A range counts with its middle, each project "
            "once, rounded half up to whole units."
        ),
    ),
    "completion": (
        N_("By degree of completion"),
        N_(
            "What is in play, each project weighed by how much of the selling work its stage has "
            "completed. It is no chance of winning."
        ),
    ),
    "signed": (
        N_("Signed"),
        N_("Projects past signing, with their whole amount; they are in no sum in play."),
    ),
    "expected": (
        N_("Expected"),
        N_(
            "What is in play, each project weighed by the win rate of its stage: the playbook's, "
            "with your own cases counted in; in a team those that it has recorded, the same for "
            "everybody."
        ),
    ),
    "together": (
        N_("Together"),
        N_(
            "Each project converted at the exchange rate above and rounded half up. A currency "
            "without a rate stays out and is named."
        ),
    ),
    "cr": (
        N_("CR"),
        N_(
            "How close we are to a person, from CR1 (known, not met) to CR5 (tells unasked, can "
            "carry the deal); CR? where nobody has said."
        ),
    ),
    "target": (
        N_("Target, attained"),
        N_(
            "What was set to be signed in a period, and what share of it is signed. A year without "
            "quarters is split evenly; of a filter there is no target."
        ),
    ),
    "gap": (
        N_("Gap to the target"),
        N_("The target less what is signed and what is expected, as far as anything is left."),
    ),
    "odds": (
        N_("9 in 10, 1 in 10, odds"),
        N_(
            "What comes in at least in nine cases of ten, and in one of ten, if each deal is "
            "signed or not by its own odds, independent of the others: win rate times "
            "the share of its days that lie in the period. The odds are those of reaching "
            "the target."
        ),
    ),
    "buckets": (
        N_("Periods"),
        N_(
            "Each project in play is shared over the days left of its signing window; what is past "
            "its window is overdue, what has none undated. Periods, overdue and undated come to "
            "the total."
        ),
    ),
    "movement": (
        N_("Movement"),
        N_(
            "What was in play at the end of the day before, and each change up to the end of the "
            "day of the report: then and the lines are now, to the last unit."
        ),
    ),
    "within": (
        N_("Movement in a period"),
        N_(
            "The same, of each project its share that its window as written has in the period: the "
            "passing of time alone moves nothing."
        ),
    ),
    "lines": (
        N_("Lines of a movement"),
        N_(
            "New, reopened, handed in or out of another currency; moved in or out; grown or "
            "shrunk; won, lost, abandoned, on hold, handed out, deleted or into another currency. "
            "A project may stand in several."
        ),
    ),
    "slips": (
        N_("Slips"),
        N_(
            "Signing windows whose latest day moved later in the period, with the amount of the "
            "project, and for which time."
        ),
    ),
    "success": (
        N_("Success rate"),
        N_(
            "Signed of signed and lost; abandoned and on hold are neither. Under ten cases they "
            "are shown themselves and no percent."
        ),
    ),
    "shape": (
        N_("Shape"),
        N_(
            "The spread of open projects over the stages, counted and not weighed by money; early "
            "are the first two stages, late the last two up to signing."
        ),
    ),
    "judged": (
        N_("Past forecasts"),
        N_(
            "The forecast as of the first day of each past quarter, with the win rates and "
            "exchange rates known then, held against what was signed in it."
        ),
    ),
    "attention": (
        N_("Need attention"),
        N_(
            "Projects with a red or amber flag, red first, then by money; what an owner settles "
            "alone is not asked of the manager."
        ),
    ),
    "due": (
        N_("Due"),
        N_(
            "Next steps, tasks, checkpoints, follow-ups, tender and close dates of open projects; "
            "overdue is what is past its day."
        ),
    ),
    "follow-up": (
        N_("Follow-ups"),
        N_("What was agreed with a person, on open projects; late from the day after its day."),
    ),
    "letter": (
        N_("To answer"),
        N_(
            "What a table and the pipeline say differently, what was refused, is gone from its "
            "table or handed over, and names that may be the same; whom to ask stands beside."
        ),
    ),
    "missed": (
        N_("Not met for long"),
        N_(
            "Somebody with a say, without a follow-up, who was not met for longer than the "
            "playbook allows at their level."
        ),
    ),
    "answers": (
        N_("Answered well"),
        N_(
            "Of the questions of a section the share answered with yes, partly counting a half; "
            "what is unknown counts nothing."
        ),
    ),
    "approval": (
        N_("T and B"),
        N_(
            "T is the technical approval line and B the commercial one; the number is the step in "
            "it."
        ),
    ),
    "star": (N_("The star *"), N_("Who decides.")),
    "signs": (N_("! and ~"), N_("A red flag, and an amber one.")),
    "stage": (
        N_("Stage"),
        N_("The last stage of the selling work that is completed."),
    ),
}


def list_facts(
    context: ReportContext, *, rates: bool = True, period: tuple[date, date] | None = None
) -> tuple[ReportFact, ...]:
    """List what every figure of a paper rests on: the day, whose it is, the filter, the rates.

    A paper about one project has no owner and filter. `rates` are left out by papers that have no
    sum of money. `period` is the first and the last day of what it looks back on.
    """
    facts = [(pgettext("paper", "As of"), write_day(context.today)), *_tell_last_sync(context)]
    if period is not None:
        facts.append((pgettext("paper", "Looks back on"), write_days(*period)))
    if context.project is None:
        whose = context.owner or context.branch or pgettext("paper", "all")
        facts.append((pgettext("paper", "Owner"), whose))
        if context.filter:
            facts.append((pgettext("paper", "Filter"), context.filter))
        if context.part:
            facts.append((pgettext("paper", "Part of the line"), context.part))
        if summaries := sum(each.glance is not None for each in context.projects):
            text = _("{count} of {all} projects; their people, touches and plans are not in here")
            every = len(context.projects)
            facts.append((_("Summaries"), text.format(count=summaries, all=every)))
    if rates and (used := describe_rates(context)):
        facts.append((pgettext("paper", "Exchange rates"), used))
    if context.me:
        facts.append((pgettext("paper", "Prepared by"), context.me))
    return tuple(facts)


def _tell_last_sync(context: ReportContext) -> list[ReportFact]:
    if context.synced is None:
        return []
    here = context.synced.astimezone()
    when = f"{write_day(here.date())} {here:%H:%M}"
    return [(pgettext("paper", "Last in sync with the team"), when)]


def describe_rates(context: ReportContext) -> str:
    """Return the exchange rates of the day with the day that each is of; empty for none."""
    found = context.figures.exchange_rates_on(context.today)
    if not found:
        return ""
    home = context.figures.basis.home
    text = _("in {currency}: {rates}")
    return text.format(currency=home, rates=plain_sign(rates_text([*found.values()])))


def define_shown(blocks: Iterable[Block], *names: str) -> tuple[tuple[str, str], ...]:
    """Return the definitions of some figures, without those whose columns no table has."""
    columns = {
        "target": pgettext("paper", "Target"),
        "gap": pgettext("paper", "Gap"),
        "expected": pgettext("paper", "Expected"),
        "odds": pgettext("paper", "9 in 10"),
    }
    tables = (block for block in blocks if isinstance(block, ReportTable) and block.rows)
    shown = {column.title for table in tables for column in table.columns}
    if pgettext("paper", "Odds") in shown:
        shown.add(columns["odds"])
    return define_figures(*(name for name in names if columns.get(name) in {None, *shown}))


def define_figures(*names: str) -> tuple[tuple[str, str], ...]:
    """Return the definitions of some figures, in this order, by their keys above."""
    return tuple((_(title), _(text)) for title, text in map(_DEFINITIONS.__getitem__, names))
