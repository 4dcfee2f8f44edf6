"""The projects of a book by what rows of tables may say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from deals.history import history_texts
from deals.model import Project
from store.tables.row_grouping import RowKey, fold_value, project_key


def former_texts(project: Project, field_id: str) -> set[str]:
    """Return what a field was before by the project's history, folded, and is no longer."""
    texts = set(map(fold_value, history_texts(project, field_id)))
    return texts - {fold_value(getattr(project, field_id) or "")} if texts else texts


class ProjectIndex:
    """The projects by what rows say of them; `records` by what tables said when they were read."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self.same: dict[RowKey, list[Project]] = defaultdict(list)
        self.former: dict[RowKey, list[Project]] = defaultdict(list)
        self.named: dict[str, list[Project]] = defaultdict(list)
        self.ids: dict[tuple[str, str], list[Project]] = defaultdict(list)
        self.records: dict[tuple[str, RowKey, str], list[Project]] = defaultdict(list)
        self.held: dict[tuple[str, RowKey], list[Project]] = defaultdict(list)
        for project in projects:
            self._add(project)

    def _add(self, project: Project) -> None:
        key = project_key(project.name, project.customer)
        self.same[key].append(project)
        self.named[key[0]].append(project)
        formers = _former_keys(project, key)
        for former in formers:
            self.former[former].append(project)
        for ref in project.sources:
            if ref.id:
                self.ids[ref.source, ref.id].append(project)
            for each in (key, *formers):
                self.records[ref.source, each, fold_value(ref.owner)].append(project)
                self.held[ref.source, each].append(project)


def _former_keys(project: Project, key: RowKey) -> list[RowKey]:
    """Return the names and customers that a project went by before."""
    if not any(change.field in ("name", "customer") for change in project.history):
        return []
    names = {key[0], *former_texts(project, "name")}
    customers = {key[1], *former_texts(project, "customer")}
    return [(name, customer) for name in names for customer in customers if (name, customer) != key]
