"""Sealed bytes: opened by their passphrase alone, and by nothing that was changed."""

from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.playbook import parse_playbook
from store import encryption
from store.backups import is_good, unpack, unpack_backup
from store.check import inspect_store
from store.encryption import (
    MOST_MEMORY,
    PLAIN,
    SMALL,
    PassphraseKey,
    SealHeader,
    UnpackLimitError,
    codec_of,
    gunzip,
    inflate,
    is_sealed,
    store_is_sealed,
)
from store.json_layout import is_export
from store.output_files import write_output
from store.restore import restore
from store.sealing import lock_store
from store.settings import parse_settings
from store.store import Store
from store.tables.table_files import export_json, import_files, read_json
from tests.store import book_of, commit, journal_of, names, refusal_of, renamed, saved
from tests.store.keys import quick_codec, quick_keys
from tests.store.tables.sheets import reading
from wording import LANGUAGES

FILE = Path("netloft.json")
KEY = PassphraseKey("Parole 北辰")
with quick_keys():
    CODEC = KEY.new_codec()


@given(st.binary(max_size=2000))
def test_what_was_sealed_is_opened(data: bytes) -> None:
    sealed = CODEC.encode(data)
    assert is_sealed(sealed)
    assert not is_sealed(b"{\n" + data)
    assert codec_of(sealed, FILE, KEY).decode(sealed) == data
    assert sealed != CODEC.encode(data)


@given(st.binary(max_size=500), st.integers(0, 10**12))
def test_a_line_stays_one_line_and_is_opened(data: bytes, number: int) -> None:
    line = CODEC.encode_line(data, number)
    assert b"\n" not in line
    assert CODEC.decode_line(line) == data


def test_nothing_of_the_content_shows() -> None:
    data = "北辰电力".encode() * 20
    for sealed in (CODEC.encode(data), CODEC.encode_line(data, 1)):
        assert "北辰".encode() not in sealed


def test_a_key_opens_what_another_process_sealed_with_the_same_passphrase(
    true_cost: None,
) -> None:
    sealed = PassphraseKey("Cafe\u0301").new_codec().encode(b"data")
    composed = codec_of(sealed, FILE, PassphraseKey("Caf\u00e9"))
    assert composed.decode(sealed) == b"data"


def test_a_wrong_passphrase_is_told_from_damage() -> None:
    sealed = CODEC.encode(b"data")
    with pytest.raises(UserError) as refusal:
        codec_of(sealed, FILE, PassphraseKey("parole 北辰"))
    assert refusal_of(refusal) == ("passphrase-wrong", {"file": "netloft.json"})
    with pytest.raises(ValueError, match="not sealed so"):
        codec_of(sealed, FILE, KEY).decode(sealed[:-1] + b"\0")


def test_a_sealed_file_needs_a_key_and_a_plain_one_none() -> None:
    with pytest.raises(UserError) as refusal:
        codec_of(CODEC.encode(b""), FILE, None)
    assert refusal_of(refusal) == ("store-sealed", {"file": "netloft.json"})
    assert codec_of(b"{}", FILE, None) is PLAIN
    assert codec_of(b"{}", FILE, KEY) is PLAIN


