"""What rows of a table say that is news: what they only go on saying is not taken in again.

The base is what the table said when it was read last. Where somebody has changed a field here since
and the table says what it said then, ours stays, and it is told that the table still says
otherwise. A table that is read for the first time does not turn back a name, a customer or an owner
to what it was before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from deals.errors import UserError
from deals.fields import PROJECT
from deals.history import history_texts, thin_history
from deals.market import rivals_of
from deals.merging.history import BY_TABLE
from deals.model import Change, Contact, NextAction, Project, SourceRef, Stamp
from deals.own_columns import FIELD as OWN_FIELD
from deals.own_columns import own_field, own_text
from deals.parsing.reading_context import ReadingContext
from store.tables.joined_facts import fact_items, item_name, mark_items
from store.tables.own_columns import prefixed_mark
from store.tables.pipeline_columns import CONTACT_FACTS
from store.tables.project_index import former_texts
from store.tables.project_matching import RowMatch
from store.tables.project_people import PersonSlot, people_by_slot
from store.tables.project_rows import WRITTEN, ParsedContact
from store.tables.results import FieldChange, ImportRemark
from store.tables.row_grouping import JOINED, ProjectRows, same_fact, same_name
from store.tables.said_values import SaidValues
from store.tables.table_days import read_file_day

_NAMES = ("name", "customer", "owner")
_WITH_STATUS = ("status", "end_reason")
_BEGUN = {name: Project.model_fields[name].default for name in ("status", "stage")}
"""What every project has from the start, also where nobody said it; all their moves are kept."""
KEPT_WITH_STATUS = ("stage", "signs")


@dataclass(slots=True)
class RowNews:
    """Rows of a table, `group` with what is news in them alone; `still` is what is none.

    `still` are the fields, and `people` the facts of contacts, in which the table says what it said
    before although we say something else by now. With `older` a later table of the source was taken
    already.
    """

    match: RowMatch
    group: ProjectRows
    marks: SaidValues
    still: list[str] = field(default_factory=list)
    older: bool = False
    people: list[tuple[PersonSlot, str]] = field(default_factory=list)


def read_news(match: RowMatch, reading: ReadingContext) -> RowNews:
    """Return what is news in rows; all is for a project that is new."""
    ref, project = match.ref, match.project
    news = RowNews(match, match.group, SaidValues(ref.marks if ref else ""))
    if project is None:
        return news
    facts = dict(match.group.facts)
    if not same_name(match.group.name, project.name):
        facts["name"] = match.group.name
    last = reading.playbook.stages[-1].id
    if (facts.get("stage"), facts.get("status")) == (last, "open"):
        del facts["status"]  # completing the last stage wins, whatever the table says
    for field_id in [name for name in facts if name in WRITTEN and name not in JOINED]:
        value = facts[field_id]
        fresh = says_new(project, field_id, value)
        if fresh and _is_repeated(news, project, field_id, value, reading):
            news.still.append(field_id)
            del facts[field_id]
    if project.status != "open" and facts.get("status") != "open" and _moves_stage(project, facts):
        news.still.append("stage")  # what ended here is not reopened by a stage alone
        del facts["stage"]
    people = _read_people(news, project)
    own = dict(_read_own(news, project))
    news.group = replace(match.group, facts=facts, people=people, own=own)
    return news


def _moves_stage(project: Project, facts: Mapping[str, object]) -> bool:
    return "stage" in facts and says_new(project, "stage", facts["stage"])


def read_blanks(match: RowMatch, reading: ReadingContext) -> RowNews:
    """Return what fills blanks in rows of a table of which a later one was taken already.

    What was said before, and is blank by now, was taken out here and stays so.
    """
    project, group = match.project, match.group
    if project is None:
        return replace(read_news(match, reading), older=True)
    news = RowNews(match, group, SaidValues(match.ref.marks if match.ref else ""), older=True)
    facts = {
        name: value for name, value in group.facts.items() if _fills_blank(news, project, name)
    }
    own = {
        name: text
        for name, text in group.own.items()
        if not own_text(project, name) and not news.marks.knows(own_field(name))
    }
    news.group = replace(group, facts=facts, own=own, people=dict(_fill_people(news, project)))
    return news


def _fills_blank(news: RowNews, project: Project, field_id: str) -> bool:
    if field_id not in WRITTEN:
        return field_id == "created" or (field_id == "rivals" and not rivals_of(project))
    former = any(history_texts(project, field_id))
    blank = not (PROJECT.specs[field_id].text(project) or news.marks.knows(field_id) or former)
    return blank and field_id not in _WITH_STATUS


def _fill_people(news: RowNews, project: Project) -> Iterator[tuple[PersonSlot, ParsedContact]]:
    """Yield the contacts of rows with what is not known of them; none that we do not have."""
    known = people_by_slot(project.contacts)
    for slot, person in news.match.group.people.items():
        contact = known.get(slot)
        if contact is None and project.contacts:
            continue
        if (_person_field(slot), "") in news.marks and contact is None:
            continue
        filled = [
            fact
            for fact in CONTACT_FACTS
            if contact and (getattr(contact, fact) or news.marks.knows(_person_field(slot, fact)))
        ]
        yield slot, person.without(filled) if filled else person


def says_new(project: Project, field_id: str, value: object) -> bool:
    """Whether a fact differs from the project; an action that names no day keeps its day."""
    if isinstance(value, NextAction):
        known = project.next_action
        if known is None:
            return True
        words, day = value.text or known.text, value.on
        return words != known.text or (day is not None and day != known.on)
    return not same_fact(PROJECT.specs[field_id].value(project), value)


def _is_repeated(
    news: RowNews, project: Project, field_id: str, value: object, reading: ReadingContext
) -> bool:
    """Whether the table only goes on saying this, or says what was so before it was ever read."""
    cells = _cells_field(field_id), news.match.group.cells.get(field_id)
    if (field_id, value) in news.marks or cells in news.marks:
        return True
    if (_left_field(field_id), value) in news.marks and not _is_dated(news, reading):
        return True
    if field_id not in _NAMES and _copies_former(news, project, field_id, value):
        return True
    if news.marks.knows(field_id) or news.marks.knows(cells[0]):
        return False
    if field_id in _NAMES:
        takes_over = field_id == "owner" and news.match.handed_over
        former = former_texts(project, field_id)
        return not takes_over and any(same_name(f"{value}", text) for text in former)
    return (
        news.match.table.own
        and not news.match.handed_over
        and any(same_fact(before, value) for before in _former_values(project, field_id, reading))
    )


def _copies_former(news: RowNews, project: Project, field_id: str, value: object) -> bool:
    """Whether a table that is new to a project says what another said before it was changed here.

    Whoever takes a deal over begins with what the former owner's table had of it.
    """
    if news.match.ref or news.match.table.own:
        return False
    others = [SaidValues(ref.marks) for ref in project.sources if ref.source != news.match.source]
    return any((field_id, value) in marks for marks in others)


def _cells_field(field_id: str) -> str:
    """Return where the words of a fact are kept, which stay where its day counts from today."""
    return f"{field_id}\ncells"


def _is_dated(news: RowNews, reading: ReadingContext) -> bool:
    """Whether the table tells its day; an older one than the last was sorted out before."""
    return read_file_day(news.match.group.table.grid.file, reading.stamp.today) is not None


def _left_field(field_id: str) -> str:
    """Return where it is kept what a table said before it followed a correction made here."""
    return f"{field_id}\nleft"


def _former_values(project: Project, field_id: str, reading: ReadingContext) -> Iterator[object]:
    """Yield what a field was before, as far as history has it."""
    for text in history_texts(project, field_id):
        with suppress(UserError):
            value = PROJECT[field_id].parse(text, reading)
            yield getattr(value, "stage", value) if field_id == "stage" else value


def _read_own(news: RowNews, project: Project) -> Iterator[tuple[str, str]]:
    """Yield what is news in own columns; all else may be what the table still says."""
    wanted = news.match.group.table.own_said_now
    for name, text in news.match.group.own.items():
        field_id, ours = own_field(name), own_text(project, name)
        old = name not in wanted and (
            (field_id, text) in news.marks
            or (
                news.match.table.own
                and not news.marks.knows(field_id)
                and text in history_texts(project, field_id)
            )
        )
        if old or text == ours:
            news.still.append(field_id)
        else:
            yield name, text


def _read_people(news: RowNews, project: Project) -> dict[PersonSlot, ParsedContact]:
    """Return the contacts of rows with what is news of them; who was dropped here stays so."""
    found: dict[PersonSlot, ParsedContact] = {}
    own = news.match.table.own
    known = people_by_slot(project.contacts)
    for slot, person in news.match.group.people.items():
        contact = known.get(slot)
        if contact is None and (_person_field(slot), "") in news.marks:
            news.people.append((slot, ""))
            continue
        old = [
            fact
            for fact in CONTACT_FACTS
            if contact
            and getattr(person, fact) not in (None, getattr(contact, fact))
            and _is_old_fact(news.marks, slot, fact, person, project if own else None, contact)
        ]
        news.people += [(slot, fact) for fact in old]
        found[slot] = person.without(old) if old else person
    return found


def _is_old_fact(
    marks: SaidValues,
    slot: PersonSlot,
    fact: str,
    person: ParsedContact,
    own: Project | None,
    contact: Contact,
) -> bool:
    """Whether a table only goes on saying this of a contact, or our own table is an old one."""
    name, value = _person_field(slot, fact), getattr(person, fact)
    if marks.knows(name) or own is None:
        return (name, value) in marks
    return any(
        (change.field, change.subject) == (fact, contact.id)
        and f"{value}" in (change.old, change.new)
        for change in own.history
    )


def _person_field(slot: PersonSlot, fact: str = "") -> str:
    return f"{slot[0]}\n{slot[1]}\n{fact}"


def keep_overwritten(before: Project, after: Project, news: RowNews, stamp: Stamp) -> Project:
    """Return the project with what the rows overwrite in its history, where it is not there.

    It is told of a table that was read before, if ours was not what that said: apart, what somebody
    changed here, and what another table said.
    """
    lost = [field_id for field_id in news.group.facts if _is_lost(before, after, news, field_id)]
    note = _note_table(news)
    after = _note_moves(before, after, lost, note) if lost else after
    moves = [
        _overwritten(
            stamp, note, field_id, *map(PROJECT.specs[field_id].history_text, (before, after))
        )
        for field_id in lost
        if not PROJECT.specs[field_id].tracked
    ]
    moves += _lost_contact_facts(before, after, news, stamp)
    lost += _lost_own(before, after, news)
    if lost and news.match.ref:
        news.group.remarks += _remark_lost(before, news, lost)
    if not moves:
        return after
    return after.model_copy(update={"history": thin_history((*after.history, *moves))})


def _remark_lost(before: Project, news: RowNews, lost: Sequence[str]) -> Iterator[ImportRemark]:
    """Yield which of the fields that rows overwrite were changed here, and which by tables."""
    others = [SaidValues(ref.marks) for ref in before.sources if ref is not news.match.ref]
    theirs = [
        field_id
        for field_id in lost
        if any((field_id, _value_of(before, field_id)) in marks for marks in others)
    ]
    ours = [field_id for field_id in lost if field_id not in theirs]
    if ours:
        yield ImportRemark("overwrites", ",".join(ours))
    if theirs:
        yield ImportRemark("overwrites-table", ",".join(theirs))


def _value_of(project: Project, field_id: str) -> object:
    """Return what a project says of a field or own column, as notes of tables are taken of it."""
    if field_id.startswith(OWN_FIELD):
        return own_text(project, field_id.removeprefix(OWN_FIELD))
    return project.next_action if field_id == "next" else PROJECT.specs[field_id].value(project)


def _note_table(news: RowNews) -> str:
    return f"{BY_TABLE}{Path(news.match.group.table.grid.file).stem}"


def _note_moves(before: Project, after: Project, lost: Sequence[str], note: str) -> Project:
    """Return the project with a note of the table at the moves that overwrote something."""
    known = set(before.history)
    history = tuple(
        change.model_copy(update={"note": note})
        if change.field in lost and not change.note and change not in known
        else change
        for change in after.history
    )
    return after.model_copy(update={"history": history})


def _lost_own(before: Project, after: Project, news: RowNews) -> Iterator[str]:
    """Yield the own columns of which something else than the table said stood here."""
    for name in news.group.own:
        field_id, ours = own_field(name), own_text(before, name)
        if ours and (field_id, ours) not in news.marks and ours != own_text(after, name):
            yield field_id.replace(",", "，")  # a comma parts the fields of a remark


def _overwritten(
    stamp: Stamp,
    note: str,
    field_id: str,
    old: str | None,
    new: str | None,
    subject: str | None = None,
) -> Change:
    return Change(
        at=stamp.at,
        by=stamp.by,
        field=field_id,
        old=old,
        new=new,
        subject=subject,
        note=note,
    )


def _is_lost(before: Project, after: Project, news: RowNews, field_id: str) -> bool:
    """Whether a field had something, and not by this table, that it has no longer."""
    if field_id not in WRITTEN or field_id in JOINED:
        return False
    spec = PROJECT.specs[field_id]
    old = spec.text(before)
    if not old or old == spec.text(after):
        return False
    if _BEGUN.get(field_id) == old and not any(history_texts(before, field_id)):
        return False  # nobody said so: whoever adds a project at another stage does
    return (field_id, _value_of(before, field_id)) not in news.marks


def _lost_contact_facts(
    before: Project, after: Project, news: RowNews, stamp: Stamp
) -> Iterator[Change]:
    note, known = _note_table(news), {contact.id: contact for contact in before.contacts}
    for slot, contact in people_by_slot(after.contacts).items():
        old = known.get(contact.id)
        for fact in CONTACT_FACTS[1:]:  # moves of CR are history anyway
            was, now = getattr(old, fact, None), getattr(contact, fact)
            if was and was != now and (_person_field(slot, fact), was) not in news.marks:
                yield _overwritten(
                    stamp, note, fact, f"{was}", f"{now}" if now else None, contact.id
                )


def find_contradictions(news: RowNews, project: Project) -> list[FieldChange]:
    """Return in what a table still says something else than the project."""
    if not news.still and not news.people:
        return []
    fields = sorted(set(news.still), key=_place_of_field)
    found = [change for each in fields if (change := _find_contradiction(news, project, each))]
    known = people_by_slot(project.contacts)
    for slot, fact in news.people:
        person, contact = news.match.group.people[slot], known.get(slot)
        if not fact and contact is None:
            found.append(FieldChange("contacts", "", person.name, person.name))
        elif fact and contact and getattr(contact, fact) != getattr(person, fact):
            ours, theirs = getattr(contact, fact), getattr(person, fact)
            found.append(FieldChange(fact, f"{ours or ''}", f"{theirs}", contact.name))
    return found


def _place_of_field(field_id: str) -> tuple[int, str]:
    place = WRITTEN.index(field_id) if field_id in WRITTEN else len(WRITTEN)
    return place, field_id


def _find_contradiction(news: RowNews, project: Project, field_id: str) -> FieldChange | None:
    """Return what a table still says of a field where that is something else than we do."""
    group = news.match.group
    if field_id.startswith(OWN_FIELD):
        name = field_id.removeprefix(OWN_FIELD)
        ours, theirs = own_text(project, name), group.own[name]
    elif field_id == "rivals":
        names = map(item_name, fact_items(group.facts[field_id]))
        ours, theirs = ", ".join(rivals_of(project)), ", ".join(names)
    else:
        value = {**group.facts, "name": group.name}[field_id]
        ours, theirs = PROJECT.specs[field_id].text(project), _fact_text(project, field_id, value)
        theirs = theirs if says_new(project, field_id, value) else ours
    return FieldChange(field_id, ours, theirs) if theirs and theirs != ours else None


def _fact_text(project: Project, field_id: str, value: object) -> str:
    """Return a fact in the text that an editor starts with."""
    if isinstance(value, str):
        return value
    spec = PROJECT.specs[field_id]
    return spec.text(spec.write(project, value))


def mark_said(news: RowNews, project: Project) -> SaidValues:
    """Take note of what rows say, once they are taken into a project; return all notes of them."""
    match, marks = news.match, news.marks
    for field_id in _NAMES:
        if match.project and _follows(news, match.project, field_id):
            marks.put_mark(_left_field(field_id), marks.value_mark(field_id))
    for field_id, value in (*match.group.facts.items(), ("name", match.group.name)):
        if field_id in WRITTEN:
            taken = project.next_action if field_id == "next" else value
            if field_id != "next" or field_id not in news.still:
                marks.put(field_id, taken)
    for field_id, text in match.group.cells.items():
        marks.put(_cells_field(field_id), text)
    _mark_own(marks, match.group, again=match.ref is not None)
    _mark_rest(marks, match.group)
    return marks


def source_ref(news: RowNews, still: Sequence[FieldChange]) -> SourceRef:
    """Return what is to be known of a table that holds a project, by the notes of its rows."""
    match = news.match
    return SourceRef(
        source=match.source,
        sheet=match.sheet,
        owner=f"{match.group.facts.get('owner') or (match.ref.owner if match.ref else '')}",
        id=match.id or (match.ref.id if match.ref else ""),
        says=tuple((change.field, change.new) for change in still if not change.contact),
        marks=news.marks.text,
        part=match.ref.part if match.ref else "",
    )


def _follows(news: RowNews, project: Project, field_id: str) -> bool:
    """Whether a table says what a project is called here, and said something else before."""
    group = news.match.group
    value = group.name if field_id == "name" else group.facts.get(field_id)
    known = value is not None and news.marks.knows(field_id)
    changed = known and (field_id, value) not in news.marks
    return changed and not says_new(project, field_id, value)


def _mark_own(marks: SaidValues, group: ProjectRows, *, again: bool) -> None:
    """Take note of what rows say of own columns.

    What heads a field by now is none any more, if they said something of it when read before.
    """
    for header in group.table.field_headers if again else ():
        marks.drop(own_field(header))
    prefixed = group.table.prefixed if group.own else ()
    for name, text in group.own.items():
        marks.put(own_field(name), text)
        if name in prefixed:
            marks.put(prefixed_mark(name), "")


def _mark_rest(marks: SaidValues, group: ProjectRows) -> None:
    """Take note of what rows say of tags, competitors and contacts."""
    for field_id in ("tags", "rivals"):
        if items := fact_items(group.facts.get(field_id)):
            mark_items(marks, field_id, items)
    for slot, person in group.people.items():
        marks.put(_person_field(slot), "")
        for fact in CONTACT_FACTS:
            if (value := getattr(person, fact)) is not None:
                marks.put(_person_field(slot, fact), value)
