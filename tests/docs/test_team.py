"""What the page on a team says of status line, refusals and keys is what the program says."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from deals.errors import UserError
from screens.base.commands import key_name
from screens.base.team_desk import TeamStatus
from screens.base.team_marks import list_team_marks
from screens.registry import list_sections
from screens.team.commands import TEAM
from tests.docs.page import CHINESE, read_page
from tests.docs.test_reps import table_rows
from tests.house import ROOT
from wording import _, use_language
from wording.sync_sentences import REASONS

PAGES = {lang: read_page(ROOT / f"docs/{folder}/team.md", ROOT) for lang, folder in (
    ("en", "en"), (CHINESE, "zh"),
)}  # fmt: skip
EACH = pytest.mark.parametrize("lang", PAGES)
NOW = datetime(2026, 11, 30, 9, 40, tzinfo=UTC).astimezone()
CALM = TeamStatus("db/sales", "Sarah Jones", synced=NOW)
STATUSES = (
    CALM,
    CALM._replace(pending=3),
    CALM._replace(pending=3, offline=NOW),
    CALM._replace(refused=2),
    CALM._replace(stopped=UserError("team-login")),
)
RARE = {"deleted", "type", "unreadable"}
"""Reasons that need no advice: nothing is left to do, or the program sends nothing such."""


def cells(lang: str, heads: dict[str, str]) -> list[list[str]]:
    """Return the rows of the table that begins so in a language."""
    return table_rows(PAGES[lang], heads[lang])


@EACH
def test_the_status_line_reads_as_the_page_shows_it(lang: str) -> None:
    use_language(lang)
    rows = cells(lang, {"en": "| it says |", CHINESE: "| 写着 |"})
    shown = [re.sub(r"\d\d:\d\d", "", row[0].strip("`")) for row in rows]
    marks = [list_team_marks(status, NOW.date())[0] for status in STATUSES]
    texts = ["".join(run.text for run in mark) for mark in marks]
    assert shown == [re.sub(r"\d\d:\d\d", "", text) for text in texts]


@EACH
def test_each_reason_has_what_to_do_about_it(lang: str) -> None:
    use_language(lang)
    rows = cells(lang, {"en": "| reason |", CHINESE: "| 原因 |"})
    said = {_(words).split("; ")[0].split("；")[0] for key, words in REASONS.items()
            if key not in RARE}  # fmt: skip
    assert {row[0] for row in rows} == said


@EACH
def test_the_keys_of_the_team_room_are_its_own(lang: str) -> None:
    use_language(lang)
    rows = cells(lang, {"en": "| key | does |", CHINESE: "| 键 | 作用 |"})
    shown = {key for row in rows for key in row[0].replace("`", "").split()}
    assert shown <= {key_name(key) for command in TEAM for key in command.keys}


@EACH
def test_commands_named_are_there(lang: str) -> None:
    known = {command.id for _title, commands in list_sections() for command in commands}
    named = {code.text[2:] for code in PAGES[lang].codes if code.text.startswith(": ")}
    assert named and named <= known
