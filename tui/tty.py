"""Settings of the terminal and the streams, made before Textual is loaded."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Mapping, MutableMapping

KITTY_KEYS = "TEXTUAL_DISABLE_KITTY_KEY"
PLAIN_TERMINALS = ("linux", "vt100", "vt102", "vt220", "dumb")


def settle_keys(environment: MutableMapping[str, str]) -> None:
    """Turn the Kitty key protocol off unless the user has said: under it terminals lose Chinese."""
    environment.setdefault(KITTY_KEYS, "1")


def plain_glyphs(environment: Mapping[str, str]) -> bool:
    """Whether only ASCII can be counted on: the terminal is an old one or the locale not UTF-8."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    utf8 = "utf8" in locale.lower().replace("-", "")
    return environment.get("TERM", "") in PLAIN_TERMINALS or not utf8


def attended() -> bool:
    """Whether a person sits at a terminal: both ends of the process are one."""
    return all(end is not None and end.isatty() for end in (sys.stdin, sys.stdout))


def hung_up() -> bool:
    """Whether the terminal that keys come from is gone: a dropped line is not always signalled."""
    poller = select.poll()
    poller.register(sys.__stdin__ or 0, select.POLLHUP)
    return any(event & (select.POLLHUP | select.POLLNVAL) for _file, event in poller.poll(0))


def nobody_reads() -> None:
    """Let standard output go nowhere: its reader has seen enough, and the work goes on."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
