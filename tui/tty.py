"""The system, the terminal and the streams, settled before Textual is loaded.

Nothing is imported here that Windows lacks: `check_platform` comes before all else.
"""

from __future__ import annotations

import locale
import os
import select
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from store.setting_specs import ColorSetting

KITTY_KEYS = "TEXTUAL_DISABLE_KITTY_KEY"
COLOR_SYSTEM = "TEXTUAL_COLOR_SYSTEM"
COLOR_TERMINALS = ("256", "direct", "kitty", "alacritty", "ghostty", "foot", "wezterm")
PLAIN_TERMINALS = ("linux", "vt100", "vt102", "vt220", "dumb")


def settle_keys(environment: MutableMapping[str, str]) -> None:
    """Turn the Kitty key protocol off unless the user has said: under it terminals lose Chinese."""
    environment.setdefault(KITTY_KEYS, "1")


def settle_colors(environment: MutableMapping[str, str]) -> None:
    """Have Textual pass colours on as they are, unless the user has said: what the terminal can
    show is settled by `choose_colors`, and heeded where they are chosen.
    """
    environment.setdefault(COLOR_SYSTEM, "truecolor")


def choose_colors(
    environment: Mapping[str, str], setting: ColorSetting | None = None
) -> ColorSetting:
    """Return what the terminal is sent: as the settings say, else none where NO_COLOR is set, else
    256 colours where it names itself as one that has them. More look the same and cost more.
    """
    if setting is not None:
        return setting
    if environment.get("NO_COLOR"):
        return "none"
    term = environment.get("TERM", "")
    many = environment.get("COLORTERM") or any(name in term for name in COLOR_TERMINALS)
    return "256" if many else "16"


def plain_glyphs(environment: Mapping[str, str]) -> bool:
    """Whether only ASCII can be counted on: the terminal is an old one or the locale not UTF-8."""
    return environment.get("TERM", "") in PLAIN_TERMINALS or not is_utf8(environment)


def locale_name(environment: Mapping[str, str]) -> str:
    """Return the name of the locale that texts are in, empty where none is set."""
    return next(filter(None, map(environment.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")


def is_utf8(environment: Mapping[str, str]) -> bool:
    """Whether the locale's texts are UTF-8."""
    return "utf8" in locale_name(environment).lower().replace("-", "")


def is_attended() -> bool:
    """Whether a person sits at a terminal: both ends of the process are one."""
    return all(end is not None and end.isatty() for end in (sys.stdin, sys.stdout))


class Poller(Protocol):
    """What tells the state of files, as `select.poll()` does."""

    def register(self, file: int, events: int, /) -> None:
        """Have a file told of."""

    def poll(self, milliseconds: float, /) -> Sequence[tuple[int, int]]:
        """Return the files that there is something to tell of, each with its events."""


class HangUpWatch:
    """Tells whether the terminal that keys come from is gone: a dropped line is not always
    signalled.

    Some versions of macOS cannot poll a terminal and call it invalid from the start; there the
    terminal itself is asked whether it still is one.
    """

    def __init__(self, file: int, poller: Poller | None = None) -> None:
        self._file = file
        self._poller = poller or select.poll()
        self._poller.register(file, select.POLLHUP)
        self._can_poll = not self._events() & select.POLLNVAL

    def _events(self) -> int:
        return next((event for _file, event in self._poller.poll(0)), 0)

    def hung_up(self) -> bool:
        """Whether it is gone now."""
        if self._can_poll:
            return bool(self._events() & (select.POLLHUP | select.POLLNVAL))
        return bool(self._events() & select.POLLHUP) or not os.isatty(self._file)


def nobody_reads(*streams: TextIO) -> None:
    """Let the streams, or standard output, go nowhere: the reader has seen enough, and the work
    goes on.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams or (sys.stdout,):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


WINDOWS = "win32"
SUPPORTED = ("linux", "darwin")


def check_platform(
    platform: str, arguments: Sequence[str], environment: Mapping[str, str]
) -> str | None:
    """Return what is to be said of a system, as Python names it; None of one that is supported."""
    if platform in SUPPORTED:
        return None
    from wording import _

    _speak_early(arguments, environment)
    if platform == WINDOWS:
        return _(
            "Netloft runs on Linux, macOS and WSL, but not on Windows itself: install it in WSL."
        )
    return _(
        "Netloft is made for Linux, macOS and WSL; on this system ({platform}) it is untried."
    ).format(platform=platform)


def _speak_early(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Speak the user's language as far as it is known without the settings, which lie in the store
    room: by the arguments, the environment, or else the system.
    """
    from wording import choose_language, use_language
    from wording.language import asked_language

    name = locale.setlocale(locale.LC_CTYPE).lower()
    # Windows writes the whole word, such as "Chinese (Simplified)_China.936".
    system = "zh" if name.startswith(("zh", "chinese")) else "en"
    lang = environment.get("LANG") or system
    use_language(choose_language(asked_language(arguments), None, {**environment, "LANG": lang}))
