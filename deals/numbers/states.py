"""Projects as they stood at the end of a day, by their histories.

A field's value at the end of a day is what its last move on or before that day made of it, else
what its first later move began with, else what it is now. Moves count in the order in which the
history has them: merging puts them so that each begins where the one before ended, whatever their
clocks said. Changes made outside Netloft have no values in the history: from their day on a field
is what its next move began with, or what it is now. Before the day of its creation there is no
project, nor is there from the end of the day on which it was deleted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from deals.history import OUTSIDE
from deals.model import Amount, Project, SigningPeriod, Status
from deals.numbers.memo import IdentityMap, NumbersMemo
from deals.parsing.amounts import HOME, parse_amount
from deals.parsing.status_words import STATUS_WORDS, status_key
from deals.parsing.text import LatePattern, read_or_none
from deals.parsing.windows import parse_window
from deals.playbook import Playbook

REPLAYED = ("stage", "status", "amount", "signs", "owner", "customer", "name", "product")
"""The fields of a project whose histories are replayed."""
_KNOWN = frozenset((*REPLAYED, OUTSIDE))
_ENDING = frozenset({"stage", "status"})
_EVERY = 1 << 15


class Deletion(NamedTuple):
    """A deleted project as it was last, and the day on which it was deleted."""

    project: Project
    on: date


class ProjectState(NamedTuple):
    """A project as it stood at the end of a day; a tuple, for large books have many.

    `project` is its record as it stands now, of which all that has no history is read: id,
    competitors, own columns. `signs` is the window in which it was to be signed.
    """

    project: Project
    stage: str
    status: Status
    amount: Amount | None
    signs: SigningPeriod | None
    owner: str
    customer: str
    name: str
    product: str | None

    @property
    def id(self) -> str:
        """The id of the project."""
        return self.project.id

    @property
    def expected(self) -> int:
        """The middle of its amount in whole units, rounded half up; 0 where it has none."""
        return self.amount.counted if self.amount else 0


DatedState = tuple[date, ProjectState]
"""How a project stood from the end of a day on; from `date.min` on before anything moved."""
StoodValues = TypeVar("StoodValues")


def current_state(project: Project) -> ProjectState:
    """Return a project as it stands now."""
    return ProjectState(
        project,
        project.stage,
        project.status,
        project.amount,
        project.signs,
        project.owner,
        project.customer,
        project.name,
        project.product,
    )


def project_at(project: Project, day: date, deleted: date | None = None) -> ProjectState | None:
    """Return a project as it stood at the end of a day; None where it was not there.

    `deleted` is the day on which it was deleted, if it was.
    """
    return ProjectTimeline(project).at(day, deleted)


FieldMove = tuple[date, str, str | None, str | None]
"""A move of a replayed field: its day, the field, and its texts before and after.

