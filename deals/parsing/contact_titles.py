"""A person's name apart from the title beside it, as tables have both in one cell.

`Karen Wu (CIO)`, `张三-副总经理`, `Ann Lee, CTO`: it is read as the line of a contact is. What
is in no bracket counts only where its words are those of titles, so that no name is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from deals.errors import UserError
from deals.parsing.contact_claims import (
    measure_department,
    measure_title,
    read_behind,
    read_bracket,
    read_english_post,
)
from deals.parsing.contact_entries import read_entries
from deals.parsing.contact_words import ENGLISH_TITLE, PERSON, TITLE, ContactClaims
from deals.parsing.text import LatePattern, fold_text

_BRACKET = LatePattern(
    r"(?P<name>[^()（）\[\]【】<>]+?)\s*[(（\[【<](?P<inside>[^()（）\[\]【】<>]+)[)）\]】>]"
)
_STROKE = LatePattern(r"[-–—/／:：|｜]")
_HAN = LatePattern(r"[\u3400-\u9fff]")
_LONGEST = 80


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Person = TypeVar("Person", bound=_Named)


class TitledName(NamedTuple):
    """A person as one text names them: the name, and what is said of their post."""

    name: str
    title: str | None = None
    department: str | None = None
    text: str = ""

    @property
    def has_post(self) -> bool:
        """Whether anything is said of a post."""
        return bool(self.title or self.department)

    def with_post(self, post: TitledName) -> TitledName:
        """Return the person with what else is said of their post."""
        return self._replace(
            name=f"{self.name}{post.name}",
            title=self.title or post.title,
            department=self.department or post.department,
            text=f"{self.text} {post.text}",
        )


@lru_cache(maxsize=4096)  # of cells, which say the same again and again
def read_titled_name(text: str) -> TitledName:
    """Read a text that names one person; all of it is the name unless a post is surely in it."""
    plain = TitledName(text, text=text)
    if len(text) > _LONGEST:
        return plain
    if found := _BRACKET.fullmatch(text):
        name, post = found["name"], _bracketed_post(found["inside"].strip(), text)
        if post is None:
            return plain
        before = read_titled_name(name)
        both = (before.title and post.title) or (before.department and post.department)
        return TitledName(name, *post[1:]) if both else before.with_post(post)._replace(text=text)
    if not (_STROKE.search(text) if _HAN.search(text) else ENGLISH_TITLE.search(text)):
        return plain
    return _read_marked(text) or plain


def read_lone_post(text: str) -> TitledName | None:
    """Read a text that is a title or a department and names nobody; None for another."""
    if not text.strip() or len(text) > _LONGEST:
        return None
    claims: ContactClaims | None
    if _HAN.search(text):
        claims = read_behind(text)
    else:
        words = text.split()
        sure = len(words) in (measure_title(words), measure_department(words))
        claims = read_english_post(text) if sure else None
    if not claims or claims.keys() - {"title", "department"}:
        return None
    return TitledName("", claims.get("title"), claims.get("department"), text)


def bare_name(name: str) -> str:
    """Return a name without the title beside it, folded: what two spellings of one person share."""
    return fold_text(read_titled_name(name).name)


def by_bare_name(people: Iterable[Person]) -> list[tuple[str, Person]]:
    """Return people with their bare names; of two alike the one without a title goes first."""
    named = [(bare_name(person.name), person) for person in people]
    return sorted(named, key=lambda each: each[0] != fold_text(each[1].name))


def _bracketed_post(inside: str, text: str) -> TitledName | None:
    """Read what a bracket behind a name says; None where that is no post."""
    claims = read_bracket(inside)
    title = claims.get("title")
    known = bool(title) and _is_title(title or "")
    if claims.keys() - {"title", "department"}:
        return TitledName("", inside, None, text) if known else None
    if not claims or (title and not known):
        return None
    return TitledName("", title, claims.get("department"), text)


def _is_title(text: str) -> bool:
    if _HAN.search(text):
        return any(
            re.fullmatch(TITLE, word) and not re.fullmatch(PERSON, word)
            for word in re.split(r"[\s,，、/;；]+", text)
        )
    return bool(ENGLISH_TITLE.search(text))


def _read_marked(text: str) -> TitledName | None:
    """Read a name and a post with a mark or blanks between, as the line of a contact."""
    try:
        entries = read_entries(text)
    except UserError:
        return None
    if len(entries) != 1:
        return None
    name, claims = entries[0].name, entries[0].claims
    if not claims or not name or claims.keys() - {"title", "department"}:
        return None
    return TitledName(name, claims.get("title"), claims.get("department"), text)
