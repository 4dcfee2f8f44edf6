"""Taking in the checkpoints of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deals.fields import Reading
from deals.model import Checkpoint, Project
from deals.plan import parse_plan_day
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.escapes import leaves
from store.exchange.grid import clean
from store.exchange.plans.columns import CHECK_COLUMNS, SEEN, UNSEEN
from store.exchange.plans.spoken import Said
from store.exchange.plans.who import Meant

_TEXTS = (("check", "what"), ("check_by", "by"), ("result", "result"))


class Checks:
    """The checkpoints of a plan as they are taken in; no two rows get the same one."""

    def __init__(self, project: Project, reading: Reading) -> None:
        self._project, self._reading = project, reading
        self._used = {check.id for row in project.plan for check in row.checkpoints}

    def read(self, meant: Meant) -> tuple[Checkpoint, ...]:
        """The checkpoints of the row with what its lines say; those they leave out stay.

        A checkpoint whose cells are all emptied goes. Raises `checkpoint-wants-text`,
        `checkpoint-seen-unclear` and what reading a day raises, each at its cell.
        """
        found = {one.id: one for one in (meant.old.checkpoints if meant.old else ())}
        for line, old in _pairs(meant):
            if not any(map(line.texts.get, CHECK_COLUMNS)):
                if old is not None and meant.known and "check" in line.places:
                    del found[old.id]
                continue
            if not line.texts.get("check"):
                raise line.at("check", Refusal("checkpoint-wants-text"))
            base = old or Checkpoint(id=self._new_id(line, meant), what=line.texts["check"])
            found[base.id] = self._read(line, base, meant.known)
        return tuple(found.values())

    def _new_id(self, line: Said, meant: Meant) -> str:
        key = line.texts.get("check_id", "")
        if not key or meant.copied or key in self._used:
            key = self._reading.new_id()
        self._used.add(key)
        return key

    def _read(self, line: Said, base: Checkpoint, known: bool) -> Checkpoint:
        update: dict[str, object] = {}
        for column, field in _TEXTS:
            text = line.texts.get(column, "")
            says = text or (known and column in line.places)
            if says and not leaves(text, getattr(base, field)):
                update[field] = text
        if day := line.texts.get("check_on"):
            try:
                update["on"] = parse_plan_day(day, self._reading.stamp.today, self._project.signs)
            except Refusal as wrong:
                raise line.at("check_on", wrong) from None
        elif known and "check_on" in line.places:
            update["on"] = None
        update["done"] = _seen(line, base, known)
        return base.model_copy(update=update)


def _seen(line: Said, base: Checkpoint, known: bool) -> bool:
    """Whether it was looked at; where no column says so, what was found does."""
    if "seen" not in line.places:
        return base.done or bool(line.texts.get("result"))
    seen = folded(line.texts.get("seen", ""))
    if seen and seen not in (*SEEN, *UNSEEN):
        raise line.at("seen", Refusal("checkpoint-seen-unclear", text=seen))
    return seen in SEEN if seen or known else base.done


def _pairs(meant: Meant) -> Iterator[tuple[Said, Checkpoint | None]]:
    """Each line with the checkpoint that it is about: by id, by words, or by place.

    Places count only where the lines have no ids to say, and there are as many as checkpoints.
    """
    lines = [one for one in meant.said.checks if any(map(one.texts.get, _SAYING))]
    there = meant.old.checkpoints if meant.old else ()
    found: dict[int, Checkpoint] = {}
    ways: list[Callable[[Said, Checkpoint], bool]] = [
        lambda line, one: meant.known and line.texts.get("check_id") == one.id,
        lambda line, one: folded(line.texts.get("check", "")) == folded(clean(one.what)),
    ]
    for way in ways:
        for at, line in enumerate(lines):
            left = (one for one in there if one not in found.values())
            if at not in found and (same := next((o for o in left if way(line, o)), None)):
                found[at] = same
    by_place = meant.known and "check_id" not in meant.said.line.places
    if by_place and len(lines) == len(there):
        for at, one in enumerate(there):
            if at not in found and one not in found.values():
                found[at] = one
    return ((line, found.get(at)) for at, line in enumerate(lines))


_SAYING = (*CHECK_COLUMNS, "check_id")
