"""Taking in what a table says of one row of a plan, its checkpoints and what it waits for apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from deals.fields import Reading
from deals.model import PlanRow, Project, RowState
from deals.plan import check_span, parse_plan_day, parse_span
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.escapes import leaves
from store.exchange.plans.columns import STATES
from store.exchange.plans.spoken import Said
from store.exchange.plans.who import Meant
from store.exchange.plans.words import Words
from store.exchange.plans.writing import Names

_STATES: Mapping[str, RowState] = {word: key for key, words in STATES.items() for word in words}
PLAIN = ("content", "aim", "responsible", "resources")
"""The fields that are as their cells say."""


class Facts:
    """What the rows of a table say of a plan: only what they say otherwise than an export would."""

    def __init__(self, project: Project, names: Names, reading: Reading) -> None:
        self._signs, self._today = project.signs, reading.stamp.today
        self._names = names

    def read(self, meant: Meant) -> dict[str, object]:
        """The fields that the row's first line changes, by name.

        A blank cell clears the field of a row that is known by its id. Raises the refusals of
        texts that are no days, state, goal or cause, each at its cell.
        """
        line = meant.said.line
        if not line.texts.get("content"):
            raise line.at("content", Refusal("row-wants-content"))
        cells = self._names.row(meant.old) if meant.old else {}
        says = {
            column
            for column in line.places
            if (meant.known or line.texts.get(column))
            and not leaves(line.texts.get(column, ""), cells.get(column, ""))
        }
        update: dict[str, object] = {one: line.texts.get(one, "") for one in PLAIN if one in says}
        if "bone" in line.places:
            update["bone"] = meant.bone
        if "state" in says:
            update["state"] = _state(line)
        if "goal" in says:
            update["goal"] = _found(line, "goal", self._names.goals)
        if "cause" in says:
            update["cause"] = _found(line, "cause", self._names.causes)
        return update | self._days(line, says, meant.old)

    def _days(self, line: Said, says: Iterable[str], old: PlanRow | None) -> dict[str, object]:
        found: dict[str, date | None] = {}
        for column in ("span", "start", "end"):
            if column not in says:
                continue
            text = line.texts.get(column, "")
            try:
                if column == "span":
                    found |= parse_span(text, self._today, self._signs)._asdict()
                elif text or "span" not in line.texts:
                    found[column] = parse_plan_day(text, self._today, self._signs)
            except Refusal as wrong:
                raise line.at(column, wrong) from None
        start = found.get("start", old.start if old else None)
        end = found.get("end", old.end if old else None)
        try:
            check_span(start, end)
        except Refusal as wrong:
            if found:
                raise line.at("end" if "end" in line.texts else "span", wrong) from None
        return dict(found)


def _state(line: Said) -> RowState:
    text = line.texts.get("state", "")
    state = _STATES.get(folded(text)) if text else "open"
    if state is None:
        states = ", ".join(f"{words[0]} {words[1]}" for words in STATES.values())
        raise line.at("state", Refusal("row-state-unknown", text=text, states=states))
    return state


def _found(line: Said, column: str, there: Words) -> str | None:
    """The id of the goal or cause that a cell calls; refusals `goal-unknown`, `cause-unknown`."""
    text = line.texts.get(column, "")
    key = there.find(text) if text else None
    if text and key is None:
        raise line.at(column, Refusal(f"{column}-unknown", **{column: text}))
    return key
