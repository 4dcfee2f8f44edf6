"""The actions on the market: editing, adding, renaming and removing items, and planning them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.market import (
    add_product,
    add_rival,
    drop_item,
    drop_rival,
    place_product,
    rename_product,
    rename_rival,
    toggle_strategy_item,
    write_cell,
)
from deals.edits.planning import plan_new_cause
from deals.edits.records import drop_record, put
from deals.edits.typed_fields import write_note
from deals.errors import UserError
from deals.market import (
    bone_of,
    find_named_items,
    item_names,
    mark_for_us,
    market_grid,
    rivals_of,
    split_swot_kind,
)
from deals.model import (
    KEYS,
    US,
    Book,
    Cause,
    MarketCell,
    Project,
    Stamp,
    Strategy,
    SwotItem,
)
from deals.parsing.reading_context import ReadingContext
from deals.project_notes import find_note
from deals.sources import causes_from, rows_from
from deals.thread import outcomes_of, trace_thread
from deals.unsaved import InputPlace
from screens.base import finder
from screens.base.market_choices import choose_market
from screens.base.project_actions import commit_book_edit
from screens.base.project_screen import choose_along, follow_thread
from screens.base.record_editor import (
    FieldWalk,
    TextEditor,
    TextWrite,
    echo_understood,
    plain_text,
    tell_text,
)
from screens.market.view import (
    PAGES,
    echo_product,
    find_product,
    note_labels,
    page_of,
    product_text,
    read_product,
)
from views.market import KINDS
from views.styled_text import StyledText, TextLine, line
from wording import N_, _
from wording.language import language
from wording.record_names import cell_name, note_name, standing_text

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen

MarketEdit = Callable[[Book, Project, Stamp], Book]


def commit_market_edit(
    screen: MarketScreen, label: str, make: MarketEdit, message: str = ""
) -> bool:
    """Commit one change of the book and tell what it is; why not is told."""
    id_ = screen.project.id

    def edit_book(book: Book, reading: ReadingContext) -> Book:
        return make(book, book.projects[id_], reading.stamp)

    outcome = commit_book_edit(screen, [id_], label, edit_book, screen.host.book)
    if outcome.failed is not None:
        screen.refuse(outcome.failed)
        return False
    screen.tell(message or _("saved: {label}").format(label=_(label)))
    return True


def of_project(edit: Callable[[Project, Stamp], Project]) -> MarketEdit:
    """Return a change of the book that is one of the project alone."""
    return lambda book, project, stamp: book.with_projects(edit(project, stamp))


def _arrive(screen: MarketScreen, node_id: str) -> None:
    """Put the cursor on a node that was just put in, where it is shown."""
    if node_id in screen.diagram.nodes:
        screen.to(node_id)


def edit(screen: MarketScreen) -> None:
    """Edit what is under the cursor."""
    kind, key = screen.target
    _EDITS[kind](screen, key)


def cell_at(screen: MarketScreen, key: str) -> tuple[str, MarketCell]:
    """Return the competitor and the cell that a node's key names."""
    dimension, _slash, rival = key.partition("/")
    page = screen.host.context.playbook.market
    columns = market_grid(screen.project, screen.host.book.competitors, page)
    cells = next(column.cells for column in columns if column.name == rival)
    return rival, cells.get(dimension, MarketCell(dimension=dimension))


def _edit_cell(screen: MarketScreen, key: str) -> None:
    rival, cell = cell_at(screen, key)
    book = screen.host.book

    def write(project: Project, text: str, reading: ReadingContext) -> Book:
        changed = cell.model_copy(update={"note": text.strip()})
        return write_cell(book, project, rival, changed, reading.stamp)

    dimensions = list(screen.host.context.playbook.market.dimensions)
    nodes = [f"cell/{dimension}/{rival}" for dimension in dimensions]
    place, walk = InputPlace(f"cell:{key}", screen.project.id), _walk(screen, nodes)
    about = cell_name(screen.host.context.playbook.market, cell.dimension, rival)
    TextEditor(
        screen,
        N_("comparison"),
        write,
        about,
        place,
        cell.note,
        walk=walk,
        message=partial(tell_text, about),
    ).ask()


def _walk(screen: MarketScreen, nodes: Sequence[str]) -> FieldWalk:
    """Return what Tab does: it goes on to the next of the nodes that are on the page, round."""

    def walk(_typed: str, way: int) -> None:
        there = [node_id for node_id in nodes if node_id in screen.diagram.nodes]
        if screen.current in there:
            screen.to(there[(there.index(screen.current) + way) % len(there)])
            edit(screen)

    return walk


