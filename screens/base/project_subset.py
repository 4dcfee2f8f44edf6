"""Some projects, which a list shows alone or triage goes through in an order of their own."""

from __future__ import annotations

from typing import NamedTuple


class ProjectSubset(NamedTuple):
    """Some projects, by their ids, that are listed alone under a title.

    `branch` is whose they are where that is a branch of the team's line.
    """

    ids: frozenset[str]
    title: str
    branch: str = ""


class RankedProjects(NamedTuple):
    """Some projects, by their ids, that triage goes through as they come; `order` says by what."""

    ids: tuple[str, ...]
    order: str
