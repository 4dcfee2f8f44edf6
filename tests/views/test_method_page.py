"""The method in one screen says what the playbook at hand has: stages, gates, rules, limits."""

from __future__ import annotations

from collections import Counter

import pytest

from deals.playbook import Playbook
from deals.playbook.limits import Thresholds
from deals.rules.triage_rules import RULES
from tests.deals.makers import DEFAULT, playbook
from views.method_page import list_method_rows, print_method
from views.styled_text import width
from wording import use_language
from wording.rule_limits import LIMITS, rule_limits_text

LANGS = ("en", "zh_CN")
TEAM = """
signed = "S3"
method.principles = [{ en = "One visit a day.", zh_CN = "每天拜访一次。" }]
[[stages]]
id = "S1"
weight = 0.2
name = { en = "Met", zh_CN = "见过" }
acceptance = { en = "They know us", zh_CN = "认识我方" }
seller = { en = "Visit", zh_CN = "拜访" }
customer = { en = "Listens", zh_CN = "听取" }
[[stages.gate]]
id = "met"
wants = "level"
level = "low"
cr = 4
text = { en = "a junior at CR{cr} (now {best})", zh_CN = "低层达到 CR{cr}（现为 {best}）" }
[[stages.gate]]
id = "answered"
wants = "checks"
text = { en = "{count} open", zh_CN = "{count} 题未答" }
[[stages]]
id = "S3"
weight = 1.0
days = 7
name = { en = "Won", zh_CN = "拿下" }
acceptance = { en = "Signed", zh_CN = "已签" }
seller = { en = "Sign", zh_CN = "签约" }
customer = { en = "Signs", zh_CN = "签" }
tools = { en = "a pen", zh_CN = "一支笔" }
[thresholds]
single-thread = { from = "S1", cr = 1 }
holes = { from = "S3" }
stalled = { times = 3.5 }
slipping = { moves = 1, days = 15 }
vague = { from = "S3", spread = 0.125, days = 31 }
big-bet = { share = 0.4, projects = 6 }
no-coach = { from = "S1", cr = 5 }
[thresholds.cr-stage]
named-from = "S1"
levels = [{ from = "S3", level = "low", cr = 5 }]
best = []
lines = { from = "S3", cr = 2 }
[thresholds.checks]
age = 90
norm = 0.75
stages = { P1 = "S1", P2 = "S1", P3 = "S1", P4 = "S3", P5 = "S3", P6 = "S3" }
[net]
hold = 2
upper = false
"""
LIMITS_OF_TEAM = {
    "overdue": "below S3",
    "cr-stage": "somebody rated from S1; junior level CR5 from S3; both approval lines CR2 from S3",
    "date-stage": "usual days to S3: S1 7",
    "single-thread": "from S1; whoever is at CR1 or better counts",
    "holes": "from S3; held at CR2 or better",
    "stalled": "over 3.5 times the usual days of the stage worked on",
    "slipping": "put off 1 time or more; by over 15 days in all",
    "vague": "from S3; amount over +/-12.5%; close date spanning over 31 days",
    "checks": "under 75% answered well; an answer counts for 90 days",
    "missing": "from S1; red from S3",
    "no-coach": "from S1; CR5 or better; amber from S3",
    "big-bet": "at least 40%; asked of owners with 6 open projects or more",
    "tender": "below S3",
}


@pytest.fixture
def team() -> Playbook:
    """Return a team's playbook with stages, limits and words of its own."""
    return playbook(TEAM)


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_and_stage_stands_there_once(lang: str, team: Playbook) -> None:
    use_language(lang)
    for book in (DEFAULT, team):
        keys = Counter(row.key.split(" ")[0] for row in list_method_rows(book))
        assert {rule: keys[rule] for rule in RULES} == dict.fromkeys(RULES, 1)
        assert {stage.id: keys[stage.id] for stage in book.stages} == dict.fromkeys(book.order, 1)
        assert [keys[f"CR{rung}"] for rung in range(1, 6)] == [1] * 5


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("cells", [40, 80, 120, 200])
def test_no_line_is_wider_than_it_may_be_and_all_of_the_text_stands_there(
    lang: str, cells: int, team: Playbook
) -> None:
    use_language(lang)
    for book in (DEFAULT, team):
        lines = list(print_method(book, cells))
        assert max(map(width, lines)) <= cells
        shown = "".join("".join(lines).split())
        for row in list_method_rows(book):
            start = row.text.split(" ")[0]
            assert width(row.key) <= 14
            assert "".join(start.split()) in shown
        assert not any(line.rstrip().endswith(">") for line in lines)


@pytest.mark.parametrize("rule", RULES)
def test_a_team_reads_its_own_limits(rule: str, team: Playbook) -> None:
    assert rule_limits_text(rule, team) == LIMITS_OF_TEAM.get(rule, "")


def test_every_limit_of_a_playbook_is_said() -> None:
    limits = {(field.alias or name) for name, field in Thresholds.model_fields.items()}
    assert {name.replace("_", "-") for name in limits} <= set(LIMITS) <= set(RULES)


def test_a_limit_at_a_stage_that_a_team_dropped_is_reached_nowhere() -> None:
    kept = TEAM.replace('P2 = "S1", ', "").replace('P4 = "S3", ', "")
    # A question asked by a dropped stage has to have one in its place, a limit need not.
    asked = "".join(
        f'[sections.{section}.questions.{key}]\ndue = "S1"\n'
        for section, each in DEFAULT.sections.items()
        for key in each.questions
    )
    found = playbook(kept + asked)
    assert rule_limits_text("missing", found) == (
        "at no stage of this playbook; red at no stage of this playbook"
    )
    assert rule_limits_text("tender", found) == "below P4"


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        (
            "en",
            [
                "   1              One visit a day.",
                "   S1   20%       Met: Visit",
                "                  done when: They know us; needs: a junior at CR4; "
                "each question due by S1 answered",
                "   S3  100%       Won: Sign (usually 7 days)",
                "                  tools: a pen",
                "   EXEC MID JR    level: executive level, mid-level, junior level",
            ],
        ),
        (
            "zh_CN",
            [
                "   1              每天拜访一次。",
                "   S1   20%       见过：拜访",
                "                  验收节点：认识我方；条件：低层达到 CR4；S1 前的检核题都已作答",
                "   S3  100%       拿下：签约（常规 7 天）",
                "                  工具：一支笔",
                "   高层 中层 低层 层级：高层，中层，低层",
            ],
        ),
    ],
)
def test_a_team_reads_its_own_stages_and_words(lang: str, texts: list[str], team: Playbook) -> None:
    use_language(lang)
    lines = list(print_method(team, 120))
    assert [text for text in texts if text not in lines] == []
    assert not any("P4" in line or "Prospecting" in line for line in lines)


def test_a_playbook_without_texts_of_the_method_leaves_them_out() -> None:
    texts = "method = { principles = [], questions = [] }\n"
    titles = [row.key for row in list_method_rows(playbook(texts)) if row.title]
    assert titles == ["Stage by stage", "CR", "People", "Flags", "Also"]


def test_the_limits_of_key_projects_stand_with_them() -> None:
    team = playbook("[key-projects]\nmost = 5\ndays = 3\n")
    (row,) = (row for row in list_method_rows(team) if row.key == "key projects")
    assert row.text.endswith("(5 key projects an owner; a lead met within 3 days)")
