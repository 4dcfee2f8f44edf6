"""The sample in the real app: all of it comes, and one undo takes all of it back."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

import pytest

from deals.book_change import BookChange
from deals.model import Book, Stamp
from screens.base.lines import LinesView
from store.files import sync_file
from store.sample import LANGUAGES, with_sample
from store.settings import Settings, load_settings
from store.store import Store
from store.user_state import HINTS, read_tour_step, state_file, write_tour_step
from tests.deals.makers import DEFAULT, TODAY
from tests.keyboard import press, wait_until_idle
from tui.app import NetloftApp
from tui.session import LaunchOptions


def kept(path: Path) -> Book:
    """Return what the store holds for whoever opens it next."""
    store = Store.open(path)
    book = store.book
    store.close()
    return book


def first_start(store: Store, lang: Literal["en", "zh_CN"]) -> LaunchOptions:
    """Return the options of a first start on a store."""
    return LaunchOptions(
        store=store,
        playbook=DEFAULT,
        settings=Settings(),
        lang=lang,
        as_of=TODAY,
        me="林",
        ascii=False,
        mouse=False,
        first_start=True,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_one_undo_takes_the_whole_sample_back(
    lang: Literal["en", "zh_CN"], tmp_path: Path
) -> None:
    path = tmp_path / "netloft.json"
    store = Store.open(path, author="林")
    app = NetloftApp(first_start(store, lang))
    async with app.run_test(size=(80, 24)):
        await wait_until_idle(app)
        sync_file(path).touch()
        await press(app, "s")
        assert not app.book.projects  # all that is here would go to the team
        sync_file(path).unlink()
        await press(app, "s")
        whole = app.book
        assert len(whole.projects) > 30
        assert len(whole.competitors) == 3
        assert len(whole.products) == 9
        await press(app, "u")
        assert not app.book.projects
        assert not app.book.competitors
        assert not app.book.products
        await press(app, "ctrl+r")
        assert app.book.competitors == whole.competitors
        assert app.book.products == whole.products
        assert not app.book.deleted
        await press(app, "u")
        assert not app.book.deleted
    store.close()
    left = kept(path)
    assert not left.projects
    assert not left.competitors
    assert not left.products
    assert not left.deleted


async def test_answers_and_tour_of_a_first_start_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path / "config"))
    store = Store.open(tmp_path / "netloft.json", author="root")
    launch = LaunchOptions(
        store=store,
        playbook=DEFAULT,
        settings=Settings(),
        lang="en",
        as_of=TODAY,
        me="root",
        ascii=False,
        mouse=False,
        first_start=True,
    )
    app = NetloftApp(launch)
    async with app.run_test(size=(80, 24)):
        await wait_until_idle(app)
        await press(app, "tab", "tab", "ctrl+u", *"Ann", "tab", "ctrl+u", *"eur", "enter", "s", "t")
        assert "Ann" in {project.owner for project in app.book.projects.values()}
        assert store.author == "Ann"
        assert app.screen.query("#tour")
        await press(app, "Q")
        assert not app.screen.query("#tour")
    store.close()
    kept_settings = load_settings(LANGUAGES, tmp_path / "config")
    assert (kept_settings.me, kept_settings.currency) == ("Ann", "EUR")
    assert read_tour_step() == 1


@pytest.mark.parametrize("demo", [False, True])
async def test_a_start_tells_of_a_tour_left_half_way(
    demo: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    store = Store.open(tmp_path / "netloft.json", author="root")
    stamp = Stamp(at=datetime.combine(TODAY, time(8), tzinfo=UTC), by="root", today=TODAY)
    store.commit(BookChange.between(store.book, with_sample(store.book, "en", stamp, "")), "sample")
    launch = LaunchOptions(
        store=store,
        playbook=DEFAULT,
        settings=Settings(),
        lang="en",
        as_of=TODAY,
        me="root",
        ascii=False,
        mouse=False,
        demo=demo,
    )

    async def say_at_start() -> str:
        app = NetloftApp(launch)
        async with app.run_test(size=(80, 24)):
            await wait_until_idle(app)
            text = app.screen.query_one("#status", LinesView).text
            await press(app, "j")
            assert "the tour at step" not in app.screen.query_one("#status", LinesView).text
        app.hints.keep()
        return text

    assert "tour" not in await say_at_start()
    write_tour_step(2)
    texts = [await say_at_start() for _start in range(4)]
    # It steps back as hints do; of a demo no use of a hint is kept.
    assert ["T goes on with the tour at step 3" in text for text in texts] == [True] * 3 + [demo]
    assert state_file(HINTS).exists() != demo
    store.close()
