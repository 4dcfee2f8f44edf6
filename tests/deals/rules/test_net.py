from __future__ import annotations

import pytest

from deals.model import Contact
from deals.network import analyse
from deals.rules.triage_rules import holes
from tests.deals.makers import DEFAULT, TODAY, case, contact, figures, playbook, project, reason

HIGH, MIDDLE, LOW = {"level": "high"}, {"level": "middle"}, {"level": "low"}
TECHNICAL, COMMERCIAL = {"lines": ("technical",)}, {"lines": ("commercial",)}
HE = contact("何总", 3, **HIGH, **TECHNICAL)


@pytest.mark.parametrize(
    ("stage", "contacts", "found"),
    [
        ("P3", [], None),
        ("P3", [HE], None),
        ("P2", [contact("何总", 1, **HIGH, **TECHNICAL)], None),
        ("P3", [contact("何总", 1, **HIGH, **TECHNICAL)], "weak"),
        ("P7", [contact("何总", None, **HIGH, **TECHNICAL)], "weak"),
        ("X9", [contact("何总", 1, **HIGH, **TECHNICAL)], None),
        ("P3", [contact("吴", 4, **MIDDLE, **TECHNICAL)], "nobody"),
        ("P3", [contact("何总", 5, **HIGH, **TECHNICAL, stance="competitor")], "against"),
        # Levels or lines are not known.
        ("P3", [contact("何总", 1, **HIGH)], None),
        ("P3", [contact("何总", 1, **TECHNICAL)], None),
        ("P3", [contact("何总", 1, **HIGH, **TECHNICAL, outside=True)], None),
        # The finer level is a place of its own.
        ("P3", [HE, contact("吴", 1, level="upper", **TECHNICAL)], "weak"),
    ],
)
def test_holes(stage: str, contacts: list[Contact], found: str | None) -> None:
    assert case(holes(project(stage, contacts=contacts), DEFAULT, TODAY)) == found


def test_the_heaviest_hole_is_named_by_its_closest_person_and_all_are_counted() -> None:
    some = [
        contact("秦", 1, **HIGH, **COMMERCIAL),
        contact("唐", 1, **MIDDLE, **COMMERCIAL, role="decides"),
        contact("叶", 2, **MIDDLE, **COMMERCIAL),
        contact("郭", 4, **MIDDLE, **COMMERCIAL, stance="opposes"),
    ]
    made = project("P4", contacts=some)
    flag = holes(made, DEFAULT, TODAY)
    where = {"stage": "P4", "count": 2, "level": "middle", "line": "commercial"}
    assert figures(flag) == {**where, "name": "叶", "cr": "CR2", "needs": 3}
    findings = analyse(made, DEFAULT)
    assert findings.worst is not None
    assert (findings.worst.level, len(findings.holes)) == ("middle", 2)


def test_figures_where_nobody_is_or_nobody_is_ours() -> None:
    flag = holes(project("P3", contacts=[contact("吴", 4, **LOW, **TECHNICAL)]), DEFAULT, TODAY)
    where = {"stage": "P3", "count": 1, "level": "high", "line": "technical"}
    assert figures(flag) == where
    rival = contact("何总", 5, **HIGH, **TECHNICAL, stance="competitor")
    flag = holes(project("P3", contacts=[rival]), DEFAULT, TODAY)
    assert figures(flag) == {**where, "name": "何总"}
    assert flag is not None
    assert reason(flag, "zh_CN").endswith("何总 不站在我们这边")


def test_from_which_stage_and_at_which_cr_are_the_playbooks() -> None:
    made = project("P2", contacts=[HE])
    book = playbook("[thresholds.holes]\nfrom = 'P2'\n[net]\nhold = 4")
    assert figures(holes(made, book, TODAY))["needs"] == 4
    assert holes(made, DEFAULT, TODAY) is None
