"""Which project here is the one that an export from elsewhere holds under another id.

Two machines that read the same tables give each project an id of their own. It is known again by
the ids that became one with it, by what a CRM calls it, or by name, customer and owner, which they
have now or had at first, where those name one project on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from deals.model import Project
from deals.parsing.text import fold_text

NameKey = tuple[str, str, str]
_IDENTITY = ("name", "customer", "owner")


class CrmKey(NamedTuple):
    """What a record goes by in a CRM."""

    source: str
    id: str


def match_elsewhere(here: Mapping[str, Project], there: Iterable[Project]) -> dict[str, str]:
    """Return by the ids of an export's projects those that they have here; new ones are left out.

    One that became a part of another here is that one.
    """
    merged = {id_: project.id for project in here.values() for id_ in project.also}
    found: dict[str, str] = {}
    unknown: list[Project] = []
    for project in there:
        ids = (project.id, *project.also)
        known = [*(id_ for id_ in ids if id_ in here), *filter(None, map(merged.get, ids))]
        if known:
            found[project.id] = known[0]
        else:
            unknown.append(project)
    for keys_of in (_crm_keys, _name_keys, _first_keys):
        taken = set(found.values())
        free = [project for project in here.values() if project.id not in taken]
        pairs = dict(_match_unique(free, unknown, keys_of))
        found |= pairs
        unknown = [project for project in unknown if project.id not in pairs]
    return found


def _match_unique(
    here: Iterable[Project],
    there: Iterable[Project],
    keys_of: Callable[[Project], Iterable[Hashable]],
) -> Iterator[tuple[str, str]]:
    """Yield the ids of projects there and here that a key names alone on either side."""
    ours, theirs = _by_key(here, keys_of), _by_key(there, keys_of)
    matched: set[str] = set()
    for key, candidates in theirs.items():
        mine = ours.get(key, [])
        if len(candidates) != 1 or len(mine) != 1:
            continue
        other, project = candidates[0], mine[0]
        if not {project.id, other.id} & matched and _may_be_one(project, other):
            matched |= {project.id, other.id}
            yield other.id, project.id


def _by_key(
    projects: Iterable[Project], keys_of: Callable[[Project], Iterable[Hashable]]
) -> Mapping[Hashable, list[Project]]:
    found: dict[Hashable, list[Project]] = defaultdict(list)
    for project in projects:
        for key in dict.fromkeys(keys_of(project)):
            found[key].append(project)
    return found


def _may_be_one(here: Project, there: Project) -> bool:
    """Whether nothing says that two projects are two: a decision, or the ids of one CRM."""
    if there.id in here.apart or here.id in there.apart:
        return False
    ours, theirs = (dict(_crm_ids(project)) for project in (here, there))
    return all(ours[source] & ids for source, ids in theirs.items() if source in ours)


def _crm_ids(project: Project) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key in _crm_keys(project):
        found[key.source].add(key.id)
    return found


def _crm_keys(project: Project) -> Iterable[CrmKey]:
    return (CrmKey(ref.source, ref.id) for ref in project.sources if ref.id)


def _name_keys(project: Project) -> Iterable[NameKey]:
    yield _name_key(project, {})


def _first_keys(project: Project) -> Iterable[NameKey]:
    """Yield what a project goes by, and what it went by at first: both sides began alike."""
    first: dict[str, str] = {}
    for change in project.history:
        if change.field in _IDENTITY and change.subject is None:
            first.setdefault(change.field, change.old or "")
    yield _name_key(project, {})
    yield _name_key(project, first)


def _name_key(project: Project, former: Mapping[str, str]) -> NameKey:
    name, customer, owner = (
        fold_text(former.get(field, getattr(project, field))) for field in _IDENTITY
    )
    return name, customer, owner
