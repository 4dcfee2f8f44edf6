"""What is done to contacts from several screens: touches, relations, the evidence of a CR."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from string import ascii_letters

from deals.edits.contacts import (
    clear_follow_up,
    list_settled,
    log_touch,
    set_cr,
    set_stance,
    settles_follow_ups,
)
from deals.errors import UserError
from deals.model import Contact, Project, Stance
from deals.network.relationship import cr_text
from deals.parsing.contact_words import BACKS
from deals.parsing.reading_context import ReadingContext
from deals.parsing.spending import spending_kind
from deals.parsing.touch_line import TouchLine, parse_touch
from deals.rules.compliance import Breach, find_new_breaches
from deals.unsaved import InputPlace
from screens.base.project_actions import (
    Finished,
    ProjectEdit,
    add_touched,
    commit_edit,
    place_of,
    report_outcome,
)
from screens.base.prompts import FORMER_BACKS
from screens.base.record_editor import edit_field
from screens.base.screen import BaseScreen
from views.cr_ladder import ladder_lines
from views.day_off import DatedText, dated_action, remark_day_off
from views.styled_text import StyledText, TextLine, line
from views.touches import breaches_text, dated_words, describe_touch, recent_touch, settled_text
from wording import N_, _, add_note, say
from wording.names import stance_name

_PICKS = f"123456789{ascii_letters}"


def ask_touch(
    screen: BaseScreen,
    ids: Sequence[str],
    done: Finished,
    people: Sequence[Contact] = (),
    until: date | None = None,
    bare: Callable[[], bool] | None = None,
) -> None:
    """Take a touch in a line, shown back as it is understood; `people` were met in any case.

    What is due with them on others of `ids` is settled as well, and the touch is logged on the
    first alone; without anybody it is logged on all. Settled is what is due by today, or by a
    later day where one is given. `bare` is what Enter alone does, if that is no touch; whether it
    was good.
    """
    if ids:
        names = _(", ").join(person.name for person in people)
        label = _("log activity: {name}").format(name=names) if people else _("touch")
        asking = TouchPrompt(screen, tuple(ids), done, tuple(people), until, bare)
        count = 1 if people else len(ids)
        place = place_of("touch", ids[:count], people[0].id if people else "")
        screen.ask(
            add_touched(screen, label, ids[:count]),
            "",
            asking.accept,
            echo=asking.echo,
            place=place,
            dated=asking.find_day,
        )


@dataclass(frozen=True, slots=True)
class TouchPrompt:
    """A touch being typed: on which projects, with whom at least, and what it settles."""

    screen: BaseScreen
    ids: tuple[str, ...]
    done: Finished
    people: tuple[Contact, ...]
    until: date | None
    bare: Callable[[], bool] | None = None

    def read(self, text: str) -> TouchLine:
        """Return what the line says, of the people of all the projects."""
        context, projects = self.screen.host.context, self._projects()
        people = {contact.id: contact for project in projects for contact in project.contacts}
        currency = context.playbook.compliance.currency
        today, dates = context.today(), context.dates
        return parse_touch(text, tuple(people.values()), today, currency, self.people, dates)

    def echo(self, text: str) -> TextLine:
        """Return the touch as understood, with a warning where a limit is passed.

        Or what is wrong.
        """
        if not text.strip():
            known = not self.screen.host.hints.shows_line(self.screen.asking)
            hint = "" if known else _("[date] dinner Ann, Bo: outcome 480 -> follow-up fri")
            alone = _("Enter alone: done, nothing logged; ") if self.bare else ""
            return line(StyledText(alone + hint, "dim"))
        try:
            touch = self.read(text)
            found = self._breaches(touch)
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        shown, settled = describe_touch(touch), self._settled(touch)
        unread = [] if touch.how else [_("no kind read (call, visit and so on)")]
        unread += [] if touch.met else [_("nobody known here is named")]
        if aside := _("; ").join(unread):
            shown = add_note(shown, aside)
        if found:
            text = f"= {shown}  ! {breaches_text(found)}"
            return line(StyledText("  ".join(filter(None, (settled, text))), "amber"))
        context = self.screen.host.context
        on = touch.follow_up.on if touch.follow_up else None
        remark = remark_day_off(on, context.work_calendar, context.today())
        # First, for a long line is cut at its end, and what is given up has to be seen.
        first = line(StyledText(f"{settled}  ", "amber")) if settled else ()
        return (*remark, *first, *line(StyledText("= ", "dim"), StyledText(shown, "good")))

    def find_day(self, text: str) -> DatedText | None:
        """Return the day of what follows, if that stands behind an arrow, and how to change it."""
        head, arrow, _tail = text.rpartition("->")
        try:
            follows = dated_action(self.read(text).follow_up)
            again = self.read(f"{head}->{follows.rewrite(follows.on)}") if follows else None
        except UserError:
            return None
        if follows is None or again is None or not arrow or again != self.read(text):
            return None
        return DatedText(follows.on, lambda day: f"{head}-> {follows.rewrite(day)}")

    def accept(self, text: str) -> bool:
        """Log it; Enter alone does what was asked for."""
        if self.bare is not None and not text.strip():
            return self.bare()
        try:
            touch = self.read(text)
            found = self._breaches(touch)
        except UserError as refusal:
            self.screen.refuse(say(refusal))
            return False
        settled = self._settled(touch)
        outcome = commit_edit(self.screen, self.ids, N_("touch"), self._edit(touch))
        about = self.ids[:1] if self.people else self.ids
        undo = _("u to undo") if settled and settles_follow_ups(touch) else ""
        message = _("; ").join(filter(None, (_("activity logged"), settled, undo)))
        logged = report_outcome(self.screen, about, outcome, message, self.done)
        if logged and found:
            message = _("{message}; {warning}").format(
                message=message, warning=breaches_text(found)
            )
            self.screen.tell(f"! {message}", "amber")
        return logged

    def _edit(self, touch: TouchLine) -> ProjectEdit:
        def edit(project: Project, reading: ReadingContext) -> Project:
            if not self.people or project.id == self.ids[0]:
                return log_touch(project, touch, reading, self._last(reading.stamp.today))
            if not settles_follow_ups(touch):
                return project
            last = self._last(reading.stamp.today)
            for person in self.people:
                project = clear_follow_up(project, person.id, reading.stamp, last)
            return project

        return edit

    def _last(self, today: date) -> date:
        """Return the day up to which what is due is settled."""
        return max(today, self.until or today)

    def _settled(self, touch: TouchLine) -> str:
        """Say what due follow-ups the touch closes, or why it leaves them."""
        there, today = self.screen.host.book.projects, self.screen.host.context.today()
        met = {contact.id for contact in touch.met}
        due = [
            action
            for id_ in self.ids
            if id_ in there
            for action in list_settled(there[id_], met, touch, self._last(today))
        ]
        return settled_text(touch, due)

    def _projects(self) -> list[Project]:
        there = self.screen.host.book.projects
        ids = self.ids[:1] if self.people else self.ids
        return [there[id_] for id_ in ids if id_ in there]

    def _breaches(self, touch: TouchLine) -> tuple[Breach, ...]:
        """Return what the touch would go over, once it is logged on all the projects."""
        if not touch.worth or spending_kind(touch.how, touch.note) is None:
            return ()
        host = self.screen.host
        reading = host.context.reading()
        after = [log_touch(project, touch, reading) for project in self._projects()]
        return find_new_breaches(after, host.book, host.context.playbook.compliance)


def ask_evidence(
    screen: BaseScreen, project_id: str, person: Contact, cr: int | None, done: Finished
) -> None:
    """Ask what shows a CR: words, or by Enter alone the last touch where it is recent."""
    project, today = screen.host.book.projects[project_id], screen.host.context.today()
    last = recent_touch(project, person.id, today) if cr is not None else None

    def echo(text: str) -> TextLine:
        if last is None or text.strip():
            return ()
        return line(StyledText("= ", "dim"), StyledText(dated_words(last), "good"))

    def accept(typed: str) -> bool:
        words = typed.strip()
        touch = last.id if last is not None and not words else None
        evidence = None if words in ("", "-") else words

        def edit(project: Project, reading: ReadingContext) -> Project:
            return set_cr(project, person.id, cr, reading.stamp, evidence=evidence, touch=touch)

        outcome = commit_edit(screen, [project_id], N_("relation"), edit)
        return report_outcome(screen, [project_id], outcome, f"{person.name} {cr_text(cr)}", done)

    if last is None:
        label = _("evidence for {cr} (Enter to skip)")
    else:
        label = _("evidence for {cr} (Enter: the last touch, - for none)")
    place = InputPlace(f"cr:{cr}", project_id, person.id)
    label, ladder = label.format(cr=cr_text(cr)), partial(ladder_lines, person.cr, cr)
    screen.ask(label, "", accept, echo=echo, place=place, above=ladder)


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
    screen.choose(_("which contact"), options)


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
        (BACKS, "competitor"),
        (FORMER_BACKS, "competitor"),
    ]
    options += [(key, stance_name(stance), take_stance(stance)) for key, stance in stances]
    label = _("{name}: {cr} now, new CR").format(name=person.name, cr=cr_text(person.cr))
    screen.choose(label, options, partial(ladder_lines, person.cr, None))
