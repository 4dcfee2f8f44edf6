"""What stands beside a field being typed, and what is put there to be typed over."""

from __future__ import annotations

import pytest

from deals.model import LEVELS, Level, NextAction
from deals.parsing.contact_line import parse_contacts
from tests.deals.makers import DEFAULT, contact, project
from tests.deals.parsing.test_days_everywhere import reading
from views.changes import history_value_text
from views.field_values import project_field_text, value_text
from wording import _, use_language


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("discuss Friday's minutes", "Friday's"),
        ("quote 3-2 split", "3-2"),
        ("call Ann the 15th about pricing", "15th"),
        ("讨论明天的会议", "明天"),
    ],
)
def test_what_looks_like_a_day_and_was_not_read_is_named(text: str, named: str) -> None:
    use_language("en")
    shown = value_text("next", NextAction(text=text), reading())
    assert shown == f"{text} (no day read: {named} stays in the text; a day goes last)"


@pytest.mark.parametrize("text", ["send proposal v2.1", "call Ann", "发2.1版本", "打电话给何总"])
def test_an_action_without_anything_like_a_day_only_has_none(text: str) -> None:
    use_language("en")
    assert value_text("next", NextAction(text=text), reading()) == f"{text} (no date)"


@pytest.mark.parametrize(
    ("language", "status", "people"),
    [("en", "on_hold", "He executive +; Bo junior"), ("zh_CN", "暂停", "He 高层 +; Bo 低层")],
)
def test_constants_are_typed_in_the_language_spoken(
    language: str, status: str, people: str
) -> None:
    use_language(language)
    known = (contact("He", level="high", stance="supports"), contact("Bo", id="bo", level="low"))
    deal = project(status="on_hold", contacts=known)
    assert project_field_text(deal, "status") == status
    assert project_field_text(deal, "contacts") == people
    assert value_text("contacts", known, reading()) == "2" + _(": ") + people


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", ["Ann Wu", "Sam Low", "Ann Senior", "吴处长", "executive"])
def test_levels_are_read_back_as_they_are_shown(language: str, level: Level, name: str) -> None:
    use_language(language)
    known = (contact(name, 3, level=level, lines=("technical",)),)
    text = project_field_text(project(contacts=known), "contacts")
    assert level not in text.split() or language == "en"
    assert parse_contacts(text, new_id=lambda: "new") == tuple(
        each.model_copy(update={"id": "new"}) for each in known
    )


@pytest.mark.parametrize(
    ("lang", "shown"), [("en", "何总 executive TB cr3 +"), ("zh_CN", "何总 高层 TB cr3 +")]
)
def test_a_person_in_conflict_is_shown_with_the_level_s_name(lang: str, shown: str) -> None:
    use_language(lang)
    assert history_value_text(("contacts", "p1"), "何总 high TB cr3 +", DEFAULT) == shown
