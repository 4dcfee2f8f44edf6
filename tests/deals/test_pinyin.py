from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.search import Alphabet, has_han, readings, spell_out


def finds(word: str, text: str) -> bool:
    alphabet = Alphabet()
    alphabet.learn(text)
    spelling = alphabet.spelling(word)
    return spelling is not None and spelling.search(text) is not None


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("何", {"he"}),
        ("重", {"zhong", "chong"}),
        ("行", {"xing", "hang"}),
        ("单", {"dan", "shan"}),
        ("绿", {"lv"}),
        ("略", {"lve", "lue"}),
        ("a", set()),
        ("·", set()),
    ],
)
def test_a_character_has_its_common_readings(char: str, expected: set[str]) -> None:
    assert expected <= set(readings(char))
    assert bool(readings(char)) == bool(expected)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("hz", "何总"),
        ("hezong", "何总"),
        ("hez", "何总"),
        ("hezo", "何总"),
        ("h", "何总"),
        ("bjdl", "滨江电力二期"),
        ("dlej", "电力二局"),
        ("zhongqing", "重庆港"),
        ("chongqing", "重庆港"),
        ("cqyh", "重庆银行"),
        ("chongqingyinhang", "重庆银行"),
        ("shan", "单工"),
        ("dg", "单工"),
        ("xian", "西安地铁"),
        ("xi'an", "西安地铁"),
        ("xian", "先锋电子"),
        ("fangan", "方案"),
        ("lv", "吕工"),
        ("lü", "吕工"),
        ("acmebj", "acme滨江"),
        ("5gzw", "5g专网"),
    ],
)
def test_a_spelling_finds_chinese(word: str, text: str) -> None:
    assert finds(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("zh", "何总"),
        ("hezongg", "何总"),
        ("ezong", "何总"),
        ("hz", "何林总"),
        ("何总", "何总"),
        ("12", "二期"),
        ("h z", "何总"),
        ("hezong", "hollis"),
        ("", "何总"),
    ],
)
def test_a_spelling_finds_nothing_else(word: str, text: str) -> None:
    assert not finds(word, text)


def test_a_spelling_that_can_be_cut_in_countless_ways_is_answered_at_once() -> None:
    alphabet = Alphabet()
    alphabet.learn("那难安啊囊昂南")
    word = alphabet.spelling("nan" * 40)
    assert word is not None
    assert word.search("那难安") is None


def test_names_are_spelled_for_ordering() -> None:
    names = ["赵工", "何总", "Brown", "安工", "abel"]
    assert sorted(names, key=spell_out) == ["abel", "安工", "Brown", "何总", "赵工"]


def test_an_alphabet_learns_from_several_threads() -> None:
    alphabet = Alphabet()
    texts = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(alphabet.learn, texts))
    assert alphabet.size == len(texts)


def test_pypinyin_waits_until_a_reading_is_asked_for() -> None:
    script = """
import sys
from deals.search import Alphabet, readings, spell_out
alphabet = Alphabet()
alphabet.learn("Harbour net")
assert alphabet.spelling("hn") is None
assert spell_out("Harbour") == "harbour"
assert "pypinyin" not in sys.modules
assert readings("何")
assert "pypinyin" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


@given(st.text(st.characters(categories=["Lo"], max_codepoint=0x9FFF), min_size=1, max_size=6))
def test_first_readings_and_initials_find_what_they_spell(text: str) -> None:
    text = "".join(char for char in text if has_han(char) and readings(char))
    if text:
        syllables = [readings(char)[0] for char in text]
        assert finds("".join(syllables), text)
        assert finds("".join(syllable[0] for syllable in syllables), text)
