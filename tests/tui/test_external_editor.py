"""A text goes to the user's editor in a file of its own, and comes back as the editor left it."""

from __future__ import annotations

import stat
from contextlib import nullcontext
from pathlib import Path

import pytest

from deals.errors import UserError
from store.lent_file import lend_file
from tui.external_editor import edit_text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (b"one\n", "one"),
        (b"one\ntwo\n", "one\ntwo"),
        ("\ufeff一\r\n二".encode(), "一\n二"),
        (b"", ""),
    ],
)
def test_a_lent_file_is_private_and_gone_after(left: bytes, text: str) -> None:
    lent = list[Path]()

    def edit(file: Path) -> None:
        assert file.read_text(encoding="utf-8") == "one\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        file.write_bytes(left)
        lent.append(file)

    assert lend_file("one", edit) == text
    assert not lent[0].parent.exists()


def test_what_is_no_text_and_a_file_that_is_gone_are_refused() -> None:
    def spoil(file: Path) -> None:
        file.write_bytes(b"\xff")

    with pytest.raises(UserError, match="lent-file-binary"):
        lend_file("one", spoil)
    with pytest.raises(UserError, match="lent-file-unusable"):
        lend_file("one", Path.unlink)


@pytest.mark.parametrize(
    ("editor", "code"),
    [
        ("sed -i s/one/two/", ""),
        ("false", "editor-failed"),
        ("no-such-editor -w", "editor-missing"),
        ("'unclosed", "editor-missing"),
    ],
)
def test_the_editor_of_the_settings_is_run(
    editor: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", " ")
    monkeypatch.setenv("EDITOR", editor)
    if code:
        with pytest.raises(UserError, match=code):
            edit_text("one", nullcontext)
    else:
        assert edit_text("one", nullcontext) == "two"
