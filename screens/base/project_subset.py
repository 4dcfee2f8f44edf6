"""Some projects, which a list shows alone."""

from __future__ import annotations

from typing import NamedTuple


class ProjectSubset(NamedTuple):
    """Some projects, by their ids, that are listed alone under a title."""

    ids: frozenset[str]
    title: str
