"""Taking rows of a table into a plan: each whole or not at all; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from deals.fields import Reading
from deals.model import Checkpoint, PlanRow, Project, RowState
from deals.plan import check_after, check_span, parse_plan_day, parse_span, span_text
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.outcomes import FieldChange, Kind, Outcome
from store.exchange.plans.columns import NO_FIELD, SEEN, STATES, UNSEEN
from store.exchange.plans.reading import Said, SaidRow

_STATES: Mapping[str, RowState] = {word: key for key, words in STATES.items() for word in words}
_PLAIN = ("content", "aim", "responsible", "resources")


def take_in(
    said: Sequence[SaidRow], project: Project, reading: Reading
) -> tuple[tuple[PlanRow, ...], list[Outcome]]:
    """The plan with the rows of one table, and what became of each of them.

    Rows are linked to each other (`after`) once all are known. Where a link is refused, the row is.
    """
    taking = _Taking(project, reading, {one.line.texts.get("id", "") for one in said})
    for one in said:
        taking.take(one)
    taking.link()
    before = {row.id: row for row in project.plan}
    outcomes = [taking.outcome(one, before) for one in said]
    rows = tuple(taking.rows.values())
    return (project.plan if rows == project.plan else rows), outcomes


class _Taking:
    """A plan as it takes in the rows of one table."""

    def __init__(self, project: Project, reading: Reading, named: set[str]) -> None:
        self.named = named
        self.project, self.reading = project, reading
        self.rows = {row.id: row for row in project.plan}
        self.taken: dict[int, str] = {}
        self.links: list[SaidRow] = []
        self.bone = ""
        self.bones = {
            folded(name): one.id
            for one in reading.playbook.fields
            for name in (one.id, one.name.en, one.name.zh_CN)
        }

    def take(self, said: SaidRow) -> None:
        """Takes a row in unless something in it is refused."""
        bone = self._bone(said.line)
        if said.refusals:
            return
        old = self._known(said.line, bone)
        try:
            row = self._read(said, bone, old)
        except Refusal as wrong:
            said.refusals.append(wrong)
            return
        self.rows[row.id] = row
        self.taken[id(said)] = row.id
        if said.line.texts.get("after"):
            self.links.append(said)

    def link(self) -> None:
        """Says which row waits for which, and leaves a row as it was where that cannot be."""
        for said in self.links:
            key = self.taken[id(said)]
            row = self.rows[key]
            made = self.project.model_copy(update={"plan": tuple(self.rows.values())})
            try:
                named = ((one.id, one.content) for one in made.plan)
                after = _named(said.line, "after", named, "row-unknown", "content")
                if after != row.after:
                    check_after(made, key, after)
            except Refusal as wrong:
                said.refusals.append(said.line.at("after", wrong))
                self._undo(said, key)
                continue
            self.rows[key] = row.model_copy(update={"after": after})

    def outcome(self, said: SaidRow, before: Mapping[str, PlanRow]) -> Outcome:
        """What became of a row."""
        key = self.taken.get(id(said))
        row = self.rows.get(key or "")
        changes = tuple(_changes(before.get(key or ""), row)) if row and not said.refusals else ()
        kind: Kind = "changed" if changes else "unchanged"
        if said.refusals:
            kind = "refused"
        elif key not in before:
            kind = "added"
        place = said.line.place
        where = (f"{place['file']}", f"{place.get('sheet', '')}", said.line.number, said.last)
        content = said.line.texts.get("content", "")
        told = changes if kind == "changed" else ()
        return Outcome(*where, content, kind, told, tuple(said.refusals), id=self.project.id)

    def _undo(self, said: SaidRow, key: str) -> None:
        old = next((row for row in self.project.plan if row.id == key), None)
        if old is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = old
        self.taken.pop(id(said), None)

    def _bone(self, line: Said) -> str:
        """The field of work of a row; a blank cell goes on with that of the row above."""
        text = line.texts.get("bone", "")
        if text == NO_FIELD:
            self.bone = ""
        elif text:
            self.bone = self.bones.get(folded(text), text)
        return self.bone

    def _known(self, line: Said, bone: str) -> PlanRow | None:
        if (key := line.texts.get("id", "")) in self.rows:
            return self.rows[key]
        content, taken = folded(line.texts.get("content", "")), {*self.taken.values(), *self.named}
        free = (one for one in self.rows.values() if one.id not in taken)
        same = (one for one in free if folded(one.content) == content)
        anywhere = "bone" not in line.places
        return next((one for one in same if anywhere or one.bone == bone), None)

    def _read(self, said: SaidRow, bone: str, old: PlanRow | None) -> PlanRow:
        line = said.line
        if not line.texts.get("content"):
            raise line.at("content", Refusal("row-wants-content"))
        update: dict[str, object] = {one: line.texts[one] for one in _PLAIN if line.texts.get(one)}
        if "bone" in line.places:
            update["bone"] = bone
        update |= self._days(line, old)
        if line.texts.get("state"):
            update["state"] = _state(line)
        goals = ((one.id, one.text) for one in self.project.goals)
        causes = ((one.id, one.text) for one in self.project.causes)
        if line.texts.get("goal"):
            update["goal"] = _named(line, "goal", goals, "goal-unknown", "goal")
        if line.texts.get("cause"):
            update["cause"] = _named(line, "cause", causes, "cause-unknown", "cause")
        base = old or PlanRow(
            id=line.texts.get("id") or self.reading.new_id(), content=line.texts["content"]
        )
        update["checkpoints"] = self._checks(said, base)
        return base.model_copy(update=update)

    def _days(self, line: Said, old: PlanRow | None) -> dict[str, object]:
        today, signs = self.reading.stamp.today, self.project.signs
        found: dict[str, date | None] = {}
        for column in ("span", "start", "end"):
            if not (text := line.texts.get(column)):
                continue
            try:
                if column == "span":
                    found |= parse_span(text, today, signs)._asdict()
                else:
                    found[column] = parse_plan_day(text, today, signs)
            except Refusal as wrong:
                raise line.at(column, wrong) from None
        start = found.get("start", old.start if old else None)
        end = found.get("end", old.end if old else None)
        try:
            check_span(start, end)
        except Refusal as wrong:
            raise line.at("end" if "end" in line.texts else "span", wrong) from None
        return dict(found)

    def _checks(self, said: SaidRow, row: PlanRow) -> tuple[Checkpoint, ...]:
        left = list(row.checkpoints)
        found: dict[str, Checkpoint] = {one.id: one for one in left}
        for line in said.checks:
            what = line.texts.get("check", "")
            if not what:
                if any(line.texts.get(one) for one in ("check_on", "check_by", "result")):
                    raise line.at("check", Refusal("checkpoint-wants-text"))
                continue
            old = next((one for one in left if folded(one.what) == folded(what)), None)
            if old is not None:
                left.remove(old)
            base = old or Checkpoint(id=self.reading.new_id(), what=what)
            found[base.id] = self._check(line, base)
        return tuple(found.values())

    def _check(self, line: Said, base: Checkpoint) -> Checkpoint:
        update: dict[str, object] = {"what": line.texts["check"]}
        update |= {
            one: line.texts[key]
            for key, one in (("check_by", "by"), ("result", "result"))
            if line.texts.get(key)
        }
        if text := line.texts.get("check_on"):
            try:
                update["on"] = parse_plan_day(text, self.reading.stamp.today, self.project.signs)
            except Refusal as wrong:
                raise line.at("check_on", wrong) from None
        if "seen" in line.places:
            seen = folded(line.texts.get("seen", ""))
            if seen and seen not in (*SEEN, *UNSEEN):
                raise line.at("seen", Refusal("checkpoint-seen-unclear", text=seen))
            update["done"] = seen in SEEN if seen else base.done
        elif line.texts.get("result"):
            update["done"] = True
        return base.model_copy(update=update)


def _state(line: Said) -> RowState:
    text = line.texts["state"]
    state = _STATES.get(folded(text))
    if state is None:
        states = ", ".join(f"{words[0]} {words[1]}" for words in STATES.values())
        raise line.at("state", Refusal("row-state-unknown", text=text, states=states))
    return state


def _named(
    line: Said, column: str, there: Iterator[tuple[str, str]], code: str, figure: str
) -> str | None:
    """The id of what a cell names by id or by words that are one's alone."""
    text = line.texts[column]
    pairs = list(there)
    if any(key == text for key, _words in pairs):
        return text
    same = [key for key, words in pairs if folded(words) == folded(text)]
    if len(same) != 1:
        raise line.at(column, Refusal(code, **{figure: text}))
    return same[0]


def _changes(before: PlanRow | None, after: PlanRow) -> Iterator[FieldChange]:
    if before is None or before == after:
        return
    for one in (*_PLAIN, "bone", "state"):
        old, new = getattr(before, one), getattr(after, one)
        if old != new:
            yield FieldChange(f"plan.{one}", f"{old}", f"{new}")
    old, new = (span_text(one.start, one.end) for one in (before, after))
    if old != new:
        yield FieldChange("plan.span", old, new)
    for one in ("after", "goal", "cause"):
        if getattr(before, one) != getattr(after, one):
            old, new = (getattr(each, one) or "" for each in (before, after))
            yield FieldChange(f"plan.{one}", old, new)
    if before.checkpoints != after.checkpoints:
        old, new = (", ".join(each.what for each in one.checkpoints) for one in (before, after))
        yield FieldChange("plan.checkpoints", old, new)
