"""What a terminal says is never read as keys, and no key is lost to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import _parser, constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from screens.base.app import EscapedKey
from tui.driver import ANSWER_SECONDS, InputParser
from tui.input_filter import LONGEST_STRING, InputFilter, without_answers

ST = "\x1b\\"
ANSWERS = {
    "what it is": "\x1b[?1;2c",
    "its version": "\x1b[>41;354;0c",
    "its name": f"\x1bP>|XTerm(354){ST}",
    "its unit": f"\x1bP!|00000000{ST}",
    "its colour": f"\x1b]11;rgb:1e1e/1e1e/1e1e{ST}",
    "its colour, ended by a bell": "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "its clipboard": f"\x1b]52;c;{'aGVsbG8=' * 600}{ST}",
    "its title": f"\x1b]l北辰电力 何总{ST}",
    "a capability": f"\x1bP1+r544e=787465726d{ST}",
    "a setting": f"\x1bP1$r0m{ST}",
    "its keyboard": "\x1b[?1u",
    "that it is well": "\x1b[0n",
    "its printer": "\x1b[?13n",
    "its size": "\x1b[8;24;80t",
    "its parameters": "\x1b[2;1;1;112;112;1;0x",
    "a mode of the standard": "\x1b[4;2$y",
    "its pictures": f"\x1b_Gi=31;OK{ST}",
    "private": f"\x1b^anything?{ST}",
    "a string": f"\x1bXanything>{ST}",
    "nothing": f"\x1bP{ST}",
    "of eight bits": "\x9b?1;2c",
    "a string of eight bits": "\x90>|tmux 3.4\x9c",
    "a colour of eight bits": "\x9d11;rgb:0/0/0\x9c",
    "in raw bytes": "\udc9b>0;276;0c",
}
KNOWN = {
    "mode": ("\x1b[?2026;2$y", "TerminalSupportsSynchronizedOutput"),
    "cursor": ("\x1b[12;40R", "CursorPosition"),
    "focus": ("\x1b[I", "AppFocus"),
    "blur": ("\x1b[O", "AppBlur"),
    "paste": ("\x1b[200~D5\x1b[201~", "Paste"),
    "mouse": ("\x1b[<0;10;5M", "MouseDown"),
    "size": ("\x1b[48;24;80;480;1600t", "Resize"),
}
# An ESC alone, or with a character behind it, is a key only when nothing follows for a while; so is
# what stands for two of them.
SEQUENCES = sorted(
    key for key in ANSI_SEQUENCES_KEYS if len(key) == 1 or (len(key) > 2 and key[1] in "[O")
)
SEQUENCES = [key for key in SEQUENCES if key not in {"\x1b", "\x9b"}]
KEYS = st.lists(st.sampled_from(SEQUENCES) | st.sampled_from("abq?>D5\r\t \x7f字？"), max_size=4)
PRINTABLE = st.characters(min_codepoint=0x20, max_codepoint=0x2FFF, exclude_categories=["C"])
STRINGS = st.builds(
    lambda kind, text, end: f"\x1b{kind}{text}{end}",
    st.sampled_from("P]_^X"),
    st.text(PRINTABLE.filter(lambda char: char not in "\x7f"), max_size=40),
    st.sampled_from([ST, "\x9c"]),
)
PRIVATE = st.builds(
    lambda mark, figures, end: f"\x1b[{mark}{figures}{end}",
    st.sampled_from("?>="),
    st.from_regex(r"[0-9;:]{0,50}[ -/]{0,2}", fullmatch=True),
    st.sampled_from([chr(code) for code in range(0x40, 0x7F)]),
).filter(lambda text: not text.endswith("$y"))
ANSWER = st.sampled_from(sorted(ANSWERS.values())) | STRINGS | PRIVATE


def plain(messages: Iterable[Message]) -> list[tuple[str, str]]:
    """Return the keys by name, all else by kind."""
    return [
        ("key", message.key) if isinstance(message, events.Key) else (type(message).__name__, "")
        for message in messages
    ]


def read(*parts: str) -> list[tuple[str, str]]:
    """Return what a new parser makes of these reads."""
    parser = InputParser()
    return plain(message for part in parts for message in parser.feed(part))


def cut(text: str, places: Sequence[int]) -> list[str]:
    """Return the text in reads that end at these places."""
    ends = sorted({place % len(text) for place in places} - {0}) if text else []
    return [text[i:j] for i, j in zip([0, *ends], [*ends, len(text)], strict=True) if text[i:j]]


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_is_swallowed_at_any_cut(what: str) -> None:
    answer = ANSWERS[what]
    expected = [("key", "a"), ("key", "up"), ("key", "b")]
    for place in range(min(len(answer), 60) + 1):
        assert read("a" + answer[:place], answer[place:] + "\x1b[Ab") == expected
    assert read(*"a", *answer, *"\x1b[Ab") == expected


@given(
    parts=st.lists(st.tuples(KEYS, ANSWER), max_size=4),
    last=KEYS,
    places=st.lists(st.integers(0, 500), max_size=8),
)
def test_keys_around_answers_are_just_the_keys(
    parts: list[tuple[list[str], str]], last: list[str], places: list[int]
) -> None:
    keys = [key for typed, _answer in parts for key in typed] + last
    text = "".join("".join(typed) + answer for typed, answer in parts) + "".join(last)
    assert read(*cut(text, places)) == [found for key in keys for found in read(key)]


@pytest.mark.parametrize("what", KNOWN)
def test_what_the_parser_knows_still_reaches_it(what: str) -> None:
    text, kind = KNOWN[what]
    for place in range(1, len(text)):
        assert read(text[:place], text[place:] + "x") == [(kind, ""), ("key", "x")]


def test_a_paste_holds_its_text_and_nothing_of_it_is_a_key() -> None:
    text = f"\x1b[200~a\x1b[A{'b' * 50}\x1bP>|\x1b\x1b[201~"
    for place in range(1, len(text)):
        parser = InputParser()
        first, second = [
            message for part in (text[:place], text[place:] + "x") for message in parser.feed(part)
        ]
        assert isinstance(first, events.Paste)
        assert first.text == f"a[A{'b' * 50}P>|"
        assert isinstance(second, events.Key)


def _behind_esc(typed: str, key: str) -> str:
    """Return the key's name with the Alt that Textual leaves out of signs."""
    return key if typed == "\x1b" or key.startswith("alt+") else f"alt+{key}"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds for the parser and for Textual's beneath it."""
    now = [0.0]
    monkeypatch.setattr(_parser, "get_time", lambda: now[0])
    return now