Of what was changed outside Netloft the field is `OUTSIDE`, and the last text names the fields
that were, with commas, where that is known.
"""


def list_moves(project: Project, fields: Container[str] = _KNOWN) -> list[FieldMove]:
    """List the moves of the fields that are replayed, or of some, in the order of the history."""
    return [
        (change.at.date(), field, change.old, change.new)
        for change in project.history
        if change.subject is None and (field := change.field) in fields
    ]


def replay_moves(
    project: Project, moves: Sequence[FieldMove], values: dict[str, Any]
) -> list[tuple[date, tuple[Any, ...]]]:
    """Return since the end of which day fields had which values, the first since `date.min`.

    `values` are those that they have now, of all fields that the moves are of.
    """
    found = _replay_in_order(project, moves, values, tuple)
    return found or _replay_each_day(project, moves, values, tuple)


def _replay_in_order(
    project: Project,
    moves: Sequence[FieldMove],
    values: dict[str, Any],
    make: Callable[[Iterable[Any]], StoodValues],
) -> list[tuple[date, StoodValues]]:
    """Replay moves one after another; nothing where days or values are out of their order."""
    values, begun, last = dict(values), set[str](), date.min
    for on, field, old, _new in moves:
        if on < last or field == OUTSIDE:
            return []
        last = on
        if field not in begun:
            begun.add(field)
            values[field] = _READERS[field](project, old)
    found, since = list[tuple[date, StoodValues]](), date.min
    for on, field, _old, new in moves:
        if on != since:
            found.append((since, make(values.values())))
            since = on
        values[field] = _READERS[field](project, new)
    return [*found, (since, make(values.values()))]


def _replay_each_day(
    project: Project,
    moves: Sequence[FieldMove],
    values: dict[str, Any],
    make: Callable[[Iterable[Any]], StoodValues],
) -> list[tuple[date, StoodValues]]:
    """Replay moves up to each day by itself, whatever their order."""
    days = (date.min, *sorted({on for on, *_texts in moves}))
    return [(day, make({**values, **_values_at(project, moves, day)}.values())) for day in days]


class ProjectTimeline:
    """How a project stood at the end of each day.

    Between two days on which something moved nothing does, so each state is worked out once, and is
    the same object on all these days. Only these are kept: who asks for the moves has them listed.
    """

    __slots__ = ("_created", "_since", "_states", "project")

    def __init__(self, project: Project) -> None:
        self.project, self._created = project, project.created_at.date()
        self._since: Sequence[date] = ()
        self._states: Sequence[ProjectState] = ()

    @property
    def moves(self) -> list[FieldMove]:
        """The moves of the fields that are replayed, in the order of the history."""
        return list_moves(self.project)

    def list_changes(self, after: date, until: date) -> list[DatedState]:
        """List the days behind one on which something moved, and how it stood at their ends."""
        self._work_out()
        days = slice(bisect_right(self._since, after), bisect_right(self._since, until))
        return list(zip(self._since[days], self._states[days], strict=True))

    def at(self, day: date, deleted: date | None = None) -> ProjectState | None:
        """Return the project at the end of a day; None before it was made and once deleted."""
        if self._created > day or (deleted is not None and deleted <= day):
            return None
        return self.replay(day)

    def replay(self, day: date) -> ProjectState:
        """Return the project as its moves had it at the end of a day, created or not by then."""
        self._work_out()
        return self._states[bisect_right(self._since, day) - 1]

    def _work_out(self) -> None:
        if not self._states:
            found = self._replay_in_order() or self._replay_each_day()
            self._since, self._states = zip(*found, strict=True)

    def _replay_in_order(self) -> list[DatedState]:
        return _replay_in_order(self.project, self.moves, self._values, ProjectState._make)

    def _replay_each_day(self) -> list[DatedState]:
        return _replay_each_day(self.project, self.moves, self._values, ProjectState._make)

    @property
    def _values(self) -> dict[str, Any]:
        return current_state(self.project)._asdict()


def timelines(memo: NumbersMemo) -> IdentityMap[Project, ProjectTimeline]:
    """Return the timelines of projects, as far as they are kept."""
    return memo.kept("timelines", ProjectTimeline)


def _values_at(project: Project, moves: Sequence[FieldMove], day: date) -> dict[str, Any]:
    """Return the values of the fields whose moves say what they were at the end of a day."""
    last: dict[str, str | None] = {}
    later: dict[str, str | None] = {}
    for on, field, old, new in moves:
        if field == OUTSIDE:
            if on <= day:
                for name in new.split(",") if new else REPLAYED:
                    last.pop(name, None)
        elif on <= day:
            last[field] = new
        elif field not in later:
            later[field] = old
    if later:
        last = {**later, **last}
    return {field: _READERS[field](project, text) for field, text in last.items()}


def _read_stage(project: Project, text: str | None) -> str:
    return text or project.stage


def _read_status(project: Project, text: str | None) -> Status:
    return (_find_status(text) if text else "open") or project.status


@lru_cache(maxsize=256)
def _find_status(text: str) -> Status | None:
    return STATUS_WORDS.get(status_key(text))


def _read_name(_project: Project, text: str | None) -> str:
    return text or ""


def _read_product(_project: Project, text: str | None) -> str | None:
    return text


def _read_amount(project: Project, text: str | None) -> Amount | None:
    """Return the amount that a text stands for: the present one where it is the same.

    A text that nothing reads any more stands for what is there now.
    """
    now = project.amount
    if text is None:
        return None
    if now is not None and now.text == text and now.currency == HOME:
        return now
    amount = _parse_kept_amount(text)
    return now if amount is None or amount.same(now) else amount


def _read_window(project: Project, text: str | None) -> SigningPeriod | None:
    if text is None:
        return None
    window, now = _parse_kept_window(text), project.signs
    return now if window is None or window.same(now) else window


_READERS: Mapping[str, Callable[[Project, str | None], Any]] = {
    "stage": _read_stage,
    "status": _read_status,
    "amount": _read_amount,
    "signs": _read_window,
    "owner": _read_name,
    "customer": _read_name,
    "name": _read_name,
    "product": _read_product,
}
"""What makes a field's value of a text in the history, where the project has another now or not."""


