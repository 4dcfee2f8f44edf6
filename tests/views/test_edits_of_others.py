"""What others edited of one's own projects: told one by one, and of many at once in one line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deals.edits.records import tracked_change
from tests.deals.makers import project
from tests.deals.readings import LATER, reading
from views.edits_of_others import MOST_EDITS, Sides, edited_texts


def edit(number: int, by: str) -> Sides:
    """A project before and after somebody moved it on."""
    before = project("P2", id=f"p{number}", name=f"deal {number}")
    move = tracked_change(LATER._replace(by=by), "stage", "P2", "P3")
    return before, before.model_copy(update={"stage": "P3", "history": (move,)})


@pytest.mark.parametrize("count", [0, 1, MOST_EDITS, MOST_EDITS + 1, 50])
def test_many_edits_of_one_person_are_one_line(count: int) -> None:
    edits = [*(edit(number, "Wu") for number in range(count)), edit(99, "Lin")]
    *wu, lin = edited_texts(edits, reading().playbook)
    assert lin.startswith("Lin changed the stage of deal 99: P2")
    if count <= MOST_EDITS:
        assert [text.partition(":")[0] for text in wu] == [
            f"Wu changed the stage of deal {number}" for number in range(count)
        ]
    else:
        assert wu == [f"Wu edited {count} of your projects: deal 0, deal 1, deal 2, ..."]


@pytest.mark.parametrize(
    ("field", "later", "is_news"),
    [("stage", 1, True), ("stage", -1, False), ("parted", 1, False), ("kept", 1, False)],
)
def test_what_is_older_or_no_edit_is_no_news(field: str, later: int, is_news: bool) -> None:
    """A store that is put back from an older copy lacks what it was told of before."""
    before = project("P2", id="p", name="deal")
    move = tracked_change(LATER._replace(by="Wu"), field, "P2", "Adler")
    after = before.model_copy(
        update={"history": (move,), "updated_at": LATER.at, "updated_by": "Lena"}
    )
    texts = edited_texts([(before, after)], reading().playbook, LATER.at - timedelta(hours=later))
    assert bool(texts) is is_news
    assert all("Wu" in text for text in texts)
