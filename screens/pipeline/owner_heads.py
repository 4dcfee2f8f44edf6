"""The heads of the pipeline by owner: who it is, how many projects, and what they come to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from deals.pipeline import OwnerGroup
from screens.base.row_list import RowGroups, RowText, head_id
from views.glyphs import glyphs
from views.money_texts import (
    completion_text,
    in_play_text,
    list_sum_texts,
    money_text,
    signed_text,
    sums_in_play,
)
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, crop, fit, width, wrap
from views.table import GUTTER
from wording import _, ngettext

NAME_CELLS = 12
GAP = 2
MOST_PART_LINES = 3
"""The lines that a single part of what is said of an owner may take."""


def owner_filter(group: OwnerGroup) -> str:
    """Return the term of a filter that lets the projects of a group through."""
    name = max(group.name.split('"'), key=len).strip()
    if not name:
        return "owner:none"
    operator = "=" if name == group.name.strip() else ":"
    return f'owner{operator}"{name}"' if " " in name else f"owner{operator}{name}"


def make_row_groups(groups: Sequence[OwnerGroup]) -> RowGroups:
    """Return the projects under their owners, which fold."""
    return RowGroups({head_id(group.key): group.ids for group in groups}, fold=True)


HeadPart = Callable[[OwnerGroup, bool], str]


def _name(group: OwnerGroup, _marked: bool) -> str:
    return shorten_name(group.name, NAME_CELLS) if group.name else _("no owner")


def _counts(group: OwnerGroup, _marked: bool) -> str:
    return count_text(group)


def _short_counts(group: OwnerGroup, _marked: bool) -> str:
    count = len(group.ids)
    return f"! {group.flagged}/{count}" if group.flagged else f"  {count}"


def _in_play(group: OwnerGroup, marked: bool) -> str:
    return in_play_text(group.sums, marked=marked)


def _short_money(group: OwnerGroup, marked: bool) -> str:
    return money_text(sums_in_play(group.sums), marked=marked)


def _least_money(group: OwnerGroup, marked: bool) -> str:
    return money_text(sums_in_play(group.sums), 1, marked=marked)


def _completion(group: OwnerGroup, marked: bool) -> str:
    return completion_text(group.sums, marked=marked)


def _signed(group: OwnerGroup, marked: bool) -> str:
    return signed_text(group.sums, marked=marked)


HEAD_LAYOUTS: Sequence[Sequence[HeadPart]] = (
    (_name, _counts, _in_play, _completion, _signed),
    (_name, _short_counts, _in_play, _completion, _signed),
    (_name, _short_counts, _short_money, _completion, _signed),
    (_name, _short_counts, _in_play, _signed),
    (_name, _short_counts, _in_play),
    (_name, _short_counts, _least_money),
)
"""What a head says, in the widest wording first; all heads of a list have the same."""


def count_text(group: OwnerGroup) -> str:
    """Return how many projects a group has, and how many of them need somebody."""
    count = len(group.ids)
    text = ngettext("{count} project", "{count} projects", count).format(count=count)
    if not group.flagged:
        return text
    return _(", ").join((text, _("{count} need you").format(count=group.flagged)))


@dataclass(frozen=True, slots=True)
class OwnerHeads:
    """The heads of a list for so many cells: their parts stand in columns."""

    parts: Mapping[str, Sequence[str]]
    cells: int

    def row(self, head: str, *, folded: bool) -> RowText:
        """Return the row of a head, strong as names and sums are."""
        text = StyledText("".join(self.parts[head]).rstrip(), "strong")
        sign = glyphs().folded if folded else glyphs().unfolded
        return RowText((), sign, "strong", head=crop((text,), self.cells - GUTTER))


def draw_heads(groups: Iterable[OwnerGroup], cells: int, *, marked: bool) -> OwnerHeads:
    """Return the heads in the first layout that has room, every part as wide as its widest."""
    groups = list(groups)
    drawn = OwnerHeads({}, cells)
    for layout in HEAD_LAYOUTS:
        texts = [[part(group, marked) for part in layout] for group in groups]
        sizes = [max(map(width, column), default=0) for column in zip(*texts, strict=True)]
        wanted = [size + GAP for size in sizes if size]
        padded = [
            [fit(text, size + GAP) for text, size in zip(row, sizes, strict=True) if size]
            for row in texts
        ]
        ids = (head_id(group.key) for group in groups)
        drawn = OwnerHeads(dict(zip(ids, padded, strict=True)), cells)
        if sum(wanted) - GAP <= cells - GUTTER:
            break
    return drawn


def head_title(group: OwnerGroup) -> TextLine:
    """Return whose projects they are, and how many."""
    name = group.name or _("no owner")
    return StyledText(name, "strong"), StyledText(f"  {count_text(group)}", "dim")


def about_head(group: OwnerGroup, cells: int, rows: int, keys: str, *, marked: bool) -> list[str]:
    """Return what the projects of an owner come to, and what the `keys` do if there is room.

    No part is cut: what has no room is left out, the least important first.
    """
    lines = list[str]()
    for text in list_sum_texts(group.sums, marked=marked):
        joined = _("; ").join([*lines[-1:], text])
        more = wrap(text, cells, MOST_PART_LINES)
        if lines and width(joined) <= cells:
            lines[-1] = joined
        elif len(lines) + len(more) <= rows:
            lines += more
    shown = wrap(keys, cells, MOST_PART_LINES)
    return [*lines, *shown] if len(lines) + len(shown) <= rows else lines
