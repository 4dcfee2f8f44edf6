"""What is written into config.toml while the program runs: a setting, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.errors import UserError
from store.config_file import write_setting
from store.settings import load_settings
from wording import LANGUAGES


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", 'dates = "mdy"\n'),
        ("# ours", '# ours\ndates = "mdy"\n'),
        ("me = 'Lin' # me\n", "me = 'Lin' # me\ndates = \"mdy\"\n"),
        ("me = 'Lin'\r\n", "me = 'Lin'\r\ndates = \"mdy\"\r\n"),
        (
            "me = 'Lin'\n\n# keys of mine\n[keys]\nundo = 'u'\n",
            "me = 'Lin'\ndates = \"mdy\"\n\n# keys of mine\n[keys]\nundo = 'u'\n",
        ),
        ("[keys]\nundo = 'u'", "dates = \"mdy\"\n[keys]\nundo = 'u'\n"),
        (
            "keys.undo = [\n  'u',\n]\nme = 'x'\n",
            "dates = \"mdy\"\nkeys.undo = [\n  'u',\n]\nme = 'x'\n",
        ),
        ("dates = 'dmy' # ours\nme = 'x'\n", "dates = \"mdy\" # ours\nme = 'x'\n"),
        ("dates='dmy'# a\r\nme = 'x'\r\n", "dates = \"mdy\"# a\r\nme = 'x'\r\n"),
    ],
)
def test_a_line_is_added_and_all_else_stays(tmp_path: Path, text: str, written: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    assert write_setting("dates", "mdy", LANGUAGES, folder=tmp_path) == path
    assert path.read_bytes().decode() == written
    assert load_settings(LANGUAGES, tmp_path).dates == "mdy"


def test_another_setting_is_written_beside_it(tmp_path: Path) -> None:
    write_setting("dates", "mdy", LANGUAGES, folder=tmp_path)
    path = write_setting("theme", "nord", LANGUAGES, folder=tmp_path)
    write_setting("theme", "light", LANGUAGES, folder=tmp_path)
    assert path.read_text() == 'dates = "mdy"\ntheme = "light"\n'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", 'glyphs = "box"\n'),
        ("glyphs = 'auto'\nme = 'x'\n", "glyphs = \"box\"\nme = 'x'\n"),
        ("ascii = true\n[keys]\n", 'ascii = true\nglyphs = "box"\n[keys]\n'),
    ],
)
def test_the_alphabet_is_written_and_wins(tmp_path: Path, text: str, written: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    assert write_setting("glyphs", "box", LANGUAGES, folder=tmp_path) == path
    assert path.read_text() == written
    assert load_settings(LANGUAGES, tmp_path).alphabet == "box"


@pytest.mark.parametrize(
    "name", ["林悦", 'Lin "Lily" Yue', "back\\slash", "a # b", "tab\there\x7f"]
)
def test_any_name_is_written_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# us\nme = "old # name" # who\ncurrency = "USD"\n')
    write_setting("me", name, LANGUAGES, folder=tmp_path)
    assert load_settings(LANGUAGES, tmp_path).me == name
    first, second, third = path.read_text().splitlines()
    assert (first, second.endswith(" # who"), third) == ("# us", True, 'currency = "USD"')


def test_the_file_and_its_folder_are_made(tmp_path: Path) -> None:
    path = write_setting("dates", "dmy", LANGUAGES, folder=tmp_path / "new")
    assert path.read_text() == 'dates = "dmy"\n'
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("text", "code"), [("me = ", "settings-syntax"), ("dates = '''\ndmy'''\n", "settings-kept")]
)
def test_what_does_not_read_is_left_as_it_is(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(UserError) as refused:
        write_setting("dates", "mdy", LANGUAGES, folder=tmp_path)
    assert refused.value.code == code
    assert (tmp_path / "config.toml").read_text() == text


def test_a_store_in_its_place_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("")
    with pytest.raises(UserError, match="output-belongs"):
        write_setting("dates", "mdy", LANGUAGES, [path], tmp_path)
