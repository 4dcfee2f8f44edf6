"""The language that is spoken now, and gettext in it.

The language is looked up when a sentence is made, never when a module is loaded: a screen may be
imported before or after `use_language`, and keep its texts in class bodies marked with `N_`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations, translation
from itertools import pairwise
from pathlib import Path

from deals.parsing.text import LatePattern

DOMAIN = "netloft"
LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"
"""The language that messages are written in, and what stands where a text has no other."""
LANGUAGES = (ENGLISH, *sorted(folder.parent.name for folder in LOCALE.glob("*/LC_MESSAGES")))
"""The languages that are spoken: English, and each that has a folder with a catalogue."""
LANGUAGE_NAMES: Mapping[str, str] = {ENGLISH: "English", "zh_CN": "中文"}
"""What a language calls itself, so that who does not read this one finds theirs."""


@dataclass(slots=True)
class _Speech:
    """The one setting of the process: its language and the catalogue that goes with it."""

    language: str
    catalogue: NullTranslations


_speech = _Speech(ENGLISH, NullTranslations())
_drawn_arrow = ""


def asked_language(arguments: Sequence[str]) -> str | None:
    """Find the language that the arguments ask for; help and complaints are in it too."""
    for word, value in pairwise([*arguments, ""]):
        if word == "--lang" and known_language(value):
            return known_language(value)
        if word.startswith("--lang="):
            return known_language(word.removeprefix("--lang="))
    return None


def known_language(text: str) -> str | None:
    """Find the language of ours that a tag means, such as zh, zh-CN or zh_CN.UTF-8."""
    tag = re.split("[.@]", text.replace("-", "_"))[0].lower()
    exact = (known for known in LANGUAGES if known.lower() == tag)
    near = (known for known in LANGUAGES if known.partition("_")[0] == tag.partition("_")[0])
    return next(exact, None) or next(near, None)


def choose_language(asked: str | None, setting: str | None, environment: Mapping[str, str]) -> str:
    """Choose the language to speak: the one asked for, else the user's setting, else the locale's.

    Of the locale the first of LC_ALL, LC_MESSAGES and LANG that is set decides, as in POSIX. A
    country that has no catalogue gets another of its language (`zh_TW` zh_CN), any other English.
    """
    wishes = (asked, setting, *map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    wish = next((wish for wish in wishes if wish), ENGLISH)
    return known_language(wish) or ENGLISH


def use_language(lang: str) -> None:
    """Speak `lang` from now on; an unknown language, or one without its catalogue, is English."""
    _speech.language = lang if lang in LANGUAGES else ENGLISH
    _speech.catalogue = translation(DOMAIN, LOCALE, [_speech.language], fallback=True)


def speaker(lang: str) -> Callable[[str], str]:
    """Return what says a message in another language than the one spoken; the first time of each
    its catalogue is read.
    """
    return translation(DOMAIN, LOCALE, [lang], fallback=True).gettext


def language() -> str:
    """Return the language spoken now."""
    return _speech.language


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is written; `_` says it where it is shown."""
    return message


def _(message: str) -> str:
    """Return the message in the language spoken now; fill its named placeholders with `.format`."""
    return _speech.catalogue.gettext(message) if message else ""


_HAN_BLANK = LatePattern(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def join_han(text: str) -> str:
    """Return a sentence without the blanks that set a name apart, where that is Chinese too."""
    return text if text.isascii() else _HAN_BLANK.sub("", text)


def add_note(text: str, note: str) -> str:
    """Return a text with what is said of it in brackets behind it, those of the language."""
    return _("{text} ({note})").format(text=text, note=note)


def show_move(old: str, new: str) -> str:
    """Return from what to what something moves, with the arrow of the language."""
    return draw_arrow(_("{old} -> {new}")).format(old=old, new=new)


def use_arrow(arrow: str) -> None:
    """Draw moves with this arrow from now on, and no longer with that of the language."""
    global _drawn_arrow
    _drawn_arrow = arrow


def drawn_arrow() -> str:
    """Return the arrow that moves are drawn with; empty for that of the language."""
    return _drawn_arrow


def draw_arrow(message: str) -> str:
    """Return a message that has yet to be filled in, with the arrow in use for that in it."""
    return re.sub(r" (?:->|→) ", f" {_drawn_arrow} ", message) if _drawn_arrow else message


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the message for so many of a thing, in the language spoken now."""
    return _speech.catalogue.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return the message in the language spoken now; `context` tells English homonyms apart."""
    return _speech.catalogue.pgettext(context, message)
