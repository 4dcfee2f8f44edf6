"""The layout of the data file, and the mapping that is cheap to change."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import json_layout
from store.documents import MOST_OVER, CowMap, StoredBook
from store.integrity import FileChecksum
from store.json_layout import lay_out_tables, split_tables
from tests.store import book_of

DOCUMENTS = st.dictionaries(st.text(max_size=4), st.none() | st.text(max_size=9), max_size=2)
NUMBERS = st.integers(0, 10**17).map(str)
TABLES = st.dictionaries(st.text(max_size=5), st.dictionaries(NUMBERS, DOCUMENTS, max_size=3))


@given(TABLES)
def test_what_is_laid_out_is_json_and_splits_into_the_same(
    tables: dict[str, dict[str, dict[str, str | None]]],
) -> None:
    texts = {
        name: {number: orjson.dumps(document) for number, document in table.items()}
        for name, table in tables.items()
    }
    data = b"".join(lay_out_tables(texts))
    assert json.loads(data) == tables
    assert split_tables(data) == (texts or None)


def test_much_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_layout, "PIECE_BYTES", 10)
    texts = {"t": {str(number): b'{"n":"%040d"}' % number for number in range(9)}, "u": {}}
    pieces = list(lay_out_tables(texts))
    assert len(pieces) == 10
    assert split_tables(b"".join(pieces)) == texts


def test_the_checksum_does_not_depend_on_the_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = StoredBook().with_book(book_of(*"abcde")).tables()
    whole = b"".join(lay_out_tables(tables))
    assert FileChecksum(whole).agrees()
    # The smallest pieces end in the middle of where the checksum goes.
    for size in (1, 50, 500):
        monkeypatch.setattr(json_layout, "PIECE_BYTES", size)
        assert b"".join(lay_out_tables(tables)) == whole


SOUND = b'{\n"t":{\n"1":{"a":1},\n"2":{}\n},\n"u":{\n}\n}'


def test_what_is_laid_out_otherwise_is_not_split() -> None:
    assert split_tables(SOUND) == {"t": {"1": b'{"a":1}', "2": b"{}"}, "u": {}}
    wrongs = [
        b"",
        b"{}",
        b"{\n}",
        SOUND[:-2],
        SOUND + b"\n",
        SOUND.replace(b"},\n", b"}\n"),
        SOUND.replace(b'"2":{}', b'"2":{},'),
        SOUND.replace(b'"2"', b'"1"'),
        SOUND.replace(b'"u"', b'"t"'),
        SOUND.replace(b'"2"', b'"x"'),
        SOUND.replace(b'"2"', b'"' + b"9" * 30 + b'"'),
        SOUND.replace(b'"1":{"a":1}', b'"1":[]'),
        SOUND.replace(b"\n}\n}", b"\n},\n}"),
    ]
    assert [split_tables(wrong) for wrong in wrongs] == [None] * len(wrongs)


CHANGES = st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 3), max_size=3)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)), st.lists(CHANGES, max_size=5))
def test_a_layered_mapping_is_what_a_dict_would_be(
    base: dict[str, int], changes: list[dict[str, int | None]]
) -> None:
    plain, layered = dict(base), CowMap(base)
    for change in changes:
        before = dict(layered)
        after = layered.put(change)
        assert dict(layered) == before
        layered = after
        for key, value in change.items():
            if value is None:
                plain.pop(key, None)
            else:
                plain[key] = value
        assert dict(layered) == plain
        assert len(layered) == len(plain)
        assert [key in layered for key in "abcdef"] == [key in plain for key in "abcdef"]


def test_a_layered_mapping_is_made_one_again() -> None:
    layered: CowMap[int] = CowMap({"x": 1})
    for number in range(2 * MOST_OVER):
        layered = layered.put({f"{number}": number})
    layered = layered.put({"x": None, "0": None})
    assert list(layered) == [f"{number}" for number in range(1, 2 * MOST_OVER)]
    assert dict(layered.put(dict.fromkeys(layered))) == {}
