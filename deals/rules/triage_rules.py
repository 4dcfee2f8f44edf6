"""The triage rules, one function each (method, section 4): a flag, or None where all is well.

To add one: write it here, name it in `RULES` at the end, and give it its cases in
`deals/playbook/vocabulary.py` and its texts in the default playbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, wraps
from itertools import pairwise

from deals.big_bets import BigBet
from deals.errors import UserError
from deals.model import LINES, ApprovalLine, Contact, Flag, Project
from deals.network.places import is_held, place_contacts, place_weight
from deals.network.relationship import (
    AGAINST,
    SAY,
    WeakPlace,
    against_us,
    best_cr,
    contacts_at_level,
    cr_text,
    find_coaches,
    has_coach,
    has_say,
    insiders,
    weak_place,
)
from deals.parsing.periods import add_months
from deals.parsing.text import mentions_name
from deals.parsing.windows import parse_window
from deals.planning.rows import late_work
from deals.playbook import Playbook
from deals.playbook.limits import StageClaim
from deals.questions import count_unknown, due_questions, score

UNMET = 1
"""The CR of those whom we know of and have not met (method, section 3)."""
RuleFigures = dict[str, str | int]
Rule = Callable[[Project, Playbook, date], Flag | None]


def of_open_projects(rule: Rule) -> Rule:
    """Make a rule silent on a project that was won, lost, abandoned or put on hold."""

    @wraps(rule)
    def apply_to_open(project: Project, playbook: Playbook, today: date) -> Flag | None:
        return rule(project, playbook, today) if project.status == "open" else None

    return apply_to_open


def make_flag(
    project: Project, playbook: Playbook, rule: str, case: str, figures: RuleFigures
) -> Flag:
    """Make the flag of a rule, as severe as the playbook says for the project's stage."""
    return Flag(rule, playbook.severity(rule, project.stage), case, figures)


