"""The step of the tour is kept apart from settings and deals, and is no loss where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.tour_state import read_tour_step, tour_file, write_tour_step


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own place for state."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_step_is_found_again() -> None:
    assert read_tour_step() == 0
    for step in (3, 5, 0):
        write_tour_step(step)
        assert read_tour_step() == step
    assert tour_file().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", [b"", b"x", b"-1", b"\xff\xfe", b"3 of 6", b"99999999999"])
def test_what_does_not_read_begins_anew_or_is_a_figure(state: Path, text: bytes) -> None:
    (state / "netloft").mkdir(parents=True)
    tour_file().write_bytes(text)
    assert read_tour_step() in (0, 99999999)


def test_where_nothing_can_be_kept_nothing_is_told(state: Path) -> None:
    state.write_text("a file in the place of the folder")
    write_tour_step(2)
    assert read_tour_step() == 0
