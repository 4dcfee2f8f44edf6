"""Walks a field of a contact, just added to a copy of the sources, through all that has fields.

`test_added_field.py` makes the copy and runs this in it; what fails is an assertion here.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from deals.accounts import ContactSharing, share_contacts
from deals.edits.contacts import write_contact_field
from deals.edits.patches import apply_patch, diff_books
from deals.fields import CONTACT
from deals.merging.overwrites import SessionEdits
from deals.merging.records import merge
from deals.model import Book, Contact, Project
from deals.network.analysis import analyse
from screens.people.screen import PeopleScreen
from store.tables.contacts import export_people, import_people
from store.tables.results import ImportOptions
from tests.deals.makers import DEFAULT, contact, project
from tests.deals.readings import LATER, reading
from tests.screens.hosting import at_desk
from tui.output.json import people_record
from views.changes import list_log_lines, overwritten_text

FIELD = "linkedin"
PAGE = "linkedin.com/in/he"
BASE = project(id="one", name="net", customer="Northlight", contacts=[contact("何总", 2)])


def page_of(project: Project) -> object:
    """Return what the added field of the first contact holds."""
    return getattr(project.contacts[0], FIELD)


def write(project: Project, text: str) -> Project:
    """Write the field of the first contact."""
    return write_contact_field(project, "何总", FIELD, text, reading())


async def type_in_the_editor() -> None:
    """Walk the editor back from the first field to the last, which is the new one."""
    async with at_desk(PeopleScreen(BASE), BASE) as at:
        await at.press("slash")
        await at.type("何总\n")
        await at.press("e", "shift+tab")
        assert "LinkedIn page" in at.foot()
        await at.type(f"{PAGE}\n")
        assert page_of(at.project("one")) == PAGE
        await at.press("u")
        assert page_of(at.project("one")) is None


def share_in_the_account() -> None:
    """Write it in one project of an account and find it in the other."""
    other = BASE.model_copy(update={"id": "two", "name": "gate"})
    before = Book().with_projects(BASE, other)
    changed = before.with_projects(write(BASE, PAGE))
    sharing = share_contacts(diff_books(before, changed), changed, ContactSharing(LATER))
    after = apply_patch(sharing, changed)
    assert page_of(after.projects["two"]) == PAGE


def pass_through_a_table(path: Path) -> None:
    """Write it to a table in either language and read it back."""
    for lang, heading in (("en", "LinkedIn"), ("zh_CN", "领英")):
        export_people(write(BASE, PAGE), path, lang, force=True)
        assert heading in path.read_text(encoding="utf-8-sig").partition("\n")[0]
        result = import_people([path], Book(), BASE, reading(), ImportOptions(), lambda *_: None)
        assert page_of(result.book.projects["one"]) == PAGE
        (outcome,) = result.outcomes
        assert [(change.field, change.new) for change in outcome.changes] == [(FIELD, PAGE)]


def merge_and_tell() -> None:
    """Merge it with what another wrote, and tell whom it was overwritten from."""
    mine, theirs = write(BASE, PAGE), write_contact_field(BASE, "何总", "phone", "138", reading())
    both = merge(BASE, mine, theirs, prefer="ours").project.contacts[0]
    assert (getattr(both, FIELD), both.phone) == (PAGE, "138")
    before, after = Book().with_projects(mine), Book().with_projects(write(mine, "gone"))
    own = SessionEdits().add_change(diff_books(Book().with_projects(BASE), before))
    _own, (lost,) = own.find_overwritten(diff_books(before, after))
    assert (lost.field, lost.old, lost.new) == (FIELD, PAGE, "gone")
    assert "LinkedIn page of 何总" in overwritten_text(lost, after, DEFAULT)


def read_in_log_and_json() -> None:
    """Find the move in the log, and the value in JSON."""
    after = write(BASE, PAGE)
    entry = list_log_lines(after, DEFAULT, ())[0]
    assert (entry.what, entry.how) == ("LinkedIn page of 何总", f"nothing -> {PAGE}")
    record = people_record(after, analyse(after, DEFAULT), DEFAULT)
    assert record["people"][0][FIELD] == PAGE


def main() -> None:
    """Do all of it with the field that the copy has."""
    assert FIELD in Contact.model_fields
    assert CONTACT.typed[-1] == FIELD
    asyncio.run(type_in_the_editor())
    share_in_the_account()
    pass_through_a_table(Path(sys.argv[1]))
    merge_and_tell()
    read_in_log_and_json()


if __name__ == "__main__":
    main()
