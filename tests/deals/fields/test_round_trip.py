"""What a field prints is what it reads back, for every kind of record that the plan has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deals.fields import (
    CHECKPOINT,
    COMPETITOR,
    FORM,
    GOAL,
    MEMBER,
    PRODUCT,
    REVIEW,
    ROW,
    RecordFields,
)
from deals.model.base import Frozen
from tests.deals.makers import TODAY
from tests.deals.readings import reading

words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
days = st.dates(TODAY, TODAY + timedelta(days=900)) | st.none()
IDS = {"id": "one", "name": "Lin", "text": "goal", "content": "row", "what": "look"}


@st.composite
def records(draw: st.DrawFn, fields: RecordFields[Any]) -> Frozen:
    """Make a record of a kind with its typed fields filled in or not."""
    values: dict[str, object] = {
        name: text for name, text in IDS.items() if name in fields.kind.model_fields
    }
    for field in fields.typed:
        match field:
            case "days":
                first, last = draw(days), draw(days)
                backwards = first is not None and last is not None and first > last
                values |= (
                    {"start": last, "end": first} if backwards else {"start": first, "end": last}
                )
            case "on" | "filled_on" | "plan_start":
                values[field] = draw(days)
            case "part" | "level":
                values[field] = draw(st.sampled_from([*(fields[field].words or {}).values(), None]))
            case "share" | "growth":
                values[field] = draw(st.integers(0, 99).map(lambda figure: figure / 10) | st.none())
            case _:
                values[field] = draw(words.filter(lambda text: text != "-"))
    record: Frozen = fields.kind.model_validate(values)
    return record


@given(
    st.sampled_from((GOAL, ROW, CHECKPOINT, MEMBER, FORM, REVIEW, PRODUCT, COMPETITOR)), st.data()
)
def test_a_field_reads_back_what_it_prints(fields: RecordFields[Any], data: st.DataObject) -> None:
    record = data.draw(records(fields))
    for field in fields.typed:
        spec = fields[field]
        assert spec.write(record, spec.parse(spec.text(record), reading())) == record
