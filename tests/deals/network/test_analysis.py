"""The analysis as a whole, kept while the people stay as they are."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Contact, Influence, Project
from deals.network.analysis import AnalysisCache, analyse
from deals.network.findings import ApprovalPlace, Introduction, IntroductionRoute, NetworkFindings
from deals.network.introductions import find_introductions
from deals.network.relationship import against_us
from deals.playbook import Playbook
from deals.rules.gates import missing_gates
from deals.rules.triage import assess
from tests import strategies
from tests.deals.makers import DEFAULT, TODAY, action, contact, playbook, project
from tests.deals.network.accounts import HIGH, MIDDLE, TECHNICAL, account

WU = contact("wu", 4, **MIDDLE, **TECHNICAL)


def test_nobody_known() -> None:
    findings = analyse(project(), DEFAULT)
    assert findings == NetworkFindings()
    assert (findings.held, findings.worst) == (0, None)


def test_everything_of_a_small_account() -> None:
    findings = analyse(account(contact("he", 1, **HIGH, **TECHNICAL), WU, sways="wu>he 3"), DEFAULT)
    assert (findings.held, len(findings.places), findings.unknown) == (1, 6, 4)
    assert [score.person for score in findings.pulls] == ["he", "wu"]
    assert findings.by_person["wu"] is findings.pulls[1]
    assert (len(findings.lines), len(findings.singles)) == (2, 1)
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
        account(WU, absent=["technical low"]),
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


THREE = playbook("[net]\nupper = false")
"""The default playbook as a team has it that keeps to three levels."""
BOOKS = [DEFAULT, *(playbook(f"[net]\ndamping = {damping}") for damping in (0.0, 0.9))]


def test_a_team_of_three_levels_lacks_nobody_of_a_fourth() -> None:
    """Whoever is of it from before keeps their place; the other line gains none."""
    above = contact("a", 4, level="upper", lines=("technical",))
    at = project("P4", contacts=[contact("b", 4, level="low", lines=("technical",)), above])
    places = {
        playbook.net.upper: [
            (place.level, place.line) for place in analyse(at, playbook).places if not place.held
        ]
        for playbook in (DEFAULT, THREE)
    }
    assert places[True][0] == ("upper", "commercial")
    assert places[False] == places[True][1:]
    flags = assess(at, THREE, TODAY).flags
    (holes,) = [flag.figures for flag in flags if flag.rule == "holes"]
    assert (holes["count"], holes["level"]) == (len(places[False]), "middle")


@st.composite
def accounts(draw: st.DrawFn) -> Project:
    """Draw a project of up to nine people who may sway or lead anybody, in circles too."""
    people = draw(strategies.teams(max_size=9))
    if not people:
        return project()
    ids = st.sampled_from([contact.id for contact in people])
    bosses = draw(st.lists(st.none() | ids, min_size=len(people), max_size=len(people)))
    led = [
        person.model_copy(update={"reports_to": boss})
        for person, boss in zip(people, bosses, strict=True)
    ]
    link = st.builds(
        Influence, source=ids, target=ids, strength=st.integers(1, 3), favour=st.booleans()
    )
    return project(contacts=led, influences=draw(st.lists(link, max_size=20)))


@given(project=accounts() | strategies.projects(), book=st.sampled_from(BOOKS))
def test_pulls(project: Project, book: Playbook) -> None:
    findings = analyse(project, book)
    assert {pull.person for pull in findings.pulls} == {person.id for person in project.contacts}
    for pull in findings.pulls:
        assert isclose(sum(part.points for part in pull.parts), pull.points, abs_tol=1e-6)
        assert all(part.points == round(part.points, 1) for part in pull.parts)
    # Influence adds, it does not take.
    alone = analyse(project.model_copy(update={"influences": ()}), book).by_person
    for pull in findings.pulls:
        assert pull.own == alone[pull.person].points
        assert isclose(pull.own + pull.borrowed, pull.points, abs_tol=1e-6)
        assert pull.borrowed >= 0
    if all(person.role != "decides" for person in project.contacts):
        gaps = [pull.gap for pull in findings.pulls]
        assert gaps == sorted(gaps, reverse=True)


@given(project=accounts(), book=st.sampled_from(BOOKS))
def test_nobody_ranks_before_who_decides_but_by_their_own_weight(
    project: Project, book: Playbook
) -> None:
    people = {person.id: person for person in project.contacts}
    ranked = [
        (people[pull.person], round(pull.own * (5 - (people[pull.person].cr or 0)) / 5, 2))
        for pull in analyse(project, book).pulls
    ]
    for rank, (person, alone) in enumerate(ranked):
        if person.role == "decides":
            assert all(alone <= theirs for _, theirs in ranked[:rank])


@given(project=accounts(), book=st.sampled_from(BOOKS))
def test_nobody_gets_past_who_decides_but_by_their_own_weight(
    project: Project, book: Playbook
) -> None:
    pulls = analyse(project, book).by_person
    for person in project.contacts:
        for other in project.contacts:
            if person.role == "decides" and other.id != person.id:
                mine, theirs = pulls[person.id], pulls[other.id]
                assert theirs.points <= mine.own or theirs.own >= mine.own


@given(project=accounts(), strength=st.integers(1, 3))
def test_more_sway_is_never_less_pull(project: Project, strength: int) -> None:
    """Of whoever is swayed by one person alone: more people share what can be borrowed."""
    for influence in project.influences[:1]:
        others = [link for link in project.influences if link.target != influence.target]
        more = influence.model_copy(update={"strength": strength})
        with_it, without = (
            analyse(project.model_copy(update={"influences": tuple(links)}), DEFAULT).by_person
            for links in ([*others, more], others)
        )
        for person, pull in with_it.items():
            assert pull.points >= without[person].points


@given(project=accounts() | strategies.projects())
def test_places(project: Project) -> None:
    findings = analyse(project, DEFAULT)
    spots = [(place.line, place.level) for place in findings.places]
    assert len(spots) == len(set(spots))
    assert findings.held + len(findings.holes) == len(spots)
    lines = {line for person in project.contacts if not person.outside for line in person.lines}
    unsure = {
        line
        for person in project.contacts
        if not person.outside and person.level is None
        for line in person.lines
    }
    ends = {line for line, level in spots if level == "high"} | {top.line for top in findings.tops}
    assert lines <= ends | unsure | {place.line for place in findings.absent}
    assert not any(
        line in unsure and not place.known for place in findings.places for line in [place.line]
    )
    assert len({*findings.places, *findings.absent}) == len(spots) + len(findings.absent)
    assert {place for state in findings.lines for place in state.places} == {*findings.places}
    assert all(
        state.holds == (state.reaches == state.places[-1].level and not state.open)
        for state in findings.lines
    )


@given(project=accounts() | strategies.projects())
def test_a_store_with_three_levels_gains_nothing_by_a_fourth(project: Project) -> None:
    people = [
        person.model_copy(update={"level": "middle"}) if person.level == "upper" else person
        for person in project.contacts
    ]
    coarse = project.model_copy(update={"contacts": tuple(people)})
    assert analyse(coarse, DEFAULT) == analyse(coarse, THREE)
    assert not any(place.level == "upper" for place in analyse(coarse, DEFAULT).places)
    for stage in DEFAULT.stages:
        at = coarse.model_copy(update={"stage": stage.id})
        assert missing_gates(at, stage.id, DEFAULT) == missing_gates(at, stage.id, THREE)
    assert assess(coarse, DEFAULT, TODAY).flags == assess(coarse, THREE, TODAY).flags


def links(project: Project) -> set[tuple[str, str, str]]:
    """Return every introduction that the account's lines allow, in the direction it is made."""
    found = {(link.source, link.target, "influence") for link in project.influences}
    for person in project.contacts:
        if person.reports_to:
            found.add((person.id, person.reports_to, "reports-up"))
            found.add((person.reports_to, person.id, "reports-down"))
    return found


