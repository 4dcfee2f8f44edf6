"""A product of the portfolio as it is typed: its name, relative share and growth. Pure."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from deals.model import Book, Product, Project, Stamp
from deals.refusal import Refusal


def text_of(one: Product) -> str:
    """The line that product_of reads back."""
    figures = ("?" if figure is None else f"{figure:g}" for figure in (one.share, one.growth))
    return ", ".join((one.name, *figures))


def product_of(text: str) -> Callable[[Book, Project, Stamp], Book]:
    """What puts into the portfolio the product that `name, share, growth` says: `Net, 1.2, 15`; `?`
    or nothing is not known. Refusal `product-unreadable`.
    """
    name, *figures = [one.strip() for one in text.replace("，", ",").split(",")]
    if not name or len(figures) > 2:
        raise Refusal("product-unreadable", text=text)
    share, growth = (_figure(one, text) for one in (*figures, "?", "?")[:2])
    if share is not None and share < 0:
        raise Refusal("product-unreadable", text=text)

    def make(book: Book, _project: Project, _stamp: Stamp) -> Book:
        kept = {one.name: one for one in book.products}
        old = kept.get(name, Product(name=name))
        kept[name] = old.model_copy(update={"share": share, "growth": growth})
        return book.with_lists(products=tuple(kept.values()))

    return make


def _figure(text: str, whole: str) -> float | None:
    if text in ("", "?", "？"):
        return None
    try:
        value = float(text.rstrip("%xX％"))
    except ValueError:
        raise Refusal("product-unreadable", text=whole) from None
    if not isfinite(value):
        raise Refusal("product-unreadable", text=whole)
    return value
