"""Which language is spoken now, and gettext in it.

The language is looked up when a sentence is made, never when a module is loaded: a screen may be
imported before or after `use_language`, and keep its texts in class bodies marked with `N_`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations, translation
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

Language = Literal["en", "zh_CN"]

DOMAIN = "netloft"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(slots=True)
class _Speech:
    """The one setting of the process: its language and the catalogue that goes with it."""

    language: Language
    catalogue: NullTranslations


_speech = _Speech("en", NullTranslations())


def asked_language(arguments: Sequence[str]) -> Language | None:
    """Return the language that the arguments ask for; help and complaints are in it too."""
    for word, value in pairwise([*arguments, ""]):
        if word == "--lang" and known_language(value):
            return known_language(value)
        if word.startswith("--lang="):
            return known_language(word.removeprefix("--lang="))
    return None


def known_language(text: str) -> Language | None:
    """Return the language of ours that a tag means, such as zh, zh-CN or zh_CN.UTF-8; else None."""
    wanted = re.split("[-_.@]", text.lower())[0]
    return next((known for known in LANGUAGES if known.partition("_")[0] == wanted), None)


def choose_language(
    asked: str | None, setting: str | None, environment: Mapping[str, str]
) -> Language:
    """Return the language to speak: the one asked for, else the user's setting, else the locale's.

    Of the locale the first of LC_ALL, LC_MESSAGES and LANG that is set decides, as in POSIX; any
    Chinese one is taken as zh_CN and any other as English.
    """
    wishes = (asked, setting, *map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    wish = next((wish for wish in wishes if wish), "en")
    return "zh_CN" if wish.lower().startswith("zh") else "en"


def use_language(lang: str) -> None:
    """Speak `lang` from now on; an unknown language, or one without its catalogue, is English."""
    _speech.language = next((known for known in LANGUAGES if known == lang), "en")
    _speech.catalogue = translation(DOMAIN, LOCALE, [_speech.language], fallback=True)


def language() -> Language:
    """Return the language spoken now."""
    return _speech.language


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is written; `_` says it where it is shown."""
    return message


def _(message: str) -> str:
    """Return the message in the language spoken now; fill its named placeholders with `.format`."""
    return _speech.catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the message for so many of a thing, in the language spoken now."""
    return _speech.catalogue.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return the message in the language spoken now; `context` tells English homonyms apart."""
    return _speech.catalogue.pgettext(context, message)
