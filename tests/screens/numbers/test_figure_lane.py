"""Figures that take long are told of when they are there; what nobody wants any more is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Event

import pytest

from deals.model import Book
from deals.numbers.figures import Figures
from screens.base.figure_lane import FigureLane, FigureSource
from tests.deals.makers import DEFAULT
from tests.deals.numbers.stories import TODAY

SOURCE = FigureSource(Book(), DEFAULT, TODAY, None)
SECONDS = 20.0


def test_what_is_quick_is_there_at_once_and_worked_out_once() -> None:
    asked = list[date]()
    lane = FigureLane[date](SECONDS, lambda: None)

    def work(figures: Figures) -> date:
        asked.append(figures.today)
        return figures.today

    assert [lane.ask(SOURCE, "day", work) for _turn in range(3)] == [TODAY] * 3
    assert asked == [TODAY]
    assert not lane.waiting
    assert lane.ask(SOURCE._replace(book=Book()), "day", work) == TODAY
    assert len(asked) == 2


def test_what_is_slow_is_told_of() -> None:
    may_go, came = Event(), Event()
    lane = FigureLane[str](0.0, came.set)

    def work(_figures: Figures) -> str:
        may_go.wait(SECONDS)
        return "done"

    assert lane.ask(SOURCE, "slow", work) is None
    assert lane.waiting
    may_go.set()
    assert came.wait(SECONDS)
    assert lane.ask(SOURCE, "slow", work) == "done"


def test_what_nobody_wants_any_more_is_not_worked_out() -> None:
    may_go, came = Event(), Event()
    done = list[str]()
    lane = FigureLane[str](0.0, came.set)

    def make(name: str) -> Callable[[Figures], str]:
        def work(_figures: Figures) -> str:
            may_go.wait(SECONDS)
            done.append(name)
            return name

        return work

    for name in ("first", "second", "third"):
        lane.ask(SOURCE, name, make(name))
    may_go.set()
    while lane.ask(SOURCE, "third", lambda _figures: "") is None:
        came.wait(SECONDS)
        came.clear()
    assert done[-1] == "third"
    assert "second" not in done


def test_a_fault_is_raised_where_it_was_asked_for() -> None:
    lane = FigureLane[int](SECONDS, lambda: None)
    with pytest.raises(ZeroDivisionError):
        lane.ask(SOURCE, "fault", lambda _figures: 1 // 0)