def mark(screen: MarketScreen, key: str, points: int) -> None:
    """Mark a cell as for us, even or against us; the same mark again takes it away."""
    rival, cell = cell_at(screen, key)
    value = mark_for_us(points, rival)
    chosen = None if cell.mark == value else value
    changed = cell.model_copy(update={"mark": chosen})
    about = cell_name(screen.host.context.playbook.market, cell.dimension, rival)
    commit_market_edit(
        screen,
        N_("comparison"),
        lambda book, project, stamp: write_cell(book, project, rival, changed, stamp),
        about + _(": ") + (standing_text(chosen, rival) or _("no mark")),
    )


def _edit_note(screen: MarketScreen, key: str) -> None:
    labels = note_labels(screen.host.context.playbook.market, language())
    old = find_note(screen.project, key)

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        return write_note(project, key, text, reading.stamp)

    place = InputPlace(f"note:{key}", screen.project.id)
    walk = _walk(screen, [f"note/{each}" for each in labels])
    TextEditor(
        screen,
        N_("market note"),
        write,
        labels[key],
        place,
        old.text if old else "",
        walk=walk,
        message=partial(tell_text, labels[key]),
    ).ask()


def _edit_record(screen: MarketScreen, name: str, key: str, label: str) -> None:
    there: tuple[SwotItem | Strategy, ...] = getattr(screen.project, name)
    old = next(item for item in there if item.id == key)

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        changed = old.model_copy(update={"text": text.strip()})
        return put(project, name, require_text(changed), reading.stamp)

    place = InputPlace(name, screen.project.id, key)
    message = partial(tell_text, label)
    TextEditor(screen, N_("SWOT"), write, label, place, old.text, message=message).ask()


def require_text(item: SwotItem | Strategy) -> SwotItem | Strategy:
    """Return the record, if it says something; refusal `text-empty`."""
    if not item.text:
        raise UserError("text-empty")
    return item


def _edit_product(screen: MarketScreen, name: str) -> None:
    book = screen.host.book
    old = find_product(name, book.products)

    def write(_project: Project, text: str, reading: ReadingContext) -> Book:
        new = read_product(text, reading)
        named = rename_product(book, name, new.name, reading.stamp)
        return place_product(named, new.name, new.share, new.growth)

    text = product_text(old) if old else name
    _product_editor(screen, write, InputPlace(f"product:{name}"), text).ask()


def _product_editor(
    screen: MarketScreen, write: TextWrite, place: InputPlace, text: str = ""
) -> TextEditor:
    page, reading = screen.host.context.playbook.market, screen.host.context.reading()
    return TextEditor(
        screen,
        N_("portfolio"),
        write,
        _("product, share, growth"),
        place,
        text,
        example=_("like Net, 1.2, 15; ? is not known"),
        echo=lambda typed: echo_product(typed, page, language(), reading),
        then=lambda typed: _arrive(screen, f"product/{read_product(typed, reading).name}"),
    )


def tick_items(screen: MarketScreen, key: str) -> None:
    """Tick the items that a strategy uses: by their letters, or by Space on the one that the arrows
    went to; Enter ends.
    """

    def tick_item(node_id: str) -> None:
        kind, _slash, item = node_id.partition("/")
        if kind == "item":
            ticked = of_project(
                lambda project, stamp: toggle_strategy_item(project, key, item, stamp)
            )
            commit_market_edit(screen, N_("SWOT"), ticked)
        tick_items(screen, key)

    def go_on(step: int) -> None:
        items = [node for node in screen.diagram.nodes if node.startswith("item/")]
        at = items.index(screen.current) + step if screen.current in items else min(step, 0)
        screen.to(items[at % len(items)] if items else screen.current)

    steps = {"down": 1, "right": 1, "up": -1, "left": -1}
    keys: dict[str, Callable[[], None]] = {
        arrow: partial(go_on, step) for arrow, step in steps.items()
    }
    keys["space"] = lambda: tick_item(screen.current or "")
    label = _("which items it uses: its letter, or arrows and Space; Enter to finish")
    screen.letters(label, tick_item, keys=keys)


_EDITS: dict[str, Callable[[MarketScreen, str], None]] = {
    "cell": _edit_cell,
    "note": _edit_note,
    "choice": choose_market,
    "item": lambda screen, key: _edit_record(
        screen, "swot", key, item_names(screen.project).get(key, "")
    ),
    "strategy": lambda screen, key: _edit_record(screen, "strategies", key, _("strategy")),
    "product": _edit_product,
}


