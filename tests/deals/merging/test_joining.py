"""Two records of one deal in one: nothing that either says is lost, and twice is once."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given

from deals.edits.contacts import add_contacts, set_cr
from deals.edits.typed_fields import set_field
from deals.fields.project_fields import read_tags
from deals.merging.joining import join_projects, join_records
from deals.merging.labels import field_texts
from deals.merging.primitives import FieldConflict, same_text
from deals.model import KEYS, Project, Stamp
from tests.deals.makers import DEFAULT, NOW, TODAY, contact, project
from tests.deals.readings import LATER, reading
from tests.strategies import projects

SOONER = Stamp(at=NOW + timedelta(hours=1), by="陈", today=TODAY)
BASE = project("P2", name="港区专网", customer="港务", owner="王", contacts=[contact("何总", 2)])


def write(project: Project, stamp: Stamp, **texts: str) -> Project:
    """Write fields of a project as somebody."""
    given = reading()
    for field, text in texts.items():
        project = set_field(project, field, text, type(given)(DEFAULT, stamp, given.new_id))
    return project


def test_the_newest_move_counts_whichever_side_it_is_on() -> None:
    here = write(write(BASE, SOONER, amount="80万"), LATER, stage="P3")
    there = write(BASE, SOONER, stage="P4", owner="周")
    for joined in (join_records(here, there), join_records(there, here)):
        assert joined.project.stage == "P3"
        assert joined.project.owner == "周"
        assert joined.project.amount == here.amount
        assert joined.lost == (FieldConflict("stage", "P3", "P4"),)
    kept = join_records(here, there).project.history
    assert [(change.field, change.new) for change in kept] == [
        ("amount", "80万"),
        ("stage", "P4"),
        ("owner", "周"),
        ("stage", "P3"),
    ]


def test_an_older_record_reopens_nothing() -> None:
    there = write(BASE, SOONER, next="call")
    here = write(there, LATER, status="lost", next="-")
    joined = join_records(here, there)
    assert joined.project.status == "lost"
    assert joined.project.next_action is None
    assert ("next", "call", None) in [
        (change.field, change.old, change.new) for change in joined.project.history
    ]


def test_a_relationship_goes_by_its_newest_move_with_its_evidence() -> None:
    here = set_cr(BASE, "何总", 4, SOONER, "golf")
    there = write(set_cr(BASE, "何总", 3, SOONER), LATER, amount="1万")
    later = set_cr(here, "何总", 5, LATER, "dinner")
    person = join_records(later, there).project.contacts[0]
    assert (person.cr, person.evidence) == (5, "dinner")


def test_the_evidence_of_a_relationship_that_gives_way_is_told() -> None:
    person = contact("何总", 4).model_copy(update={"evidence": "golf", "stance": "opposes"})
    here = BASE.model_copy(
        update={"contacts": (person.model_copy(update={"competitor": "Corvane"}),)}
    )
    plain = person.model_copy(update={"cr": 3, "evidence": None, "stance": "supports"})
    there = BASE.model_copy(update={"contacts": (plain,), "updated_at": LATER.at})
    for joined in (join_records(here, there), join_records(there, here)):
        texts = {(each.field, each.theirs) for each in joined.lost}
        assert {("cr", "4"), ("evidence", "golf"), ("competitor", "Corvane")} <= texts
        assert ("evidence", "golf") in {(each.field, each.old) for each in joined.project.history}
        assert not join_records(joined.project, here).lost


def test_of_two_records_of_one_instant_the_first_says_who_wrote_it() -> None:
    here, there = (BASE.model_copy(update={"updated_by": name}) for name in ("林", "周"))
    once = join_records(here, there).project
    assert once.updated_by == "林"
    assert join_records(once, there).project == once


def test_people_touches_and_lists_are_a_union() -> None:
    here = add_contacts(BASE, "李工 3", reading())
    there = project(contacts=[*BASE.contacts, contact("赵处", 2)])
    names = {person.name for person in join_records(here, there).project.contacts}
    assert names == {"何总", "李工", "赵处"}


def test_twins_are_one_with_the_identity_of_the_one_kept() -> None:
    kept = write(BASE, SOONER, product="专网")
    other = project("P4", name="港区视频", customer="港务", owner="周")
    other = add_contacts(other, "何总 4, 赵处 2", reading()).model_copy(update={"id": "other"})
    other = write(other, LATER, amount="50万")
    joined = join_projects(kept, other, LATER)
    made = joined.project
    assert (made.id, made.name, made.owner, made.product) == (kept.id, "港区专网", "王", "专网")
    assert made.amount == other.amount
    assert sorted(person.name for person in made.contacts) == ["何总", "赵处"]
    assert ("owner", "周", "王") in [(move.field, move.old, move.new) for move in made.history]
    assert FieldConflict("owner", "王", "周") in joined.lost


def test_namesakes_of_a_side_stay_two() -> None:
    here = project(contacts=[contact("李工", 1)])
    two = project(contacts=[contact("李工", 1), contact("李工", 2)])
    people = [person.model_copy(update={"id": f"x{at}"}) for at, person in enumerate(two.contacts)]
    there = two.model_copy(update={"id": "two", "contacts": tuple(people)})
    assert len(join_projects(here, there, LATER).project.contacts) == 3


@given(projects(), projects())
def test_joining_again_changes_nothing(here: Project, there: Project) -> None:
    there = there.model_copy(update={"id": here.id})
    once = join_records(here, there).project
    assert join_records(once, there).project == once
    assert join_records(once, here).project == once
    assert join_records(once, once).project is once


@given(projects(), projects())
def test_nothing_is_lost(here: Project, there: Project) -> None:
    there = there.model_copy(update={"id": here.id})
    made = join_records(here, there).project
    stands = field_texts(made)
    told = [
        (change.field, change.subject, text)
        for change in made.history
        for text in (change.old, change.new)
    ]
    for side in (here, there):
        for (field, subject), text in field_texts(side).items():
            if field in KEYS or text is None or field in {"created_at", "snoozes", "updated_at"}:
                continue
            if field == "tags" and not (text := ", ".join(read_tags(text))):
                continue  # a tag that says that there is none
            assert same_text(field, stands.get((field, subject)), text) or any(
                same_text(field, each, text)
                for name, whose, each in told
                if whose == subject and name in {field, "name" if field == "contacts" else field}
            ), field
        for name, key in KEYS.items():
            assert {key(each) for each in getattr(side, name)} <= {
                key(each) for each in getattr(made, name)
            }
        assert {person.id for person in side.contacts} <= {person.id for person in made.contacts}
        assert set(side.history) <= set(made.history)


def test_a_tag_with_a_comma_from_elsewhere_is_joined_once() -> None:
    here, there = project(id="a"), project(id="a", tags=("0", "x,y"))
    once = join_records(here, there).project
    assert join_records(once, there).project == once
