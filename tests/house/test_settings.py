"""Every setting is declared once, and reading, showing and documenting leave none out."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from store.setting_specs import FILE_SETTINGS, SETTINGS, SettingSpec
from store.settings import Settings, parse_settings
from tests.house import ROOMS, ROOT
from tui.cli.root import netloft
from tui.output.setting_table import MARK, config_text, settings_page_table, write_page
from tui.settings_in_force import VALUES
from wording import LANGUAGES, use_language
from wording.pages import docs_pages, page_language, replace_marked
from wording.setting_texts import MEANINGS, ORIGINS

START, END = f"<!-- {MARK} -->", f"<!-- /{MARK} -->"
VARIABLES = {name for spec in SETTINGS for name in (*spec.variables, *spec.late_variables)}
ALONE = {"NETLOFT_NEW_PASSPHRASE_FILE", "NETLOFT_NEW_PASSPHRASE_COMMAND"}
"""Variables that one call takes, and that settle nothing."""
OF_CALLS = {"as_of", "version", "help"}
"""Options that ask for something once."""


def test_each_setting_has_its_own_name_and_meaning() -> None:
    ids = [spec.id for spec in SETTINGS]
    assert len(set(ids)) == len(ids)
    assert ids == [*MEANINGS]


def test_the_file_may_say_all_that_is_read() -> None:
    assert {*FILE_SETTINGS} == {field.name for field in fields(Settings)} - {"source"}


def test_every_setting_has_a_value() -> None:
    asked = {spec.id for spec in SETTINGS if spec.id not in FILE_SETTINGS and not spec.in_store}
    assert asked <= {*VALUES}
    assert {*VALUES} <= {spec.id for spec in SETTINGS}


def test_every_option_that_settles_something_is_a_setting() -> None:
    options = {
        name: param.opts[0]
        for param in netloft.params
        if (name := param.name) and name not in OF_CALLS
    }
    assert options == {spec.id: spec.option for spec in SETTINGS if spec.option}


def test_every_variable_of_ours_is_of_a_setting() -> None:
    texts = [path.read_text("utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    named = {name for text in texts for name in re.findall(r'"(NETLOFT_[A-Z_]+)"', text)}
    assert {"NETLOFT_STORE", "NETLOFT_CONFIG", "NETLOFT_DEBUG"} <= named
    assert named - VARIABLES - ALONE == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_to_fill_in_says_nothing_and_each_line_of_it_can_be_said(lang: str) -> None:
    use_language(lang)
    text = config_text()
    path = ROOT / "config.toml"
    assert parse_settings(text, path, LANGUAGES) == Settings()
    every = re.sub(r"^#(?! )", "", text, flags=re.MULTILINE)
    source = parse_settings(every, path, LANGUAGES).source
    assert source is not None
    assert {*source.table()} == {*FILE_SETTINGS}


@pytest.mark.parametrize("spec", SETTINGS, ids=lambda spec: spec.id)
def test_what_usually_holds_can_be_said(spec: SettingSpec) -> None:
    if spec.usual and spec.read:
        parse_settings(f"{spec.id} = {spec.usual}", ROOT / "config.toml", LANGUAGES)


@pytest.mark.parametrize("page", docs_pages("configuration"), ids=str)
def test_the_page_on_configuration_has_every_setting(page: Path) -> None:
    use_language(page_language(page))
    text = (ROOT / page).read_text(encoding="utf-8")
    assert START in text
    assert replace_marked(text, MARK, settings_page_table()) == text, "run: make docs"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("README.md", "Setting"),
        ("README.zh_CN.md", "\u8bbe\u7f6e"),
        ("docs/en/settings.md", "Setting"),
        ("docs/zh/settings.md", "\u8bbe\u7f6e"),
    ],
)
def test_a_page_has_the_table_in_its_language(tmp_path: Path, name: str, heading: str) -> None:
    page = tmp_path / name
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"# Page\n\n{START}\nold\n{END}\n\nmore\n", encoding="utf-8")
    write_page(page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# Page\n\n{START}\n| {heading} | ")
    assert text.endswith(f" |\n{END}\n\nmore\n")
    assert "\nold\n" not in text


def test_every_origin_has_its_word() -> None:
    assert [*ORIGINS] == ["option", "environment", "file", "store", "default"]