@lru_cache(maxsize=_EVERY)
def _parse_kept_amount(text: str) -> Amount | None:
    return _read_short_amount(text) or read_or_none(parse_amount, text)


_SHORT = LatePattern(r"(?P<low>[1-9][0-9]{0,4})(?:-(?P<high>[1-9][0-9]{0,4}))?(?P<size>[万kM])")
_SIZES = {"万": 10_000, "k": 1_000, "M": 1_000_000}


def _read_short_amount(text: str) -> Amount | None:
    """Read `350万` or `80-150万` as `parse_amount` does, in a fifth of the time.

    Most amounts in histories are written so, each with figures of its own.
    """
    found = _SHORT.fullmatch(text)
    if found is None:
        return None
    size, low = _SIZES[found["size"]], int(found["low"])
    high = int(found["high"] or low)
    return Amount(low=low * size, high=high * size, text=text) if low <= high else None


@lru_cache(maxsize=_EVERY)
def _parse_kept_window(text: str) -> SigningPeriod | None:
    return read_or_none(parse_window, text)


def read_kept_window(text: str) -> SigningPeriod | None:
    """Read a window as histories keep it; None where nothing reads it any more."""
    return _parse_kept_window(text)


def make_past_project(state: ProjectState, day: date) -> Project:
    """Return a project as it stood at the end of a day, as far as that is kept: for whoever reads
    projects.

    People, answers and plans are not kept by day, so it has none.
    """
    moves = (
        change
        for change in state.project.history
        if change.field in REPLAYED and change.subject is None and change.on <= day
    )
    begun = state.project.created_at
    kept = tuple(moves)
    return Project(
        id=state.id,
        **{name: getattr(state, name) for name in REPLAYED},
        history=kept,
        created_at=begun,
        updated_at=kept[-1].at if kept else begun,
    )


def list_states(
    projects: Iterable[Project],
    day: date | None = None,
    deleted: Iterable[Deletion] = (),
    memo: NumbersMemo | None = None,
) -> list[ProjectState]:
    """Return all projects that were there at the end of a day, those deleted since among them.

    Without a day as they stand now.
    """
    memo = memo or NumbersMemo()
    if day is None:
        now = memo.kept("current", current_state)
        return [now.get(project.id, project) for project in projects]
    kept = timelines(memo)
    found = [kept.get(project.id, project).at(day) for project in projects]
    found += [kept.get(gone.project.id, gone.project).at(day, gone.on) for gone in deleted]
    return [state for state in found if state is not None]


def signed_stages(playbook: Playbook) -> frozenset[str]:
    """Return the stages at which a project counts as signed."""
    return frozenset(id_ for id_ in playbook.order if playbook.reached(id_, playbook.signed))


class Staged(Protocol):
    """What has a status and a stage."""

    @property
    def status(self) -> str:
        """Whether it is open, or how it ended."""

    @property
    def stage(self) -> str:
        """Its stage."""


