"""A config.toml and a playbook as a user had them once: whatever becomes of the program, it obeys
them, and the store beside them opens in the app.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from deals.errors import UserError
from deals.model import Book
from screens.base.commands import find_keys, map_keys_to_commands, name_keys
from screens.notes.screen import NotesScreen
from screens.pipeline.screen import PipelineScreen
from screens.registry import SCREENS, load_commands
from store.settings import Settings, load_playbook, load_settings
from store.store import Store
from tests.keyboard import press, wait_until_idle
from tests.tui.conftest import Netloft
from tui.app import NetloftApp, bind_keys
from tui.keys import refuse_bad_keys
from tui.session import LaunchOptions
from wording import LANGUAGES

KEPT = Path(__file__).parents[1] / "store" / "versions" / "3"
KEYS = {
    "stage-up": ("+", "ctrl+right"),
    "stage-down": ("minus",),
    "undo": ("U", "ctrl+z"),
    "add": ("insert", "alt+a"),
    "triage": ("T",),
    "help": ("f1", "？"),
}


def copied(folder: Path) -> Path:
    """The files, where they may be written to; gives the store."""
    folder.mkdir(mode=0o700)
    for entry in KEPT.iterdir():
        shutil.copy(entry, folder / entry.name)
        (folder / entry.name).chmod(0o600)
    return folder / "netloft.json"


def test_every_setting_is_read() -> None:
    settings = load_settings(LANGUAGES, KEPT)
    assert (settings.lang, settings.me) == ("zh_CN", "林")
    assert (settings.ascii, settings.mouse) == (True, False)
    assert settings.playbook == KEPT / "playbook.toml"
    assert settings.keys == KEYS
    refuse_bad_keys(settings)


def opened(folder: Path, keys: str = "") -> NetloftApp:
    """The app on a copy of the files, or with other keys."""
    store = Store.open(copied(folder))
    if keys:
        settings_of(folder, keys)
    settings = load_settings(LANGUAGES, folder)
    return NetloftApp(
        LaunchOptions(
            store=store,
            playbook=load_playbook(settings.playbook),
            settings=settings,
            lang="en",
            as_of=date(2026, 3, 2),
            me=settings.me,
            ascii=settings.ascii,
            mouse=settings.mouse,
            first_start=False,
        )
    )


def moved(app: NetloftApp, before: Book) -> dict[str, int]:
    """By how many stages projects were moved, by id."""
    stages = {
        key: (before.projects[key].stage, now.stage) for key, now in app.book.projects.items()
    }
    return {key: int(new[1:]) - int(old[1:]) for key, (old, new) in stages.items() if new != old}


async def test_its_keys_move_a_stage_as_they_did(tmp_path: Path) -> None:
    app = opened(tmp_path / "book")
    before = app.book
    async with app.run_test(size=(100, 30)):
        await wait_until_idle(app)
        await press(app, "greater_than_sign")
        assert moved(app, before) == {}
        await press(app, "plus")
        assert list(moved(app, before).values()) == [1]
        await press(app, "U")
        assert moved(app, before) == {}
        await press(app, "ctrl+right", "minus")
        assert moved(app, before) == {}


async def test_its_keys_open_what_they_did(tmp_path: Path) -> None:
    app = opened(tmp_path / "book")
    async with app.run_test(size=(100, 30)):
        await wait_until_idle(app)
        first = app.screen
        await press(app, "fullwidth_question_mark")
        assert app.screen is not first
        await press(app, "escape")
        assert app.screen is first
        await press(app, "T")
        assert app.screen is not first


def test_the_command_line_takes_them_all(netloft: Netloft, tmp_path: Path) -> None:
    copied(tmp_path / "config")
    store = copied(tmp_path / "book")
    listed = netloft("list", "--json")
    assert (listed.code, listed.err) == (0, "")
    projects = Store.open(store).book.projects.values()
    assert {entry["id"] for entry in listed.json} == {
        project.id for project in projects if project.status == "open"
    }
    sound = netloft("check")
    assert (sound.code, sound.err) == (0, "")
    asked = netloft("questions", listed.json[0]["id"], "--json").json
    assert asked["sections"][-1]["name"] == "伙伴"


def settings_of(folder: Path, keys: str) -> Settings:
    """Settings with these keys of the user's own."""
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(f"[keys]\n{keys}\n", encoding="utf-8")
    return load_settings(LANGUAGES, folder)


@pytest.mark.parametrize("name", SCREENS)
def test_the_commands_of_every_screen_may_have_keys(tmp_path: Path, name: str) -> None:
    for command in load_commands(name):
        refuse_bad_keys(settings_of(tmp_path, f'{command.id} = "ctrl+alt+f9"'))


def test_a_key_that_clashes_in_a_room_of_a_project_is_no_refusal(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, 'add = "b"\nfold = "alt+x"\nstage-up = "alt+x"')
    refuse_bad_keys(settings)
    keys = map_keys_to_commands(load_commands("people"), bind_keys(settings.keys))
    assert keys["b"] == "add", "not cover: the user's own key wins"
    assert keys["alt+x"] == "fold", "whatever it does elsewhere"


@pytest.mark.parametrize(
    ("bound", "command", "keys"),
    [
        ('undo = "O"', "notes", "alt+o"),
        ('undo = ["O", "alt+o"]', "notes", ": notes"),
        ('undo = "slash"', "filter", "F8"),
        ('undo = ["O", "alt+o"]\nnotes = "u"', "notes", "u"),
        ('undo = ["ctrl+z"]', "undo", "ctrl+z"),
        ("", "own", ": own"),
    ],
)
def test_a_key_that_the_user_has_bound_wins_over_ours(
    tmp_path: Path, bound: str, command: str, keys: str
) -> None:
    settings = settings_of(tmp_path, bound)
    refuse_bad_keys(settings)
    commands, rebound = load_commands("pipeline"), bind_keys(settings.keys)
    found = find_keys(commands.find(command), commands, rebound)
    assert name_keys(commands.find(command), found) == keys
    runs = map_keys_to_commands(commands, rebound)
    assert all(runs[key] == command for key in found)


@pytest.mark.parametrize("bound", ['undo = "f"\nredo = "f"', 'undo = ["colon", "ctrl+p"]'])
def test_two_of_the_user_and_the_last_key_of_the_palette_clash(tmp_path: Path, bound: str) -> None:
    with pytest.raises(UserError, match="settings-clash"):
        refuse_bad_keys(settings_of(tmp_path, bound))


async def test_a_command_without_its_key_is_run_from_the_palette(tmp_path: Path) -> None:
    app = opened(tmp_path / "book", 'undo = ["O", "alt+o"]\nleave = ["!", "ctrl+q"]')
    async with app.run_test(size=(100, 30)):
        await wait_until_idle(app)
        await press(app, "O")
        assert isinstance(app.screen, PipelineScreen)
        await press(app, "colon", *"notes", "enter")
        assert isinstance(app.screen, NotesScreen)
        await press(app, "exclamation_mark")
        assert app.screen.prompt is not None
        assert app.screen.prompt.edit.text.endswith("!"), "typed, whatever it is bound to"
