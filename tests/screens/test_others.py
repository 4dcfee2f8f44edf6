"""Others at work on the same store: what an open screen shows, keeps, tells and undoes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import main_thread

import pytest
import tinydb

from deals.edits.stages import end_project
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.merging.history import OVERWRITTEN
from deals.model import Project, Stamp
from deals.parsing.reading_context import ReadingContext
from screens.base.project_screen import ProjectScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from store import store
from store.store import Store
from tests.deals.makers import DEFAULT, TODAY, amount, contact, project, touch
from tests.deals.readings import reading
from tests.screens.hosting import Desk, at_desk, full_disk, note_threads, read_into
from tests.screens.test_sizes import resize, wait_for_size
from tests.store import journal_of, taken_over

ZHOU = Stamp(at=datetime(2026, 3, 2, 16, tzinfo=UTC), by="周", today=TODAY)


def some() -> list[Project]:
    """Three projects in the order in which triage puts them."""
    return [
        project("P4", id="a", name="港区视频专网", signs="26-01-30", amount=amount(500_000)),
        project("P2", id="b", name="Harbour Net", owner="林", signs="26-03-20"),
        project("P0", id="c", name="大学城无线", owner="林", signs="2027"),
    ]


def zhou(deal: Project, **texts: str) -> Project:
    """The project as 周 edits it."""
    for field, text in texts.items():
        deal = set_field(deal, field, text, ReadingContext(DEFAULT, ZHOU, reading().new_id))
    return deal


def pipeline(at: Desk) -> PipelineScreen:
    """The pipeline on top."""
    assert isinstance(at.screen, PipelineScreen)
    return at.screen


async def test_what_others_did_shows_with_cursor_marks_and_filter_kept() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("slash")
        await at.type("owner:林\n")
        await at.press("space", "j")
        assert pipeline(at).selection.current == "c"
        new = project("P3", id="d", name="新桥", owner="林", signs="26-01-30")
        await at.news(zhou(at.project("b"), amount="64万"), new)
        assert "640k" in at.shown("rows")
        assert "新桥" in at.shown("rows")
        chosen = pipeline(at).selection
        assert (chosen.current, chosen.marks) == ("c", frozenset({"b"}))
        assert "owner:林" in at.shown("status")
        assert "港区" not in at.shown("rows")


async def test_nothing_new_costs_a_look_and_no_paint(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        painted = list[str]()
        monkeypatch.setattr(type(at.screen), "paint", lambda _screen: painted.append("paint"))
        before = at.host.book
        looked = note_threads(monkeypatch, Store, "take_in")
        await at.poll()
        await at.poll()
        assert len(looked) == 2
        assert at.host.book is before
        assert not painted


async def test_a_half_typed_edit_stays_and_only_its_field_is_written() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.type("80")
        await at.news(zhou(at.project("a"), owner="周", next="call +3d"))
        assert "周" in at.shown("rows")
        assert "80" in at.shown("rows")
        await at.type("万\n")
        deal = at.project("a")
        assert deal.amount
        assert (deal.amount.low, deal.owner) == (800_000, "周")
        assert deal.next_action


async def test_contacts_typed_on_an_older_list_lose_nobody_that_others_added() -> None:
    team = [contact("何总", 2), contact("唐", 3)]
    async with at_desk(PipelineScreen(), project("P2", id="a", contacts=team)) as at:
        await at.press("c")
        await at.type("; 吴处长 cr4")
        more = at.project("a").model_copy(update={"contacts": (*team, contact("小叶", 1))})
        await at.news(more)
        await at.press("enter")
        assert {contact.name for contact in at.project("a").contacts} == {
            "何总",
            "唐",
            "小叶",
            "吴处长",
        }


async def test_a_line_opened_and_closed_overwrites_nothing() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.news(zhou(at.project("a"), amount="64万"))
        await at.press("enter")
        deal = at.project("a")
        assert deal.amount
        assert deal.amount.low == 640_000
        assert not at.labels


async def test_a_row_typed_into_stays_although_the_filter_would_hide_it() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("slash")
        await at.type("owner:林\n")
        await at.press("n")
        await at.type("call")
        await at.news(zhou(at.project("b"), owner="周"))
        assert pipeline(at).selection.current == "b"
        assert "call" in at.shown("rows")
        await at.press("enter")
        action = at.project("b").next_action
        assert action is not None
        assert action.text == "call"


async def test_a_newer_value_of_others_that_is_typed_over_is_told_and_comes_back() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("n")
        await at.type("call 何总")
        await at.news(zhou(at.project("a"), next="visit 李总 12-02"))
        await at.press("enter")
        foot = " ".join(at.foot().split())
        assert "周 had just put" in foot
        assert "visit 李总" in foot
        assert "call 何总" in foot
        await at.press("u")
        action = at.project("a").next_action
        assert action is not None
        assert action.text == "visit 李总"


async def test_typing_into_a_project_that_is_deleted_says_what_was_typed() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("n")
        await at.type("call 何总")
        await at.news(gone=["a"])
        assert "call 何总" in at.foot()
        assert "someone else has deleted this project" in at.foot()
        assert "a" not in pipeline(at).selection.ids


@pytest.mark.parametrize("over", ["question_mark", "L"])
async def test_a_room_under_another_screen_stands_until_esc(over: str) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("enter", over)
        top = at.screen
        assert len(at.host.screen_stack) == 4
        await at.news(gone=["a"])
        assert at.screen is top
        await at.press("escape")
        assert isinstance(at.screen, PeopleScreen)
        assert "someone else has deleted this project; Esc leaves the room" in at.foot()
        await at.press("escape")
        pipeline(at)


@pytest.mark.parametrize("keys", [("enter",), ("enter", "O"), *(("enter", key) for key in "23456")])
async def test_keys_meant_for_a_room_whose_project_is_deleted_run_no_command_below(
    keys: tuple[str, ...],
) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press(*keys)
        await at.news(gone=["a"])
        await at.type("aOtto executive T\nDx")
        resize(at.host, 60, 16)
        await wait_for_size(at.host, 60, 16)
        await at.press("enter", "q", "left")
        assert isinstance(at.screen, ProjectScreen)
        assert not at.labels
        assert "Esc leaves the room" in at.foot()
        await at.press("escape")
        pipeline(at)
        assert not at.labels
        await at.press("a", "ctrl+r")  # nothing that was typed is lost
        assert "Otto executive T" in at.foot()


async def test_a_room_whose_project_comes_back_goes_on() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("enter")
        project = at.project("a")
        await at.news(gone=["a"])
        await at.news(project)
        await at.type("aOtto executive T\n")
        await at.press("escape")
        assert isinstance(at.screen, PeopleScreen)
        assert [contact.name for contact in at.project("a").contacts][-1] == "Otto"


async def test_keys_typed_after_a_deletion_act_on_no_other_project() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("n")
        await at.news(gone=["a"])
        await at.type(">D\n")
        assert "someone else has deleted this project" in at.foot()
        await at.press("escape")
        assert pipeline(at).key_handler is None
        assert not at.labels


async def test_a_reason_typed_for_a_project_that_is_deleted_is_refused() -> None:
    async with at_desk(TriageScreen(["a", "b"]), *some()) as at:
        await at.press("o")
        await at.type("no budget")
        await at.news(gone=["a"])
        await at.press("enter")
        assert "deleted" in at.foot()
        assert "a" not in at.host.book.projects


async def test_whose_edit_was_overwritten_is_told_in_the_status_line() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.type("64万\n")
        await at.news(zhou(at.project("a"), amount="80万", owner="周"))
        message = "周 changed the amount of 港区视频专网 after you: 640k -> 800k"
        assert message in at.foot()
        await at.press("j")
        await at.poll()
        assert message not in at.foot()


async def test_who_is_typing_is_told_afterwards() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.type("64万\n")
        await at.press("n")
        await at.type("call")
        await at.news(zhou(at.project("a"), amount="80万"))
        assert "after you" not in at.foot()
        await at.press("escape")
        await at.poll()
        assert "after you: 640k -> 800k" in at.foot()


async def test_a_deletion_of_what_was_edited_here_is_told() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("o")
        await at.type("陈\n")
        await at.news(gone=["a"])
        assert "周 deleted 港区视频专网" in at.foot()


async def test_a_contact_removed_after_it_was_written_is_told_in_one_line() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("c")
        await at.type("何总 high TB cr2 +\n")
        await at.news(zhou(at.project("a"), contacts=""))
        assert "周 removed the contact 何总 of 港区视频专网" in at.foot()
        assert "more" not in at.foot()


async def test_the_later_edit_wins_and_the_earlier_stays_in_the_history() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.type("80万")
        at.save_elsewhere(zhou(at.project("a"), amount="64万"))
        await at.press("enter")
        deal = at.project("a")
        assert deal.amount
        assert deal.amount.low == 800_000
        last = deal.history[-1]
        assert (last.old, last.new, last.note) == ("64万", "80万", OVERWRITTEN)
        await at.press("u")
        undone = at.project("a").amount
        assert undone
        assert undone.low == 640_000, "undo gives back what stood there, not what one saw"


async def test_undo_leaves_what_somebody_changed_since_and_says_so() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.type("64万\n")
        await at.news(zhou(at.project("a"), amount="80万"))
        await at.press("u")
        deal = at.project("a")
        assert deal.amount
        assert deal.amount.low == 800_000
        assert "周 has changed the amount of 港区视频专网" in at.foot()
        assert " undone" not in f" {at.foot()}".replace("not undone", "")
        await at.press("u")
        assert "nothing to undo" in at.foot()


async def test_undo_takes_back_the_fields_that_nobody_touched() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("asterisk", "o")
        await at.type("陈\n")
        at.save_elsewhere(zhou(at.project("b"), owner="周"), zhou(at.project("c"), name="城"))
        await at.press("u")
        assert [at.project(id).owner for id in "abc"] == ["", "周", "林"]
        assert at.project("c").name == "城"
        assert "undone" in at.foot()
        assert "周 has changed the owner of Harbour Net" in at.foot()
        await at.press("ctrl+r")
        assert [at.project(id).owner for id in "abc"] == ["陈", "周", "陈"]
        await at.press("u")
        assert [at.project(id).owner for id in "abc"] == ["", "周", "林"]


async def test_undo_of_adding_leaves_a_project_that_somebody_works_on() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("a")
        await at.type("新项目\n\n")
        new = next(
            project for project in at.host.book.projects.values() if project.name == "新项目"
        )
        await at.news(touch(new, "met", ZHOU))
        await at.press("u")
        assert new.id in at.host.book.projects
        assert "周 has changed 新项目" in at.foot()


async def test_a_project_that_an_undo_takes_away_leaves_its_room_with_the_reason() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("a")
        await at.type("新项目\n")
        await at.press("enter", "u")
        assert isinstance(at.screen, PipelineScreen)
        assert "undone" in at.foot()
        assert "somebody" not in at.foot()


async def test_redo_does_not_bring_back_over_somebodys_edit() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("m")
        await at.type("64万\n")
        await at.press("u")
        await at.news(zhou(at.project("a"), amount="80万"))
        await at.press("ctrl+r")
        deal = at.project("a")
        assert deal.amount
        assert deal.amount.low == 800_000
        assert "not undone" in at.foot()


async def test_an_import_leaves_what_others_did_while_it_was_read() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        read = at.host.book.with_projects(project("P1", id="d", name="新项目"))
        at.host.tables["t.csv"] = read_into(at.host.book, read, UserError("name-missing"))
        await at.press("I")
        await at.type("t.csv\n")
        await at.read()
        await at.news(zhou(at.project("a"), owner="陈"), gone=["b"])
        await at.press("x")
        assert {"d", "a"} <= set(at.host.book.projects)
        assert at.project("a").owner == "陈"
        assert "b" not in at.host.book.projects


async def test_triage_takes_in_what_others_settled() -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *some()) as at:
        assert "2 left" in at.shown("title")
        await at.news(end_project(at.project("a"), "lost", "price", ZHOU), gone=["b"])
        assert "1 done  0 left" in at.shown("title")
        assert "price" in at.shown("card")


async def test_a_store_that_cannot_be_read_any_more_is_told_once() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        folder, away = at.path.parent, at.path.parent.with_name("away")
        folder.rename(away)
        folder.symlink_to(folder)  # nobody comes to the end of it
        await at.poll()
        assert "cannot be read" in at.foot()
        await at.press("j")
        await at.poll()
        assert "cannot be read" not in at.foot()
        await at.press("greater_than_sign")
        assert at.project("b").stage == "P2"
        assert "cannot be read" in at.foot()
        folder.unlink()
        away.rename(folder)
        await at.press("greater_than_sign")
        assert at.project("b").stage == "P3"


async def test_a_read_only_store_says_why_and_refuses_edits() -> None:
    async with at_desk(PipelineScreen(), *some(), before=taken_over) as at:
        assert "read-only" in at.shown("title")
        assert "newer" in at.foot()
        await at.press("j")
        assert "newer" not in at.foot()
        for key in ("m", "greater_than_sign", "a", "u", "D", "x"):
            await at.press(key)
            assert "newer" in at.foot(), key
            assert at.screen.key_handler is None
        assert not at.labels
        await at.press("slash")
        await at.type("Harbour\n")
        assert pipeline(at).selection.ids == ("b",)
        await at.press("t", "j")
        assert "newer" not in at.foot()
        await at.press("n")
        assert "newer" in at.foot()


@pytest.mark.parametrize("typed", ["n", "slash"])
async def test_a_store_that_becomes_read_only_is_told_and_what_is_typed_stays(typed: str) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press(typed)
        await at.type("call 何总")
        at.save_elsewhere(zhou(at.project("b"), owner="周"))
        taken_over(at.path)
        await at.poll()
        assert "read-only" in at.shown("title")
        assert at.project("b").owner == "周"
        assert "call 何总" in at.shown("rows") + at.foot()
        if typed == "n":
            await at.press("enter")
            assert "newer" in at.foot()
            assert "call 何总" in at.shown("rows")
        await at.press("escape")
        await at.poll()
        assert "newer" in at.foot()
        await at.press("j")
        await at.poll()
        assert "newer" not in at.foot()
        await at.press("greater_than_sign")
        assert "newer" in at.foot()
        assert not at.labels


async def test_what_opening_found_is_said_once() -> None:
    async with at_desk(PipelineScreen(), *some(), before=tear_journal) as at:
        assert "never written to its end" in at.foot()
        await at.press("j")
        await at.poll()
        assert "never written to its end" not in at.foot()


def tear_journal(path: Path) -> None:
    """The machine stops while a line is written."""
    journal_of(path).write_bytes(b'{"seq":2,"st')


def edit_outside(path: Path, *ids: str) -> None:
    """A script that knows of no checksums gives projects another owner."""
    with tinydb.TinyDB(path, encoding="utf-8") as db:
        db.table("projects").update({"owner": "script"}, tinydb.where("id").one_of(list(ids)))


async def test_a_change_outside_is_said_once_while_the_app_is_open() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        edit_outside(at.path, "b")
        await at.poll()
        assert "changed outside Netloft: Harbour Net; netloft check tells more" in at.foot()
        await at.press("j")
        await at.poll()
        assert "Harbour Net;" not in at.foot()
        edit_outside(at.path, "c")
        await at.poll()
        assert "2 records were changed outside Netloft" in at.foot()


async def test_the_file_is_brought_up_to_date_when_idle_and_off_the_ui_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checkpoints = note_threads(monkeypatch, Store, "checkpoint")
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("greater_than_sign")
        for _second in range(at.host.IDLE_POLLS - 1):
            await at.poll()
        assert not checkpoints
        assert at.labels == ["Stage"]
        await at.poll()
        (thread,) = checkpoints
        assert at.labels == []
        assert thread is not main_thread()
        for _second in range(2 * at.host.IDLE_POLLS):
            await at.poll()
        assert len(checkpoints) == 1, "nothing is dirty any more"


async def test_a_long_journal_does_not_wait_for_idleness_and_a_full_disk_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "JOURNAL_LINES", 1)
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("greater_than_sign")
        with full_disk():
            for _second in range(4):
                await at.poll()
            assert "no space" in at.foot()
            await at.press("j")
            await at.poll()
            await at.poll()
            assert "no space" not in at.foot()
        assert at.host.store.dirty
        for _second in range(at.host.IDLE_POLLS):
            await at.poll()
        assert not at.host.store.dirty
