"""Prompts for the passphrase of a locked store, before Textual is loaded and without echo."""

from __future__ import annotations

import sys
from getpass import getpass

from deals.errors import UserError
from store.encryption import PassphraseKey
from store.sealing import PassphraseSlot, kept_passphrase
from tui.input_filter import without_answers
from wording import N_, _

ASK = N_("Passphrase: ")
NEW = N_("New passphrase: ")
AGAIN = N_("The same again: ")


def known_key() -> PassphraseKey:
    """Return the key of a locked store: from where the environment says, else as typed.

    Refused is what kept_passphrase says, `passphrase-needed` where nobody can type, and
    `passphrase-empty`.
    """
    kept = kept_passphrase()
    return PassphraseKey(_read_passphrase(_(ASK)) if kept is None else kept)


def new_key(which: PassphraseSlot = "") -> PassphraseKey:
    """Return the key to lock a store with; typed twice, for nobody can open it after a slip.

    Refused as known_key, `passphrase-new-needed` where nobody can type the one that follows
    another, and `passphrase-differs`.
    """
    kept = kept_passphrase(which)
    if kept is not None:
        return PassphraseKey(kept)
    if which and not _can_type():
        raise UserError("passphrase-new-needed")
    passphrase = _read_passphrase(_(NEW))
    if _read_passphrase(_(AGAIN)) != passphrase:
        raise UserError("passphrase-differs")
    return PassphraseKey(passphrase)


def _can_type() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _read_passphrase(prompt: str) -> str:
    if not _can_type():
        raise UserError("passphrase-needed")
    try:
        passphrase = without_answers(getpass(prompt))
    except EOFError:
        raise UserError("passphrase-needed") from None
    if not passphrase:
        raise UserError("passphrase-empty")
    return passphrase
