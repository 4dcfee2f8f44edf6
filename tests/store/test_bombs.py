"""Files made to exhaust the memory: packed, nested or sealed so. Each is refused before it can."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from deals.errors import UserError
from deals.playbook import parse_playbook
from store import encryption
from store.backups import is_good, unpack, unpacked
from store.check import check
from store.compression import SMALL, UnpackLimitError, gunzip, inflate
from store.encryption import MOST_MEMORY, PassphraseKey, SealHeader
from store.output_files import write_output
from store.recognition import is_export
from store.restore import restore
from store.settings import parse_settings
from store.store import Store
from store.tables.archive import export_json, read_json
from store.tables.table_files import import_files
from tests.store import book_of, refusal_of, saved
from tests.store.tables.sheets import reading
from wording import LANGUAGES

MEGABYTE = bytes(2**20)
MOST = 2 * SMALL + 2**26
"""Bytes that refusing a bomb may take at most: what is looked at of it, twice, and some more."""


def bomb(megabytes: int, kind: int = 31) -> bytes:
    """So many megabytes of nothing, packed a thousand to one."""
    packing = zlib.compressobj(9, zlib.DEFLATED, kind)
    return b"".join([*(packing.compress(MEGABYTE) for _ in range(megabytes)), packing.flush()])


@pytest.fixture(scope="module")
def packed() -> bytes:
    return bomb(256)


@pytest.fixture
def bounded() -> Iterator[None]:
    """Sees that no more than MOST is taken at any time."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MOST
    finally:
        tracemalloc.stop()


def test_a_packed_bomb_is_not_unpacked(packed: bytes, bounded: None) -> None:
    with pytest.raises(UnpackLimitError):
        gunzip(packed)
    # The same in many members, each of which is harmless.
    with pytest.raises(UnpackLimitError):
        gunzip(gzip.compress(MEGABYTE) * 256)
    with pytest.raises(UnpackLimitError):
        inflate(bomb(128, 15))
    assert unpack(packed) is None


def test_whatever_is_honest_is_unpacked() -> None:
    data = bytes(range(256)) * 40_000
    packed = gzip.compress(data)
    assert gunzip(packed) == unpack(packed) == data
    assert gunzip(gzip.compress(b"one") + gzip.compress(b"two") + bytes(9)) == b"onetwo"
    assert gunzip(gzip.compress(b"")) == b""
    assert len(gunzip(gzip.compress(MEGABYTE * 8))) == 8 * 2**20
    for broken in (packed[:-1], packed[:-8] + b"12345678", packed + b"x"):
        assert unpack(broken) is None


def test_a_bomb_is_no_backup_and_harms_nobody_who_meets_it(
    tmp_path: Path, packed: bytes, bounded: None
) -> None:
    path = tmp_path / "book" / "netloft.json"
    saved(path, book_of("a")).close()
    file = path.with_name(f"{path.name}.backups") / "2099-01-01-daily.json.gz"
    file.write_bytes(packed)
    assert unpacked(file) is None
    assert not is_good(file)
    before = path.read_bytes()
    with pytest.raises(UserError) as refusal:
        restore(path, file)
    assert refusal_of(refusal) == ("backup-damaged", {"file": str(file)})
    assert path.read_bytes() == before
    assert check(path).sound
    path.write_bytes(b"{")
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert refusal.value.code == "store-damaged"
    assert refusal.value.figures["backup"] != str(file)
    target = tmp_path / "out.json"
    target.write_bytes(packed)
    with pytest.raises(UserError) as refusal:
        write_output(target, export_json(book_of("a")), is_export)
    assert refusal.value.code == "output-exists"


@pytest.mark.parametrize(("n", "r", "p"), [(2**20, 32, 1), (2**20, 8, 1), (2**16, 32, 16)])
def test_a_head_that_asks_for_much_memory_is_refused(
    tmp_path: Path, n: int, r: int, p: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = SealHeader(b"0" * 16, n, r, p, b"1" * 28)
    path = tmp_path / "netloft.json"
    path.write_bytes(head.line + b"\nsealed")
    if head.memory <= MOST_MEMORY + 2**20:
        assert SealHeader.of(path.read_bytes(), path) == head
        return
    monkeypatch.setattr(encryption.PassphraseKey, "_derive", lambda *_: pytest.fail("it was tried"))
    asked = {"memory": head.memory // 2**20, "limit": 256}
    for action in (
        lambda: Store.open(path, key=PassphraseKey("a")),
        lambda: restore(path, path, PassphraseKey("a")),
    ):
        with pytest.raises(UserError) as refusal:
            action()
        assert refusal_of(refusal) == ("store-costly", {"file": str(path), **asked})


DEEP = {
    "arrays": f"me = {'[' * 50_000}",
    "tables": f"me = {'{a=' * 5_000}1{'}' * 5_000}",
    "keys": f"{'.'.join(['keys'] * 2_000)} = 1",
    "many keys": f"a.'b' . {'.'.join(['c'] * 20_000)} = 1",
    "header": f"[{'.'.join(['c'] * 20_000)}]",
    "inline": f"me = {{ {'.'.join(['c'] * 20_000)} = 1 }}",
    "length": "# a\n" * 300_000,
    "number": f"me = {'9' * 5_000}",
}


@pytest.mark.parametrize("which", DEEP)
def test_deep_toml_is_refused_with_its_file(which: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_settings(DEEP[which], Path("config.toml"), LANGUAGES)
    assert (refusal.value.code[:9], refusal.value.figures["file"]) == ("settings-", "config.toml")
    with pytest.raises(UserError) as refusal:
        parse_playbook(DEEP[which], "playbook.toml")
    assert (refusal.value.code[:9], refusal.value.figures["file"]) == ("playbook-", "playbook.toml")


@pytest.mark.parametrize("depth", [300, 1_100, 100_000])
def test_deep_json_is_refused(tmp_path: Path, depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    data = export_json(book_of("a")).replace(b'"projects":[{', b'"projects":[{"own":%s,' % deep, 1)
    path = tmp_path / "all.json"
    path.write_bytes(data)
    store = Store.open(tmp_path / "netloft.json")
    if depth < 1_000:
        with pytest.raises(UserError) as caught:
            store.commit(store.book, read_json(data, "all.json"), "import", "me")
        assert caught.value.code == "store-unstorable"
        return
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(data)
    result = import_files([path], store.book, reading())
    assert [refusal.code for refusal in result.refusals] == ["archive-damaged"]
    (tmp_path / "deep.json").write_bytes(deep)
    with pytest.raises(UserError) as caught:
        Store.open(tmp_path / "deep.json")
    assert caught.value.code == "store-damaged"
