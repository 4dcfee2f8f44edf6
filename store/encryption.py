"""Encryption at rest: a key from a passphrase by scrypt, and bytes sealed by ChaCha20-Poly1305.

A sealed file is one line of JSON, the head, which tells the format and what scrypt needs, and
after it the sealed bytes: a nonce of 12 bytes, and the packed content under the key, with the head
as associated data. A sealed journal line is `<sequence>:<base64 of the same>`. The package
`cryptography` is loaded only here, and only once a store is sealed or to be sealed.

Nothing that was packed is unpacked into more memory than anything of ours would take.
"""

from __future__ import annotations

import os
import unicodedata
import zlib
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import orjson

from deals.errors import UserError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

N, R, P = 2**16, 8, 1
"""What scrypt is asked for: 64 MB and a fifth of a second for each guess."""

_LEAST, _MOST = (2**15, 8, 1), (2**20, 32, 16)
MOST_MEMORY = 2**28
"""Bytes that scrypt may be made to take by the head of a file, which anybody may have written."""
_MARK = b'{"netloft":"sealed",'
_LONGEST_HEAD = 1000
_SALT, _KEY, _NONCE = 16, 32, 12
_FILE, _LINE, _PROOF = b"file", b"line:", b"proof"


def is_sealed(data: bytes) -> bool:
    """Whether the bytes of a data file begin as those of a sealed store do."""
    return data.startswith(_MARK)


def store_is_sealed(path: Path) -> bool:
    """Whether the store's file is sealed; no store, and one that does not read, is not."""
    with suppress(OSError):
        # A pipe would be waited for.
        if path.is_file():
            with path.open("rb") as file:
                return is_sealed(file.read(len(_MARK)))
    return False


def require_package() -> None:
    """Refuse (`passphrase-package`) where the optional package `cryptography` is not installed."""
    try:
        import_module("cryptography")
    except ImportError:
        raise UserError("passphrase-package") from None


@dataclass(frozen=True)
class SealHeader:
    """The first line of a sealed file: scrypt's salt and costs, and a proof of the right key.

    The proof is nothing, sealed: a wrong passphrase is told from a damaged file by it.
    """

    salt: bytes
    n: int
    r: int
    p: int
    proof: bytes = b""

    @property
    def memory(self) -> int:
        """The bytes that scrypt takes for it (RFC 7914: 128 r N, and 128 r p beside)."""
        return 128 * self.r * (self.n + self.p)

    @classmethod
    def of(cls, data: bytes, file: Path) -> Self:
        """Return the head of a sealed file's bytes. UserError("store-damaged", file) if it does not
        read or asks for less than is safe or more than is sane, ("store-costly", file, memory,
        limit: MB) for more memory than MOST_MEMORY.
        """
        line = data[:_LONGEST_HEAD].partition(b"\n")[0]
        try:
            fields: dict[str, Any] = orjson.loads(line)
            costs: tuple[int, int, int] = (fields["n"], fields["r"], fields["p"])
            if not all(
                type(cost) is int and low <= cost <= high
                for cost, low, high in zip(costs, _LEAST, _MOST, strict=True)
            ):
                raise ValueError("costs")
            if costs[0] & (costs[0] - 1):
                raise ValueError("scrypt knows powers of two alone")
            head = cls(b64decode(fields["salt"]), *costs, b64decode(fields["proof"]))
        except (ValueError, TypeError, KeyError):
            raise UserError("store-damaged", file=str(file)) from None
        if head.line != line:
            raise UserError("store-damaged", file=str(file))
        if head.memory > MOST_MEMORY + 2**20:
            asked, limit = head.memory // 2**20, MOST_MEMORY // 2**20
            raise UserError("store-costly", file=str(file), memory=asked, limit=limit)
        return head

    @cached_property
    def line(self) -> bytes:
        """The head as it stands in the file, without its line break."""
        costs = {"n": self.n, "r": self.r, "p": self.p, "salt": _base64(self.salt)}
        return orjson.dumps(
            {"netloft": "sealed", "format": 1, "kdf": "scrypt", "aead": "chacha20-poly1305"}
            | costs
            | {"proof": _base64(self.proof)}
        )


