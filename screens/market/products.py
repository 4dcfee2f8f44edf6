"""A product of the portfolio as it is typed: its name, relative share and growth. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from deals.market import quadrant
from deals.model import Product
from deals.playbook.market import MarketPage
from deals.refusal import Refusal
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _, say
from screens.market.portfolio import figures_of

_UNKNOWN = ("", "?")
_HALF_WIDTH = str.maketrans("，；？％．－　", ",;?%.- ")


def text_of(one: Product) -> str:
    """The line that read_product reads back."""
    said = ("?" if figure is None else f"{figure:g}" for figure in (one.share, one.growth))
    return ", ".join((one.name, *said))


def read_product(text: str) -> Product:
    """The product that `name, share, growth` says: `Net, 1.2, 15`; `?` or nothing is not known.

    Refusals `product-empty`, `product-unreadable`, `share-unreadable` and `growth-unreadable`
    (text).
    """
    name, *typed = [one.strip() for one in text.translate(_HALF_WIDTH).split(",")]
    if not name:
        raise Refusal("product-empty")
    if len(typed) > 2:
        raise Refusal("product-unreadable", text=text.strip())
    share, growth = (*typed, "", "")[:2]
    return Product(name=name, share=_share(share), growth=_growth(growth))


def _share(text: str) -> float | None:
    value = _figure(text.rstrip("xX×倍").strip(), text, "share-unreadable")
    if value is not None and value < 0:
        raise Refusal("share-unreadable", text=text)
    return value


def _growth(text: str) -> float | None:
    return _figure(text.rstrip("%").strip(), text, "growth-unreadable")


def _figure(typed: str, text: str, code: str) -> float | None:
    if text in _UNKNOWN:
        return None
    try:
        value = float(typed)
    except ValueError:
        raise Refusal(code, text=text) from None
    if not isfinite(value):
        raise Refusal(code, text=text)
    return value


def understood(text: str, page: MarketPage, lang: str) -> Line:
    """What a line being typed says so far."""
    if not text.strip():
        return line(Span(_("like Net, 1.2, 15; ? is not known"), "dim"))
    try:
        one = read_product(text)
    except Refusal as refusal:
        return line(Span(say(refusal), "amber"))
    place = quadrant(one, page)
    name = page.quadrants[place].name.of(lang) if place else _("not placed yet")
    return line(Span(": ".join((one.name, _told(one))), ""), Span(f"  {name}", "good"))


def _told(one: Product) -> str:
    share, growth = figures_of(one)
    return _("share {share}, growth {growth}").format(share=share, growth=growth)


def known(name: str, products: Sequence[Product]) -> Product | None:
    """The product of that name."""
    return next((one for one in products if one.name == name), None)
