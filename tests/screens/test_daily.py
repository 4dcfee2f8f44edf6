"""The backup of a day, made behind the back of who works: off the UI thread, told if it fails."""

from __future__ import annotations

from threading import main_thread

from deals.refusal import Refusal
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk


async def moved(at: Desk) -> None:
    """An edit, and what it sets going."""
    await at.press("greater_than_sign")
    await at.host.workers.wait_for_complete()


async def test_the_first_edit_of_a_day_has_a_backup_made_off_the_ui_thread() -> None:
    async with at_desk(PipelineScreen(), project("P2", id="a")) as at:
        store = at.host.store
        store.backup_due = True
        await moved(at)
        (thread,) = store.backups
        assert thread is not main_thread()
        await moved(at)
        assert len(store.backups) == 1
        store.backup_due = True
        await moved(at)
        assert len(store.backups) == 2, "it is another day"


async def test_one_that_fails_is_told_once_and_keeps_no_edit_from_being_made() -> None:
    async with at_desk(PipelineScreen(), project("P2", id="a")) as at:
        store = at.host.store
        store.backup_due = True
        store.unwritable = Refusal("backup-unwritable", file="x.gz", why="ENOSPC")
        await moved(at)
        assert at.project("a").stage == "P3"
        await at.poll()
        assert "backup cannot be written: no space" in at.foot()
        await moved(at)
        await at.poll()
        assert at.project("a").stage == "P4"
        assert "backup" not in at.foot()
        assert len(store.backups) == 1, "the next checkpoint tries again"
        store.backup_due = False
        await moved(at)
        store.backup_due, store.unwritable = True, None
        await moved(at)
        assert len(store.backups) == 2
