"""Who leads open projects at each customer: of several, each should know of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from deals.model import Project


class CustomerOwners:
    """The owners of open projects by customer, looked up when somebody first asks.

    However a customer or an owner is written it is one.
    """

    def __init__(self, projects: Iterable[Project] = ()) -> None:
        self._projects = projects

    def count(self, project: Project) -> int | None:
        """Count the owners at a project's customer; None where no customer is known."""
        return self._counts.get(project.customer, 0) if project.customer else None

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        from deals.customers import customer_key  # which brings along all that edits do
        from deals.owners import owner_key

        keys, owners = dict[str, str](), defaultdict[str, set[str]](set)
        for project in self._projects:
            if not project.customer:
                continue
            key = keys.setdefault(project.customer, customer_key(project.customer))
            if project.status == "open" and project.owner:
                owners[key].add(owner_key(project.owner))
        return {name: len(owners[key]) for name, key in keys.items()}
