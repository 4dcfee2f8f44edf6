"""The actions on the market: editing, adding, renaming and removing items, and planning them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

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
from deals.edits.records import drop_record, put, set_value
from deals.errors import UserError
from deals.market import bone_of, item_names, market_grid, rivals_of
from deals.model import US, Book, Cause, MarketCell, Note, Project, Stamp, Strategy, SwotItem
from deals.sources import rows_from
from deals.thread import outcomes_of, thread
from deals.unsaved import InputPlace
from screens.base.project_screen import choose_along, follow_thread
from screens.base.prompts import LineOptions
from screens.market.view import (
    CHOICES,
    choices,
    echo_product,
    find_product,
    note_labels,
    read_product,
    text_of,
)
from views.market import KINDS
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, say
from wording.language import language
from wording.record_names import cell_name, note_name, standing_text

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen

MarketEdit = Callable[[Book, Project, Stamp], Book]


def commit_edit(screen: MarketScreen, label: str, make: MarketEdit, begun: Book) -> bool:
    """Commit one change made to the book as it was when it was begun; why not is told."""
    project, stamp = begun.projects[screen.project.id], screen.host.context.stamp()
    try:
        failed = screen.host.commit(make(begun, project, stamp), label, begun)
    except UserError as refusal:
        failed = say(refusal)
    if failed is not None:
        # It was not put in, so there is nothing to go to.
        screen.wanted = None
        screen.refuse(failed)
        return False
    screen.arrive()
    screen.tell(_("done: {label}").format(label=_(label)))
    return True


def of_project(edit: Callable[[Project, Stamp], Project]) -> MarketEdit:
    """Return a change of the book that is one of the project alone."""
    return lambda book, project, stamp: book.with_projects(edit(project, stamp))


def ask(
    screen: MarketScreen,
    label: str,
    text: str,
    label_of_edit: str,
    make: Callable[[str], MarketEdit],
    **how: Unpack[LineOptions],
) -> None:
    """Take a text and commit what `make` makes of it; one left as it was changes nothing."""
    begun = screen.host.book

    def accept(typed: str) -> bool:
        if typed.strip() == text:
            screen.release()
            return True
        return commit_edit(screen, label_of_edit, make(typed.strip()), begun)

    screen.ask(label, text, accept, **how)


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

    def make(text: str) -> MarketEdit:
        changed = cell.model_copy(update={"note": text})
        return lambda book, project, stamp: write_cell(book, project, rival, changed, stamp)

    place = InputPlace(f"cell:{key}", screen.project.id)
    ask(screen, rival or _("we"), cell.note, N_("comparison"), make, place=place)


def mark(screen: MarketScreen, key: str, value: str) -> None:
    """Say where a competitor stands against us; the same mark again takes it away."""
    rival, cell = cell_at(screen, key)
    chosen = None if cell.mark == value else value
    changed = cell.model_copy(update={"mark": chosen})
    commit_edit(
        screen,
        N_("comparison"),
        lambda book, project, stamp: write_cell(book, project, rival, changed, stamp),
        screen.host.book,
    )


def _edit_note(screen: MarketScreen, key: str) -> None:
    label = note_labels(screen.host.context.playbook.market, language())[key]
    old = next((note.text for note in screen.project.notes if note.key == key), "")

    def make(text: str) -> MarketEdit:
        def write_note(project: Project, stamp: Stamp) -> Project:
            if not text:
                return drop_record(project, "notes", key, stamp)
            note = Note(key=key, text=text, by=stamp.by, on=stamp.today)
            return put(project, "notes", note, stamp)

        return of_project(write_note)

    place = InputPlace(f"note:{key}", screen.project.id)
    ask(screen, label, old, N_("market note"), make, place=place)


def _edit_choice(screen: MarketScreen, field: str) -> None:
    def choose_value(value: str | None) -> Callable[[], None]:
        def set_choice(project: Project, stamp: Stamp) -> Project:
            market = project.market.model_copy(update={field: value})
            return set_value(project, "market", market, stamp)

        def act() -> None:
            commit_edit(screen, N_("stance"), of_project(set_choice), screen.host.book)

        return act

    options = choices(screen.host.context.playbook.market)[field]
    keys = [
        (str(at), option.name.of(language()), choose_value(key))
        for at, (key, option) in enumerate(options.items(), 1)
    ]
    screen.choose(_(CHOICES[field]), [*keys, ("0", _("none"), choose_value(None))])


def _edit_record(screen: MarketScreen, name: str, key: str, label: str) -> None:
    there: tuple[SwotItem | Strategy, ...] = getattr(screen.project, name)
    old = next(item for item in there if item.id == key)

    def make(text: str) -> MarketEdit:
        changed = old.model_copy(update={"text": text})
        return of_project(lambda project, stamp: put(project, name, require_text(changed), stamp))

    place = InputPlace(name, screen.project.id, key)
    ask(screen, label, old.text, N_("SWOT"), make, place=place)


def require_text(item: SwotItem | Strategy) -> SwotItem | Strategy:
    """Return the record, if it says something; refusal `text-empty`."""
    if not item.text:
        raise UserError("text-empty")
    return item


def _edit_product(screen: MarketScreen, name: str) -> None:
    old = find_product(name, screen.host.book.products)
    page = screen.host.context.playbook.market

    def make(text: str) -> MarketEdit:
        def replace_product(book: Book, _project: Project, stamp: Stamp) -> Book:
            new = read_product(text)
            named = rename_product(book, name, new.name, stamp)
            screen.wanted = f"product/{new.name}"
            return place_product(named, new.name, new.share, new.growth)

        return replace_product

    ask(
        screen,
        _("product, share, growth"),
        text_of(old) if old else name,
        N_("portfolio"),
        make,
        echo=lambda text: echo_product(text, page, language()),
        place=InputPlace(f"product:{name}"),
    )


def tick_items(screen: MarketScreen, key: str) -> None:
    """Tick the items that a strategy uses by their letters, one after the other; Enter ends."""

    def tick_item(node_id: str | None) -> None:
        kind, _slash, item = (node_id or "").partition("/")
        if kind == "item":
            ticked = of_project(
                lambda project, stamp: toggle_strategy_item(project, key, item, stamp)
            )
            commit_edit(screen, N_("SWOT"), ticked, screen.host.book)
        if node_id is not None:
            tick_items(screen, key)

    screen.letters(_("which items it uses: type a letter, Enter ends"), tick_item)


_EDITS: dict[str, Callable[[MarketScreen, str], None]] = {
    "cell": _edit_cell,
    "note": _edit_note,
    "choice": _edit_choice,
    "item": lambda screen, key: _edit_record(
        screen, "swot", key, item_names(screen.project).get(key, "")
    ),
    "strategy": lambda screen, key: _edit_record(screen, "strategies", key, _("strategy")),
    "product": _edit_product,
}


_DELETED = N_("delete")


def add(screen: MarketScreen) -> None:
    """Add what the page is made of; the cursor goes there."""
    if screen.page_name == "grid":
        ask(
            screen,
            _("competitor"),
            "",
            N_("competitor"),
            lambda text: _add_rival(screen, text),
            echo=lambda text: _echo_known_rivals(screen, text),
            place=InputPlace("new competitor", screen.project.id),
        )
    elif screen.page_name == "swot":
        kinds = [
            (label[0].lower(), _(label), _record_adder(screen, kind))
            for kind, label in KINDS.items()
        ]
        screen.choose(_("add"), [*kinds, ("x", _("strategy"), _record_adder(screen, None))])
    elif screen.page_name == "portfolio":
        _add_product(screen)


def _echo_known_rivals(screen: MarketScreen, text: str) -> TextLine:
    """Return which competitors are known from other projects, of those that the text is part of."""
    here = {rival.casefold() for rival in rivals_of(screen.project)}
    word = text.strip().casefold()
    names = [
        competitor.name
        for competitor in screen.host.book.competitors
        if competitor.name != US
        and competitor.name.casefold() not in here
        and word in competitor.name.casefold()
    ]
    others = _("known from other projects: {names}").format(names=", ".join(names))
    return line(StyledText(others, "dim")) if names else ()


def _add_rival(screen: MarketScreen, text: str) -> MarketEdit:
    def put_rival(book: Book, project: Project, stamp: Stamp) -> Book:
        after = add_rival(book, project, text, stamp)
        name = after.projects[project.id].comparisons[-1].rival
        first = next(iter(screen.host.context.playbook.market.dimensions))
        screen.wanted = f"cell/{first}/{name}"
        return after

    return put_rival


def _record_adder(screen: MarketScreen, kind: str | None) -> Callable[[], None]:
    def make(text: str) -> MarketEdit:
        new = screen.host.context.new_id()

        def put_record(project: Project, stamp: Stamp) -> Project:
            if kind is None:
                strategy = require_text(Strategy(id=new, text=text))
                screen.wanted = f"strategy/{new}"
                return put(project, "strategies", strategy, stamp)
            item = require_text(SwotItem.model_validate({"id": new, "kind": kind, "text": text}))
            screen.wanted = f"item/{new}"
            return put(project, "swot", item, stamp)

        return of_project(put_record)

    label = _(KINDS[kind]) if kind else _("strategy")
    place = InputPlace(f"new {kind or 'strategy'}", screen.project.id)
    return lambda: ask(screen, label, "", N_("SWOT"), make, place=place)


def _add_product(screen: MarketScreen) -> None:
    page = screen.host.context.playbook.market

    def make(text: str) -> MarketEdit:
        def put_product(book: Book, _project: Project, _stamp: Stamp) -> Book:
            new = read_product(text)
            screen.wanted = f"product/{new.name}"
            return add_product(book, new)

        return put_product

    ask(
        screen,
        _("product, share, growth"),
        "",
        N_("portfolio"),
        make,
        echo=lambda text: echo_product(text, page, language()),
        place=InputPlace("new product"),
    )


def rename(screen: MarketScreen) -> None:
    """Rename the competitor or product under the cursor in all projects."""
    kind, key = screen.target
    dimension, _slash, rival = key.partition("/")
    old, stem = (rival, f"cell/{dimension}") if kind == "cell" else (key, "product")
    renamed = rename_rival if kind == "cell" else rename_product

    def make(text: str) -> MarketEdit:
        def write_name(book: Book, _project: Project, stamp: Stamp) -> Book:
            after = renamed(book, old, text, stamp)
            screen.wanted = f"{stem}/{text}"
            return after

        return write_name

    label = _("{name} is to be called").format(name=old)
    place = InputPlace(f"rename {'competitor' if kind == 'cell' else 'product'}:{old}")
    ask(screen, label, old, N_("new name"), make, place=place)


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
    if commit_edit(screen, _DELETED, makes[kind], screen.host.book):
        screen.near(place)


def make_work(screen: MarketScreen, source: str) -> None:
    """Make a cause and a row of the plan of what is under the cursor, or go to its row."""
    there = rows_from(screen.project, source)
    if there:
        message = _("in the plan already: {content}").format(content=there[0].content)
        follow_thread(screen, f"row:{there[0].id}")
        screen.host.note(message)
        return
    text = _text(screen)

    def make(book: Book, project: Project, _stamp: Stamp) -> Book:
        if not text:
            raise UserError("text-empty")
        reading = screen.host.context.reading().on(project)
        bone = bone_of(project, source, reading.playbook)
        cause = Cause(id=reading.new_id(), bone=bone, text=text, source=source)
        return book.with_projects(plan_new_cause(project, cause, reading))

    if commit_edit(screen, N_("plan row"), make, screen.host.book):
        screen.tell(_("in the plan: {content}").format(content=text))


def _text(screen: MarketScreen) -> str:
    """Return what is to be done, in the user's words; where there are none yet, to find them."""
    kind, key = screen.target
    page = screen.host.context.playbook.market
    if kind == "cell":
        rival, cell = cell_at(screen, key)
        about = cell_name(page, cell.dimension, rival)
        if cell.note:
            return f"{about}: {cell.note}"
        stands = standing_text(cell.mark, rival)
        return f"{about}: {stands}" if stands else _("find out: {about}").format(about=about)
    if kind == "note":
        note = next((note.text for note in screen.project.notes if note.key == key), "")
        return note or _("find out: {about}").format(about=note_name(page, key))
    records = screen.project.swot if kind == "item" else screen.project.strategies
    return next(record.text for record in records if record.id == key)


def follow_on(screen: MarketScreen, ref: str) -> None:
    """Follow the thread to what came of the thing under the cursor."""
    nothing = _("nothing was made of it yet: ! makes a row of the plan")
    choose_along(screen, [], outcomes_of(screen.project, ref), nothing)


def follow_back(screen: MarketScreen, ref: str) -> None:
    """Follow the thread back: from a strategy to the items it uses; all else begins one."""
    uses = [
        strategy.uses for strategy in screen.project.strategies if f"strategy:{strategy.id}" == ref
    ]
    behind = [f"swot:{item}" for used in uses for item in used]
    there = [ref for ref in behind if thread(screen.project, ref)]
    choose_along(screen, there, [], _("the thread begins here"))
