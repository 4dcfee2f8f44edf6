"""What people write for the statuses of a project and for a key project, without its fields."""

from __future__ import annotations

from collections.abc import Mapping

from deals.han_forms import simplify_han
from deals.model import Status
from deals.parsing.text import by_word, fold_text

_STATUSES: Mapping[Status, str] = {
    "open": "open 进行中",
    "on_hold": "on_hold hold 暂停 搁置",
    "won": "won 赢单",
    "lost": "lost 丢单",
    "abandoned": "abandoned 放弃",
}
STATUS_WORDS = by_word(_STATUSES)
_KEYS: Mapping[bool, str] = {
    True: "yes y true 1 x √ ✓ ✔ ★ 是 对 重点 重点项目 key key_project",
    False: "no n false 0 - × ✗ 否 不是 非重点 普通 一般",
}
KEY_WORDS: Mapping[str, bool] = {"": False, **by_word(_KEYS)}
"""What people write for a key project and for another, folded."""
_BLANKS = str.maketrans("_-", "  ")


def status_key(text: str) -> str:
    """Return what two ways to write a status share: `on_hold`, `On hold`."""
    return simplify_han(fold_text(text)).translate(_BLANKS)


def find_key_word(text: str) -> bool | None:
    """Find whether a text says that a project is a key project; None where it says neither."""
    return KEY_WORDS.get(fold_text(text))
