"""`netloft config`: what each setting is and who said so, and the file to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.config_file import write_setting
from store.setting_specs import FILE_SETTINGS, SETTINGS
from store.settings import Settings, load_settings
from tests.tui.conftest import Netloft
from wording import LANGUAGES


@pytest.fixture(autouse=True)
def plain_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have no variable say anything but where the files are."""
    for spec in SETTINGS:
        for name in (*spec.variables, *spec.late_variables):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def configure(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def settings(netloft: Netloft, *options: str) -> dict[str, Any]:
    answer = netloft(*options, "config", "--json")
    assert answer.code == 0, answer.err
    return {record["setting"]: record for record in answer.json}


def test_every_setting_is_shown_in_both_ways(netloft: Netloft) -> None:
    assert [*settings(netloft)] == [spec.id for spec in SETTINGS]
    lines = netloft("--lang", "en", "config").lines
    marked = {"lang", "store", "config"}
    assert {line.split()[1] for line in lines if line.startswith("*")} == marked
    assert [line.split()[0] for line in lines[1:] if not line.startswith("*")] == [
        spec.id for spec in SETTINGS if spec.id not in marked
    ]


# Options, variables, config.toml; then a setting, its value, its source, the place and the line.
ROWS: list[tuple[Any, ...]] = [
    ((), {}, "", "lang", "en", "default", None, None),
    ((), {"LANG": "zh_CN.UTF-8"}, "", "lang", "zh_CN", "environment", "LANG", None),
    ((), {"LC_ALL": "zh_CN", "LANG": "en"}, "", "lang", "zh_CN", "environment", "LC_ALL", None),
    ((), {"LANG": "zh_CN.UTF-8"}, 'lang = "en"', "lang", "en", "file", "config.toml", 1),
    (("--lang", "zh"), {}, 'lang = "en"', "lang", "zh_CN", "option", "--lang", None),
    ((), {}, "\nme = 'Lin'", "me", "Lin", "file", "config.toml", 2),
    ((), {}, "currency = '欧元'", "currency", "EUR", "file", "config.toml", 1),
    ((), {}, "currency = ''", "currency", "CNY", "default", None, None),
    ((), {}, "", "dates", None, "default", None, None),
    ((), {}, "", "theme", "auto", "default", None, None),
    ((), {}, "ascii = true", "glyphs", "ascii", "default", None, None),
    (("--ascii",), {}, "", "ascii", True, "option", "--ascii", None),
    (("--mouse",), {}, "mouse = false", "mouse", True, "option", "--mouse", None),
    ((), {}, "", "mouse", False, "default", None, None),
    ((), {"NO_COLOR": "1", "TERM": "xterm"}, "", "colors", "none", "environment", "NO_COLOR",
     None),
    ((), {"TERM": "xterm-256color"}, "", "colors", "256", "environment", "TERM", None),
    ((), {"NO_COLOR": "1"}, "colors = '16'", "colors", "16", "file", "config.toml", 1),
    (("--store", "/x.json"), {"NETLOFT_STORE": "/y.json"}, "", "store", "/x.json", "option",
     "--store", None),
    ((), {"NETLOFT_STORE": "/y.json"}, "store = '/z.json'", "store", "/y.json", "environment",
     "NETLOFT_STORE", None),
    ((), {}, "store = '/z.json'", "store", "/z.json", "file", "config.toml", 1),
    ((), {}, "[keys]\nundo = 'U'\nstage-up = ['+', 'x']", "keys",
     {"undo": ["U"], "stage-up": ["+", "x"]}, "file", "config.toml", 1),
    ((), {}, "headers.Phase = 'stage'", "headers", {"Phase": "stage"}, "file", "config.toml",
     1),
    ((), {"NETLOFT_PASSPHRASE_COMMAND": "echo x"}, "", "passphrase", "command", "environment",
     "NETLOFT_PASSPHRASE_COMMAND", None),
    ((), {"EDITOR": "nano"}, "", "editor", "nano", "environment", "EDITOR", None),
    ((), {"NETLOFT_DEBUG": "1"}, "", "debug", True, "environment", "NETLOFT_DEBUG", None),
    ((), {}, "", "year-start", 1, "default", None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_it_says_what_a_setting_is_and_who_said_so(
    netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: tuple[Any, ...]
) -> None:
    options, variables, text, setting, *found = row
    monkeypatch.delenv("NETLOFT_STORE", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    configured = str(configure(tmp_path, text))
    record = settings(netloft, *options)[setting]
    assert record["meaning"]
    assert [
        record["value"],
        record["source"],
        "config.toml" if record["place"] == configured else record["place"],
        record["line"],
    ] == found


def test_a_playbook_beside_the_file_is_one_that_was_said(netloft: Netloft, tmp_path: Path) -> None:
    assert settings(netloft)["playbook"]["value"] is None
    beside = configure(tmp_path, "").with_name("playbook.toml")
    beside.write_text("")
    found = settings(netloft)["playbook"]
    assert (found["value"], found["source"], found["place"]) == (str(beside), "file", str(beside))
    named = settings(netloft, "--playbook", "other.toml")["playbook"]
    assert (named["value"], named["source"]) == ("other.toml", "option")


def test_the_store_says_in_which_month_a_year_starts(netloft: Netloft, tmp_path: Path) -> None:
    store = tmp_path / "year.json"
    assert netloft("--store", store, "set-year-start", "4").code == 0
    found = settings(netloft, "--store", str(store))["year-start"]
    assert (found["value"], found["source"], found["place"]) == (4, "store", str(store))


def test_a_store_that_does_not_open_hinders_nothing(netloft: Netloft, tmp_path: Path) -> None:
    store = tmp_path / "broken.json"
    store.write_text('{"meta": {"1": {"schema_version": ')
    found = settings(netloft, "--store", str(store))["year-start"]
    assert (found["value"], found["known"], found["source"]) == (None, False, "store")
    (line,) = [
        line
        for line in netloft("--lang", "en", "--store", store, "config").lines
        if "year-start" in line
    ]
    assert line.split()[:4] == ["*", "year-start", "?", "store"]


def test_a_locked_store_is_not_opened(
    netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, passphrase = tmp_path / "locked.json", tmp_path / "passphrase"
    assert netloft("--store", store, "set-year-start", "4").code == 0
    passphrase.write_text("a long one\n")
    passphrase.chmod(0o600)
    monkeypatch.setenv("NETLOFT_PASSPHRASE_FILE", str(passphrase))
    assert netloft("--store", store, "lock").code == 0
    found = settings(netloft, "--store", str(store))
    assert (found["year-start"]["known"], found["year-start"]["value"]) == (False, None)
    assert (found["passphrase"]["value"], found["passphrase"]["source"]) == ("file", "environment")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\nlangue = 'en'", 'config.toml, line 2: there is no setting "langue"'),
        ("lists = 'yes'", 'config.toml, line 1: the setting "lists" is true or false'),
    ],
)
def test_what_the_file_may_not_say_is_told_in_a_line(
    netloft: Netloft, tmp_path: Path, text: str, words: str
) -> None:
    configure(tmp_path, text)
    answer = netloft("--lang", "en", "config")
    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert words in answer.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_init_writes_a_file_that_says_nothing_yet(
    netloft: Netloft, tmp_path: Path, lang: str
) -> None:
    answer = netloft("--lang", lang, "config", "init")
    path = tmp_path / "config" / "config.toml"
    assert (answer.code, str(path) in answer.out) == (0, True)
    assert load_settings(LANGUAGES, path.parent) == Settings()
    text = path.read_text(encoding="utf-8")
    assert all(line.startswith("#") for line in text.splitlines() if line)
    assert all(f"#{id_} = " in text or f"#[{id_}]" in text for id_ in FILE_SETTINGS)
    assert text.isascii() is (lang == "en")


def test_a_file_that_is_there_stays_or_is_kept_beside(netloft: Netloft, tmp_path: Path) -> None:
    path = configure(tmp_path, "me = 'Lin'\n")
    refused = netloft("--lang", "en", "config", "init")
    assert (refused.code, path.read_text()) == (1, "me = 'Lin'\n")
    assert "--force" in refused.err
    answer = netloft("--lang", "en", "config", "init", "--force")
    kept = path.with_name("config.toml.bak")
    assert (answer.code, kept.read_text()) == (0, "me = 'Lin'\n")
    assert str(kept) in answer.out
    assert load_settings(LANGUAGES, path.parent).source is not None


@pytest.mark.parametrize("key", ["theme", "glyphs", "dates"])
def test_what_is_settled_later_stands_where_it_is_explained(
    netloft: Netloft, tmp_path: Path, key: Any
) -> None:
    netloft("config", "init")
    value = {"theme": "nord", "glyphs": "box", "dates": "mdy"}[key]
    path = write_setting(key, value, LANGUAGES, folder=tmp_path / "config")
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index(f'{key} = "{value}"')
    assert lines[at - 1].startswith(f"#{key} = ")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("config", "show"), "netloft config init"),
        (("config", "--force"), "netloft config init"),
        (("config", "init", "--json"), "netloft config init"),
    ],
)
def test_what_it_does_not_do_is_told(
    netloft: Netloft, words: tuple[str, ...], complaint: str
) -> None:
    answer = netloft("--lang", "en", *words)
    assert (answer.code, complaint in answer.err) == (2, True)
