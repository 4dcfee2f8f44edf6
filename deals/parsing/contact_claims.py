"""What single words claim of a person: marks, words that the app shows, titles and departments."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from deals.errors import UserError
from deals.model import ApprovalLine
from deals.parsing.contact_words import (
    CHINESE,
    CHINESE_NAME,
    DEPARTMENT,
    ENGLISH_TITLE,
    FIELDS,
    FUNCTION_WORDS,
    GROUP,
    HEADS,
    HOUSE_PARTS,
    LEVEL_WORDS,
    LIKELY,
    NAMELESS,
    OFFICE,
    PERSON,
    RANKS,
    ROLE_WORDS,
    STANCE_WORDS,
    SURNAMED,
    TITLE,
    TITLE_LINKS,
    TITLE_NOUNS,
    ContactClaims,
    Label,
)
from deals.parsing.text import LatePattern, fold_text

_CERTAIN: Mapping[str, ContactClaims] = {
    "+": {"stance": "supports"},
    "-": {"stance": "opposes"},
    "=": {"stance": "neutral"},
    "?": {"stance": "unknown"},
    "stance?": {"stance": "unknown"},
    "level?": {"level": None},
    "line?": {"lines": {}},
    "boss?": {"boss": None},
    **dict.fromkeys(("cr?", "cr未知", "cr不详", "关系未知"), ContactClaims(cr=None)),
}

_CR = LatePattern(
    r"(?:cr|客户关系程度|关系程度|客户关系|关系)-?(?P<cr>[0-9]+|[一二三四五])级?(?P<stance>[+=?-])?"
)


def read_certain(word: str) -> ContactClaims | None:
    """Read what a word claims wherever it stands after the name."""
    found = _CR.fullmatch(word)
    if found is None:
        return _CERTAIN.get(word)
    claims: ContactClaims = {"cr": read_cr(found["cr"])}
    return {**claims, **_CERTAIN[found["stance"]]} if found["stance"] else claims


def read_likely(word: str) -> ContactClaims | None:
    """Read what a word claims unless more of the name follows: it could be part of a name too."""
    if word in LIKELY:
        return LIKELY[word]
    lines = read_lines(word)
    if lines:
        return {"lines": lines}
    return {"cr": read_cr(word)} if re.fullmatch("[0-9]", word) else None


_DIGITS = str.maketrans("一二三四五", "12345")


def read_cr(digits: str) -> int:
    """Read the figure of a relationship level; refusal `cr-range`."""
    digits = digits.translate(_DIGITS)
    if digits not in ("1", "2", "3", "4", "5"):
        raise UserError("cr-range", text=digits)
    return int(digits)


def is_claim(word: str) -> bool:
    """Whether a word says something of a person by itself."""
    return read_likely(fold_text(word)) is not None


_LINES: Mapping[str, ApprovalLine] = {"t": "technical", "b": "commercial"}

_PLACES = LatePattern(r"[tb][1-9]?(?:[+/&]?[tb][1-9]?)?")

_PLACE = LatePattern(r"([tb])([1-9]?)")

_BOTH = frozenset({"技术+商务", "技术/商务", "商务+技术", "商务/技术", "技术商务"})


def read_lines(text: str) -> Mapping[ApprovalLine, int | None] | None:
    """Read the places on the approval lines that `T`, `TB`, `T/B` or `T2B1` name; None for none."""
    word = "".join(fold_text(text).split())
    if word in _BOTH:
        return {"technical": None, "commercial": None}
    if not _PLACES.fullmatch(word):
        return None
    return {
        _LINES[place[1]]: int(place[2]) if place[2] else None for place in _PLACE.finditer(word)
    }


def _read_labelled_cr(word: str) -> ContactClaims | None:
    digits = word.removeprefix("cr").removesuffix("级").strip()
    if digits in ("?", "未知", "不详", "unknown"):
        return {"cr": None}
    return {"cr": read_cr(digits)} if digits.isdecimal() else None


def _read_labelled_stance(word: str) -> ContactClaims | None:
    stance = STANCE_WORDS.get(word) or {"未知": "unknown", "不明": "unknown"}.get(word)
    return None if stance is None else _STANCES_OF[stance]


_STANCES_OF: Mapping[str, ContactClaims] = {
    stance: LIKELY[word] for word, stance in STANCE_WORDS.items()
}

CLOSED: Mapping[Label, Callable[[str], ContactClaims | None]] = {
    "level": lambda word: LIKELY[word] if word in LEVEL_WORDS else None,
    "role": lambda word: LIKELY[word] if word in ROLE_WORDS else None,
    "function": lambda word: {"function": FUNCTION_WORDS[word]} if word in FUNCTION_WORDS else None,
    "lines": lambda word: {"lines": lines} if (lines := read_lines(word)) else LIKELY.get(word),
    "cr": _read_labelled_cr,
    "stance": _read_labelled_stance,
}


def read_post(word: str, *, named: bool) -> ContactClaims | None:
    """Read a Chinese word behind a name: a department by how it ends.

    Behind a Chinese name it may be a title, by how it ends, both (技术部主管), or a field of work.
    """
    if re.search("[是的了给在]", word):
        return None
    if re.fullmatch(DEPARTMENT, word) and not word.endswith("干部"):
        return {"department": word}
    if not named or not re.fullmatch(CHINESE, word):
        return None
    if both := re.fullmatch(f"(?P<department>{DEPARTMENT})(?P<title>{OFFICE})", word):
        return {"department": both["department"], "title": both["title"]}
    if re.fullmatch(TITLE, word) and not re.fullmatch(PERSON, word):
        return {"title": word}
    return {"department": word} if re.fullmatch(GROUP, word) else None


def read_bracket(text: str) -> ContactClaims:
    """Read what stands in brackets behind a name: a title, unless it is plainly something else.

    Several parts are read one by one where no two of them are of one kind.
    """
    parts = [_read_bracketed(part.strip()) for part in re.split("[,，、;；]", text) if part.strip()]
    merged = ContactClaims()
    for claims in parts if len(parts) > 1 else ():
        if merged.keys() & claims.keys():
            return {"title": text}
        merged = {**merged, **claims}
    return merged if len(parts) > 1 else _read_bracketed(text)


def _read_bracketed(text: str) -> ContactClaims:
    word = fold_text(text)
    if NAMELESS.fullmatch(word):
        return {}
    claims = read_certain(word) or (None if word.isdigit() else read_likely(word))
    if claims is None and word and all(part in FIELDS for part in word.split()):
        claims = {"department": text}
    if claims is None and re.fullmatch(CHINESE, text):
        post = read_post(text, named=True)
        claims = post if post and "department" in post else None
    return claims or {"title": text}


def read_english_post(text: str) -> ContactClaims | None:
    """Read a title or a department that stands alone between marks."""
    words = fold_text(text).split()
    if NAMELESS.fullmatch(" ".join(words)):
        return {}
    if words[-1] in HOUSE_PARTS and len(words) > 1:
        return {"department": text}
    if ENGLISH_TITLE.search(text):
        return {"title": text}
    return {"department": text} if all(word in FIELDS for word in words) else None


def read_behind(word: str) -> ContactClaims | None:
    """Read a word that stands behind the name: a likely one, a title or a department."""
    likely = read_likely(fold_text(word))
    if likely is not None or _is_somebody(word):
        return likely
    return read_post(word, named=True)


def _is_somebody(word: str) -> bool:
    return bool(re.fullmatch(SURNAMED, word)) and not re.fullmatch(OFFICE, word)


def is_person(word: str) -> bool:
    """Whether a Chinese word may be a name, and is no department."""
    return bool(re.fullmatch(CHINESE_NAME, word)) and not re.fullmatch(DEPARTMENT, word)


def is_given(word: str) -> bool:
    """Whether a word may be of a person's name: no figure in it, and no word of titles."""
    return not re.search("[0-9]", word) and word not in FIELDS | RANKS | TITLE_NOUNS


