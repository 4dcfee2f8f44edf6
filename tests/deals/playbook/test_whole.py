"""A playbook written whole is the playbook in force, whatever it is laid over."""

from __future__ import annotations

import pytest

from deals.playbook import Playbook, parse_playbook, playbook_table
from deals.playbook.load import find_faults
from deals.toml_writer import write_toml
from tests.deals.makers import DEFAULT, DEFAULT_TEXT
from tests.deals.playbook.teams import team

FIELD = """
[[fields]]
id = "{id}"
name = {{ en = "{id}", zh_CN = "{id}" }}
"""
OVERLAYS = {
    "nothing": "# ours\n",
    "limits": "signed = 'P5'\n[thresholds.vague]\nspread = 0.4\n[net]\nupper = false\n",
    "severity": "[rules.missing]\nseverity = 'info'\n[rules.no-coach]\nseverity = 'red'\n",
    "severity by stage": "[rules.missing]\nstages = [{ from = 'P5', severity = 'red' }]\n",
    "stages changed": "[stages.P4]\nwin = 0.5\n[stages.P2]\naliases = ['Demo', 'Qualification']\n",
    "stages replaced": team(("A", 0.1), ("B", 0.5), ("C", 1.0)),
    "an alias taken": "[statuses.lost]\naliases = ['Discovery']\n",
    "own fields": "".join(
        FIELD.format(id=id_)
        for id_ in ("site", "product", "commercial", "service", "customer", "competitors", "team")
    ),
    "texts": "name.en = 'Ours \"quoted\" \\\\ {{x}}'\n",
}


@pytest.mark.parametrize("name", OVERLAYS)
def test_it_reads_back_as_the_same(name: str) -> None:
    before = parse_playbook(OVERLAYS[name], "team.toml", DEFAULT_TEXT)
    text = write_toml(playbook_table(OVERLAYS[name], "team.toml", DEFAULT_TEXT))
    assert as_text(parse_playbook(text, "whole.toml", DEFAULT_TEXT)) == as_text(before)


def test_our_own_is_whole_as_it_stands() -> None:
    ours = parse_playbook(DEFAULT_TEXT, "default.toml")
    assert as_text(parse_playbook(DEFAULT_TEXT, "copy.toml", DEFAULT_TEXT)) == as_text(ours)
    text = write_toml(playbook_table(DEFAULT_TEXT, "default.toml"))
    assert as_text(parse_playbook(text, "copy.toml", DEFAULT_TEXT)) == as_text(ours)


def test_our_own_has_no_faults_so_that_no_start_looks_for_some() -> None:
    assert list(find_faults(DEFAULT)) == []


def as_text(playbook: Playbook) -> str:
    """Return all of a playbook, the order of its tables too."""
    return playbook.model_dump_json()
