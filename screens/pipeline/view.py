"""Projects as rows of the pipeline, the figures of its title, and its filters and orders. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from deals.errors import UserError
from deals.model import Project, SavedView
from deals.network.relationship import levels_held
from deals.own_columns import own_field, own_text, read_own_name
from deals.parsing.amounts import money, short_amount
from deals.parsing.windows import short_window
from deals.pipeline import (
    ATTENTION,
    Total,
    add_amounts,
    builtin_views,
    find_order,
    sum_by_currency,
)
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from screens.base.row_list import RowText
from views.person_names import shorten_name
from views.styled_text import Glyphs, TextLine, Tone, line, width
from views.table import GUTTER, TableCell, TableColumn
from wording import _, language, ngettext, pgettext
from wording.names import sort_name, status_name, view_name

BAR = 7
MOST_DAYS = 999
DATED = 10
OWN, OWN_WIDE = 8, 12
LEAST, LEAST_WIDE = 14, 36
"""The cells of an own column in the list, and those that it leaves to name, customer and next step.
"""
SIGNS: dict[str | None, tuple[str, Tone]] = {
    "red": ("!", "red"),
    "amber": ("~", "amber"),
    "info": (" ", ""),
    None: (" ", ""),
}


def columns(cells: int, own: Sequence[str] = ()) -> tuple[TableColumn, ...]:
    """Return the columns for `cells`; name, customer and next action share what is left.

    Of the `own` columns as many are shown as leave room for these.
    """
    wide = cells >= 110
    owner = 8 if wide else 6
    fixed = owner + 10 + 10 + 8 + 5 + 5
    rest = cells - GUTTER - fixed - (8 if wide else 7)
    size = OWN_WIDE if wide else OWN
    shown = own[: max(0, (rest - (LEAST_WIDE if wide else LEAST)) // (size + 1))]
    rest -= len(shown) * (size + 1)
    customer = rest // 5 if wide else 0
    name = max(10, rest * 2 // 5 if wide else rest * 5 // 8)
    people = [TableColumn("customer", pgettext("column", "Customer"), customer)] if wide else []
    return (
        TableColumn("name", pgettext("column", "Project"), name),
        *people,
        TableColumn("owner", pgettext("column", "Owner"), owner),
        TableColumn("stage", pgettext("column", "Stage"), 10),
        TableColumn("amount", pgettext("column", "Amount"), 10, "right"),
        TableColumn("signs", pgettext("column", "Signs"), 8),
        TableColumn("left", pgettext("column", "Left"), 5, "right"),
        TableColumn("contacts", pgettext("column", "h/m/l"), 5),
        *(TableColumn(own_field(name), name, size) for name in shown),
        TableColumn("next", pgettext("column", "Next"), max(4, rest - customer - name)),
    )


def row_text(
    project: Project,
    found: Assessment,
    playbook: Playbook,
    shown: Sequence[TableColumn],
) -> RowText:
    """Return the row of a project in the columns shown."""
    sign, tone = SIGNS[found.severity]
    cells = {
        "name": TableCell(project.name),
        "customer": TableCell(project.customer),
        "owner": TableCell(shorten_name(project.owner, _cells_of(shown, "owner"))),
        "stage": TableCell(stage_bar_text(project, playbook)),
        "amount": TableCell(short_amount(project.amount, language()) if project.amount else ""),
        "signs": TableCell(short_window(project.signs) if project.signs else ""),
        "left": _left(project, found),
        "contacts": TableCell(relation_text(project)),
        "next": _next(project, shown[-1].cells),
    }
    return RowText(
        tuple(cells.get(column.id) or _own_cell(project, column.id) for column in shown), sign, tone
    )


def _cells_of(shown: Sequence[TableColumn], column_id: str) -> int:
    return next((column.cells for column in shown if column.id == column_id), 0)


def _own_cell(project: Project, column_id: str) -> TableCell:
    return TableCell(own_text(project, read_own_name(column_id) or ""))


def stage_bar_text(project: Project, playbook: Playbook) -> str:
    """Return `P4 ####---`: the last stage completed and how far that is, or how it ended."""
    if project.status != "open":
        return f"{project.stage} {status_name(project.status)}"
    last = len(playbook.stages) - 1
    place = playbook.order.get(project.stage, 0)
    done = round(BAR * place / last)
    return f"{project.stage} {'#' * done}{'-' * (BAR - done)}"


def _left(project: Project, found: Assessment) -> TableCell:
    if found.days_left is None or project.status != "open":
        return TableCell("")
    if abs(found.days_left) > MOST_DAYS:
        left = _("{years}y").format(years=round(found.days_left / 365))
    else:
        left = _("{days}d").format(days=found.days_left)
    late = found.days_left < 0 and any(flag.rule == "overdue" for flag in found.flags)
    return TableCell(left, "red" if late else "")


def relation_text(project: Project) -> str:
    """Return the best CR of high, middle and low level; without known levels the best of all."""
    held = levels_held(project)
    if any(person.level for person in project.contacts):
        return "/".join("-" if cr is None else str(cr) for cr in held.values())
    known = [person.cr for person in project.contacts if person.cr is not None]
    if known:
        return f"CR{max(known)}"
    return "CR?" if project.contacts else "-"


def _next(project: Project, cells: int) -> TableCell:
    if project.next_action is None:
        return TableCell(_("none") if project.status == "open" else "", "dim")
    action = project.next_action
    day = f"{action.on:%m-%d} " if action.on is not None and cells >= DATED else ""
    return TableCell(day + action.text)


@dataclass(frozen=True, slots=True)
class PipelineFigures:
    """The figures of the title: how many open projects there are, and their money by currency."""

    flagged: int = 0
    count: int = 0
    totals: Mapping[str, Total] = field(default_factory=dict)


def pipeline_figures(
    projects: Iterable[Project], flagged: int, playbook: Playbook
) -> PipelineFigures:
    """Add up the open projects, of which so many need attention."""
    everything = [project for project in projects if project.status == "open"]
    return PipelineFigures(flagged, len(everything), sum_by_currency(everything, playbook))


def figures_line(figures: PipelineFigures, cells: int, glyphs: Glyphs) -> TextLine:
    """Return the figures in the longest wording that fits; the money of every currency stays in.

    Where even the shortest is too long, it says of how many currencies the money is left out.
    """
    texts = list(_figures_texts(figures, glyphs))
    return line(next((text for text in texts if width(text) <= cells), texts[-1]))


def _figures_texts(figures: PipelineFigures, glyphs: Glyphs) -> Iterator[str]:
    totals, lang = figures.totals, language()
    counts = {"flagged": figures.flagged, "all": figures.count}
    start = _("needs attention {flagged} of {all}").format(**counts)
    text = _("{plain} {dot} {weighted} by completion")
    weighed = [
        text.format(
            plain=money(total.sum, currency, lang),
            dot=glyphs.dot,
            weighted=money(total.weighted, currency, lang),
        )
        for currency, total in totals.items()
    ]
    yield "   ".join([start, *weighed])
    sums = {currency: total.sum for currency, total in totals.items()}
    weights = money_text({currency: total.weighted for currency, total in totals.items()})
    plain = money_text(sums)
    together = text.format(plain=plain, dot=glyphs.dot, weighted=weights)
    yield f"{start}   {together}"
    yield f"{start}   {plain}"
    short = "! {flagged}/{all}".format(**counts)
    for most in range(len(sums), 0, -1):
        yield f"{short}   {money_text(sums, most)}"


def money_text(sums: Mapping[str, float], most: int | None = None) -> str:
    """Return sums side by side, `¥25.6M + $2M`: of two currencies there is no total.

    Beyond the first `most` it is said of how many more currencies there is money.
    """
    several, lang = len(sums) > 1, language()
    texts = [money(value, currency, lang, marked=several) for currency, value in sums.items()]
    left = len(texts[most:]) if most is not None else 0
    if left:
        rest = ngettext("{count} more currency", "{count} more currencies", left)
        texts = [*texts[:most], rest.format(count=left)]
    return " + ".join(texts)


def sum_text(label: str, projects: Sequence[Project]) -> str:
    """Return what some projects come to, behind a label that says which and how many they are."""
    sums, unknown = add_amounts(projects)
    texts = [money_text(sums)] if sums else []
    if unknown:
        without = ngettext("{count} without amount", "{count} without amount", unknown)
        texts.append(without.format(count=unknown))
    return _("{label}: {sums}").format(label=label, sums=_(", ").join(texts))


ViewChoice = tuple[str, str, Callable[[], None]]
_VIEW_KEYS = "1234567890abcdefghijklmnop"
_SORT_KEYS = {
    "attention": "a",
    "signs": "w",
    "left": "l",
    "amount": "m",
    "stage": "s",
    "name": "n",
    "customer": "c",
    "owner": "o",
    "cr": "r",
    "next": "x",
    "updated": "u",
}


@cache
def builtin() -> frozenset[str]:
    """Return the ids of the views that every book has."""
    return frozenset(view.name for view in builtin_views(date.min))


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A filter and an order with the end that comes first; and the name of the saved view."""

    filter: str = ""
    sort: str = ATTENTION
    descending: bool = False
    view: str = ""

    def with_filter(self, text: str) -> PipelineView:
        """Return the same order under another filter."""
        return replace(self, filter=text, view="")

    def with_order(self, sort: str) -> PipelineView:
        """Return the view in another order, its most wanted end first, or turned round."""
        again = sort == self.sort
        descending = not self.descending if again else find_order(sort).descending
        return replace(self, sort=sort, descending=descending, view="")

    def text(self, apart: bool = False) -> str:
        """Return what the status line says of it; money may be compared each currency `apart`."""
        parts = list[str]()
        if self.view:
            parts.append(_("view: {name}").format(name=view_name(self.view)))
        if self.filter:
            parts.append(_("filter: {filter}").format(filter=self.filter))
        if self.sort != ATTENTION or self.descending:
            way = _("descending") if self.descending else ""
            parts.append(_("by {sort} {way}").format(sort=sort_name(self.sort), way=way).strip())
        if apart and (self.sort == "amount" or (self.sort == ATTENTION and not parts)):
            parts.append(_("amounts sorted within each currency"))
        return "   ".join(parts)

    def own_name(self) -> str:
        """Return the name of the user's own view that this is, if it is one."""
        return "" if self.view in builtin() else self.view

    def save_as(self, name: str, views: Sequence[SavedView]) -> tuple[SavedView, ...]:
        """Return the user's views with this look among them under `name`; `-name` drops that one.

        Refusals `view-nameless`, `view-builtin` (name) and, dropping, `view-unknown` (name).
        """
        wanted = name.removeprefix("-").strip()
        if not wanted:
            raise UserError("view-nameless")
        kept = tuple(view for view in views if view.name != wanted)
        if name.startswith("-"):
            if len(kept) == len(views):
                raise UserError("view-unknown", name=wanted)
            return kept
        if wanted in builtin() or wanted in set(map(view_name, builtin())):
            raise UserError("view-builtin", name=wanted)
        mine = SavedView(
            name=wanted, filter=self.filter, sort=self.sort, descending=self.descending
        )
        return (*kept, mine)


def of_view(view: SavedView) -> PipelineView:
    """Return the look that a view stands for."""
    return PipelineView(view.filter, view.sort, view.descending, view.name)


def sort_choices(
    look: PipelineView, show: Callable[[PipelineView], None], own: Sequence[str] = ()
) -> list[ViewChoice]:
    """Return the orders, a key each; those by the `own` columns that are shown have digits."""
    keys = {**_SORT_KEYS, **{own_field(name): f"{at}" for at, name in enumerate(own[:9], 1)}}
    return [
        (key, sort_name(sort), _show_view(look.with_order(sort), show))
        for sort, key in keys.items()
    ]


def look_choices(
    views: Sequence[SavedView], show: Callable[[PipelineView], None]
) -> list[ViewChoice]:
    """Return the views at a key each: digits first, letters when there are more."""
    return [
        (key, view_name(view.name), _show_view(of_view(view), show))
        for key, view in zip(_VIEW_KEYS, views, strict=False)
    ]


def _show_view(look: PipelineView, show: Callable[[PipelineView], None]) -> Callable[[], None]:
    return lambda: show(look)
