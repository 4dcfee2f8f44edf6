"""The heads of the pipeline by owner or customer: who, how many projects, their money. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from deals.pipeline import ProjectGroup
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

NAME_CELLS, CUSTOMER_CELLS, OWNER_CELLS = 12, 22, 8
GAP = 2
MOST_PART_LINES = 3
"""The lines that a single part of what is said of an owner may take."""


def group_filter(group: ProjectGroup) -> str:
    """Return the term of a filter that lets the projects of a group through."""
    key = "customer" if group.owners else "owner"
    name = max(group.name.split('"'), key=len).strip()
    if not name:
        return f"{key}:none"
    operator = "=" if name == group.name.strip() else ":"
    return f'{key}{operator}"{name}"' if " " in name else f"{key}{operator}{name}"


def make_row_groups(groups: Sequence[ProjectGroup]) -> RowGroups:
    """Return the projects under the heads of their groups, which fold."""
    return RowGroups({head_id(group.key): group.ids for group in groups}, fold=True)


HeadPart = Callable[[ProjectGroup, bool], str]


def _name(group: ProjectGroup, _marked: bool) -> str:
    if group.owners:
        return fit(group.name, min(CUSTOMER_CELLS, width(group.name)))
    return shorten_name(group.name, NAME_CELLS) if group.name else _("no owner")


def _owners(group: ProjectGroup, _marked: bool) -> str:
    return " + ".join(shorten_name(owner, OWNER_CELLS) for owner in group.owners)


def _counts(group: ProjectGroup, _marked: bool) -> str:
    return count_text(group)


def _short_counts(group: ProjectGroup, _marked: bool) -> str:
    count = len(group.ids)
    return f"! {group.flagged}/{count}" if group.flagged else f"  {count}"


def _in_play(group: ProjectGroup, marked: bool) -> str:
    return in_play_text(group.sums, marked=marked)


def _short_money(group: ProjectGroup, marked: bool) -> str:
    return money_text(sums_in_play(group.sums), marked=marked)


def _least_money(group: ProjectGroup, marked: bool) -> str:
    return money_text(sums_in_play(group.sums), 1, marked=marked)


def _completion(group: ProjectGroup, marked: bool) -> str:
    return completion_text(group.sums, marked=marked)


def _signed(group: ProjectGroup, marked: bool) -> str:
    return signed_text(group.sums, marked=marked)


HEAD_LAYOUTS: Sequence[Sequence[HeadPart]] = (
    (_name, _owners, _counts, _in_play, _completion, _signed),
    (_name, _owners, _short_counts, _in_play, _completion, _signed),
    (_name, _owners, _short_counts, _short_money, _completion, _signed),
    (_name, _owners, _short_counts, _in_play, _signed),
    (_name, _owners, _short_counts, _in_play),
    (_name, _owners, _short_counts, _least_money),
)
"""What a head says, in the widest wording first; all heads of a list have the same."""


def count_text(group: ProjectGroup) -> str:
    """Return how many projects a group has, and how many of them need somebody."""
    count = len(group.ids)
    text = ngettext("{count} project", "{count} projects", count).format(count=count)
    if not group.flagged:
        return text
    return _(", ").join((text, _("{count} need you").format(count=group.flagged)))


class GroupHeads(NamedTuple):
    """The heads of a list for so many cells: their parts stand in columns."""

    parts: Mapping[str, Sequence[str]]
    cells: int

    def row(self, head: str, *, folded: bool) -> RowText:
        """Return the row of a head, strong as names and sums are."""
        text = StyledText("".join(self.parts[head]).rstrip(), "strong")
        sign = glyphs().folded if folded else glyphs().unfolded
        return RowText((), sign, "strong", head=crop((text,), self.cells - GUTTER))


def draw_heads(groups: Iterable[ProjectGroup], cells: int, *, marked: bool) -> GroupHeads:
    """Return the heads in the first layout that has room, every part as wide as its widest."""
    groups = list(groups)
    drawn = GroupHeads({}, cells)
    for layout in HEAD_LAYOUTS:
        texts = [[part(group, marked) for part in layout] for group in groups]
        sizes = [max(map(width, column), default=0) for column in zip(*texts, strict=True)]
        wanted = [size + GAP for size in sizes if size]
        padded = [
            [fit(text, size + GAP) for text, size in zip(row, sizes, strict=True) if size]
            for row in texts
        ]
        ids = (head_id(group.key) for group in groups)
        drawn = GroupHeads(dict(zip(ids, padded, strict=True)), cells)
        if sum(wanted) - GAP <= cells - GUTTER:
            break
    return drawn


def head_title(group: ProjectGroup) -> TextLine:
    """Return whose projects they are, of a customer who leads them, and how many."""
    name = group.name or _("no owner")
    parts = (_(", ").join(group.owners), count_text(group))
    return StyledText(name, "strong"), StyledText("  " + "  ".join(filter(None, parts)), "dim")


def about_head(group: ProjectGroup, cells: int, rows: int, keys: str, *, marked: bool) -> list[str]:
    """Return what the projects of a group come to, and what the `keys` do if there is room.

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
    shown = wrap(keys, cells, MOST_PART_LINES) if keys else []
    return [*lines, *shown] if len(lines) + len(shown) <= rows else lines
