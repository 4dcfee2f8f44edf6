"""Texts in the languages of a playbook, and the template grammar that reasons are written in.

A template is plain text with `{figure}` where a figure is printed and `{figure:one|other}` where a
word follows its number: `{left} {left:day|days}`. A brace that is meant is written twice.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import Field

from deals.model.base import Frozen


class BilingualText(Frozen):
    """The same words in each language that playbooks are written in."""

    en: Annotated[str, Field(min_length=1)]
    zh_CN: Annotated[str, Field(min_length=1)]

    def of(self, lang: str) -> str:
        """Return the words in `lang`, English for a language that the playbook does not have."""
        words: str = getattr(self, lang) if lang in LANGUAGES else self.en
        return words

    @property
    def every(self) -> tuple[str, ...]:
        """The words in all languages of the playbook."""
        return tuple(self.of(lang) for lang in LANGUAGES)


LANGUAGES = tuple(BilingualText.model_fields)
"""The languages that a playbook is written in."""

LIST_SEPARATORS = {"en": ", ", "zh_CN": "、"}
"""What stands between the items of a list, by language."""


class TextPart(NamedTuple):
    """A piece of a template: literal text, then a figure's name if any, and its words for one and
    for many if any.
    """

    literal: str
    figure: str | None
    words: tuple[str, str] | None


@lru_cache(maxsize=1024)
def template_parts(template: str) -> tuple[TextPart, ...]:
    """Split a template into its parts; ValueError where its braces cannot be read."""
    return tuple(
        TextPart(literal, name, _number_words(name, spec, conversion))
        for literal, name, spec, conversion in string.Formatter().parse(template)
    )


def _number_words(
    name: str | None, spec: str | None, conversion: str | None
) -> tuple[str, str] | None:
    if name is None:
        return None
    if conversion or not name.isidentifier():
        raise ValueError(name)
    if not spec:
        return None
    singular, bar, plural = spec.partition("|")
    if not bar or any(mark in spec for mark in "{}"):
        raise ValueError(spec)
    return singular, plural


def fill_template(template: str, figures: Mapping[str, str | int]) -> str:
    """Put the figures into a template; KeyError for a figure that is not given.

    A blank that parts a figure from Chinese words falls away where the figure is Chinese too.
    """
    filled = ""
    for piece in template_parts(template):
        filled = _join_han(filled, piece.literal)
        if piece.figure is not None:
            figure = figures[piece.figure]
            words = f"{figure}" if piece.words is None else piece.words[figure != 1]
            filled = _join_han(filled, words)
    return filled


def _join_han(before: str, behind: str) -> str:
    """Join two texts, without the blanks at the seam where Chinese words stand on both sides."""
    if re.search(_HAN_END, before) and re.match(_HAN_START, behind):
        return before.rstrip(" ") + behind.lstrip(" ")
    return before + behind


# Compiled by the first text that is filled: on the way to the first screen there may be none.
_HAN_END, _HAN_START = "[\u3400-\u9fff] ?$", " ?[\u3400-\u9fff]"
