"""Projects as rows of the pipeline, the figures of its title, and its filters and orders. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from deals.filters import Term
from deals.model import Book, Project
from deals.network.relationship import levels_held, shows_levels
from deals.numbers.list_sums import ListSums
from deals.own_columns import OwnColumns, own_field, own_text, read_own_name
from deals.parsing.amounts import short_amount
from deals.parsing.text import fold_text
from deals.parsing.windows import short_window
from deals.pipeline import add_amounts
from deals.playbook import Playbook
from deals.rules.triage import Assessment
from screens.base.frame import join_titles
from screens.base.row_list import RowText
from views.days_left import MOST_DAYS, left_text
from views.field_values import day_text
from views.glyphs import glyphs
from views.marks import KEY_SIGN, stage_sign
from views.money_texts import (
    completion_text,
    in_play_text,
    list_sum_texts,
    money_text,
    signed_text,
    sums_in_play,
    together_text,
    unpriced_text,
)
from views.person_names import shorten_name
from views.short_days import short_day
from views.styled_text import TextLine, Tone, cells_of, fit, line, width
from views.table import GUTTER, TableCell, TableColumn
from wording import _, language, ngettext, pgettext
from wording.errors import one_line
from wording.idle_terms import idle_term_text
from wording.names import status_name

LEFT, STAGE, AMOUNT, CLOSE = 5, 4, 10, 8
OWNER, OWNER_WIDE, OWNER_MOST = 6, 8, 9
"""The cells of owners on a screen that is not wide and on one that is; up to how many they get more
where what an owner goes by, a surname or a Chinese name, would be cut.
"""
MIN_OWN = 4
OWN, OWN_WIDE = 8, 12
LEAST, LEAST_WIDE = 24, 38
"""The cells of an own column in the list, and those that it leaves to name, customer and next step.
"""
NARROW, WIDE = 80, 100
"""In fewer cells some columns give way; from so many on owners have more, and customers some."""
NAME, SMALL_NAME = 21, 16
DAY, DATED, TEXT = 6, 9, 13
"""The cells of a next step's day, of one with its weekday, and those from which its text is shown.
"""
TEXT_WIDE = 20
"""The cells that a next step keeps on a wide screen."""
FULL = 60
"""The cells of the longest name that is shown whole."""
CUSTOMER, NAMED_CUSTOMER = 10, 16
LEVELS = 5
SIGNS: dict[str | None, tuple[str, Tone]] = {
    "red": ("!", "red"),
    "amber": ("~", "amber"),
    "info": (" ", ""),
    None: (" ", ""),
}
SNOOZED: tuple[str, Tone] = ("z", "dim")


class PipelineWidths(NamedTuple):
    """The cells that what is listed wants: names and customers, days left, stages, owners."""

    name: int = NAME
    customer: int = 0
    left: int = LEFT
    stage: int = STAGE
    owner: int = OWNER


USUAL = PipelineWidths()


def columns(
    cells: int,
    own: Mapping[str, int],
    wanted: PipelineWidths = USUAL,
    *,
    beside: bool = False,
    by_customer: bool = False,
) -> tuple[TableColumn, ...]:
    """Return the columns for `cells`: names whole first, the next step takes what is left.

    As many `own` columns as leave room are shown. Below 80 cells the levels give way, then owners;
    with a pane `beside`, which has the contacts, levels and then the days left do for names, and so
    they do for customers where rows are ordered `by_customer`.
    """
    wide, sizes = cells >= WIDE, _fixed_sizes(cells, wanted)
    room = SharedRoom(wide, beside, by_customer)
    _drop_for_names(sizes, cells, wanted, room)
    shown = _fit_own_beside(own, cells, sizes)
    rest = _rest(cells, sizes) - sum(size + 1 for size in shown.values())
    sizes["name"], sizes["customer"] = _share_names(rest, wanted, room)
    sizes |= {own_field(name): size for name, size in shown.items()}
    taken = sizes["name"] + 1 + (sizes["customer"] + 1 if sizes["customer"] else 0)
    sizes["next"] = max(1, rest - taken)
    titles = {**_titles(), **{own_field(name): name for name in shown}}
    return tuple(
        TableColumn(id, title, sizes[id], "right" if id in ("amount", "left") else "left")
        for id, title in titles.items()
        if sizes.get(id)
    )


def _fit_own_beside(own: Mapping[str, int], cells: int, sizes: dict[str, int]) -> dict[str, int]:
    """Return the own columns that leave room for what the others leave; one of these is worth more
    than the end of an owner's name.
    """
    wide, most = cells >= WIDE, OWN_WIDE if cells >= WIDE else OWN
    least = LEAST_WIDE if wide else LEAST
    shown = _fit_own(own, _rest(cells, sizes) - least, most)
    if len(shown) < len(own) and sizes.get("owner", 0) > OWNER and not wide:
        sizes["owner"] = OWNER
        shown = _fit_own(own, _rest(cells, sizes) - least, most)
    return shown


def _fixed_sizes(cells: int, wanted: PipelineWidths) -> dict[str, int]:
    """Return the cells of the columns that have the same for all, as far as there is room."""
    sizes = {
        "owner": max(OWNER_WIDE if cells >= WIDE else OWNER, wanted.owner),
        "stage": wanted.stage,
        "amount": AMOUNT,
        "signs": CLOSE,
        "left": wanted.left,
        "contacts": _level_cells(),
    }
    if cells < NARROW:
        del sizes["contacts"]
        sizes["owner"] = OWNER
        if _rest(cells, sizes) < SMALL_NAME + DAY:
            del sizes["owner"]
    return sizes


def _drop_for_names(
    sizes: dict[str, int], cells: int, wanted: PipelineWidths, room: SharedRoom
) -> None:
    """Take out levels, then days left, until names have room, and customers if these order rows."""
    least = min(wanted.customer, NAMED_CUSTOMER) if room.by_customer else 0
    for column in ("contacts", "left") if room.beside or room.by_customer else ():
        name, customer = _share_names(_rest(cells, sizes), wanted, room)
        if name < wanted.name or customer < least:
            sizes.pop(column, None)


def _titles() -> dict[str, str]:
    """Return the columns in their order; own ones stand before the next step."""
    return {
        "name": pgettext("column", "Project"),
        "customer": pgettext("column", "Customer"),
        "owner": pgettext("column", "Owner"),
        "stage": pgettext("narrow column", "Stage"),
        "amount": pgettext("column", "Amount"),
        "signs": pgettext("column", "Close"),
        "left": pgettext("column", "Left"),
        "contacts": pgettext("column", "E/M/J").replace("/", glyphs().join),
        "next": pgettext("column", "Next"),
    }


def _rest(cells: int, sizes: Mapping[str, int]) -> int:
    """Return what columns leave to name, customer and next step, with a blank before each."""
    return cells - GUTTER - sum(size + 1 for size in sizes.values())


class SharedRoom(NamedTuple):
    """What names, customers and next steps share: on a wide screen, beside a pane, by customer."""

    wide: bool
    beside: bool
    by_customer: bool


def _share_names(rest: int, wanted: PipelineWidths, shared: SharedRoom) -> tuple[int, int]:
    """Return the cells of name and customer out of what they share with the next step.

    With a pane beside, which says what comes next, the list says but when, and so it does where
    its text would cut names, or customers that it is ordered by.
    """
    room = rest - 1
    day = max(DAY, width(pgettext("column", "Next")))
    if shared.beside:
        least = DATED if room - DATED >= wanted.name else day
    elif shared.wide:
        least = TEXT_WIDE
    else:
        least = TEXT if room - TEXT >= wanted.name and not shared.by_customer else day
    title = width(pgettext("column", "Project"))
    name = max(1, min(max(wanted.name, title), room - least))
    named = shared.wide or shared.by_customer
    customer = min(wanted.customer, room - least - name - 1) if named else 0
    return name, customer if customer >= CUSTOMER else 0


def widest_names(projects: Iterable[Project]) -> tuple[int, int]:
    """Return the cells of the widest name and of the widest customer, `FULL` at the most."""
    name = customer = 0
    for project in projects:
        if _may_take(project.name) > name:
            name = max(name, _name_cells(project.name))
        if _may_take(project.customer) > customer:
            customer = max(customer, _name_cells(project.customer))
    return min(name, FULL), min(customer, FULL)


def _may_take(name: str) -> int:
    """Return the most cells that a name may take, found much faster than those that it takes.

    What is two cells wide has three bytes or more.
    """
    return (len(name) + len(name.encode(errors="replace"))) // 2


def follow_names(widest: tuple[int, int], before: Book | None, book: Book) -> tuple[int, int]:
    """Return what `widest_names` gives for a book, given what it gave for the one before.

    Only what changed is measured, unless the widest of all may have gone: a key that edits one
    project of thousands is not to pay for them.
    """
    changed = None if before is None else book.changed_since(before)
    if before is None or changed is None:
        return widest_names(book.projects.values())
    old, new = (
        widest_names(each.projects[id_] for id_ in changed if id_ in each.projects)
        for each in (before, book)
    )
    if any(was == most > now for was, most, now in zip(old, widest, new, strict=True)):
        return widest_names(book.projects.values())
    return max(widest[0], new[0]), max(widest[1], new[1])


@lru_cache(maxsize=50_000)
def _name_cells(name: str) -> int:
    """Return the cells of a name; thousands of them are measured again at each edit."""
    return width(name)


def _level_cells() -> int:
    """Return what the column of the levels takes: its title may be longer."""
    return max(LEVELS, width(pgettext("column", "E/M/J")))


def _fit_own(own: Mapping[str, int], room: int, most: int) -> dict[str, int]:
    """Return the first own columns that fit into the room with their cells.

    Each has as many as it wants up to `most`, and more of what is left then.
    """
    shown: dict[str, int] = {}
    for name, wanted in own.items():
        if min(wanted, most) + 1 > room:
            break
        shown[name] = min(wanted, most)
        room -= shown[name] + 1
    for name in shown:
        more = min(own[name] - shown[name], room)
        shown[name] += more
        room -= more
    return shown


def own_cells(own: OwnColumns, names: Sequence[str]) -> dict[str, int]:
    """Return the cells that own columns want: as many as their names and widest values take."""
    return {name: max(MIN_OWN, width(name), *map(width, own.column(name).values)) for name in names}


def row_text(
    project: Project,
    found: Assessment,
    playbook: Playbook,
    shown: Sequence[TableColumn],
    shared: Collection[str] = (),
    *,
    marked: bool = False,
) -> RowText:
    """Return a project's row; without a column customers stand behind names that are `shared`."""
    sign, tone = SNOOZED if found.snoozed else SIGNS[found.severity]
    named = {column.id: column for column in shown}
    apart = project.name in shared and bool(project.customer) and "customer" not in named
    name = _name_text(project, named["name"].cells, apart=apart)
    cells = {
        "name": TableCell(name, "strong"),
        "customer": TableCell(project.customer),
        "owner": TableCell(
            shorten_name(project.owner, named["owner"].cells) if "owner" in named else ""
        ),
        "stage": TableCell(stage_cell_text(project, playbook)),
        "amount": TableCell(_amount_text(project, marked=marked)),
        "signs": TableCell(short_window(project.signs) if project.signs else ""),
        "left": _left(found),
        "contacts": TableCell(relation_text(project)),
        "next": _next(project, found.today, shown[-1].cells),
    }
    texts = tuple(cells.get(column.id) or _own_cell(project, column.id) for column in shown)
    summary = glyphs().summary if project.glance is not None else " "
    return RowText(texts, sign, tone, KEY_SIGN if project.key else summary)


