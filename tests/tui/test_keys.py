"""Which names of keys are known, whether or not a terminal can send them."""

from __future__ import annotations

import pytest

from tui.keys import OURS, key_id, key_names


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("u", "u"),
        ("U", "U"),
        ("+", "plus"),
        ("/", "slash"),
        ("？", "fullwidth_question_mark"),
        *(
            (key, key)
            for key in (
                *("plus", "slash", "comma", "less_than_sign", "pagedown", "f12", "space"),
                *("ctrl+z", "ctrl+plus", "shift+tab", "ctrl+shift+left"),
            )
        ),
        *(
            (key, None)
            for key in (
                *("", " ", ",", "\u200b", "solidus", "digit_one", "Enter", "f99", "pagedwon"),
                *("ctrl+", "ctrl+Z", "crtl+z", "ctrl+pagedwon", "ctrl++", "<any>"),
            )
        ),
    ],
)
def test_a_key_has_one_name_or_is_none(key: str, known: str | None) -> None:
    assert key_id(key) == known


def test_every_key_of_ours_is_known() -> None:
    assert {key for key in OURS if key_id(key) is None} == set()


def test_bindings_get_the_names_of_keys() -> None:
    assert key_names(["+", "ctrl+right", "？", "u"]) == "plus,ctrl+right,fullwidth_question_mark,u"
