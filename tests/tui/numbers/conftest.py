"""A store of deals, and the command line as of the day of the worked cases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from deals.edits.number_settings import read_exchange_rate, set_rate
from deals.model import Book, Project
from tests.store import saved
from tests.tui.conftest import Answer, Netloft
from tests.tui.numbers.cases import (
    RATES,
    TODAY,
    Call,
)


@pytest.fixture
def call(netloft: Netloft, tmp_path: Path) -> Call:
    """Call Netloft as of the day of the worked cases, with win rates if asked for."""
    team = tmp_path / "team.toml"
    team.write_text(RATES)

    def call_then(*arguments: str, rated: bool = False) -> Answer:
        playbook = ["--playbook", str(team)] if rated else []
        return netloft("--as-of", TODAY, *playbook, *arguments)

    return call_then


@pytest.fixture
def keep(netloft: Netloft, tmp_path: Path) -> Callable[..., None]:
    """Keep projects, and perhaps an exchange rate, in the store that is called."""

    def keep_projects(*projects: Project, rate: str = "") -> None:
        book = Book().with_projects(*projects)
        if rate:
            book = set_rate(book, read_exchange_rate(rate, "CNY"), date(2026, 11, 29))
        (tmp_path / "book").mkdir()
        with closing(saved(tmp_path / "book" / "netloft.json", book)):
            pass

    return keep_projects
