"""Notes of several lines are typed, kept, saved and given to another editor, by their keys."""

from __future__ import annotations

import pytest

from deals.errors import UserError
from deals.unsaved import InputPlace
from screens.notes.screen import NotesScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk


def typed(at: Desk) -> str:
    """Return the text as it is typed just now."""
    screen = at.screen
    assert isinstance(screen, NotesScreen)
    assert screen.prompt is not None
    return screen.prompt.edit.text


async def test_notes_of_a_project_are_written_left_taken_back_and_undone() -> None:
    deal = project(id="one", name="北辰扩容")
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("O")
        await at.type("价格谈过了\nwhat next?")
        await at.paste("\r\n\r\nthree\r\nfour")
        assert "notes" in at.shown("title")
        assert at.shown("text").split("\n") == [
            " 价格谈过了",
            " what next?",
            " ",
            " three",
            " four ",
        ]
        await at.press("escape")
        assert "ctrl+r in these notes" in at.foot()
        assert not at.labels
        await at.press("O")
        assert "ctrl+r takes what was left half typed" in at.shown("text")
        await at.press("ctrl+r", "up", "ctrl+s")
        assert isinstance(at.screen, PipelineScreen)
        assert at.project("one").remarks == "价格谈过了\nwhat next?\n\nthree\nfour"
        assert "notes saved" in at.foot()
        await at.press("O", "ctrl+s")
        assert at.labels == ["Notes"]
        await at.press("u")
        assert at.project("one").remarks == ""


async def test_a_draft_that_is_taken_back_keeps_what_others_wrote_since() -> None:
    deal = project(id="one", name="北辰扩容", remarks="plan\nprice")
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("O")
        await at.type("\nmine")
        await at.press("escape")
        await at.news(deal.model_copy(update={"remarks": "plan\nprice\ntheirs"}))
        await at.press("O", "ctrl+r")
        assert typed(at) == "plan\nprice\ntheirs\nmine"
        assert "others wrote since: lines of both stand here" in at.shown("text")
        await at.press("ctrl+s")
        assert at.project("one").remarks == "plan\nprice\ntheirs\nmine"


async def test_a_long_text_scrolls_with_its_caret() -> None:
    deal = project(id="one", remarks="\n".join(f"line {at}" for at in range(60)))
    async with at_desk(NotesScreen(deal), deal) as at:
        assert at.shown("text").endswith(" line 59 ")
        await at.press("ctrl+home")
        assert at.shown("text").startswith(" line 0\n")
        await at.press("pagedown", "pagedown", "x")
        assert typed(at).split("\n")[38] == "xline 38"
        assert " xline 38" in at.shown("text")


async def test_notes_of_a_person_are_theirs_and_gone_with_them() -> None:
    deal = project(id="one", remarks="of the project", contacts=[contact("何总", 2, note="golf")])
    person = deal.contacts[0].id
    async with at_desk(PeopleScreen(deal), deal) as at:
        await at.press("O")
        assert typed(at) == "golf"
        await at.type("\nand tea")
        await at.press("ctrl+s")
        assert isinstance(at.screen, PeopleScreen)
        assert at.project("one").contacts[0].note == "golf\nand tea"
        assert "何总: notes saved" in at.foot()
        shown = [text.split() for text in at.shown("detail").splitlines()]
        assert ["notes", "golf"] in shown
        await at.press("O")
        await at.type("!")
        await at.news(at.project("one").model_copy(update={"contacts": ()}))
        await at.press("ctrl+s")
        assert "deleted" in at.foot()
        await at.press("escape")
        await at.poll()
        at.host.unsaved.keep()
        (line,) = at.lines.values()
        assert (line.place, line.text) == (InputPlace("note", "one", person), "golf\nand tea!")
        at.screen.action_command("project-notes")
        await at.settle()
        assert typed(at) == "of the project"


@pytest.mark.parametrize(
    ("made", "text", "told"),
    [
        ("one\ntwo", "one\ntwo", ""),
        ("one", "one", "changed nothing"),
        (UserError("editor-failed", editor="vi", code=1), "one", "error 1"),
        (UserError("editor-sealed"), "one", "this store is encrypted"),
    ],
)
async def test_another_editor_changes_the_text_and_saves_nothing(
    made: str | UserError, text: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(_host: object, before: str) -> str:
        assert before == "one"
        if isinstance(made, UserError):
            raise made
        return made

    deal = project(id="one", remarks="one")
    async with at_desk(NotesScreen(deal), deal) as at:
        monkeypatch.setattr(type(at.host), "edit_outside", edit)
        await at.press("ctrl+o")
        assert typed(at) == text
        assert told in at.foot()
        assert not at.labels
        await at.press("ctrl+z")
        assert typed(at) == "one", "what the editor made of it is a step as well"


async def test_what_is_typed_is_undone_by_keys_and_nothing_is_lost_by_leaving() -> None:
    deal = project(id="one", remarks="one")
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("O", "ctrl+z")
        assert "nothing to undo" in at.foot()
        await at.paste(" two")
        await at.press("enter", "x", "ctrl+z")
        assert typed(at) == "one two"
        await at.press("ctrl+z", "ctrl+z", "ctrl+y")
        assert typed(at) == "one two"
        assert not at.labels, "nothing of the book is undone"
        await at.press("ctrl+y", "ctrl+y")
        assert "nothing to redo" in at.foot()
        assert typed(at) == "one two\nx"
        await at.press("ctrl+z", "ctrl+z", "escape")
        assert "ctrl+r in these notes" in at.foot()
        await at.press("O", "ctrl+r")
        assert typed(at) == "one two\nx"
        await at.press("ctrl+z", "ctrl+s")
        assert at.project("one").remarks == "one two\nx"


async def test_the_rule_says_what_is_saved_and_an_empty_text_what_belongs_there() -> None:
    deal = project(id="one", contacts=[contact("何总", 2)])
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("O")
        assert "whoever works on this next" in at.shown("text")
        assert "not saved" not in at.shown("rule")
        await at.type("a\nb")
        assert "whoever works on this next" not in at.shown("text")
        assert "2 lines  not saved yet" in at.shown("rule")
        await at.press("ctrl+s", "O")
        assert "2 lines ─" in at.shown("rule")
        assert "not saved" not in at.shown("rule")
    async with at_desk(NotesScreen(deal, deal.contacts[0].id), deal) as at:
        assert "何总  notes" in at.shown("rule")
        assert "How to win this person" in at.shown("text")
