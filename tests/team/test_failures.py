"""What did not stand, as it is kept beside the store: nothing that was written is pushed out."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from team import sync_state
from team.failures import drop_quiet
from team.scope import set_scope
from team.sync_state import SyncState
from tui.team_failures import settle_all
from tui.team_thread import make_failure


def failed(path: str, value: Any = "x", stamp: str = "") -> dict[str, Any]:
    return {"project": "north", "kind": "field", "path": path, "value": value, "stamp": stamp}


def test_each_overtaken_value_of_a_path_is_kept(tmp_path: Path) -> None:
    with SyncState.open(tmp_path / "store.json") as state:
        for stamp in ("1", "2", "2"):
            state.keep_failure("overtaken", failed("remarks", f"v{stamp}", stamp))
            state.keep_failure("refused", failed("remarks", f"v{stamp}", stamp))
        assert [each["value"] for each in state.failures("overtaken")] == ["v1", "v2"]
        assert [each["value"] for each in state.failures("refused")] == ["v2"]
        state.drop_refused("north", "remarks")
        assert state.failures("refused") == []


@pytest.mark.parametrize("table", ["refused", "overtaken"])
def test_what_there_is_nothing_to_tell_of_pushes_out_its_like(
    tmp_path: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_state, "KEPT", 3)
    quiet = ["updated_at", "history/1", "history/2", "contacts", "contacts/li", "contacts/li/id"]
    with SyncState.open(tmp_path / "store.json") as state:
        for path in ("product", "remarks"):
            state.keep_failure(table, failed(path))
        for path in quiet:
            state.keep_failure(table, failed(path, True))
        kept = [each["path"] for each in state.failures(table)]
        assert kept == ["product", "remarks", *quiet[-3:]]
        for path in ("stage", "customer"):
            state.keep_failure(table, failed(path))
        listed = [each["path"] for each in state.failures(table)]
        assert listed == ["remarks", *quiet[-3:], "stage", "customer"]
        state.drop_refused("north", "contacts")
        assert len(state.failures(table)) == 6 - (table == "refused")


@pytest.mark.parametrize(
    ("base", "listed"),
    [("1", ["email", "title", "cr"]), (None, ["email"])],
    ids=["cleared", "of a new record"],
)
def test_that_a_field_was_cleared_is_told_beside_others_of_its_record(
    base: str | None, listed: list[str]
) -> None:
    values: dict[str, Any] = {"email": "li@port", "title": None, "cr": {}}
    failures = [{**failed(f"contacts/li/{name}", values[name]), "base": base} for name in values]
    marked = [failed("contacts/li", True), *failures]
    assert [each["path"].split("/")[-1] for each in drop_quiet(marked)] == listed


def test_what_leaves_is_forgotten_with_what_was_noted_of_it(tmp_path: Path) -> None:
    with SyncState.open(tmp_path / "store.json") as state:
        state.write(entries_unread={"north": ["touches/1"], "south": ["touches/2"]})
        for project in ("north", "south"):
            state.keep_sent_glance(project, "seen", "body", "2026-11-30")
        state.drop_known("north")
        assert state.sent_glances().keys() == state.read("entries_unread").keys() == {"south"}


def test_a_scope_is_set_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SyncState.open(tmp_path / "store.json") as state:
        set_scope(state, "team")
        monkeypatch.setattr(state, "forget_glances", Mock(side_effect=ValueError))
        with pytest.raises(ValueError):
            set_scope(state, "glances", "Dan")
        assert (state.read("scope"), state.read("under")) == ("team", None)


def test_what_is_sent_again_is_asked_for_once_however_much_of_it_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SyncState.open(tmp_path / "store.json") as state:
        for number in range(20):
            state.keep_failure("refused", {**failed(f"own/{number}"), "reason": "project"})
        failures = [make_failure("refused", each, {}) for each in state.failures("refused")]
        keep = Mock(wraps=state.keep_failure)
        monkeypatch.setattr(state, "keep_failure", keep)
        settle_all(state, failures, "resend")
        assert (
            keep.call_count
            == len(failures)
            == sum(each["again"] for each in state.failures("refused"))
        )