@of_open_projects
def flag_open_questions(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag too small a share of the questions due by this stage answered well.

    The case is `open` where some have no answer, or one that is too old, and `weak` where all have;
    percents are rounded down, so that a share under the norm never reads as the norm.
    """
    asked = playbook.due.get(project.stage, ())
    norm = playbook.thresholds.checks.norm
    # Most projects of a large book answer nothing: they are spared the work, not the flag.
    due = due_questions(project, playbook, today) if project.answers else ()
    share = score(due)
    if not asked or share >= norm:
        return None
    figures: RuleFigures = {
        "stage": project.stage,
        "due": len(asked),
        "count": count_unknown(due) if due else len(asked),
        "percent": int(share * 100),
        "norm": round(norm * 100),
    }
    return make_flag(project, playbook, "checks", "open" if figures["count"] else "weak", figures)


@of_open_projects
def flag_vague(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag an amount or a signing window wider than the stage allows.

    Exactly as wide as the limit is allowed. An amount or a window that is missing is not wide:
    the gates ask for it.
    """
    limits = playbook.thresholds.vague
    if not playbook.reached(project.stage, limits.since):
        return None
    about: RuleFigures = {"stage": project.stage}
    amount = _wide_amount(project, limits.spread)
    window = _wide_window(project, limits.days)
    if amount and window:
        return make_flag(project, playbook, "vague", "both", {**about, **amount, **window})
    if amount:
        return make_flag(project, playbook, "vague", "amount", {**about, **amount})
    return make_flag(project, playbook, "vague", "window", {**about, **window}) if window else None


def _wide_amount(project: Project, limit: float) -> RuleFigures:
    """Return half the range as a share of its middle, in percent, where that is over the limit."""
    amount = project.amount
    if amount is None:
        return {}
    width, middle = amount.high - amount.low, amount.high + amount.low
    if width <= limit * middle:
        return {}
    # Rounded up, so that a spread just over the limit never reads as the limit itself.
    return {"spread": -(-100 * width // middle), "spread_limit": round(limit * 100)}


def _wide_window(project: Project, limit: int) -> RuleFigures:
    if project.signs is None or project.signs.days <= limit:
        return {}
    return {"days": project.signs.days, "days_limit": limit}


@of_open_projects
def flag_stalled(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag no stage change, touch or edit for longer than some times the stage's typical days.

    The stage is the one being worked on, the next after the project's. Silent where it has no
    typical days, as after signing, and where there is no next. Just as long is not longer.
    """
    working = playbook.after(project.stage)
    if working is None or working.days is None:
        return None
    # Every edit but a snooze moves updated_at, stage changes among them, and its date is the day
    # where the edit was made; a touch may be dated otherwise.
    last = max(last_touched(project) or date.min, project.updated_at.date())
    days = (today - last).days
    limit = playbook.thresholds.stalled.times * working.days
    if days <= limit:
        return None
    figures: RuleFigures = {"days": days, "limit": int(limit)}
    about: RuleFigures = {"stage": project.stage, "working": working.id}
    return make_flag(project, playbook, "stalled", "quiet", {**figures, **about})


def last_touched(project: Project) -> date | None:
    """Find the day of a project's last touch, which a summary tells too; None for none."""
    if project.glance is not None:
        return project.glance.touched
    return max((touch.on for touch in project.touches), default=None)


@of_open_projects
def flag_no_next(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag no next action, or one past its day; today is in time, and so is no day at all."""
    action = project.next_action
    if action is None:
        return make_flag(project, playbook, "no-next", "none", {})
    if action.on is None or action.on >= today:
        return None
    return make_flag(project, playbook, "no-next", "past", {"days": (today - action.on).days})


@of_open_projects
def flag_holes(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag places on approval lines that are not held; the heaviest is named, and all are counted.

    Places are where levels and lines are known; asked of them alone, for this is worked out
    for every project of the portfolio. The case is `nobody` where nobody is known at the
    place, `against` where everybody there is against us, otherwise `weak`, which names the closest.
    """
    if not playbook.reached(project.stage, playbook.thresholds.holes.since):
        return None
    places = place_contacts(insiders(project), project.absent, finer=playbook.net.upper)
    gaps = [place for place in places if not is_held(place, playbook.net)]
    if not gaps:
        return None
    worst = max(gaps, key=lambda place: place_weight(place, playbook.net.points))
    about: RuleFigures = {"stage": project.stage, "count": len(gaps)}
    about |= {"level": worst.level, "line": worst.line}
    if not worst.on:
        return make_flag(project, playbook, "holes", "nobody", about)
    ours = [contact for contact in worst.on if not against_us(contact)]
    if not ours:
        return make_flag(project, playbook, "holes", "against", {**about, "name": worst.on[0].name})
    closest = max(ours, key=lambda contact: contact.cr or 0)
    who: RuleFigures = {"name": closest.name, "cr": cr_text(closest.cr), "needs": playbook.net.hold}
    case = "unmet" if closest.cr == UNMET else "weak"
    return make_flag(project, playbook, "holes", case, {**about, **who})


@of_open_projects
def flag_cr_stage(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag relationships that do not bear out the stage.

    Asked in this order, the first answer being the flag: is anybody named; is any CR known; where
    no level is known, is the closest contact close enough; otherwise each level from the bottom
    up, then the approval lines. Outside persons are not counted. The lowest gap is the one named,
    for it is the one to close first; the gates list them all.
    """
    claim = playbook.claims.get(project.stage)
    if claim is None:
        return None
    people = insiders(project)
    best = best_cr(people)
    if best is None:
        return _unnamed_flag(project, playbook, people) if claim.named else None
    if any(contact.level is not None for contact in people):
        return _level_flag(project, playbook, people) or _line_flag(project, playbook, people)
    if claim.best is None or best >= claim.best:
        return None
    about: RuleFigures = {"stage": project.stage, "needs": claim.best}
    if best == UNMET:
        case, unmet = _count_unmet("unmet", people)
        return make_flag(project, playbook, "cr-stage", case, {**about, **unmet})
    figures: RuleFigures = {"best": best, "count": len(people)}
    return make_flag(project, playbook, "cr-stage", "best", {**about, **figures})


def _count_unmet(case: str, people: Sequence[Contact]) -> tuple[str, RuleFigures]:
    """Return the case and the figures of people none of whom was met, as far as that is known.

    Where the CR of some is not known, neither is whether they were met: they are counted apart.
    """
    unmet = sum(contact.cr == UNMET for contact in people)
    figures: RuleFigures = {"count": len(people), "best": UNMET}
    if unmet == len(people):
        return case, figures
    return f"{case}-some", {**figures, "unmet": unmet, "unrated": len(people) - unmet}


def _unnamed_flag(project: Project, playbook: Playbook, people: Sequence[Contact]) -> Flag:
    case, count = ("unknown", {"count": len(people)}) if people else ("nobody", {})
    return make_flag(project, playbook, "cr-stage", case, {"stage": project.stage, **count})


def _level_flag(project: Project, playbook: Playbook, people: Sequence[Contact]) -> Flag | None:
    for level, needs in playbook.claims[project.stage].levels:
        about: RuleFigures = {"stage": project.stage, "needs": needs}
        there = contacts_at_level(people, level)
        best = best_cr(there)
        if best is None:
            return make_flag(project, playbook, "cr-stage", f"no-{level}", about)
        if best == UNMET < needs:
            case, unmet = _count_unmet("unmet-level", there)
            return make_flag(
                project, playbook, "cr-stage", case, {**about, **unmet, "level": level}
            )
        if best < needs:
            weak: RuleFigures = {**about, "best": best}
            if level != "high" and _lacks_top(playbook.claims[project.stage], people):
                figures: RuleFigures = {**weak, "level": level}
                return make_flag(project, playbook, "cr-stage", "below-no-high", figures)
            return make_flag(project, playbook, "cr-stage", level, weak)
    return None


def _lacks_top(claim: StageClaim, people: Sequence[Contact]) -> bool:
    """Whether somebody of the top is claimed, and nobody there has a known CR."""
    claimed = any(level == "high" for level, _needs in claim.levels)
    return claimed and best_cr(contacts_at_level(people, "high")) is None


def _line_flag(project: Project, playbook: Playbook, people: Sequence[Contact]) -> Flag | None:
    needs = playbook.claims[project.stage].line
    if needs is None:
        return None
    about: RuleFigures = {"stage": project.stage, "needs": needs}
    if not any(contact.lines for contact in people):
        return make_flag(project, playbook, "cr-stage", "no-lines", about)
    for line in LINES:
        weak = weak_place(people, line, needs, project.absent)
        if weak is not None:
            case, who = _describe_weak_place(weak, line)
            return make_flag(project, playbook, "cr-stage", case, {**about, **who})
    return None


def _describe_weak_place(weak: WeakPlace, line: ApprovalLine) -> tuple[str, RuleFigures]:
    """Return the case and the figures of where a line does not hold: who, or that nobody is."""
    if weak.contact is not None:
        who: RuleFigures = {"name": weak.contact.name, "cr": cr_text(weak.contact.cr)}
        return ("unmet-line", {**who, "line": line}) if weak.contact.cr == UNMET else (line, who)
    if weak.unplaced is not None:
        return "unplaced", {"name": weak.unplaced.name, "line": line}
    return f"no-{line}", {}


@of_open_projects
def flag_blocker(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a decider or approver who is against us and whom no open plan names.

    The plan is the next action and the rows of the plan that are neither done nor dropped. Where
    the buying role is not known, a place on an approval line counts as having a say. Of several the
    decider is named first. What is late still names its person.
    """
    # Asked of every contact of the portfolio: a call for each would be most of what it takes.
    against = [contact for contact in project.contacts if contact.stance in AGAINST]
    against = [contact for contact in against if has_say(contact)] if against else against
    planned = _planned_text(project) if against else ""
    loose = [contact for contact in against if not mentions_name(planned, contact.name)]
    if not loose:
        return None
    worst = min(loose, key=lambda contact: SAY.get(contact.role or "", len(SAY)))
    who: RuleFigures = {"name": worst.name}
    if worst.stance == "opposes":
        return make_flag(project, playbook, "blocker", "opposes", who)
    if worst.competitor:
        return make_flag(
            project, playbook, "blocker", "rival", {**who, "competitor": worst.competitor}
        )
    return make_flag(project, playbook, "blocker", "competitor", who)


def _planned_text(project: Project) -> str:
    """Return the texts of what is to be done: the next action and the open rows of the plan."""
    action = (project.next_action.text,) if project.next_action else ()
    rows = (row for row in project.plan if row.state in ("open", "doing"))
    return "\n".join((*action, *(text for row in rows for text in (row.content, row.aim))))


@of_open_projects
def flag_single_thread(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a project with one contact only, or everybody we hold in one function.

    The second is asked only where the function of everybody held is known: one unknown may well be
    of another function. Nobody at all is `cr-stage`'s to say; outside persons are not counted.
    """
    limits = playbook.thresholds.single_thread
    if not playbook.reached(project.stage, limits.since):
        return None
    people = insiders(project)
    if len(people) == 1:
        only: RuleFigures = {"stage": project.stage, "name": people[0].name}
        case = "unmet" if people[0].cr == UNMET else "one"
        return make_flag(project, playbook, "single-thread", case, only)
    held = [
        contact.function for contact in people if contact.cr is not None and contact.cr >= limits.cr
    ]
    function = held[0] if held else None
    if function is None or any(other != function for other in held):
        return None
    figures: RuleFigures = {"stage": project.stage, "cr": limits.cr, "count": len(held)}
    return make_flag(project, playbook, "single-thread", function, figures)


@of_open_projects
def flag_plan_late(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag plan rows and checkpoints past their day; the one longest past is named.

    All that are late are counted. Of a row and a checkpoint as late the row is named.
    """
    if not project.plan:
        return None
    late = late_work(project, today)
    count = len(late.rows) + len(late.checks)
    row_days = late.rows[0][1] if late.rows else 0
    if late.checks and late.checks[0].days > row_days:
        worst = late.checks[0]
        figures: RuleFigures = {"name": worst.check.what, "days": worst.days, "count": count}
        return make_flag(project, playbook, "plan-late", "checkpoint", figures)
    if late.rows:
        figures = {"name": late.rows[0][0].content, "days": row_days, "count": count}
        return make_flag(project, playbook, "plan-late", "row", figures)
    return None


@of_open_projects
def flag_overdue(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a window whose latest day is past unsigned; that day itself is in time.

    A stage that the playbook does not know counts as not signed.
    """
    if project.signs is None or project.signs.latest >= today:
        return None
    if playbook.reached(project.stage, playbook.signed):
        return None
    days = (today - project.signs.latest).days
    figures: RuleFigures = {"days": days, "stage": project.stage, "signed": playbook.signed}
    return make_flag(project, playbook, "overdue", "past", figures)


@of_open_projects
def flag_date_stage(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a window too near for the typical days of the stages left up to signing.

    Just enough days is in time. Of a window that is past it says how much work is left, which is
    what a new date has to allow for. Silent once signed, and without a window.
    """
    needed = playbook.days_to_sign.get(project.stage, 0)
    if project.signs is None or not needed:
        return None
    left = (project.signs.latest - today).days
    if needed <= left:
        return None
    about: RuleFigures = {"needed": needed, "stage": project.stage, "signed": playbook.signed}
    if left < 0:
        return make_flag(project, playbook, "date-stage", "past", {**about, "over": -left})
    return make_flag(project, playbook, "date-stage", "short", {**about, "left": left})


@of_open_projects
def flag_slipping(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a signing window that moved later too often, or by a quarter or more in all.

    Windows are compared by their latest day, and by the calendar: from Q4 to Q1 is a quarter as
    from Q3 to Q4. A window that was blank between two others counts as one move; what it is in all
    runs from the first window to the last, so a slip of the pen that was put right is not held
    against the project. Once signed, the date slips no more.
    """
    windows = _window_moves(project)
    if not windows or playbook.reached(project.stage, playbook.signed):
        return None
    moves, (first, last) = (
        count_later(day for day, _text in windows),
        (windows[0][0], windows[-1][0]),
    )
    limits = playbook.thresholds.slipping
    apart, months = (last - first).days, limits.months
    far = apart > limits.days if months is None else last >= add_months(first, months)
    if moves < limits.moves and not far:
        return None
    ends: RuleFigures = {"first": windows[0][1], "last": windows[-1][1]}
    if moves >= limits.moves:
        return make_flag(project, playbook, "slipping", "often", {**ends, "count": moves})
    return make_flag(project, playbook, "slipping", "far", {**ends, "days": apart})


def count_later(days: Iterable[date]) -> int:
    """Count how often a window moved later, by the latest days that it went through."""
    return sum(later > earlier for earlier, later in pairwise(days))


def _window_moves(project: Project) -> list[tuple[date, str]]:
    """List the latest days and the texts that a window went through, those that can be read."""
    texts = (
        text
        for change in project.history
        if change.field == "signs" and change.subject is None
        for text in (change.old, change.new)
        if text
    )
    return [(day, text) for text in texts if (day := _latest_day(text)) is not None]


def flag_twin(
    project: Project, playbook: Playbook, today: date, others: Sequence[str] = ()
) -> Flag | None:
    """Flag a project that other owners have too: of the same name and customer.

    Who they are is for the caller to know (deals/twins.py): a project alone does not tell.
    """
    if project.status != "open" or not others:
        return None
    return make_flag(project, playbook, "twin", "owners", {"owners": ", ".join(others)})


@of_open_projects
def flag_gone(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a project that tables held and none does any longer; of several the first is named."""
    gone = [(ref.gone, ref.source) for ref in project.missing_from if ref.gone]
    if not gone:
        return None
    day, source = min(gone)
    figures: RuleFigures = {"source": source, "days": max((today - day).days, 0)}
    return make_flag(project, playbook, "gone", "table", figures)


@of_open_projects
def flag_missing(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a project this far along without an amount or a signing time."""
    if project.amount is not None and project.signs is not None:
        return None
    if not playbook.reached(project.stage, playbook.thresholds.missing.since):
        return None
    case = "window" if project.amount else "amount" if project.signs else "both"
    return make_flag(project, playbook, "missing", case, {"stage": project.stage})


@of_open_projects
def flag_no_coach(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a project this far along in which nobody close to us is on our side.

    The case says what is nearest at hand: somebody close enough whose side is not noted, a
    supporter who was met but is not close enough, somebody close enough who is not on our side, or
    else nobody.
    """
    limits = playbook.thresholds.no_coach
    if not playbook.reached(project.stage, limits.since) or find_coaches(project, limits.cr):
        return None
    about: RuleFigures = {"stage": project.stage, "needs": limits.cr}
    met = [contact for contact in project.contacts if (contact.cr or 0) > UNMET]
    met.sort(key=lambda contact: contact.cr or 0, reverse=True)
    close = [contact for contact in met if (contact.cr or 0) >= limits.cr]
    for case, people in (
        ("unknown", [contact for contact in close if contact.stance == "unknown"]),
        ("closest", [contact for contact in met if contact.stance == "supports"]),
        ("side", close),
    ):
        if people:
            who: RuleFigures = {"name": people[0].name, "cr": cr_text(people[0].cr)}
            return make_flag(project, playbook, "no-coach", case, {**about, **who})
    return make_flag(project, playbook, "no-coach", "nobody", about)


def flag_big_bet(
    project: Project, playbook: Playbook, today: date, bet: BigBet | None = None
) -> Flag | None:
    """Flag a project that is much of its owner's money in play and in which nobody is a coach.

    How much it is, is for the caller to know (deals/big_bets.py): a project alone does not tell.
    """
    if project.status != "open" or bet is None:
        return None
    if has_coach(project, playbook.thresholds.no_coach.cr):
        return None
    figures: RuleFigures = {"percent": bet.percent, "count": bet.projects, "currency": bet.currency}
    return make_flag(project, playbook, "big-bet", "share", {"owner": project.owner, **figures})


@of_open_projects
def flag_tender(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """Flag a tender day that is past before the stage was reached; that day itself is in time.

    A stage that the playbook does not know counts as not reached.
    """
    wanted = playbook.thresholds.tender.stage
    if project.tender is None or project.tender >= today:
        return None
    if playbook.reached(project.stage, wanted):
        return None
    days = (today - project.tender).days
    figures: RuleFigures = {"days": days, "stage": project.stage, "needs": wanted}
    return make_flag(project, playbook, "tender", "past", figures)


@lru_cache(maxsize=4096)
def _latest_day(text: str) -> date | None:
    """Return the latest day of a window as history keeps it; None for what cannot be read."""
    try:
        return parse_window(text).latest
    except UserError:
        return None


RULES: Mapping[str, Rule] = {
    "overdue": flag_overdue,
    "cr-stage": flag_cr_stage,
    "blocker": flag_blocker,
    "date-stage": flag_date_stage,
    "single-thread": flag_single_thread,
    "holes": flag_holes,
    "stalled": flag_stalled,
    "slipping": flag_slipping,
    "vague": flag_vague,
    "plan-late": flag_plan_late,
    "checks": flag_open_questions,
    "no-next": flag_no_next,
    "missing": flag_missing,
    "no-coach": flag_no_coach,
    "big-bet": flag_big_bet,
    "tender": flag_tender,
    "twin": flag_twin,
    "gone": flag_gone,
}
"""The rules by id, in the order of the method."""
