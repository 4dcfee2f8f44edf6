"""What people call the stages and statuses: ids, names and aliases, and what such a text means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deals.han_forms import simplify_han
from deals.model import Status

# Compiled when first asked for, by `re` itself: nobody types before the first screen is up.
_AROUND = r"(?:in |under |正在|处于|在)?(?P<name>.+?)(?:阶段中?|中| ?stage| ?phase)?"
_BRACKETS = r"[\[(【](?P<inner>.+)[\])】]"
_NUMBERED = (
    r"(?:(?:stage|state|phase|step|阶段|第) ?)?[#(\[]?"
    r"(?:[0-9]{1,3}|(?<=[段第])[一二三四五六七八九])"
    r"(?: ?阶段)?(?: ?[-–—.:、)\]] ?|(?<=阶段)| )(?P<rest>.*[^\W\d].*)"
)
_STAGE_NUMBER = (
    r"(?:(?:stage|state) ?[:=#]? ?|(?:项目)?(?:阶段|状态) ?[:=]? ?|第 ?)?"
    r"0*(?P<number>[0-9]{1,3})(?: ?阶段)?"
)
_STAGE_ID = r"(?:(?:stage|state)\b|(?:项目)?(?:阶段|状态)) ?[:=]?(?P<id>.+)|(?P<whole>.+?) ?阶段"
_HAN_NUMBER = r"阶段 ?[零一二三四五六七八九]|第[零一二三四五六七八九] ?阶段"
_HAN_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")
_WORDS_BEHIND = r"(?: ?[-–—:.,(/|] ?| )[a-z][a-z -]+\)?"
_FIGURES_OF_ID = r"[a-z]+0*(?P<number>[0-9]+)"


class NamedState(NamedTuple):
    """What a text names: a stage by its id, or else a status."""

    stage: str | None = None
    status: Status | None = None


def name_key(name: str) -> str:
    """Return what is compared of a name: its letters and figures, so that `Closed-Won` is one.

    Traditional characters count as the simplified ones.
    """
    return "".join(char for char in simplify_han(_fold(name)) if char.isalnum())


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class StageNames:
    """The names that a playbook's stages and statuses go by.

    `stages` are the stages' names and aliases by id, in order, and `statuses` those of statuses. A
    name that two stages share is neither's; one that a stage and a status share is the stage's. No
    text of more words than `longest` is one.
    """

    def __init__(
        self, stages: Mapping[str, Sequence[str]], statuses: Mapping[Status, Sequence[str]]
    ) -> None:
        every = [name for own in (*stages.values(), *statuses.values()) for name in own]
        self._ids = {id_.casefold(): id_ for id_ in stages}
        ids = (*self._ids, *(status.split("_")[0] for status in statuses))
        self._heads = {*(name_key(name.split()[0]) for name in every), *ids}
        self.longest = 1 + max(len(name.split()) for name in (*every, "id name"))
        self._numbers = _by_key((_id_number(id_), id_) for id_ in stages)
        self._own = {id_: [_fold(name) for name in own] for id_, own in stages.items()}
        self._stages = _by_key((name_key(name), id_) for id_, own in stages.items() for name in own)
        self._statuses: dict[str, Status] = {
            name_key(name): status for status, own in statuses.items() for name in (status, *own)
        }

    def may_begin(self, word: str) -> bool:
        """Whether a name may begin with this word: a quick look before finding what it names."""
        return any(name_key(name) in self._heads for name in _names_in(_fold(word)))

    def find(self, text: str, *, numbers: bool = True) -> NamedState | None:
        """Find what a text names: `P3`, `P3 设计交流`, `Negotiation`, `Stage 1 - Qualify`, `1-Won`.

        With `numbers` also `3`, `stage 3` and `阶段3`. None where it names nothing, or two stages
        (`P3 Negotiation`); a number before a name is another program's count, and means nothing.
        """
        plain = _fold(text)
        if found := re.fullmatch(_BRACKETS, plain):
            plain = found["inner"].strip()
        if stage := self._find_id(plain) or (numbers and self._find_number(plain)):
            return NamedState(stage=stage)
        return self._find_name(plain) or self._find_name_behind(plain)

    def _find_id(self, plain: str) -> str | None:
        found = re.fullmatch(_STAGE_ID, plain)
        id_ = (found["id"] or found["whole"]) if found else plain
        return self._ids.get(id_.replace(" ", ""))

    def _find_number(self, plain: str) -> str | None:
        if re.fullmatch(_HAN_NUMBER, plain):
            plain = plain.translate(_HAN_DIGITS)
        found = re.fullmatch(_STAGE_NUMBER, plain)
        return self._numbers.get(found["number"]) if found else None

    def _find_name(self, plain: str) -> NamedState | None:
        for key in map(name_key, _names_in(plain)):
            if key in self._stages:
                return NamedState(stage=self._stages[key])
            if key in self._statuses:
                return NamedState(status=self._statuses[key])
        return None

    def _find_name_behind(self, plain: str) -> NamedState | None:
        """Find the name behind a stage's id, which has to be of the same stage, or a number.

        Words of the stage's name do too: `P3 - mid level`.
        """
        if found := re.fullmatch(_NUMBERED, plain):
            return self._find_name(found["rest"])
        for id_, stage in self._ids.items():
            rest = plain.removeprefix(id_)
            if rest != plain and (
                self._find_name(rest) == (stage, None) or self._is_part_of(rest, stage)
            ):
                return NamedState(stage=stage)
        return None

    def _is_part_of(self, rest: str, stage: str) -> bool:
        """Whether what stands behind an id, apart from it, is words of that stage's own name."""
        if not re.fullmatch(_WORDS_BEHIND, rest):
            return False
        words = set(re.findall("[a-z]+", rest))
        return any(words <= set(re.findall("[a-z]+", name)) for name in self._own[stage])


def _names_in(plain: str) -> tuple[str, ...]:
    """Return the texts that the name may be: all, or without 阶段, 中, `in` and the like around."""
    around = re.fullmatch(_AROUND, plain)
    return (plain, around["name"]) if around else (plain,)


def _by_key(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map each key to the one stage that it belongs to, leaving out what two share."""
    stages: dict[str, set[str]] = {}
    for key, stage in names:
        stages.setdefault(key, set()).add(stage)
    return {key: min(own) for key, own in stages.items() if key and len(own) == 1}


def _id_number(stage_id: str) -> str:
    found = re.fullmatch(_FIGURES_OF_ID, stage_id.casefold())
    return found["number"] if found else ""
