"""The backup of a day, made behind the back of who works: off the UI thread, told if it fails."""

from __future__ import annotations

from datetime import timedelta
from threading import main_thread

import pytest

from screens.pipeline.screen import PipelineScreen
from store import backups
from store.store import Store
from tests.deals.makers import NOW, project
from tests.screens.hosting import Desk, at_desk, note_threads


async def moved(at: Desk) -> None:
    """An edit, and what it sets going."""
    await at.press("greater_than_sign")


def days(at: Desk) -> list[str]:
    """The days of which there are backups."""
    return sorted(backup.name[:10] for backup in backups.all_backups(at.path))


async def test_the_first_edit_of_a_day_has_a_backup_made_off_the_ui_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = note_threads(monkeypatch, Store, "back_up")
    monkeypatch.setattr(backups, "_now", lambda: NOW)
    async with at_desk(PipelineScreen(), project("P2", id="a")) as at:
        await moved(at)
        (thread,) = made
        assert thread is not main_thread()
        await moved(at)
        assert days(at) == ["2026-03-02"]
        assert len(made) == 1
        monkeypatch.setattr(backups, "_now", lambda: NOW + timedelta(days=1))
        await moved(at)
        assert days(at) == ["2026-03-02", "2026-03-03"]


async def test_one_that_fails_is_told_once_and_keeps_no_edit_from_being_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = note_threads(monkeypatch, Store, "back_up")
    monkeypatch.setattr(backups, "_now", lambda: NOW)
    async with at_desk(PipelineScreen(), project("P2", id="a")) as at:
        folder = backups.backups_folder(at.path)
        folder.touch()  # a file, where the folder ought to be
        await moved(at)
        assert at.project("a").stage == "P3"
        await at.poll()
        assert "backup cannot be written" in at.foot()
        await moved(at)
        await at.poll()
        assert at.project("a").stage == "P4"
        assert "backup" not in at.foot()
        assert len(tried) == 1, "the next checkpoint tries again"
        folder.unlink()
        for _second in range(at.host.IDLE_POLLS):
            await at.poll()
        assert days(at) == ["2026-03-02"]
        await moved(at)
        monkeypatch.setattr(backups, "_now", lambda: NOW + timedelta(days=1))
        await moved(at)
        assert days(at) == ["2026-03-02", "2026-03-03"]
