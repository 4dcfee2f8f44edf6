from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.toml import KeyPath, find_key_lines
from tests.deals.makers import DEFAULT_TEXT


def paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield every path in what tomllib reads."""
    inside: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    for key, child in inside:
        yield (*path, key)
        yield from paths(child, (*path, key))


TRICKY = r'''# comment with [brackets] and "quotes"
title = "a # no comment" # but [this] is
"quoted key" = 1
site."dotted.part".'raw' = 2
empty = ""
escaped = "a \" ] } , b"
raw = 'C:\'
long = """
[not a table]
key = "not a key" \" """"
longraw = \'\'\'
x = 1\'\'\'\'
when = 1979-05-27 07:32:00
list = [ 1, # one ]
  [2, "]"],
  { a = 1, b.c = [3] },
]

[table] # x
a.b = { }
  [table.inner]
  n = -1.5e3

[[many]]
x = 1
[many.sub]
y = 2
[[many.deep]]
z = 3
[[many]]
[[many.deep]]
z = 4
[[many.deep]]
z = 5
'''.replace("\\'\\'\\'", "'''").replace("\\'", "'")


@pytest.mark.parametrize("text", [DEFAULT_TEXT, TRICKY, "", "a=1", TRICKY.replace("\n", "\r\n")])
def test_every_path_has_a_line_and_no_other_has(text: str) -> None:
    assert set(find_key_lines(text)) == set(paths(tomllib.loads(text)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("quoted key",), 3),
        (("site", "dotted.part", "raw"), 4),
        (("longraw",), 11),
        (("list", 0), 14),
        (("list", 1, 1), 15),
        (("list", 2, "b", "c", 0), 16),
        (("table",), 19),
        (("table", "a", "b"), 20),
        (("table", "inner", "n"), 22),
        (("many",), 24),
        (("many", 0, "sub", "y"), 27),
        (("many", 0, "deep", 0, "z"), 29),
        (("many", 1), 30),
        (("many", 1, "deep", 1, "z"), 34),
    ],
)
def test_lines(path: KeyPath, line: int) -> None:
    assert find_key_lines(TRICKY)[path] == line


values = st.recursive(
    st.integers(-9, 9) | st.booleans() | st.text(st.characters(codec="ascii"), max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=4), values, max_size=5))
def test_each_key_stands_where_it_was_written(table: dict[str, object]) -> None:
    lines = [f"{quote(key)} = {toml_text(value)}" for key, value in table.items()]
    found = find_key_lines("\n".join(lines))
    assert [found[(key,)] for key in table] == list(range(1, len(table) + 1))


def quote(text: str) -> str:
    """Write a TOML string: JSON's, with the one control character escaped that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_text(value: object) -> str:
    """Write a value in TOML."""
    if isinstance(value, list):
        return "[" + ", ".join(toml_text(item) for item in value) + "]"
    return quote(value) if isinstance(value, str) else json.dumps(value)
