"""What a sync did, for whoever has to say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class MergedProject(NamedTuple):
    """A project that was merged into another, whose each is, and who did that."""

    name: str
    owner: str
    into: str
    into_owner: str
    by: str


@dataclass(slots=True)
class SyncReport:
    """What a sync did.

    `pushed` counts edits as their author does, `pulled` projects, `waiting` what could not be sent.
    `overtaken` and `refused` are operations that do not stand, `resent` those that were refused
    and were taken now; `deleted` and `purged` are the names
    of projects that others deleted, and of those that one does not see any more; of these `given`
    has those that went to somebody, with whom, and `received` the projects that came from somebody,
    with whom; `movers` are who gave them, by the names of the projects. `merged` are those that
    others merged, which are then not among the deleted, `returned` those that were deleted and are
    there again, with who brought them back, empty where nobody says.
    `strangers` are the projects that got an owner by it who is nobody of the team, with that name;
    the server keeps them with whom they were. `left_out` are the names of those that have an entry
    of their history or touches that does not read here.
    `still_refused` counts the operations that were refused before, and that nobody has dismissed.
    It `forgot` where what was remembered of the server was lost, and all was compared anew.
    `owners` has whom it sent as the owners of projects, by id: of those that were made, and of
    those that got another.
    `unreadable` are the ids of those that a newer version wrote so that this one cannot read them.
    `ahead` is by how many milliseconds the clock here is ahead of the server's, None where that was
    not asked.
    `left` counts the summaries that are here no more, `scoped` the projects and summaries that are
    not because one wanted those of others (with `summed` there are summaries of them), and
    `crowded` the projects below where they are too many to bring summaries of.
    """

    pushed: int = 0
    pulled: int = 0
    waiting: int = 0
    ahead: int | None = None
    left: int = 0
    scoped: int = 0
    summed: bool = False
    crowded: int = 0
    still_refused: int = 0
    forgot: bool = False
    overtaken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    resent: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    purged: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    given: list[tuple[str, str]] = field(default_factory=list)
    received: list[tuple[str, str]] = field(default_factory=list)
    movers: dict[str, str] = field(default_factory=dict)
    merged: list[MergedProject] = field(default_factory=list)
    returned: list[tuple[str, str]] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether there is anything to say of it."""
        counts = (self.pushed, self.pulled, self.waiting, self.left, self.scoped, self.crowded)
        changed = any(counts) or self.unreadable or self.forgot
        names = (
            *(*self.overtaken, *self.refused, *self.deleted, *self.purged),
            *(*self.resent, *self.given, *self.received, *self.merged),
            *self.returned,
            *(*self.strangers, *self.left_out),
        )
        return bool(changed or names)

    @property
    def failures(self) -> list[dict[str, Any]]:
        """All operations that it has to say something of."""
        return [*self.overtaken, *self.refused, *self.resent]

    def list_lost(self) -> list[str]:
        """List the names of the projects that one does not see any more and that went to nobody
        whom one is told.
        """
        left = Counter(self.purged) - Counter(name for name, _target in self.given)
        return list(left.elements())

    def join(self, later: SyncReport) -> None:
        """Add what a later sync did."""
        self.pushed += later.pushed
        self.pulled += later.pulled
        self.left, self.crowded = self.left + later.left, later.crowded
        self.scoped += later.scoped
        self.summed, self.movers = later.summed, self.movers | later.movers
        self.owners |= later.owners
        self.forgot |= later.forgot
        self.still_refused = later.still_refused
        self.waiting, self.ahead, self.unreadable = later.waiting, later.ahead, later.unreadable
        for name in (
            "overtaken",
            "refused",
            "resent",
            "deleted",
            "purged",
            "given",
            "received",
            "merged",
            "returned",
            "strangers",
            "left_out",
        ):
            getattr(self, name).extend(getattr(later, name))


def group_handed(handed: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names of projects that were handed over, by the person on the other side."""
    found: dict[str, list[str]] = {}
    for name, person in handed:
        found.setdefault(person, []).append(name)
    return found
