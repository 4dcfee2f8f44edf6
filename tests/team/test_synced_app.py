"""The app on a store that knows a team's server: it syncs by itself, and no key waits for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deals.edits.typed_fields import set_field
from deals.model import Book, Stamp
from deals.parsing.reading_context import ReadingContext
from store import encryption
from store.encryption import PassphraseKey
from store.files import sync_file
from store.sealing import change_passphrase, lock_store, unlock_store
from team.server import hand_over_projects
from team.sync_session import TeamPlace, remember_server
from team.sync_state import SyncState, carry_state
from tests.deals.makers import DEFAULT, TODAY
from tests.keyboard import press, send, wait_until_idle
from tests.team.cut_line import CutLine
from tests.team.database import Database
from tests.team.store_copies import StoreCopy, make_copies
from tests.team.synced_app import running, shown, status_text, wait_for, wait_in_sync

pytestmark = pytest.mark.usefixtures("quick_app")


@pytest.fixture
def pair(database: Database, line: CutLine, tmp_path: Path) -> tuple[StoreCopy, StoreCopy]:
    """Dan with one project, on a store that syncs over the line, and Ben, who has it too."""
    copies = make_copies(database, tmp_path)
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", stage="P2", remarks="first")
    dan.sync()
    ben.sync()
    remember_server(TeamPlace(dan.path), line.url("Dan"))
    return dan, ben


async def test_a_store_without_a_server_loads_nothing_of_it(tmp_path: Path) -> None:
    copy = StoreCopy.__new__(StoreCopy)
    copy.folder, copy.person, copy.ahead = tmp_path, "Dan", 0.0
    copy.add("north")
    async with running(copy) as app:
        assert (app.team, app.team_status) == (None, None)
        assert "sync" not in shown(app, "footer")
    assert not sync_file(copy.path).exists()


@pytest.mark.parametrize("is_begun", [False, True])
async def test_a_server_that_is_named_in_the_shell_is_noticed(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch, *, is_begun: bool
) -> None:
    """Also where what is remembered was begun before, without a server."""
    dan, ben = pair
    monkeypatch.setattr("tui.app.TEAM_LOOK_SECONDS", 0.02)
    monkeypatch.setattr("tui.team_thread.NAME_SECONDS", 0.02)
    with dan.state() as state:
        url = str(state.read("url"))
        state.drop("url")
    if not is_begun:
        dan.lose_state()
    ben.edit("north", stage="P5")
    ben.sync()
    async with running(dan) as app:
        assert app.team_status is None
        await wait_for(app, lambda: "address of your team's server is lost" in status_text(app))
        remember_server(TeamPlace(dan.path), url)
        await wait_in_sync(app)
        assert app.book.projects["north"].stage == "P5"


async def test_it_syncs_on_opening_after_a_commit_and_on_a_call(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    ben.edit("north", stage="P4")
    ben.sync()
    async with running(dan) as app:
        await wait_in_sync(app)
        assert app.book.projects["north"].stage == "P4"
        assert shown(app, "footer").rstrip().endswith("= in sync")
        assert app.describe_last() == "", "what others did is not ours to undo"
        await press(app, "m", *"640k", "enter")
        await wait_in_sync(app)
        assert dan.database.value("north", "amount")["text"] == "640k"
        ben.sync()
        ben.edit("north", remarks="by Ben", amount={"low": 1, "high": 1, "text": "1"})
        ben.sync()
        await wait_for(app, lambda: app.book.projects["north"].remarks == "by Ben")
        app.poll()
        await wait_until_idle(app)
        assert "Ben changed the amount of north after you: 640k → ¥1" in shown(app, "status")
        dan.lose_state()
        ben.edit("north", remarks="still by Ben")
        ben.sync()
        await wait_for(app, lambda: app.book.projects["north"].remarks == "still by Ben")
        await wait_in_sync(app)
    with dan.state() as state:
        assert state.read("url"), "what is lost while the app is open is built anew"


async def test_leaving_sends_what_was_edited_last(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, _ben = pair
    left = list[int]()
    async with running(dan, left=left) as app:
        await wait_in_sync(app)
        await press(app, "m", *"640k", "enter")
    assert left == [0]
    assert dan.database.value("north", "amount")["text"] == "640k"


async def test_without_a_line_edits_are_kept_and_sent_when_it_is_back(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    dan, _ben = pair
    left = list[int]()
    async with running(dan, left=left) as app:
        await wait_in_sync(app)
        line.cut()
        await press(app, "m", *"640k", "enter")
        await wait_for(app, lambda: bool(app.team_status and app.team_status.pending))
        assert app.team_status is not None
        assert app.team_status.offline is not None
        assert "~ off-line +1" in shown(app, "footer")
        await press(app, "m", *"650k", "enter")
    assert left == [1], "two edits of one field are one change"
    async with running(dan) as app:
        await wait_for(app, lambda: bool(app.team_status and app.team_status.offline))
        line.mend()
        assert app.team is not None
        app.team.sync_now()
        await wait_in_sync(app)
        assert "in sync with the team's server" in shown(app, "status")
    assert dan.database.value("north", "amount")["text"] == "650k"


async def test_keys_act_while_a_sync_hangs(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    dan, ben = pair
    async with running(dan) as app:
        await wait_in_sync(app)
        line.hold()
        ben.edit("north", stage="P4")
        ben.sync()
        for amount in ("610k", "620k", "630k"):
            send(app, ["m", *amount, "enter"])
            await wait_until_idle(app)
        assert shown(app, "rows").count("630k") == 1
        assert app.book.projects["north"].stage == "P2"
        line.flow()
        await wait_for(app, lambda: app.book.projects["north"].stage == "P4")
        await wait_in_sync(app)
    assert dan.database.value("north", "amount")["text"] == "630k"
    ben.sync()
    assert ben.contents()["north"] == dan.contents()["north"]


async def test_what_waits_while_the_line_hangs_is_counted_at_once_and_told_on_leaving(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.server_desk.LEAVE_SECONDS", 0.05)
    dan, _ben = pair
    left = list[int]()
    async with running(dan, left=left) as app:
        await wait_in_sync(app)
        line.hold()
        await press(app, "m", *"640k", "enter")
        await wait_for(app, lambda: "+1" in shown(app, "footer"))
        await wait_for(app, lambda: has_noted(dan))
        await press(app, "n", *"call", "enter")
        await wait_for(app, lambda: bool(app.team_status and app.team_status.pending > 1))
        assert app.team is not None and app.team.stopped is None
    assert left[0] > 0
    line.flow()


def has_noted(copy: StoreCopy) -> bool:
    """Whether something that was edited is noted beside the store."""
    with SyncState.peek(copy.path) as state:
        return state.count_outbox() > 0


async def test_a_login_that_is_refused_is_told_once_and_tried_again_when_asked(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, _ben = pair
    monkeypatch.setattr("tui.team_thread.NAME_SECONDS", 0.1)
    remember_server(TeamPlace(dan.path), line.url("Nobody"))
    async with running(dan) as app:
        await wait_for(app, lambda: "netloft team add" in status_text(app))
        assert "! no sync" in shown(app, "footer")
        await press(app, "escape", "m", *"640k", "enter")
        await wait_for(app, lambda: bool(app.team_status and app.team_status.pending))
        assert "netloft team add" not in status_text(app)
        assert app.team is not None
        app.team.sync_now()
        await wait_for(app, lambda: "netloft team add" in status_text(app))
        assert app.team_status is not None and app.team_status.again is not None
        remember_server(TeamPlace(dan.path), line.url("Dan"))
        await wait_in_sync(app)
    assert dan.database.value("north", "amount")["text"] == "640k"


async def test_two_sessions_on_one_store_sync_it_as_one(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    async with running(dan) as app:
        await wait_in_sync(app)
        for amount, stage in (("610k", "P3"), ("620k", "P4"), ("630k", "P5")):
            dan.edit("north", stage=stage)  # by another session, which syncs as well
            dan.sync()
            await press(app, "m", *amount, "enter")
            await wait_in_sync(app)
        async with running(dan) as other:
            await wait_in_sync(other)
            await press(other, "m", *"640k", "enter")
            await wait_in_sync(other)
            app.poll()
            await wait_in_sync(app)
            assert app.book.projects["north"] == other.book.projects["north"]
    ben.sync()
    project = ben.book.projects["north"]
    assert (project.stage, project.amount and project.amount.text) == ("P5", "640k")
    assert [each.field for each in project.history].count("amount") == 4
    assert ben.contents()["north"] == dan.contents()["north"]


async def test_what_is_refused_and_purged_is_told_and_listed_and_may_be_sent_again(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    dan, _ben = pair
    async with running(dan) as app:
        await wait_in_sync(app)
        line.cut()
        await press(app, "m", *"640k", "enter")
        await wait_for(app, lambda: bool(app.team_status and app.team_status.pending))
        hand_over_projects(dan.database.as_person(), "Dan", "Finn")
        line.mend()
        assert app.team is not None
        app.team.sync_now()
        await wait_for(app, lambda: "north" not in app.book.projects)
        status = await wait_in_sync(app)
        assert status.refused == 1
        assert "refused by the team's server: north (Amount)" in status_text(app)
        assert shown(app, "footer").rstrip().endswith("! 1 refused")
        assert "+ 1 more" in status_text(app)
        await press(app, "j")
        await wait_for(app, lambda: "handed over to Finn: north" in status_text(app))
        (failure,) = app.team.failures()
        assert (failure.name, failure.record["reason"]) == ("north", "project")
        assert failure.record["receiver"] == "Finn"
        hand_over_projects(dan.database.as_person(), "Finn", "Dan")
        await wait_for(app, lambda: "north" in app.book.projects)
        done = list[str]()
        app.team.settle_failures([failure], "dismiss", lambda: done.append("dismissed"))
        await wait_for(app, lambda: done == ["dismissed"])
        await wait_for(app, lambda: bool(app.team_status and not app.team_status.refused))
        (failure,) = app.team.failures()
        assert failure.dismissed
        app.team.settle_failures([failure], "resend", lambda: done.append("sent"))
        await wait_for(app, lambda: done == ["dismissed", "sent"])
        await wait_for(app, lambda: app.team is not None and app.team.failures() == ())


@pytest.mark.parametrize("keys", [("n", *"call Li"), ("enter", "n", *"call Li")])
async def test_what_is_typed_into_one_that_is_handed_over_is_kept(
    pair: tuple[StoreCopy, StoreCopy], keys: tuple[str, ...]
) -> None:
    dan, _ben = pair
    async with running(dan, (120, 30)) as app:
        await wait_in_sync(app)
        await press(app, *keys)
        admin = dan.database.as_person("Ada")
        hand_over_projects(admin, "Dan", "Cora", ["north"])
        await wait_for(app, lambda: "north" not in app.book.projects)
        await wait_until_idle(app)
        heard = status_text(app)
        assert "over to Cora" in heard
        assert "Ada" in heard
        await press(app, "escape")
        await wait_in_sync(app)
        assert [line.text for line in app.unsaved.list_left()] == ["call Li"]


def set_next(book: Book) -> Book:
    """Have Ben set the next step of a project."""
    stamp = Stamp(at=datetime.now(UTC), by="Ben", today=TODAY)
    context = ReadingContext(DEFAULT, stamp, str)
    return book.with_projects(set_field(book.projects["north"], "next", "visit 12-02", context))


async def test_what_others_edit_of_ones_own_is_told_once_and_in_the_log(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    async with running(dan, (120, 30)) as app:
        await wait_in_sync(app)
        ben.commit(set_next)
        ben.sync()
        await wait_for(app, lambda: app.book.projects["north"].next_action is not None)
        app.poll()
        await wait_until_idle(app)
        heard = status_text(app)
        assert "Ben changed the next step of north: nothing → " in heard
        assert heard.count("visit") == 1
        assert app.book.projects["north"].history[-1].by == "Ben"


async def test_an_edit_that_overtook_ones_own_is_told_once(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    dan, ben = pair
    async with running(dan, (120, 30)) as app:
        await wait_in_sync(app)
        line.cut()
        await press(app, "m", *"640k", "enter")
        await wait_for(app, lambda: bool(app.team_status and app.team_status.pending))
        ben.edit("north", amount={"low": 1, "high": 1, "text": "1"})
        ben.sync()
        line.mend()
        assert app.team is not None
        app.team.sync_now()
        await wait_for(app, lambda: "Ben changed the amount of north" in status_text(app))
        await wait_in_sync(app)
        assert app.book.projects["north"].amount == ben.book.projects["north"].amount
        assert status_text(app).endswith("after you: 640k → ¥1")
        assert app.team_status is not None and app.team_status.overtaken == 1


async def test_a_sync_that_is_killed_half_way_is_gone_on_with(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when what was pulled is in the store, and not yet known to be."""
    dan, ben = pair
    ben.edit("north", stage="P4")
    ben.sync()
    with monkeypatch.context() as patched:
        patched.setattr("team.sync_state.SyncState.keep_known", _fail)
        async with running(dan) as app:
            await wait_for(app, lambda: "ZeroDivisionError (team." in status_text(app))
            assert app.book.projects["north"].stage == "P4"
            await press(app, "m", *"640k", "enter")
    async with running(dan) as app:
        await wait_in_sync(app)
        assert app.book.projects["north"].stage == "P4"
    ben.sync()
    project = ben.book.projects["north"]
    assert (project.stage, project.amount and project.amount.text) == ("P4", "640k")


