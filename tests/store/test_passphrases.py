"""The passphrase in a file: its first line, if nobody else may read it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deals.errors import UserError
from store import passphrases
from store.passphrases import LONGEST, kept_passphrase, printed_passphrase, read_passphrase
from tests.store import refusal_of
from wording import say


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
    assert printed_passphrase(command) == passphrase


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
        ("printf '\\377'", ("passphrase-command-encoding", {})),
        ("yes secret", ("passphrase-command-long", {"limit": 64})),
    ],
)
def test_a_command_that_gives_no_passphrase_is_refused_and_not_shown(
    command: str, refusal: tuple[str, dict[str, str | int]]
) -> None:
    with pytest.raises(UserError) as caught:
        printed_passphrase(command)
    assert refusal_of(caught) == refusal
    assert "secret" not in say(caught.value)


@pytest.mark.parametrize("command", ["sleep 60", "sh -c 'sleep 2 & echo secret'"])
def test_a_command_that_does_not_end_is_not_waited_for(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases, "COMMAND_SECONDS", 0.2)
    with pytest.raises(UserError) as refusal:
        printed_passphrase(command)
    assert refusal.value.code == "passphrase-command-late"
