"""The palette holds all that can be opened, and finds it by what people call it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from itertools import chain
from typing import Any
from unittest.mock import patch

import pytest
from textual.worker import WorkerFailed

from deals.search import readings
from screens.base.commands import Command, Commands
from screens.base.screen import BaseScreen
from screens.help.contents import HelpContents, gather_contents
from screens.help.items import PaletteItem, list_command_items
from screens.help.palette_commands import PALETTE
from screens.help.purposes import TWIN_COMMANDS
from screens.help.screen import CommandsScreen
from screens.market.screen import MarketScreen
from screens.numbers.screen import NumbersScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.week.screen import WeekScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk, every_screen
from wording import LANGUAGES, language, use_language
from wording.command_words import COMMAND_WORDS
from wording.language import speaker

DEAL = project(id="one", name="沧江地铁扩容", contacts=[contact("何总工", 2)])
FIRST = 5
"""How many rows down what somebody means may stand."""


@pytest.fixture(autouse=True)
def _restore_language() -> Iterator[None]:
    yield
    use_language("en")


@asynccontextmanager
async def at_palette(word: str, first: BaseScreen | None = None) -> AsyncIterator[Desk]:
    """A palette into which a word was typed."""
    async with at_desk(first or PipelineScreen(), DEAL) as at:
        await at.press("colon")
        await at.type(word)
        yield at


def first_of(at: Desk) -> str | None:
    """The row on which the cursor stands."""
    assert isinstance(at.screen, CommandsScreen)
    return at.screen.selection.current


async def list_missed() -> list[tuple[str, str, str]]:
    """What does not find its command among the first rows, on each screen.

    Beside the commands of others, which come after its own, where it has the most of them.
    """
    missed, speakers = [], [speaker(lang) for lang in LANGUAGES]
    async with at_desk(PipelineScreen(), DEAL) as at:
        for name, make in every_screen(DEAL).items():
            about = CommandsScreen(at.screen, typing=False) if name == "help" else make()
            at.host.push_screen(about)
            await at.settle()
            if name == "people":
                held, commands = gather_contents(about, palette=True), about.commands.own
            else:
                items = {item.id: item for item in list_command_items(about, speakers)}
                held = HelpContents(about, items)
                commands = [*about.commands] if name == "plan" else about.commands.own
                for item in items.values():
                    held.index.learn(item.entry.spelled)
            missed += [(name, *each) for each in miss_on(held, commands)]
            at.host.pop_screen()
            await at.settle()
    return missed


def miss_on(contents: HelpContents, commands: Iterable[Command[Any]]) -> Iterator[tuple[str, str]]:
    """What does not find the command of a screen: its label in each language, its id, its pinyin.

    Two letters are the initials of much, so of pinyin a few more rows count.
    """
    chinese = speaker("zh_CN")
    for command in commands:
        label = chinese(command.label)
        pinyin = "".join((readings(char) or (char,))[0] for char in label if char.isalnum())
        twin = TWIN_COMMANDS.get(command.id, command.id)
        row = twin if twin in contents.items else command.id
        for typed, rows in ((command.label, FIRST), (label, FIRST), (command.id, FIRST)):
            if row not in contents.find(typed)[:rows]:
                yield command.id, typed
        if not label.isascii() and row not in contents.find(pinyin)[: 2 * FIRST]:
            yield command.id, pinyin


async def test_every_command_is_found_by_label_id_and_pinyin() -> None:
    use_language("zh_CN")
    assert await list_missed() == []


SYNONYMS = [
    *[(word, "leave") for word in ("quit", "exit", "退出", "关闭", "quti")],
    *[(word, "leave") for word in (":q", ":wq", ":q!", "：q", "q", "wq")],
    *[(word, "saved") for word in ("save", "保存", ":w", "w", "存盘")],
    *[(word, "filter") for word in ("search", "搜索", "查找", "find")],
    *[(word, "delete") for word in ("remove", "delete", "删除", "shanchu", "sc", "delte")],
    *[(words, "delete") for words in ("delete a deal", "remove deal")],
    *[(words, "end") for words in ("mark as won", "close a deal")],
    *[("sort by amount", "sort"), ("next meeting", "next"), ("undo delete", "undo")],
    *[(word, "add") for word in ("deal", "opportunity", "商机", "单子", "new")],
    *[(word, "notes") for word in ("note", "memo", "备注", "beizhu")],
    *[(word, "paper") for word in ("report", "print", "报告", "周报", "打印")],
    *[(word, "export") for word in ("export", "exprot", "导出", "daochu", "excel")],
    *[
        (word, "undo")
        for word in ("undo", "撤销", "cx", "chexiao", "revert", "^Z", "ctrl+z", "udno")
    ],
    *[(word, "backup") for word in ("backup", "back up", "备份", "beifen")],
    *[(word, "settings") for word in ("settings", "preferences", "偏好")],
    *[(word, "setting:setting:lang") for word in ("language", "语言")],
    *[(word, "theme") for word in ("theme", "dark", "配色", "主题")],
    *[(word, "help") for word in (":help", "help", "帮助", "快捷键", "?", "？", "F1")],
]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_words_of_both_languages_find_the_command(lang: str) -> None:
    use_language(lang)
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("colon")
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        missed = [
            (typed, wanted, found[:FIRST])
            for typed, wanted in SYNONYMS
            for found in [screen._find(typed)]
            if wanted not in found[:FIRST]
        ]
        assert missed == []


@pytest.mark.parametrize("typed", [":q", ":q!", ":wq", "q"])
async def test_who_leaves_as_in_vi_leaves(typed: str) -> None:
    async with at_palette(typed) as at:
        assert first_of(at) == "leave"
        await at.press("enter")
        assert at.host.leaving


async def test_who_saves_as_in_vi_is_told_that_all_is_saved() -> None:
    async with at_palette("w\n") as at:
        assert "all is saved" in at.foot()
        assert isinstance(at.screen, PipelineScreen)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("e nowhere.xlsx", "file or folder"), ("w nowhere.xlsx", "(.xlsx .csv .json)")],
)
async def test_a_file_behind_a_word_of_vi_is_imported_or_written(typed: str, asked: str) -> None:
    async with at_palette(f"{typed}\n") as at:
        await at.settle()
        assert "nowhere.xlsx" in at.foot()
        assert asked in at.foot()


@pytest.mark.parametrize(
    ("word", "opened"),
    [
        ("沧江", PeopleScreen),
        ("cjdt", PeopleScreen),
        ("何总", PeopleScreen),
        ("hezong", PeopleScreen),
        ("week", WeekScreen),
        ("numbers", NumbersScreen),
    ],
)
async def test_a_name_opens_what_it_names(word: str, opened: type[BaseScreen]) -> None:
    async with at_palette(f"{word}\n") as at:
        await at.settle()
        assert isinstance(at.screen, opened)


async def test_a_contact_opens_the_people_at_them() -> None:
    deal = project(id="one", contacts=[contact("Ann", 2), contact("Zoe Quill", 1)])
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("colon")
        await at.type("quill\n")
        await at.settle()
        assert isinstance(at.screen, PeopleScreen)
        assert at.screen.person is not None
        assert at.screen.person.name == "Zoe Quill"


async def test_a_view_is_shown_on_the_pipeline_from_any_screen() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("7", "colon")
        await at.type("by owner\n")
        await at.settle()
        assert isinstance(at.screen, PipelineScreen)
        assert at.screen.look.view == "by-owner"


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("tree", ("PeopleScreen", "tree")),
        ("findings", ("PeopleScreen", "findings")),
        ("SWOT", ("MarketScreen", "swot")),
        ("movement", ("NumbersScreen", "movement")),
        ("变动", ("NumbersScreen", "movement")),
        ("team form", ("PlanScreen", "team")),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
async def test_a_view_of_a_screen_is_shown_there(
    word: str, shown: tuple[str, str], inside: bool
) -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        if inside:
            await at.press("enter")
        await at.press("colon")
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        view = next(id for id in screen._find(word) if id.startswith("view:"))
        screen.word = word
        screen.select(screen.selection.with_ids([view]))
        await at.press("enter")
        await at.settle()
        assert type(at.screen).__name__ == shown[0]
        assert view_of(at.screen) == shown[1]


def view_of(screen: BaseScreen) -> str:
    """The view that a screen shows."""
    match screen:
        case PeopleScreen():
            return screen.view.name
        case MarketScreen():
            return screen.page_name
        case NumbersScreen():
            return screen.look.face
        case PlanScreen():
            return screen.view.side
    return ""


async def test_a_command_of_the_pipeline_runs_from_a_room() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("enter", "5", "colon")
        await at.type("sort\n")
        await at.settle()
        assert isinstance(at.screen, PipelineScreen)
        assert "sort by" in at.foot()


async def test_escape_in_the_palette_leaves_it() -> None:
    async with at_palette("exp") as at:
        await at.press("escape")
        assert isinstance(at.screen, PipelineScreen)
        assert at.screen.key_handler is None


async def test_a_word_that_is_a_key_elsewhere_means_the_command_of_that_name() -> None:
    async with at_palette("delete") as at:
        assert first_of(at) == "delete"


async def test_what_does_not_apply_says_why_and_stays() -> None:
    async with at_palette("unsaved\n") as at:
        assert isinstance(at.screen, CommandsScreen)
        assert "no line was left half typed" in at.foot()
        await at.press("ctrl+u")
        await at.type("add cause")
        await at.press("ctrl+u")
        await at.type("approval line\n")
        assert isinstance(at.screen, CommandsScreen)
        assert "on another screen: People" in at.foot()


async def test_a_setting_shows_its_value_and_is_changed_or_says_how() -> None:
    async with at_palette("dates") as at:
        assert "dates = - (default)" in at.shown("rows")
        await at.press("enter")
        assert "days in figures" in at.foot()
        await at.press("d")
        assert at.host.context.dates == "dmy"
        await at.press("colon")
        await at.type("lang\n")
        await at.press("z")
        assert language() == "zh_CN"
        assert 'lang = "zh_CN"' in at.foot()
        use_language("en")
        await at.press("colon")
        await at.type("my name\n")
        await at.type("Sara Lindqvist\n")
        assert 'me = "Sara Lindqvist", in config.toml' in at.foot()
        assert at.host.context.me == "Sara Lindqvist"
        await at.press("colon")
        await at.type("setting currency\n")
        await at.type("pesos\n")
        assert '"pesos" is not a currency' in at.foot()
        await at.press("ctrl+u")
        await at.type("euro\n")
        assert at.host.context.currency == "EUR"
        await at.press("colon")
        await at.type("country\n")
        assert "in config.toml" in at.foot()


async def test_a_paper_asks_for_its_format() -> None:
    async with at_palette("case report\n") as at:
        assert "page (.html)" in at.foot()


async def test_a_backup_is_made_and_named() -> None:
    async with at_palette("back up\n") as at:
        await at.settle()
        assert "backed up: " in at.foot()


async def test_a_name_that_was_typed_ahead_is_found_before_all_is_gathered() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.type(":沧江\n")
        await at.settle()
        assert isinstance(at.screen, PeopleScreen)


async def test_the_same_is_listed_for_the_same_words() -> None:
    async with at_palette("re") as at:
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        ids = screen.selection.ids
        await at.press("p", "backspace")
        assert screen.selection.ids == ids


async def test_no_item_lacks_its_texts() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        items: Iterator[PaletteItem] = iter(gather_contents(at.screen, palette=True).items.values())
        for item in items:
            assert item.name
            assert item.text
            assert item.group


def test_words_are_in_both_languages() -> None:
    for id, words in COMMAND_WORDS.items():
        assert not words.isascii(), id
        assert any(word.isascii() for word in words.split()), id
    assert language() == "en"


def test_the_palette_has_no_command_twice() -> None:
    ids = [command.id for command in chain(PALETTE)]
    assert len(ids) == len(set(ids))
    assert isinstance(PALETTE, Commands)


async def test_a_fault_while_all_is_gathered_is_not_lost_with_its_thread() -> None:
    def fail(*_given: object, **_flags: object) -> None:
        raise LookupError("gathering")

    gather = patch("screens.help.screen.gather_contents", fail)
    with pytest.raises(WorkerFailed, match="gathering"), gather:
        async with at_desk(PipelineScreen()) as at:
            await at.press("colon")
            await at.settle()
