"""Actions that settle a project for now or for good: ending, snoozing, relations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from string import ascii_letters

from deals.edits import end_project, reopen_project, set_stance, snooze_rules, wake_rules
from deals.errors import UserError
from deals.model import Contact, Project, Stance, Status
from deals.network.relationship import cr_text
from deals.parsing.days import parse_day
from deals.parsing.project_fields import ReadingContext, read_reason
from screens.base.log_touch import ask_evidence
from screens.base.project_actions import (
    Finished,
    add_count,
    commit_edit,
    place_of,
    report_outcome,
)
from screens.base.record_editor import edit_field
from screens.base.screen import BaseScreen
from views.field_values import day_text
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, say
from wording.names import stance_name, status_name

ENDINGS: dict[Status, str] = {
    "lost": N_("end as lost"),
    "abandoned": N_("end as abandoned"),
    "on_hold": N_("put on hold"),
    "won": N_("end as won"),
}
_PICKS = f"123456789{ascii_letters}"


def end_projects(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Ask how a project ended and why; an ended one can be opened again."""
    if not ids:
        return

    def ask_reason_for(status: Status) -> Callable[[], None]:
        return lambda: _ask_reason(screen, ids, status, done)

    def reopen_projects() -> None:
        outcome = commit_edit(
            screen,
            ids,
            N_("reopen"),
            lambda project, reading: reopen_project(project, reading.stamp),
        )
        report_outcome(screen, ids, outcome, _("open again"), done)

    options = [
        ("l", status_name("lost"), ask_reason_for("lost")),
        ("a", status_name("abandoned"), ask_reason_for("abandoned")),
        ("h", status_name("on_hold"), ask_reason_for("on_hold")),
        ("w", status_name("won"), ask_reason_for("won")),
    ]
    if any(screen.host.book.projects[id_].status != "open" for id_ in ids):
        options.append(("o", _("open again"), reopen_projects))
    screen.choose(add_count(_("end as"), len(ids)), options)


def _ask_reason(screen: BaseScreen, ids: Sequence[str], status: Status, done: Finished) -> None:
    label = add_count(status_name(status), len(ids))

    def accept(reason: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return end_project(project, status, read_reason(reason, status), reading.stamp)

        outcome = commit_edit(screen, ids, ENDINGS[status], edit)
        outcome_text = status_name(status)
        if status != "on_hold":
            outcome_text = _("{status}; its review waits in the project, key 6").format(
                status=outcome_text
            )
        return report_outcome(screen, ids, outcome, outcome_text, done)

    place = place_of(status, ids)
    screen.ask(_("{status}, because").format(status=label), "", accept, place=place)


def hold_projects(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Put projects on hold, with a reason."""
    if ids:
        _ask_reason(screen, ids, "on_hold", done)


def snooze_flags(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Put the flags of projects to sleep until a day, with a reason; or wake those that sleep."""
    found = [screen.host.assess(screen.host.book.projects[id_]) for id_ in ids]
    if any(assessment.flags for assessment in found):
        _ask_until(screen, ids, done)
    elif any(assessment.asleep for assessment in found):
        options = [("w", _("wake them"), lambda: _wake(screen, ids, done))]
        screen.choose(_("the flags are asleep"), options)
    else:
        screen.tell(_("there is no flag to put to sleep"))


def _wake(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    def edit(project: Project, reading: ReadingContext) -> Project:
        rules = [flag.rule for flag, _nap in screen.host.assess(project).asleep]
        return wake_rules(project, rules, reading.stamp)

    report_outcome(screen, ids, commit_edit(screen, ids, N_("wake"), edit), _("awake"), done)


def _ask_until(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    host = screen.host

    def echo(text: str) -> TextLine:
        try:
            day, reason = _day_and_reason(text, host.context.today())
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        return line(StyledText("= ", "dim"), StyledText(f"{day_text(day)} {reason}", "good"))

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            awake = [flag.rule for flag in host.assess(project).flags]
            day, reason = _day_and_reason(text, reading.stamp.today)
            return snooze_rules(project, awake, day, reason, reading.stamp) if awake else project

        outcome = commit_edit(screen, ids, N_("snooze"), edit)
        return report_outcome(screen, ids, outcome, _("asleep"), done)

    label = add_count(_("snooze until a day, and why"), len(ids))
    screen.ask(label, "+7d ", accept, echo=echo, place=place_of("snooze", ids))


def _day_and_reason(text: str, today: date) -> tuple[date, str]:
    """Return the day that the text begins with, in two words or one, and the rest of it."""
    words = text.split()
    for count in (2, 1):
        try:
            day = parse_day(" ".join(words[:count]), today)
        except UserError:
            continue
        if day <= today:
            raise UserError("snooze-past", until=day.isoformat())
        return day, " ".join(words[count:])
    return parse_day(" ".join(words[:1]), today), ""


def set_relation(screen: BaseScreen, project_id: str, done: Finished) -> None:
    """Pick a contact, then a CR or a stance at one key; a CR asks what shows it."""
    people = screen.host.book.projects[project_id].contacts
    if not people:
        edit_field(screen, [project_id], "contacts", done)
    elif len(people) == 1:
        _pick_relation(screen, project_id, people[0], done)
    else:
        _pick_contact(screen, project_id, people, done)


def _pick_contact(
    screen: BaseScreen, project_id: str, people: Sequence[Contact], done: Finished
) -> None:
    def make_picker(person: Contact) -> Callable[[], None]:
        return lambda: _pick_relation(screen, project_id, person, done)

    options = [
        (key, f"{contact.name} {cr_text(contact.cr)}", make_picker(contact))
        for key, contact in zip(_PICKS, people, strict=False)
    ]
    screen.choose(_("whose"), options)


def _pick_relation(screen: BaseScreen, project_id: str, person: Contact, done: Finished) -> None:
    def rate_as(cr: int | None) -> Callable[[], None]:
        return lambda: ask_evidence(screen, project_id, person, cr, done)

    def take_stance(stance: Stance) -> Callable[[], None]:
        def run() -> None:
            outcome = commit_edit(
                screen,
                [project_id],
                N_("stance"),
                lambda project, reading: set_stance(project, person.id, stance, reading.stamp),
            )
            report_outcome(
                screen, [project_id], outcome, f"{person.name} {stance_name(stance)}", done
            )

        return run

    options = [(str(cr), "", rate_as(cr)) for cr in range(1, 6)]
    options.append(("0", _("unknown"), rate_as(None)))
    stances: list[tuple[str, Stance]] = [
        ("+", "supports"),
        ("-", "opposes"),
        ("=", "neutral"),
        ("!", "competitor"),
    ]
    options += [(key, stance_name(stance), take_stance(stance)) for key, stance in stances]
    screen.choose(_("{name} {cr}, now").format(name=person.name, cr=cr_text(person.cr)), options)
