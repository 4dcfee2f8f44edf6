"""TOML that is written reads back as what it was written of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.toml import read_toml
from deals.toml_writer import write_toml

keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
plain = (
    st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(keys, values, max_size=5))
def test_what_is_written_reads_back(table: dict[str, Any]) -> None:
    assert read_toml(write_toml(table)) == table


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ({}, "\n"),
        ({"a": 1, "b": {"en": "x", "zh": "\u7532"}}, 'a = 1\nb = { en = "x", zh = "\u7532" }\n'),
        ({"b": {"c": {"d": [1]}}, "a": 2}, "a = 2\n\n[b.c]\nd = [1]\n"),
        ({"a": [{"b": [1], "c": {"d": [{"e": [2]}]}}]}, "[[a]]\nb = [1]\n\n[[a.c.d]]\ne = [2]\n"),
        ({"a": [{"b": 1}, {"b": 2}]}, "a = [{ b = 1 }, { b = 2 }]\n"),
        (
            {"a b": {"\x7f": 0.5, "c": True, "d": ""}},
            '["a b"]\n"\\u007f" = 0.5\nc = true\nd = ""\n',
        ),
        ({"a": ["x" * 60, "y" * 60]}, f'a = [\n  "{60 * "x"}",\n  "{60 * "y"}",\n]\n'),
    ],
)
def test_tables_stand_as_people_write_them(table: dict[str, Any], text: str) -> None:
    assert write_toml(table) == text
    assert read_toml(text) == table


def test_what_toml_lacks_is_not_written() -> None:
    with pytest.raises(TypeError):
        write_toml({"a": None})
    with pytest.raises(TypeError):
        write_toml({"a": [date(2026, 3, 2)]})
