"""What did not stand, as it is kept beside the store: nothing that was written is pushed out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from team import sync_state
from team.sync_state import SyncState


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
