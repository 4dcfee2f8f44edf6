"""Walks of the tests that kill, in a process of its own: it has no threads, so it can be forked.

    echo '["FOLDER", "DEED", "stop"]' | python -m tests.store.walks

answers each line with a JSON array: what was found how often, and what went wrong, or null.
"""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house import ROOT
from tests.store import kill, kill_upkeep
from tests.store.keys import quick_keys


class Walker:
    """A process that walks, one action after another."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def walk(self, folder: Path, which: str, how: str = "stop") -> Counter[str]:
        """Stop at every step of an action, or kill at it; how often what was found."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(folder), which, how]) + "\n")
        self._process.stdin.flush()
        found, wrong = json.loads(self._process.stdout.readline())
        assert wrong is None, wrong
        return Counter(found)


@contextmanager
def walking() -> Iterator[Walker]:
    """A walker, until it is needed no more."""
    command = [sys.executable, "-m", "tests.store.walks"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Walker(process)


WAYS = {"stop": kill.stop_at_each_step, "kill": kill.kill_at_each_step}


def walk(folder: Path, which: str, how: str) -> Counter[str]:
    """Stop at every step of an action, of a session or of a whole store."""
    walk_room = kill.walk if which in kill.ACTIONS else kill_upkeep.walk
    return walk_room(folder, which, WAYS[how])


def answer(line: str) -> str:
    """Answer a line."""
    folder, which, how = json.loads(line)
    try:
        return json.dumps([walk(Path(folder), which, how), None])
    except Exception:
        return json.dumps([{}, traceback.format_exc()])


if __name__ == "__main__":
    with quick_keys():
        for asked in sys.stdin:
            sys.stdout.write(answer(asked) + "\n")
            sys.stdout.flush()
