"""Playbooks of teams, and the refusals they meet."""

from __future__ import annotations

import pytest

from deals.errors import UserError
from deals.playbook import parse_playbook
from tests.deals.makers import DEFAULT_TEXT

STAGE = """
[[stages]]
id = "{id}"
weight = {weight}
name = {{ en = "a", zh_CN = "甲" }}
acceptance = {{ en = "b", zh_CN = "乙" }}
seller = {{ en = "c", zh_CN = "丙" }}
customer = {{ en = "d", zh_CN = "丁" }}
"""


LIMITS = """
[thresholds.cr-stage]
named-from = "{id}"
levels = []
best = []
lines = {{ from = "{id}", cr = 3 }}
[thresholds.single-thread]
from = "{id}"
[thresholds.holes]
from = "{id}"
[thresholds.vague]
from = "{id}"
[thresholds.checks.stages]
P1 = "{id}"
P2 = "{id}"
P3 = "{id}"
P4 = "{id}"
P5 = "{id}"
P6 = "{id}"
"""
GATE = """
[[stages.gate]]
{item}
text = {{ en = 'x', zh_CN = '某' }}
"""


def stages(*named: tuple[str, float]) -> str:
    """Write the stages of a team playbook, eight lines each and the first of them blank."""
    return "".join(STAGE.format(id=key, weight=weight) for key, weight in named)


def team(*named: tuple[str, float], gate: str = "") -> str:
    """Write a playbook with stages of its own, the first of which all its limits name.

    Line 1 says what signing is; each stage takes eight lines, blank, head, id, weight and texts;
    the gate item is the last stage's, in the lines of `gate` after a blank and a head.
    """
    head = f"signed = '{named[0][0]}'"
    item = GATE.format(item=gate) if gate else ""
    return head + stages(*named) + item + LIMITS.format(id=named[0][0])


def refusal(text: str, default: str = DEFAULT_TEXT) -> UserError:
    """Return the refusal that this team playbook meets."""
    with pytest.raises(UserError) as caught:
        parse_playbook(text, "team.toml", default)
    assert caught.value.figures["file"] == "team.toml"
    return caught.value
