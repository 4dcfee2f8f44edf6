"""Commands that write a file the user names: a store and whatever else is there come first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Answer, Netloft

NOTES = "my notes"


@pytest.fixture
def store(tmp_path: Path, netloft: Netloft) -> Path:
    netloft("add", "Net")
    return tmp_path / "book" / "netloft.json"


def refused(answer: Answer, file: Path) -> str:
    """Return the one line that says why a file was not written."""
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"{file}: ")
    assert answer.err.count("\n") == 1
    return answer.err


WRITERS: dict[str, tuple[str, ...]] = {
    "everything": ("export", "{file}"),
    "contacts": ("export", "{file}", "--project", "Net"),
    "plan": ("export", "{file}", "--plan", "Net"),
    "picture": ("people", "Net", "--svg", "{file}"),
    "paper": ("report", "pipeline", "--out", "{file}"),
}
ENDINGS = {
    "everything": ".json",
    "contacts": ".csv",
    "plan": ".xlsx",
    "picture": ".svg",
    "paper": ".html",
}


@pytest.mark.parametrize("which", WRITERS)
def test_no_writer_touches_a_store_and_all_spare_what_they_did_not_write(
    netloft: Netloft, store: Path, tmp_path: Path, which: str
) -> None:
    before = store.read_bytes()
    ending = ENDINGS[which]
    other = tmp_path / f"other{ending}"
    netloft("--store", other, "add", "Other")
    for file in (store.with_name(f"link{ending}"), other):
        if file != other:
            file.symlink_to(store)
        kept = file.read_bytes()
        for more in ((), ("--force",)):
            call = [word.format(file=file) for word in WRITERS[which]]
            assert "never written over" in refused(netloft(*call, *more), file)
        assert file.read_bytes() == kept
    assert store.read_bytes() == before
    mine = tmp_path / f"mine{ending}"
    mine.write_text(NOTES)
    call = [word.format(file=mine) for word in WRITERS[which]]
    assert "--force" in refused(netloft(*call), mine)
    assert mine.read_text() == NOTES
    for more in (("--force",), ()):
        answer = netloft(*call, *more)
        assert (answer.code, answer.err) == (0, ""), answer
        assert mine.read_text(errors="replace") != NOTES


def test_the_store_in_use_is_spared_before_it_is_made(netloft: Netloft, tmp_path: Path) -> None:
    new = tmp_path / "new.json"
    assert "there is no store" in refused(netloft("--store", new, "export", new), new)
    assert not new.exists()
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('store = "../settled.json"')
    settled = tmp_path / "settled.json"
    netloft("--store", new, "add", "Net")
    answer = netloft("--store", new, "export", settled)
    assert "belongs to the store" in refused(answer, settled)
    assert not settled.exists()


def test_a_backup_spares_another_store(netloft: Netloft, store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    netloft("--store", other, "add", "Other")
    before = other.read_bytes()
    assert "never written over" in refused(netloft("backup", other), other)
    assert other.read_bytes() == before
    moved = other.rename(tmp_path / "moved.json")
    assert "no earlier copy of this store" in refused(netloft("backup", moved), moved)


def test_an_export_in_the_place_of_the_store_is_known_and_taken_in(
    netloft: Netloft, store: Path, tmp_path: Path
) -> None:
    export = tmp_path / "it's all.json"
    netloft("export", export)
    before = export.read_bytes()
    for call in (["list"], ["add", "Other"], ["check"], []):
        answer = netloft("--store", export, *call)
        assert answer.code == 1
        assert "this is a Netloft export, not a store" in answer.err
        moved = tmp_path / "it's all-export.json"
        quoted = str(moved).replace("'", "'\"'\"'")
        assert f"import '{quoted}'" in answer.err
    assert export.read_bytes() == before
    answer = netloft("restore", export)
    assert (answer.code, "netloft import takes it in" in answer.err) == (1, True)
    export.rename(moved)
    assert netloft("--store", export, "import", moved).code == 0
    assert [project["name"] for project in netloft("--store", export, "list", "--json").json] == [
        "Net"
    ]


def test_no_empty_book_is_begun_where_only_backups_lie(netloft: Netloft, store: Path) -> None:
    netloft("backup")
    data = store.read_bytes()
    store.unlink()
    calls: tuple[list[str], ...]
    calls = (["list"], ["add", "Other"], ["set", "Net", "owner=Wu"], ["check"], ["backup"], [])
    for call in calls:
        answer = netloft(*call)
        assert answer.code == 1
        assert "the store is missing, but backups of it are there" in answer.err
        assert f"netloft --store {store} restore {store}.backups" in answer.err
        assert not store.exists()
    command = netloft("list").err.strip().rpartition(" restore ")[2]
    assert netloft("restore", command).code == 0
    assert [project["name"] for project in netloft("list", "--json").json] == ["Net"]
    store.unlink()
    store.with_name("netloft.json.backups").rename(store.with_name("away"))
    assert netloft("add", "Anew").code == 0
    assert data != store.read_bytes()


def test_conflict_copies_are_named_by_check(netloft: Netloft, store: Path) -> None:
    copy = store.with_name("netloft (Ann's conflicted copy 2026-11-29).json")
    copy.write_bytes(store.read_bytes())
    answer = netloft("check")
    assert (answer.code, "The store is sound." in answer.out) == (0, True)
    assert answer.err.startswith(f"{copy}: this is a copy of the store")
    assert f"netloft --store {store} salvage '" in answer.err


def test_standard_output_takes_what_is_text(
    netloft: Netloft, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    netloft("export", "all.json")
    whole = netloft("export", "-")
    assert (whole.code, whole.err) == (0, "")
    assert whole.out == (tmp_path / "all.json").read_text(encoding="utf-8")
    netloft("people", "Net", "--svg", "net.svg")
    drawn = netloft("people", "Net", "--svg", "-")
    assert (drawn.code, drawn.err) == (0, "")
    assert drawn.out == (tmp_path / "net.svg").read_text(encoding="utf-8")
    backup = netloft("backup", "-")
    assert (backup.code, backup.out) == (1, "")
    assert backup.err == "this is not written to standard output; name a file\n"
    for kind in ("--project", "--plan"):
        assert ".csv" in refused(netloft("export", "-", kind, "Net"), Path("-"))
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize("which", ["everything", "contacts", "plan"])
@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_a_name_of_another_ending_is_told_which_there_are(
    netloft: Netloft, store: Path, tmp_path: Path, which: str, ending: str
) -> None:
    file = tmp_path / f"mine{ending}"
    complaint = refused(netloft(*(word.format(file=file) for word in WRITERS[which])), file)
    assert ".csv" in complaint
    assert '""' not in complaint
    assert not file.exists()