@given(st.data())
def test_any_change_of_a_byte_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(CODEC.encode(b"some content"))
    at = data.draw(st.integers(len(CODEC.head.line), len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ValueError):
        CODEC.decode(bytes(sealed))


@pytest.mark.parametrize("cut", [0, 5, 12, 27])
def test_a_cut_file_is_damage(cut: int) -> None:
    sealed = CODEC.encode(b"some content")
    with pytest.raises(ValueError):
        CODEC.decode(sealed[: len(CODEC.head.line) + 1 + cut])


BAD_LINES = {
    "empty": b"",
    "a number": b"5",
    "no content": b"5:",
    "no base64": b"5:!!",
    "plain": b"{}",
    "another's number": CODEC.encode_line(b"data", 4).replace(b"4:", b"5:", 1),
    "another key": quick_codec("other").encode_line(b"data", 5),
    "cut": b"5:" + CODEC.encode_line(b"data", 5)[8:],
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_line_that_is_not_ours_is_no_line(kind: str) -> None:
    with pytest.raises(ValueError):
        CODEC.decode_line(BAD_LINES[kind])


def test_a_file_is_no_line_and_of_one_store_only() -> None:
    other = KEY.new_codec()
    with pytest.raises(ValueError, match="another head"):
        other.decode(CODEC.encode(b"data"))
    with pytest.raises(ValueError):
        CODEC.decode_line(other.encode_line(b"data", 1))


def changed(**given: object) -> bytes:
    return orjson.dumps(orjson.loads(CODEC.head.line) | given)


BAD_HEADS = (
    b'{"netloft":"sealed",',
    b'{"netloft":"sealed","n":1}',
    CODEC.head.line[:-1],
    changed(n=2**14),
    changed(n=2**30),
    changed(n=2.0**16),
    changed(r=1),
    changed(r=True),
    changed(p=0),
    changed(p=10**6),
    changed(salt=7),
    changed(proof=None),
    changed(format=2),
    changed(aead="none"),
    changed(more="x" * 2000),
)


@pytest.mark.parametrize("number", range(len(BAD_HEADS)))
def test_a_head_that_is_weak_greedy_or_odd_is_damage(number: int) -> None:
    with pytest.raises(UserError) as refusal:
        codec_of(BAD_HEADS[number] + b"\n" + b"0" * 40, FILE, KEY)
    assert refusal_of(refusal) == ("store-damaged", {"file": "netloft.json"})


def test_scrypt_is_asked_for_enough() -> None:
    head = SealHeader.of(CODEC.encode(b""), FILE)
    assert head.n >= 2**15
    assert (head.r, head.p) == (8, 1)
    assert len(head.salt) == 16
    assert KEY.new_codec().head.salt != head.salt


def test_the_passphrase_shows_in_no_representation() -> None:
    codec = codec_of(CODEC.encode(b""), FILE, KEY)
    assert "Parole" not in f"{KEY!r}{codec!r}"


def test_without_the_package_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(UserError) as refusal:
        PassphraseKey("x").new_codec()
    assert refusal_of(refusal) == ("passphrase-package", {})
    with pytest.raises(UserError) as refusal:
        codec_of(CODEC.encode(b""), FILE, PassphraseKey("x"))
    assert refusal_of(refusal) == ("passphrase-package", {})
    assert codec_of(b"{}", FILE, None) is PLAIN


def test_whether_a_store_is_sealed_is_seen_at_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "netloft.json"
    assert not store_is_sealed(file)
    assert not store_is_sealed(tmp_path)
    file.write_bytes(b"{}")
    assert not store_is_sealed(file)
    file.write_bytes(CODEC.encode(b"{}"))
    assert store_is_sealed(file)


def test_a_wrong_passphrase_costs_its_derivation_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, key, times = CODEC.encode(b"data"), PassphraseKey("wrong"), list[SealHeader]()
    derived = PassphraseKey._derive

    def deriving(key: PassphraseKey, head: SealHeader) -> object:
        times.append(head)
        return derived(key, head)

    monkeypatch.setattr(PassphraseKey, "_derive", deriving)
    for _time in range(3):
        with pytest.raises(UserError) as refusal:
            key.codec(sealed, FILE)
        assert refusal.value.code == "passphrase-wrong"
    assert len(times) == 1


MEGABYTE = bytes(2**20)
MOST = 2 * SMALL + 2**26
"""Bytes that refusing a bomb may take at most: what is looked at of it, twice, and some more."""


def bomb(megabytes: int, kind: int = 31) -> bytes:
    """So many megabytes of nothing, packed a thousand to one; packed once, for all are the same."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packing.compress(MEGABYTE) + packing.flush(zlib.Z_FULL_FLUSH)
    stream = packed * megabytes + packing.flush()
    if kind == 15:
        check = reduce(lambda check, _: zlib.adler32(MEGABYTE, check), range(megabytes), 1)
        return b"\x78\xda" + stream + check.to_bytes(4)
    check = reduce(lambda check, _: zlib.crc32(MEGABYTE, check), range(megabytes), 0)
    size = megabytes * len(MEGABYTE)
    head = gzip.compress(b"")[:10]
    return head + stream + check.to_bytes(4, "little") + size.to_bytes(4, "little")


def test_a_bomb_is_what_it_says() -> None:
    assert gzip.decompress(bomb(2)) == zlib.decompress(bomb(2, 15)) == MEGABYTE * 2
    assert len(bomb(256)) < 256 * len(MEGABYTE) / 900


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
    assert unpack_backup(file) is None
    assert not is_good(file)
    before = path.read_bytes()
    with pytest.raises(UserError) as refusal:
        restore(path, file)
    assert refusal_of(refusal) == ("backup-damaged", {"file": str(file)})
    assert path.read_bytes() == before
    assert inspect_store(path).sound
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
    strange = b'"projects":[{"theirs":%s,' % deep
    data = export_json(book_of("a")).replace(b'"projects":[{', strange, 1)
    path = tmp_path / "all.json"
    path.write_bytes(data)
    store = Store.open(tmp_path / "netloft.json")
    if depth < 1_000:
        with pytest.raises(UserError) as caught:
            commit(store, store.book, read_json(data, "all.json"), "import", "me")
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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "netloft.json"


@pytest.fixture
def store(path: Path) -> Store:
    """A sealed store with two lines in its journal."""
    saved(path, book_of("a", "b")).close()
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    for name in ("北辰机密", "secret"):
        commit(store, store.book, renamed(store.book, "a", name), "edit", "me")
    return store


def test_lines_are_sealed_and_read_back(path: Path, store: Store) -> None:
    text = journal_of(path).read_bytes()
    assert text.count(b"\n") == 2
    assert not any(word in text for word in (b"secret", b"projects", "北辰".encode()))
    assert Store.open(path, key=KEY).book == store.book
    report = inspect_store(path, KEY)
    assert (report.sound, report.counts["lines"]) == (True, 2)


def test_a_torn_sealed_line_is_dropped_and_told(path: Path, store: Store) -> None:
    whole = journal_of(path).read_bytes()
    journal_of(path).write_bytes(whole + whole[:200])
    again = Store.open(path, key=KEY)
    assert again.book == store.book
    assert [notice.code for notice in again.notices] == ["journal-torn"]


def test_a_damaged_sealed_line_is_refused(path: Path, store: Store) -> None:
    first, second, _end = journal_of(path).read_bytes().split(b"\n")
    wrong = b"\n".join((first[:-8] + b"AAAAAAA=", second, b""))
    journal_of(path).write_bytes(wrong)
    with pytest.raises(UserError) as refusal:
        Store.open(path, key=KEY)
    figures = {"file": str(journal_of(path)), "line": 1}
    assert refusal.value.code == "journal-damaged"
    assert {key: refusal.value.figures[key] for key in figures} == figures
    assert journal_of(path).read_bytes() == wrong


def test_without_the_key_nothing_is_touched(path: Path, store: Store) -> None:
    before = {name: (path.parent / name).stat().st_mtime_ns for name in names(path)}
    for key, code in ((None, "store-sealed"), (PassphraseKey("wrong"), "passphrase-wrong")):
        with pytest.raises(UserError) as refusal:
            Store.open(path, key=key)
        assert refusal_of(refusal) == (code, {"file": str(path)})
    assert {name: (path.parent / name).stat().st_mtime_ns for name in names(path)} == before


def test_a_checkpoint_keeps_it_sealed(path: Path, store: Store) -> None:
    store.close()
    assert not journal_of(path).exists()
    assert b"secret" not in path.read_bytes()
    assert Store.open(path, key=KEY).book == store.book
