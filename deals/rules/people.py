"""Rules that hold a project against the people we know (method, sections 3 and 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from deals.model import LINES, Contact, Flag, Project
from deals.playbook import Playbook
from deals.rules.flags import Figures, flagged, of_open_projects
from deals.standing import (
    SAY,
    against_us,
    at_level,
    best_cr,
    cr_text,
    has_say,
    insiders,
    weak_place,
)


@of_open_projects
def cr_stage(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """The relationships we have do not bear out the stage.

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
        return _unnamed(project, playbook, people) if claim.named else None
    if any(one.level is not None for one in people):
        return _by_level(project, playbook, people) or _by_line(project, playbook, people)
    if claim.best is None or best >= claim.best:
        return None
    figures: Figures = {"best": best, "count": len(people), "needs": claim.best}
    return flagged(playbook, "cr-stage", "best", {"stage": project.stage, **figures})


def _unnamed(project: Project, playbook: Playbook, people: Sequence[Contact]) -> Flag:
    case, count = ("unknown", {"count": len(people)}) if people else ("nobody", {})
    return flagged(playbook, "cr-stage", case, {"stage": project.stage, **count})


def _by_level(project: Project, playbook: Playbook, people: Sequence[Contact]) -> Flag | None:
    for level, needs in playbook.claims[project.stage].levels:
        about: Figures = {"stage": project.stage, "needs": needs}
        best = best_cr(at_level(people, level))
        if best is None:
            return flagged(playbook, "cr-stage", f"no-{level}", about)
        if best < needs:
            return flagged(playbook, "cr-stage", level, {**about, "best": best})
    return None


def _by_line(project: Project, playbook: Playbook, people: Sequence[Contact]) -> Flag | None:
    needs = playbook.claims[project.stage].line
    if needs is None:
        return None
    about: Figures = {"stage": project.stage, "needs": needs}
    if not any(one.lines for one in people):
        return flagged(playbook, "cr-stage", "no-lines", about)
    for line in LINES:
        weak = weak_place(people, line, needs)
        if weak is not None and weak.contact is None:
            return flagged(playbook, "cr-stage", f"no-{line}", about)
        if weak is not None and weak.contact is not None:
            who: Figures = {"name": weak.contact.name, "cr": cr_text(weak.contact.cr)}
            return flagged(playbook, "cr-stage", line, {**about, **who})
    return None


@of_open_projects
def blocker(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """A decider or approver backs a competitor or is against us, and nothing planned names them.

    Where the buying role is not known, a place on an approval line counts as having a say. Of
    several the decider is named first. What is planned is the next action and the open rows of the
    plan; a late one still names its person.
    """
    against = [one for one in project.contacts if against_us(one) and has_say(one)]
    planned = [f"{row.content} {row.aim}" for row in project.plan if row.state in ("open", "doing")]
    planned += [project.next_action.text] if project.next_action else []
    loose = [one for one in against if not any(_names(text, one.name) for text in planned)]
    if not loose:
        return None
    worst = min(loose, key=lambda one: SAY.get(one.role or "", len(SAY)))
    who: Figures = {"name": worst.name}
    if worst.stance == "opposes":
        return flagged(playbook, "blocker", "opposes", who)
    if worst.competitor:
        return flagged(playbook, "blocker", "rival", {**who, "competitor": worst.competitor})
    return flagged(playbook, "blocker", "competitor", who)


def _names(text: str, name: str) -> bool:
    """Whether the text names this person: a name in letters as a whole word, in any case."""
    said, found = text.casefold(), name.casefold()
    if not name.isascii() or found not in said:
        return found in said
    return re.search(rf"(?<!\w){re.escape(found)}(?!\w)", said) is not None


@of_open_projects
def single_thread(project: Project, playbook: Playbook, today: date) -> Flag | None:
    """One contact only, or everybody we hold in one function.

    The second is asked only where the function of everybody held is known: one unknown may well be
    of another function. Nobody at all is `cr-stage`'s to say; outside persons are not counted.
    """
    limits = playbook.thresholds.single_thread
    if not playbook.reached(project.stage, limits.since):
        return None
    people = insiders(project)
    if len(people) == 1:
        only: Figures = {"stage": project.stage, "name": people[0].name}
        return flagged(playbook, "single-thread", "one", only)
    held = [one.function for one in people if one.cr is not None and one.cr >= limits.cr]
    function = held[0] if held else None
    if function is None or any(one != function for one in held):
        return None
    figures: Figures = {"stage": project.stage, "cr": limits.cr, "count": len(held)}
    return flagged(playbook, "single-thread", function, figures)
