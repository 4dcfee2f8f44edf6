"""Typing ahead at a desk: keys that come at once, and waiting until they have had their effect."""

from __future__ import annotations

import asyncio

from textual import events
from textual.keys import _character_to_key

from screens.kit.host import Host

PATIENCE = 30.0


def key_event(name: str) -> events.Key:
    """A key by its Textual name or its character."""
    char = name if len(name) == 1 else None
    return events.Key(name if char is None or char.isalnum() else _character_to_key(char), char)


async def settle(host: Host) -> None:
    """Waits until all that was typed has had its effect, or the app is left."""
    lined_up = asyncio.Event()
    host.call_later(lined_up.set)
    async with asyncio.timeout(PATIENCE):
        while host.is_running and not (lined_up.is_set() and host.settled):
            await asyncio.sleep(0)


async def burst(host: Host, *keys: str) -> None:
    """Types the keys as one read of the terminal gives them, and waits until all is settled."""
    for name in keys:
        host.post_message(key_event(name))
    await settle(host)
