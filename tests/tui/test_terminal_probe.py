"""What a terminal is asked before the app is loaded, against terminals that answer as they do."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Timer

import pytest

from tests.house import ROOT
from tui.terminal_probe import PATIENCE, ProbeAnswers, TerminalProbe, read_input, read_luminance

NARROW, WIDE = b"\x1b[7;29R", b"\x1b[7;36R"
DARK = b"\x1b]11;rgb:0000/0000/0000\x1b\\"
ASKED = b"\x1b[6n"


@pytest.mark.parametrize(
    ("data", "cells", "luminance", "typed"),
    [
        (b"", None, None, b""),
        (NARROW, 8, None, b""),
        (WIDE, 15, None, b""),
        (DARK + NARROW, 8, 0.0, b""),
        (NARROW + b"\x1b]11;rgb:ffff/ffff/ffff\x07", 8, 1.0, b""),
        (b"jj" + DARK + b"k" + NARROW + b"/ha\r", 8, 0.0, b"jjk/ha\r"),
        ("林".encode() + NARROW, 8, None, "林".encode()),
        # Keys that look like an answer, and starts of answers, are left to the app's own filter.
        (b"\x1b[1;2R" + NARROW, 8, None, b"\x1b[1;2R"),
        (b"\x1b[1;2R", None, None, b"\x1b[1;2R"),
        (b"a\x1b[7;2", None, None, b"a\x1b[7;2"),
        (NARROW + b"\x1b]11;rgb:00", 8, None, b"\x1b]11;rgb:00"),
        (b"\x1b[?62;4c" + NARROW, 8, None, b"\x1b[?62;4c"),
        (NARROW + NARROW, 8, None, NARROW),
        (b"\x1b]11;?\x07" + NARROW, 8, None, b""),
    ],
)
def test_answers_are_told_from_keys(
    data: bytes, cells: int | None, luminance: float | None, typed: bytes
) -> None:
    found = read_input(data)
    assert found.answers == ProbeAnswers(cells, luminance)
    assert found.answered is (cells is not None)
    assert found.typed == typed


@pytest.mark.parametrize(
    ("colour", "luminance"),
    [
        ("rgb:0000/0000/0000", 0.0),
        ("rgb:ffff/ffff/ffff", 1.0),
        ("rgb:f/f/f", 1.0),
        ("rgb:1212/1212/1212", 0.006),
        ("rgb:80/80/80", 0.216),
        ("rgb:ff/0000/0", 0.213),
        ("RGB:00/FF/00", 0.715),
        ("rgba:ffff/ffff/ffff/0000", 1.0),
        ("#000", 0.0),
        ("#ffffff", 1.0),
        ("#0000ff", 0.072),
        ("#ffff0000ffff", 0.285),
        ("", None),
        ("?", None),
        ("black", None),
        ("rgb:ffff/ffff", None),
        ("rgb:fffff/0/0", None),
        ("#ffff", None),
        ("rgb:0/0/g", None),
    ],
)
def test_a_colour_becomes_its_luminance(colour: str, luminance: float | None) -> None:
    assert read_luminance(colour) == (
        None if luminance is None else pytest.approx(luminance, abs=5e-4)
    )


class Line:
    """A terminal of which the test plays the part: `asked` is what was written to it."""

    def __init__(self, columns: int = 80) -> None:
        self.far, self.near = os.openpty()
        fcntl.ioctl(self.near, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.before = termios.tcgetattr(self.near)

    def probe(self, *, signs: bool = True, ground: bool = True) -> TerminalProbe:
        """The questions, put to it."""
        return TerminalProbe(self.near, self.near, signs=signs, ground=ground)

    def send(self, data: bytes) -> None:
        """What the terminal sends."""
        os.write(self.far, data)

    def written(self) -> bytes:
        """What was written to it and is still to be read."""
        os.set_blocking(self.far, False)
        with suppress(BlockingIOError):
            return os.read(self.far, 4096)
        return b""

    @property
    def echoes(self) -> bool:
        """Whether what is typed would be shown."""
        return bool(termios.tcgetattr(self.near)[3] & termios.ECHO)


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    for end in (line.far, line.near):
        with suppress(OSError):
            os.close(end)


@pytest.mark.parametrize(
    ("sent", "answers", "typed"),
    [
        ([NARROW], ProbeAnswers(8), b""),
        ([WIDE], ProbeAnswers(15), b""),
        ([DARK, NARROW], ProbeAnswers(8, 0.0), b""),
        ([b"j", DARK[:7], DARK[7:] + NARROW[:3], NARROW[3:] + b"k"], ProbeAnswers(8, 0.0), b"jk"),
        ([b"\r\x04\x11q\x16\x0f", NARROW], ProbeAnswers(8), b"\r\x04\x11q\x16\x0f"),
        ([DARK, b"x"], ProbeAnswers(None, 0.0), b"x"),
        ([b"\x1b["], ProbeAnswers(), b"\x1b["),
        ([], ProbeAnswers(), b""),
    ],
)
def test_what_is_typed_around_an_answer_is_kept(
    line: Line, sent: list[bytes], answers: ProbeAnswers, typed: bytes
) -> None:
    with line.probe() as probe:
        assert not line.echoes
        assert ASKED in line.written()
        for data in sent:
            line.send(data)
        assert probe.read_answers() == answers
        assert probe.take_typed() == typed
        assert probe.take_typed() == b""
        assert line.written() == b""  # no echo of anything
    assert termios.tcgetattr(line.near) == line.before


def test_the_question_is_erased_and_leaves_what_stood_before_it(line: Line) -> None:
    from tests.terminal.glass import Glass

    with line.probe():
        glass = Glass(80, 24)
        glass.feed(b"waiting for keys: ")
        glass.feed(line.written())
    assert glass.text()[0] == "waiting for keys:"
    assert (glass.cursor.y, glass.cursor.x) == (0, 18)


@pytest.mark.parametrize(
    ("columns", "signs", "ground", "written", "left_out"),
    [
        (80, True, True, [b"\x1b]11;?", "─█●▲►→·…".encode(), ASKED], []),
        (80, True, False, ["─█●▲►→·…".encode(), ASKED], [b"]11"]),
        (80, False, True, [b"\x1b]11;?", ASKED], ["─█".encode(), b"\x1b[K"]),
        (36, True, True, [b"\x1b]11;?", ASKED], ["─█".encode(), b"\x1b[K"]),
        (0, True, True, [b"\x1b]11;?", "─█●▲►→·…".encode(), ASKED], []),
        (20, True, True, [], [b"\x1b"]),
        (80, False, False, [], [b"\x1b"]),
    ],
)
def test_only_what_is_open_is_asked(
    columns: int, signs: bool, ground: bool, written: list[bytes], left_out: list[bytes]
) -> None:
    line = Line(columns)
    with line.probe(signs=signs, ground=ground):
        asked = line.written()
    assert bool(asked) is bool(written)
    assert all(part in asked for part in written)
    assert not any(part in asked for part in left_out)
    os.close(line.far)
    os.close(line.near)


def test_an_answer_is_waited_for_a_moment_and_no_longer(line: Line) -> None:
    with line.probe() as probe:
        late = Timer(PATIENCE / 5, line.send, [NARROW])
        late.start()
        assert probe.read_answers(2.0) == ProbeAnswers(8)
        late.join()
        start = time.perf_counter()
        assert probe.read_answers() == ProbeAnswers()
        assert PATIENCE * 0.9 <= time.perf_counter() - start < PATIENCE + 1.0


def test_a_late_answer_stays_for_the_app_whose_filter_swallows_it(line: Line) -> None:
    with line.probe() as probe:
        assert probe.read_answers(0.0) == ProbeAnswers()
        line.send(NARROW)
        assert probe.take_typed() == b""
        assert os.read(line.near, 100) == NARROW


def test_a_line_that_drops_is_no_answer(line: Line) -> None:
    with line.probe() as probe:
        os.close(line.far)
        assert probe.read_answers(5.0) == ProbeAnswers()
        assert probe.read_key() == ""


def test_a_terminal_that_is_not_asked_for_its_signs_says_nothing_of_them(line: Line) -> None:
    with line.probe(signs=False) as probe:
        line.send(DARK + b"\x1b[7;21R")
        assert probe.read_answers() == ProbeAnswers(None, 0.0)
        assert probe.take_typed() == b""


@pytest.mark.parametrize(
    ("early", "later", "keys"),
    [
        (b"y" + NARROW, b"", "y"),
        (NARROW, b"n", "n"),
        (b"", DARK + NARROW + "是".encode(), "是"),
        (b"", NARROW[:3], ""),
    ],
)
def test_a_key_is_read_and_a_late_answer_is_none(
    line: Line, early: bytes, later: bytes, keys: str
) -> None:
    with line.probe() as probe:
        line.send(early)
        probe.read_answers(0.02)
        line.send(later)
        if not keys:
            os.close(line.far)
        assert probe.read_key() == keys


def fail() -> None:
    raise ValueError


@pytest.mark.parametrize("leave", [fail, sys.exit], ids=["error", "exit"])
def test_the_terminal_echoes_again_however_it_goes_on(
    line: Line, leave: Callable[[], None]
) -> None:
    with suppress(ValueError, SystemExit), line.probe():
        leave()
    assert termios.tcgetattr(line.near) == line.before


def test_a_program_that_is_stopped_gives_the_terminal_back(line: Line) -> None:
    """By ctrl+z as from outside; the shell that has it then sets it as it likes."""
    with subprocess.Popen(
        [sys.executable, "-c", PROBED],
        stdin=line.near, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
        start_new_session=True,
    ) as asker:  # fmt: skip
        assert asker.stdout is not None
        assert asker.stdout.read(5) == b"asked"
        asker.send_signal(signal.SIGTSTP)
        deadline = time.perf_counter() + 30
        while not line.echoes:
            assert time.perf_counter() < deadline
            time.sleep(0.01)
        assert termios.tcgetattr(line.near) == line.before
        asker.kill()


def test_who_takes_over_the_terminal_gives_it_back(line: Line) -> None:
    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)]
    with line.probe() as probe:
        assert probe.hand_over() == line.before
        assert probe.hand_over() is None
    assert not line.echoes
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)] == handlers


PROBED = """
import sys, time
from tui.terminal_probe import TerminalProbe
with TerminalProbe(0, 0, signs=True, ground=True):
    sys.stdout.write("asked")
    sys.stdout.flush()
    time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_the_terminal_echoes_again_after_a_signal(line: Line, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROBED],
        stdin=line.near, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
    ) as asker:  # fmt: skip
        assert asker.stdout is not None
        assert asker.stdout.read(5) == b"asked"
        assert not line.echoes
        asker.send_signal(number)
        assert asker.wait(30) in (-number, 1)
    assert termios.tcgetattr(line.near) == line.before
