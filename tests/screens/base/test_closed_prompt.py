"""What is typed behind a prompt that has closed, by the clock."""

from __future__ import annotations

import pytest

from screens.base.closed_prompt import ESCAPE_SECONDS, FIRST_SECONDS, TYPING_SECONDS, ClosedPrompt
from tests.keyboard import key_event


def keeps(
    closed: ClosedPrompt,
    key: str,
    at: float,
    *,
    choosing: bool = False,
    command: str | None = None,
) -> bool:
    """Whether a key that comes at a time is kept."""
    event = key_event(key)
    event.time = at
    return closed.keeps(event, choosing=choosing, command=command)


def settles(closed: ClosedPrompt, at: float) -> bool:
    """Whether an Esc that comes at a time only settles."""
    event = key_event("escape")
    event.time = at
    return closed.settles(event)


def test_what_is_typed_on_is_kept_until_there_is_a_pause() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=True)
    at = 10.0 + FIRST_SECONDS * 0.9
    for char in "Dear 张":
        assert keeps(closed, char, at)
        at += TYPING_SECONDS * 0.9
    assert closed.text == "Dear 张"
    assert not keeps(closed, "D", at + TYPING_SECONDS * 0.2)
    assert not keeps(closed, "D", at + TYPING_SECONDS * 0.3), "a pause ends it"


def test_a_key_that_comes_by_itself_after_the_closing_acts() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=True)
    assert not keeps(closed, "D", 10.0 + FIRST_SECONDS)


def test_keys_that_were_typed_ahead_of_the_closing_are_kept() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=True)
    assert keeps(closed, "D", 9.2)
    assert keeps(closed, "enter", 10.1)
    assert closed.text == "D "


@pytest.mark.parametrize("key", ["down", "f5", "ctrl+r", "pagedown"])
def test_a_key_that_types_nothing_acts_and_ends_it(key: str) -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=True)
    assert not keeps(closed, key, 10.0)
    assert not keeps(closed, "D", 10.0)


def test_a_choice_behind_a_choice_may_be_made_at_once_but_not_behind_a_line() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=False)
    assert not keeps(closed, "a", 10.0, choosing=True)
    closed.close(line=True)
    assert keeps(closed, "a", 10.0, choosing=True)


def test_esc_settles_for_a_second_after_a_prompt_or_what_was_typed_behind_it() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    assert not settles(closed, 0.0)
    closed.close(line=False)
    assert settles(closed, 9.0)
    assert settles(closed, 10.0 + ESCAPE_SECONDS * 0.9)
    assert not settles(closed, 10.0 + ESCAPE_SECONDS)
    closed.close(line=False)
    closed.wrote = True
    assert keeps(closed, "x", 10.1)
    assert settles(closed, 11.0)
    closed.forget()
    assert not settles(closed, 10.1), "who has closed it by Esc goes back by the next"


def test_who_moves_on_at_once_behind_a_choice_moves() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=False)
    for at in (10.0, 10.1, 10.2):
        assert not keeps(closed, "j", at, command="down")
    assert not settles(closed, 10.0 + ESCAPE_SECONDS)


@pytest.mark.parametrize(("wrote", "warned"), [(False, False), (True, False), (False, True)])
def test_behind_a_choice_keys_run_unless_it_wrote_or_was_refused(
    *, wrote: bool, warned: bool
) -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=False)
    closed.wrote = wrote
    event = key_event("t")
    event.time = 10.1
    held = wrote or warned
    assert closed.keeps(event, choosing=False, command="triage", warned=warned) is held
    assert closed.keeps(event, choosing=False, command="triage") is held


def test_behind_a_choice_that_wrote_enter_opens_what_was_moved_to() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=False)
    closed.wrote = True
    assert not keeps(closed, "j", 10.1, command="down")
    assert not keeps(closed, "enter", 10.2, command="open")
    closed.close(line=True)
    assert not keeps(closed, "j", 10.1, command="down")
    assert keeps(closed, "enter", 10.2, command="open"), "behind a line it may be a text"


def test_a_text_that_begins_like_a_move_is_kept_whole() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close(line=True)
    assert not keeps(closed, "j", 10.0, command="down")
    for char in "oint D":
        assert keeps(closed, char, 10.1, command="delete")
    assert keeps(closed, "k", 10.1, command="up")
    assert closed.text == "joint Dk"


def test_words_behind_an_answer_are_kept_and_answers_moves_and_signs_act() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    closed.close_question()
    assert not settles(closed, 10.1), "nothing was open that Esc could have been for"
    closed.close_question()
    assert not keeps(closed, "n", 10.1, command="answer-no")
    closed.close_question()
    assert not keeps(closed, "j", 10.1, command="down")
    assert not keeps(closed, "!", 10.1, command="task")
    assert not keeps(closed, "t", 10.1, command="goal"), "another command ends it"
    closed.close_question()
    assert not keeps(closed, "enter", 10.1, command="evidence")
    closed.close_question()
    for char in "they say so, D":
        assert keeps(closed, char, 10.2, command="answer-yes" if char == "y" else None)
    assert closed.text == "they say so, D"
    closed.close_question()
    assert not keeps(closed, "e", 10.0 + TYPING_SECONDS, command="edit")


def test_a_text_typed_into_a_choice_chooses_nothing() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    first = key_event("p")
    first.time = 10.0
    closed.begin_text(first)
    for char in "rice":
        assert keeps(closed, char, 10.2, choosing=True, command="up")
    assert closed.text == "price"
    closed.begin_text(first)
    assert not keeps(closed, "s", 10.0 + TYPING_SECONDS, choosing=True)


def test_a_text_behind_a_key_that_opened_no_line_is_kept() -> None:
    closed = ClosedPrompt(lambda: 10.0)
    missed = key_event("c")
    missed.time = 10.0
    closed.miss(missed)
    assert not settles(closed, 10.1), "nothing was open that Esc could have been for"
    closed.miss(missed)
    assert not keeps(closed, "c", 10.1, command="checkpoint"), "it may be pressed again"
    assert not keeps(closed, "j", 10.1, command="down")
    assert not keeps(closed, "c", 10.2, command="checkpoint")
    closed.miss(missed)
    for char in "review 12-20":
        assert keeps(closed, char, 10.1, command="done")
    assert closed.text == "review 12-20"
    closed.miss(missed)
    assert not keeps(closed, "x", 10.0 + FIRST_SECONDS, command="done")
