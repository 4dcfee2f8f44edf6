"""Records in lists as they are told: ids in words, users' words as they stand."""

from __future__ import annotations

import pytest

from tests.deals.makers import DEFAULT
from wording import use_language
from wording.record_names import listed_text


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("plan", "visit: doing", "visit: doing"),
        ("plan", "done: open: dropped", "done: open: dropped"),
        ("plan", "done", "done"),
        ("goals", "sign: reached", "sign: reached"),
        ("competitors", "华讯: position: ahead", "华讯: {position}: +"),
        ("swot", "near: cheap", "near: cheap"),
        ("absent", "technical low", "technical approval, junior level"),
    ],
)
def test_ids_are_told_in_words(field: str, text: str, expected: str) -> None:
    name = DEFAULT.market.dimensions["position"].en
    assert listed_text(field, text, DEFAULT) == expected.format(position=name)


def test_of_a_row_called_like_a_state_only_the_state_is_translated() -> None:
    use_language("zh_CN")
    try:
        assert listed_text("plan", "done: open: done", DEFAULT) == "done: open: 已完成"
        assert listed_text("plan", "done", DEFAULT) == "done"
    finally:
        use_language("en")
