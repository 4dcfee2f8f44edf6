"""Competitors, SWOT items, strategies and products: put in, taken out, called otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deals.edits.lists import drop, put
from deals.edits.market import add_product, add_rival, drop_item, drop_rival
from deals.edits.naming import rename_product, rename_rival
from deals.market import rivals_of
from deals.model import US, Book, Project, Stamp, Strategy, SwotItem
from deals.unsaved import Place
from screens.kit.spans import Line, Span, line
from screens.kit.wording import N_, _
from screens.kit.wording.speech import language
from screens.market.deeds import Make, ask, done, of_project, worded
from screens.market.products import read_product, understood
from screens.market.swot import KINDS

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen

_DELETED = N_("delete")


def add(screen: MarketScreen) -> None:
    """Adds what the page is made of; the cursor goes there."""
    if screen.page_name == "grid":
        ask(
            screen,
            _("competitor"),
            "",
            N_("competitor"),
            lambda text: _rival(screen, text),
            echo=lambda text: _known(screen, text),
            place=Place("new competitor", screen.project.id),
        )
    elif screen.page_name == "swot":
        kinds = [
            (label[0].lower(), _(label), _adding(screen, kind)) for kind, label in KINDS.items()
        ]
        screen.choose(_("add"), [*kinds, ("x", _("strategy"), _adding(screen, None))])
    elif screen.page_name == "portfolio":
        _add_product(screen)


def _known(screen: MarketScreen, text: str) -> Line:
    """Which competitors are known from other projects, of those that the text is part of."""
    here = {one.casefold() for one in rivals_of(screen.project)}
    word = text.strip().casefold()
    names = [
        one.name
        for one in screen.host.book.competitors
        if one.name != US and one.name.casefold() not in here and word in one.name.casefold()
    ]
    told = _("known from other projects: {names}").format(names=", ".join(names))
    return line(Span(told, "dim")) if names else ()


def _rival(screen: MarketScreen, text: str) -> Make:
    def added(book: Book, project: Project, stamp: Stamp) -> Book:
        after = add_rival(book, project, text, stamp)
        name = after.projects[project.id].comparisons[-1].rival
        first = next(iter(screen.host.context.playbook.market.dimensions))
        screen.wanted = f"cell/{first}/{name}"
        return after

    return added


def _adding(screen: MarketScreen, kind: str | None) -> Callable[[], None]:
    def make(text: str) -> Make:
        new = screen.host.context.new_id()

        def added(project: Project, stamp: Stamp) -> Project:
            if kind is None:
                strategy = worded(Strategy(id=new, text=text))
                screen.wanted = f"strategy/{new}"
                return put(project, "strategies", strategy, stamp)
            item = worded(SwotItem.model_validate({"id": new, "kind": kind, "text": text}))
            screen.wanted = f"item/{new}"
            return put(project, "swot", item, stamp)

        return of_project(added)

    label = _(KINDS[kind]) if kind else _("strategy")
    place = Place(f"new {kind or 'strategy'}", screen.project.id)
    return lambda: ask(screen, label, "", N_("SWOT"), make, place=place)


def _add_product(screen: MarketScreen) -> None:
    page = screen.host.context.playbook.market

    def make(text: str) -> Make:
        def added(book: Book, _project: Project, _stamp: Stamp) -> Book:
            new = read_product(text)
            screen.wanted = f"product/{new.name}"
            return add_product(book, new)

        return added

    ask(
        screen,
        _("product, share, growth"),
        "",
        N_("portfolio"),
        make,
        echo=lambda text: understood(text, page, language()),
        place=Place("new product"),
    )


def rename(screen: MarketScreen) -> None:
    """Calls the competitor or product under the cursor otherwise, in all projects."""
    kind, key = screen.target
    dimension, _slash, rival = key.partition("/")
    old, stem = (rival, f"cell/{dimension}") if kind == "cell" else (key, "product")
    renamed = rename_rival if kind == "cell" else rename_product

    def make(text: str) -> Make:
        def named(book: Book, _project: Project, stamp: Stamp) -> Book:
            after = renamed(book, old, text, stamp)
            screen.wanted = f"{stem}/{text}"
            return after

        return named

    label = _("{name} is to be called").format(name=old)
    place = Place(f"rename {'competitor' if kind == 'cell' else 'product'}:{old}")
    ask(screen, label, old, N_("new name"), make, place=place)


def remove(screen: MarketScreen) -> None:
    """Takes out what is under the cursor; undo brings it back."""
    kind, key = screen.target
    makes: dict[str, Make] = {
        "cell": of_project(
            lambda project, stamp: drop_rival(project, key.partition("/")[2], stamp)
        ),
        "item": of_project(lambda project, stamp: drop_item(project, key, stamp)),
        "strategy": of_project(lambda project, stamp: drop(project, "strategies", key, stamp)),
        "product": lambda book, _project, _stamp: book.with_lists(
            products=tuple(one for one in book.products if one.name != key)
        ),
    }
    place = screen.picture.knots.get(screen.current or "")
    if done(screen, _DELETED, makes[kind], screen.host.book):
        screen.near(place)
