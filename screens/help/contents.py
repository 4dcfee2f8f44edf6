"""All that help or palette holds at a time: what is there at once, and what a thread gathers.

The commands of the screen are there at once. The other screens have to be loaded for theirs, the
catalogue of the other language read, and names of thousands laid out: that is done beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from deals.model import Project
from deals.search import SearchIndex
from screens.base.commands import Command, shown_keys
from screens.base.screen import BaseScreen
from screens.help.items import (
    PaletteItem,
    Speak,
    list_command_items,
    list_elsewhere_items,
    list_named_items,
    list_screen_items,
)
from screens.help.opened_items import (
    list_paper_items,
    list_setting_items,
    list_turned_items,
    list_view_items,
    make_contact_item,
    make_project_item,
)
from screens.help.palette_commands import PALETTE
from screens.help.palette_search import (
    Hit,
    Query,
    RecordIndex,
    find_by_some_words,
    find_entries,
    index_records,
)
from screens.registry import SCREENS, load_commands, screen_title
from wording import LANGUAGES
from wording.language import speaker

MOST_HITS = 60
OtherKeys = Mapping[str, Mapping[str, Sequence[str]]]
"""By the id of a command the keys that it has elsewhere, and the titles of the screens there."""

_KEPT: WeakKeyDictionary[Any, tuple[Mapping[str, Project], RecordIndex]] = WeakKeyDictionary()
"""The names last laid out for each app, and the projects that they are of."""


def say_english(message: str) -> str:
    """Return a message as it was written."""
    return message


@dataclass(frozen=True)
class HelpContents:
    """What can be found: items by their ids, and where there are any the names of records.

    `index` knows the readings of all of it; one that knows none asks nothing of pypinyin.
    """

    about: BaseScreen
    items: Mapping[str, PaletteItem]
    records: RecordIndex | None = None
    index: SearchIndex = field(default_factory=SearchIndex)
    other_keys: OtherKeys = field(default_factory=dict)
    whole: bool = False

    def item(self, id: str) -> PaletteItem | None:
        """Return the item of an id, that of a record made on the way; None where it is gone."""
        if id in self.items:
            return self.items[id]
        kind, _colon, key = id.partition(":")
        project_id, _slash, person_id = key.partition("/")
        project = self.about.host.book.projects.get(project_id)
        if project is None:
            return None
        if kind == "project":
            return make_project_item(project)
        people = (each for each in project.contacts if each.id == person_id)
        person = next(people, None)
        return None if person is None else make_contact_item(project, person)

    def find(self, typed: str) -> list[str]:
        """Find what is meant by a text, the nearest first."""
        query = Query.of(typed, self.index)
        entries = [item.entry for item in self.items.values()]
        hits: list[Hit] = find_entries(entries, query, lambda entry: self._applies(entry.id))
        if self.records is not None:
            hits += self.records.projects.find(query) + self.records.people.find(query)
        if not hits and self.whole:  # else what has all the words may be yet to come
            hits = find_by_some_words(entries, query, lambda entry: self._applies(entry.id))
        return [hit.id for hit in sorted(hits)[:MOST_HITS]]

    def _applies(self, id: str) -> bool:
        return not self.items[id].why(self.about)


def list_own_contents(about: BaseScreen, *, palette: bool) -> HelpContents:
    """Return what is there at once: the commands of the screen, and those of the palette."""
    speakers = (say_english,)
    items = [*list_command_items(about, speakers)]
    if palette:
        items += list_named_items(about, PALETTE, speakers)
    return HelpContents(about, _by_id(items))


def gather_contents(about: BaseScreen, *, palette: bool) -> HelpContents:
    """Return all that there is, ready to be searched by pinyin too; slow, for a thread."""
    speakers: list[Speak] = [speaker(lang) for lang in LANGUAGES]
    items = [*list_command_items(about, speakers)]
    records, index = None, SearchIndex()
    if palette:
        items += list_named_items(about, PALETTE, speakers)
        items += list_screen_items(about, speakers)
        items += list_view_items(about, speakers)
        items += list_turned_items(about, speakers)
        items += list_paper_items(about.host.list_papers())
        items += list_setting_items(about.host.list_settings())
        records = _index_records(about)
        index = records.index
    items += list_elsewhere_items(about, speakers)
    for item in items:
        index.learn(item.entry.spelled)
    index.warm(())
    return HelpContents(about, _by_id(items), records, index, find_other_keys(about), whole=True)


def _by_id(items: Iterable[PaletteItem]) -> Mapping[str, PaletteItem]:
    return {item.id: item for item in items}


def _index_records(about: BaseScreen) -> RecordIndex:
    projects = about.host.book.projects
    kept = _KEPT.get(about.host)
    if kept is None or kept[0] is not projects:
        index = kept[1].index if kept else SearchIndex()
        kept = _KEPT[about.host] = projects, index_records(projects, index)
    return kept[1]


def find_other_keys(about: BaseScreen) -> OtherKeys:
    """Find the keys that commands of a screen have on others, where these are other keys."""
    own = {command.id: command for command in about.commands}
    found: dict[str, dict[str, list[str]]] = {}
    for name, entry in SCREENS.items():
        for command in load_commands(name):
            if keys := _other_keys(own.get(command.id), command):
                found.setdefault(command.id, {}).setdefault(keys, []).append(screen_title(entry))
    return found


def _other_keys(own: Command[Any] | None, other: Command[Any]) -> str:
    """Return the keys of a command elsewhere that it has not here."""
    if own is None or own.label != other.label:
        return ""
    return " ".join(shown_keys([key for key in other.keys if key not in own.keys]))
