"""What the keys of a text of several lines do to it; `|` is the caret."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from screens.base.prompts import LineEdit
from screens.base.text_prompt import TextPrompt


def edit_of(text: str) -> LineEdit:
    """Return the text with the caret where the `|` is."""
    return LineEdit(text.replace("|", ""), text.index("|"))


def text_of(edit: LineEdit) -> str:
    """Return the text with a `|` where the caret is."""
    return f"{edit.text[: edit.caret]}|{edit.text[edit.caret :]}"


def prompt_of(text: str, cells: int = 8) -> TextPrompt:
    """Return a prompt of pages of four rows."""
    return TextPrompt(
        edit_of(text),
        lambda _edit: None,
        lambda _text: False,
        lambda: None,
        cells=cells,
        page=4,
    )


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("one|", ["enter", "x"], "one\nx|"),
        ("one\n|two", ["backspace"], "one|two"),
        ("one|\ntwo", ["delete"], "one|two"),
        ("one\ntwo|", ["home"], "one\n|two"),
        ("o|ne\ntwo", ["end"], "one|\ntwo"),
        ("one\ntwo|", ["ctrl+u"], "one\n|"),
        ("o|ne\ntwo", ["ctrl+k"], "o|\ntwo"),
        ("one\ntwo|", ["ctrl+w"], "one\n|"),
        ("one\n|two", ["ctrl+left"], "|one\ntwo"),
        ("one|\ntwo six", ["ctrl+right"], "one\ntwo| six"),
        ("on|e\ntwo", ["ctrl+end"], "one\ntwo|"),
        ("one\nt|wo", ["ctrl+home"], "|one\ntwo"),
        ("one two thr|ee", ["up"], "one| two three"),
        ("one| two three", ["down"], "one two thr|ee"),
        ("one|", ["up"], "|one"),
        ("|one", ["down"], "one|"),
        # The cell that it came from is kept over rows that are shorter, and forgotten by typing.
        ("客户要求|\n\n客户要求", ["down", "down"], "客户要求\n\n客户要求|"),
        ("客户要求|\n\n客户要求", ["down", "x", "down"], "客户要求\nx\n|客户要求"),
        ("a|\nb\nc\nd\ne", ["pagedown"], "a\nb\nc\nd|\ne"),
        ("a|\nb", ["pagedown"], "a\nb|"),
        ("a\nb\nc\nd\ne|", ["pageup", "pageup"], "a|\nb\nc\nd\ne"),
        ("one|", ["escape", "ctrl+c", "ctrl+g", "tab"], "one|"),
    ],
)
def test_keys_edit_the_text(before: str, keys: list[str], after: str) -> None:
    prompt = prompt_of(before)
    for key in keys:
        prompt.key(events.Key(key, key if len(key) == 1 else None))
    assert text_of(prompt.edit) == after


def test_pasted_lines_stay_lines() -> None:
    prompt = prompt_of("a|b")
    prompt.paste("1\r\n\r2\n\t3\u20284")
    assert text_of(prompt.edit) == "a1\n\n2\n\t3\n4|b"


def press_keys(prompt: TextPrompt, keys: Iterable[str]) -> None:
    """Press keys; `undo`, `redo` and `pause` are meant, other words are pasted."""
    at = 0.0
    for key in keys:
        at += 5.0 if key == "pause" else 0.1
        if key in ("undo", "redo"):
            (prompt.undo if key == "undo" else prompt.redo)()
        elif key.isupper():
            prompt.paste(key)
        elif key != "pause":
            event = events.Key(key, key if len(key) == 1 else None)
            event.time = at
            prompt.key(event)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("|", [*"abc", "undo"], "|"),
        ("|", [*"abc", "undo", "undo", "redo", "redo"], "abc|"),
        ("|", [*"ab", "enter", *"cd", "undo"], "ab|"),
        ("|", [*"ab", "enter", "enter", "undo"], "ab\n|"),
        ("|", [*"ab", "pause", *"cd", "undo"], "ab|"),
        ("|", [*"ab", "left", *"cd", "undo"], "a|b"),
        ("|", [*"abc", "backspace", "backspace", "undo"], "abc|"),
        ("|", [*"abc", "backspace", "x", "undo", "undo"], "abc|"),
        ("one two|", ["ctrl+w", "ctrl+w", "undo"], "one |"),
        ("one\nt|wo", ["ctrl+k", "ctrl+u", "undo", "undo"], "one\nt|wo"),
        ("a|b", [*"x", "PASTED", "MORE", *"y", "undo", "undo"], "axPASTED|b"),
        ("a|b", ["PASTED", "PASTED", "undo", "undo", "undo", "x", "redo"], "ax|b"),
        ("a|b", ["delete", "end", "undo"], "a|b"),
        ("a|b", ["x", "undo", "end", "redo"], "ax|b"),
    ],
)
def test_a_burst_of_keys_is_undone_and_done_again_at_once(
    before: str, keys: list[str], after: str
) -> None:
    prompt = prompt_of(before)
    press_keys(prompt, keys)
    assert text_of(prompt.edit) == after


def test_steps_are_of_one_text_and_not_of_one_put_in_its_place() -> None:
    prompt = prompt_of("|")
    press_keys(prompt, "ab")
    prompt.fill("left before")
    assert not prompt.undo()
    press_keys(prompt, [*"!", "undo"])
    assert text_of(prompt.edit) == "left before|"


@given(st.lists(st.sampled_from([*"ab", "enter", "backspace", "left", "ctrl+k", "X", "pause"])))
def test_all_can_be_undone_and_done_again(keys: list[str]) -> None:
    prompt = prompt_of("one|\ntwo")
    press_keys(prompt, keys)
    typed = prompt.edit.text
    while prompt.undo():
        pass
    assert prompt.edit.text == "one\ntwo"
    while prompt.redo():
        pass
    assert prompt.edit.text == typed
