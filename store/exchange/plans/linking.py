"""Saying which row of a plan waits for which, once all rows of a table are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deals.model import PlanRow, Project
from deals.plan import check_after
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.escapes import leaves
from store.exchange.plans.who import Meant
from store.exchange.plans.words import Words

_NUMBERED = re.compile(r"(?:[#＃](?P<number>[0-9]+)(?:\s+|$))?(?P<words>.*)", re.DOTALL)


class Taken(NamedTuple):
    """A row of a table and the row of the plan that it makes, but for what that waits for."""

    meant: Meant
    row: PlanRow


class Links:
    """What the rows of a table say that they wait for; `old` are the words the plan went by."""

    def __init__(self, project: Project, meant: Sequence[Meant], old: Words) -> None:
        self._project, self._old = project, old
        self._said = {folded(one.said.line.texts.get("content", "")) for one in meant}

    def made(self, taken: Sequence[Taken]) -> dict[str, PlanRow]:
        """The plan with the rows taken in, by id.

        Where a link is refused so is its row, and then what would wait for that one, so that
        nothing dangles: `row-unknown`, `row-circle`, `row-after-refused` (content) at its cell.
        """
        while True:
            good = [one for one in taken if not one.meant.said.refusals]
            rows = {row.id: row for row in self._project.plan}
            rows |= {one.row.id: one.row for one in good}
            self._link(good, rows)
            if not any(one.meant.said.refusals for one in good):
                return rows

    def _link(self, good: Sequence[Taken], rows: dict[str, PlanRow]) -> None:
        """Links all rows that say otherwise than the plan does, and notes what cannot be."""
        changed = [one for one in good if self._says_otherwise(one.meant)]
        rows |= {one.row.id: one.row.model_copy(update={"after": None}) for one in changed}
        words, numbers = Words((key, row.content) for key, row in rows.items()), _numbers(good)
        for one in changed:
            line = one.meant.said.line
            number, text = _waits_for(one.meant)
            if not (number or text):
                continue
            after = words.find(text) or self._old.find(text) or numbers.get(number or folded(text))
            try:
                if after is None:
                    vain = folded(text) in self._said
                    code = "row-after-refused" if vain else "row-unknown"
                    raise Refusal(code, content=text or f"#{number}")
                made = self._project.model_copy(update={"plan": tuple(rows.values())})
                check_after(made, one.row.id, after)
            except Refusal as wrong:
                line.refuse("after", wrong)
            else:
                rows[one.row.id] = one.row.model_copy(update={"after": after})

    def _says_otherwise(self, meant: Meant) -> bool:
        """Whether the cell says something else than an export would; a blank one if it clears."""
        number, text = _waits_for(meant)
        if number and not text:
            return True
        if not text and not (meant.known and "after" in meant.said.line.places):
            return False
        return not leaves(text, self._old.name(meant.old.after) if meant.old else "")


def _waits_for(meant: Meant) -> tuple[str, str]:
    """The number and the words of the row that a line waits for, as in `#2 call on him`.

    The words go before the number, which still holds when the row has been reworded since.
    """
    found = _NUMBERED.fullmatch(meant.said.line.texts.get("after", ""))
    return (found["number"] or "", found["words"]) if found else ("", "")


def _numbers(taken: Sequence[Taken]) -> Mapping[str, str]:
    """The rows by the numbers that the table gives them, each number that is one row's alone.

    A row that was copied has the number of the one it was copied from.
    """
    texts = [
        (folded(one.meant.said.line.texts.get("no", "")), one.row.id)
        for one in taken
        if not one.meant.copied
    ]
    count = Counter(text for text, _key in texts)
    return {text: key for text, key in texts if text and count[text] == 1}
