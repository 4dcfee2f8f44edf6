"""What is remembered of the use is kept apart from settings and deals, and is no loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.user_state import HINTS, TOUR, HintFile, read_tour_step, state_file, write_tour_step

USES = {"pipeline.add": 1, "people.add:line": 3}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own place for state."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_what_is_kept_is_found_again_by_the_user_alone(state: Path) -> None:
    assert (read_tour_step(), HintFile().read()) == (0, {})
    HintFile().write(USES)
    for step in (3, 5, 0):
        write_tour_step(step)
        assert (read_tour_step(), HintFile().read()) == (step, USES)
    for path in (state, state / "netloft", state_file(TOUR), state_file(HINTS)):
        assert path.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in (state / "netloft").iterdir()) == sorted([HINTS, TOUR])


def test_what_a_killed_writer_left_is_tidied_up(state: Path) -> None:
    write_tour_step(1)
    left, other = (state / "netloft" / f".{name}.0123456789ab.tmp" for name in (TOUR, "other"))
    for path in (left, other):
        path.touch()
    write_tour_step(2)
    assert not left.exists()
    assert other.exists()


NONE_OF_OURS = [
    *(b"", b"x", b"-1", b"\xff\xfe", b"3 of 6", b"true", b"2.5", b"9" * 30, b"[1]", b"\0\0"),
    *(b'{"a": "x", "b": true}', b'{"a": 1', b"[" * 3000, b'{"a": 1}' + b" " * 200_000 + b"x"),
]


@pytest.mark.parametrize("text", NONE_OF_OURS)
def test_what_is_none_of_ours_says_nothing(state: Path, text: bytes) -> None:
    (state / "netloft").mkdir(parents=True)
    for name in (TOUR, HINTS):
        state_file(name).write_bytes(text)
    assert read_tour_step() == 0
    assert HintFile().read() in ({}, {"a": 1})


def test_where_nothing_can_be_kept_nothing_is_told(state: Path) -> None:
    state.write_text("a file in the place of the folder")
    write_tour_step(2)
    HintFile().write(USES)
    assert (read_tour_step(), HintFile().read()) == (0, {})
    state.unlink()
    for name in (TOUR, HINTS):
        state_file(name).mkdir(parents=True)
    write_tour_step(2)
    HintFile().write(USES)
    assert (read_tour_step(), HintFile().read()) == (0, {})
    assert {path.name for path in (state / "netloft").iterdir()} == {HINTS, TOUR}
