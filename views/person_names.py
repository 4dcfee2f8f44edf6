"""Names of persons in fewer cells than they take: the surname is what stays. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from views.styled_text import fit, width

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "ing", "herr", "frau"})
# In a name of a person only these are small; other small words tell of an office.
_PARTICLE_WORDS = (
    "a af al av bin bint da dal das de degli dei del dela della den der di do dos du e el en "
    "i ibn la las le li lo los op ten ter t van vom von vd y z za zu zum zur"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_OFFICE_WORDS = (
    "accountant administrator assistant board buyer cao ceo cfo chair chairman chairwoman "
    "chief cio clerk controller coo cto deputy department dept director directorate engineer "
    "gm inspector manager office officer owner president principal "
    "purchaser purchasing receptionist secretary supervisor team technician treasurer vp"
)
_OFFICES = frozenset(_OFFICE_WORDS.split())
_BEHIND = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "mba"})
# A syllable as pinyin has it; with one of the surnames before it a name has its surname first.
_SYLLABLES = re.compile(r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[aeiouü]{1,3})(?:ng?|r)?){1,2}")
_PINYIN_SURNAMES = re.compile(
    "wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|gao|lin|luo|zheng|"
    "liang|xie|song|tang|feng|yu|dong|xiao|cheng|cao|yuan|deng|han|fu|shen|zeng|peng|l[uüv]|su|"
    "jiang|cai|jia|ding|wei|xue|ye|yan|pan|du|dai|xia|zhong|tian|ren|fan|fang|shi|yao|tan|liao|"
    "zou|xiong|jin|hao|kong|bai|cui|kang|mao|qiu|qin|gu|hou|shao|meng|long|wan|duan|qian|yin|"
    "chang|lai|gong|pang|mo|ouyang|zhuge|sima"
)


def shorten_name(name: str, cells: int) -> str:
    """Return the longest that fits of the whole name, `A. Lindqvist` and the surname alone.

    Where none does it is the surname, for the caller to cut; so it is with whatever is no name of
    several words in an alphabet. A place may be narrower than nothing, where more stands before it.
    """
    if width(name) <= max(cells, 0):
        return name
    given, surname = split_name(name)
    initial = f"{given[:1]}. {surname}"
    return initial if given and width(initial) <= cells else surname


def fit_name(name: str, cells: int) -> str:
    """Return the name in exactly so many cells."""
    return fit(shorten_name(name, cells), cells)


def surname_cells(names: Iterable[str], most: int) -> int:
    """Return the cells in which the least that each goes by is whole, `most` at the most."""
    return min(most, max((_least_cells(name) for name in {*names}), default=0))


@lru_cache(maxsize=10_000)
def _least_cells(name: str) -> int:
    return width(split_name(name)[1]) if name.strip() else 0


def split_name(name: str) -> tuple[str, str]:
    """Return given name and surname; all is surname where a name does not say which is which.

    Small words belong to the surname (`van der Berg`), and so does what stands behind it (`Jr.`);
    a form of address goes. In pinyin the surname comes first. An office in place of a name
    (`Deputy director in charge`) has no surname: its first words tell it.
    """
    parts = name.split()
    if width(name) != len(name) or not all(map(_WORD.fullmatch, parts)) or _is_office(parts):
        return "", name
    while len(parts) > 1 and _plain(parts[0]) in _ADDRESS:
        parts = parts[1:]
    if len(parts) < 2:
        return "", " ".join(parts)
    if _is_pinyin(parts):
        return " ".join(parts[1:]), parts[0]
    end = len(parts) - 1
    while end > 1 and _plain(parts[end]) in _BEHIND:
        end -= 1
    while end > 1 and parts[end - 1].islower():
        end -= 1
    return " ".join(parts[:end]), " ".join(parts[end:])


def _is_office(parts: list[str]) -> bool:
    """Whether words tell what somebody is, there being no name yet."""
    if _plain(parts[0]) in _OFFICES or _plain(parts[-1]) in _OFFICES:
        return True
    small = [_plain(word) for word in parts[1:] if word.islower()]
    return len(parts) > 2 and parts[0][:1].isupper() and not _PARTICLES.issuperset(small)


def _is_pinyin(parts: list[str]) -> bool:
    first, *rest = map(_plain, parts)
    syllables = all(_SYLLABLES.fullmatch(word.replace("-", "")) for word in rest)
    return len(parts) == 2 and bool(_PINYIN_SURNAMES.fullmatch(first)) and syllables


def _plain(word: str) -> str:
    return word.casefold().strip(".")
