"""What all projects share, called otherwise: competitors and products, wherever they are named."""

from __future__ import annotations

from deals.edits.record import edited
from deals.market import rivals_of
from deals.model import Book, Project, Stamp
from deals.refusal import Refusal
from deals.sources import cell_of, cell_source


def rename_rival(book: Book, old: str, new: str, stamp: Stamp) -> Book:
    """The book with a competitor called otherwise: in what is known of them, in the comparisons, by
    the people who back them, in reviews and in where causes came from.

    Refusals `rival-empty` and `rival-taken` (name).
    """
    new = new.strip()
    if not new:
        raise Refusal("rival-empty")
    if new == old:
        return book
    if not _same(new, old) and any(_same(new, one.name) for one in book.competitors):
        raise Refusal("rival-taken", name=new)
    competitors = tuple(
        one.model_copy(update={"name": new}) if _same(one.name, old) else one
        for one in book.competitors
    )
    named = (_with_rival(one, old, new, stamp) for one in book.projects.values())
    changed = [one for one in named if one is not book.projects[one.id]]
    return book.with_projects(*changed).with_lists(competitors=competitors)


def _with_rival(project: Project, old: str, new: str, stamp: Stamp) -> Project:
    here = rivals_of(project)
    if not _same(old, new) and all(any(_same(one, name) for one in here) for name in (old, new)):
        raise Refusal("rival-taken", name=new)
    comparisons = tuple(
        one.model_copy(update={"rival": new}) if _same(one.rival, old) else one
        for one in project.comparisons
    )
    contacts = tuple(
        one.model_copy(update={"competitor": new}) if _same(one.competitor or "", old) else one
        for one in project.contacts
    )
    causes = tuple(
        one.model_copy(update={"source": cell_source(cell[0], new)})
        if (cell := cell_of(one.source)) is not None and _same(cell[1], old)
        else one
        for one in project.causes
    )
    review = project.review
    if _same(review.rival, old):
        review = review.model_copy(update={"rival": new})
    found = {"comparisons": comparisons, "contacts": contacts, "causes": causes, "review": review}
    update = {name: value for name, value in found.items() if value != getattr(project, name)}
    return edited(project, stamp, update) if update else project


def rename_product(book: Book, old: str, new: str, stamp: Stamp) -> Book:
    """The book with a product of the portfolio called otherwise, by the projects for it as well.

    Refusals `product-empty` and `product-twice` (name).
    """
    new = new.strip()
    if not new:
        raise Refusal("product-empty")
    if new == old:
        return book
    if not _same(new, old) and any(_same(new, one.name) for one in book.products):
        raise Refusal("product-twice", name=new)
    products = tuple(
        one.model_copy(update={"name": new}) if _same(one.name, old) else one
        for one in book.products
    )
    changed = [
        edited(one, stamp, {"product": new})
        for one in book.projects.values()
        if _same(one.product or "", old) and one.product != new
    ]
    return book.with_projects(*changed).with_lists(products=products)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
