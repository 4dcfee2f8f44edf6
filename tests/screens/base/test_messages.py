"""What is to be told: one message after the other, none lost behind another or behind a key."""

from __future__ import annotations

import pytest

from screens.base.messages import WaitingMessages


class Keys:
    """How many keys were pressed, with what waits by them."""

    def __init__(self, *texts: str) -> None:
        self.pressed = 0
        self.messages = WaitingMessages(texts, lambda: self.pressed)

    def press(self, count: int = 1) -> None:
        """Presses keys."""
        self.pressed += count

    def take(self, *, standing: bool = False) -> str:
        """What is told now."""
        return self.messages.take(standing=standing)


@pytest.fixture
def keys() -> Keys:
    """Nothing waits yet."""
    return Keys()


def test_each_is_told_until_a_key_was_pressed() -> None:
    keys = Keys("opened", "restored")
    assert keys.take() == "opened (+ 1 more)"
    assert keys.take(standing=True) == ""
    keys.press()
    assert keys.take() == "restored"
    keys.press()
    assert keys.take() == ""
    assert not keys.messages


def test_what_came_since_the_last_key_is_told_at_once_and_what_is_told_is_kept(keys: Keys) -> None:
    keys.press(3)
    keys.messages.add("handed over")
    assert keys.take(standing=True) == "handed over"
    keys.messages.add("refused")
    keys.messages.add("handed over")
    assert keys.take(standing=True) == "handed over (+ 1 more)"
    keys.press()
    assert keys.take() == "refused"
    keys.press()
    keys.messages.add("refused")  # again, after it was read
    assert keys.take() == "refused"


def test_what_is_about_a_project_is_known_by_its_id_until_it_was_read(keys: Keys) -> None:
    keys.messages.add("Wu changed the stage of Port of Maren after you", about="maren")
    assert [keys.messages.mention(id_) for id_ in ("maren", "port", "")] == [True, False, False]
    assert keys.take()
    keys.press()
    assert not keys.messages.mention("maren")


def test_what_waited_does_not_take_the_place_of_what_a_key_had_to_tell(keys: Keys) -> None:
    keys.messages.add("Wu changed the next step")  # while a line was typed
    keys.press(2)
    assert keys.take(standing=True) == ""
    keys.press()
    assert keys.take() == "Wu changed the next step"


def test_the_result_of_what_was_done_here_comes_before_the_news_of_others(keys: Keys) -> None:
    keys.messages.add("Wu edited it")
    assert keys.take() == "Wu edited it"
    keys.messages.add("handed over", result=True)
    assert keys.take(standing=True) == "handed over (+ 1 more)"
    keys.messages.add("in sync", result=True)
    assert keys.take(standing=True) == "handed over (+ 2 more)"
    keys.press()
    assert keys.take() == "in sync (+ 1 more)"
    keys.press()
    assert keys.take() == "Wu edited it"