def add(screen: MarketScreen) -> None:
    """Add what the page is made of; the cursor goes there."""
    if screen.page_name == "grid":
        _add_rival(screen)
    elif screen.page_name == "swot":
        kinds = [
            (label[0].lower(), _(label), partial(_add_record, screen, "swot", kind, _(label)))
            for kind, label in KINDS.items()
        ]
        strategy = partial(_add_record, screen, "strategies", "strategy", _("strategy"))
        screen.choose(_("add"), [*kinds, ("x", _("strategy"), strategy)])
    elif screen.page_name == "portfolio":
        _add_product(screen)


def _add_product(screen: MarketScreen) -> None:
    def write(_project: Project, text: str, reading: ReadingContext) -> Book:
        return add_product(editor.begun, read_product(text, reading))

    editor = _product_editor(screen, write, InputPlace("new product"))
    editor.ask_each()


def _add_rival(screen: MarketScreen) -> None:
    first = next(iter(screen.host.context.playbook.market.dimensions))

    def echo_known(text: str) -> TextLine:
        here = {rival.casefold() for rival in (*rivals_of(screen.project), US)}
        known = [each.name for each in editor.begun.competitors if each.name.casefold() not in here]
        names = _(", ").join(name for name in known if text.strip().casefold() in name.casefold())
        others = _("known from other projects: {names}").format(names=names)
        return line(StyledText(others, "dim")) if names else ()

    def write(project: Project, text: str, reading: ReadingContext) -> Book:
        return add_rival(editor.begun, project, text, reading.stamp)

    editor = TextEditor(
        screen,
        N_("competitor"),
        write,
        _("competitor"),
        InputPlace("new competitor", screen.project.id),
        echo=echo_known,
        adds="comparisons",
        go=lambda key: _arrive(screen, f"cell/{first}/{_rival_of(screen.project, key)}"),
    )
    editor.ask_each()


def _rival_of(project: Project, key: str) -> str:
    """Return the competitor of the comparison that goes by a key."""
    compared = (each for each in project.comparisons if KEYS["comparisons"](each) == key)
    return next(compared).rival


def _add_record(screen: MarketScreen, name: str, kind: str, label: str) -> None:
    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        if name == "strategies":
            uses = find_named_items(project, text)
            strategy = Strategy(id=reading.new_id(), text=text.strip(), uses=uses)
            return put(project, name, require_text(strategy), reading.stamp)
        of_kind, words = split_swot_kind(text)
        given = {"id": reading.new_id(), "text": words, "kind": of_kind or kind}
        return put(project, name, require_text(SwotItem.model_validate(given)), reading.stamp)

    def echo(text: str) -> TextLine:
        if name == "strategies":
            names = item_names(screen.project)
            used = " ".join(names[id_] for id_ in find_named_items(screen.project, text))
            return line(StyledText(_("uses {items}").format(items=used), "dim")) if used else ()
        other, words = split_swot_kind(text)
        return echo_understood(f"{_(KINDS[other])}: {words}") if other and other != kind else ()

    node = "strategy" if name == "strategies" else "item"
    TextEditor(
        screen,
        N_("SWOT"),
        write,
        label,
        InputPlace(f"new {kind}", screen.project.id),
        example=_("one per line; empty line to finish"),
        echo=echo,
        adds=name,
        go=lambda new: _arrive(screen, f"{node}/{new}"),
    ).ask_each()


def rename(screen: MarketScreen) -> None:
    """Rename the competitor or product under the cursor in all projects."""
    kind, key = screen.target
    dimension, _slash, rival = key.partition("/")
    old, stem = (rival, f"cell/{dimension}") if kind == "cell" else (key, "product")
    renamed, book = rename_rival if kind == "cell" else rename_product, screen.host.book
    place = InputPlace(f"rename {'competitor' if kind == 'cell' else 'product'}:{old}")
    TextEditor(
        screen,
        N_("new name"),
        lambda _project, text, reading: renamed(book, old, text.strip(), reading.stamp),
        _("rename {name} to").format(name=old),
        place,
        old,
        then=lambda text: _arrive(screen, f"{stem}/{text.strip()}"),
    ).ask()


