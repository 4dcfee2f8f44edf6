"""The card of a project in few lines, and the keys that settle it."""

from __future__ import annotations

import pytest

from screens.base.frame import FooterKey
from screens.triage.view import CardSections, cut_lines, draw_answers
from views.styled_text import StyledText, TextLine, line, width

KEYS = [FooterKey(key, ("预签时间", "note")[at % 2]) for at, key in enumerate("nwxyzSDabcmko")]


def rows(text: str, count: int) -> list[TextLine]:
    """Lines of a section, numbered."""
    return [line(f"{text}{at}") for at in range(count)]


def texts(lines: list[TextLine]) -> list[str]:
    """What stands in lines."""
    return ["".join(span.text for span in each) for each in lines]


@pytest.mark.parametrize("people", [1, 4, 12, 40])
@pytest.mark.parametrize("room", [8, 14, 20, 60])
def test_what_is_next_is_seen_and_paging_shows_every_line(people: int, room: int) -> None:
    sections = CardSections(rows("why", 4), rows("who", people), rows("next", 3))
    shown, seen = sections.shorten(room, "PgDn")
    assert len(shown) <= room
    every = texts(sections.lines)
    assert texts(shown)[:seen] == every[:seen]
    if room >= 4 + min(people, 3) + 3 + 1:
        assert "next0" in texts(shown)
    read, top = texts(shown)[:seen], seen
    while top < len(every):
        top = min(top, max(0, len(every) - room))
        page, count = cut_lines(sections.lines[top:], room, "PgDn")
        assert len(page) <= room
        read, top = [*read[:top], *texts(page)[:count]], top + count
    assert read == every


def test_a_card_that_fits_stands_whole() -> None:
    sections = CardSections(rows("why", 2), rows("who", 3), rows("next", 9))
    assert sections.shorten(14, "PgDn") == (sections.lines, 14)
    assert "PgDn" in texts(sections.shorten(13, "PgDn")[0])[5]


@pytest.mark.parametrize("cells", [60, 80, 100, 120, 240])
@pytest.mark.parametrize("count", [0, 1, 3, 8, 13])
def test_the_answers_stand_in_columns(cells: int, count: int) -> None:
    lines = draw_answers(KEYS[:count], cells)
    starts = list[list[int]]()
    for each in lines[1:]:
        at, places = 0, list[int]()
        for span in each:
            if span.tone == "key":
                places.append(at)
            at += width(span.text)
        starts.append(places)
        assert at <= cells
    assert sum(map(len, starts)) == count
    assert all(places == starts[0][: len(places)] for places in starts)
    assert all(len(places) == len(starts[0]) for places in starts[:-1]), "only the last is short"


def test_nothing_has_no_more_lines() -> None:
    assert cut_lines([], 3, "PgDn") == ([], 0)
    assert cut_lines([(StyledText("a"),)], 0, "PgDn")[1] == 0