def after_a_moment(parser: InputParser, clock: list[float]) -> list[Message]:
    """Return what the parser says once no more can be awaited."""
    clock[0] += ANSWER_SECONDS
    return list(parser.tick())


@pytest.mark.parametrize("typed", ["\x1b", *(f"\x1b{char}" for char in "PX]_^[")])
def test_a_key_that_could_begin_an_answer_is_one_after_a_moment(
    typed: str, clock: list[float]
) -> None:
    parser, bare = InputParser(clock=lambda: clock[0]), XTermParser()
    expected = plain(bare.feed(typed))
    assert plain(parser.feed(typed)) == []
    clock[0] += constants.ESCAPE_DELAY * 0.9
    assert plain(parser.tick()) == []
    clock[0] += constants.ESCAPE_DELAY * 0.2
    expected += [(kind, _behind_esc(typed, key)) for kind, key in plain(bare.tick())]
    assert expected
    assert plain(parser.tick()) == expected
    assert plain(parser.feed("j")) == [("key", "j")]


@pytest.mark.parametrize("start", ["\x1bP>|XTe", "\x1b]11;rgb:1", "\x1b[?1;", "\x1b[1;"])
def test_an_answer_that_does_not_end_is_given_up(start: str, clock: list[float]) -> None:
    parser = InputParser(clock=lambda: clock[0])
    assert plain(parser.feed(start)) == []
    clock[0] += ANSWER_SECONDS
    assert plain(parser.tick()) == []
    assert plain(parser.feed("qj")) == [("key", "q"), ("key", "j")]


