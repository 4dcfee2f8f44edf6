"""What people call stages and statuses, and the playbook's aliases."""

from __future__ import annotations

import pytest

from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields.project_fields import read_status
from deals.playbook import Playbook, parse_playbook
from store.tables.stage_cells import read_stage_cell
from tests.deals.makers import DEFAULT, DEFAULT_TEXT, project
from tests.deals.playbook.teams import refusal, stages
from tests.deals.readings import reading


def found(text: str, playbook: Playbook = DEFAULT, *, numbers: bool = True) -> str | None:
    """Return the id of the stage or status that a text names."""
    state = playbook.find_state(text, numbers=numbers)
    return state and (state.stage or state.status)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("P2", "P2"),
        ("p2", "P2"),
        ("Ｐ２", "P2"),
        ("P3 设计交流", "P3"),
        ("P3：设计交流 中层把握", "P3"),
        ("P3设计交流", "P3"),
        ("stage P3", "P3"),
        ("项目状态：P3", "P3"),
        ("Prospecting", "P0"),
        ("客户开发", "P0"),
        ("1-Qualify", "P1"),
        ("4. Negotiation", "P5"),
        ("Discovery stage", "P1"),
        ("立项", "P2"),
        ("Proposal/Price Quote", "P3"),
        ("proposal / price quote", "P3"),
        ("投标", "P4"),
        ("Negotiation", "P5"),
        ("negotiation & review", "P5"),
        ("商务谈判", "P5"),
        ("谈判阶段", "P5"),
        ("谈判中", "P5"),
        ("in negotiation", "P5"),
        ("03 Proposal", "P3"),
        ("Stage 3 - Proposal", "P3"),
        ("stage 7: negotiation", "P5"),
        ("Phase 4: Closed Won", "won"),
        ("(2) Negotiation", "P5"),
        ("阶段4-设计交流", "P3"),
        ("第三阶段：商务谈判", "P5"),
        ("第3阶段商务谈判", "P5"),
        ("【P3】", "P3"),
        ("P3阶段", "P3"),
        ("暂停中", "on_hold"),
        ("Contract", "P5"),
        ("Signed", "P6"),
        ("Closed Won", "won"),
        ("closed-won", "won"),
        ("赢单", "won"),
        ("已签约", "won"),
        ("Closed Lost", "lost"),
        ("丢单", "lost"),
        ("On Hold", "on_hold"),
        ("on_hold", "on_hold"),
        ("暂停", "on_hold"),
        ("放弃", "abandoned"),
        ("取消", "abandoned"),
        ("P2-P3", None),
        ("P9", None),
        ("P3 Negotiation", None),
        ("P1-1", None),
        ("30%", None),
        ("stage", None),
        ("", None),
    ],
)
def test_a_name_means_a_stage_or_a_status(text: str, state: str | None) -> None:
    assert (found(text), found(text, numbers=False)) == (state, state)


@pytest.mark.parametrize(
    "text", ["2", "02", "stage 2", "Stage #2", "state 2", "阶段2", "第2阶段", "第二阶段", "阶段：2"]
)
def test_figures_alone_mean_a_stage_only_where_they_are_typed(text: str) -> None:
    assert (found(text), found(text, numbers=False)) == ("P2", None)


def test_whatever_a_stage_is_called_means_it() -> None:
    for each in DEFAULT.stages:
        for name in (each.id, *each.name.every, *each.aliases):
            assert found(name) == each.id
            assert name == each.id or found(f"{each.id} {name}") == each.id
    for status, aliases in DEFAULT.statuses.aliases.items():
        assert {found(name) for name in (status, *aliases)} == {status}


def test_a_table_lays_over_one_stage_and_takes_its_names_from_the_others() -> None:
    own = parse_playbook(
        "[stages.P4]\naliases = ['Proposal', 'Verbal']\nname.en = 'Bid made'\n"
        "[statuses.lost]\naliases = ['Contract']",
        "team.toml",
        DEFAULT_TEXT,
    )
    assert [found(text, own) for text in ("proposal", "Verbal", "Bid made", "Quote")] == [
        *("P4", "P4", "P4"),
        "P3",
    ]
    assert (found("投标", own), found("Contract", own), found("Negotiation", own)) == (
        *(None, "lost"),
        "P5",
    )
    assert own.stage("P4").days == DEFAULT.stage("P4").days


