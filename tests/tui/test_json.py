"""What `show --json` carries of the fishbone and the review."""

from __future__ import annotations

import pytest

from deals.model import Cause, Note, PlanRow, Review
from tests.deals.makers import DEFAULT, project
from tui.output.json import fishbone_record, json_text, review_record


@pytest.mark.parametrize(
    "source", ["answer:fit", "swot:gone", "strategy:x", "cell:terms:Acme", "note:stp.target"]
)
def test_the_fishbone_names_bones_causes_and_rows(source: str) -> None:
    cause = Cause(id="c", bone="product", text="slow", source=source)
    record_project = project(
        causes=[cause], plan=[PlanRow(id="r", content="x", cause="c")], bones=["Money"]
    )
    record = fishbone_record(record_project, DEFAULT)
    assert record["head"] == record_project.name
    assert [bone["id"] for bone in record["bones"]][-1] == "Money"
    assert record["bones"][2]["causes"] == [
        {"id": "c", "text": "slow", "parent": None, "source": source, "rows": ["r"]}
    ]
    assert json_text(record)


def test_the_review_carries_fields_and_answers() -> None:
    review = Review(result="lost", rival="Acme")
    lost = project(review=review, notes=[Note(key="review-late", text="the demo")])
    record = review_record(lost)
    assert (record["result"], record["rival"], record["lessons"]) == ("lost", "Acme", "")
    assert record["questions"] == {"late": "the demo"}
    assert json_text(record)
