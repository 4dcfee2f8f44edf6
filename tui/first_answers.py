"""What a new user is likely to answer: the name of the account, the currency of the locale."""

from __future__ import annotations

import locale
import os

from deals.parsing.amounts import currency_code

MOST_LETTERS = 60


def guess_name() -> str:
    """Return the full name that the system has of the user; empty where it has none."""
    try:
        from pwd import getpwuid

        comment = getpwuid(os.getuid()).pw_gecos
    except (ImportError, KeyError, OSError):
        return ""
    name = comment.partition(",")[0].strip()
    return name if name.isprintable() and len(name) <= MOST_LETTERS else ""


def guess_currency() -> str:
    """Return the code of the currency of the user's locale; empty where it names none we know."""
    before = locale.setlocale(locale.LC_MONETARY)
    try:
        locale.setlocale(locale.LC_MONETARY, "")
        named = str(locale.localeconv()["int_curr_symbol"]).strip()
    except (locale.Error, ValueError):  # a locale that is not installed
        return ""
    finally:
        locale.setlocale(locale.LC_MONETARY, before)
    return currency_code(named) or ""
