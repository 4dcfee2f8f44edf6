"""Locking and unlocking: file, journal and backups, with nothing plain left and nothing lost."""

from __future__ import annotations

import errno
import gzip
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from deals.errors import UserError
from store import files, sealing
from store.backups import all_backups, backups_folder, keep_journal, make_backup, unpack_backup
from store.encryption import PassphraseKey, is_sealed, opens, store_is_sealed
from store.sealing import (
    LONGEST,
    change_passphrase,
    check_old_key,
    kept_passphrase,
    lock_store,
    printed_passphrase,
    read_passphrase,
    ready_to_change,
    ready_to_lock,
    ready_to_unlock,
    seal_rest,
    unlock_store,
)
from store.storage import AtomicJSONStorage
from store.store import Store
from tests.store import book_of, commit, documents, refusal_of, renamed, saved
from tests.store.faults import failing
from tests.store.kill_upkeep import SECRET, plain_copies
from wording import say

KEY = PassphraseKey("passphrase")
BOOK = renamed(book_of("a", "b"), "a", SECRET)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a daily and another backup, one of which is damaged."""
    place = tmp_path / "book" / "netloft.json"
    saved(place, BOOK).close()
    make_backup(place, place.read_bytes())
    torn = make_backup(place, place.read_bytes(), "migration")
    torn.write_bytes(gzip.compress(SECRET.encode())[:-4])
    return place


def content(folder: Path) -> dict[Path, bytes]:
    """Return every file below a folder."""
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def opened(path: Path, key: PassphraseKey | None = KEY) -> object:
    """Return the book in a store."""
    store = Store.open(path, key=key)
    store.close()
    return store.book


def test_a_locked_store_opens_with_its_key_alone(path: Path, true_cost: None) -> None:
    done = lock_store(path, KEY)
    assert (done.backups, done.left) == (len(list(backups_folder(path).iterdir())), ())
    assert store_is_sealed(path)
    assert opened(path) == BOOK
    for key, code in ((None, "store-sealed"), (PassphraseKey("Passphrase"), "passphrase-wrong")):
        before = content(path.parent)
        with pytest.raises(UserError) as refusal:
            Store.open(path, key=key)
        assert refusal_of(refusal) == (code, {"file": str(path)})
        assert content(path.parent) == before


def test_nothing_plain_is_left_and_all_comes_back(path: Path) -> None:
    before = {backup: unpack_backup(backup) for backup in all_backups(path)}
    scrap = path.with_name(f".{path.name}.0123456789ab.tmp")
    scrap.write_text(SECRET)
    (backups_folder(path) / ".2026-01-01-daily.json.gz.0123456789ab.tmp").write_text(SECRET)
    assert plain_copies(path.parent)
    lock_store(path, KEY)
    assert plain_copies(path.parent) == []
    done = unlock_store(path, KEY)
    assert (done.backups, done.left) == (len(before), ())
    assert opened(path, None) == BOOK
    assert {document["name"] for document in documents(path)} == {SECRET, BOOK.projects["b"].name}
    assert {backup: unpack_backup(backup) for backup in all_backups(path)}.keys() == before.keys()


def test_edits_of_a_locked_store_are_sealed_wherever_they_go(path: Path) -> None:
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    commit(store, store.book, renamed(store.book, "b", f"{SECRET} 2"), "edit", "me")
    assert plain_copies(path.parent) == []
    other = Store.open(path, key=KEY)
    assert other.book.projects["b"].name == f"{SECRET} 2"
    other.close()
    store.checkpoint()
    assert plain_copies(path.parent) == []
    store.close()
    assert plain_copies(path.parent) == []


def test_what_waits_in_the_journal_is_locked_too(path: Path) -> None:
    store = Store.open(path)
    commit(store, store.book, renamed(store.book, "b", f"{SECRET} 2"), "edit", "me")
    lock_store(path, KEY)
    assert plain_copies(path.parent) == []
    assert Store.open(path, key=KEY).book.projects["b"].name == f"{SECRET} 2"


def test_a_session_that_had_the_plain_store_open_is_refused(path: Path) -> None:
    store = Store.open(path)
    lock_store(path, KEY)
    before = content(path.parent)
    with pytest.raises(UserError) as refusal:
        commit(store, store.book, renamed(store.book, "b", "changed"), "edit", "me")
    assert refusal.value.code == "store-sealed"
    store.close()
    assert content(path.parent) == before


def test_a_session_with_the_key_goes_on_after_unlocking(path: Path) -> None:
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    unlock_store(path, KEY)
    commit(store, store.book, renamed(store.book, "b", "changed"), "edit", "me")
    store.close()
    assert opened(path, None) == renamed(BOOK, "b", "changed")


def test_a_wrong_passphrase_unlocks_nothing_and_touches_nothing(path: Path) -> None:
    lock_store(path, KEY)
    before = content(path.parent)
    for action in (lock_store, unlock_store):
        with pytest.raises(UserError) as refusal:
            action(path, PassphraseKey("wrong"))
        assert refusal.value.code == "passphrase-wrong"
    assert content(path.parent) == before


def test_locking_asks_for_nothing_that_is_done_or_missing(path: Path) -> None:
    assert ready_to_lock(path) is False
    for ready, place, code in (
        (ready_to_unlock, path, "store-unlocked"),
        (ready_to_lock, path.with_name("none"), "store-missing"),
        (ready_to_unlock, path.with_name("none"), "store-missing"),
    ):
        with pytest.raises(UserError) as refusal:
            ready(place)
        assert refusal_of(refusal) == (code, {"file": str(place)})
    lock_store(path, KEY)
    ready_to_unlock(path)
    with pytest.raises(UserError) as refusal:
        ready_to_lock(path)
    assert refusal.value.code == "store-locked"


def test_a_file_that_another_session_is_writing_is_waited_for(path: Path) -> None:
    before = content(path.parent)
    with AtomicJSONStorage(path).draft() as draft:
        draft.write([path.read_bytes()])
        with pytest.raises(UserError) as refusal:
            lock_store(path, KEY)
        assert refusal_of(refusal) == ("store-busy", {"file": str(path)})
    assert content(path.parent) == before


def half_locked(path: Path) -> None:
    """The store sealed and its backups not, as a kill leaves them."""
    with patch("store.sealing._seal_backups"):
        lock_store(path, KEY)
    assert store_is_sealed(path)
    assert plain_copies(path.parent)


def test_what_a_kill_left_plain_is_sealed_by_locking_again(path: Path) -> None:
    half_locked(path)
    assert ready_to_lock(path)
    assert lock_store(path, KEY).backups == len(list(backups_folder(path).iterdir()))
    assert plain_copies(path.parent) == []


def test_what_a_kill_left_plain_is_sealed_on_opening(path: Path) -> None:
    seal_rest(path, KEY)
    assert plain_copies(path.parent)
    half_locked(path)
    before = content(path.parent)
    seal_rest(path, PassphraseKey("wrong"))
    assert content(path.parent) == before
    seal_rest(path, KEY)
    assert plain_copies(path.parent) == []


def test_backups_of_another_passphrase_are_told_and_kept(path: Path) -> None:
    old = make_backup(path, PassphraseKey("former").new_codec().encode(b"{}"))
    kept = old.read_bytes()
    lock_store(path, KEY)
    done = unlock_store(path, KEY)
    assert done.left == (old,)
    assert old.read_bytes() == kept
    ready_to_unlock(path)
    with pytest.raises(UserError) as refusal:
        unlock_store(path, KEY)
    assert refusal_of(refusal) == ("passphrase-wrong", {"file": str(old)})
    assert unlock_store(path, PassphraseKey("former")).backups == 1
    with pytest.raises(UserError) as refusal:
        ready_to_unlock(path)


@pytest.mark.parametrize("action", [lock_store, unlock_store])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("number", range(1, 6))
def test_a_failing_disk_leaves_a_store_that_opens(
    path: Path, action: object, error: int, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if action is unlock_store:
        lock_store(path, KEY)
    monkeypatch.setattr(files, "os", failing("write", number, error))
    code = ""
    try:
        lock_store(path, KEY) if action is lock_store else unlock_store(path, KEY)
    except UserError as refusal:
        code = refusal.code
    monkeypatch.undo()
    assert code in {"store-unwritable", ""}
    assert opened(path) == BOOK
    lock_store(path, KEY) if action is lock_store else unlock_store(path, KEY)
    assert store_is_sealed(path) is (action is lock_store)
    assert action is unlock_store or not plain_copies(path.parent)


def test_a_damaged_sealed_store_is_refused_as_damaged(path: Path) -> None:
    lock_store(path, KEY)
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    with pytest.raises(UserError) as refusal:
        Store.open(path, key=KEY)
    assert refusal.value.code == "store-damaged"
    assert path.read_bytes() == data[:-1]
    assert is_sealed(data)


OTHER = PassphraseKey("another")


def drafted(path: Path) -> Path:
    """Lines left half typed, sealed as the store is."""
    file = path.with_name(f"{path.name}.drafts")
    file.write_bytes(KEY.codec(path.read_bytes(), path).encode(SECRET.encode()))
    return file


def test_a_changed_passphrase_is_that_of_file_journal_backups_and_half_typed_lines(
    path: Path, true_cost: None
) -> None:
    lock_store(path, KEY)
    drafts = drafted(path)
    store = Store.open(path, key=KEY)
    commit(store, store.book, renamed(store.book, "b", f"{SECRET} 2"), "edit", "me")
    done = change_passphrase(path, KEY, OTHER)
    assert (done.backups, done.left) == (len(all_backups(path)), ())
    assert opened(path, OTHER) == renamed(BOOK, "b", f"{SECRET} 2")
    with pytest.raises(UserError) as refusal:
        Store.open(path, key=KEY)
    assert refusal.value.code == "passphrase-wrong"
    assert plain_copies(path.parent) == []
    for file in (path, drafts, *all_backups(path)):
        assert opens(OTHER, unpack_backup(file)), file
    assert OTHER.codec(drafts.read_bytes(), drafts).decode(drafts.read_bytes()) == SECRET.encode()
    unlock_store(path, OTHER)
    assert opened(path, None) == renamed(BOOK, "b", f"{SECRET} 2")


def test_a_journal_that_was_set_aside_stays_readable(path: Path) -> None:
    lock_store(path, KEY)
    codec = KEY.codec(path.read_bytes(), path)
    lines = b"\n".join([codec.encode_line(b"a line", 1), b"torn"])
    kept = keep_journal(path, lines)
    assert change_passphrase(path, KEY, OTHER).left == ()
    data = unpack_backup(kept) or b""
    assert OTHER.codec(data, kept).decode(data) == b"a line\ntorn"


def test_what_a_kill_left_under_the_old_passphrase_is_done_by_the_same_call(path: Path) -> None:
    lock_store(path, KEY)
    with patch("store.sealing._reseal_rest"):
        change_passphrase(path, KEY, OTHER)
    assert not any(opens(OTHER, unpack_backup(backup)) for backup in all_backups(path))
    check_old_key(path, KEY)
    assert change_passphrase(path, KEY, OTHER).backups == len(all_backups(path))
    assert all(opens(OTHER, unpack_backup(backup)) for backup in all_backups(path))
    with pytest.raises(UserError) as refusal:
        check_old_key(path, KEY)
    assert refusal_of(refusal) == ("passphrase-wrong", {"file": str(path)})


def test_a_session_that_is_open_is_told_and_loses_nothing(path: Path) -> None:
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    other = Store.open(path, key=KEY)
    saved_here = commit(store, store.book, renamed(store.book, "b", "mine"), "edit", "me")
    change_passphrase(path, KEY, OTHER)
    before = content(path.parent)
    for session in (store, other):
        with pytest.raises(UserError) as refusal:
            commit(session, session.book, renamed(session.book, "b", "more"), "edit", "me")
        assert refusal_of(refusal) == ("passphrase-changed", {"file": str(path)})
        assert session.read_only is not None
        assert session.take_in() is None
    assert store.book == saved_here
    for session in (store, other):
        session.close()
    assert content(path.parent) == before
    assert opened(path, OTHER) == saved_here


def test_a_session_that_only_looks_learns_of_it_too(path: Path) -> None:
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    change_passphrase(path, KEY, OTHER)
    assert store.take_in() is None
    assert store.read_only is not None
    assert store.read_only.code == "passphrase-changed"
    assert store.book == BOOK


def test_a_change_that_cannot_be_touches_nothing(path: Path) -> None:
    for ready, place, code in (
        (ready_to_change, path, "store-unlocked"),
        (ready_to_change, path.with_name("none"), "store-missing"),
    ):
        with pytest.raises(UserError) as refusal:
            ready(place)
        assert refusal_of(refusal) == (code, {"file": str(place)})
    with pytest.raises(UserError) as refusal:
        change_passphrase(path, KEY, OTHER)
    assert refusal.value.code == "store-unlocked"
    lock_store(path, KEY)
    ready_to_change(path)
    before = content(path.parent)
    for old, new, code in (
        (PassphraseKey("wrong"), OTHER, "passphrase-wrong"),
        (KEY, PassphraseKey("passphrase"), "passphrase-same"),
    ):
        with pytest.raises(UserError) as refusal:
            change_passphrase(path, old, new)
        assert refusal.value.code == code
    assert content(path.parent) == before


def written(folder: Path, data: bytes, mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.write_bytes(data)
    file.chmod(mode)
    return file


@pytest.mark.parametrize(
    ("data", "passphrase"),
    [
        (b"secret", "secret"),
        (b"secret\n", "secret"),
        (b"secret\r\n", "secret"),
        (b" two words \nsecond line\n", " two words "),
        ("\ufeff口令\n".encode(), "口令"),
    ],
)
def test_the_first_line_counts(tmp_path: Path, data: bytes, passphrase: str) -> None:
    assert read_passphrase(written(tmp_path, data)) == passphrase
    assert read_passphrase(written(tmp_path, data, 0o400)) == passphrase


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o601])
def test_a_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    file = written(tmp_path, b"secret", mode)
    with pytest.raises(UserError) as refusal:
        read_passphrase(file)
    assert refusal_of(refusal) == ("passphrase-open", {"file": str(file), "mode": f"{mode:04o}"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "passphrase-empty"),
        (b"\nsecret", "passphrase-empty"),
        (b"\xff", "passphrase-encoding"),
        (b"secret\n" * LONGEST, "passphrase-long"),
    ],
)
def test_no_passphrase_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_passphrase(written(tmp_path, data))
    assert refusal.value.code == code


def test_no_file_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    for path, why in ((tmp_path / "none", "ENOENT"), (tmp_path, "EISDIR")):
        with pytest.raises(UserError) as refusal:
            read_passphrase(path)
        assert refusal_of(refusal) == ("passphrase-unreadable", {"file": str(path), "why": why})


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the environment, all else of ours being unset."""

    def setting(**names: str) -> None:
        for which in ("", "NEW_"):
            for how in ("FILE", "COMMAND"):
                monkeypatch.delenv(f"NETLOFT_{which}PASSPHRASE_{how}", raising=False)
        for name, value in names.items():
            monkeypatch.setenv(f"NETLOFT_{name}", value)

    return setting


