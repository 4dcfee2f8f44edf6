"""Forked workers: each test is run once, whoever has none left helps, and a death is no secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import ROOT
from tests.workers import NONE, Shares


@given(st.integers(0, 40), st.integers(1, 5), st.data())
def test_each_test_is_drawn_once_and_the_one_after_it_is_known(
    tests: int, workers: int, data: st.DataObject
) -> None:
    shares, at_work = Shares(tests, workers), set(range(workers))
    drawn, following = list[int](), dict[int, int]()
    while at_work:
        worker = data.draw(st.sampled_from(sorted(at_work)))
        now, after = shares.advance(worker)
        assert now == following.get(worker, now)
        following[worker] = after
        if now == NONE:
            at_work.remove(worker)
        else:
            drawn.append(now)
    assert sorted(drawn) == [*range(tests)]


def test_whoever_has_none_left_takes_the_later_half_of_the_greatest_share() -> None:
    shares = Shares(20, 2)
    seen = [shares.advance(0)[0] for _turn in range(13)]
    assert seen == [*range(10), 15, 16, 17]
    assert shares.advance(1) == (10, 11)


def test_ended_early_nothing_follows() -> None:
    shares = Shares(20, 2)
    assert shares.advance(0) == (0, 1)
    shares.end()
    assert shares.advance(0) == shares.advance(1) == (NONE, NONE)


MODULE = """
import os, pytest

@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("made")
    yield made
    (made / "left").touch()

@pytest.mark.parametrize("number", range(6))
def test_well(number, folder, capfd):
    print("unseen")
    assert capfd.readouterr().out == "unseen\\n"
    assert not (folder / "left").exists()

def test_badly(folder):
    print("this came of it")
    assert [1, 2] == [1, 3]

def test_death(folder):
    os._exit(3)

def test_after(folder):
    assert "worker-" in str(folder)
    assert os.listdir(os.environ["HOME"]) == []
"""


def run_module(folder: Path, *options: str) -> str:
    """Runs these tests by workers; what is shown."""
    (folder / "test_module.py").write_text(MODULE)
    command = [sys.executable, "-m", "pytest", "-p", "tests.workers", "-p", "no:cacheprovider"]
    command += ["-c", os.devnull, "--rootdir", str(folder), f"--basetemp={folder / 'temporary'}"]
    done = subprocess.run(
        [*command, *options, str(folder)],
        cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("workers", [1, 3])
def test_failures_and_deaths_are_shown_and_the_others_go_on(workers: int, tmp_path: Path) -> None:
    shown = run_module(tmp_path, f"--workers={workers}")
    assert "2 failed, 7 passed" in shown
    assert "assert [1, 2] == [1, 3]" in shown
    assert "this came of it" in shown
    assert "the process of this test ended with 3" in shown
    assert "unseen" not in shown


def test_the_first_failure_ends_a_run_that_is_to_end_there(tmp_path: Path) -> None:
    shown = run_module(tmp_path, "--workers=1", "-x")
    assert "1 failed, 6 passed" in shown
    left = list(tmp_path.rglob("left"))
    assert len(left) == 1, "what was set up is taken down"
