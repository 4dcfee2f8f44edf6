"""Touches in words: kind and note, the CR they show, the limits they go over. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from deals.followups import DueContact, last_touch
from deals.model import TOUCH_NOTE, Contact, NextAction, Project, Touch
from deals.parsing.amounts import currency_mark
from wording import _, add_note, language, ngettext
from wording.names import touch_name

if TYPE_CHECKING:
    from deals.parsing.touch_line import TouchLine
    from deals.playbook.model import ComplianceLimits
    from deals.rules.compliance import Breach, GiftTotal

RECENT_DAYS = 30
"""The days for which a touch may be taken as evidence without a word."""


def touch_words(touch: Touch) -> str:
    """Write the kind of a touch, what came of it, and what was spent."""
    text = " - ".join(part for part in (touch_name(touch.how), touch.note) if part)
    return _(", ").join(part for part in (text, worth_text(touch.worth, touch.currency)) if part)


def worth_text(worth: int | None, currency: str) -> str:
    """Write what was spent, with its currency; empty for nothing."""
    return limit_text(worth, currency) if worth else ""


def limit_text(limit: int, currency: str) -> str:
    """Write a limit, with its currency; 0 is one too."""
    if language() == "en":
        return f"{currency} {limit:,}"
    return f"{currency_mark(currency) or '¥'}{limit:,}"


def dated_words(touch: Touch) -> str:
    """Write a touch with its day."""
    return f"{touch.on} {touch_words(touch)}".rstrip()


def evidence_text(contact: Contact, project: Project) -> str:
    """Write the evidence of a contact's CR: its own text, else the touch that it points at."""
    return contact.evidence or touch_of(contact.cr_touch, project)


def touch_of(touch_id: str | None, project: Project) -> str:
    """Write a touch by its id; empty where it is gone."""
    found = (touch for touch in project.touches if touch_id and touch.id == touch_id)
    return next(map(dated_words, found), "")


def noted_touch(note: str, project: Project) -> str:
    """Write the touch that a note of the history names; empty where it names none."""
    named = note.removeprefix(TOUCH_NOTE)
    return touch_of(named, project) if named != note else ""


def recent_touch(project: Project, contact_id: str, today: date) -> Touch | None:
    """Find the last touch with a contact, if it is recent enough to show a CR by itself."""
    last = last_touch(project, contact_id)
    return last if last and last.id and (today - last.on).days <= RECENT_DAYS else None


def breach_text(breach: Breach) -> str:
    """Say which limit is gone over, with the figures."""
    figure = worth_text(breach.figure, breach.currency)
    limit = limit_text(breach.limit, breach.currency)
    if breach.case == "occasion":
        return _("{figure} is over the limit of {limit} for one occasion").format(
            figure=figure, limit=limit
        )
    if breach.case == "currency":
        return _("no gift limit is set for the currency of {figure}; totalled separately").format(
            figure=figure
        )
    if breach.case == "nobody":
        return _("no contact is named, so {figure} counts towards nobody's yearly limit").format(
            figure=figure
        )
    text = _("{who} was given {figure} in {year}, over the limit of {limit}")
    return text.format(who=breach.who, figure=figure, year=breach.year, limit=limit)


def breaches_text(found: Sequence[Breach]) -> str:
    """Say all of them in a line; empty for none."""
    return _("; ").join(map(breach_text, found))


def given_text(given: GiftTotal, limits: ComplianceLimits) -> str:
    """Say what a person was given in a year, by currency, with the limit where it is passed."""
    sums = _(", ").join(worth_text(worth, code) for code, worth in sorted(given.sums.items()))
    times = ngettext("{count} time", "{count} times", given.occasions)
    text = _("{year} {who}: {sums} ({times})").format(
        year=given.year,
        who=given.person.name,
        sums=sums,
        times=times.format(count=given.occasions),
    )
    if not given.over(limits):
        return text
    limit = limit_text(limits.year, limits.currency)
    return _("{text}, over the limit of {limit}").format(text=text, limit=limit)


def due_text(due: DueContact) -> str:
    """Write a follow-up, or for how long somebody with a say was left alone."""
    if due.what is not None:
        return due.what
    return _("no touch {days}d").format(days=due.quiet)


def settled_text(line: TouchLine, due: Sequence[NextAction]) -> str:
    """Say which follow-ups a touch closes, replaces, or leaves due as nobody was reached.

    Empty for none.
    """
    if not due:
        return ""
    if line.follow_up is not None:
        # With its day: what is not due yet is given up all the same.
        from deals.parsing.next_actions import next_text

        what = _("; ").join(dict.fromkeys(map(next_text, due)))
        return _("replaces the follow-up: {what}").format(what=what)
    what = _("; ").join(dict.fromkeys(each.text for each in due))
    from deals.edits.contacts import settles_follow_ups  # no screen needs edits to be drawn

    if settles_follow_ups(line):
        return _("closes the follow-up: {what}").format(what=what)
    return _("nobody reached, still to do: {what}").format(what=what)


def describe_touch(line: TouchLine) -> str:
    """Return a touch as it was understood, with what its note keeps of days, money and people."""
    from deals.parsing.touch_line import touch_text

    text = touch_text(line, touch_name(line.how))
    if not line.left:
        return text
    left = _("left in the note: {pieces}").format(pieces=_(", ").join(line.left))
    return add_note(text, left)
