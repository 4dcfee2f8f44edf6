"""The fields of work by what tables call them: in full, or by a beginning or a word of the name."""

from __future__ import annotations

import re

from deals.model import Project
from deals.playbook import Playbook
from deals.text import cells, folded
from store.exchange.grid import clean
from store.exchange.plans.columns import NO_FIELD

_DASHES = re.compile("-+")
_LEAST = 4  # cells of what may stand for a longer name: two characters of Chinese


class Bones:
    """The fields that a project's plan knows, and those that a table brings."""

    def __init__(self, project: Project, playbook: Playbook) -> None:
        self._own = dict.fromkeys((*project.bones, *(row.bone for row in project.plan if row.bone)))
        self._names = {one.id: (one.name.en, one.name.zh_CN) for one in playbook.fields}
        self._brought: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for bone in (*self._names, *self._own):
            for said in (bone, *self._names.get(bone, ())):
                self._keys.setdefault(folded(clean(said)), bone)

    def title(self, bone: str, chinese: bool) -> str:
        """What a table calls a field."""
        if bone in self._names:
            return self._names[bone][chinese]
        return f"{bone}{NO_FIELD}" if _DASHES.fullmatch(bone) else bone or NO_FIELD

    def find(self, text: str, before: str | None) -> str:
        """The field that a table calls `text`; itself where no field is called so.

        `before` is the field of the row so far: what a table calls that, it is.
        """
        if before is not None and text in {clean(self.title(before, way)) for way in (False, True)}:
            return before
        if _DASHES.fullmatch(text):
            return text.removesuffix(NO_FIELD)
        key = folded(text)
        if (known := self._keys.get(key)) is not None:
            return known
        close = {bone for name, bone in self._keys.items() if _stands_for(key, name)}
        return close.pop() if len(close) == 1 else self._brought.setdefault(key, text)

    def new(self, bone: str) -> bool:
        """Whether neither the project nor the playbook had the field."""
        return bool(bone) and bone not in self._own and bone not in self._names


def _stands_for(key: str, name: str) -> bool:
    return cells(key) >= _LEAST and (name.startswith(key) or key in name.split())
