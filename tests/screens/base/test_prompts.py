"""A line being typed: the editing keys, and a caret that is always inside what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.base.prompts import LineEdit
from views.styled_text import cells_of

KEYS = [
    "left", "right", "home", "end", "ctrl+left", "ctrl+right",
    "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k",
]  # fmt: skip


def typed(start: str, *keys: str) -> LineEdit:
    """`start` after these keys; what is no editing key is typed."""
    edit = LineEdit.of(start)
    for key in keys:
        pressed = edit.press(key)
        edit = edit.insert(key) if pressed is None else pressed
    return edit


@pytest.mark.parametrize(
    ("start", "keys", "text", "caret"),
    [
        ("64", ["万"], "64万", 3),
        ("call 何总", ["backspace"], "call 何", 6),
        ("call 何总", ["home", "delete"], "all 何总", 0),
        ("call 何总 fri", ["ctrl+w"], "call 何总 ", 8),
        ("one two", ["ctrl+left", "ctrl+u"], "two", 0),
        ("one two", ["home", "ctrl+right", "ctrl+k"], "one", 3),
        ("ab", ["left", "x"], "axb", 2),
        ("e\u0301", ["backspace"], "", 0),
        ("", ["backspace", "delete", "left", "right"], "", 0),
    ],
)
def test_editing_keys(start: str, keys: list[str], text: str, caret: int) -> None:
    edit = typed(start, *keys)
    assert (edit.text, edit.caret) == (text, caret)


@given(st.text(max_size=30), st.lists(st.sampled_from(KEYS) | st.characters(), max_size=12))
def test_the_caret_stays_in_the_text_and_in_the_view(start: str, keys: list[str]) -> None:
    edit = typed(start, *keys)
    spans, caret = edit.view(12)
    assert 0 <= edit.caret <= len(edit.text)
    assert cells_of(spans) == 12
    assert 0 <= caret < 12
