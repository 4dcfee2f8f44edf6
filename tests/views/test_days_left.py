"""The days left in words: past ones are one notation, whether something is signed or not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deals.rules.triage import assess
from screens.pipeline.view import LEFT, PipelineWidths, columns, left_cells
from tests.deals.makers import DEFAULT, TODAY, project
from views.days_left import MOST_DAYS, left_text, overdue_text
from views.styled_text import width
from wording import use_language


@pytest.mark.parametrize(
    ("stage", "days", "en", "zh"),
    [
        ("P3", 12, "12d", "12天"),
        ("P3", 0, "0d", "0天"),
        ("P3", -1, "-1d", "-1天"),
        ("P3", -216, "-216d", "-216天"),
        ("P3", 1100, "3y", "3年"),
        ("P3", -1100, "-3y", "-3年"),
        (DEFAULT.signed, -216, "", ""),
        (DEFAULT.signed, 12, "", ""),
    ],
)
def test_overdue_days_read_in_full(stage: str, days: int, en: str, zh: str) -> None:
    found = assess(project(stage, signs=f"{TODAY + timedelta(days)}"), DEFAULT, TODAY)
    for lang, expected in (("zh_CN", zh), ("en", en)):
        use_language(lang)
        assert left_text(found, MOST_DAYS) == expected
        assert width(expected) <= left_cells([found])


@pytest.mark.parametrize("left", [LEFT, 7, 9])
@pytest.mark.parametrize("cells", [80, 109, 110, 140])
def test_the_list_makes_room_for_overdue_days(cells: int, left: int) -> None:
    found = columns(cells, {}, PipelineWidths(left=left))
    sizes = {column.id: column.cells for column in found}
    assert sum(column.cells + 1 for column in found) + 2 <= cells
    assert sizes["left"] == left
    assert sizes["name"] >= 16


def test_what_is_not_overdue_says_nothing() -> None:
    texts = [overdue_text(days) for days in (-3, 0, 1, 2)]
    assert texts == ["", "", "1 day late", "2 days late"]
