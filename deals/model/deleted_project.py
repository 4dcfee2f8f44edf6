"""What stays of a deleted project, so that past figures and the movement still know it."""

from __future__ import annotations

from datetime import date, datetime

from deals.model.base import Record, Status, rare
from deals.model.money import Amount, SigningPeriod
from deals.model.project import Change, Project

NUMBER_FIELDS = frozenset(
    {"name", "customer", "owner", "product", "status", "stage", "amount", "signs"}
)
"""The fields of a project that numbers are made of; of a deleted one only their moves stay."""


class DeletedProject(Record):
    """A project that was deleted, thinned to what numbers need: no people, no notes, no plan.

    It stands in a table of its own, for whoever reads the projects must not meet it there.
    """

    id: str
    name: str
    customer: str = rare("")
    owner: str = rare("")
    product: str | None = rare(None)
    status: Status = "open"
    stage: str = "P0"
    amount: Amount | None = None
    signs: SigningPeriod | None = None
    history: tuple[Change, ...] = rare(())
    created_at: datetime
    deleted_at: datetime
    deleted_by: str = ""

    @property
    def on(self) -> date:
        """The day of the deletion as its writer's calendar had it."""
        return self.deleted_at.date()

    @classmethod
    def of(cls, project: Project, at: datetime, by: str) -> DeletedProject:
        """Return what stays of a project that is deleted now."""
        moves = (
            change
            for change in project.history
            if change.subject is None and change.field in NUMBER_FIELDS
        )
        return cls(
            id=project.id,
            **{name: getattr(project, name) for name in NUMBER_FIELDS},
            history=tuple(moves),
            created_at=project.created_at,
            deleted_at=at,
            deleted_by=by,
        )

    @property
    def project(self) -> Project:
        """The project as it was last, as far as it is known: for whoever reads projects."""
        return Project(
            id=self.id,
            **{name: getattr(self, name) for name in NUMBER_FIELDS},
            history=self.history,
            created_at=self.created_at,
            updated_at=self.deleted_at,
            updated_by=self.deleted_by,
        )
