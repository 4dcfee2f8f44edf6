"""The journal line of a commit, made of the records that it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deals.edits import Patch
from deals.model import Project
from store.base import base_of, base_of_list
from store.documents import Stored
from store.head import Head
from store.journal import Base, encoded
from store.rows import Row


def line_of(
    stored: Stored,
    after: Stored,
    rows: Mapping[str, Row[Project] | None],
    change: Patch,
    told: tuple[str, tuple[str, str], Sequence[str]],
) -> tuple[bytes, Head]:
    """The line of the commit that led from `stored` to `after`, and where the store then stands.

    `rows` are the projects changed; `told` is when it was made, by whom and under which label, and
    the links of the commits that it joins.
    """
    at, said, joins = told
    texts = {key: row.text if row else None for key, row in rows.items()}
    lists = {
        name: [row.text for row in listed]
        for name, listed in after.lists.items()
        if listed is not stored.lists.get(name)
    }
    old, new = stored.book, after.book
    base = Base(
        {key: base_of(one.before, one.after) for key, one in change.projects.items()},
        {name: base_of_list(getattr(old, name), getattr(new, name)) for name in lists},
    )
    return encoded(stored.head, at, said, texts, lists, base, joins)
