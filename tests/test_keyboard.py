"""The keyboard of the tests waits for what an app has to do, for faults too, and for no clock."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep

import pytest
from textual import events
from textual.app import App
from textual.widgets import Static

from tests.keyboard import press, send, wait_until_idle


class Typist(App[None]):
    """Does with each key what `act` says, and keeps the keys that came."""

    def __init__(self, act: Callable[[Typist], object]) -> None:
        super().__init__()
        self.act = act
        self.came: list[str] = []
        self.done: list[str] = []

    def on_key(self, event: events.Key) -> None:
        self.came.append(event.character or event.key)
        self.act(self)


async def test_callbacks_after_a_paint_that_a_key_asks_for_are_waited_for() -> None:
    def later(app: Typist) -> None:
        app.mount(Static(app.came[-1]))
        app.call_after_refresh(lambda: app.call_after_refresh(app.done.append, app.came[-1]))

    app = Typist(later)
    async with app.run_test():
        await press(app, "a", "slash", "北", " ")
        assert app.came == app.done == ["a", "/", "北", " "]
        assert len(app.query(Static)) == 4


async def test_threads_are_waited_for_and_keys_of_one_read_come_in_order() -> None:
    def work(app: Typist) -> None:
        def slowly(key: str = app.came[-1]) -> None:
            sleep(0.01)
            app.done.append(key)

        app.run_worker(slowly, thread=True)

    app = Typist(work)
    async with app.run_test():
        send(app, "xyz")
        await wait_until_idle(app)
        assert app.came == ["x", "y", "z"]
        assert sorted(app.done) == app.came


async def test_a_fault_ends_the_waiting() -> None:
    def fail(app: Typist) -> None:
        raise ZeroDivisionError

    app = Typist(fail)
    with pytest.raises(ZeroDivisionError):
        async with app.run_test():
            await press(app, "a")
