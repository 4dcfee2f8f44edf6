"""Every field of every record: its overwriting is reported, or it is left out by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest

from deals.edits.patches import diff_books
from deals.merging.labels import UNREPORTED
from deals.merging.overwrites import Overwritten, SessionEdits
from deals.model import SHARED, Amount, Book, Project, SigningPeriod
from deals.model.base import Frozen
from deals.model.contacts import NextAction
from tests.deals.makers import DEFAULT, NOW, TODAY, project
from views.changes import overwritten_text
from wording.names import CHANGES

FRESH = count(1)
VALUES = (Amount, SigningPeriod, NextAction)
"""Records that are a field's value, reported as one text."""


def sample(kind: Any, turn: int) -> Any:
    """Make a value of an annotation, a different one at each of two turns."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return sample(arguments[0], turn)
    if origin in (Union, UnionType):
        return sample(arguments[0], turn)
    if origin is Literal:
        return arguments[turn]
    if origin is tuple:
        return (sample(arguments[0], turn),)
    if isinstance(kind, type) and issubclass(kind, Frozen):
        return value(kind, turn)
    plain: dict[type, object] = {
        str: f"text {next(FRESH)}",
        int: 1 + turn,
        float: 0.5 + turn / 4,
        Decimal: Decimal(1 + turn),
        bool: bool(turn),
        datetime: NOW + timedelta(days=turn),
        date: TODAY + timedelta(days=turn),
    }
    return plain[kind]


def value(kind: type[Frozen], turn: int) -> Frozen:
    """Make a record of a kind with only what it has to have."""
    if kind is Amount:
        return Amount(low=turn, high=turn + 1, text=f"{turn}-{turn + 1}")
    if kind is SigningPeriod:
        day = TODAY + timedelta(days=turn)
        return SigningPeriod(earliest=day, latest=day, precision="day", text=f"{day}")
    needed = {
        name: sample(info.annotation, turn)
        for name, info in kind.model_fields.items()
        if info.is_required()
    }
    return kind.model_validate(needed)


Way = tuple[str, ...]
"""The fields that lead from a project, or from the book, to one that is written."""


def ways(kind: type[Frozen], above: Way = ()) -> Iterator[tuple[Way, type[Frozen]]]:
    """Yield the way to each field of a kind of record and of the records in it, with its kind."""
    for name, info in kind.model_fields.items():
        inner = record_kind(info.annotation)
        if inner is not info.annotation:
            # Of a record that is a field of its own, the fields are what is written.
            yield (*above, name), kind
        if inner is not None and inner not in VALUES and name not in UNREPORTED.get(kind, {}):
            yield from ways(inner, (*above, name))


def record_kind(annotation: Any) -> type[Frozen] | None:
    """Return the kind of record that an annotation holds, alone or in a list; None for a plain
    value.
    """
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return annotation
    kinds = (record_kind(argument) for argument in get_args(annotation))
    return next((kind for kind in kinds if kind is not None), None)


ALL = [
    *((way, kind) for way, kind in ways(Project)),
    *((("book", name, *way), owner) for name, kind in SHARED.items() for way, owner in ways(kind)),
]
FIELDS = [way for way, kind in ALL if way[-1] not in UNREPORTED.get(kind, {})]


def write_at(record: Frozen, way: Way, turn: int) -> Frozen:
    """Write the field at the end of the way, making the records on it."""
    name, *rest = way
    kind = type(record).model_fields[name].annotation
    if not rest:
        return record.model_copy(update={name: sample(kind, turn)})
    there = getattr(record, name)
    inner = record_kind(kind)
    assert inner is not None
    if isinstance(there, tuple):
        first = there[0] if there else value(inner, 0)
        return record.model_copy(update={name: (write_at(first, tuple(rest), turn),)})
    return record.model_copy(update={name: write_at(there or value(inner, 0), tuple(rest), turn)})


def with_base(record: Frozen, way: Way) -> Frozen:
    """Make the records on the way to the field, as both sessions know them."""
    name, *rest = way
    if not rest:
        return record
    inner = record_kind(type(record).model_fields[name].annotation)
    assert inner is not None
    base = with_base(value(inner, 0), tuple(rest))
    there = getattr(record, name)
    return record.model_copy(update={name: (base,) if isinstance(there, tuple) else base})


def books(way: Way) -> list[Book]:
    """Return the book before, after this session wrote the field, and after another did."""
    if way[0] == "book":
        _book, name, *rest = way
        record = with_base(value(SHARED[name], 0), tuple(rest))
        steps = [record, *(write_at(record, tuple(rest), turn) for turn in (1, 0))]
        return [Book().with_lists(**{name: (step,)}) for step in steps]
    base = with_base(project(id="one", name="net"), way)
    mine = write_at(base, way, 1)
    theirs = write_at(mine, way, 0)
    signed = theirs.model_copy(update={"updated_by": "周"})
    return [
        Book().with_projects(state) for state in (base, mine, signed) if isinstance(state, Project)
    ]


def find_overwritten(way: Way) -> tuple[Overwritten, ...]:
    """Return what is reported when another session writes the field that this one has written."""
    before, mine, theirs = books(way)
    return (
        SessionEdits()
        .add_change(diff_books(before, mine))
        .find_overwritten(diff_books(mine, theirs))[1]
    )


@pytest.mark.parametrize("way", FIELDS, ids=".".join)
def test_every_field_that_another_overwrote_is_told_once_and_in_words(way: Way) -> None:
    before, mine, theirs = books(way)
    own, lost = (
        SessionEdits()
        .add_change(diff_books(before, mine))
        .find_overwritten(diff_books(mine, theirs))
    )
    assert lost, way
    assert all(edit.field in CHANGES for edit in lost)
    assert all(overwritten_text(edit, theirs, DEFAULT) for edit in lost)
    assert own.find_overwritten(diff_books(mine, theirs))[1] == ()


def test_what_is_not_told_is_a_field_and_has_a_reason() -> None:
    for kind, fields in UNREPORTED.items():
        assert fields.keys() <= kind.model_fields.keys()
        assert all(fields.values())


def test_a_contact_of_outside_is_told_as_one() -> None:
    (edit,) = find_overwritten(("contacts", "outside"))
    assert (edit.field, edit.old, edit.new, edit.by) == ("outside", "yes", None, "周")
