"""Pipeline rows: from a project and what triage says of it to cells. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deals.amounts import money, short_amount
from deals.model import Project
from deals.playbook import Playbook
from deals.standing import levels_held
from deals.sums import totals
from deals.triage import Assessment
from deals.windows import short_window
from screens.kit.cells import width
from screens.kit.glyphs import Glyphs
from screens.kit.rowlist import RowText
from screens.kit.spans import Line, Tone, line
from screens.kit.table import GUTTER, Cell, Column
from screens.kit.wording import _, language, pgettext
from screens.kit.wording.names import status_name

BAR = 7
MOST_DAYS = 999
DATED = 10
SIGNS: dict[str | None, tuple[str, Tone]] = {
    "red": ("!", "red"),
    "amber": ("~", "amber"),
    "info": (" ", ""),
    None: (" ", ""),
}


def columns(cells: int) -> tuple[Column, ...]:
    """The columns for a screen of `cells`; name, customer and next action share what is left."""
    wide = cells >= 110
    owner = 8 if wide else 6
    fixed = owner + 10 + 10 + 8 + 5 + 5
    rest = cells - GUTTER - fixed - (8 if wide else 7)
    customer = rest // 5 if wide else 0
    name = max(10, rest * 2 // 5 if wide else rest * 5 // 8)
    people = [Column("customer", pgettext("column", "Customer"), customer)] if wide else []
    return (
        Column("name", pgettext("column", "Project"), name),
        *people,
        Column("owner", pgettext("column", "Owner"), owner),
        Column("stage", pgettext("column", "Stage"), 10),
        Column("amount", pgettext("column", "Amount"), 10, "right"),
        Column("signs", pgettext("column", "Signs"), 8),
        Column("left", pgettext("column", "Left"), 5, "right"),
        Column("contacts", pgettext("column", "h/m/l"), 5),
        Column("next", pgettext("column", "Next"), max(4, rest - customer - name)),
    )


def row_text(
    project: Project,
    found: Assessment,
    playbook: Playbook,
    shown: Sequence[Column],
) -> RowText:
    """The row of a project in the columns shown."""
    sign, tone = SIGNS[found.severity]
    cells = {
        "name": Cell(project.name),
        "customer": Cell(project.customer),
        "owner": Cell(project.owner),
        "stage": Cell(stage_text(project, playbook)),
        "amount": Cell(short_amount(project.amount, language()) if project.amount else ""),
        "signs": Cell(short_window(project.signs) if project.signs else ""),
        "left": _left(project, found),
        "contacts": Cell(relations(project)),
        "next": _next(project, shown[-1].cells),
    }
    return RowText(tuple(cells[column.id] for column in shown), sign, tone)


def stage_text(project: Project, playbook: Playbook) -> str:
    """`P4 ####---`: the last stage completed and how far that is; an ended one says how."""
    if project.status != "open":
        return f"{project.stage} {status_name(project.status)}"
    last = len(playbook.stages) - 1
    place = playbook.order.get(project.stage, 0)
    done = round(BAR * place / last)
    return f"{project.stage} {'#' * done}{'-' * (BAR - done)}"


def _left(project: Project, found: Assessment) -> Cell:
    if found.days_left is None or project.status != "open":
        return Cell("")
    if abs(found.days_left) > MOST_DAYS:
        left = _("{years}y").format(years=round(found.days_left / 365))
    else:
        left = _("{days}d").format(days=found.days_left)
    late = found.days_left < 0 and any(flag.rule == "overdue" for flag in found.flags)
    return Cell(left, "red" if late else "")


def relations(project: Project) -> str:
    """Best CR of the high, middle and low level; without known levels the best of all."""
    held = levels_held(project)
    if any(person.level for person in project.contacts):
        return "/".join("-" if cr is None else str(cr) for cr in held.values())
    known = [person.cr for person in project.contacts if person.cr is not None]
    if known:
        return f"CR{max(known)}"
    return "CR?" if project.contacts else "-"


def _next(project: Project, cells: int) -> Cell:
    if project.next_action is None:
        return Cell(_("none") if project.status == "open" else "", "dim")
    action = project.next_action
    day = f"{action.on:%m-%d} " if action.on is not None and cells >= DATED else ""
    return Cell(day + action.text)


def sums(
    projects: Iterable[Project], flagged: int, playbook: Playbook, glyphs: Glyphs
) -> list[tuple[str, str]]:
    """How many need attention, then the money of the open projects: a currency and its sums."""
    everything = [one for one in projects if one.status == "open"]
    lang = language()
    text = _("needs attention {flagged} of {all}").format(flagged=flagged, all=len(everything))
    parts = [("", text)]
    for currency, total in totals(everything, playbook).items():
        text = _("{plain} {dot} {weighted} by completion")
        text = text.format(
            plain=money(total.sum, currency, lang),
            dot=glyphs.dot,
            weighted=money(total.weighted, currency, lang),
        )
        parts.append((currency, text))
    return parts


def fitting(parts: Sequence[tuple[str, str]], cells: int) -> Line:
    """As many of the sums as fit, the first always; of the others the currencies are named."""
    shown = ""
    for at, (_currency, text) in enumerate(parts):
        longer = f"{shown}   {text}" if shown else text
        left = "".join(f" +{currency}" for currency, _text in parts[at + 1 :])
        if shown and width(longer) + width(left) > cells:
            return line(shown + "".join(f" +{currency}" for currency, _text in parts[at:]))
        shown = longer
    return line(shown)
