"""Over SSH for real: a line that drops loses neither an edit nor half a word, and whoever logs in
is at the app and nowhere else.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep

import pytest

from tests.ssh_server import IS_THERE, LACKING, SshServer
from tests.terminal.desk import LEAVE, TODAY, owner, project, save, stored
from tests.terminal.glass import Glass
from tests.terminal.pty import PATIENCE, Terminal, environment
from tests.terminal.test_unsaved import OFFER, RECALL, START

pytestmark = [pytest.mark.terminal, pytest.mark.skipif(not IS_THERE, reason=LACKING)]

PROJECTS = [project(0, "北辰调度网扩容", stage="P2"), project(1, "Harbour Net II", stage="P2")]
LOCALES = {"en": "en_US.UTF-8", "zh_CN": "zh_CN.UTF-8"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """Return a server for two people, who share a store."""
    folder = tmp_path_factory.mktemp("ssh")
    with SshServer(folder, ["lin", "wang"], ["--as-of", TODAY.isoformat()]) as running:
        yield running


@pytest.fixture(autouse=True)
def store(server: SshServer) -> Path:
    """Return a store as if nobody had worked on it yet."""
    rmtree(server.store.parent, ignore_errors=True)
    save(server.store, PROJECTS)
    return server.store


def log_in(server: SshServer, person: str, lang: str = "en") -> Terminal:
    """Return the terminal of somebody who logs in, speaking a language."""
    env = environment(server.folder / "client", lang=LOCALES[lang])
    return Terminal(server.login(person, "-tt"), env)


def wait_open(terminal: Terminal) -> None:
    terminal.wait_for(owner(0), " ? ")


def leave(*terminals: Terminal) -> None:
    for terminal in terminals:
        terminal.send(LEAVE)
    assert [terminal.wait_exit() for terminal in terminals] == [0] * len(terminals)


def kill_client(terminal: Terminal) -> None:
    """Drop the line at this end: the connection closes, and nobody said goodbye."""
    terminal.signal(signal.SIGKILL)


def kill_session(server: SshServer) -> None:
    """Drop the line at the other end."""
    for process in server.session_processes("lin"):
        os.kill(process, signal.SIGKILL)


def wait_ended(server: SshServer, person: str) -> None:
    """Wait until the app is gone at the other end; it has written all it will."""
    place = Path("/proc") / (server.folder / f"{person}.pid").read_text().strip() / "cmdline"
    until = monotonic() + PATIENCE
    while place.exists() and place.read_bytes():
        assert monotonic() < until, "the app goes on without a line"
        sleep(0.02)


def both_at_p3(glass: Glass) -> bool:
    """Whether both rows show that stage."""
    return all(any(owner(n) in row and "P3" in row for row in glass.text()) for n in (0, 1))


def test_a_dropped_line_loses_neither_an_edit_nor_half_a_word(
    server: SshServer, store: Path
) -> None:
    with log_in(server, "lin") as terminal:
        wait_open(terminal)
        terminal.send(">")
        terminal.wait_for("P3")
        terminal.send("nask 何")
        terminal.wait_for("ask 何")
        kill_client(terminal)
        terminal.wait_gone()
    wait_ended(server, "lin")
    assert [deal.stage for deal in stored(store).values()] == ["P3", "P2"]
    with log_in(server, "lin", "zh_CN") as terminal:
        terminal.wait_for("P3", START["zh_CN"])
        terminal.send("n")
        terminal.wait_for(OFFER["zh_CN"])
        terminal.send(RECALL + "总 fri")
        terminal.wait_for("ask 何总 fri")
        kill_session(server)
        terminal.wait_gone()
    wait_ended(server, "lin")
    with log_in(server, "lin") as terminal:
        terminal.wait_for(START["en"], " ? ")
        terminal.send("n" + RECALL + "\r")
        terminal.wait_for("03-06 ask 何总")
        leave(terminal)
    saved = [deal.next_action for deal in stored(store).values()]
    assert [action.text for action in saved if action] == ["ask 何总"]


def test_two_who_are_logged_in_see_each_others_edits(server: SshServer, store: Path) -> None:
    with log_in(server, "lin") as lin, log_in(server, "wang") as wang:
        wait_open(lin)
        wait_open(wang)
        lin.send(">")
        wang.wait_for("P3")
        wang.send("j>")
        lin.wait_until(both_at_p3, "both at P3")
        leave(lin, wang)
    deals = stored(store).values()
    assert [(deal.stage, deal.updated_by) for deal in deals] == [("P3", "lin"), ("P3", "wang")]


def test_whoever_asks_for_another_program_gets_ours(server: SshServer, tmp_path: Path) -> None:
    made = tmp_path / "made"
    for option, *words in (["-T", "touch", str(made)], ["-s", "sftp"]):
        done = subprocess.run(
            [*server.login("lin", option), *words],
            env=environment(tmp_path), stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert "Harbour Net II" in done.stdout
    assert not made.exists()
