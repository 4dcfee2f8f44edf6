"""Every field of a record is in its list, or left out by name with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from deals import filters
from deals.fields import CONTACT, PROJECT, RecordFields
from deals.model import LISTED, TOGETHER
from wording.names import CHANGES, FIELDS

ALL: tuple[RecordFields[Any], ...] = (PROJECT, CONTACT)
APART: Mapping[str, Mapping[str, str]] = {
    "Project": {
        "id": "it is what the project goes by",
        "snoozes": "they run out by themselves",
        "history": "it tells of edits, and is none",
        "updated_at": "it moves with every edit, and is none",
        "updated_by": "it says who wrote, not what",
        **dict.fromkeys(LISTED, "it holds records, whose fields have lists of their own"),
    },
    "Contact": {"id": "it is what the contact goes by"},
}
"""The fields of models that are in no list of fields, and why."""
NO_FILTER = {"contacts": "they are sought as `contact`", "next_on": "its day is no text to seek"}
"""The fields of a project that a filter does not name, and why."""


@pytest.mark.parametrize("fields", ALL, ids=lambda fields: fields.kind.__name__)
def test_every_field_of_the_model_is_listed_once_or_left_out_for_a_reason(
    fields: RecordFields[Any],
) -> None:
    apart = APART[fields.kind.__name__].keys() & fields.kind.model_fields.keys()
    held = {name for spec in fields.specs.values() for name in spec.holds or (spec.id,)}
    assert held.isdisjoint(apart)
    assert held | apart == set(fields.kind.model_fields)


def test_what_is_decided_as_one_is_shared_as_one() -> None:
    for unit in TOGETHER[CONTACT.kind]:
        assert len({name in CONTACT.shared for name in unit}) == 1


def test_every_field_has_its_names() -> None:
    assert {*PROJECT.specs, *CONTACT.specs} <= CHANGES.keys()
    assert set(PROJECT.typed) <= FIELDS.keys()


def test_a_filter_knows_every_typed_field_of_a_project() -> None:
    assert set(PROJECT.typed) - filters.READERS.keys() == NO_FILTER.keys()


def test_every_typed_field_of_a_contact_has_a_column() -> None:
    assert tuple(CONTACT.columns) == CONTACT.typed
    for column in (*CONTACT.columns.values(), *PROJECT.columns.values()):
        assert column.en and column.zh
