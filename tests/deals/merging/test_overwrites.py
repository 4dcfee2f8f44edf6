"""The edits of a session that others overwrote, as they are reported to it."""

from __future__ import annotations

from datetime import UTC, datetime

from deals.edits.contacts import set_cr
from deals.edits.patches import diff_books
from deals.edits.typed_fields import set_field
from deals.merging.overwrites import Overwritten, SessionEdits
from deals.model import Book, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from tests.deals.makers import DEFAULT, TODAY, amount, contact, project
from tests.deals.readings import LATER, reading

BASE = project("P2", name="net", amount=amount(500_000), contacts=[contact("何总", 2)])
ZHOU = Stamp(at=datetime(2026, 3, 2, 16, tzinfo=UTC), by="周", today=TODAY)


def write(project: Project, stamp: Stamp, **texts: str) -> Project:
    """Write fields of a project as somebody."""
    for field, text in texts.items():
        project = set_field(project, field, text, ReadingContext(DEFAULT, stamp, reading().new_id))
    return project


def find_overwritten(
    own: SessionEdits, before: Project, after: Project | None
) -> tuple[SessionEdits, list[Overwritten]]:
    """Return what a change by others to one project overwrites."""
    book = Book().with_projects(before)
    now = book.with_projects(after) if after else book.without(before.id)
    left, lost = own.find_overwritten(diff_books(book, now), "陈")
    return left, list(lost)


def record_change(own: SessionEdits, before: Project | None, after: Project) -> SessionEdits:
    """Return the session's edits after one more of its own."""
    book = Book().with_projects(before) if before else Book()
    return own.add_change(diff_books(book, book.with_projects(after)))


def test_only_what_one_wrote_oneself_is_told_and_only_once() -> None:
    mine = write(BASE, LATER, amount="64万", next="call")
    own = record_change(SessionEdits(), BASE, mine)
    theirs = write(mine, ZHOU, amount="80万", owner="周")
    own, lost = find_overwritten(own, mine, theirs)
    assert lost == [Overwritten("one", "net", "amount", "周", "64万", "80万")]
    own, lost = find_overwritten(own, theirs, write(theirs, ZHOU, amount="90万"))
    assert lost == []
    _own, lost = find_overwritten(own, theirs, write(theirs, ZHOU, next="-"))
    assert [(edit.field, edit.old, edit.new) for edit in lost] == [("next", "call", None)]


def test_a_contacts_level_is_told_with_whose_it_is() -> None:
    mine = set_cr(BASE, "何总", 3, LATER)
    _own, lost = find_overwritten(
        record_change(SessionEdits(), BASE, mine), mine, set_cr(mine, "何总", 1, ZHOU)
    )
    assert lost == [Overwritten("one", "net", "cr", "周", "3", "1", "何总")]


def test_a_contact_removed_or_put_back_is_told_as_one() -> None:
    mine = write(BASE, LATER, contacts="何总 high TB cr3 +; 唐")
    tang = next(contact for contact in mine.contacts if contact.name == "唐")
    theirs = write(mine, ZHOU, contacts="唐")
    own, lost = find_overwritten(record_change(SessionEdits(), BASE, mine), mine, theirs)
    assert lost == [Overwritten("one", "net", "contacts", "周", "何总", None, "何总")]
    without = write(theirs, LATER, contacts="")
    assert not without.contacts
    again = without.model_copy(update={"contacts": (tang,), "updated_by": "周"})
    _own, lost = find_overwritten(record_change(own, theirs, without), without, again)
    assert lost == [Overwritten("one", "net", "contacts", "周", None, "唐", tang.id)]


def test_a_deletion_is_told_to_who_wrote_or_added() -> None:
    mine = write(BASE, LATER, owner="林")
    gone = [Overwritten("one", "net", "project", "陈", "net", None)]
    assert find_overwritten(record_change(SessionEdits(), BASE, mine), mine, None)[1] == gone
    assert find_overwritten(record_change(SessionEdits(), None, mine), mine, None)[1] == gone
    assert find_overwritten(SessionEdits(), mine, None)[1] == []


def test_edits_to_a_project_that_one_added_are_no_overwriting() -> None:
    assert (
        find_overwritten(
            record_change(SessionEdits(), None, BASE), BASE, write(BASE, ZHOU, owner="周")
        )[1]
        == []
    )


def test_what_one_deleted_oneself_is_forgotten() -> None:
    mine = write(BASE, LATER, owner="林")
    book = Book().with_projects(mine)
    own = record_change(SessionEdits(), BASE, mine).add_change(diff_books(book, Book()))
    assert own.texts == {}
