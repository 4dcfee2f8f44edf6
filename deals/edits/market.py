"""Edits of the market: what is known of competitors, SWOT and strategies, and the portfolio.

Source: method, section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deals.edits.records import apply_edit, drop_record, put, put_by_key, set_value, update_where
from deals.errors import UserError
from deals.fields.market_fields import read_product_name, read_rival_name
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
    found = (
        comparison
        for comparison in project.comparisons
        if comparison.dimension == STANDING and _is_same_name(comparison.rival, rival)
    )
    return next(found, Comparison(rival=rival, dimension=STANDING))


def _put_cell(
    shared: tuple[Competitor, ...], rival: str, cell: MarketCell
) -> tuple[Competitor, ...]:
    same = (competitor for competitor in shared if _is_same_name(competitor.name, rival))
    if (old := next(same, None)) is None:
        return (*shared, Competitor(name=rival, notes=(cell,)))
    notes = put_by_key(old.notes, cell, lambda note: note.dimension)
    # Of two competitors of one name in different case the first counts.
    return update_where(shared, lambda competitor: competitor is old, notes=notes)


def add_rival(book: Book, project: Project, name: str, stamp: Stamp) -> Book:
    """Return the book with a competitor in the project's grid.

    A competitor known already keeps the name that is known of them. Refusals `rival-empty` and
    `rival-twice` (name).
    """
    name = read_rival_name(name)
    if any(_is_same_name(rival, name) for rival in rivals_of(project)):
        raise UserError("rival-twice", name=name)
    names = (competitor.name for competitor in book.competitors)
    name = next((known for known in names if _is_same_name(known, name)), name)
    after = put(project, "comparisons", Comparison(rival=name, dimension=STANDING), stamp)
    book = book.with_projects(after)
    if any(competitor.name == name for competitor in book.competitors):
        return book
    return book.with_lists(competitors=(*book.competitors, Competitor(name=name)))


def compare_with(
    project: Project, rivals: Mapping[str, str], known: Iterable[str], stamp: Stamp
) -> Project:
    """Return the project compared with these competitors too, each with what is said of them.

    One whom it is compared with already is left alone; of those `known` the name is theirs.
    """
    names = {name.casefold(): name for name in known}
    there = {rival.casefold() for rival in rivals_of(project)}
    for name, note in rivals.items():
        if name.casefold() in there:
            continue
        there.add(name.casefold())
        called = names.get(name.casefold(), name)
        standing = Comparison(rival=called, dimension=STANDING, note=note)
        project = put(project, "comparisons", standing, stamp)
    return project


def list_rivals(book: Book, projects: Iterable[Project]) -> Book:
    """Return the book with all competitors of these projects among those that all share."""
    there = {competitor.name.casefold() for competitor in book.competitors}
    rivals = (rival for project in projects for rival in rivals_of(project))
    new = {rival.casefold(): rival for rival in rivals if rival.casefold() not in there}
    added = (Competitor(name=rival) for rival in new.values())
    return book.with_lists(competitors=(*book.competitors, *added)) if new else book


def drop_rival(project: Project, name: str, stamp: Stamp) -> Project:
    """Return the project no longer compared with a competitor; what all share of them stays.

    Refusal `rival-backed` (name, people) while some of the project's people back them: they would
    be there all the same.
    """
    backing = [
        contact.name
        for contact in project.contacts
        if _is_same_name(contact.competitor or "", name)
    ]
    if backing:
        raise UserError("rival-backed", name=name, people=", ".join(backing))
    kept = tuple(
        comparison
        for comparison in project.comparisons
        if not _is_same_name(comparison.rival, name)
    )
    return set_value(project, "comparisons", kept, stamp)


def toggle_strategy_item(project: Project, strategy: str, item: str, stamp: Stamp) -> Project:
    """Return the project with an item added to what a strategy uses, or taken from it if there."""
    for old in project.strategies:
        if old.id == strategy:
            without = tuple(use for use in old.uses if use != item)
            uses = without if item in old.uses else (*old.uses, item)
            return put(project, "strategies", old.model_copy(update={"uses": uses}), stamp)
    return project


def drop_item(project: Project, item: str, stamp: Stamp) -> Project:
    """Return the project without a SWOT item, which no strategy uses any more either."""
    for strategy in project.strategies:
        if item in strategy.uses:
            project = toggle_strategy_item(project, strategy.id, item, stamp)
    return drop_record(project, "swot", item, stamp)


def add_product(book: Book, product: Product) -> Book:
    """Return the book with a further product in the portfolio; refusal `product-twice` (name)."""
    if any(_is_same_name(other.name, product.name) for other in book.products):
        raise UserError("product-twice", name=product.name)
    return book.with_lists(products=(*book.products, product))


def place_product(book: Book, name: str, share: float | None, growth: float | None) -> Book:
    """Return the book with a product's figures replaced, or as it was without such a product."""
    products = update_where(
        book.products, lambda product: product.name == name, share=share, growth=growth
    )
    return book.with_lists(products=products)


def rename_rival(book: Book, old: str, new: str, stamp: Stamp) -> Book:
    """Return the book with a competitor renamed everywhere.

    That is in what is known of them, in the comparisons, by the people who back them, in reviews
    and in the sources of causes. Refusals `rival-empty` and `rival-taken` (name).
    """
    new = read_rival_name(new)
    if new == old:
        return book
    if _is_taken(new, old, (competitor.name for competitor in book.competitors)):
        raise UserError("rival-taken", name=new)
    competitors = update_where(
        book.competitors, lambda competitor: _is_same_name(competitor.name, old), name=new
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
    comparisons = update_where(
        project.comparisons, lambda comparison: _is_same_name(comparison.rival, old), rival=new
    )
    contacts = update_where(
        project.contacts,
        lambda contact: _is_same_name(contact.competitor or "", old),
        competitor=new,
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
    new = read_product_name(new)
    if new == old:
        return book
    if _is_taken(new, old, (product.name for product in book.products)):
        raise UserError("product-twice", name=new)
    products = update_where(
        book.products, lambda product: _is_same_name(product.name, old), name=new
    )
    changed = [
        apply_edit(project, stamp, {"product": new})
        for project in book.projects.values()
        if _is_same_name(project.product or "", old) and project.product != new
    ]
    return book.with_projects(*changed).with_lists(products=products)


def _is_same_name(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()


def _is_taken(new: str, old: str, names: Iterable[str]) -> bool:
    """Whether a new name is another's; the old one in other letters is not."""
    return not _is_same_name(new, old) and any(_is_same_name(new, name) for name in names)
