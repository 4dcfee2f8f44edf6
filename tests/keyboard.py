"""A keyboard for apps under test: keys come as a terminal sends them, and no clock is waited for.

Textual's Pilot holds an app for idle once the processor has rested, which costs 60 ms a key and
guesses where it is busy. Here the queues themselves are looked at.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Iterable
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.screen import Screen

from screens.base.app import BaseApp

PATIENCE_SECONDS = 60.0
NAP_SECONDS = 0.001
TURNS_BEFORE_NAPS = 50
# What one task hands to another may pass through a third that has no queue (a mount, a removal).
QUIET_TURNS = 5


def key_event(key: str) -> events.Key:
    """The event that a driver makes of a key, given by its Textual name or as a character."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    original = REPLACED_KEYS.get(name, name)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(original))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(name, character)


class LeisurelyClock:
    """A clock on which every read of keys comes a while after the one before it."""

    def __init__(self, pause: float = 1.5) -> None:
        self.pause = pause
        self.now = 0.0

    def __call__(self) -> float:
        """The seconds that have passed."""
        return self.now


def send(app: App[Any], keys: Iterable[str], later: float = 0.0) -> None:
    """Sends keys in one read, as a slow line delivers what was typed ahead.

    They come so many seconds `later` than the app does what was sent before.
    """
    clock = _clock_of(app)
    clock.now += clock.pause
    for key in keys:
        event = key_event(key)
        event.time = clock() + later
        event.set_sender(app)
        app.post_message(event)


def _clock_of(app: App[Any]) -> LeisurelyClock:
    """The clock of a Netloft, which from its first key on is a leisurely one."""
    if not isinstance(app, BaseApp):
        return LeisurelyClock()
    closed = app.closed_prompt
    if not isinstance(closed.clock, LeisurelyClock):
        closed.clock = LeisurelyClock()
    return closed.clock


async def press(app: App[Any], *keys: str) -> None:
    """Presses keys one after another, each once the app has done what the one before it asked."""
    for key in keys:
        send(app, [key])
        await wait_until_idle(app)


async def wait_until_idle(app: App[Any]) -> None:
    """Waits until the app has nothing left to do but to wait for its user or a clock.

    That is: no message and no callback in any queue, nobody at work on one, no thread running, and
    the screen painted. An app that has left, or ended with a fault, is waited for no longer.

    Raises:
        TimeoutError: the app was busy for PATIENCE_SECONDS.

    """
    until = monotonic() + PATIENCE_SECONDS
    quiet = turns = 0
    while quiet < QUIET_TURNS and not _is_over(app):
        # Most of the work is done in turns of the loop; a thread needs the processor for itself.
        await asyncio.sleep(0 if turns < TURNS_BEFORE_NAPS else NAP_SECONDS)
        turns += 1
        if _is_busy(app):
            quiet = 0
        elif _has_paint_due(app.screen):
            app.screen._on_timer_update()  # instead of waiting for the clock of the frames
            quiet = turns = 0
        else:
            quiet += 1
        if monotonic() > until:
            raise TimeoutError(f"still busy: {[*filter(_is_at_work, _pumps(app))]}")


def _is_over(app: App[Any]) -> bool:
    return app._exception is not None or app._exit or not app._running


def _is_busy(app: App[Any]) -> bool:
    return any(map(_is_at_work, _pumps(app))) or any(
        not worker.is_finished for worker in app.workers
    )


def _pumps(app: App[Any]) -> list[MessagePump]:
    return [app, *app._registry]


def _is_at_work(pump: MessagePump) -> bool:
    """Whether a pump is anywhere but at its empty queue, waiting for a message."""
    if pump._closed:
        return False
    waiters: Any = getattr(pump._message_queue.ready_event, "_waiters", ())
    waits = any(not waiter.done() for waiter in waiters)
    return not waits or pump._pending_message is not None or bool(pump._next_callbacks)


def _has_paint_due(screen: Screen[Any]) -> bool:
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
