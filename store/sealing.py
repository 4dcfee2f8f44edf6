"""Locking a store, changing its passphrase and unlocking it: file, backups and half-typed lines.

The data file goes first, whole, in one rename: a kill at any instant leaves a store that opens,
plain or sealed. Backups follow one by one; what a kill left of them is done by the next call, or
by `seal_rest` as soon as the sealed store is opened.
"""

from __future__ import annotations

import errno
import gzip
import os
import select
import shlex
import stat
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

from deals.errors import UserError
from store.backups import list_kept, list_scraps, unpack_backup, write_packed
from store.encryption import (
    PLAIN,
    Codec,
    PassphraseKey,
    SealedCodec,
    is_sealed,
    opens,
    require_package,
    store_is_sealed,
    unseal,
)
from store.files import read_whole, refuse_os_errors, remove_file
from store.storage import AtomicJSONStorage
from store.store import whole_store
from store.unsaved import has_plain_unsaved, reseal_unsaved, seal_unsaved, unseal_unsaved


@dataclass(frozen=True, slots=True)
class SealingResult:
    """What came of it: how many backups were rewritten, and those that had to stay as they are."""

    backups: int
    left: tuple[Path, ...] = ()


def ready_to_lock(path: Path) -> bool:
    """Whether the store is sealed already, but not all of its backups.

    Refusals, before anybody is asked for a passphrase: `store-missing` (file), `store-locked`
    (file) where all is sealed, and `passphrase-package`.
    """
    file = _existing_file(path)
    require_package()
    if not store_is_sealed(path):
        return False
    if not (_plain_backups(file) or has_plain_unsaved(file)):
        raise UserError("store-locked", file=str(path))
    return True


def ready_to_unlock(path: Path) -> None:
    """Refuse `store-missing` (file), and `store-unlocked` (file) where nothing is sealed."""
    file = _existing_file(path)
    if not store_is_sealed(path) and not any(map(_is_sealed_backup, list_kept(file))):
        raise UserError("store-unlocked", file=str(path))


def ready_to_change(path: Path) -> None:
    """Refuse `store-missing`, `store-unlocked` (file) if plain, and `passphrase-package`."""
    _existing_file(path)
    require_package()
    if not store_is_sealed(path):
        raise UserError("store-unlocked", file=str(path))


def check_old_key(path: Path, old: PassphraseKey) -> None:
    """Refuse (`passphrase-wrong`: file) a key that opens neither the store nor a backup.

    Where a kill broke off a change, backups may still be under the old one.
    """
    file = _existing_file(path)
    sealed = filter(_is_sealed_backup, list_kept(file))
    if not (
        opens(old, file.read_bytes()) or any(opens(old, unpack_backup(backup)) for backup in sealed)
    ):
        raise UserError("passphrase-wrong", file=str(path))


def _existing_file(path: Path) -> Path:
    file = AtomicJSONStorage(path).file
    if not file.exists():
        raise UserError("store-missing", file=str(path))
    return file


def lock_store(path: Path, key: PassphraseKey) -> SealingResult:
    """Seal the store and its backups, or the backups of a sealed one that were left plain.

    Refusals, nothing touched: those of opening it, `store-missing` (file), `store-busy` (file) and
    `passphrase-package`. `store-unwritable` and those of make_backup leave it plain or sealed, and
    openable.
    """
    fresh = key.new_codec()
    with whole_store(path, key) as (storage, data):
        if is_sealed(data):
            return _seal_backups(storage, key.codec(data, path))
        _replace(storage, fresh.encode(data), fresh, data)
        return _seal_backups(storage, fresh)


def change_passphrase(path: Path, old: PassphraseKey, new: PassphraseKey) -> SealingResult:
    """Give a sealed store another passphrase; what is on the disk is sealed all the time.

    The file goes first, in one rename: a kill leaves it under the old passphrase or the new. What
    it leaves under the old one, backups and half-typed lines, is done by the same call again.
    Refusals, nothing touched: those of opening the store, `store-missing` (file), `store-busy`
    (file), `store-unlocked` (file), `passphrase-same` and `passphrase-package`; later ones as of
    lock.
    """
    if old.is_same(new):
        raise UserError("passphrase-same")
    fresh = new.new_codec()
    with refuse_os_errors("store-unreadable", path):
        changed = opens(new, _existing_file(path).read_bytes())
    with whole_store(path, new if changed else old) as (storage, data):
        if not is_sealed(data):
            raise UserError("store-unlocked", file=str(path))
        if changed:
            return _reseal_rest(storage, old, new.codec(data, path))
        plain = old.codec(data, path).decode(data)
        _replace(storage, fresh.encode(plain), fresh, plain)
        return _reseal_rest(storage, old, fresh)


