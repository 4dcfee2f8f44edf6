"""The workstreams of a team's playbook: market and contingency are added where it lacks them."""

from __future__ import annotations

from deals.fishbone import fishbone
from deals.model import Cause
from deals.planning import group_rows
from tests.deals.makers import playbook, project

OLD = """
[[fields]]
id = "people"
name = { en = "People", zh_CN = "人" }

[[fields]]
id = "mkt"
name = { en = "Market", zh_CN = "市场" }

[[templates]]
id = "mine"
name = { en = "Mine", zh_CN = "我的" }
rows = [{ field = "people", content = { en = "call", zh_CN = "打电话" }, start = "T-5" }]
"""


def test_an_older_playbook_gets_market_and_contingency() -> None:
    fields = playbook(OLD.replace("Market", "Trade").replace("市场", "行业")).fields
    assert [each.id for each in fields] == ["market", "people", "mkt", "contingency"]
    assert [each.tail for each in fields] == [False, False, False, True]


def test_a_market_of_the_teams_own_is_meant() -> None:
    team = playbook(OLD)
    assert [each.id for each in team.fields] == ["people", "mkt", "contingency"]
    assert team.sections["market"].bone == "mkt"
    assert team.sections["contingency"].bone == "contingency"


def test_an_own_bone_that_is_called_like_the_playbooks_is_the_playbooks() -> None:
    causes = [Cause(id="a", bone="应变", text="coach leaves"), Cause(id="b", bone="资金", text="x")]
    deal = project(causes=causes, bones=["应变", "资金"])
    bones = fishbone(deal, playbook(""))
    assert [bone.id for bone in bones if bone.own] == ["资金"]
    assert [(bone.id, len(bone.ribs)) for bone in bones if bone.tail] == [("contingency", 1)]
    assert bones[-1].tail
    groups = group_rows(deal, playbook(""), empty=True)
    assert [group.bone for group in groups][-2:] == ["资金", "contingency"]
