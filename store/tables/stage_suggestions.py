"""What names of stages that a table brings may mean: suggestions to be confirmed or put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from shlex import quote

from deals.errors import UserError
from deals.parsing.text import fold_text


def list_mappable_names(texts: Iterable[str]) -> list[str]:
    """List the texts that are names of stages; `P2-P3` and `P9` are slips in a cell."""
    return [text for text in texts if not _LIKE_ID.match(fold_text(text))]


def suggest_stage(name: str) -> str:
    """Suggest what a name of a stage may mean, by words that are in it; empty where none is."""
    plain = fold_text(name)
    return next((target for target, words in _LIKELY.items() if re.search(words, plain)), "")


def stage_options(targets: Mapping[str, str]) -> str:
    """Return the options that say what names of stages mean, of those with a target."""
    likely = ((name, target) for name, target in targets.items() if target)
    return " ".join(f"--stage {quote(f'{name}={target}')}" for name, target in likely)


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
