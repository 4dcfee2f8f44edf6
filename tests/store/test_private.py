"""Private: whose links are followed, and who may look at what lies at a store's place."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deals.errors import UserError
from store import files
from store.backups import backups_folder, make_backup
from store.encryption import PassphraseKey
from store.files import real_path
from store.restore import back_up, restore
from store.sealing import lock_store, unlock_store
from store.store import Store
from tests.store import book_of, commit, refusal_of, renamed, saved

STRANGER = 54321


@pytest.fixture
def estrange(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a link somebody else's: by its owner, or where we may not, by taking us for another."""

    def given_away(link: Path) -> None:
        if os.geteuid() == 0:
            os.lchown(link, STRANGER, STRANGER)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: STRANGER)

    return given_away


def test_ones_own_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "real" / "store.json").touch()
    (tmp_path / "link.json").symlink_to("folder/../folder/store.json")
    wanted = (tmp_path / "real" / "store.json").resolve()
    assert real_path(tmp_path / "link.json") == wanted
    assert real_path(tmp_path / "folder" / "store.json") == wanted


@pytest.mark.parametrize("kind", ["file", "folder", "further"])
def test_a_strangers_link_is_not_followed(
    tmp_path: Path, estrange: Callable[[Path], None], kind: str
) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "store.json"
    saved(target, book_of("a")).close()
    link = {"file": tmp_path / "link.json", "folder": tmp_path / "linked"}.get(
        kind, tmp_path / "hop.json"
    )
    link.symlink_to(target.parent if kind == "folder" else target)
    path = link / "store.json" if kind == "folder" else link
    if kind == "further":
        path = tmp_path / "mine.json"
        path.symlink_to(link)
    estrange(link)
    before = target.read_bytes()
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert refusal_of(refusal) == ("link-foreign", {"file": str(path), "link": str(link)})
    assert target.read_bytes() == before


def test_no_backup_goes_through_a_strangers_link(
    tmp_path: Path, estrange: Callable[[Path], None]
) -> None:
    file = tmp_path / "store.json"
    (tmp_path / "elsewhere").mkdir()
    backups_folder(file).symlink_to(tmp_path / "elsewhere")
    make_backup(file, b"{}")
    estrange(backups_folder(file))
    with pytest.raises(UserError) as refusal:
        make_backup(file, b"{}")
    assert refusal.value.code == "link-foreign"
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_all_that_a_store_ever_writes_is_private_from_birth(
    tmp_path: Path, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at after every step: nothing was ever open to others, not for an instant."""
    place = tmp_path / "home" / "netloft.json"
    open_: dict[str, str] = {}

    class Watching:
        def __getattr__(self, name: str) -> object:
            real = getattr(os, name)
            if name not in {"open", "mkdir", "fchmod", "write", "fsync", "rename"}:
                return real

            def step(*args: object, **options: object) -> object:
                done = real(*args, **options)
                for entry in filter(Path.exists, (place.parent, *place.parent.rglob("*"))):
                    mode = stat.S_IMODE(entry.lstat().st_mode)
                    if mode & 0o077:
                        open_[str(entry)] = f"{mode:04o}"
                return done

            return step

    monkeypatch.setattr(files, "os", Watching())
    before = os.umask(umask)
    try:
        store = saved(place, book_of("a"))
        commit(store, store.book, renamed(store.book, "a", "Net"), "edit", "me")
        store.close()
        key = PassphraseKey("passphrase")
        copy = back_up(place, place.parent / "copy.gz")
        restore(place, copy)
        lock_store(place, key)
        unlock_store(place, key)
    finally:
        os.umask(before)
    assert open_ == {}
    modes = {
        stat.S_IMODE(file.stat().st_mode) for file in place.parent.rglob("*") if file.is_file()
    }
    assert modes == {0o600}


def test_nothing_goes_to_temporary_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setattr(tempfile, "tempdir", None)
    place = tmp_path / "home" / "netloft.json"
    saved(place, book_of("a")).close()
    restore(place, back_up(place))
    lock_store(place, PassphraseKey("passphrase"))
    unlock_store(place, PassphraseKey("passphrase"))
    touched = {file.relative_to(tmp_path).parts[0] for file in tmp_path.rglob("*")}
    assert touched == {"home", "tmp"}
    assert list(elsewhere.iterdir()) == []
    beside = {file.name for file in place.parent.iterdir()}
    assert beside == {place.name, f"{place.name}.lock", f"{place.name}.backups"}
