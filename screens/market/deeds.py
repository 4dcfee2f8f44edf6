"""What can be done on the pages of the market: each deed asks at the foot and makes one commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deals.edits.lists import drop, put, set_value
from deals.market import add_rival, drop_item, drop_rival, grid, tick, write_cell
from deals.model import Book, Cause, Cell, Note, Project, Stamp, Strategy, SwotItem
from deals.refusal import Refusal
from screens.kit.wording import N_, _, say
from screens.kit.wording.speech import language
from screens.market.pages import CHOICES, KINDS, choices, item_names, note_labels
from screens.market.products import product_of, text_of

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen

Make = Callable[[Book, Project, Stamp], Book]
_BONE = "competitors"


def done(screen: MarketScreen, label: str, make: Make, begun: Book) -> bool:
    """Commits one change made to the book as it was when it was begun; why not is told."""
    project, stamp = begun.projects[screen.project.id], screen.host.context.stamp()
    try:
        failed = screen.host.commit(make(begun, project, stamp), label, begun)
    except Refusal as refusal:
        failed = say(refusal)
    if failed is not None:
        screen.refuse(failed)
        return False
    screen.tell(_("done: {label}").format(label=_(label)))
    return True


def _of_project(edit: Callable[[Project, Stamp], Project]) -> Make:
    return lambda book, project, stamp: book.with_projects(edit(project, stamp))


def ask(
    screen: MarketScreen, label: str, text: str, deed: str, make: Callable[[str], Make]
) -> None:
    """Takes a text and commits what `make` makes of it; empty ends without a change."""
    begun = screen.host.book

    def accept(typed: str) -> bool:
        if typed.strip() == text:
            screen.release()
            return True
        return done(screen, deed, make(typed.strip()), begun)

    screen.ask(label, text, accept)


def edit(screen: MarketScreen) -> None:
    """Edits what is under the cursor."""
    kind, key = screen.target
    _EDITS[kind](screen, key)


def _cell(screen: MarketScreen, key: str) -> tuple[str, Cell]:
    dimension, _slash, rival = key.partition("/")
    page = screen.host.context.playbook.market
    columns = grid(screen.project, screen.host.book.competitors, page)
    cells = next(one.cells for one in columns if one.name == rival)
    return rival, cells.get(dimension, Cell(dimension=dimension))


def _edit_cell(screen: MarketScreen, key: str) -> None:
    rival, cell = _cell(screen, key)

    def make(text: str) -> Make:
        changed = cell.model_copy(update={"note": text})
        return lambda book, project, stamp: write_cell(book, project, rival, changed, stamp)

    ask(screen, rival or _("we"), cell.note, N_("comparison"), make)


def mark(screen: MarketScreen, value: str) -> None:
    """Says where a competitor stands against us; the same mark again takes it away."""
    rival, cell = _cell(screen, screen.target[1])
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
            return put(
                project, "notes", Note(key=key, text=text, by=stamp.by, on=stamp.today), stamp
            )

        return _of_project(noted)

    ask(screen, label, old, N_("market note"), make)


def _edit_choice(screen: MarketScreen, field: str) -> None:
    def taking(value: str | None) -> Callable[[], None]:
        def chosen(project: Project, stamp: Stamp) -> Project:
            market = project.market.model_copy(update={field: value})
            return set_value(project, "market", market, stamp)

        def act() -> None:
            done(screen, N_("stance"), _of_project(chosen), screen.host.book)

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
        if not text:
            raise Refusal("text-empty")
        return _of_project(
            lambda project, stamp: put(project, name, old.model_copy(update={"text": text}), stamp)
        )

    ask(screen, label, old.text, N_("SWOT"), _checked(make))


def _checked(make: Callable[[str], Make]) -> Callable[[str], Make]:
    """A making whose refusal comes when it is made: at the field, not in the key handler."""
    return lambda text: lambda book, project, stamp: make(text)(book, project, stamp)


def add(screen: MarketScreen) -> None:
    """Adds what the page is made of."""
    if screen.page_name == "grid":
        ask(screen, _("competitor"), "", N_("competitor"), _rival)
    elif screen.page_name == "swot":
        kinds = [
            (label[0].lower(), _(label), _adding(screen, kind)) for kind, label in KINDS.items()
        ]
        screen.choose(_("add"), [*kinds, ("x", _("strategy"), _adding(screen, None))])
    elif screen.page_name == "portfolio":
        ask(screen, _("product, share, growth"), "", N_("portfolio"), _checked(product_of))


def _rival(text: str) -> Make:
    return lambda book, project, stamp: add_rival(book, project, text, stamp)


def _adding(screen: MarketScreen, kind: str | None) -> Callable[[], None]:
    def make(text: str) -> Make:
        if not text:
            raise Refusal("text-empty")
        new = screen.host.context.new_id()
        if kind is None:
            return _of_project(
                lambda project, stamp: put(
                    project, "strategies", Strategy(id=new, text=text), stamp
                )
            )
        item = SwotItem.model_validate({"id": new, "kind": kind, "text": text})
        return _of_project(lambda project, stamp: put(project, "swot", item, stamp))

    label = _(KINDS[kind]) if kind else _("strategy")
    return lambda: ask(screen, label, "", N_("SWOT"), _checked(make))


def _edit_product(screen: MarketScreen, name: str) -> None:
    one = next(each for each in screen.host.book.products if each.name == name)
    ask(screen, _("product, share, growth"), text_of(one), N_("portfolio"), _checked(product_of))


def remove(screen: MarketScreen) -> None:
    """Takes out what is under the cursor; undo brings it back."""
    kind, key = screen.target
    makes: dict[str, Make] = {
        "cell": _of_project(
            lambda project, stamp: drop_rival(project, key.partition("/")[2], stamp)
        ),
        "item": _of_project(lambda project, stamp: drop_item(project, key, stamp)),
        "strategy": _of_project(lambda project, stamp: drop(project, "strategies", key, stamp)),
        "product": lambda book, _project, _stamp: book.with_lists(
            products=tuple(one for one in book.products if one.name != key)
        ),
    }
    done(screen, N_("delete"), makes[kind], screen.host.book)


def ticking(screen: MarketScreen) -> None:
    """Ticks the items that a strategy uses by their letters, one after the other; Enter ends."""
    _kind, key = screen.target

    def picked(knot: str | None) -> None:
        kind, _slash, item = (knot or "").partition("/")
        if kind == "item":
            done(
                screen,
                N_("SWOT"),
                _of_project(lambda project, stamp: tick(project, key, item, stamp)),
                screen.host.book,
            )
            screen.call_next(ticking, screen)

    screen.letters(_("which items it uses: type a letter, Enter ends"), picked)


def to_cause(screen: MarketScreen) -> None:
    """Makes a cause of the fishbone of a weakness, a threat or a strategy."""
    kind, key = screen.target
    records = screen.project.swot if kind == "item" else screen.project.strategies
    text = next(one.text for one in records if one.id == key)
    source = f"swot:{key}" if kind == "item" else f"strategy:{key}"
    if any(one.source == source for one in screen.project.causes):
        screen.tell(_("it is on the fishbone already"), "amber")
        return
    cause = Cause(id=screen.host.context.new_id(), bone=_BONE, text=text, source=source)
    done(
        screen,
        N_("cause"),
        _of_project(lambda project, stamp: put(project, "causes", cause, stamp)),
        screen.host.book,
    )


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