def remove(screen: MarketScreen) -> None:
    """Take out what is under the cursor; undo brings it back."""
    kind, key = screen.target
    makes: dict[str, MarketEdit] = {
        "cell": of_project(
            lambda project, stamp: drop_rival(project, key.partition("/")[2], stamp)
        ),
        "item": of_project(lambda project, stamp: drop_item(project, key, stamp)),
        "strategy": of_project(
            lambda project, stamp: drop_record(project, "strategies", key, stamp)
        ),
        "product": lambda book, _project, _stamp: book.with_lists(
            products=tuple(product for product in book.products if product.name != key)
        ),
    }
    place = screen.diagram.nodes.get(screen.current or "")
    message = _("deleted: {name}; u to undo").format(name=_name(screen, kind, key))
    if commit_market_edit(screen, N_("delete"), makes[kind], message):
        screen.near(place)


def _name(screen: MarketScreen, kind: str, key: str) -> str:
    """Return what is called by a node that can be removed, in a part of a line."""
    if kind == "cell":
        return key.partition("/")[2]
    if kind == "product":
        return key
    records = screen.project.swot if kind == "item" else screen.project.strategies
    text = next(record.text for record in records if record.id == key)
    return plain_text(" ".join(filter(None, (item_names(screen.project).get(key), text))))


def make_work(screen: MarketScreen, source: str) -> None:
    """Make a cause and a row of the plan of what is under the cursor, or go to its row.

    What is to be done is asked: what competitors do, or what is weak, is no task of ours.
    """
    there = rows_from(screen.project, source)
    if there:
        message = _("already in the plan: {content}").format(content=there[0].content)
        follow_thread(screen, f"row:{there[0].id}")
        screen.host.note(message)
    else:
        _ask_action(screen, source)


def _ask_action(screen: MarketScreen, source: str) -> None:
    """Ask what is to be done about what is under the cursor."""
    known = causes_from(screen.project, source)
    finding = known[0].text if known else _finding(screen)

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        if not text.strip():
            raise UserError("row-wants-content")
        bone = bone_of(project, source, reading.playbook)
        cause = Cause(id=reading.new_id(), bone=bone, text=finding, source=source)
        return plan_new_cause(project, cause, reading, text.strip())

    TextEditor(
        screen,
        N_("task"),
        write,
        _("action to take"),
        InputPlace(f"plan:{source}", screen.project.id),
        _proposal(screen),
        stored="",
        confirms=True,
        hint=_("what we do about it: {finding}").format(finding=finding),
        message=lambda text: _("in the plan: {content}").format(content=text.strip()),
    ).ask()


def _finding(screen: MarketScreen) -> str:
    """Return what was found, as the cause says it, in the user's words."""
    kind, key = screen.target
    page = screen.host.context.playbook.market
    if kind == "cell":
        rival, cell = cell_at(screen, key)
        about = cell_name(page, cell.dimension, rival)
        text = cell.note or standing_text(cell.mark, rival)
        return about + _(": ") + text if text else _find_out(about)
    if kind == "note":
        note = find_note(screen.project, key)
        return note.text if note else _find_out(note_name(page, key))
    records = screen.project.swot if kind == "item" else screen.project.strategies
    return next(record.text for record in records if record.id == key)


def _proposal(screen: MarketScreen) -> str:
    """Return what is to be done where that is plain: a strategy of ours, or to find out."""
    kind, key = screen.target
    if kind == "strategy":
        return _finding(screen)
    if kind == "cell":
        cell = cell_at(screen, key)[1]
        return "" if cell.note or cell.mark else _finding(screen)
    if kind == "note":
        return "" if find_note(screen.project, key) else _finding(screen)
    return ""


def _find_out(about: str) -> str:
    return _("find out: {about}").format(about=about)


def follow_on(screen: MarketScreen, ref: str) -> None:
    """Follow the thread to what came of the thing under the cursor."""
    nothing = _("not in the plan yet: ! makes a task")
    choose_along(screen, [], outcomes_of(screen.project, ref), nothing)


def follow_back(screen: MarketScreen, ref: str) -> None:
    """Follow the thread back: from a strategy to the items it uses; all else begins one."""
    uses = [
        strategy.uses for strategy in screen.project.strategies if f"strategy:{strategy.id}" == ref
    ]
    behind = [f"swot:{item}" for used in uses for item in used]
    there = [ref for ref in behind if trace_thread(screen.project, ref)]
    choose_along(screen, there, [], _("no earlier links"))


def find(screen: MarketScreen) -> None:
    """Take words of what stands on any page; the cursor goes there."""
    pages = list(PAGES)
    at = pages.index(screen.page_name)
    order = [*pages[at:], *pages[:at]]
    entries = sorted(screen.state.entries(), key=lambda entry: order.index(page_of(entry.id)))
    back = partial(screen.turn, screen.page_name, screen.current)
    finder.open_finder(screen, entries, lambda node_id: screen.show_node([node_id]), back)