def test_the_environment_leads_to_the_passphrase(
    tmp_path: Path, named: Callable[..., None]
) -> None:
    file = str(written(tmp_path, b"secret"))
    named()
    assert kept_passphrase() is None
    named(PASSPHRASE_FILE=file, NEW_PASSPHRASE_COMMAND=f"cat '{file}'")
    assert (kept_passphrase(), kept_passphrase("NEW_")) == ("secret", "secret")
    named(PASSPHRASE_FILE=file, PASSPHRASE_COMMAND="echo other")
    with pytest.raises(UserError) as refusal:
        kept_passphrase()
    assert refusal.value.code == "passphrase-both"


VARIABLE = "NETLOFT_PASSPHRASE_COMMAND"


def python(program: str) -> str:
    """Return a command that runs a program."""
    return shlex.join([sys.executable, "-c", program])


@pytest.mark.parametrize(
    ("command", "passphrase"),
    [
        ("printf 'secret\\nsecond line\\n'", "secret"),
        ("printf %s ' two  words '", " two  words "),
        (python("print('口令')"), "口令"),
        ("echo $HOME; rm -rf /none", "$HOME; rm -rf /none"),
    ],
)
def test_the_first_line_that_a_command_prints_counts(command: str, passphrase: str) -> None:
    assert printed_passphrase(command, VARIABLE) == passphrase


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        ("'", ("passphrase-command-quotes", {})),
        ("netloft-no-such-command", ("passphrase-command-missing", {"why": "ENOENT"})),
        ("/", ("passphrase-command-missing", {"why": "EACCES"})),
        ("sh -c 'echo secret; exit 3'", ("passphrase-command-failed", {"status": 3})),
        ("true", ("passphrase-command-empty", {})),
        ("  ", ("passphrase-command-empty", {})),
        ("printf '\\nsecret'", ("passphrase-command-empty", {})),
        ("printf '\\377'", ("passphrase-command-utf8", {})),
        ("yes secret", ("passphrase-command-long", {"limit": 64})),
    ],
)
def test_a_command_that_gives_no_passphrase_is_refused_and_not_shown(
    command: str, refusal: tuple[str, dict[str, str | int]]
) -> None:
    with pytest.raises(UserError) as caught:
        printed_passphrase(command, VARIABLE)
    code, figures = refusal
    assert refusal_of(caught) == (code, {"variable": VARIABLE, **figures})
    assert "secret" not in say(caught.value)
    assert VARIABLE in say(caught.value)


@pytest.mark.parametrize("command", ["sleep 60", "sh -c 'sleep 2 & echo secret'"])
def test_a_command_that_does_not_end_is_not_waited_for(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "COMMAND_SECONDS", 0.2)
    with pytest.raises(UserError) as refusal:
        printed_passphrase(command, VARIABLE)
    assert refusal.value.code == "passphrase-command-late"
