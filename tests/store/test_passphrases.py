"""The passphrase in a file: its first line, if nobody else may read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.refusal import Refusal
from store.passphrases import passphrase_file, read_passphrase
from tests.store import refusal_of


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
    with pytest.raises(Refusal) as told:
        read_passphrase(file)
    assert refusal_of(told) == ("passphrase-open", {"file": str(file), "mode": f"{mode:04o}"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "passphrase-empty"),
        (b"\nsecret", "passphrase-empty"),
        (b"\xff", "passphrase-encoding"),
    ],
)
def test_no_passphrase_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as told:
        read_passphrase(written(tmp_path, data))
    assert told.value.code == code


def test_no_file_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    for path, why in ((tmp_path / "none", "ENOENT"), (tmp_path, "EISDIR")):
        with pytest.raises(Refusal) as told:
            read_passphrase(path)
        assert refusal_of(told) == ("passphrase-unreadable", {"file": str(path), "why": why})


def test_the_environment_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETLOFT_PASSPHRASE_FILE", raising=False)
    assert passphrase_file() is None
    monkeypatch.setenv("NETLOFT_PASSPHRASE_FILE", "/a/b")
    assert passphrase_file() == Path("/a/b")
