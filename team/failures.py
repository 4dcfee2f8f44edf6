"""Operations that did not stand, refused or overtaken, as they are kept and listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from team.operations import is_quiet, shape_of
from team.paths import default_of, record_of


def is_told(failure: Mapping[str, Any]) -> bool:
    """Whether there may be something to tell of an operation that did not stand, taken by itself:
    of very many, those are kept.
    """
    return not (is_quiet(failure["project"], _path(failure)) or _says_nothing(failure))


def drop_quiet(failures: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return operations that did not stand, less what nobody has written himself: that a record
    stands says nothing beside its fields, nor does a field of a new one that is as in any. That one
    was cleared says something.
    """
    listed = [each for each in failures if not is_quiet(each["project"], _path(each))]
    saying = {_mark(each) for each in listed if not _says_nothing(each)}
    return [each for each in listed if not (_says_nothing(each) and _mark(each) in saying)]


def count_older(standing: Iterable[dict[str, Any]], fresh: Iterable[dict[str, Any]]) -> int:
    """Count the operations that stand as refused and that nobody has dismissed, less fresh ones."""
    count = sum(not each.get("dismissed") for each in drop_quiet(standing))
    return max(0, count - len(drop_quiet(fresh)))


def _path(failure: Mapping[str, Any]) -> str:
    return str(failure.get("path") or failure["kind"])


def _mark(failure: Mapping[str, Any]) -> tuple[str, str | None]:
    return failure["project"], record_of(_path(failure), shape_of(failure["project"]))


def _says_nothing(failure: Mapping[str, Any]) -> bool:
    (project, mark), path, value = _mark(failure), _path(failure), failure.get("value")
    if mark is None or failure["kind"] != "field":
        return False
    if path == f"{mark}/id":
        return True
    if mark == path:
        return value is True
    # Where nothing stood there yet, it is of a new record.
    new = "base" in failure and failure["base"] is None
    return new and value in (default_of(path, shape_of(project)), None)
