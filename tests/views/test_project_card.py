"""A project in words: its flags by the names of their rules, those asleep as well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from deals.model import Project
from deals.rules.triage import assess
from tests.deals.makers import DEFAULT, amount, contact, project
from views.project_card import ProjectCard
from views.styled_text import width
from wording import use_language

TODAY = date(2026, 3, 2)


def card(project: Project) -> ProjectCard:
    return ProjectCard(project, assess(project, DEFAULT, TODAY), DEFAULT, TODAY)


def shown(project: Project, cells: int = 80) -> list[str]:
    """The reasons and the brief of the project as they are read."""
    described = card(project)
    lines = [*described.reasons(cells), *described.brief(cells, 3)]
    return ["".join(span.text for span in line) for line in lines]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever a test speaks, the next one begins in English."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture
def troubled() -> Project:
    return project("P4", name="Net", signs="2026-03-14", amount=amount(9))


def test_reasons_stand_behind_the_names_of_their_rules(troubled: Project) -> None:
    first, advice, *_rest = shown(troubled)
    assert first.startswith("! people behind stage  P4 but")
    assert advice.index("→") == first.index("P4 but")
    use_language("zh_CN")
    first, advice, *_rest = shown(troubled)
    assert first.startswith("! 关系不够  ")
    assert width(advice[: advice.index("→")]) == width("! 关系不够  ")
    assert not any(rule in "".join(shown(troubled)) for rule in DEFAULT.rules)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("cells", [40, 80])
def test_no_reason_is_wider_than_its_place(troubled: Project, lang: str, cells: int) -> None:
    use_language("zh_CN" if lang == "zh_CN" else "en")
    assert all(width(line) <= cells for line in shown(troubled, cells))


def test_what_sleeps_goes_by_its_name(troubled: Project) -> None:
    naps = [{"rule": rule, "until": "2026-04-01"} for rule in DEFAULT.rules]
    asleep = Project.model_validate({**troubled.model_dump(), "snoozes": naps})
    use_language("zh_CN")
    (first, *_rest) = shown(asleep)
    assert first.startswith("z 关系不够 ")


@pytest.mark.parametrize(
    ("day", "en", "zh"),
    [
        (
            date(2026, 3, 14),
            "tender 2026-03-14 Sat (12 days left)",
            "截标 2026-03-14 周六（还有 12 天）",
        ),
        (
            date(2026, 3, 3),
            "tender 2026-03-03 Tue (1 day left)",
            "截标 2026-03-03 周二（还有 1 天）",
        ),
        (date(2026, 3, 2), "tender 2026-03-02 Mon (today)", "截标 2026-03-02 周一（今天）"),
        (date(2026, 2, 28), "tender 2026-02-28 Sat (2 days ago)", "截标 2026-02-28 周六（2 天前）"),
    ],
)
def test_the_tender_day_says_how_far_off_it_is(day: date, en: str, zh: str) -> None:
    made = project("P4", tender=day)
    for lang, text in (("en", en), ("zh_CN", zh)):
        use_language(lang)
        full = ["".join(span.text for span in line) for line in card(made).full(80)]
        assert any(text in line for line in full)


@pytest.mark.parametrize("cells", [37, 59])
def test_the_pane_is_filled_before_it_says_that_there_is_more(cells: int) -> None:
    people = [
        contact(f"Person {at} Longsurname", 3, title="Head of procurement", evidence="met twice")
        for at in range(9)
    ]
    deal = project("P4", name="Net", signs="2026-03-14", amount=amount(9), contacts=people)
    described = card(deal)
    whole = described.digest(cells, 200, "p")
    for rows in range(8, len(whole) + 2):
        lines = ["".join(span.text for span in line) for line in described.digest(cells, rows, "p")]
        assert len(lines) <= rows
        assert all(width(line) <= cells for line in lines)
        more = [line for line in lines if line.endswith("more: p")]
        assert not more or more[0].startswith("+")
        assert len(more) <= 1
        if more:
            assert rows - len(lines) <= 1, "lines are left although not all is said"
            left = int(more[0].split()[0].lstrip("+"))
            named = sum("Longsurname" in line for line in lines)
            assert left == len(people) - named or named == 0
    assert not any("more" in "".join(span.text for span in line) for line in whole)


def test_what_shows_a_relation_stands_below_the_contact_where_there_is_room() -> None:
    deal = project("P4", contacts=[contact("Ann Lee", 3, evidence="she told us of the tender")])
    for rows, there in ((9, False), (40, True)):
        text = "\n".join(
            "".join(span.text for span in line) for line in card(deal).digest(37, rows, "p")
        )
        assert "Ann Lee" in text
        assert ("she told us of the tender" in text) is there
