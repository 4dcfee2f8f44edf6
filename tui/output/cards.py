"""One project in words: briefly as triage tells it, and in full as `show` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deals.amounts import amount_text
from deals.compliance import Given
from deals.days import next_text
from deals.model import Contact, Flag, Project, Snooze, Window
from deals.playbook import Playbook
from deals.playbook.people import Limits
from deals.windows import window_text
from screens.kit.cells import fit, width
from screens.kit.touched import given_text, touch_words
from screens.kit.wording import N_, _, language, pgettext
from screens.kit.wording.flags import flag_next, flag_reason, rule_name
from screens.kit.wording.names import field_name, level_name, line_name, stance_name, status_name
from tui.output.rows import FLAGS, ID, MARKS, Listed, left_text, shorts

STAGE = N_("{stage} {name} ({percent}%)")
SPAN = N_("{text} ({first} to {last})")
TOUCHES = N_("Last touches")
MOST_TOUCHES = 3
ASLEEP = N_("{rule} sleeps until {day}")
NEXT_STAGE, ACCEPTED, CUSTOMER = N_("Next stage"), N_("Done when"), N_("Customer does")
WORK = N_("{stage} {name}: {work}")


class Part(NamedTuple):
    """A line of a card: its text behind `indent`, and behind what it goes on if it is too long."""

    text: str
    indent: str = ""
    following: str = ""


def brief(listed: Listed, playbook: Playbook) -> Iterator[Part]:
    """A project's line and its flags with reason and advice, worst first."""
    yield Part(
        "  ".join(shorts(listed, playbook)), f"{MARKS.get(listed.found.severity or '', ' ')} ", "  "
    )
    yield from _flags(listed, playbook)


def card(listed: Listed, playbook: Playbook) -> Iterator[Part]:
    """Everything about a project that can be read at a glance."""
    project, found = listed
    yield Part(project.name)
    facts = [(name, text) for name, text in _facts(listed, playbook) if text]
    room = max(width(name) for name, _text in facts) + 2
    yield from (Part(text, f"  {fit(name, room)}", " " * (room + 2)) for name, text in facts)
    if project.contacts:
        yield from (Part(""), Part(field_name("contacts")))
        yield from (Part(_contact(one), "  ", "    ") for one in project.contacts)
    if project.touches:
        yield from (Part(""), Part(_(TOUCHES)))
        latest = sorted(project.touches, key=lambda one: one.on, reverse=True)[:MOST_TOUCHES]
        yield from (Part(touch_words(one), f"  {one.on}  ", " " * 14) for one in latest)
    if found.flags or found.asleep:
        yield from (Part(""), Part(_(FLAGS)))
        yield from _flags(listed, playbook)
        yield from (Part(_asleep(*one, playbook), "  z ", "    ") for one in found.asleep)


def given(every: Iterable[Given], limits: Limits) -> Iterator[Part]:
    """What people were given, a person and year a line; over the year's limit marked."""
    for one in every:
        yield Part(given_text(one, limits), "  ! " if one.over(limits) else "    ", "    ")


def _facts(listed: Listed, playbook: Playbook) -> Iterator[tuple[str, str]]:
    project = listed.project
    yield field_name("customer"), project.customer
    yield field_name("owner"), project.owner
    yield field_name("stage"), _stage(project, playbook)
    yield field_name("status"), "" if project.status == "open" else _ended(project)
    yield from _ahead(project, playbook)
    yield field_name("amount"), amount_text(project.amount, language()) if project.amount else ""
    yield field_name("signs"), _window(project.signs) if project.signs else ""
    yield pgettext("column", "Left"), left_text(listed.found)
    yield field_name("next"), next_text(project.next_action)
    yield field_name("product"), project.product or ""
    yield _(ID), project.id


def _stage(project: Project, playbook: Playbook) -> str:
    if project.stage not in playbook.order:
        return project.stage
    stage = playbook.stage(project.stage)
    name, percent = stage.name.of(language()), round(stage.weight * 100)
    return _(STAGE).format(stage=stage.id, name=name, percent=percent)


def _ahead(project: Project, playbook: Playbook) -> Iterator[tuple[str, str]]:
    """The stage being worked on: what there is to do, what accepts it, what the customer does."""
    stage = playbook.after(project.stage) if project.status == "open" else None
    if stage is not None:
        name, work, accepted, customer = (
            text.of(language())
            for text in (stage.name, stage.seller, stage.acceptance, stage.customer)
        )
        yield _(NEXT_STAGE), _(WORK).format(stage=stage.id, name=name, work=work)
        yield _(ACCEPTED), accepted
        yield _(CUSTOMER), customer


def _ended(project: Project) -> str:
    return ": ".join(filter(None, (status_name(project.status), project.end_reason)))


def _window(window: Window) -> str:
    if window.precision == "day":
        return f"{window.latest}"
    return _(SPAN).format(text=window_text(window), first=window.earliest, last=window.latest)


def _contact(contact: Contact) -> str:
    cr = "?" if contact.cr is None else contact.cr
    words = [
        contact.name,
        contact.title,
        contact.department,
        contact.level and level_name(contact.level),
        *map(line_name, contact.lines),
        f"CR{cr}",
        "" if contact.stance == "unknown" else stance_name(contact.stance),
        contact.competitor,
    ]
    return ", ".join(filter(None, words))


def _flags(listed: Listed, playbook: Playbook) -> Iterator[Part]:
    for flag in listed.found.flags:
        yield Part(
            f"{flag_reason(flag, playbook)} ({rule_name(flag, playbook)})",
            f"  {MARKS[flag.severity]} ",
            "    ",
        )
        yield Part(flag_next(flag, playbook), "    -> ", "       ")


def _asleep(flag: Flag, snooze: Snooze, playbook: Playbook) -> str:
    words = _(ASLEEP).format(rule=rule_name(flag, playbook), day=snooze.until)
    return ": ".join(filter(None, (words, snooze.reason)))
