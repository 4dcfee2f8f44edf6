"""The pipeline as cells of text: what a table of projects shows, however it is then printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from deals.amounts import money, short_amount
from deals.days import next_text
from deals.model import Level, Project
from deals.playbook import Playbook
from deals.standing import levels_held
from deals.sums import totals
from deals.triage import Assessment
from deals.windows import short_window
from screens.kit.wording import N_, _, language, ngettext, pgettext
from screens.kit.wording.flags import rule_name
from screens.kit.wording.names import status_name

MARKS = {"red": "!", "amber": "~", "info": "."}
LEVELS: tuple[Level, ...] = ("high", "middle", "low")
ID = N_("Id")
FLAGS = N_("Flags")
SEVERITY = N_("Severity")
DAYS_LEFT = N_("{days}d")


class Listed(NamedTuple):
    """A project that is shown, and what triage says of it."""

    project: Project
    found: Assessment


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading, and how it is laid out where room is short.

    `figures` are set to the right. A column with a `least` width, in cells, may be folded down to
    it; others never are. `room` is the width of the terminal from which the column is shown.
    """

    heading: str
    figures: bool = False
    least: int = 0
    room: int = 0


def columns() -> tuple[Column, ...]:
    """The columns of the pipeline, in the language spoken now."""
    return (
        Column(""),
        Column(pgettext("column", "Project"), least=12),
        Column(pgettext("column", "Customer"), least=12, room=110),
        Column(pgettext("column", "Owner"), least=6),
        Column(pgettext("column", "Stage")),
        Column(pgettext("column", "Amount"), figures=True),
        Column(pgettext("column", "Signs")),
        Column(pgettext("column", "Left"), figures=True),
        Column(pgettext("column", "h/m/l")),
        Column(pgettext("column", "Next"), least=12, room=130),
        Column(pgettext("column", "Flags"), least=14),
    )


def cells(listed: Listed, playbook: Playbook) -> tuple[str, ...]:
    """A project's cells under `columns`, as plain text."""
    project, found = listed
    return (
        MARKS.get(found.severity or "", ""),
        project.name,
        project.customer,
        project.owner,
        stage_text(project),
        short_amount(project.amount, language()) if project.amount else "",
        short_window(project.signs) if project.signs else "",
        left_text(found),
        held_text(project),
        next_text(project.next_action),
        ", ".join(rule_name(flag, playbook) for flag in found.flags),
    )


def stage_text(project: Project) -> str:
    """The last stage completed, and what became of a project that is not open (`P4 lost`)."""
    if project.status == "open":
        return project.stage
    return f"{project.stage} {status_name(project.status)}"


def shorts(listed: Listed, playbook: Playbook) -> tuple[str, ...]:
    """A project's name, owner, stage, amount, signing and days left, where they are known."""
    _mark, name, _customer, owner, stage, amount, signs, left, *_rest = cells(listed, playbook)
    return tuple(filter(None, (name, owner, stage, amount, signs, left)))


def left_text(found: Assessment) -> str:
    """The days left to signing, short; empty where there is no window."""
    return "" if found.days_left is None else _(DAYS_LEFT).format(days=found.days_left)


def held_text(project: Project) -> str:
    """The best CR at the high, middle and low level; of all contacts where no level is known."""
    if any(one.level for one in project.contacts):
        held = levels_held(project)
        return "/".join(str(held[level] or "-") for level in LEVELS)
    best = max((one.cr for one in project.contacts if one.cr), default=None)
    return f"CR{best}" if best else ""


def summary(shown: Iterable[Listed], playbook: Playbook) -> str:
    """How many projects are shown, how many need attention, and what they add up to."""
    listed = list(shown)
    parts = [
        ngettext("{count} project", "{count} projects", len(listed)).format(count=len(listed)),
        _("needs attention: {count}").format(count=sum(one.found.attention for one in listed)),
    ]
    for currency, total in totals((one.project for one in listed), playbook).items():
        plain, weighted = (
            money(value, currency, language()) for value in (total.sum, total.weighted)
        )
        parts.append(_("{sum}, by completion {weighted}").format(sum=plain, weighted=weighted))
    return _("; ").join(parts)
