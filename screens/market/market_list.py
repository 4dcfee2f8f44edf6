"""The pages of a project's market as lists: what stands in grids, matrices and quadrants, in words.

The items have the nodes of the pictures (`screens.market.view`). Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from deals.market import (
    Cross,
    MarketColumn,
    Quadrant,
    find_cross,
    find_quadrant,
    item_names,
    market_grid,
)
from deals.model import US, Book, Product, Project, Strategy, SwotItem
from deals.playbook.model import MarketPage
from screens.market.view import mark_sign, note_labels
from views.glyphs import glyphs
from views.item_list import ListItem, join_parts, label_fact
from views.market import CROSSES, HINTS, KINDS, choice_label, choices, figures_of, give_letters
from views.styled_text import StyledText, TextLine
from wording import N_, _, add_note, ngettext, pgettext
from wording.record_names import standing_text


class MarketList(NamedTuple):
    """The items of a page, and what stands over them whatever is scrolled."""

    items: Sequence[ListItem]
    head: Sequence[TextLine] = ()


PageListing = Callable[[Project, Book, MarketPage, str], Iterator[ListItem]]


def list_page(name: str, project: Project, book: Book, page: MarketPage, lang: str) -> MarketList:
    """Return a page as a list."""
    head = [_portfolio_limits(page)] if name == "portfolio" else []
    return MarketList(list(_LISTINGS[name](project, book, page, lang)), head)


def _heading(text: str) -> ListItem:
    return ListItem(None, [(StyledText(text, "strong"),)])


def _pair(label: str, text: str) -> TextLine:
    """Return what something is about, and what is known of it, in words where nothing is."""
    return label_fact(label, text or StyledText(_("nothing known yet"), "dim"))


def _open_sign(known: str | None) -> StyledText:
    """Return the sign of what nothing is known of yet; none where something is."""
    return StyledText("" if known else glyphs().open, "dim")


def _list_notes(project: Project, labels: Mapping[str, str], start: str) -> Iterator[ListItem]:
    notes = {note.key: note.text for note in project.notes}
    for key, label in labels.items():
        if key.startswith(start):
            text = notes.get(key, "")
            yield ListItem(f"note/{key}", [_pair(label, text)], 1, _open_sign(text))


def _list_customer(
    project: Project, _book: Book, page: MarketPage, lang: str
) -> Iterator[ListItem]:
    labels = note_labels(page, lang)
    for side, customer_side in page.customer.items():
        yield _heading(customer_side.name.of(lang))
        yield from _list_notes(project, labels, f"customer.{side}.")


def _list_stance(project: Project, _book: Book, page: MarketPage, lang: str) -> Iterator[ListItem]:
    yield _heading(_("New or old, attack or defence"))
    for field, options in choices(page).items():
        chosen = options.get(getattr(project.market, field) or "")
        name = chosen.name.of(lang) if chosen else _("not chosen yet")
        lines = [label_fact(choice_label(field), name if chosen else StyledText(name, "dim"))]
        lines += [(StyledText(chosen.advice.of(lang), "dim"),)] if chosen else []
        yield ListItem(f"choice/{field}", lines, 1, _open_sign(name if chosen else ""))
    labels = note_labels(page, lang)
    yield _heading(_("Golden triangle"))
    yield from _list_notes(project, labels, "triangle.")
    yield _heading(_("Segment, target, position"))
    yield from _list_notes(project, labels, "stp.")


def _list_grid(project: Project, book: Book, page: MarketPage, lang: str) -> Iterator[ListItem]:
    """Yield each dimension with us and every competitor in it, then how their marks add up."""
    columns = market_grid(project, book.competitors, page)
    for key, dimension in page.dimensions.items():
        yield _heading(dimension.of(lang))
        for column in columns:
            sign = _cell_sign(column, key)
            yield ListItem(f"cell/{key}/{column.name}", [_cell_line(column, key, sign)], 1, sign)
    yield _heading(_("Who is ahead where"))
    yield from (ListItem(None, [_balance_line(column, page)], 1) for column in columns)


def _cell_sign(column: MarketColumn, key: str) -> StyledText:
    """Return the sign of who is ahead in it, good where that is us."""
    cell = column.cells.get(key)
    mark = cell.mark if cell else None
    if mark is None:
        return _open_sign(cell.note if cell else "")
    return StyledText(*mark_sign(mark, column.name))


def _cell_line(column: MarketColumn, key: str, sign: StyledText) -> TextLine:
    """Return who it is, whether they or we are ahead in it, and what is known."""
    cell = column.cells.get(key)
    mark, note = (cell.mark, cell.note) if cell else (None, "")
    stands = StyledText(standing_text(mark, column.name), sign.tone if mark else "")
    known = note or ("" if mark else _("nothing known yet"))
    who = StyledText(column.name or _("us"), "strong")
    return join_parts(who, stands, StyledText(known, "" if note else "dim"))


def _balance_line(column: MarketColumn, page: MarketPage) -> TextLine:
    """Return in how many dimensions they, or we, are ahead, even and behind, and the sum."""
    marks = [cell.mark for key, cell in column.cells.items() if key in page.dimensions]
    ahead, even, behind = (marks.count(mark) for mark in ("ahead", "even", "behind"))
    counts = _("ahead in {ahead}, even in {even}, behind in {behind}")
    lead = column.profile if column.name == US else -column.profile
    balance = ngettext("ahead by {count} on balance", "ahead by {count} on balance", lead)
    if lead < 0:
        balance = ngettext("behind by {count} on balance", "behind by {count} on balance", -lead)
    return join_parts(
        StyledText(column.name or _("us"), "strong"),
        counts.format(ahead=ahead, even=even, behind=behind),
        balance.format(count=abs(lead)) if lead else _("even on balance"),
    )


_CROSSED: Mapping[Cross, str] = {
    "SO": N_("strengths that meet opportunities"),
    "WO": N_("weaknesses that meet opportunities"),
    "ST": N_("strengths that meet threats"),
    "WT": N_("weaknesses that meet threats"),
}


def _list_swot(project: Project, _book: Book, _page: MarketPage, _lang: str) -> Iterator[ListItem]:
    """Yield the four lists, then the strategies by what they cross, each with what it uses."""
    for kind, title in KINDS.items():
        yield _heading(_(title))
        found = [item for item in project.swot if item.kind == kind]
        if not found:
            none = label_fact(_("nothing yet"), StyledText(_(HINTS[kind]), "dim"))
            yield ListItem(None, [none], 1, _open_sign(""))
        yield from (_swot_item(item, project) for item in found)
    for cross, title in CROSSES.items():
        crossed = add_note(_(title), _(_CROSSED[cross]))
        yield _heading(_("strategies: {title}").format(title=crossed))
        yield from _list_strategies(project, cross)
    uncrossed = list(_list_strategies(project, None))
    if any(item.id for item in uncrossed):
        yield _heading(_("not in the matrix yet"))
        yield from uncrossed


def _swot_item(item: SwotItem, project: Project) -> ListItem:
    using = [each.text for each in project.strategies if item.id in each.uses]
    unused = StyledText("" if using else _("no strategy uses it yet"), "amber")
    name = StyledText(f"{item_names(project)[item.id]} {item.text}", "strong")
    lines = [join_parts(name, unused), *(label_fact(_("used by"), each) for each in using)]
    return ListItem(f"item/{item.id}", lines, 1, StyledText("" if using else "~", "amber"))


def _list_strategies(project: Project, cross: Cross | None) -> Iterator[ListItem]:
    found = [each for each in project.strategies if find_cross(project, each) == cross]
    if not found:
        yield ListItem(None, [(StyledText(_("no strategy yet"), "dim"),)], 1)
    for strategy in found:
        yield _strategy_item(strategy, project)


def _strategy_item(strategy: Strategy, project: Project) -> ListItem:
    """Return a strategy with the items that it uses, a line each."""
    names = item_names(project)
    texts = {item.id: f"{names[item.id]} {item.text}" for item in project.swot}
    used = [texts[use] for use in strategy.uses if use in texts]
    none = StyledText("" if used else _("uses no item yet"), "amber")
    lines = [join_parts(StyledText(strategy.text, "strong"), none)]
    lines += [label_fact(pgettext("strategy", "uses"), each) for each in used]
    return ListItem(f"strategy/{strategy.id}", lines, 1, StyledText("" if used else "~", "amber"))


_PLACES: Mapping[Quadrant, str] = {
    "star": N_("large share, fast growth"),
    "question": N_("small share, fast growth"),
    "cow": N_("large share, slow growth"),
    "dog": N_("small share, slow growth"),
}


def _portfolio_limits(page: MarketPage) -> TextLine:
    text = _("share is large from {share}, growth is fast from {growth}")
    limits = text.format(share=f"{page.share:g}x", growth=f"{page.growth:g}%")
    return (StyledText(limits, "dim"),)


def _list_portfolio(
    _project: Project, book: Book, page: MarketPage, lang: str
) -> Iterator[ListItem]:
    """Yield the products with their quadrant, where that stands and what makes it."""
    for letter, product in give_letters(book.products):
        place = find_quadrant(product, page)
        quadrant = page.quadrants[place].name.of(lang) if place else _("not placed yet")
        name = StyledText(product.name, "strong")
        lines = [
            join_parts(name, StyledText(quadrant, "good" if place else "dim")),
            join_parts(_(_PLACES[place]) if place else "", _figures_words(product)),
        ]
        yield ListItem(f"product/{product.name}", lines, 0, StyledText(letter, "dim"))


def _figures_words(product: Product) -> str:
    """Return share and growth, in words where one is not known."""
    share, growth = (_("not known") if text == "?" else text for text in figures_of(product))
    return _("share {share}, growth {growth}").format(share=share, growth=growth)


_LISTINGS: Mapping[str, PageListing] = {
    "grid": _list_grid,
    "customer": _list_customer,
    "stance": _list_stance,
    "swot": _list_swot,
    "portfolio": _list_portfolio,
}
