"""Every field of a record is in its list, or left out by name with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import deals.fields
from deals import filters
from deals.fields import CONTACT, FORM, GOAL, MEMBER, PROJECT, ROW, RecordFields
from deals.fields.planning_fields import PART_WORDS
from deals.merging.labels import UNREPORTED
from deals.model import LISTED, TOGETHER, Checkpoint, Goal, PlanRow, Project
from deals.model.base import Frozen
from wording.names import CHANGES, FIELD_NAMES, PARTS, PLAN_FIELDS

ALL: tuple[RecordFields[Any], ...] = tuple(
    fields for fields in vars(deals.fields).values() if isinstance(fields, RecordFields)
)
BY_ID = {"id": "it is what the record goes by"}
APART: Mapping[type[Frozen], Mapping[str, str]] = {
    **dict.fromkeys((Goal, PlanRow, Checkpoint), BY_ID),
    **UNREPORTED,
    Project: {
        **UNREPORTED[Project],
        **dict.fromkeys(LISTED, "it holds records, whose fields have lists of their own"),
    },
}
"""The fields of models that are in no list of fields, and why; merging reports none of them."""
NO_FILTER = {"contacts": "they are sought as `contact`", "next_on": "its day is no text to seek"}
"""The fields of a project that a filter does not name, and why."""


@pytest.mark.parametrize("fields", ALL, ids=lambda fields: fields.kind.__name__)
def test_every_field_of_the_model_is_listed_once_or_left_out_for_a_reason(
    fields: RecordFields[Any],
) -> None:
    apart = APART.get(fields.kind, {}).keys() & fields.kind.model_fields.keys()
    held = {name for spec in fields.specs.values() for name in spec.holds or (spec.id,)}
    assert held.isdisjoint(apart)
    assert held | apart == set(fields.kind.model_fields)


def test_what_is_decided_as_one_is_shared_as_one() -> None:
    for unit in TOGETHER[CONTACT.kind]:
        assert len({name in CONTACT.shared for name in unit}) == 1


def test_every_field_has_its_names() -> None:
    assert {*PROJECT.specs, *CONTACT.specs} <= CHANGES.keys()
    assert set(PROJECT.typed) <= FIELD_NAMES.keys()
    for fields in (GOAL, ROW, MEMBER, FORM):
        assert set(fields.typed) <= PLAN_FIELDS.keys()
    assert {f"plan.{column.id or field}" for field, column in ROW.columns.items()} <= {
        f"plan.{field}" for field in PLAN_FIELDS
    }
    assert set(PART_WORDS.values()) == PARTS.keys()


def test_a_filter_knows_every_typed_field_of_a_project() -> None:
    assert set(PROJECT.typed) - filters.READERS.keys() == NO_FILTER.keys()


def test_every_typed_field_of_a_contact_has_a_column() -> None:
    assert tuple(CONTACT.columns) == CONTACT.typed
    for column in (*CONTACT.columns.values(), *PROJECT.columns.values()):
        assert column.en and column.zh
