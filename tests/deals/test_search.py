from __future__ import annotations

import subprocess
import sys
from threading import Thread

import pytest
from hypothesis import given

from deals.model import Project
from deals.search import SearchIndex
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
