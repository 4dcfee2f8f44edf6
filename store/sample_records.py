"""From a table of the sample, in one language, to a project.

Days are counted from today: `in = 4` is in four days, `ago = 4` was four days ago, and
`{ quarter = 70 }` is the quarter that the day 70 days from now lies in. `stages` says how many days
ago each was completed; `amount_was`, `signs_was` and `cr_was` what stood `until` so many days ago.
`ours` gives the names of the seller's people by key, `rivals` those of the competitors; `shown` is
the number of the touch that shows a CR. `thoughts` is what sample_plans reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any

from deals.amounts import amount_text
from deals.ids import RANDOM_BYTES, ulid
from deals.model import Amount, Change, Project, Window
from deals.windows import parse_window, window_text
from store.sample_plans import Thoughts

Table = Mapping[str, Any]

_PERIODS: Mapping[str, Callable[[date], str]] = {
    "day": lambda day: f"{day}",
    "month": lambda day: f"{day:%Y-%m}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "half": lambda day: f"{day.year}H{1 if day.month <= 6 else 2}",
    "year": lambda day: f"{day.year}",
}
WORKING_HOUR = time(8, tzinfo=UTC)
_READ_OTHERWISE = frozenset(
    {"key", "who", "work", "personal", "price", "rival", "follow", "cr_was", "shown", "covered_by"}
)


def project(table: Table, lang: str, today: date) -> Project:
    """The project that the table tells; what it leaves out is unknown."""
    draft = _Draft(table, lang, today)
    history = sorted(draft.history(), key=lambda change: change.at)
    touches = table.get("touches", ())
    thoughts = draft.thoughts()
    edits = [draft.since, *(one.at for one in history), *(draft.at(one["ago"]) for one in touches)]
    edits += [datetime.combine(day, WORKING_HOUR) for day in _written(thoughts)]
    return Project.model_validate(
        {
            **{key: table.get(key) for key in ("name", "customer", "owner", "product", "stage")},
            "id": draft.id(),
            "status": table.get("status", "open"),
            "end_reason": table.get("reason"),
            "amount": draft.amount(table),
            "signs": draft.window(table.get("signs")),
            "contacts": [draft.contact(one) for one in table.get("contacts", ())],
            "team": [draft.member(one) for one in table.get("team", ())],
            "influences": [draft.influence(one) for one in table.get("influences", ())],
            "next_action": draft.next_action(),
            **thoughts,
            "touches": [draft.touch(*one) for one in enumerate(touches, 1)],
            "snoozes": [draft.snooze(one) for one in table.get("snoozes", ())],
            "history": history,
            "created_at": draft.since,
            "updated_at": max(edits),
            "updated_by": table["owner"],
        }
    )


def _written(thoughts: Table) -> Iterator[date]:
    """The days on which answers, notes and review were written."""
    entries = [*thoughts.get("answers", ()), *thoughts.get("notes", ())]
    yield from (one["on"] for one in (*entries, thoughts.get("review", {})) if "on" in one)


@dataclass(frozen=True, slots=True)
class _Draft:
    """One project's table, and how its language and days are to be read."""

    table: Table
    lang: str
    today: date

    @property
    def since(self) -> datetime:
        return self.at(self.table["since"])

    def day(self, ahead: int) -> date:
        return self.today + timedelta(ahead)

    def at(self, ago: int) -> datetime:
        return datetime.combine(self.day(-ago), WORKING_HOUR)

    def id(self, person: str = "") -> str:
        """The project's id, or that of one of its contacts: the same on every run."""
        entropy = sha256(f"{self.table['key']} {person}".encode()).digest()[:RANDOM_BYTES]
        return ulid(int(self.since.timestamp() * 1000), entropy)

    def amount(self, said: Table) -> Amount | None:
        if "amount" not in said:
            return None
        low, high = said["amount"][0], said["amount"][-1]
        amount = Amount(low=low, high=high, currency=self.table.get("currency", "CNY"), text="")
        return amount.model_copy(update={"text": amount_text(amount, self.lang)})

    def window(self, said: Table | None) -> Window | None:
        if said is None:
            return None
        if "range" in said:
            first, last = said["range"]
            return parse_window(f"{self.day(first)}~{self.day(last)}")
        precision = next(key for key in _PERIODS if key in said)
        return parse_window(_PERIODS[precision](self.day(said[precision])))

    def contact(self, said: Table) -> Table:
        name, title, department = said["who"].split("|")
        facts = {key: value for key, value in said.items() if key not in _READ_OTHERWISE}
        boss = said.get("reports_to")
        return {
            **facts,
            "id": self.id(said["key"]),
            "name": name,
            "title": title,
            "department": department,
            "work_needs": said.get("work"),
            "personal_needs": said.get("personal"),
            "price_view": said.get("price"),
            "rival_view": said.get("rival"),
            "covered_by": [self.table["ours"][one] for one in said.get("covered_by", ())],
            **self.shown(said.get("shown")),
            "reports_to": boss and self.id(boss),
            "follow_up": self.follow_up(said.get("follow")),
        }

    def thoughts(self) -> dict[str, Any]:
        """What was thought out and planned, the customer's people known by their keys as well."""
        people = {one["key"]: one["who"].split("|")[0] for one in self.table.get("contacts", ())}
        names = {**people, **self.table["ours"], **self.table["rivals"]}
        reader = Thoughts(names, self.table["owner"], self.today)
        return reader.fields(self.table["thoughts"])

    def shown(self, number: int | None) -> Table:
        """The touch that shows somebody's CR, and its day."""
        if number is None:
            return {}
        touch = self.table["touches"][number - 1]
        return {"cr_touch": f"{self.id()}-{number}", "cr_on": self.day(-touch["ago"])}

    def member(self, said: Table) -> Table:
        facts = {key: value for key, value in said.items() if key != "key"}
        return {**facts, "name": self.table["ours"][said["key"]]}

    def follow_up(self, said: Table | None) -> Table | None:
        return said and {"text": said["text"], "on": self.day(said["in"])}

    def influence(self, said: Table) -> Table:
        return {**said, "source": self.id(said["source"]), "target": self.id(said["target"])}

    def next_action(self) -> Table | None:
        said = self.table.get("next")
        if said is None:
            return None
        if isinstance(said, str):
            return {"text": said}
        return {"text": said["text"], "on": self.day(said["in"])}

    def touch(self, number: int, said: Table) -> Table:
        met = [self.id(person) for person in said["with"]]
        return {
            "id": f"{self.id()}-{number}",
            "by": self.table["owner"],
            "worth": said.get("worth"),
            "on": self.day(-said["ago"]),
            "contacts": met,
            "how": said["how"],
            "note": said["text"],
        }

    def snooze(self, said: Table) -> Table:
        return {"rule": said["rule"], "until": self.day(said["in"]), "reason": said["text"]}

    def history(self) -> Iterator[Change]:
        """The moves of stage, amount, window, CR and status, each field's in order."""
        yield from self._stages()
        yield from self._was("amount", self.table, self._amount_text)
        yield from self._was("signs", self.table, self._window_text)
        for one in self.table.get("contacts", ()):
            for change in self._was("cr", one, lambda said: f"{said['cr']}"):
                yield change.model_copy(update={"subject": self.id(one["key"])})
        if status := self.table.get("status"):
            reason = None if status == "won" else self.table["reason"]
            yield self._change(self.table["ended"], "status", "open", status, reason)

    def _stages(self) -> Iterator[Change]:
        lacking = ", ".join(self.table.get("gate_open", ()))
        reached = self.table.get("stages", {})
        for old, new in pairwise(["P0", *reached]):
            late = lacking and new == self.table["stage"]
            note = f"gate open: {lacking}" if late else None
            yield self._change(reached[new], "stage", old, new, note)

    def _was(self, field: str, now: Table, text: Callable[[Table], str | None]) -> Iterator[Change]:
        for before, after in pairwise([*now.get(f"{field}_was", ()), now]):
            yield self._change(before["until"], field, text(before), text(after))

    def _amount_text(self, said: Table) -> str | None:
        amount = self.amount(said)
        return amount.text if amount else None

    def _window_text(self, said: Table) -> str | None:
        window = self.window(said.get("signs", said))
        return window_text(window) if window else None

    def _change(
        self, ago: int, field: str, old: str | None, new: str | None, note: str | None = None
    ) -> Change:
        by = self.table["owner"]
        return Change(at=self.at(ago), by=by, field=field, old=old, new=new, note=note)
