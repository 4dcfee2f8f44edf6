"""How the pipeline is looked at: filter, order and the view they came from. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from deals.model import SavedView
from deals.refusal import Refusal
from deals.views import ATTENTION, ORDERS, builtin_views
from screens.kit.wording import _
from screens.kit.wording.names import sort_name, view_name

Choice = tuple[str, str, Callable[[], None]]
_VIEW_KEYS = "1234567890abcdefghijklmnop"
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
    """The ids of the views that every book has."""
    return frozenset(one.name for one in builtin_views(date.min))


@dataclass(frozen=True, slots=True)
class Look:
    """A filter, an order and which end of it comes first, and the view it is, if it is one."""

    filter: str = ""
    sort: str = ATTENTION
    descending: bool = False
    view: str = ""

    def filtered(self, text: str) -> Look:
        """The same order under another filter."""
        return replace(self, filter=text, view="")

    def sorted(self, sort: str) -> Look:
        """Another order, the end first that is asked for most; the same again is turned round."""
        again = sort == self.sort
        descending = not self.descending if again else ORDERS[sort].descending
        return replace(self, sort=sort, descending=descending, view="")

    def text(self) -> str:
        """What the status line says of it."""
        parts = list[str]()
        if self.view:
            parts.append(_("view: {name}").format(name=view_name(self.view)))
        if self.filter:
            parts.append(_("filter: {filter}").format(filter=self.filter))
        if self.sort != ATTENTION or self.descending:
            way = _("descending") if self.descending else ""
            parts.append(_("by {sort} {way}").format(sort=sort_name(self.sort), way=way).strip())
        return "   ".join(parts)

    def own_name(self) -> str:
        """The name of the user's own view that this is, if it is one."""
        return "" if self.view in builtin() else self.view

    def saved_as(self, name: str, views: Sequence[SavedView]) -> tuple[SavedView, ...]:
        """The user's views with this look among them under `name`; `-name` drops that one.

        Refusals `view-nameless`, `view-builtin` (name) and, dropping, `view-unknown` (name).
        """
        wanted = name.removeprefix("-").strip()
        if not wanted:
            raise Refusal("view-nameless")
        kept = tuple(one for one in views if one.name != wanted)
        if name.startswith("-"):
            if len(kept) == len(views):
                raise Refusal("view-unknown", name=wanted)
            return kept
        if wanted in builtin() or wanted in set(map(view_name, builtin())):
            raise Refusal("view-builtin", name=wanted)
        mine = SavedView(
            name=wanted, filter=self.filter, sort=self.sort, descending=self.descending
        )
        return (*kept, mine)


def of_view(view: SavedView) -> Look:
    """The look that a view stands for."""
    return Look(view.filter, view.sort, view.descending, view.name)


def sort_choices(look: Look, show: Callable[[Look], None]) -> list[Choice]:
    """The orders, a key each."""
    return [
        (key, sort_name(sort), _showing(look.sorted(sort), show))
        for sort, key in _SORT_KEYS.items()
    ]


def look_choices(views: Sequence[SavedView], show: Callable[[Look], None]) -> list[Choice]:
    """The views at a key each: digits first, letters when there are more."""
    return [
        (key, view_name(view.name), _showing(of_view(view), show))
        for key, view in zip(_VIEW_KEYS, views, strict=False)
    ]


def _showing(look: Look, show: Callable[[Look], None]) -> Callable[[], None]:
    return lambda: show(look)
