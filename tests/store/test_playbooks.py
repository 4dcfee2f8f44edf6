"""Which playbook is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.errors import UserError
from store.playbook_file import load_playbook
from tests.store import refusal_of

OTHER = "signed = 'P5'\n"


def test_the_default_comes_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETLOFT_CONFIG", str(tmp_path))
    assert load_playbook() == load_playbook(None, tmp_path)
    assert [stage.id for stage in load_playbook().stages] == [f"P{number}" for number in range(8)]
    assert load_playbook().signed == "P6"


def test_a_file_in_the_configuration_is_laid_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "playbook.toml").write_text(OTHER)
    playbook = load_playbook(None, tmp_path)
    assert playbook.signed == "P5"
    assert playbook.stages == load_playbook(None, tmp_path / "none").stages


def test_a_named_file_goes_before_that_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "playbook.toml").write_text("broken")
    named = tmp_path / "named.toml"
    named.write_text(OTHER)
    assert load_playbook(named, tmp_path).signed == "P5"


@pytest.mark.parametrize(
    ("data", "code", "figures"),
    [
        (None, "playbook-unreadable", {"why": "ENOENT"}),
        (b"# one\nsigned = '\xff'", "playbook-encoding", {"line": 2}),
        (b"\nsigned = 'P9'", "playbook-stage-unknown", {"line": 2, "key": "signed", "stage": "P9"}),
    ],
)
def test_a_named_file_that_does_not_read_is_refused(
    tmp_path: Path, data: bytes | None, code: str, figures: dict[str, object]
) -> None:
    named = tmp_path / "named.toml"
    if data is not None:
        named.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        load_playbook(named, tmp_path)
    assert refusal_of(refusal) == (code, {"file": str(named), **figures})
