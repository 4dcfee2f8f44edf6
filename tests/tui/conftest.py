"""A command line to call: its store and settings in a private folder, its answer caught."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from store import encryption
from tui.cli.run import run


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Netloft = Callable[..., Answer]


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have scrypt ask for next to nothing: it takes a fifth of a second each time."""
    monkeypatch.setattr(encryption, "N", 2)
    monkeypatch.setattr(encryption, "_LEAST", (2, 8, 1))


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no test see which hints another has used."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def netloft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Netloft]:
    monkeypatch.setenv("NETLOFT_STORE", str(tmp_path / "book" / "netloft.json"))
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path / "config"))

    def call(*arguments: str | Path) -> Answer:
        capfd.readouterr()
        code = run(["--as-of", "2026-03-02", *map(str, arguments)])
        return Answer(code, *capfd.readouterr())

    yield call
