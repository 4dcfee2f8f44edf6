from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Project
from deals.search import Alphabet, SearchIndex, has_han, readings, spell_out
from tests.deals.makers import action, contact, project
from tests.strategies import projects

BEICHEN = project(
    name="北辰调度网扩容",
    customer="北辰电力",
    owner="林悦",
    product="交换机",
    contacts=(contact("何总"), contact("Ｗu 处长")),
    next_action=action("拜访秦总"),
)


def finds(word: str, project: Project = BEICHEN) -> bool:
    index = SearchIndex()
    return index.word(word).within(index.texts(project).everything)


@pytest.mark.parametrize("word", ["调度", "电力", "林", "何总", "hz", "ly", "WU", "ｗｕ", "bcdl"])
def test_a_word_is_found_in_name_customer_owner_and_contacts(word: str) -> None:
    assert finds(word)


@pytest.mark.parametrize("word", ["交换机", "秦总", "电力林", "dllin"])
def test_a_word_is_not_found_elsewhere_nor_across_fields(word: str) -> None:
    assert not finds(word)


def test_a_whole_field_is_told_from_a_part() -> None:
    index = SearchIndex()
    texts = index.texts(BEICHEN)
    assert index.word("LINYUE").whole(texts.owner)
    assert index.word("林悦").whole(texts.owner)
    assert not index.word("林").whole(texts.owner)
    assert index.word("秦").within(texts.next)
    assert index.word("jhj").whole(texts.product)


def test_only_a_record_that_changed_is_folded_again() -> None:
    index = SearchIndex()
    other = BEICHEN.model_copy(update={"id": "two"})
    index.warm([BEICHEN, other])
    kept, kept_other = index.texts(BEICHEN), index.texts(other)
    changed = BEICHEN.model_copy(update={"owner": "周恺"})
    assert index.texts(changed).owner == "周恺"
    assert index.texts(other) is kept_other
    assert index.texts(BEICHEN) is not kept


def test_warming_reads_the_table_of_readings_only_for_chinese() -> None:
    script = """
import sys
from deals.search import SearchIndex
from tests.deals.makers import project
index = SearchIndex()
index.fold([project(name="何总")])
assert "pypinyin" not in sys.modules
SearchIndex().warm([project(name="Harbour")])
assert "pypinyin" not in sys.modules
index.warm([])
assert "pypinyin" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_an_index_warmed_in_one_thread_answers_in_another() -> None:
    index = SearchIndex()
    some = [BEICHEN.model_copy(update={"id": f"{n}", "owner": chr(0x4E00 + n)}) for n in range(500)]
    warming = Thread(target=index.warm, args=(some,))
    warming.start()
    word = index.word("hz")
    assert all(word.within(index.texts(project).everything) for project in some)
    warming.join()
    assert all(index.texts(project).owner == project.owner for project in some)


def test_a_word_also_finds_what_comes_into_the_index_later() -> None:
    index = SearchIndex()
    word = index.word("zt")
    assert not word.within(index.texts(BEICHEN).everything)
    later = BEICHEN.model_copy(update={"owner": "周棠"})
    assert word.within(index.texts(later).everything)


@given(projects())
def test_every_name_finds_its_project(project: Project) -> None:
    assert all(finds(person.name, project) for person in project.contacts)
    assert finds(project.name, project)


def spells(word: str, text: str) -> bool:
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
    assert spells(word, text)


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
    assert not spells(word, text)


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
        assert spells("".join(syllables), text)
        assert spells("".join(syllable[0] for syllable in syllables), text)