def is_signed(state: Staged, signed: frozenset[str]) -> bool:
    """Whether a project counts as signed: won, or open with the stage of signing completed."""
    return state.status == "won" or (state.status == "open" and state.stage in signed)


class DatedPeriod(Protocol):
    """A month, quarter, half or year."""

    @property
    def earliest(self) -> date:
        """Its first day."""

    @property
    def latest(self) -> date:
        """Its last day."""

    @property
    def label(self) -> str:
        """Its name, as `2026-Q4`."""


def touches_period(window: SigningPeriod | None, period: DatedPeriod) -> bool:
    """Whether any day of a window lies in a period."""
    if window is None:
        return False
    return window.earliest <= period.latest and window.latest >= period.earliest


def list_unpriced(
    states: Iterable[ProjectState], signed: frozenset[str], period: DatedPeriod | None = None
) -> list[ProjectState]:
    """List what is in play and has no amount, in a period or in all: no sum knows of it."""
    return [
        state
        for state in states
        if state.amount is None
        and is_in_play(state, signed)
        and (period is None or touches_period(state.signs, period))
    ]


def group_open(states: Iterable[ProjectState]) -> dict[str, tuple[str, ...]]:
    """Group the projects that are open by the stage that they stand at."""
    groups = defaultdict[str, list[str]](list)
    for state in states:
        if state.status == "open":
            groups[state.stage].append(state.id)
    return {stage: tuple(ids) for stage, ids in groups.items()}


def is_in_play(state: ProjectState | Project, signed: frozenset[str]) -> bool:
    """Whether a project is in play: open and below the stage of signing."""
    return state.status == "open" and state.stage not in signed


SigningSource = Literal["stage", "won", "window"]
"""How the day of signing is known: the stage of signing was completed, it was won, or its window
had ended before it came into the book."""


class Signing(NamedTuple):
    """The day on which a project was signed, and how that is known; None for "not known"."""

    on: date | None = None
    source: SigningSource | None = None


def find_signing_day(state: ProjectState, signed: frozenset[str], day: date) -> date | None:
    """Find the day on which a project that counts as signed at the end of `day` was signed."""
    return find_signing(state, signed, day).on


def find_signing(state: ProjectState, signed: frozenset[str], day: date) -> Signing:
    """Find when a project that counts as signed at the end of `day` was, and how that is known.

    It is the first at whose end it had completed the stage of signing, or on which it was won
    without that. Of one that was signed before it came into the book it is the day of its ending,
    where the table said so, else the latest of its window if that is past.
    """
    project = state.project
    moves = list_moves(project, _ENDING)
    first = next((old for _on, field, old, _new in moves if field == "stage"), project.stage)
    before = imported = first in signed
    days = {on: new for on, field, _old, new in moves if field == "stage" and on <= day}
    for on, stage in sorted(days.items()):
        if stage in signed and not before:
            return Signing(on, "stage")
        before = stage in signed
    wins = [on for on, field, _old, new in moves if (field, new) == ("status", "won") and on <= day]
    if imported:
        wins = [on for on in wins if on <= project.created_at.date()]
    if wins and state.status == "won":
        return Signing(wins[-1], "won")
    window = state.signs
    past = window is not None and window.latest < day
    return Signing(window.latest, "window") if window and past else Signing()


def find_ending_day(state: ProjectState, signed: frozenset[str], day: date) -> date | None:
    """Find the day on which a project ended that was signed, lost or abandoned by the end of `day`.

    None for one that goes on, and where the day of signing is not known.
    """
    if is_signed(state, signed):
        return find_signing_day(state, signed, day)
    if state.status not in ("lost", "abandoned"):
        return None
    ends = [
        on
        for on, field, _old, new in list_moves(state.project, _ENDING)
        if field == "status" and new in ("lost", "abandoned") and on <= day
    ]
    return ends[-1] if ends else state.project.created_at.date()


def has_ended(state: ProjectState, signed: frozenset[str]) -> bool:
    """Whether a project was signed, lost or abandoned."""
    return is_signed(state, signed) or state.status in ("lost", "abandoned")
