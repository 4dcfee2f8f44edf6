"""What the knots of the market's pages are on the red thread, and on which page they are. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from deals.edits import Patch
from deals.model import KEYS

_REFS = {"cell": "cell", "note": "note", "item": "swot", "strategy": "strategy"}
_KNOTS = {ref: knot for knot, ref in _REFS.items()}
_PAGES = {
    "cell": "grid",
    "choice": "stance",
    "item": "swot",
    "strategy": "swot",
    "product": "portfolio",
}
_NAME: Callable[[Any], str] = attrgetter("name")
_LISTS = {"swot": "item", "strategies": "strategy", "notes": "note"}


def ref_of(knot: str | None) -> str | None:
    """The item of the red thread that a knot is, None where it is none."""
    kind, _slash, key = (knot or "").partition("/")
    if kind == "cell":
        key = key.replace("/", ":", 1)
    return f"{_REFS[kind]}:{key}" if kind in _REFS else None


def knot_of(ref: str) -> str | None:
    """The knot of an item of the red thread, None where it is not of the market."""
    kind, _colon, key = ref.partition(":")
    if kind == "cell":
        key = key.replace(":", "/", 1)
    return f"{_KNOTS[kind]}/{key}" if kind in _KNOTS else None


def page_of(knot: str) -> str:
    """The page on which a knot stands."""
    kind, _slash, key = knot.partition("/")
    if kind == "note":
        return "customer" if key.startswith("customer.") else "stance"
    return _PAGES[kind]


def changed_knots(change: Patch, project: str) -> Iterator[str]:
    """The knots that a change put in or changed, some of which may not be shown."""
    before, after = change.projects.get(project, (None, None))
    for name, kind in _LISTS.items():
        for one in _changed(getattr(before, name, ()), getattr(after, name, ()), KEYS[name]):
            yield f"{kind}/{KEYS[name](one)}"
    if before is not None and after is not None:
        fields = type(after.market).model_fields
        old, new = before.market, after.market
        yield from (f"choice/{one}" for one in fields if getattr(old, one) != getattr(new, one))
        key = KEYS["comparisons"]
        for comparison in _changed(before.comparisons, after.comparisons, key):
            yield f"cell/{comparison.dimension}/{comparison.rival}"
    yield from _shared(change)


def _shared(change: Patch) -> Iterator[str]:
    old, new = change.lists.get("products", ((), ()))
    for one in _changed(old, new, _NAME):
        yield f"product/{one.name}"
    old, new = change.lists.get("competitors", ((), ()))
    known: dict[str, Any] = {_NAME(one): one for one in old}
    for rival in _changed(old, new, _NAME):
        cells = known[rival.name].notes if rival.name in known else ()
        for cell in _changed(cells, rival.notes, lambda each: each.dimension):
            yield f"cell/{cell.dimension}/{rival.name}"


def _changed(before: Iterable[Any], after: Iterable[Any], key: Callable[[Any], str]) -> list[Any]:
    """The records that are new or another one after the change."""
    old = {key(one): one for one in before}
    return [one for one in after if old.get(key(one)) != one]
