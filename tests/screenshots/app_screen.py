"""The app itself on its sample as of one day, driven to a scene without a terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import chdir
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from textual.strip import Strip

from deals.book_change import BookChange
from deals.edits.number_settings import set_target
from deals.model import Book, Stamp
from deals.numbers.targets import read_target_period
from deals.parsing.time_words import Calendar
from store.sample import sample_book
from store.settings import Settings, load_playbook, parse_settings
from store.store import Store
from tests.keyboard import press, wait_until_idle
from tests.screenshots.scenes import CURRENCY, ME, TABLE, TABLE_NAME, TARGETS, WIN_RATES, Scene
from tests.screenshots.screen_drawing import screen_svg
from tui.app import NetloftApp
from tui.session import LaunchOptions
from wording import LANGUAGES as SPOKEN
from wording import use_language

AS_OF = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


async def draw_scene(scene: Scene, lang: str) -> str:
    """Return the picture of a scene: the same of every run, whatever hints its user has used."""
    use_language(lang)
    with (
        TemporaryDirectory(prefix="netloft-pictures-") as folder,
        chdir(folder),
        patch.dict(os.environ, {"NETLOFT_CONFIG": folder, "XDG_STATE_HOME": folder}),
        patch("tui.app.stamp", _stamp),
    ):
        Path("playbook.toml").write_text(WIN_RATES, encoding="utf-8")
        Path(TABLE_NAME).write_text(TABLE[lang], encoding="utf-8")
        store = Store.open(Path(folder) / "netloft.json", author=ME[lang])
        if not scene.first_start:
            store.commit(BookChange.between(store.book, _sample(lang)), "sample")
        app = NetloftApp(_launch(store, scene, lang, Path(folder)))
        async with app.run_test(size=scene.size):
            await wait_until_idle(app)
            await press(app, *scene.keys)
            palette = app.look.palette
            svg = screen_svg(_screen_lines(app), palette.ground, f"Netloft: {scene.name}")
        store.close()
    return svg


def _sample(lang: str) -> Book:
    """Return the sample with what a team sets for its numbers: targets."""
    book = sample_book(lang, _stamp(AS_OF, ME[lang]), ME[lang])
    for text, amount in TARGETS.items():
        period = read_target_period(text, Calendar(AS_OF))
        book = set_target(book, period, amount, "CNY", on=AS_OF)
    return book


def _launch(store: Store, scene: Scene, lang: str, folder: Path) -> LaunchOptions:
    return LaunchOptions(
        store=store,
        playbook=load_playbook(folder=folder),
        settings=_settings(lang) if scene.first_start else Settings(),
        lang=lang,
        as_of=AS_OF,
        me=ME[lang],
        ascii=False,
        mouse=False,
        first_start=scene.first_start,
        colors="truecolor",
    )


def _settings(lang: str) -> Settings:
    """Return settings with who works here, which a first start would else guess by the machine."""
    text = f'me = "{ME[lang]}"\ncurrency = "{CURRENCY[lang]}"\n'
    return parse_settings(text, Path("config.toml"), SPOKEN)


def _screen_lines(app: NetloftApp) -> Sequence[Strip]:
    return app.screen._compositor.render_strips()


def _stamp(_as_of: date | None, by: str) -> Stamp:
    return Stamp(at=NOON, by=by, today=AS_OF)
