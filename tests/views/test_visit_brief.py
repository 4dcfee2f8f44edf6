"""The page before a visit: nothing lost, no line too long, names and figures whole."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Book, Stamp
from deals.visit_facts import find_visit_facts
from store.sample import sample_book
from tests.deals.makers import DEFAULT, TODAY, action, amount, contact, project
from views.glyphs import ALPHABETS, use_glyphs
from views.styled_text import cells_of, width
from views.visit_brief import VisitBrief, page_lines
from wording import use_language

USUAL_ROWS = 21
"""The lines that a screen of 24 leaves to the page."""


@cache
def book(lang: str) -> Book:
    """The sample."""
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return sample_book(lang, Stamp(at, "Ann", TODAY), "Ann")


def brief_of(project_id: str, lang: str) -> VisitBrief:
    """The page of a project of the sample."""
    deal = book(lang).projects[project_id]
    return VisitBrief(find_visit_facts(deal, book(lang), DEFAULT, TODAY), DEFAULT)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("cells", [60, 80, 120, 240])
def test_no_line_is_wider_than_the_page_and_no_figure_is_cut(
    lang: str, alphabet: str, cells: int
) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    for id_, deal in book(lang).projects.items():
        drawn = brief_of(id_, lang).draw(cells)
        assert {cells_of(each) for each in drawn.lines} <= {cells}
        text = "\n".join("".join(span.text for span in each) for each in drawn.lines)
        for person in deal.contacts:
            surname = person.name.split()[-1]
            assert surname in text or width(person.name) > 18
        if deal.tender:
            assert f"{deal.tender:%m-%d}" in text or f"{deal.tender}" in text


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_usual_project_is_one_screen(lang: str) -> None:
    use_language(lang)
    heights = [len(brief_of(id_, lang).draw(80, USUAL_ROWS).lines) for id_ in book(lang).projects]
    assert sum(height <= USUAL_ROWS for height in heights) >= 0.85 * len(heights)


def test_blanks_part_the_page_only_where_all_of_it_still_fits() -> None:
    use_language("en")
    for id_ in book("en").projects:
        brief = brief_of(id_, "en")
        tight, loose = brief.draw(80), brief.draw(80, 10**6)
        assert all(tight.lines)
        assert len(brief.draw(80, len(loose.lines)).lines) == len(loose.lines)
        assert len(brief.draw(80, len(loose.lines) - 1).lines) == len(tight.lines)
        assert [*tight.nodes] == [*loose.nodes]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(name=texts, title=texts, what=texts, cells=st.integers(40, 200))
def test_any_text_stands_on_the_page_in_its_lines(
    name: str, title: str, what: str, cells: int
) -> None:
    people = [contact(name or "?", 2, title=title, level="high", covered_by=[name or "?"])]
    deal = project(name=name or "x", contacts=people, next_action=action(what))
    brief = VisitBrief(find_visit_facts(deal, Book().with_projects(deal), DEFAULT, TODAY), DEFAULT)
    for drawn in (brief.draw(cells).lines, page_lines(brief, cells)):
        assert all(cells_of(each) <= cells for each in drawn)
        assert not any("\n" in span.text for each in drawn for span in each)


def test_late_steps_and_promises_say_so_in_words() -> None:
    use_language("en")
    late = action("send it", TODAY.replace(day=1))
    people = [contact("Ann", 2, follow_up=action("call", late.on))]
    deal = project(contacts=people, next_action=late, amount=amount(5_000_000), signs="2026-03-14")
    brief = VisitBrief(find_visit_facts(deal, Book().with_projects(deal), DEFAULT, TODAY), DEFAULT)
    text = "\n".join("".join(span.text for span in each).strip() for each in brief.draw(80).lines)
    assert text.count("1 day late") == 2
    assert "12 days left" in text
