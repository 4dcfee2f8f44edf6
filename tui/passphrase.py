"""Asks for the passphrase of a locked store, before Textual is loaded and without showing it."""

from __future__ import annotations

import sys
from getpass import getpass

from deals.refusal import Refusal
from screens.kit.wording import N_, _
from store.crypt import Key
from store.passphrases import Which, kept_passphrase
from tui.input_filter import without_answers

ASK = N_("Passphrase: ")
NEW = N_("New passphrase: ")
AGAIN = N_("The same again: ")


def known_key() -> Key:
    """The key of a locked store: as the environment leads to it, else as typed.

    Refused is what kept_passphrase says, `passphrase-needed` where nobody can type, and
    `passphrase-empty`.
    """
    kept = kept_passphrase()
    return Key(_typed(_(ASK)) if kept is None else kept)


def new_key(which: Which = "") -> Key:
    """The key to lock a store with; typed twice, for nobody can open it after a slip.

    Refused as known_key, `passphrase-new-needed` where nobody can type the one that follows
    another, and `passphrase-differs`.
    """
    kept = kept_passphrase(which)
    if kept is not None:
        return Key(kept)
    if which and not _can_type():
        raise Refusal("passphrase-new-needed")
    passphrase = _typed(_(NEW))
    if _typed(_(AGAIN)) != passphrase:
        raise Refusal("passphrase-differs")
    return Key(passphrase)


def _can_type() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _typed(prompt: str) -> str:
    if not _can_type():
        raise Refusal("passphrase-needed")
    try:
        passphrase = without_answers(getpass(prompt))
    except EOFError:
        raise Refusal("passphrase-needed") from None
    if not passphrase:
        raise Refusal("passphrase-empty")
    return passphrase
