"""The analysis as a whole, kept while the people stay as they are."""

from __future__ import annotations

import pytest

from deals.model import Contact, Influence, Project
from deals.network import AnalysisCache, NetworkFindings, analyse
from deals.playbook import Playbook
from tests.deals.makers import DEFAULT, TODAY, action, contact, playbook, project
from tests.deals.network.accounts import HIGH, MIDDLE, TECHNICAL, account

WU = contact("wu", 4, **MIDDLE, **TECHNICAL)


def test_nobody_known() -> None:
    findings = analyse(project(), DEFAULT)
    assert findings == NetworkFindings()
    assert (findings.held, findings.worst) == (0, None)


def test_everything_of_a_small_account() -> None:
    findings = analyse(account(contact("he", 1, **HIGH, **TECHNICAL), WU, sways="wu>he 3"), DEFAULT)
    assert (findings.held, len(findings.places)) == (1, 2)
    assert [score.person for score in findings.pulls] == ["he", "wu"]
    assert findings.by_person["wu"] is findings.pulls[1]
    assert (len(findings.lines), len(findings.singles)) == (1, 1)
    assert findings.unmatched == ("he",)


def count_analyses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the ids of the projects that are analysed from now on."""
    seen: list[str] = []

    def note_project(project: Project, book: Playbook) -> NetworkFindings:
        seen.append(project.id)
        return analyse(project, book)

    monkeypatch.setattr("deals.network.analysis.analyse", note_project)
    return seen


def test_only_what_matters_is_analysed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, known = count_analyses(monkeypatch), AnalysisCache()
    base = account(WU)
    first = known.of(base, DEFAULT)
    stays: list[dict[str, object]] = [
        {"stage": "P5"},
        {"next_action": action("call", TODAY)},
        {"updated_by": "x"},
    ]
    for update in stays:
        assert known.of(base.model_copy(update=update), DEFAULT) is first
    known.of(base.model_copy(update={"id": "b", "contacts": (WU,)}), DEFAULT)
    assert known.of(base, DEFAULT) is first
    assert seen == ["one", "b"]


LIN = {"name": "Lin", "level": "high"}


@pytest.mark.parametrize(
    "other",
    [
        account(WU.model_copy(update={"cr": 5})),
        account(WU, contact("he")),
        account(WU, team=[LIN]),
    ],
)
def test_other_people_are_analysed_anew(other: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, known = count_analyses(monkeypatch), AnalysisCache()
    known.of(account(WU), DEFAULT)
    assert known.of(other, DEFAULT) == analyse(other, DEFAULT)
    assert len(seen) == 2


def test_other_influence_or_playbook_is_analysed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, known = count_analyses(monkeypatch), AnalysisCache()
    people: tuple[Contact, ...] = (WU, contact("he", None, **HIGH))
    base = account(*people)
    link = Influence(source="wu", target="he", strength=3, favour=True)
    swayed = base.model_copy(update={"influences": (link,)})
    known.of(base, DEFAULT)
    assert known.of(swayed, DEFAULT).by_person["wu"].points == 2 + 1 + 2
    assert known.of(swayed, playbook("[net]\nhold = 5")).held == 0
    assert len(seen) == 3
