"""Refused edits that are asked for again: made anew in the book, out of what the list of refusals
has of them, for the copy may not have them any more.

Each stays in the list, marked, until the server has taken it; where its project is not here, or is
refused again, it goes on to stand there as it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from deals.book_change import BookChange
from deals.errors import UserError
from deals.model import Book, DeletedProject, Stamp
from team.failures import drop_quiet
from team.incoming import read_sent_lists
from team.operations import document_of, is_quiet, shape_of
from team.paths import default_of, flatten, lists_document, project_document, read_project
from team.put_back import put_values_back
from team.server import LISTS

if TYPE_CHECKING:
    from team.sync_report import SyncReport
    from team.sync_state import SyncState
    from team.synced_store import SyncedStore

LABEL = "resend"
Refusals = list[dict[str, Any]]


def ask_again(state: SyncState, projects: Iterable[str] | None = None) -> None:
    """Have what was refused sent again by the next sync, of all projects or of some."""
    wanted = None if projects is None else set(projects)
    for failure in state.failures("refused"):
        if wanted is None or failure["project"] in wanted:
            kept = {name: value for name, value in failure.items() if name != "dismissed"}
            state.keep_failure("refused", {**kept, "again": True})


def list_asked(state: SyncState) -> Refusals:
    """List the refused edits that are asked for again."""
    return [failure for failure in state.failures("refused") if failure.get("again")]


def make_again(store: SyncedStore, state: SyncState, now: float) -> bool:
    """Make what is asked for again anew, where its project is here; whether any of it is to be
    collected.
    """
    asked: dict[str, Refusals] = {}
    for failure in list_asked(state):
        asked.setdefault(failure["project"], []).append(failure)
    if not asked:
        return False
    at = datetime.fromtimestamp(now, UTC).astimezone()
    stamp = Stamp(at, str(state.read("person", "")), at.date())
    before = after = store.book
    for key, failures in asked.items():
        after = _make_project(after, key, failures, stamp)
    change = BookChange.between(before, after)
    if change.patch:
        store.commit(change, LABEL)
    with state.change():
        looked = [_look_again(state, store.book, key, asked[key]) for key in asked]
    return any(looked)


def _make_project(book: Book, key: str, failures: Refusals, stamp: Stamp) -> Book:
    """Return a book in which the refused edits of a project are made again."""
    edits = [each for each in failures if each["kind"] in ("field", "entry")]
    values = {each["path"]: each["value"] for each in edits if not is_quiet(key, each["path"])}
    if key == LISTS:
        return _put_lists(book, values)
    whole = next((each for each in failures if each["kind"] == "create"), None)
    if key not in book.projects and whole is not None:
        flat = {**(whole.get("value") or {}), **whole.get("entries", {})}
        return book.with_projects(read_project(document_of(key, flat)))
    project = book.projects.get(key)
    if project is None or project.glance is not None:
        return book
    if any(each["kind"] == "delete" and each.get("value") is not False for each in failures):
        buried = DeletedProject.of(project, stamp.at, stamp.by)
        return book.without(key).with_lists(deleted=(*book.deleted, buried))
    try:
        return book.with_projects(put_values_back(project, values, stamp))
    except UserError:  # not all of it fits what stands here by now
        for path, value in values.items():
            try:
                project = put_values_back(project, {path: value}, stamp)
            except UserError:
                continue
        return book.with_projects(project)


def _put_lists(book: Book, values: Mapping[str, Any]) -> Book:
    flat = flatten(lists_document(book), shape_of(LISTS))
    try:
        return book.with_lists(**read_sent_lists(book, {**flat, **values}))
    except ValidationError:
        return book


def _look_again(state: SyncState, book: Book, key: str, failures: Refusals) -> bool:
    """Have a project collected again; forget what stands on the server by now, and what the edits
    had written by the way, which is written anew.
    """
    project = book.projects.get(key)
    if key != LISTS and (project is None or project.glance is not None):
        return any(each["kind"] == "delete" for each in failures) and key not in book.projects
    document = lists_document(book) if project is None else project_document(project)
    flat, known = flatten(document, shape_of(key)), state.expected(key)
    for failure in failures:
        path, value = failure.get("path"), failure.get("value")
        if path is None or flat.get(path, default_of(path, shape_of(key))) != value:
            if path is not None and is_quiet(key, path):
                state.drop_refused(key, path)
        elif known is not None and known.flat.get(path) == value:
            state.drop_refused(key, path)
    state.keep_print(key, None)
    return True


def settle_again(state: SyncState, asked: Refusals, report: SyncReport) -> None:
    """Tell what became of what was asked for again; what could not be made anew stays refused."""
    with state.change():
        for failure in list_asked(state):
            kept = {name: value for name, value in failure.items() if name != "again"}
            state.keep_failure("refused", kept)
            if not is_quiet(kept["project"], kept.get("path") or kept["kind"]):
                report.refused.append(kept)
    report.refused, report.overtaken = drop_quiet(report.refused), drop_quiet(report.overtaken)
    beside = {_place(each) for each in (*state.failures("refused"), *report.overtaken)}
    report.resent += [
        each
        for each in asked
        if _place(each) not in beside
        and not is_quiet(each["project"], each.get("path") or each["kind"])
    ]


def _place(failure: Mapping[str, Any]) -> tuple[str, str]:
    return failure["project"], failure.get("path") or failure["kind"]
