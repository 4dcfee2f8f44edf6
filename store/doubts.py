"""Doubts: records that were changed outside Netloft, kept in `meta` until somebody accepts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from deals.errors import UserError
from deals.model.base import Frozen
from store.integrity import SUMS, MismatchKind

DOUBTFUL = "doubtful"


class Doubt(Frozen):
    """A document that was changed, added or taken away by something else than Netloft.

    `id` and `name` are the record's, where it has any. `fields` are those that differ from the
    backup named `backup`, the newest in which all was right; `since` is the time of the file that
    it was found in, None until it was compared.
    """

    table: str
    number: str
    what: MismatchKind
    id: str = ""
    name: str = ""
    fields: tuple[str, ...] = ()
    backup: str = ""
    since: datetime | None = None

    @property
    def place(self) -> str:
        """Where it stands, as `check --accept` takes it: `projects/3`."""
        return f"{self.table}/{self.number}" if self.number else self.table

    def is_meant(self, wanted: str) -> bool:
        """Whether somebody means it who names a place, an id or a name."""
        return wanted in {self.place, self.id, self.name} - {""}


def read_doubts(meta: Mapping[str, Any]) -> tuple[Doubt, ...]:
    """Return the doubts that the documents of `meta` tell of; what does not read is none."""
    found = []
    for document in meta.values():
        doubtful = document.get(DOUBTFUL, ())
        for listed in doubtful if isinstance(doubtful, list) else ():
            try:
                found.append(Doubt.model_validate(listed))
            except ValidationError:
                # The checksum of `meta` itself has noticed.
                continue
    return tuple(found)


def with_doubts(meta: Mapping[str, Any], doubts: Iterable[Doubt]) -> dict[str, Any]:
    """Return the documents of `meta` telling of just these doubts."""
    listed = [doubt.model_dump(mode="json") for doubt in doubts]
    return {
        number: {
            **{key: value for key, value in document.items() if key != DOUBTFUL},
            **({DOUBTFUL: listed} if listed and "schema_version" in document else {}),
        }
        for number, document in meta.items()
    }


def join_doubts(old: Iterable[Doubt], new: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Return all doubts, each document's once: the newer one, with the fields of both."""
    found = {doubt.place: doubt for doubt in old}
    for doubt in new:
        before = found.get(doubt.place)
        fields = tuple(dict.fromkeys((*(before.fields if before else ()), *doubt.fields)))
        found[doubt.place] = doubt.model_copy(update={"fields": fields})
    return tuple(found.values())


def doubt_refusal(doubt: Doubt) -> UserError:
    """Return what there is to say of one doubt: `doubt-changed`, `doubt-differs` (with the fields
    and the backup), `doubt-added`, `doubt-gone` (record, name), and `doubt-sums`.
    """
    if doubt.table == SUMS:
        return UserError("doubt-sums")
    record, name = doubt.place, doubt.name or doubt.table
    if doubt.what == "added":
        return UserError("doubt-added", record=record, name=name)
    if doubt.what == "gone":
        return UserError("doubt-gone", record=record, name=name)
    if not doubt.fields:
        return UserError("doubt-changed", record=record, name=name)
    differs, against = ",".join(doubt.fields), doubt.backup
    return UserError("doubt-differs", record=record, name=name, differs=differs, against=against)


def doubts_notice(doubts: tuple[Doubt, ...]) -> UserError | None:
    """Return one line for all doubts; None where there are none."""
    if not doubts:
        return None
    name = next((doubt.name for doubt in doubts if doubt.name), doubts[0].place)
    if len(doubts) == 1:
        return UserError("store-outside", name=name)
    return UserError("store-outside-many", name=name, count=len(doubts))
