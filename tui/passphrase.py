"""Asks for the passphrase of a locked store, before Textual is loaded and without showing it."""

from __future__ import annotations

import sys
from getpass import getpass

from deals.refusal import Refusal
from screens.kit.wording import N_, _
from store.crypt import Key
from store.passphrases import passphrase_file, read_passphrase
from tui.input_filter import without_answers

ASK = N_("Passphrase: ")
NEW = N_("New passphrase: ")
AGAIN = N_("The same again: ")


def known_key() -> Key:
    """The key of a locked store: of the file that NETLOFT_PASSPHRASE_FILE names, else as typed.

    Refused is what read_passphrase says, `passphrase-needed` where nobody can type, and
    `passphrase-empty`.
    """
    file = passphrase_file()
    return Key(read_passphrase(file) if file else _typed(_(ASK)))


def new_key() -> Key:
    """The key to lock a store with; typed twice, for nobody can open it after a slip.

    Refused as known_key, and `passphrase-differs`.
    """
    file = passphrase_file()
    if file:
        return Key(read_passphrase(file))
    passphrase = _typed(_(NEW))
    if _typed(_(AGAIN)) != passphrase:
        raise Refusal("passphrase-differs")
    return Key(passphrase)


def _typed(prompt: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise Refusal("passphrase-needed")
    try:
        passphrase = without_answers(getpass(prompt))
    except EOFError:
        raise Refusal("passphrase-needed") from None
    if not passphrase:
        raise Refusal("passphrase-empty")
    return passphrase
