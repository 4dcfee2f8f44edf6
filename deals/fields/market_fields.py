"""The fields of a competitor, and of a product in the portfolio with the figures that place it."""

from __future__ import annotations

from math import isfinite

from deals.errors import UserError
from deals.fields.spec import FieldSpec, RecordFields
from deals.model import Competitor, Product
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import read_required


def read_rival_name(text: str, _reading: ReadingContext | None = None) -> str:
    """Read a competitor's name; refusal `rival-empty`."""
    return read_required(text, "rival-empty")


def read_product_name(text: str, _reading: ReadingContext | None = None) -> str:
    """Read a product's name; refusal `product-empty`."""
    return read_required(text, "product-empty")


def read_share(text: str, _reading: ReadingContext | None = None) -> float | None:
    """Read a relative market share such as `1.2x`; refusal `share-unreadable` (text)."""
    value = _read_figure(text.rstrip("xX×倍").strip(), text, "share-unreadable")
    if value is not None and value < 0:
        raise UserError("share-unreadable", text=text)
    return value


def read_growth(text: str, _reading: ReadingContext | None = None) -> float | None:
    """Read how fast a market grows, such as `15%`; refusal `growth-unreadable` (text)."""
    return _read_figure(text.rstrip("%").strip(), text, "growth-unreadable")


def _read_figure(typed: str, text: str, code: str) -> float | None:
    if text in ("", "?"):
        return None
    try:
        value = float(typed)
    except ValueError:
        raise UserError(code, text=text) from None
    if not isfinite(value):
        raise UserError(code, text=text)
    return value


def _figure_text(figure: float | None) -> str:
    return "?" if figure is None else f"{figure:g}"


COMPETITOR = RecordFields(
    Competitor,
    FieldSpec("name", read_rival_name, brief=True),
    FieldSpec("notes", typed=False),
)
"""The fields of a competitor; what was learned of one is typed cell by cell, in the market."""
PRODUCT = RecordFields(
    Product,
    FieldSpec("name", read_product_name, brief=True),
    FieldSpec("share", read_share, lambda product, _: _figure_text(product.share), brief=True),
    FieldSpec("growth", read_growth, lambda product, _: _figure_text(product.growth), brief=True),
    FieldSpec("note", typed=False),
)
"""The fields of a product, the typed ones in the order in which they stand in a line."""
