"""The words for a contact's level, role, function and places on the approval lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deals.model import Function, Level, Line, Role
from deals.text import folded

LEVEL_WORDS: Mapping[str, Level] = {
    "high": "high",
    "高": "high",
    "高层": "high",
    "upper": "upper",
    "中高": "upper",
    "中高层": "upper",
    "middle": "middle",
    "mid": "middle",
    "中": "middle",
    "中层": "middle",
    "low": "low",
    "低": "low",
    "低层": "low",
    "基层": "low",
}
ROLE_WORDS: Mapping[str, Role] = {
    "decides": "decides",
    "decider": "decides",
    "决策": "decides",
    "approves": "approves",
    "approver": "approves",
    "审批": "approves",
    "evaluates": "evaluates",
    "evaluator": "evaluates",
    "评估": "evaluates",
    "uses": "uses",
    "user": "uses",
    "使用": "uses",
    "influences": "influences",
    "influencer": "influences",
    "影响": "influences",
    "coach": "coach",
    "教练": "coach",
    "内线": "coach",
}
FUNCTION_WORDS: Mapping[str, Function] = {
    "technical": "technical",
    "tech": "technical",
    "技术": "technical",
    "commercial": "commercial",
    "商务": "commercial",
    "using": "using",
    "使用方": "using",
    "other": "other",
    "其他": "other",
}
_LINES: Mapping[str, Line] = {"t": "technical", "b": "commercial"}
_PLACES = re.compile(r"(?:[tb][1-9]?){1,2}")
_PLACE = re.compile(r"([tb])([1-9]?)")


def read_lines(text: str) -> Mapping[Line, int | None] | None:
    """The places on the approval lines that `T`, `TB` or `T2B1` name, in any case; None if none."""
    word = "".join(folded(text).split())
    if not _PLACES.fullmatch(word):
        return None
    return {_LINES[one[1]]: int(one[2]) if one[2] else None for one in _PLACE.finditer(word)}
