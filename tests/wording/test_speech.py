"""Which language is settled on, and that it is looked up when a sentence is made."""

from __future__ import annotations

import sys

import pytest

from deals.model import Stamp
from store.sample import sample_book
from store.tables.crm_headers import CRM_FIELDS
from store.tables.pipeline_columns import COLUMNS
from tests.deals.makers import DEFAULT, NOW, TODAY
from wording import N_, _, choose_language, language, ngettext, pgettext, use_language
from wording.names import FIELD_NAMES, field_name, level_name, stance_name, status_name


@pytest.mark.parametrize(
    ("asked", "setting", "environment", "lang"),
    [
        (None, None, {}, "en"),
        ("zh_CN", "en", {"LC_ALL": "en_US.UTF-8"}, "zh_CN"),
        ("en", "zh_CN", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, "zh_CN", {"LC_ALL": "C"}, "zh_CN"),
        (None, None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB"}, "zh_CN"),
        (None, None, {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, None, {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh_CN"),
        (None, None, {"LC_MESSAGES": "de_DE", "LANG": "zh_CN"}, "en"),
        (None, None, {"LANG": "zh"}, "zh_CN"),
        (None, "", {"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_first_wish_decides(
    asked: str | None, setting: str | None, environment: dict[str, str], lang: str
) -> None:
    assert choose_language(asked, setting, environment) == lang


def test_a_marked_message_is_said_in_the_language_of_the_moment() -> None:
    label = N_("Owner")
    assert _(label) == "Owner"
    use_language("zh_CN")
    assert language() == "zh_CN"
    assert _(label) == "项目负责人"
    use_language("en")
    assert _(label) == "Owner"


def test_an_unknown_language_is_english() -> None:
    use_language("tlh")
    assert (language(), _("Owner")) == ("en", "Owner")


def test_a_third_language_needs_no_more_than_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = sys.modules[use_language.__module__]  # its name in the package is a function's
    monkeypatch.setattr(spoken, "LANGUAGES", ("en", "ja", "zh_CN"))
    assert choose_language(None, None, {"LANG": "ja_JP.UTF-8"}) == "ja"
    use_language("ja")
    assert (language(), _("Owner")) == ("ja", "Owner")
    assert DEFAULT.name.of(language()) == DEFAULT.name.en
    stamp = Stamp(at=NOW, by="", today=TODAY)
    assert sample_book("ja", stamp, "me").projects == sample_book("en", stamp, "me").projects


def test_nothing_is_said_for_an_empty_message() -> None:
    use_language("zh_CN")
    assert _("") == ""


def test_counting_and_context() -> None:
    assert ngettext("{count} project", "{count} projects", 1).format(count=1) == "1 project"
    assert ngettext("{count} project", "{count} projects", 3).format(count=3) == "3 projects"
    assert pgettext("status", "open") == "open"
    use_language("zh_CN")
    assert ngettext("{count} project", "{count} projects", 3).format(count=3) == "3 个项目"
    assert pgettext("status", "open") == "进行中"


def test_names_of_constants_in_the_terms_of_the_trade() -> None:
    use_language("zh_CN")
    assert [field_name(field) for field in ("stage", "amount", "signs", "contacts")] == [
        "项目状态",
        "预签金额",
        "预签时间",
        "客户名单",
    ]
    assert level_name("high") == "高层"
    assert status_name("lost") == "丢单"
    assert stance_name("opposes") == "反对我方"


def test_what_a_column_is_taken_for_has_a_name_in_either_language() -> None:
    fields = {*COLUMNS, *CRM_FIELDS}
    assert fields <= FIELD_NAMES.keys()
    use_language("zh_CN")
    assert {field for field in fields if field_name(field) == FIELD_NAMES[field]} <= {"cr"}


def test_a_name_that_is_not_known_stands_for_itself() -> None:
    assert "budget" not in FIELD_NAMES
    assert field_name("budget") == "budget"
    assert status_name("frozen") == "frozen"