def measure_title(words: Sequence[str]) -> int:
    """Count the words of an English title that begins here; 0 where none does.

    Ranks and fields, a noun, then its field: `Senior Vice President Operations`, `Head of IT`.
    """
    folded = [fold_text(word) for word in words]
    at = _find_noun(folded)
    if at is None:
        return 0
    at += 1
    linked = folded[at : at + 1] != [] and folded[at] in TITLE_LINKS
    while at < len(words) and (linked or _is_of_title(folded[at])):
        linked = folded[at] in TITLE_LINKS or (linked and words[at][:1].isupper())
        at += 1
    while at > 1 and is_claim(words[at - 1]):
        at -= 1
    return at


def measure_department(words: Sequence[str]) -> int:
    """Count the words of an English department that begins here: `IT dept`, `Supply Chain`."""
    at = 0
    while at < len(words) and _is_among(fold_text(words[at]), FIELDS) and not is_claim(words[at]):
        at += 1
    return at + (0 < at < len(words) and fold_text(words[at]) in HOUSE_PARTS)


def _find_noun(words: Sequence[str]) -> int | None:
    """Find where the noun of a title stands behind its ranks and fields."""
    if words[:1] == ["chief"] and words[2:3] == ["officer"]:
        return 2
    for at, word in enumerate(words):
        if _is_among(word, TITLE_NOUNS) or (word in HEADS and (at or words[1:2] == ["of"])):
            return at
        if not _is_among(word, _BEFORE_NOUN):
            return None
    return None


_ORDINALS = frozenset(("i", "ii", "iii", "iv"))
_BEFORE_NOUN = FIELDS | RANKS
_OF_TITLE = FIELDS | TITLE_LINKS | TITLE_NOUNS | HOUSE_PARTS | _ORDINALS


def _is_among(word: str, words: frozenset[str]) -> bool:
    """Whether a word is one of them, or several with strokes between: `CFO/COO`."""
    return word in words or ("/" in word and all(part in words for part in word.split("/")))


def _is_of_title(word: str) -> bool:
    return _is_among(word, _OF_TITLE)