def steps(way: IntroductionRoute) -> list[Introduction]:
    """Return the hops, which must run from the helper to the target without a gap."""
    at = way.helper
    for hop in way.hops:
        assert hop.source == at
        at = hop.target
    assert at == way.target
    return list(way.hops)


@given(project=accounts() | strategies.projects())
def test_mends(project: Project) -> None:
    findings = analyse(project, DEFAULT)
    people = {person.id: person for person in project.contacts}
    known = links(project)
    targets: list[str | ApprovalPlace] = [*people, *findings.places]
    for target in targets:
        found = find_introductions(project, findings, DEFAULT, target)
        assert found == find_introductions(project, findings, DEFAULT, target)
        assert len(found) <= 3
        assert [way.cost for way in found] == sorted(way.cost for way in found)
        assert len({way.hops or way.helper for way in found}) == len(found)
        for way in found:
            hops = steps(way)
            assert {(hop.source, hop.target, hop.link) for hop in hops} <= known
            assert len(hops) <= 5
            assert len({way.helper, *(hop.target for hop in hops)}) == len(hops) + 1
            assert (people[way.helper].cr or 0) >= DEFAULT.net.help
            assert not any(against_us(people[hop.source]) for hop in hops)
            assert (way.finds is None) == (isinstance(target, str) or target.known)


@given(project=accounts())
def test_the_same_people_have_the_same_findings(project: Project) -> None:
    assert analyse(project, DEFAULT) == analyse(project.model_copy(), DEFAULT)
