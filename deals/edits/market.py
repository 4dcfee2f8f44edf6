"""Edits of the market: what is known of competitors, SWOT and strategies, and the portfolio.

Source: method, section 5.
"""

from __future__ import annotations

from deals.edits.records import apply_edit, drop_record, put, set_value
from deals.errors import UserError
from deals.market import STANDING, rivals_of
from deals.model import Book, Comparison, Competitor, MarketCell, Product, Project, Stamp
from deals.sources import cell_of, cell_source


def write_cell(book: Book, project: Project, rival: str, cell: MarketCell, stamp: Stamp) -> Book:
    """Return the book with a cell of the grid written, in the project or in what all share."""
    if cell.dimension == STANDING:
        comparison = _find_comparison(project, rival)
        changed = comparison.model_copy(update={"mark": cell.mark, "note": cell.note})
        return book.with_projects(put(project, "comparisons", changed, stamp))
    signed = cell.model_copy(update={"by": stamp.by, "on": stamp.today})
    return book.with_lists(competitors=_put_cell(book.competitors, rival, signed))


def _find_comparison(project: Project, rival: str) -> Comparison:
    there = (comparison for comparison in project.comparisons if comparison.dimension == STANDING)
    found = next(
        (comparison for comparison in there if comparison.rival.casefold() == rival.casefold()),
        None,
    )
    return found or Comparison(rival=rival, dimension=STANDING)


def _put_cell(
    shared: tuple[Competitor, ...], rival: str, cell: MarketCell
) -> tuple[Competitor, ...]:
    old = next(
        (competitor for competitor in shared if competitor.name.casefold() == rival.casefold()),
        None,
    )
    if old is None:
        return (*shared, Competitor(name=rival, notes=(cell,)))
    if any(note.dimension == cell.dimension for note in old.notes):
        notes = tuple(cell if note.dimension == cell.dimension else note for note in old.notes)
    else:
        notes = (*old.notes, cell)
    new = old.model_copy(update={"notes": notes})
    return tuple(new if competitor is old else competitor for competitor in shared)


def add_rival(book: Book, project: Project, name: str, stamp: Stamp) -> Book:
    """Return the book with a competitor in the project's grid.

    A competitor known already keeps the name that is known of them. Refusals `rival-empty` and
    `rival-twice` (name).
    """
    name = name.strip()
    if not name:
        raise UserError("rival-empty")
    if any(rival.casefold() == name.casefold() for rival in rivals_of(project)):
        raise UserError("rival-twice", name=name)
    known = (
        competitor.name
        for competitor in book.competitors
        if competitor.name.casefold() == name.casefold()
    )
    name = next(known, name)
    after = put(project, "comparisons", Comparison(rival=name, dimension=STANDING), stamp)
    book = book.with_projects(after)
    if any(competitor.name == name for competitor in book.competitors):
        return book
    return book.with_lists(competitors=(*book.competitors, Competitor(name=name)))


def drop_rival(project: Project, name: str, stamp: Stamp) -> Project:
    """Return the project no longer compared with a competitor; what all share of them stays.

    Refusal `rival-backed` (name, people) while some of the project's people back them: they would
    be there all the same.
    """
    backing = [
        contact.name
        for contact in project.contacts
        if (contact.competitor or "").strip().casefold() == name.casefold()
    ]
    if backing:
        raise UserError("rival-backed", name=name, people=", ".join(backing))
    kept = tuple(
        comparison
        for comparison in project.comparisons
        if comparison.rival.casefold() != name.casefold()
    )
    return set_value(project, "comparisons", kept, stamp)


def toggle_strategy_item(project: Project, strategy: str, item: str, stamp: Stamp) -> Project:
    """Return the project with an item added to what a strategy uses, or taken from it if there."""
    old = next((candidate for candidate in project.strategies if candidate.id == strategy), None)
    if old is None:
        return project
    without = tuple(use for use in old.uses if use != item)
    uses = without if item in old.uses else (*old.uses, item)
    return put(project, "strategies", old.model_copy(update={"uses": uses}), stamp)


