"""What several tables say of one project at a time: contrary news, and lists that are joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from deals.errors import UserError
from deals.own_columns import own_field, own_key
from store.tables.joined_facts import item_keys, join_fact
from store.tables.project_rows import WRITTEN, cell_place
from store.tables.row_grouping import JOINED, same_fact
from store.tables.table_news import KEPT_WITH_STATUS, RowNews, says_new

DOUBTS = frozenset({"table-contradicts"})


def settle_news(every: Sequence[RowNews]) -> None:
    """Settle what several tables say of one project: what contradicts is refused, lists are joined.

    Refusals `table-contradicts` (name, other) and, where rows may be those of a refused project,
    `project-ambiguous` (name, customers).
    """
    _refuse_contradictions(every)
    _refuse_doubtful(every)
    _join_facts(every)


def _refuse_contradictions(every: Sequence[RowNews]) -> None:
    """Refuse (`table-contradicts`: name, other) rows of several tables that bring contrary news.

    Of one project; which of them is right only the user knows.
    """
    for same in _group_by_project(every):
        if len(same) > 1:
            _drop_known(same)
            _give_way(same)
            _refuse_contrary(same)


def _group_by_project(every: Sequence[RowNews]) -> Iterable[list[RowNews]]:
    by_key: dict[object, list[RowNews]] = defaultdict(list)
    for news in every:
        if news.match.key is not None:
            by_key[news.match.key].append(news)
    return by_key.values()


def _join_facts(every: Sequence[RowNews]) -> None:
    """Put into rows what notes, tags and competitors of their project come to.

    Where several tables speak of one it is the same in all of them, in whatever order they came.
    """
    for same in _group_by_project(every):
        good = sorted((news for news in same if not news.group.refusals), key=_place_of_rows)
        if len(good) == 1 and good[0].match.project is None:
            continue
        for field_id in JOINED:
            speaking = [news for news in good if _speaks_of(news, field_id)]
            if speaking:
                _join_rows(field_id, speaking)


def _speaks_of(news: RowNews, field_id: str) -> bool:
    """Whether rows bear on a list; those of an older table only where nothing is known."""
    group = news.group if news.older else news.match.group
    return bool(group.facts.get(field_id))


def _place_of_rows(news: RowNews) -> tuple[str, str, str, int]:
    match = news.match
    return match.source, match.sheet, match.group.table.grid.file, match.group.rows[0]


def _join_rows(field_id: str, speaking: Sequence[RowNews]) -> None:
    """Put what a field comes to into all rows that speak of it."""
    sayings = [(news.marks, news.match.group.facts[field_id]) for news in speaking]
    value = join_fact(speaking[0].match.project, field_id, sayings)
    here = item_keys(value)
    for news in speaking:
        news.group = replace(news.group, facts={**news.group.facts, field_id: value})
        theirs = item_keys(news.match.group.facts[field_id])
        # Of competitors nobody lists all.
        if not theirs or (theirs - here if field_id == "rivals" else theirs != here):
            news.still.append(field_id)


def _refuse_doubtful(every: Sequence[RowNews]) -> None:
    """Refuse new projects beside refused rows of their name that do not say whose they are.

    Else what those rows may mean would be another thing once the new ones are here.
    """
    named: dict[str, list[RowNews]] = defaultdict(list)
    for news in every:
        named[news.match.group.key[0]].append(news)
    for same in named.values():
        if not any(map(_is_doubtful, same)):
            continue
        owners = ((it.group.customer, f"{it.group.facts.get('owner', '')}") for it in same)
        names = list(dict.fromkeys(owners))
        for news in same:
            if news.match.project is None and not news.group.refusals:
                news.match.refuse(names)


def _is_doubtful(news: RowNews) -> bool:
    refused = any(each.code in DOUBTS for each in news.group.refusals)
    return refused and not (news.match.group.key[1] and news.match.owner)


def _drop_known(same: Sequence[RowNews]) -> None:
    """Take out what rows agree with us in, or another table's news would be turned back."""
    project = same[0].match.project
    if project is None:
        return
    for news in same:
        facts = news.group.facts
        fresh = {
            name
            for name, value in facts.items()
            if name not in WRITTEN or name in JOINED or says_new(project, name, value)
        }
        others = {name for other in same if other is not news for name in other.group.facts}
        kept = fresh | (set(KEPT_WITH_STATUS) - others if "status" in fresh else set())
        left = {name: value for name, value in facts.items() if name in kept}
        known = [name for name in facts if name in WRITTEN and name not in kept]
        news.still += [
            name for name in dict.fromkeys(("name", *known)) if name not in (*news.still, *kept)
        ]
        news.group = replace(news.group, facts=left)


def _is_other_record(news: RowNews, other: RowNews) -> bool:
    """Whether rows of one table are about two records that became one project here."""
    refs = news.match.ref, other.match.ref
    return news.match.group.table is other.match.group.table and refs[0] is not refs[1]


def _give_way(same: Sequence[RowNews]) -> None:
    """Take out what a record that went into a project says otherwise than the project's own."""
    project = same[0].match.project
    order = [ref.key for ref in project.sources] if project else []
    for news in same:
        own = news.match.ref
        before = [
            other
            for other in same
            if own and (ref := other.match.ref) and _is_other_record(news, other)
            if order.index(ref.key) < order.index(own.key)
        ]
        contrary = [
            name
            for name, value in news.group.facts.items()
            if any(_differs(other, name, value) for other in before)
        ]
        facts = {name: fact for name, fact in news.group.facts.items() if name not in contrary}
        theirs = {key for other in before for key in _own_by_key(other)}
        kept = {name: text for name, text in news.group.own.items() if own_key(name) not in theirs}
        if contrary or kept != news.group.own:
            news.still += [name for name in contrary if name in WRITTEN]
            news.group = replace(news.group, facts=facts, own=kept)


def _refuse_contrary(same: Sequence[RowNews]) -> None:
    """Refuse all rows that speak of what others among them say otherwise."""
    for news in same:
        others = [
            other for other in same if other is not news and not _is_other_record(news, other)
        ]
        for field_id, value in news.group.facts.items():
            if other := next((it for it in others if _differs(it, field_id, value)), None):
                _refuse_place(news, field_id, other)
        own = [(other, _own_by_key(other)) for other in others]
        for name, text in news.group.own.items():
            key = own_key(name)
            if other := next((other for other, it in own if it.get(key, text) != text), None):
                _refuse_place(news, own_field(name), other)
        for slot, person in news.group.people.items():
            known = ((other, other.group.people.get(slot)) for other in others)
            columns = ((other, met and person.differing_column(met)) for other, met in known)
            if found := next(((other, column) for other, column in columns if column), None):
                _refuse_place(news, found[1], found[0])


def _differs(news: RowNews, field_id: str, value: object) -> bool:
    facts = news.group.facts
    return field_id in facts and field_id not in JOINED and not same_fact(facts[field_id], value)


def _own_by_key(news: RowNews) -> dict[str, str]:
    return {own_key(name): text for name, text in news.group.own.items()}


def _refuse_place(news: RowNews, field_id: str, other: RowNews) -> None:
    group, rows = news.match.group, other.match.group
    place = cell_place(rows.table, rows.source_rows.get(field_id, rows.rows[0]), field_id)
    parts = (place["file"], place.get("sheet"), place.get("cell") or place["row"])
    where = " ".join(f"{part}" for part in parts if part)
    group.refuse(UserError("table-contradicts", name=group.name, other=where), field_id)
