"""`W`: which papers are offered where, and the way from the choice to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.report_kinds import KINDS
from screens.base.context import PaperKind, PaperSubject
from screens.base.paper_prompt import (
    FORMAT_NAMES,
    KIND_LETTERS,
    list_kinds,
    narrow_subject,
)
from screens.numbers.screen import NumbersScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import TODAY, project
from tests.screens.hosting import at_desk
from tui.report_writer import propose_path

DEALS = (
    project(id="a", name="北辰/扩容", customer="北辰", owner="Ann", stage="P2"),
    project(id="b", name="Harbour net", customer="Port", owner="Wu", stage="P4"),
)
PAPERS = [PaperKind(kind.name, kind.title, kind.formats, kind.subject) for kind in KINDS.values()]


def test_every_kind_and_format_has_a_key_of_its_own() -> None:
    assert KIND_LETTERS.keys() == KINDS.keys()
    assert len(set(KIND_LETTERS.values())) == len(KIND_LETTERS)
    assert "q" not in KIND_LETTERS.values()  # it closes the choice
    formats = {ending for kind in KINDS.values() for ending in kind.formats}
    assert formats == FORMAT_NAMES.keys()


def test_kinds_for_the_subject_come_first() -> None:
    about = PaperSubject(project=DEALS[0], owner="Ann")
    first = [kind.name for kind in list_kinds(PAPERS, about)]
    assert first[:6] == ["project", "brief", "team-form", "plan", "fishbone", "review"]
    assert set(first) == KINDS.keys()
    named = [kind.name for kind in list_kinds(PAPERS, about, ("week", "pipeline"))]
    assert named[:3] == ["week", "pipeline", "project"]
    book = {kind.subject for kind in list_kinds(PAPERS, PaperSubject())}
    assert book == {"book"}


def test_a_paper_is_about_what_its_kind_is_about() -> None:
    subject = PaperSubject(DEALS[0], "Ann", "stage>=P2", frozenset({"a"}))
    kinds = {kind.name: kind for kind in PAPERS}
    assert narrow_subject(subject, kinds["plan"]) == PaperSubject(project=DEALS[0])
    assert narrow_subject(subject, kinds["hand-over"]) == PaperSubject(owner="Ann")
    table = narrow_subject(subject, kinds["pipeline"])
    assert (table.project, table.owner, table.ids) == (None, None, frozenset({"a"}))


def test_a_proposed_name_is_free_and_takes_no_part_of_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = propose_path("Netloft-../北辰/扩 容:*", "2026-11-30", ".html")
    assert name == "Netloft-..-北辰-扩-容-2026-11-30.html"
    Path(name).touch()
    numbered = propose_path("Netloft-../北辰/扩 容:*", "2026-11-30", ".html")
    assert numbered == "Netloft-..-北辰-扩-容-2026-11-30-2.html"


@pytest.mark.parametrize("sign", ["n", "é", "北", "\U00020000", "\U0001f600"])
def test_a_long_name_is_cut_to_what_file_systems_take_and_keeps_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    monkeypatch.chdir(tmp_path)
    names = []
    for _number in range(2):
        names.append(propose_path(sign * 150, "2026-11-30", ".html"))
        Path(names[-1]).touch()
    assert [name[name.index("-2026") :] for name in names] == [
        "-2026-11-30.html",
        "-2026-11-30-2.html",
    ]
    assert names[0].startswith(sign * 40)


def test_a_proposed_name_has_nothing_that_steers_how_it_is_shown() -> None:
    name = propose_path("a\u202efdp\x7f\x9b[31m\u200bb\nc 'd'", "2026-11-30", ".html")
    assert name == "afdp[31mb-c-d-2026-11-30.html"


async def test_a_paper_is_written_from_the_pipeline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_desk(PipelineScreen(), *DEALS, size=(120, 30)) as at:
        await at.press("W")
        assert "Pipeline table" in at.foot()
        await at.press("p", "h")
        name = f"Netloft-Pipeline-table-{TODAY}.html"
        assert name in at.foot()
        await at.press("enter")
        await at.read()
        assert name in at.foot()
        page = Path(name).read_text(encoding="utf-8")
        assert "Harbour net" in page
        assert "北辰/扩容" in page
        await at.press("W", "p", "h")
        assert f"Netloft-Pipeline-table-{TODAY}-2.html" in at.foot()
        await at.press("escape")


async def test_a_paper_is_about_what_is_filtered_or_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_desk(PipelineScreen(), *DEALS, size=(120, 30)) as at:
        await at.press("slash")
        await at.type("harbour\n")
        await at.press("W", "p", "t", "enter")
        await at.read()
        text = Path(f"Netloft-Pipeline-table-{TODAY}.txt").read_text(encoding="utf-8")
        assert "harbour" in text
        assert "北辰" not in text
        await at.press("escape", "g", "g", "space", "W", "p", "m", "ctrl+u")
        await at.type("marked.md\n")
        await at.read()
        marked = Path("marked.md").read_text(encoding="utf-8")
        assert "1 project chosen" in marked
        assert ("Harbour" in marked) != ("北辰" in marked)


async def test_what_somebody_wrote_is_replaced_by_a_second_enter_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.md").write_text("mine")
    async with at_desk(PipelineScreen(), *DEALS, size=(120, 30)) as at:
        await at.press("W", "p", "m", "ctrl+u")
        await at.type("notes.md\n")
        await at.read()
        assert "Enter again replaces it" in at.foot()
        assert "notes.md" in at.foot()
        assert Path("notes.md").read_text() == "mine"
        await at.press("enter")
        await at.read()
        assert "Harbour net" in Path("notes.md").read_text(encoding="utf-8")
        await at.press("W", "p", "m", "ctrl+u")
        await at.type("notes.pdf\n")
        await at.read()
        assert ".html, .md, .txt, .xlsx" in at.foot()


async def test_rooms_and_numbers_offer_their_papers_first() -> None:
    async with at_desk(PeopleScreen(DEALS[0]), *DEALS, size=(120, 30)) as at:
        await at.press("W")
        assert at.foot().startswith("paper  c Case report")
        await at.press("n")
        assert "Implementation plan" in at.foot()
        await at.press("escape")
    async with at_desk(NumbersScreen(), *DEALS, size=(120, 30)) as at:
        await at.press("W")
        assert at.foot().startswith("paper  r Quarterly report")