@pytest.mark.parametrize("pause", [0.05, 0.2, 0.6])
@pytest.mark.parametrize("answer", [text for text in ANSWERS.values() if len(text) > 4])
def test_the_rest_of_an_answer_that_comes_late_is_no_key(
    answer: str, pause: float, clock: list[float]
) -> None:
    """Cut behind ESC or one more the start has been a key by then, which cannot be helped."""
    for place in range(1, min(len(answer), 20)):
        parser = InputParser(clock=lambda: clock[0])
        list(parser.feed(answer[:place]))
        clock[0] += pause
        late = plain(parser.tick())
        assert not late or place <= 2, late
        assert plain(parser.feed(answer[place:] + "j")) == [("key", "j")]


def test_keys_after_esc_are_keys(clock: list[float]) -> None:
    parser = InputParser(clock=lambda: clock[0])
    for typed in ("[j", "]k", "P5", "X", "1;2c", "\x1b[A"):
        list(parser.feed("\x1b"))
        clock[0] += 0.2
        assert plain(parser.tick()) == [("key", "escape")]
        assert plain(parser.feed(typed)) == read(typed)


@pytest.mark.parametrize("behind", ["\x1b>", "\x1bq\x1b[A", "j" * 40, "\x1b[A", "\x1b[?1;2c", "中"])
@pytest.mark.parametrize("key", ["a", "q", "D", ">", "?", "字", "\r"])
def test_a_key_with_alt_is_never_the_key_without(key: str, behind: str) -> None:
    (_kind, first), *more = read(f"\x1b{key}{behind}")
    assert first.startswith("alt+")
    assert more == read(behind)


@pytest.mark.parametrize("typed", ["a", "D", ">", "字", "\r", "[", "O", "P"])
def test_what_may_be_esc_and_a_key_says_so(typed: str, clock: list[float]) -> None:
    parser = InputParser(clock=lambda: clock[0])
    (escaped,) = [*parser.feed(f"\x1b{typed}"), *after_a_moment(parser, clock)]
    assert isinstance(escaped, EscapedKey)
    assert plain(escaped.apart) == [("key", "escape"), *read(typed)]
    assert escaped.apart[1].character == typed


@pytest.mark.parametrize("sequence", ["\x1b[A", "\x1b[1;3D", "\x1b[120;3u", "\x1b\x1b[A", "\x1bOP"])
def test_no_sequence_is_esc_and_a_key(sequence: str, clock: list[float]) -> None:
    parser = InputParser(clock=lambda: clock[0])
    found = [*parser.feed(sequence), *after_a_moment(parser, clock)]
    assert found
    assert not any(isinstance(event, EscapedKey) for event in found)


def test_only_the_key_behind_the_esc_is_taken_so(clock: list[float]) -> None:
    parser = InputParser(clock=lambda: clock[0])
    assert not list(parser.feed("\x1bOz"))
    first, second = after_a_moment(parser, clock)
    assert isinstance(first, EscapedKey)
    assert not isinstance(second, EscapedKey)


@pytest.mark.parametrize("key", ["\r", "\t", "\x7f", "\x11", "\x1b[A"])
def test_a_key_that_stands_in_no_answer_ends_one(key: str) -> None:
    assert read(f"\x1bP>|XTe{key}q") == [*read(key), ("key", "q")]
    assert read(f"\x1b[?1;{key}q") == [*read(key), ("key", "q")]


def test_esc_pressed_before_an_answer_is_esc(clock: list[float]) -> None:
    parser = InputParser(clock=lambda: clock[0])
    assert plain(parser.feed("\x1b\x1b]11;rgb:0/0/0\x07")) == []
    clock[0] += constants.ESCAPE_DELAY
    assert plain(parser.tick()) == [("key", "escape")]


def test_an_endless_answer_takes_no_room_and_ends() -> None:
    found = InputFilter(lambda _sequence: False)
    assert found.feed("\x1bP" + "x" * (LONGEST_STRING + 1) + "q") == "q"
    assert found.feed("\x1b[" + "1" * 10_000) == ""
    assert len(found._held) <= 100
    assert found.feed("cq") == "q"


def test_bytes_that_are_no_text_are_no_keys() -> None:
    assert read("a\udcff\udca0b") == [("key", "a"), ("key", "b")]


def test_a_passphrase_is_what_was_typed() -> None:
    assert without_answers(f"tr\x1b[?1;2cei\x1bP>|XTerm(354){ST}bgut") == "treibgut"
    assert without_answers("a\x1b[Ab") == "a\x1b[Ab"