def _name_text(project: Project, cells: int, *, apart: bool) -> str:
    """Return a project's name, `apart` with the customer; the star leaves the sign of a summary no
    other place than behind it, so that names stand below one another.
    """
    starred = project.key and project.glance is not None
    sign = f" {glyphs().summary}" if starred else ""
    room = cells - width(sign)
    name = _name_with_customer(project, room) if apart else project.name
    return (name if width(name) <= room else fit(name, room)) + sign if sign else name


def _name_with_customer(project: Project, cells: int) -> str:
    """Return a project's name and customer; where both have no room each has about a half."""
    customer = f" @{project.customer}"
    room = max(cells // 2, cells - width(customer))
    name = project.name if width(project.name) <= room else fit(project.name, room)
    return name + customer


def _amount_text(project: Project, *, marked: bool) -> str:
    return short_amount(project.amount, language(), marked=marked) if project.amount else ""


def _own_cell(project: Project, column_id: str) -> TableCell:
    return TableCell(own_text(project, read_own_name(column_id) or ""))


def stage_cell_text(project: Project, playbook: Playbook) -> str:
    """Return `P4 ▅`: the last stage completed and how high that is, or how it ended."""
    if project.status != "open":
        return f"{project.stage} {status_name(project.status)}"
    place = playbook.order.get(project.stage, 0)
    return stage_sign(project.stage, place, len(playbook.stages) - 1)


def stage_cells(listed: Iterable[Project]) -> int:
    """Return the cells in which the stages of all that are listed read in full."""
    ended = {(each.stage, each.status) for each in listed if each.status != "open"}
    return max(STAGE, *(width(f"{stage} {status_name(status)}") for stage, status in ended), 0)


def _left(found: Assessment) -> TableCell:
    return TableCell(left_text(found, MOST_DAYS))


def left_cells(listed: Iterable[Assessment]) -> int:
    """Return the cells in which the days of all that are listed read in full, past ones too."""
    least = min((found.days_left or 0 for found in listed), default=0)
    past = _("{days}d").format(days=max(least, -MOST_DAYS))
    return max(LEFT, width(past))


def relation_text(project: Project) -> str:
    """Return the best CR of high, middle and low level; without known levels the best of all."""
    held = levels_held(project)
    if shows_levels(project):
        return glyphs().join.join("-" if cr is None else str(cr) for cr in held.values())
    if project.glance is not None:
        return f"{project.glance.best or '?'}".center(LEVELS)
    known = [person.cr for person in project.contacts if person.cr is not None]
    best = f"{max(known)}" if known else "?" if project.contacts else "-"
    return best.center(LEVELS)


def _next(project: Project, today: date, cells: int) -> TableCell:
    action = project.next_action
    if action is None:
        return TableCell(_("none") if project.status == "open" else "")
    if cells >= TEXT:
        day = short_day(action.on, today, cells // 2) if action.on else ""
        return TableCell(f"{day} {action.text}" if day else action.text)
    if action.on is None:
        return TableCell(_("no day"))
    day, dated = short_day(action.on, today, cells), day_text(action.on).partition("-")[2]
    return TableCell(dated if dated.startswith(day) and width(dated) <= cells else day)


@dataclass(frozen=True, slots=True)
class PipelineFigures:
    """The figures of the title: how many open projects there are, and what they come to."""

    flagged: int = 0
    count: int = 0
    sums: ListSums = field(default_factory=ListSums)


def figures_line(figures: PipelineFigures, order: str, cells: int) -> TextLine:
    """Return how many need one, the money and the order, in the longest wording that fits.

    The money of every currency stays in; where even the shortest is too long, it says of how many
    currencies the money is left out.
    """
    drawn: TextLine = ()
    for parts in _figures_texts(figures, order):
        drawn = join_titles(*(line(part) for part in parts if part))
        if cells_of(drawn) <= cells:
            break
    return drawn


def _figures_texts(figures: PipelineFigures, order: str) -> Iterator[Sequence[str]]:
    sums, counts = figures.sums, {"flagged": figures.flagged, "all": figures.count}
    start = _("{flagged} of {all} need you").format(**counts)
    short = "! {flagged}/{all}".format(**counts)
    several = len(sums.currencies) > 1
    in_play, weighted = in_play_text(sums, marked=several), completion_text(sums, marked=several)
    signed, together = signed_text(sums, marked=several), together_text(sums, short=True)
    yield start, in_play, together, weighted, signed, order
    yield start, in_play, together, weighted, signed
    if together:
        yield start, in_play, together, signed, order
        yield start, in_play, together, signed
        yield start, in_play, together, order
        yield start, in_play, together
        yield short, in_play, together
    yield start, in_play, weighted, signed
    yield short, in_play, weighted, signed
    yield start, in_play, weighted
    yield start, in_play, order
    plain = sums_in_play(sums)
    yield start, in_play
    yield start, money_text(plain, marked=several)
    for most in range(len(plain), 0, -1):
        yield short, money_text(plain, most, marked=several)
    if not plain:
        yield (short,)


def filtered_label(count: int, signed: int) -> str:
    """Return how many projects a filter leaves, and how many of them no sum in play holds."""
    if not signed:
        return _("filtered {count}").format(count=count)
    return _("filtered {count}, {signed} of them signed").format(count=count, signed=signed)


def marked_label(count: int, signed: int) -> str:
    """Return how many projects are marked, and how many of them are signed."""
    if not signed:
        return _("marked {count}").format(count=count)
    return _("marked {count}, {signed} of them signed").format(count=count, signed=signed)


def shown_sums_texts(label: str, sums: ListSums, *, marked: bool) -> Iterator[str]:
    """Yield what a list comes to behind a label that says which it is, the longest wording first.

    The last has but the money in play.
    """
    every = list_sum_texts(sums, marked=marked)
    with_label = _("{label}: {sums}")
    for most in range(len(every), 0, -1):
        yield with_label.format(label=label, sums=_("; ").join(every[:most]))
    if not every:
        yield label


def touched_sum_text(label: str, projects: Sequence[Project], *, marked: bool = False) -> str:
    """Return what marked projects come to, in play or not: what an edit of them touches."""
    sums, unknown = add_amounts(projects)
    texts = [money_text(sums, marked=marked)] if sums else []
    if unknown:
        texts.append(unpriced_text(unknown))
    return _("{label}: {sums}").format(label=label, sums=_(", ").join(texts))


MOST_VALUES = 6


def idle_text(terms: Sequence[Term], own: OwnColumns, playbook: Playbook) -> str:
    """Return why a filter lets nothing through: terms that nothing passes, and what there is."""
    texts = list[str]()
    for term in terms:
        name = read_own_name(term.key)
        values = own.column(name).values if name else ()
        if name and values and term.operator in (":", "=") and not term.word.startswith("-"):
            shown = [one_line(value) for value in values[:MOST_VALUES]]
            more = ["..."] if len(values) > MOST_VALUES else []
            text = _('nothing in {name} has "{value}"; there is {values}')
            there = _(", ").join([*shown, *more])
            texts.append(text.format(name=name, value=term.value, values=there))
        else:
            texts.append(idle_term_text(term, playbook))
    return _("; ").join(texts)


def nearest_text(dropped: str, count: int) -> str:
    """Return how many projects a filter leaves without some of its words; empty for none."""
    text = ngettext("without {words} there is {count}", "without {words} there are {count}", count)
    return text.format(words=dropped, count=count) if count else ""


MOST_FOUND = 3


def find_note_lines(project: Project, terms: Sequence[Term]) -> list[str]:
    """Return the lines of notes in which a filter found its words, those of people behind a name.

    Only words that are nowhere else in sight, in the names of project, customer and owner.
    """
    names = fold_text(f"{project.name} {project.customer} {project.owner}")
    words = [fold_text(term.value) for term in terms if not term.key and term.word[:1] != "-"]
    words = [word for word in words if word and word not in names]
    if not words:
        return []
    people = [(f"{person.name}: ", person.note) for person in project.contacts if person.note]
    found = [
        one_line(f"{start}{text.strip()}")
        for start, notes in [("", project.remarks or ""), *people]
        for text in notes.split("\n")
        if any(word in fold_text(text) for word in words)
    ]
    return found[:MOST_FOUND]
