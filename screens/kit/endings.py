"""Deeds that settle a project for now or for good: ending, touching, snoozing, relations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deals.days import parse_day
from deals.edits import end, reopen, set_cr, set_stance, snooze, touch
from deals.fields import Reading
from deals.model import Contact, Project, Stance, Status
from deals.refusal import Refusal
from deals.standing import cr_text
from screens.kit.deeds import Done, change, counted, edit_field, finish
from screens.kit.screen import KitScreen
from screens.kit.spans import Line, Span, line
from screens.kit.values import day_text
from screens.kit.wording import _, say
from screens.kit.wording.names import stance_name, status_name

_PICKS = "123456789abcdefgijklmnoprstuvwxyz"


def end_projects(screen: KitScreen, ids: Sequence[str], done: Done) -> None:
    """Asks how a project ended and why; an ended one can be opened again."""
    if not ids:
        return

    def ending(status: Status) -> Callable[[], None]:
        return lambda: _ask_reason(screen, ids, status, done)

    def reopening() -> None:
        failed = change(screen, ids, _("reopen"), lambda one, reading: reopen(one, reading.stamp))
        finish(screen, ids, failed, _("open again"), done)

    options = [
        ("l", status_name("lost"), ending("lost")),
        ("a", status_name("abandoned"), ending("abandoned")),
        ("h", status_name("on_hold"), ending("on_hold")),
        ("w", status_name("won"), ending("won")),
    ]
    if any(screen.host.book.projects[one].status != "open" for one in ids):
        options.append(("o", _("open again"), reopening))
    screen.choose(counted(_("end as"), len(ids)), options)


def _ask_reason(screen: KitScreen, ids: Sequence[str], status: Status, done: Done) -> None:
    label = counted(status_name(status), len(ids))

    def accept(reason: str) -> bool:
        def edit(project: Project, reading: Reading) -> Project:
            return end(project, status, reason.strip(), reading.stamp)

        return finish(screen, ids, change(screen, ids, label, edit), status_name(status), done)

    screen.ask(_("{status}, because").format(status=label), "", accept)


def hold(screen: KitScreen, ids: Sequence[str], done: Done) -> None:
    """Puts projects on hold, with a reason."""
    if ids:
        _ask_reason(screen, ids, "on_hold", done)


def log_touch(screen: KitScreen, ids: Sequence[str], done: Done) -> None:
    """Logs a touch of today: what came of it, in a line."""
    if not ids:
        return

    def accept(note: str) -> bool:
        def edit(project: Project, reading: Reading) -> Project:
            return touch(project, note.strip(), reading.stamp)

        return finish(screen, ids, change(screen, ids, _("touch"), edit), _("touch logged"), done)

    screen.ask(counted(_("touched today; what came of it"), len(ids)), "", accept)


def snooze_flags(screen: KitScreen, ids: Sequence[str], done: Done) -> None:
    """Puts the flags of projects to sleep until a day (`+7d`, `fri`, `03-20`), then a reason."""
    if not ids:
        return
    host = screen.host

    def echo(text: str) -> Line:
        try:
            day = parse_day(_day_and_reason(text)[0], host.context.today())
        except Refusal as refusal:
            return line(Span(say(refusal), "amber"))
        return line(Span("= ", "dim"), Span(day_text(day), "good"))

    def accept(text: str) -> bool:
        day, reason = _day_and_reason(text)

        def edit(project: Project, reading: Reading) -> Project:
            awake = [flag.rule for flag in host.assess(project).flags]
            when = parse_day(day, reading.stamp.today)
            return snooze(project, awake, when, reason, reading.stamp)

        return finish(screen, ids, change(screen, ids, _("snooze"), edit), _("asleep"), done)

    label = counted(_("snooze until (a day, then why)"), len(ids))
    screen.ask(label, "+7d ", accept, echo=echo)


def _day_and_reason(text: str) -> tuple[str, str]:
    day, _blank, reason = text.strip().partition(" ")
    return day, reason.strip()


def set_relation(screen: KitScreen, project_id: str, done: Done) -> None:
    """Picks a contact, then a CR or a stance at one key; a CR asks what shows it."""
    people = screen.host.book.projects[project_id].contacts
    if not people:
        edit_field(screen, [project_id], "contacts", done)
    elif len(people) == 1:
        _pick_relation(screen, project_id, people[0], done)
    else:
        _pick_contact(screen, project_id, people, done)


def _pick_contact(
    screen: KitScreen, project_id: str, people: Sequence[Contact], done: Done
) -> None:
    def picking(person: Contact) -> Callable[[], None]:
        return lambda: _pick_relation(screen, project_id, person, done)

    options = [
        (key, f"{one.name} {cr_text(one.cr)}", picking(one))
        for key, one in zip(_PICKS, people, strict=False)
    ]
    screen.choose(_("whose"), options)


def _pick_relation(screen: KitScreen, project_id: str, person: Contact, done: Done) -> None:
    def rating(cr: int | None) -> Callable[[], None]:
        return lambda: _ask_evidence(screen, project_id, person, cr, done)

    def standing(stance: Stance) -> Callable[[], None]:
        def run() -> None:
            failed = change(
                screen,
                [project_id],
                _("stance"),
                lambda one, reading: set_stance(one, person.id, stance, reading.stamp),
            )
            finish(screen, [project_id], failed, f"{person.name} {stance_name(stance)}", done)

        return run

    options = [(str(cr), "", rating(cr)) for cr in range(1, 6)]
    options.append(("0", _("unknown"), rating(None)))
    stances: list[tuple[str, Stance]] = [
        ("+", "supports"),
        ("-", "opposes"),
        ("=", "neutral"),
        ("!", "competitor"),
    ]
    options += [(key, stance_name(one), standing(one)) for key, one in stances]
    screen.choose(_("{name} {cr}, now").format(name=person.name, cr=cr_text(person.cr)), options)


def _ask_evidence(
    screen: KitScreen, project_id: str, person: Contact, cr: int | None, done: Done
) -> None:
    def accept(evidence: str) -> bool:
        def edit(project: Project, reading: Reading) -> Project:
            return set_cr(project, person.id, cr, reading.stamp, evidence=evidence.strip() or None)

        failed = change(screen, [project_id], _("CR of {name}").format(name=person.name), edit)
        told = f"{person.name} {cr_text(cr)}"
        return finish(screen, [project_id], failed, told, done)

    label = _("{cr}: what shows it (Enter skips)").format(cr=cr_text(cr))
    screen.ask(label, "", accept)