class Codec:
    """Turns the bytes of a data file and of journal lines into what is written, and back.

    This one writes everything as it is, so that stock TinyDB reads the file. What does not decode,
    be it damaged or sealed otherwise, is a ValueError.
    """

    def encode(self, data: bytes) -> bytes:
        """Return the bytes to write for those of a data file."""
        return data

    def decode(self, data: bytes) -> bytes:
        """Return the bytes of a data file from those that were written."""
        return data

    def encode_line(self, line: bytes, number: int) -> bytes:
        """Return what to write for a journal line without its break; `number` is its sequence."""
        return line

    def decode_line(self, line: bytes) -> bytes:
        """Return the journal line from what was written."""
        return line


PLAIN = Codec()


@dataclass(frozen=True)
class SealedCodec(Codec):
    """The codec of a sealed store: one head, and its key."""

    head: SealHeader
    _aead: ChaCha20Poly1305 = field(repr=False)

    def encode(self, data: bytes) -> bytes:
        """Return the head and the sealed bytes of a data file."""
        return self.head.line + b"\n" + self._seal(data, self.head.line + _FILE)

    def decode(self, data: bytes) -> bytes:
        """Return the bytes of a data file that was sealed under this head; else a ValueError."""
        head, _break, sealed = data.partition(b"\n")
        if head != self.head.line:
            raise ValueError("another head")
        return self._open(sealed, self.head.line + _FILE)

    def has_sealed(self, data: bytes) -> bool:
        """Whether the bytes of a file are sealed under this head, as its first line tells."""
        return data.partition(b"\n")[0] == self.head.line

    def encode_line(self, line: bytes, number: int) -> bytes:
        """Return the sealed journal line; that of one sequence cannot stand for another."""
        digits = b"%d" % number
        return digits + b":" + b64encode(self._seal(line, self._place(digits)))

    def decode_line(self, line: bytes) -> bytes:
        """Open a journal line that was sealed under this head and sequence; else a ValueError."""
        digits, _colon, sealed = line.partition(b":")
        return self._open(b64decode(sealed, validate=True), self._place(digits))

    def _place(self, number: bytes) -> bytes:
        return self.head.line + _LINE + number

    def _seal(self, data: bytes, place: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, zlib.compress(data, 1), place)

    def _open(self, sealed: bytes, place: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            return inflate(self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], place))
        except (InvalidTag, EOFError, UnpackLimitError, zlib.error):
            raise ValueError("not sealed so") from None


@dataclass(frozen=True)
class PassphraseKey:
    """A passphrase, and the codecs that it makes; deriving one takes scrypt's time once a head.

    The passphrase is composed (NFC), so that every keyboard and system types the same one. It
    shows in no representation.
    """

    passphrase: str = field(repr=False)
    _known: dict[bytes, SealedCodec] = field(default_factory=dict, repr=False, compare=False)
    _wrong: set[bytes] = field(default_factory=set, repr=False, compare=False)

    def codec(self, data: bytes, file: Path) -> SealedCodec:
        """Return the codec of a sealed file's bytes; `file` names it in a refusal.

        Refusals: `passphrase-wrong` (file), `passphrase-package` without the package cryptography,
        `store-damaged` (file) where the head does not read.
        """
        head = SealHeader.of(data, file)
        known = self._known.get(head.line)
        if known is None:
            aead = None if head.line in self._wrong else self._derive(head)
            if aead is None or not _is_proven(aead, head):
                self._wrong.add(head.line)
                raise UserError("passphrase-wrong", file=str(file))
            known = self._known[head.line] = SealedCodec(head, aead)
        return known

    def new_codec(self) -> SealedCodec:
        """Return a codec with a salt of its own, for a store to be sealed."""
        bare = SealHeader(os.urandom(_SALT), N, R, P)
        aead = self._derive(bare)
        nonce = os.urandom(_NONCE)
        proof = nonce + aead.encrypt(nonce, b"", _proof_context(bare))
        head = SealHeader(bare.salt, N, R, P, proof)
        return self._known.setdefault(head.line, SealedCodec(head, aead))

    def is_same(self, other: PassphraseKey) -> bool:
        """Whether both are of one passphrase."""
        return _compose(self.passphrase) == _compose(other.passphrase)

    def plain_lines(self, journal: bytes) -> bytes | None:
        """Open the lines of a sealed journal, as far as they read; None where none does."""
        lines = journal.split(b"\n")
        for codec in self._known.values():
            plain = [_plain_line(codec, line) for line in lines]
            if any(plain):
                return b"\n".join(new or line for new, line in zip(plain, lines, strict=True))
        return None

    def _derive(self, head: SealHeader) -> ChaCha20Poly1305:
        require_package()
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        scrypt = Scrypt(salt=head.salt, length=_KEY, n=head.n, r=head.r, p=head.p)
        return ChaCha20Poly1305(scrypt.derive(_compose(self.passphrase)))


