"""What rules and gates say: the playbook's texts with their figures, in the user's language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deals.edits.typed_fields import new_project
from deals.model import Flag
from deals.parsing.reading_context import ReadingContext
from deals.playbook import Playbook
from deals.rules.gates import missing_gates
from deals.rules.triage import assess
from store.settings import load_playbook
from tui.clock import new_id, stamp
from wording import use_language
from wording.findings import flag_next, flag_reason, missing_gate_text

TODAY = date(2026, 3, 2)


@pytest.fixture
def playbook(tmp_path: Path) -> Playbook:
    return load_playbook(folder=tmp_path)


@pytest.fixture
def flags(playbook: Playbook) -> dict[str, Flag]:
    """The flags of the method's worked example."""
    reading = ReadingContext(playbook, stamp(TODAY, "me"), new_id)
    texts = {
        "stage": "P4",
        "amount": "64万",
        "signs": "2026-03-14",
        "contacts": "何总 cr2; 李工 cr2",
    }
    project = new_project("Net", reading, **texts)
    return {flag.rule: flag for flag in assess(project, playbook, TODAY).flags}


def test_reasons_name_the_figures(flags: dict[str, Flag], playbook: Playbook) -> None:
    reason = flag_reason(flags["cr-stage"], playbook)
    assert all(figure in reason for figure in ("P4", "CR2", "CR3", "2 contacts"))
    assert all(figure in flag_reason(flags["date-stage"], playbook) for figure in ("12", "40"))


def test_every_flag_speaks_both_languages(flags: dict[str, Flag], playbook: Playbook) -> None:
    for flag in flags.values():
        english = flag_reason(flag, playbook), flag_next(flag, playbook)
        use_language("zh_CN")
        chinese = flag_reason(flag, playbook), flag_next(flag, playbook)
        use_language("en")
        assert all(english + chinese)
        assert all(text.isascii() for text in english)
        assert not any(text.isascii() for text in chinese)


def test_levels_and_lines_go_by_their_names(playbook: Playbook) -> None:
    reading = ReadingContext(playbook, stamp(TODAY, "me"), new_id)
    project = new_project("Net", reading, stage="P3", contacts="吴处长 middle B cr4")
    (flag,) = (flag for flag in assess(project, playbook, TODAY).flags if flag.rule == "holes")
    assert flag_reason(flag, playbook) == "3 holes: nobody at mid-level, technical approval"
    use_language("zh_CN")
    assert flag_reason(flag, playbook) == "渔网有 3 个破洞：技术审批的中层无人认识"
    assert flag.figures["level"] == "middle"


def test_what_a_gate_lacks_is_said_by_its_stage(playbook: Playbook) -> None:
    reading = ReadingContext(playbook, stamp(TODAY, "me"), new_id)
    project = new_project("Net", reading)
    for stage in playbook.stages:
        for missing in missing_gates(project, stage.id, playbook):
            use_language("en")
            english = missing_gate_text(missing, stage.id, playbook)
            use_language("zh_CN")
            assert missing_gate_text(missing, stage.id, playbook) != english
            assert "{" not in english
