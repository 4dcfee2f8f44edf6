"""Changes that did not stand, as they are settled, and as they stand by now in the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deals.history import history_key
from deals.model import Project
from deals.owners import owner_key
from screens.base.team_desk import Settling, TeamFailure
from team.operations import name_moved
from team.paths import Flat, default_of, flatten, project_document
from team.second_tries import ask_again
from team.sync_state import SyncState


def settle_all(state: SyncState, failures: Sequence[TeamFailure], how: Settling) -> None:
    """Settle changes that did not stand, in the state that keeps them; what is sent again is so
    with all else of its project.
    """
    with state.change():
        if how == "resend":
            ask_again(state, {failure.project for failure in failures})
            return
        for failure in failures:
            state.keep_failure(failure.kind, mark_settled(failure, how).record)


def mark_settled(failure: TeamFailure, how: Settling) -> TeamFailure:
    """Return a change that did not stand as it is once it was settled."""
    if how == "resend":
        return failure
    marks = {"dismissed": how != "recall", "put_back": how == "put-back"}
    return failure._replace(record={**failure.record, **marks}, dismissed=marks["dismissed"])


class FailureBook:
    """What a book says by now of changes that did not stand; a project is looked through once."""

    def __init__(self) -> None:
        self._flats: dict[str, tuple[Project, Flat]] = {}

    def refresh(
        self, failures: Iterable[TeamFailure], projects: Mapping[str, Project], me: str
    ) -> list[TeamFailure]:
        """Return changes with what stands in their place by now; those are settled that stand here,
        by whatever edit, and those in whose place is a later edit of one's own (`me`).
        """
        return [self._refresh(each, projects.get(each.project), me) for each in failures]

    def _refresh(self, failure: TeamFailure, project: Project | None, me: str) -> TeamFailure:
        record, path = failure.record, str(failure.record.get("path") or "")
        is_deletion = record["kind"] == "delete"
        if failure.kind != "overtaken" or not (is_deletion or (project and path)):
            return failure
        if project is None:
            return failure._replace(dismissed=True)
        if project.glance is not None:
            return failure
        stands = None if is_deletion else self._flatten(project).get(path, default_of(path))
        if is_deletion or stands == record.get("theirs"):  # maybe as what was put back was undone
            return failure._replace(dismissed=failure.dismissed and not failure.is_put_back)
        if stands == record.get("value"):
            return failure._replace(record={**record, "put_back": True}, dismissed=True)
        by = recall_writer(project, path, failure, me)
        own = owner_key(by) == owner_key(me)
        news = {"theirs": stands, "by": by, "own": own, "reason": None}
        return failure._replace(record={**record, **news}, dismissed=failure.dismissed or own)

    def _flatten(self, project: Project) -> Flat:
        kept = self._flats.get(project.id)
        if kept is None or kept[0] is not project:
            kept = self._flats[project.id] = project, flatten(project_document(project))
        return kept[1]


def recall_writer(project: Project, path: str, failure: TeamFailure, me: str) -> str:
    """Return who wrote what stands at a path after a change that did not; empty for nobody known:
    of what keeps no moves the last editor may have edited something else.
    """
    subject, field = name_moved(path)
    moves = [each for each in project.history if history_key(each) == (field, subject)]
    last: Any = max(moves, key=lambda each: each.at, default=None)
    if last is not None and last.at > failure.at:
        return str(last.by)
    return "" if owner_key(project.updated_by) == owner_key(me) else project.updated_by