def drop_item(project: Project, item: str, stamp: Stamp) -> Project:
    """Return the project without a SWOT item, which no strategy uses any more either."""
    for strategy in project.strategies:
        project = (
            toggle_strategy_item(project, strategy.id, item, stamp)
            if item in strategy.uses
            else project
        )
    return drop_record(project, "swot", item, stamp)


def add_product(book: Book, product: Product) -> Book:
    """Return the book with a further product in the portfolio; refusal `product-twice` (name)."""
    if any(other.name.casefold() == product.name.casefold() for other in book.products):
        raise UserError("product-twice", name=product.name)
    return book.with_lists(products=(*book.products, product))


def place_product(book: Book, name: str, share: float | None, growth: float | None) -> Book:
    """Return the book with a product's figures replaced, or as it was without such a product."""
    update = {"share": share, "growth": growth}
    products = tuple(
        product.model_copy(update=update) if product.name == name else product
        for product in book.products
    )
    return book.with_lists(products=products)


def rename_rival(book: Book, old: str, new: str, stamp: Stamp) -> Book:
    """Return the book with a competitor renamed everywhere.

    That is in what is known of them, in the comparisons, by the people who back them, in reviews
    and in the sources of causes. Refusals `rival-empty` and `rival-taken` (name).
    """
    new = new.strip()
    if not new:
        raise UserError("rival-empty")
    if new == old:
        return book
    if not _is_same_name(new, old) and any(
        _is_same_name(new, competitor.name) for competitor in book.competitors
    ):
        raise UserError("rival-taken", name=new)
    competitors = tuple(
        competitor.model_copy(update={"name": new})
        if _is_same_name(competitor.name, old)
        else competitor
        for competitor in book.competitors
    )
    named = (_rename_in_project(project, old, new, stamp) for project in book.projects.values())
    changed = [project for project in named if project is not book.projects[project.id]]
    return book.with_projects(*changed).with_lists(competitors=competitors)


def _rename_in_project(project: Project, old: str, new: str, stamp: Stamp) -> Project:
    here = rivals_of(project)
    if not _is_same_name(old, new) and all(
        any(_is_same_name(rival, name) for rival in here) for name in (old, new)
    ):
        raise UserError("rival-taken", name=new)
    comparisons = tuple(
        comparison.model_copy(update={"rival": new})
        if _is_same_name(comparison.rival, old)
        else comparison
        for comparison in project.comparisons
    )
    contacts = tuple(
        contact.model_copy(update={"competitor": new})
        if _is_same_name(contact.competitor or "", old)
        else contact
        for contact in project.contacts
    )
    causes = tuple(
        cause.model_copy(update={"source": cell_source(cell[0], new)})
        if (cell := cell_of(cause.source)) is not None and _is_same_name(cell[1], old)
        else cause
        for cause in project.causes
    )
    review = project.review
    if _is_same_name(review.rival, old):
        review = review.model_copy(update={"rival": new})
    found = {"comparisons": comparisons, "contacts": contacts, "causes": causes, "review": review}
    update = {name: value for name, value in found.items() if value != getattr(project, name)}
    return apply_edit(project, stamp, update) if update else project


def rename_product(book: Book, old: str, new: str, stamp: Stamp) -> Book:
    """Return the book with a product renamed in the portfolio and in the projects that sell it.

    Refusals `product-empty` and `product-twice` (name).
    """
    new = new.strip()
    if not new:
        raise UserError("product-empty")
    if new == old:
        return book
    if not _is_same_name(new, old) and any(
        _is_same_name(new, product.name) for product in book.products
    ):
        raise UserError("product-twice", name=new)
    products = tuple(
        product.model_copy(update={"name": new}) if _is_same_name(product.name, old) else product
        for product in book.products
    )
    changed = [
        apply_edit(project, stamp, {"product": new})
        for project in book.projects.values()
        if _is_same_name(project.product or "", old) and project.product != new
    ]
    return book.with_projects(*changed).with_lists(products=products)


def _is_same_name(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()
