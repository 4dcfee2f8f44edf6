"""The findings in words: who is at no place for want of a level or a line, and who ends a line."""

from __future__ import annotations

import pytest

from deals.model import Contact
from deals.network.analysis import analyse
from tests.deals.makers import DEFAULT, contact
from tests.deals.network.accounts import (
    BOTH,
    COMMERCIAL,
    HIGH,
    LOW,
    MIDDLE,
    NO_BUSINESS,
    TECHNICAL,
    account,
)
from views.network.tables import list_findings
from wording import use_language

MARK = "~ Mark who approves what (t) to see where the net holds"


def finding_texts(people: list[Contact], absent: list[str] | None = None) -> list[str]:
    """Return the findings about these people with their signs, but those of single people."""
    made = account(*people, absent=absent or ())
    found = list_findings(made, analyse(made, DEFAULT))
    return [f"{each.sign} {each.text}" for each in found if "our only" not in each.text]


@pytest.mark.parametrize(
    ("people", "absent", "texts"),
    [
        ([contact("何总", 4, **MIDDLE)], [], [MARK]),
        (
            [contact("何总", 4, **MIDDLE, role="approves")],
            [],
            [MARK, "~ 何总 approves but is on no approval line: set T or B (t)"],
        ),
        (
            [contact("吴", 4, **TECHNICAL)],
            [],
            [
                "~ 吴 is in technical approval, level unknown: set it (w)",
                "~ commercial approval: nobody named",
            ],
        ),
        (
            [contact("吴", 4, **BOTH)],
            [],
            ["~ 吴 is in technical approval, commercial approval, level unknown: set it (w)"],
        ),
        (
            [contact("吴", 4, **TECHNICAL, role="decides"), contact("秦", 4, **LOW, **TECHNICAL)],
            NO_BUSINESS,
            [
                "~ 吴 is in technical approval, level unknown: set it (w)",
                "  technical approval: junior level CR4 ► ?",
            ],
        ),
        (
            [contact("吴", 4, **MIDDLE, **COMMERCIAL)],
            ["commercial low", "technical middle", "technical low", "technical high"],
            [
                "~ commercial approval: nobody named above mid-level",
                "  commercial approval: mid-level CR4 ► ?",
            ],
        ),
        (
            [contact("吴", 4, **HIGH, **COMMERCIAL)],
            [
                "commercial low",
                "commercial middle",
                *(f"technical {x}" for x in ("high", "middle")),
            ],
            [
                "! technical approval, junior level: nobody named",
                "~ 吴: none of our executives meets them",
                "  technical approval: junior level nobody !",
                "  commercial approval: executive level CR4",
            ],
        ),
    ],
)
def test_what_is_not_known_is_said_with_its_key(
    people: list[Contact], absent: list[str], texts: list[str]
) -> None:
    assert finding_texts(people, absent) == texts


def test_it_is_said_in_chinese() -> None:
    use_language("zh_CN")
    people = [contact("吴", 4, **TECHNICAL), contact("何总", 4, role="decides")]
    assert finding_texts(people)[:3] == [
        "~ 技术审批线上 吴 的层级未知：请补上（w）",
        "~ 何总 负责决策，但层级未知，也不在审批线上：请设层级（w），标 T 或 B（t）",
        "~ 商务审批：不知是谁",
    ]
    assert "~ 技术审批：低层之上不知是谁" in finding_texts([contact("吴", 4, **LOW, **TECHNICAL)])
