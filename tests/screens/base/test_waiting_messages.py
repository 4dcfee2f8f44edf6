"""What is to be told: one message after the other, none lost behind another or behind a key."""

from __future__ import annotations

from screens.base.waiting_messages import WaitingMessages


def test_each_is_shown_until_a_key_was_pressed() -> None:
    messages = WaitingMessages(["opened", "", "restored"])
    assert messages.take_next(0, free=True) == "opened (+ 1 more)"
    assert messages.take_next(0, free=False) == ""
    assert messages.take_next(1, free=True) == "restored"
    assert messages
    assert messages.take_next(2, free=True) == ""
    assert not messages


def test_what_came_since_the_last_key_is_shown_at_once_and_what_is_shown_is_kept() -> None:
    messages = WaitingMessages([])
    messages.add(["handed over"], 3)
    assert messages.take_next(3, free=False) == "handed over"
    messages.add(["refused", "handed over"], 3)
    assert messages.take_next(3, free=False) == "handed over (+ 1 more)"
    assert messages.mentions("refused")
    assert messages.take_next(4, free=True) == "refused"


def test_what_waited_does_not_take_the_place_of_what_a_key_had_to_tell() -> None:
    messages = WaitingMessages([])
    messages.add(["Wu changed the next step"], 3)  # while a line was typed
    assert messages.take_next(5, free=False) == ""
    assert messages.take_next(6, free=True) == "Wu changed the next step"
    assert messages.take_next(6, free=False) == ""
