"""What the user has said of names of stages, remembered by the source of a table.

An export of the same CRM, or next week's file of the same name, then needs no options.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from shlex import quote

from deals.edits.store_settings import recall_stage_names, remember_stage_names
from deals.errors import UserError
from deals.model import Book
from deals.parsing.text import fold_text
from store.tables.crm_headers import find_crm
from store.tables.headers import HeaderedTable
from store.tables.stage_cells import without_pipeline


def recall_table_names(table: HeaderedTable, book: Book) -> HeaderedTable:
    """Return the table with the names that the book knows of its source; those given go before."""
    known = recall_stage_names(book, find_source(table))
    if not known:
        return table
    return replace(table, options=replace(table.options, stages={**known, **table.options.stages}))


def remember_table_names(table: HeaderedTable, book: Book) -> Book:
    """Return the book that remembers for the table's source what was said of names in it."""
    given = table.options.stages
    if not given:
        return book
    used = {fold_text(text) for text in _stage_texts(table)}
    names = {name: target for name, target in given.items() if name in used}
    return remember_stage_names(book, find_source(table), names)


def _stage_texts(table: HeaderedTable) -> Iterator[str]:
    """Yield the texts of the columns of stages and statuses."""
    numbers = [table.columns[name].number for name in ("stage", "status") if name in table.columns]
    for line in table.body:
        for number in numbers:
            if cell := line.cells.get(number):
                yield from (cell.text, without_pipeline(cell.text))


def find_source(table: HeaderedTable) -> str:
    """Return where a table comes from: its CRM, else its file's name without figures and months."""
    if crm := find_crm(table.header):
        return crm.name
    name = fold_text(re.split(r"[/\\]", table.grid.file)[-1])
    return " ".join(_FILE_DAY.sub(" ", name.rpartition(".")[0]).split()) or "-"


def list_names(texts: Iterable[str]) -> list[str]:
    """List the texts that are names of stages; `P2-P3` and `P9` are slips in a cell."""
    return [text for text in texts if not _LIKE_ID.match(fold_text(text))]


def suggest_stage(name: str) -> str:
    """Suggest what a name of a stage may mean, by words that are in it; empty where none is."""
    plain = fold_text(name)
    return next((target for target, words in _LIKELY.items() if re.search(words, plain)), "")


def stage_options(names: Iterable[str]) -> str:
    """Return the options that say what these names mean, of those for which there is one."""
    likely = ((name, suggest_stage(name)) for name in names)
    return " ".join(f"--stage {quote(f'{name}={target}')}" for name, target in likely if target)


def find_prose_columns(refusals: Iterable[UserError]) -> dict[str, list[str]]:
    """Return the columns whose unknown stages and statuses are no such names, and their texts.

    What people write of a deal's progress is long, and says something else in each row.
    """
    texts: dict[str, list[str]] = {}
    for refused in refusals:
        if refused.code in ("stage-unknown", "status-unknown"):
            figures = refused.figures
            text = f"{figures.get('stage', figures.get('text', ''))}"
            texts.setdefault(f"{figures.get('column', '')}", []).append(text)
    return {
        column: own
        for column, own in texts.items()
        if column and 2 * sum(map(_is_prose, own)) >= len(own)
    }


def _is_prose(text: str) -> bool:
    """Whether a text says more than a name does."""
    plain = fold_text(text)
    long = len(plain.split()) > _NAME_WORDS or len(_HAN.findall(plain)) > _NAME_HAN
    return long or bool(_SENTENCE.search(plain))


_NAME_WORDS, _NAME_HAN = 5, 6
_HAN = re.compile("[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[。，；！？]|[.;!?,] ")
_FILE_DAY = re.compile(
    r"[\W\d_]+|(?<![a-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|"
    r"march|april|august|september|october|november|december)(?![a-z])|第?(?:[年月日周]|季度)"
)
_LIKE_ID = re.compile(r"p ?[0-9]")
_LIKELY: Mapping[str, str] = {
    "lost": r"\blost\b|out-?sold|丢|输|流失|失败|未成交",
    "won": r"\bwon\b|赢|成交|成功",
    "on_hold": r"\bhold\b|paus|park|暂停|搁置",
    "abandoned": r"cancel|abandon|delete|invalid|\bdead\b|取消|放弃|无效|作废",
    "P6": r"\bsigned\b|contracted|已签|签约|签单|签订|中标",
    "P5": (
        r"negotia|contract\b(?!ed)|paperwork|legal|commercials?\b|commit|verbal|procure|close|"
        "谈判|合同|商务"
    ),
    "P4": r"\bbid|tender|shortlist|decision|投标|招标|决策",
    "P3": r"demo|present|propos|quot|pilot|trial|\bpoc\b|evaluat|方案|报价|演示|试用",
    "P2": r"develop|solution|value|立项|验证",
    "P1": r"qualif|need|discover|meeting|contact made|interest|需求|确认|沟通|拜访",
    "P0": r"lead|new|prospect|inbound|target|线索|初步|潜在|接触",
}
"""What words in a name of a stage hint at; for suggestions alone, nothing is taken by it."""
