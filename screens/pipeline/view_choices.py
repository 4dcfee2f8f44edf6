"""How the pipeline is looked at: filter, order and groups; the views and orders offered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from deals.errors import UserError
from deals.model import SavedView
from deals.own_columns import own_field
from deals.pipeline import ATTENTION, Grouping, builtin_views, find_order
from views.glyphs import glyphs
from wording import _
from wording.names import sort_name, view_name

_SHARED = "owners>1"
"""The filter that leaves the customers of several owners."""
ViewChoice = tuple[str, str, Callable[[], None]]
_VIEW_KEYS = "1234567890abcdefghijklmnop"
_KEY_VIEW = {"key-projects": "S", "shared-customers": "C"}
"""The views at the key that makes what they show; digits go to the others, in their order."""
_SORT_KEYS = {
    "attention": "a",
    "signs": "w",
    "left": "l",
    "amount": "m",
    "stage": "s",
    "name": "n",
    "customer": "c",
    "owner": "o",
    "cr": "r",
    "next": "x",
    "updated": "u",
}


@cache
def builtin() -> frozenset[str]:
    """Return the ids of the views that every book has."""
    return frozenset(view.name for view in builtin_views(date.min))


class PipelineView(NamedTuple):
    """A filter and an order with the end that comes first; and the name of the saved view."""

    filter: str = ""
    sort: str = ATTENTION
    descending: bool = False
    view: str = ""

    def with_filter(self, text: str) -> PipelineView:
        """Return the same order under another filter."""
        return self._replace(filter=text, view="")

    def with_order(self, sort: str) -> PipelineView:
        """Return the view in another order, its most wanted end first."""
        return self._replace(sort=sort, descending=find_order(sort).descending, view="")

    def turned(self) -> PipelineView:
        """Return the view in the same order from its other end."""
        return self._replace(descending=not self.descending, view="")

    def order_text(self) -> str:
        """Return by what is ordered, and whether what one wants most comes first, `by need ▼`."""
        usual = self.descending == find_order(self.sort).descending
        way = glyphs().fall if usual else glyphs().rise
        name = _("need") if self.sort == ATTENTION else sort_name(self.sort)
        return _("by {sort} {way}").format(sort=name, way=way)

    @property
    def grouping(self) -> Grouping | None:
        """Under whose heads projects stand; None for no heads.

        By customer where it is the point that some have several owners.
        """
        if self.sort == "owner":
            return "owner"
        shared = self.filter.split()[:1] == [_SHARED]
        return "customer" if self.sort == "customer" and shared else None

    @property
    def names_customers(self) -> bool:
        """Whether each row is to say its customer: rows are in their order, without heads."""
        return self.sort == "customer" and self.grouping is None

    def wider(self) -> PipelineView | None:
        """Return all groups where a filter shows but some; None for no groups or all of them."""
        if self.grouping == "owner":
            return self.with_filter("") if self.filter else None
        if self.grouping and self.filter != _SHARED:
            return self._replace(filter=_SHARED, view="shared-customers")
        return None

    def text(self, comparison: str = "") -> str:
        """Return what the status line says of it, and how it is that money is compared."""
        parts = list[str]()
        if self.view:
            parts.append(_("view: {name}").format(name=view_name(self.view)))
        if self.filter and self.view not in builtin():
            parts.append(_("filter: {filter}").format(filter=self.filter))
        if (self.sort != ATTENTION or self.descending) and not self._names_order():
            way = _("descending") if self.descending else ""
            parts.append(_("by {sort} {way}").format(sort=sort_name(self.sort), way=way).strip())
        if comparison and self.sort == "amount":
            parts.append(comparison)
        return "   ".join(parts)

    def _names_order(self) -> bool:
        """Whether the name of the view says its order already: by owner."""
        named = bool(self.view) and sort_name(self.sort) in view_name(self.view)
        return named or self.view == "by-owner"

    def own_name(self) -> str:
        """Return the name of the user's own view that this is, if it is one."""
        return "" if self.view in builtin() else self.view

    def save_as(self, name: str, views: Sequence[SavedView]) -> tuple[SavedView, ...]:
        """Return the user's views with this look among them under `name`; `-name` drops that one.

        Refusals `view-nameless`, `view-builtin` (name) and, dropping, `view-unknown` (name).
        """
        wanted = name.removeprefix("-").strip()
        if not wanted:
            raise UserError("view-nameless")
        kept = tuple(view for view in views if view.name != wanted)
        if name.startswith("-"):
            if len(kept) == len(views):
                raise UserError("view-unknown", name=wanted)
            return kept
        if wanted in builtin() or wanted in set(map(view_name, builtin())):
            raise UserError("view-builtin", name=wanted)
        mine = SavedView(
            name=wanted, filter=self.filter, sort=self.sort, descending=self.descending
        )
        return (*kept, mine)


def of_view(view: SavedView) -> PipelineView:
    """Return the look that a view stands for."""
    return PipelineView(view.filter, view.sort, view.descending, view.name)


def sort_choices(
    look: PipelineView, show: Callable[[PipelineView], None], own: Sequence[str] = ()
) -> list[ViewChoice]:
    """Return the orders, a key each; those by the `own` columns that are shown have digits."""
    keys = {**_SORT_KEYS, **{own_field(name): f"{at}" for at, name in enumerate(own[:9], 1)}}
    choices = [
        (key, sort_name(sort), _show_view(look.with_order(sort), show))
        for sort, key in keys.items()
    ]
    return [*choices, ("-", _("reverse order"), _show_view(look.turned(), show))]


def look_choices(
    views: Sequence[SavedView], show: Callable[[PipelineView], None]
) -> list[ViewChoice]:
    """Return the views at a key each: digits first, letters when there are more."""
    keys = iter(_VIEW_KEYS)
    keyed = [(_KEY_VIEW.get(view.name) or next(keys, ""), view) for view in views]
    return [
        (key, view_name(view.name), _show_view(of_view(view), show)) for key, view in keyed if key
    ]


def _show_view(look: PipelineView, show: Callable[[PipelineView], None]) -> Callable[[], None]:
    return lambda: show(look)
