"""The settings file: what it may say, and how it is refused by line."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from deals.errors import UserError
from store.setting_specs import user_name
from store.settings import (
    Settings,
    check_keys,
    config_folder,
    load_playbook,
    load_settings,
    store_path,
)
from tests.store import refusal_of
from wording import LANGUAGES


@pytest.fixture(autouse=True)
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "lin")


def settings(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return load_settings(LANGUAGES, folder)


def test_without_a_file_there_are_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path / "none"))
    assert load_settings(LANGUAGES) == Settings(
        lang=None, me="lin", ascii=False, mouse=False, store=None, playbook=None, keys={}
    )


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path, "# nothing yet\n") == Settings()


def test_every_setting_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    text = """
    lang = "zh_CN"
    me = "林"
    ascii = true
    glyphs = "box"
    mouse = true
    lists = true
    store = "~/deals.json"
    playbook = "team.toml"
    dates = "dmy"
    theme = "nord"
    colors = "16"
    ground = "paint"
    [keys]
    "pipeline.add" = "+"
    undo = ["u", "ctrl+z"]
    """
    assert settings(tmp_path, text) == Settings(
        lang="zh_CN",
        me="林",
        dates="dmy",
        theme="nord",
        colors="16",
        ground="paint",
        ascii=True,
        glyphs="box",
        mouse=True,
        lists=True,
        store=tmp_path / "home" / "deals.json",
        playbook=tmp_path / "team.toml",
        keys={"pipeline.add": ("+",), "undo": ("u", "ctrl+z")},
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("\nlangue = 'en'", "settings-unknown", 2, "langue"),
        ("source = 'x'", "settings-unknown", 1, "source"),
        ("lang = 'fr'", "settings-choice", 1, "lang"),
        ("lang = 1", "settings-text", 1, "lang"),
        ("# me\n\nme = ['x']", "settings-text", 3, "me"),
        ("me = 'x'\nascii = 'yes'", "settings-switch", 2, "ascii"),
        ("mouse = 1", "settings-switch", 1, "mouse"),
        ("playbook = true", "settings-text", 1, "playbook"),
        ("store = '~no-such-user/x'", "settings-file", 1, "store"),
        ('playbook = "a\\u0000b"', "settings-file", 1, "playbook"),
        ("currency = 3", "settings-text", 1, "currency"),
        ("country = 49", "settings-text", 1, "country"),
        ("\ntheme = 3", "settings-text", 2, "theme"),
        ("colors = 256", "settings-text", 1, "colors"),
        ("keys = 'q'", "settings-table", 1, "keys"),
        ("[keys]\nundo = 'u'\nredo = 3", "settings-keys", 3, "keys.redo"),
        ("[keys]\nundo = ['u', 1]", "settings-keys", 2, "keys.undo"),
        ("[keys]\nundo = ''", "settings-keys", 2, "keys.undo"),
        ("headers = 'stage'", "settings-headers", 1, "headers"),
        ("[headers]\nPhase = 3", "settings-headers", 2, "headers.Phase"),
    ],
)
def test_what_it_may_not_say_is_refused_by_line(
    tmp_path: Path, text: str, code: str, line: int, key: str
) -> None:
    with pytest.raises(UserError) as refusal:
        settings(tmp_path, text)
    choices = {"choices": "en, zh_CN"} if code == "settings-choice" else {}
    place = {"file": str(tmp_path / "config.toml"), "line": line, "key": key}
    assert refusal_of(refusal) == (code, {**place, **choices})


SCREENS = (
    {"undo": ("u", "ctrl+z"), "redo": ("ctrl+r",), "stage-up": ("plus",), "palette": ("p", "z")},
    {"undo": ("u", "ctrl+z"), "touch": ("y",)},
)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("dates = 'ymd'", "mdy, dmy"),
        ("colors = '8'", "256, truecolor, 16, none"),
        ("ground = 'mine'", "auto, paint, terminal"),
        ("glyphs = 'unicode'", "auto, box, ascii"),
    ],
)
def test_a_choice_that_is_none_is_refused(tmp_path: Path, text: str, choices: str) -> None:
    with pytest.raises(UserError) as refused:
        settings(tmp_path, text)
    assert (refused.value.code, refused.value.figures["choices"]) == ("settings-choice", choices)


def known_key(key: str) -> str | None:
    """As a toolkit would have it: a few keys, one of them by two names."""
    return {"+": "plus"}.get(key, key if len(key) == 1 or key in ("ctrl+z", "plus") else None)


@pytest.mark.parametrize(
    ("keys", "code", "line", "key", "figures"),
    [
        ("undo = 'z'\nundoo = 'u'", "settings-command", 3, "undoo", {"command": "undoo"}),
        ("undo = ['z', 'ctlr+z']", "settings-key", 2, "undo", {"text": "ctlr+z"}),
        ("redo = 'x'\nundo = 'x'", "settings-clash", 2, "redo", {"text": "x", "other": "undo"}),
        (
            "undo = '+'\nredo = 'plus'",
            "settings-clash",
            3,
            "redo",
            {"text": "plus", "other": "undo"},
        ),
        ("undo = 'p'\nredo = 'z'", "settings-clash", 2, "undo", {"text": "p", "other": "palette"}),
    ],
)
def test_keys_that_cannot_work_are_refused_by_line(
    tmp_path: Path, keys: str, code: str, line: int, key: str, figures: dict[str, str]
) -> None:
    given = settings(tmp_path, f"[keys]\n{keys}\n")
    with pytest.raises(UserError) as refusal:
        check_keys(given, SCREENS, known_key)
    place = {"file": str(tmp_path / "config.toml"), "line": line, "key": f"keys.{key}"}
    assert refusal_of(refusal) == (code, {**place, **figures})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[keys]\nundo = ['u', 'z']",
        "[keys]\nundo = ['y', 'u']\ntouch = 'ctrl+z'",
        "[keys]\nredo = 'y'",  # on the other screen that is a key of another command
        "[keys]\nundo = '+'",  # a command of ours does without
        "[keys]\nundo = 'y'",
        "[keys]\nundo = 'p'",
        "[keys]\nundo = ['p', 'z']\npalette = 'b'",
    ],
)
def test_keys_that_work_are_let_through(tmp_path: Path, text: str) -> None:
    check_keys(settings(tmp_path, text), SCREENS, known_key)
    check_keys(Settings(), SCREENS, known_key)


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb == 2\n", 2), ("\n\nlang = ", 3)])
def test_what_is_no_toml_is_refused_by_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(UserError) as refusal:
        settings(tmp_path, text)
    code, figures = refusal_of(refusal)
    assert (code, figures["line"]) == ("settings-syntax", line)
    assert "line" not in str(figures["detail"])


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(UserError) as refusal:
        load_settings(LANGUAGES, tmp_path)
    assert refusal_of(refusal)[0] == "settings-unreadable"


@pytest.mark.parametrize("error", [OSError, KeyError])
def test_a_user_without_a_name_has_an_empty_one(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert user_name() == ""


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NETLOFT_STORE", "NETLOFT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_the_store_is_named_by_option_then_environment_then_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configured = Path("configured.json")
    assert store_path(None, configured) == configured
    monkeypatch.setenv("NETLOFT_STORE", "")
    assert store_path(None, configured) == configured
    monkeypatch.setenv("NETLOFT_STORE", "environment.json")
    assert store_path(None, configured) == Path("environment.json")
    assert store_path(Path("named.json"), configured) == Path("named.json")


def test_otherwise_things_are_where_the_platform_keeps_them(tmp_path: Path) -> None:
    assert store_path().parts[-2:] == ("netloft", "netloft.json")
    assert store_path().is_relative_to(tmp_path)
    assert config_folder().is_relative_to(tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_configuration_folder_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLOFT_CONFIG", "/elsewhere")
    assert config_folder() == Path("/elsewhere")


OTHER = "signed = 'P5'\n"


def test_the_default_comes_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path))
    assert load_playbook() == load_playbook(None, tmp_path)
    assert [stage.id for stage in load_playbook().stages] == [f"P{number}" for number in range(8)]
    assert load_playbook().signed == "P6"


def test_a_file_in_the_configuration_is_laid_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "playbook.toml").write_text(OTHER)
    playbook = load_playbook(None, tmp_path)
    assert playbook.signed == "P5"
    assert playbook.stages == load_playbook(None, tmp_path / "none").stages


def test_a_named_file_goes_before_that_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "playbook.toml").write_text("broken")
    named = tmp_path / "named.toml"
    named.write_text(OTHER)
    assert load_playbook(named, tmp_path).signed == "P5"


@pytest.mark.parametrize(
    ("data", "code", "figures"),
    [
        (None, "playbook-unreadable", {"why": "ENOENT"}),
        (b"# one\nsigned = '\xff'", "playbook-encoding", {"line": 2}),
        (b"\nsigned = 'P9'", "playbook-stage-unknown", {"line": 2, "key": "signed", "stage": "P9"}),
    ],
)
def test_a_named_file_that_does_not_read_is_refused(
    tmp_path: Path, data: bytes | None, code: str, figures: dict[str, object]
) -> None:
    named = tmp_path / "named.toml"
    if data is not None:
        named.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        load_playbook(named, tmp_path)
    assert refusal_of(refusal) == (code, {"file": str(named), **figures})


def test_headers_of_tables_name_fields(tmp_path: Path) -> None:
    assert settings(tmp_path, "[headers]\n'阶段名' = '项目状态'").headers == {"阶段名": "项目状态"}
    with pytest.raises(UserError) as refusal:
        settings(tmp_path, "[headers]\nPhase = 'colour'")
    assert refusal.value.code == "settings-header-field"
    assert (refusal.value.figures["line"], refusal.value.figures["text"]) == (2, "colour")


def test_the_currency_of_amounts_is_its_code_however_written(tmp_path: Path) -> None:
    assert settings(tmp_path, "").currency is None
    assert settings(tmp_path, "currency = 'usd'").currency == "USD"
    assert settings(tmp_path, "currency = '欧元'").currency == "EUR"
    with pytest.raises(UserError) as refusal:
        settings(tmp_path, "currency = 'beads'")
    assert refusal.value.code == "settings-currency"
    assert refusal.value.figures["text"] == "beads"


def test_a_country_stands_as_it_is_written(tmp_path: Path) -> None:
    assert settings(tmp_path, "").country is None
    assert settings(tmp_path, "country = 'DE-BY'").country == "DE-BY"
