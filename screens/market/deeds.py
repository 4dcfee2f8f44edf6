"""How the market's deeds commit, and the editing of notes, choices, marks, items and products."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

from deals.edits.lists import drop, put, set_value
from deals.edits.market import place_product, tick, write_cell
from deals.edits.naming import rename_product
from deals.market import grid, item_names
from deals.model import Book, Cell, Note, Project, Stamp, Strategy, SwotItem
from deals.refusal import Refusal
from deals.unsaved import Place
from screens.kit.how import How
from screens.kit.wording import N_, _, say
from screens.kit.wording.speech import language
from screens.market.pages import CHOICES, choices, note_labels
from screens.market.products import known, read_product, text_of, understood

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen

Make = Callable[[Book, Project, Stamp], Book]


def done(screen: MarketScreen, label: str, make: Make, begun: Book) -> bool:
    """Commits one change made to the book as it was when it was begun; why not is told."""
    project, stamp = begun.projects[screen.project.id], screen.host.context.stamp()
    try:
        failed = screen.host.commit(make(begun, project, stamp), label, begun)
    except Refusal as refusal:
        failed = say(refusal)
    if failed is not None:
        screen.wanted = None
        screen.refuse(failed)
        return False
    screen.arrive()
    screen.tell(_("done: {label}").format(label=_(label)))
    return True


def of_project(edit: Callable[[Project, Stamp], Project]) -> Make:
    """A change of the book that is one of the project alone."""
    return lambda book, project, stamp: book.with_projects(edit(project, stamp))


def ask(
    screen: MarketScreen,
    label: str,
    text: str,
    deed: str,
    make: Callable[[str], Make],
    **how: Unpack[How],
) -> None:
    """Takes a text and commits what `make` makes of it; one left as it was changes nothing."""
    begun = screen.host.book

    def accept(typed: str) -> bool:
        if typed.strip() == text:
            screen.release()
            return True
        return done(screen, deed, make(typed.strip()), begun)

    screen.ask(label, text, accept, **how)


def edit(screen: MarketScreen) -> None:
    """Edits what is under the cursor."""
    kind, key = screen.target
    _EDITS[kind](screen, key)


def cell_at(screen: MarketScreen, key: str) -> tuple[str, Cell]:
    """The competitor and the cell that a knot's key names."""
    dimension, _slash, rival = key.partition("/")
    page = screen.host.context.playbook.market
    columns = grid(screen.project, screen.host.book.competitors, page)
    cells = next(one.cells for one in columns if one.name == rival)
    return rival, cells.get(dimension, Cell(dimension=dimension))


def _edit_cell(screen: MarketScreen, key: str) -> None:
    rival, cell = cell_at(screen, key)

    def make(text: str) -> Make:
        changed = cell.model_copy(update={"note": text})
        return lambda book, project, stamp: write_cell(book, project, rival, changed, stamp)

    place = Place(f"cell:{key}", screen.project.id)
    ask(screen, rival or _("we"), cell.note, N_("comparison"), make, place=place)


def mark(screen: MarketScreen, value: str) -> None:
    """Says where a competitor stands against us; the same mark again takes it away."""
    rival, cell = cell_at(screen, screen.target[1])
    chosen = None if cell.mark == value else value
    changed = cell.model_copy(update={"mark": chosen})
    done(
        screen,
        N_("comparison"),
        lambda book, project, stamp: write_cell(book, project, rival, changed, stamp),
        screen.host.book,
    )


def _edit_note(screen: MarketScreen, key: str) -> None:
    label = note_labels(screen.host.context.playbook.market, language())[key]
    old = next((one.text for one in screen.project.notes if one.key == key), "")

    def make(text: str) -> Make:
        def noted(project: Project, stamp: Stamp) -> Project:
            if not text:
                return drop(project, "notes", key, stamp)
            note = Note(key=key, text=text, by=stamp.by, on=stamp.today)
            return put(project, "notes", note, stamp)

        return of_project(noted)

    place = Place(f"note:{key}", screen.project.id)
    ask(screen, label, old, N_("market note"), make, place=place)


def _edit_choice(screen: MarketScreen, field: str) -> None:
    def taking(value: str | None) -> Callable[[], None]:
        def chosen(project: Project, stamp: Stamp) -> Project:
            market = project.market.model_copy(update={field: value})
            return set_value(project, "market", market, stamp)

        def act() -> None:
            done(screen, N_("stance"), of_project(chosen), screen.host.book)

        return act

    options = choices(screen.host.context.playbook.market)[field]
    keys = [
        (str(at), one.name.of(language()), taking(key))
        for at, (key, one) in enumerate(options.items(), 1)
    ]
    screen.choose(_(CHOICES[field]), [*keys, ("0", _("none"), taking(None))])


def _edit_record(screen: MarketScreen, name: str, key: str, label: str) -> None:
    there: tuple[SwotItem | Strategy, ...] = getattr(screen.project, name)
    old = next(one for one in there if one.id == key)

    def make(text: str) -> Make:
        changed = old.model_copy(update={"text": text})
        return of_project(lambda project, stamp: put(project, name, worded(changed), stamp))

    place = Place(name, screen.project.id, key)
    ask(screen, label, old.text, N_("SWOT"), make, place=place)


def worded(one: SwotItem | Strategy) -> SwotItem | Strategy:
    """The record, if it says something; refusal `text-empty`."""
    if not one.text:
        raise Refusal("text-empty")
    return one


def _edit_product(screen: MarketScreen, name: str) -> None:
    old = known(name, screen.host.book.products)
    page = screen.host.context.playbook.market

    def make(text: str) -> Make:
        def placed(book: Book, _project: Project, stamp: Stamp) -> Book:
            new = read_product(text)
            named = rename_product(book, name, new.name, stamp)
            screen.wanted = f"product/{new.name}"
            return place_product(named, new.name, new.share, new.growth)

        return placed

    ask(
        screen,
        _("product, share, growth"),
        text_of(old) if old else name,
        N_("portfolio"),
        make,
        echo=lambda text: understood(text, page, language()),
        place=Place(f"product:{name}"),
    )


def ticking(screen: MarketScreen) -> None:
    """Ticks the items that a strategy uses by their letters, one after the other; Enter ends."""
    _kind, key = screen.target

    def picked(knot: str | None) -> None:
        kind, _slash, item = (knot or "").partition("/")
        if kind == "item":
            ticked = of_project(lambda project, stamp: tick(project, key, item, stamp))
            done(screen, N_("SWOT"), ticked, screen.host.book)
        if knot is not None:
            ticking(screen)

    screen.letters(_("which items it uses: type a letter, Enter ends"), picked)


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