def opens(key: PassphraseKey, data: bytes | None) -> bool:
    """Whether a key opens the bytes of a sealed file."""
    try:
        return data is not None and is_sealed(data) and key.codec(data, Path()) is not None
    except UserError:
        return False


def _compose(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _plain_line(codec: SealedCodec, line: bytes) -> bytes | None:
    try:
        return codec.decode_line(line)
    except ValueError:
        return None


def _is_proven(aead: ChaCha20Poly1305, head: SealHeader) -> bool:
    from cryptography.exceptions import InvalidTag

    try:
        aead.decrypt(head.proof[:_NONCE], head.proof[_NONCE:], _proof_context(head))
    except (InvalidTag, ValueError):
        return False
    return True


def _proof_context(head: SealHeader) -> bytes:
    return SealHeader(head.salt, head.n, head.r, head.p).line + _PROOF


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def codec_of(data: bytes, file: Path, key: PassphraseKey | None) -> Codec:
    """Return the codec of a data file's bytes: plain, or sealed and opened with the key.

    Errors: `store-sealed` (file) where there is no key, else as PassphraseKey.codec.
    """
    if not is_sealed(data):
        return PLAIN
    if key is None:
        raise UserError("store-sealed", file=str(file))
    return key.codec(data, file)


def unseal(data: bytes, file: Path, key: PassphraseKey) -> bytes | None:
    """Return the plain bytes of what was sealed, or never was; None under another key."""
    try:
        return key.plain_lines(data) or codec_of(data, file, key).decode(data)
    except (UserError, ValueError):
        return None


MOST_UNPACKED = 2**30
"""Bytes that a file may unpack to at most."""
SMALL, RATIO = 2**26, 200
"""What packs better than `RATIO` to one, to more than `SMALL` bytes, is a bomb: books pack 10 to 30
to one."""

_PIECE = 2**20
_GZIP_MARK = 31  # window bits of zlib with the head and the sum of gzip
_ZLIB = 15
_BITE = 256  # bytes: what is unpacked of one in which the damage is found is lost


class UnpackLimitError(ValueError):
    """What unpacks to more than is looked at; `limit` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


def gunzip(packed: bytes) -> bytes:
    """Unpack a gzip file of any number of members.

    zlib.error or EOFError where it is damaged, UnpackLimitError for a bomb.
    """
    whole, rest, left = [], packed, _limit_for(packed)
    while rest:
        data, rest = _unpack_member(rest, _GZIP_MARK, left)
        whole.append(data)
        left -= len(data)
        rest = rest.lstrip(b"\0")  # members may be padded
    return whole[0] if len(whole) == 1 else b"".join(whole)


def gunzip_part(packed: bytes) -> bytes:
    """Unpack what can be of the first member of a damaged gzip file; nothing of a bomb."""
    unpacking, whole, left = zlib.decompressobj(_GZIP_MARK), list[bytes](), _limit_for(packed)
    with suppress(zlib.error):
        for start in range(0, len(packed), _BITE):
            whole.append(unpacking.decompress(packed[start : start + _BITE], left + 1))
            left -= len(whole[-1])
            if left < 0:
                return b""
    return b"".join(whole)


def unpacks_to(packed: bytes, data: bytes) -> bool:
    """Whether a gzip file of one member holds just these bytes; they are never held twice."""
    unpacking, at = zlib.decompressobj(_GZIP_MARK), 0
    with suppress(zlib.error):
        while piece := unpacking.decompress(packed, _PIECE):
            if not data.startswith(piece, at):
                return False
            at += len(piece)
            packed = unpacking.unconsumed_tail
        return unpacking.eof and at == len(data) and not unpacking.unused_data
    return False


def inflate(packed: bytes) -> bytes:
    """Unpack what zlib packed; refused as by gunzip."""
    return _unpack_member(packed, _ZLIB, _limit_for(packed))[0]


def _limit_for(packed: bytes) -> int:
    return min(MOST_UNPACKED, max(SMALL, RATIO * len(packed)))


def _unpack_member(packed: bytes, kind: int, most: int) -> tuple[bytes, bytes]:
    """Return the content of the first member, and what follows it."""
    unpacking = zlib.decompressobj(kind)
    data = unpacking.decompress(packed, most + 1)
    if len(data) > most:
        raise UnpackLimitError(_limit_for(packed))
    if not unpacking.eof:
        raise EOFError("cut short")
    return data, unpacking.unused_data