def unlock_store(path: Path, key: PassphraseKey) -> SealingResult:
    """Make the store plain again, and the backups that this passphrase opens.

    Refusals, nothing touched: those of opening it, `store-missing` (file), `store-busy` (file), and
    `passphrase-wrong` (file) of a backup where the store itself is plain and no backup opens.
    """
    with whole_store(path, key) as (storage, data):
        if is_sealed(data):
            plain = key.codec(data, path).decode(data)
            _replace(storage, plain, PLAIN, plain)
        turned = _open_backups(storage, key)
        if turned.left and not (turned.backups or is_sealed(data)):
            raise UserError("passphrase-wrong", file=str(turned.left[0]))
        return turned


def seal_rest(path: Path, key: PassphraseKey) -> None:
    """Seal what a kill left plain beside a sealed store; costs a look at each backup.

    Whoever may not, or would have to wait for the lock, leaves it to the next.
    """
    with suppress(OSError, UserError):
        storage = AtomicJSONStorage(path)
        if not (_plain_backups(storage.file) or has_plain_unsaved(storage.file)):
            return
        with storage.locked(seconds=0):
            found = read_whole(storage.file)
            if found is not None and is_sealed(found[0]):
                _seal_backups(storage, key.codec(found[0], path))


def _replace(storage: AtomicJSONStorage, data: bytes, codec: Codec, plain: bytes) -> None:
    """Put `data` in place of the file, once it is known to be read as `plain` by the codec."""
    if codec.decode(data) != plain:
        raise UserError("store-damaged", file=str(storage.path))
    with refuse_os_errors("store-unwritable", storage.path), storage.draft() as draft:
        draft.write([data])
        draft.place()


def _seal_backups(storage: AtomicJSONStorage, codec: SealedCodec) -> SealingResult:
    with refuse_os_errors("store-unwritable", storage.path):
        # What does not unpack holds data none the less: it is sealed as it is.
        done = _rewrite_backups(
            _plain_backups(storage.file),
            lambda backup, data: codec.encode(backup.read_bytes() if data is None else data),
        )
        _remove_scraps(storage.file)
        seal_unsaved(storage.file, codec)
    return done


def _reseal_rest(
    storage: AtomicJSONStorage, old: PassphraseKey, codec: SealedCodec
) -> SealingResult:
    """Put backups and half-typed lines under the codec, less what the old key does not open."""

    def reseal(backup: Path, data: bytes | None) -> bytes | None:
        if data is None or codec.has_sealed(data):
            return data
        plain = unseal(data, backup, old)
        return None if plain is None else codec.encode(plain)

    with refuse_os_errors("store-unwritable", storage.path):
        done = _rewrite_backups(list_kept(storage.file), reseal)
        reseal_unsaved(storage.file, old, codec)
        _remove_scraps(storage.file)
    return done


def _open_backups(storage: AtomicJSONStorage, key: PassphraseKey) -> SealingResult:
    with refuse_os_errors("store-unwritable", storage.path):
        unseal_unsaved(storage.file, key)
        return _rewrite_backups(
            filter(_is_sealed_backup, list_kept(storage.file)),
            lambda backup, data: unseal(data or b"", backup, key),
        )


def _rewrite_backups(
    backups: Iterable[Path], recode: Callable[[Path, bytes | None], bytes | None]
) -> SealingResult:
    """Rewrite backups from their unpacked bytes: None leaves one, the same bytes skip it."""
    turned, left = 0, []
    for backup in backups:
        data = unpack_backup(backup)
        recoded = recode(backup, data)
        if recoded is None:
            left.append(backup)
        elif recoded is not data:
            write_packed(backup, recoded)
            turned += 1
    return SealingResult(turned, tuple(left))


def _remove_scraps(file: Path) -> None:
    for scrap in list_scraps(file):
        remove_file(scrap)


def _plain_backups(file: Path) -> list[Path]:
    return [backup for backup in list_kept(file) if not _is_sealed_backup(backup)]


def _is_sealed_backup(backup: Path) -> bool:
    """Whether a backup begins as a sealed one; not all of it need be unpacked for that."""
    try:
        with gzip.open(backup) as packed:
            return is_sealed(packed.read(64))
    except (OSError, EOFError, ValueError):
        return False


COMMAND_SECONDS = 60.0
"""How long the command may take: whoever keeps the passphrase may first ask for another."""
LONGEST = 2**16
"""Bytes that the command may print, or the file hold."""

PassphraseSlot = Literal["", "NEW_"]
"""The passphrase that opens the store, or the one that it is to have."""