def _fail(*_arguments: object) -> None:
    raise ZeroDivisionError


async def test_with_another_day_nothing_is_synced_and_that_is_said(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    dan, _ben = pair
    async with running(dan, as_of=date(2026, 3, 2)) as app:
        await wait_for(app, lambda: bool(app.team_status and app.team_status.resting))
        assert "- no sync" in shown(app, "footer")
        assert app.team is not None
        app.team.sync_now()
        await wait_for(app, lambda: "with --as-of nothing is synced" in status_text(app))
    assert line.passed == 0


def test_what_did_not_stand_outlives_another_passphrase(
    pair: tuple[StoreCopy, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, _ben = pair
    monkeypatch.setattr(encryption, "N", 2)
    monkeypatch.setattr(encryption, "_LEAST", (2, 8, 1))
    first, second = PassphraseKey("one"), PassphraseKey("two")
    record = {
        "project": "north",
        "kind": "field",
        "path": "stage",
        "value": "P-of-nobody",
        "reason": "type",
    }
    with dan.state() as state:
        state.keep_failure("refused", record)
    with carry_state(dan.path, None, first):
        lock_store(dan.path, first)
    assert b"P-of-nobody" not in sync_file(dan.path).read_bytes()
    with carry_state(dan.path, first, second):
        change_passphrase(dan.path, first, second)
    with SyncState.open(dan.path, second) as state:
        assert state.failures("refused") == [record]
        assert state.known("north") is not None
    with carry_state(dan.path, second, None):
        unlock_store(dan.path, second)
    with dan.state() as state:
        assert state.failures("refused") == [record]
        state.drop_refused("north", "stage")
        assert not state.failures("refused")


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("is_plain", [False, True])
def test_a_kill_while_the_passphrase_is_changed_leaves_a_state_that_reads(
    pair: tuple[StoreCopy, StoreCopy],
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_done: bool,
    is_plain: bool,
) -> None:
    """Killed before the store is sealed otherwise, or after that."""
    dan, _ben = pair
    monkeypatch.setattr(encryption, "N", 2)
    monkeypatch.setattr(encryption, "_LEAST", (2, 8, 1))
    first, second = PassphraseKey("one"), PassphraseKey("two")
    with carry_state(dan.path, None, first):
        lock_store(dan.path, first)
    after = None if is_plain else second
    with SyncState.open(dan.path, first) as state, state.spared(after):
        if is_done and is_plain:
            unlock_store(dan.path, first)
        elif is_done:
            change_passphrase(dan.path, first, second)
        left = {file: file.read_bytes() for file in dan.folder.glob("*.sync*")}
    for file, data in left.items():
        file.write_bytes(data)
    assert is_plain or not any(b"postgresql" in data for data in left.values())
    for _again in range(2):
        with SyncState.open(dan.path, after if is_done else first) as state:
            assert state.read("url") and state.known("north") is not None
        assert not list(dan.folder.glob("*.spare"))
