"""Rows of the pipeline as cells of text, however a table of projects is then printed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

from deals.model import Level, Project
from deals.network.relationship import levels_held
from deals.parsing.amounts import money, short_amount
from deals.parsing.days import next_text, short_window
from deals.pipeline import sum_by_currency
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from store.tables.export import table_rows, text_cell
from wording import N_, _, language, ngettext, pgettext
from wording.findings import rule_name
from wording.names import status_name

MARKS = {"red": "!", "amber": "~", "info": "."}
LEVELS: tuple[Level, ...] = ("high", "middle", "low")
ID = N_("Id")
FLAGS = N_("Flags")
SEVERITY = N_("Severity")
DAYS_LEFT = N_("{days}d")


class ListedProject(NamedTuple):
    """A project that is shown, and what triage says of it."""

    project: Project
    found: Assessment


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column of the table: its heading, and how it is laid out where room is short.

    `figures` are set to the right. A column with a `least` width, in cells, may be folded down to
    it; others never are. `room` is the width of the terminal from which the column is shown.
    """

    heading: str
    figures: bool = False
    least: int = 0
    room: int = 0


def columns() -> tuple[OutputColumn, ...]:
    """Return the columns of the pipeline, in the language spoken now."""
    return (
        OutputColumn(""),
        OutputColumn(pgettext("column", "Project"), least=12),
        OutputColumn(pgettext("column", "Customer"), least=12, room=110),
        OutputColumn(pgettext("column", "Owner"), least=6),
        OutputColumn(pgettext("column", "Stage")),
        OutputColumn(pgettext("column", "Amount"), figures=True),
        OutputColumn(pgettext("column", "Signs")),
        OutputColumn(pgettext("column", "Left"), figures=True),
        OutputColumn(pgettext("column", "h/m/l")),
        OutputColumn(pgettext("column", "Next"), least=12, room=130),
        OutputColumn(pgettext("column", "Flags"), least=14),
    )


def cells(listed: ListedProject, playbook: Playbook) -> tuple[str, ...]:
    """Return a project's cells under `columns`, as plain text."""
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
    """Return the last stage completed, and the end of a project that is closed (`P4 lost`)."""
    if project.status == "open":
        return project.stage
    return f"{project.stage} {status_name(project.status)}"


def brief_cells(listed: ListedProject, playbook: Playbook) -> tuple[str, ...]:
    """Return a project's name, owner, stage, amount, signing and days left, if known."""
    _mark, name, _customer, owner, stage, amount, signs, left, *_rest = cells(listed, playbook)
    return tuple(filter(None, (name, owner, stage, amount, signs, left)))


def left_text(found: Assessment) -> str:
    """Return the days left to signing, short; empty where there is no window."""
    return "" if found.days_left is None else _(DAYS_LEFT).format(days=found.days_left)


def held_text(project: Project) -> str:
    """Return the best CR at the high, middle and low level; of all contacts where none is known."""
    if any(contact.level for contact in project.contacts):
        held = levels_held(project)
        return "/".join(str(held[level] or "-") for level in LEVELS)
    best = max((contact.cr for contact in project.contacts if contact.cr), default=None)
    return f"CR{best}" if best else ""


def summary(shown: Iterable[ListedProject], playbook: Playbook) -> str:
    """Return how many projects are shown, how many need attention, and their sums."""
    listed = list(shown)
    parts = [
        ngettext("{count} project", "{count} projects", len(listed)).format(count=len(listed)),
        _("needs attention: {count}").format(
            count=sum(project.found.attention for project in listed)
        ),
    ]
    for currency, total in sum_by_currency(
        (project.project for project in listed), playbook
    ).items():
        plain, weighted = (
            money(value, currency, language()) for value in (total.sum, total.weighted)
        )
        parts.append(_("{sum}, by completion {weighted}").format(sum=plain, weighted=weighted))
    return _("; ").join(parts)


def csv_text(shown: Sequence[ListedProject]) -> bytes:
    """Return the projects shown as CSV in UTF-8: the columns of an export between id and flags.

    Headings are in the language spoken now; an import reads it back.
    """
    headings, *rows = table_rows([project.project for project in shown], language())
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_(ID), *headings, _(SEVERITY), _(FLAGS)])
    for (project, found), row in zip(shown, rows, strict=True):
        flags = " ".join(flag.rule for flag in found.flags)
        writer.writerow([project.id, *map(text_cell, row), found.severity, flags])
    return buffer.getvalue().encode()
