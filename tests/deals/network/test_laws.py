"""Laws of the analysis, for accounts however tangled."""

from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from deals.model import Influence, Project
from deals.network import (
    ApprovalPlace,
    Introduction,
    IntroductionRoute,
    NetworkFindings,
    analyse,
    find_introductions,
)
from deals.network.relationship import against_us
from deals.playbook import Playbook
from tests import strategies
from tests.deals.makers import DEFAULT, playbook, project

BOOKS = [DEFAULT, *(playbook(f"[net]\ndamping = {damping}") for damping in (0.0, 0.9))]


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


def rounded(findings: NetworkFindings) -> float:
    return round(sum(score.points for score in findings.pulls), 1)


@given(project=accounts() | strategies.projects(), book=st.sampled_from(BOOKS))
def test_pulls(project: Project, book: Playbook) -> None:
    findings = analyse(project, book)
    assert {pull.person for pull in findings.pulls} == {person.id for person in project.contacts}
    for pull in findings.pulls:
        assert isclose(sum(part.points for part in pull.parts), pull.points, abs_tol=1e-6)
        assert all(part.points == round(part.points, 1) for part in pull.parts)
    # Influence moves pull and makes none.
    alone = analyse(project.model_copy(update={"influences": ()}), DEFAULT)
    assert rounded(findings) == rounded(alone)
    gaps = [pull.gap for pull in findings.pulls]
    assert gaps == sorted(gaps, reverse=True)


@given(project=accounts())
def test_nobody_gives_away_more_than_the_damping(project: Project) -> None:
    """Of what comes together at a person, at most half goes on; a tenth a part is rounding."""
    for pull in analyse(project, DEFAULT).pulls:
        given_away = -sum(part.points for part in pull.parts if part.kind == "swayed")
        gross = pull.points + given_away
        assert given_away <= DEFAULT.net.damping * gross + 0.1 * len(pull.parts)


@given(project=accounts() | strategies.projects())
def test_places(project: Project) -> None:
    findings = analyse(project, DEFAULT)
    spots = [(place.line, place.level) for place in findings.places]
    assert len(spots) == len(set(spots))
    assert findings.held + len(findings.holes) == len(spots)
    lines = {line for person in project.contacts if not person.outside for line in person.lines}
    assert {line for line, level in spots if level == "high"} == lines
    assert {place for state in findings.lines for place in state.places} == {*findings.places}
    assert all(state.holds == (state.reaches == "high") for state in findings.lines)


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