def kept_passphrase(which: PassphraseSlot = "") -> str | None:
    """Return the passphrase that the environment leads to; None where it names nothing.

    Refusals: those of `kept_secret`.
    """
    return kept_secret(f"{which}PASSPHRASE")


def kept_secret(name: str, *, terminal: bool = True) -> str | None:
    """Return the secret that NETLOFT_name_FILE or NETLOFT_name_COMMAND leads to, None for neither.

    Without the `terminal` a command may ask in a window of its own, or an agent, but not there.

    Refusals: `passphrase-both` (first, second) where both are set, and those of read_passphrase and
    printed_passphrase.
    """
    names = (f"NETLOFT_{name}_FILE", f"NETLOFT_{name}_COMMAND")
    file, command = map(os.environ.get, names)
    if file and command:
        raise UserError("passphrase-both", first=names[0], second=names[1])
    if file:
        return read_passphrase(Path(file))
    return printed_passphrase(command, names[1], terminal=terminal) if command else None


def read_passphrase(file: Path) -> str:
    """Return the first line of the file, without its line break.

    Refusals: `passphrase-unreadable` (file, why), `passphrase-open` (file, mode) where others than
    the user have any right to it, `passphrase-long` (file, limit: KB), `passphrase-encoding` (file)
    where it is not UTF-8, and `passphrase-empty`.
    """
    with refuse_os_errors("passphrase-unreadable", file):
        about = file.stat()
        mode = stat.S_IMODE(about.st_mode)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UserError("passphrase-open", file=str(file), mode=f"{mode:04o}")
        if about.st_size > LONGEST:
            raise UserError("passphrase-long", file=str(file), limit=LONGEST // 2**10)
        found = read_whole(file)
    try:
        line = _first_line(found[0] if found else b"")
    except UnicodeDecodeError:
        raise UserError("passphrase-encoding", file=str(file)) from None
    if not line:
        raise UserError("passphrase-empty")
    return line


def printed_passphrase(command: str, variable: str, *, terminal: bool = True) -> str:
    """Return the first line that a command prints, without its line break. No shell reads the
    command: it is split into words as a shell would, and its first word run.

    The command may hold the passphrase itself, so no refusal names it, only the variable that has
    it: `passphrase-command-quotes`,
    `passphrase-command-missing` (why), `passphrase-command-failed` (status),
    `passphrase-command-late` (seconds), `passphrase-command-long` (limit),
    `passphrase-command-utf8` and `passphrase-command-empty`.
    """
    try:
        words = shlex.split(command)
    except ValueError:
        raise UserError("passphrase-command-quotes", variable=variable) from None
    try:
        line = _first_line(_run_command(words, variable, terminal=terminal))
    except UnicodeDecodeError:
        raise UserError("passphrase-command-utf8", variable=variable) from None
    if not line:
        raise UserError("passphrase-command-empty", variable=variable)
    return line


def _first_line(data: bytes) -> str:
    return data.partition(b"\n")[0].removesuffix(b"\r").decode("utf-8-sig")


def _run_command(words: list[str], variable: str, *, terminal: bool) -> bytes:
    """Run a command and return all that it prints; its questions go where ours go, or nowhere where
    it has not got the terminal.
    """
    if not words:
        raise UserError("passphrase-command-empty", variable=variable)
    try:
        process = subprocess.Popen(
            words,
            stdin=None if terminal else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if terminal else subprocess.DEVNULL,
            start_new_session=not terminal,
        )
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        why = errno.errorcode.get(number or errno.EINVAL, "EINVAL")
        raise UserError("passphrase-command-missing", variable=variable, why=why) from None
    with process:
        try:
            data = _read_output(process, variable)
            status = process.wait(COMMAND_SECONDS)
        except (TimeoutError, subprocess.TimeoutExpired):
            seconds = int(COMMAND_SECONDS)
            raise UserError("passphrase-command-late", variable=variable, seconds=seconds) from None
        finally:
            process.kill()
    if status:
        raise UserError("passphrase-command-failed", variable=variable, status=status)
    return data


def _read_output(process: subprocess.Popen[bytes], variable: str) -> bytes:
    """Return what a process prints to the end of its output; TimeoutError where that does not come.

    Not by `communicate`: a child of the command that goes on would be waited for, and an endless
    output kept.
    """
    until, data = monotonic() + COMMAND_SECONDS, bytearray()
    pipe = process.stdout
    while pipe is not None:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - monotonic()))
        if not ready:
            raise TimeoutError
        piece = os.read(pipe.fileno(), LONGEST)
        data += piece
        if len(data) > LONGEST:
            raise UserError("passphrase-command-long", variable=variable, limit=LONGEST // 2**10)
        if not piece:
            break
    return bytes(data)
