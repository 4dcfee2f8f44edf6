"""The commands that encrypt the store at rest and make it plain again: lock, unlock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import LocalizedCommand
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from store.sealing import SealingResult
    from tui.session import Session

LOCK = N_("Encrypt the store and its backups under a passphrase.")
UNLOCK = N_("Make a locked store and its backups plain again.")
LOCKED = N_(
    "The store is locked. Nobody can open it without the passphrase; "
    "copies made elsewhere stay as they are."
)
UNLOCKED = N_("The store is no longer locked: its file is a plain TinyDB file again.")
CHANGE = N_("Give a locked store another passphrase instead.")
CHANGED = N_(
    "The passphrase is changed. Copies made elsewhere still open with the old one; "
    "sessions that are open go on as read-only until they are opened again."
)
LEFT = N_("{file} does not open with this passphrase and stays locked")


@click.command("lock", cls=LocalizedCommand, help=LOCK)
@click.option("--change", "changing", is_flag=True, help=CHANGE)
@click.pass_obj
def lock(session: Session, changing: bool) -> None:
    """Seal the store under a passphrase typed twice; one that a kill left half done, under its own.

    Nothing is asked for unless there is a store, and the package to seal it with.
    """
    from store.sealing import lock_store as seal
    from store.sealing import ready_to_lock
    from tui.output import console
    from tui.passphrase import new_key

    if changing:
        change_passphrase(session)
        return
    sealed = ready_to_lock(session.store_path)
    done = seal(session.store_path, session.asked_key if sealed else new_key())
    console.line(_(LOCKED))
    _tell(done)


def change_passphrase(session: Session) -> None:
    """Put the store and its backups under another passphrase; asked for only with the old one."""
    from store.sealing import change_passphrase as change
    from store.sealing import check_old_key, ready_to_change
    from tui.output import console
    from tui.passphrase import new_key

    ready_to_change(session.store_path)
    check_old_key(session.store_path, session.asked_key)
    done = change(session.store_path, session.asked_key, new_key("NEW_"))
    console.line(_(CHANGED))
    _tell(done)


@click.command("unlock", cls=LocalizedCommand, help=UNLOCK)
@click.pass_obj
def unlock(session: Session) -> None:
    """Write the store and its backups plain; backups under another passphrase are told."""
    from store.sealing import ready_to_unlock
    from store.sealing import unlock_store as unseal
    from tui.output import console

    ready_to_unlock(session.store_path)
    done = unseal(session.store_path, session.asked_key)
    console.line(_(UNLOCKED))
    _tell(done)


def _tell(done: SealingResult) -> None:
    from tui.output import console

    if done.backups:
        words = ngettext(
            "{count} backup was rewritten", "{count} backups were rewritten", done.backups
        )
        console.line(words.format(count=done.backups))
    for file in done.left:
        console.complain(_(LEFT).format(file=file))
