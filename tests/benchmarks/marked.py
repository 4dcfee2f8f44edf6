"""The app in which one key more writes a mark, once all that the keys before it led to is painted.

    python -m tests.benchmarks.marked [ARGUMENT ...]

takes what `python -m tui` does. How many bytes a key costs is then known from the mark alone, on
an idle machine and on a busy one: what it leads to is painted in one frame, and no clock is asked.
"""

from __future__ import annotations

import asyncio
from unittest.mock import patch

from textual import events, screen
from textual.message import Message

from tests.keyboard import wait_until_idle
from tui.__main__ import main
from tui.driver import TerminalDriver

MARK_KEY, MARK = "\x1b[24;2~", b"\x1b_idle\x1b\\"
"""Shift+F12, which no command has, and what terminals pass over."""


async def write_mark(driver: TerminalDriver) -> None:
    """Write the mark behind all that is still to be painted."""
    await wait_until_idle(driver._app)
    driver.write(MARK.decode())
    driver.flush()


def process_message(driver: TerminalDriver, message: Message) -> None:
    """Hand what was typed to the app, but for the key that asks for the mark."""
    if isinstance(message, events.Key) and message.key == "shift+f12":
        asyncio.run_coroutine_threadsafe(write_mark(driver), driver._loop)
    else:
        super(TerminalDriver, driver).process_message(message)


if __name__ == "__main__":
    # Frames come when the app is idle and by no clock.
    with (
        patch.object(screen, "UPDATE_PERIOD", 3600.0),
        patch.object(TerminalDriver, "process_message", process_message),
    ):
        main()
