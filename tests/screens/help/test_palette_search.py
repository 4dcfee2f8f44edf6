"""Search in what the palette holds: by name, other word, key, pinyin, and with one slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.search import SearchIndex
from screens.help.palette_search import (
    ABOUT,
    ID,
    KEY,
    MOST_RECORDS,
    NAME,
    SLIP,
    SPELLED,
    START,
    WITHIN,
    WORD,
    PaletteEntry,
    Query,
    find_by_some_words,
    find_entries,
    index_records,
    rank_entry,
    rank_slip,
    spell_keys,
)
from tests.deals.makers import contact, project

UNDO = PaletteEntry.of(
    *("undo-it", "command", ("undo", "撤销"), ("revert", "反悔"), ("u", "ctrl+z")),
    about="Take the last change back.",
)
DELETE = PaletteEntry.of("delete", "command", ("delete", "删除"), ("remove",), ("D",))


def index_of(*entries: PaletteEntry) -> SearchIndex:
    """What knows the readings of the entries."""
    index = SearchIndex()
    for entry in entries:
        index.learn(entry.spelled)
    return index


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        *[(key, KEY) for key in ("u", "ctrl+z", "Ctrl+Z", "^z", "^Z", "C-z", "ctrl-z")],
        ("Undo", NAME),
        ("undo-it", ID),
        *[(word, WORD) for word in ("撤销", "revert", "反悔", "ＲＥＶＥＲＴ")],
        ("und", START),
        *[(pinyin, SPELLED) for pinyin in ("cx", "chexiao", "chexi")],
        ("do-it", WITHIN),
        ("last back", ABOUT),
        ("U", None),
        ("export", None),
        ("xx", None),
    ],
)
def test_how_near_a_command_is_to_what_was_typed(typed: str, rank: int | None) -> None:
    found = rank_entry(UNDO, Query.of(typed, index_of(UNDO)))
    assert found == rank or (typed == "U" and found is not None and found > KEY)


def test_a_command_comes_before_the_setting_of_its_id() -> None:
    hints = PaletteEntry.of("hints", "command", ("提示", "show tips"))
    setting = PaletteEntry.of("setting:hints", "setting", ("hints",))
    other = PaletteEntry.of("setting:me", "setting", ("me",))
    entries = (other, setting, hints)
    found = find_entries(entries, Query.of("hints", index_of(*entries)), lambda _entry: True)
    assert [hit.id for hit in sorted(found)] == ["hints", "setting:hints"]
    assert rank_entry(other, Query.of("me", index_of(*entries))) == ID


def test_a_letter_is_another_key_in_capitals() -> None:
    query = Query.of("d", index_of(DELETE))
    assert (rank_entry(DELETE, query) or 0) > KEY
    assert rank_entry(DELETE, Query.of("D", index_of(DELETE))) == KEY


@pytest.mark.parametrize(
    ("keys", "ways"),
    [
        (("shift+tab",), {"shift+tab", "s-tab"}),
        (("pageup",), {"pageup", "pgup"}),
        (("f9",), {"f9"}),
        (("greater_than_sign",), {">"}),
        (("escape",), {"esc", "escape"}),
        (("fullwidth_question_mark",), {"fullwidth_question_mark"}),
    ],
)
def test_keys_are_written_in_many_ways(keys: tuple[str, ...], ways: set[str]) -> None:
    assert ways <= spell_keys(keys)


@given(st.sampled_from(["export", "delete", "forecast", "settings"]), st.data())
def test_one_slip_is_forgiven_and_two_are_not(word: str, data: st.DataObject) -> None:
    entry = PaletteEntry.of("it", "command", (word,))
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("xyzqj"))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    slips = (
        *(word[:at] + word[at + 1 :], word[:at] + letter + word[at:]),
        *(word[:at] + letter + word[at + 1 :], swapped),
    )
    for slip in slips:
        assert rank_slip(entry, slip) == SLIP, slip
    assert rank_slip(entry, f"##{word}##") is None


def test_a_slip_counts_only_where_nothing_is_meant_as_it_stands() -> None:
    entries = [UNDO, PaletteEntry.of("udno", "command", ("udno",))]
    found = find_entries(entries, Query.of("udno", SearchIndex()), lambda _entry: True)
    assert [hit.id for hit in found] == ["udno"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("delete a deal", ["delete"]),
        ("please revert the deal", ["undo-it"]),
        ("revert and remove", ["undo-it", "delete"]),
        ("remove and revert", ["delete", "undo-it"]),
        ("undo", []),
        ("how do i", []),
        ("open the door", []),
    ],
)
def test_a_sentence_means_what_most_of_its_words_mean(typed: str, found: list[str]) -> None:
    query = Query.of(typed, index_of(UNDO, DELETE))
    hits = sorted(find_by_some_words([UNDO, DELETE], query, lambda _entry: True))
    assert [hit.id for hit in hits] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("把商机删除", ["delete", "add"]),
        ("怎么反悔啊", ["undo-it"]),
        ("新增一个商机", ["add"]),
        ("今天天气", []),
        ("除", []),
    ],
)
def test_a_chinese_sentence_means_the_words_in_it(typed: str, found: list[str]) -> None:
    add = PaletteEntry.of("add", "command", ("add", "新增"), ("deal", "商机"))
    entries = add, UNDO, DELETE
    hits = sorted(find_by_some_words(entries, Query.of(typed, SearchIndex()), lambda _entry: True))
    assert [hit.id for hit in hits] == found


def test_what_applies_comes_before_what_does_not() -> None:
    entries = [PaletteEntry.of(id, "command", ("move",)) for id in ("idle", "live")]
    hits = find_entries(entries, Query.of("move", SearchIndex()), lambda each: each.id == "live")
    assert [hit.id for hit in sorted(hits)] == ["live", "idle"]


BOOK = {
    each.id: each
    for each in (
        project(id="a", name="沧江地铁 3 号线", contacts=[contact("何总工", 2)]),
        project(id="b", name="Harbour video", customer="Port Maren"),
        project(id="c", name="Harbour", contacts=[contact("Ann Port", 2)]),
    )
}


@pytest.mark.parametrize(
    ("typed", "projects", "people"),
    [
        ("harbour", ["project:c", "project:b"], []),
        ("port", ["project:b"], ["contact:c/ann port"]),
        ("cjdt", ["project:a"], []),
        ("cangjiang", ["project:a"], []),
        ("hezong", [], ["contact:a/何总工"]),
        ("video har", ["project:b"], []),
        ("nothing", [], []),
        ("", [], []),
    ],
)
def test_projects_and_people_are_found(typed: str, projects: list[str], people: list[str]) -> None:
    records = index_records(BOOK, SearchIndex())
    query = Query.of(typed, records.index)
    found = (records.projects.find(query), records.people.find(query))
    ids = [[hit.id.lower() for hit in sorted(hits)] for hits in found]
    assert ids[0] == projects
    assert [id.partition("/")[0] for id in ids[1]] == [id.partition("/")[0] for id in people]


def test_the_one_of_that_very_name_comes_first_of_thousands() -> None:
    many = {f"{at}": project(id=f"{at}", name=f"Net {at}") for at in range(3 * MOST_RECORDS)}
    many["last"] = project(id="last", name="net")
    records = index_records(many, SearchIndex())
    hits = sorted(records.projects.find(Query.of("net", records.index)))
    assert hits[0].id == "project:last"
    assert len(hits) == MOST_RECORDS