def test_a_list_replaces_the_stages_and_its_names_come_first() -> None:
    text = stages(("A1", 0.1), ("B2", 1.0)).replace('zh_CN = "甲"', 'zh_CN = "赢单"', 1)
    own = parse_playbook(f"signed = 'B2'{text}" + LIMITS, "team.toml", DEFAULT_TEXT)
    assert [found(name, own) for name in ("赢单", "a", "b2", "2", "Negotiation")] == [
        *("A1", None, "B2", "B2"),
        None,
    ]


LIMITS = """
[thresholds.cr-stage]
named-from = "A1"
levels = []
best = []
lines = { from = "A1", cr = 3 }
[thresholds]
single-thread.from = "A1"
holes.from = "A1"
vague.from = "A1"
checks.stages = { P1 = "A1", P2 = "A1", P3 = "A1", P4 = "A1", P5 = "A1", P6 = "A1" }
"""


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("\n[stages.P9]\nweight = 1", "playbook-stage-unknown", 2, "stages.P9"),
        ("[stages.P3]\nid = 'X'", "playbook-key-unknown", 2, "stages.P3.id"),
        ("[stages.P3]\nalias = ['x']", "playbook-key-unknown", 2, "stages.P3.alias"),
        ("[stages.P3]\naliases = 'x'", "playbook-wants-list", 2, "stages.P3.aliases"),
        ("[stages.P3]\naliases = ['x', '']", "playbook-empty", 2, "stages.P3.aliases[2]"),
        ("[stages.P3]\naliases = ['/']", "playbook-empty", 2, "stages.P3.aliases[1]"),
        ("[stages.P3]\nweight = 0.9", "playbook-stage-order", 1, "stages.P4.weight"),
        ("[stages]\nP3 = 5", "playbook-wants-table", 2, "stages.P3"),
        ("[statuses.gone]\naliases = []", "playbook-key-unknown", 1, "statuses.gone"),
        ("[stages.P3]\naliases = ['p-4']", "playbook-alias-twice", 2, "stages.P3.aliases[1]"),
        ("[stages.P3]\naliases = ['4']", "playbook-alias-twice", 2, "stages.P3.aliases[1]"),
        ("[stages.P3]\naliases = ['Signed']", "playbook-alias-twice", 2, "stages.P3.aliases[1]"),
        (
            "[stages.P3]\naliases = ['x']\n[statuses.won]\naliases = ['y', 'X']",
            "playbook-alias-twice",
            4,
            "statuses.won.aliases[2]",
        ),
    ],
)
def test_refusals_name_line_and_key(text: str, code: str, line: int, key: str) -> None:
    caught = refusal(text)
    assert (caught.code, caught.figures["line"], caught.figures["key"]) == (code, line, key)


def test_a_field_reads_names_and_a_table_no_figures() -> None:
    at = project(stage="P2")
    assert set_field(at, "stage", "Negotiation", reading()).stage == "P5"
    assert set_field(at, "stage", "stage 4", reading()).stage == "P4"
    won = set_field(at, "stage", "Closed Won", reading())
    assert (won.stage, won.status) == ("P2", "won")
    assert set_field(at, "stage", "进行中", reading()) is at
    assert set_field(at, "status", "已签约", reading()).status == "won"
    assert read_stage_cell("stage", "Proposal", {}, reading()) == ("stage", "P3")
    assert read_stage_cell("stage", "Closed Won", {}, reading()) == ("status", "won")
    with pytest.raises(UserError, match="stage-unknown"):
        read_stage_cell("stage", "3", {}, reading())
    with pytest.raises(UserError, match="status-unknown"):
        read_status("Negotiation", reading())
