"""What rules and gates say: the playbook's texts with their figures, in the user's language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deals.edits.typed_fields import new_project
from deals.model import Flag
from deals.network.findings import ApprovalPlace, Introduction, IntroductionRoute
from deals.parsing.reading_context import ReadingContext
from deals.playbook import Playbook
from deals.rules.gates import missing_gates
from deals.rules.triage import assess
from store.settings import load_playbook
from tui.clock import new_id, stamp
from wording import use_language
from wording.findings import (
    ask_text,
    flag_next,
    flag_reason,
    hole_text,
    meet_text,
    missing_gate_text,
    reach_text,
)

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
    assert flag_reason(flag, playbook) == "3 holes: nobody named at mid-level, technical approval"
    use_language("zh_CN")
    assert flag_reason(flag, playbook) == "渔网有 3 个破洞：技术审批的中层不知是谁"
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


NAMES = {"liu": "刘主任", "qin": "采购负责人？", "li": "李工", "ann": "Ann"}


@pytest.mark.parametrize(
    ("people", "best", "against", "text"),
    [
        ((), None, (), "技术审批低层：不知是谁"),
        (("liu",), 2, (), "技术审批低层未把握：刘主任 CR2"),
        (("liu", "li"), 2, (), "技术审批低层未把握：刘主任，李工 最高 CR2"),
        (("liu",), None, ("liu",), "技术审批低层：刘主任，不支持我方"),
        (("li",), None, (), "技术审批低层：李工，客户关系程度不明"),
        (("liu", "li"), None, ("liu",), "技术审批低层：刘主任，李工，关系不明或不支持我方"),
        (("qin",), None, (), "技术审批低层：有采购负责人，不知是谁"),
    ],
)
def test_a_hole_says_why_it_is_one(
    people: tuple[str, ...], best: int | None, against: tuple[str, ...], text: str
) -> None:
    use_language("zh_CN")
    try:
        place = ApprovalPlace("low", "technical", people, best, against=against)
        assert hole_text(place, NAMES) == text
    finally:
        use_language("en")


def test_who_has_no_name_is_to_be_known_first(playbook: Playbook) -> None:
    low, high = (ApprovalPlace(level, "technical") for level in ("low", "high"))
    up = IntroductionRoute((Introduction("li", "liu", "reports-up"),), "li", "liu")
    down = IntroductionRoute((Introduction("liu", "li", "reports-down"),), "liu", "li")
    buyer = IntroductionRoute((Introduction("liu", "qin", "reports-down"),), "liu", "qin")
    asked = [IntroductionRoute((), "li", "li", finds=place) for place in (low, high)]
    use_language("zh_CN")
    try:
        assert [reach_text(place, NAMES) for place in (low, high)] == [
            "弄清由谁负责：技术审批低层",
            "弄清由谁决策：技术审批高层",
        ]
        assert meet_text(["qin"], NAMES) == "弄清采购负责人是谁"
        assert meet_text(["li"], NAMES) == "直接拜访李工"
        asks = [ask_text(route, NAMES, "P2", playbook) for route in (*asked, up, down, buyer)]
    finally:
        use_language("en")
    assert asks[:2] == ["请李工告知由谁负责：技术审批低层", "请李工告知由谁决策：技术审批高层"]
    # Who reports to somebody invites them; who is above arranges.
    assert [ask[:9] for ask in asks[2:4]] == ["请李工出面邀请刘主", "请刘主任安排李工参"]
    assert asks[4] == "请刘主任告知采购负责人是谁"
