"""Departments folded into one knot: which of a project's people a knot stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from deals.model import LEVELS, Contact, Level, Line, Project
from deals.standing import best_cr

FOLDED = "dept:"


@dataclass(frozen=True, slots=True)
class Group:
    """One person, or a folded department: the people that one knot stands for, in entry order."""

    id: str
    people: tuple[Contact, ...]

    @property
    def department(self) -> str | None:
        """The department's name where it is folded, None for a person."""
        return self.id.removeprefix(FOLDED) if self.id.startswith(FOLDED) else None

    @property
    def head(self) -> Contact:
        """The person, or the first of the department's highest."""
        return min(self.people, key=lambda one: rank(one.level))

    @property
    def best(self) -> int | None:
        """The best CR among them."""
        return best_cr(self.people)

    def on(self, line: Line) -> bool:
        """Whether any of them has a place on the line."""
        return any(line in one.lines for one in self.people)

    def step(self, line: Line) -> int | None:
        """Their first place on the line, None where the order is not known."""
        steps = [step for one in self.people if line in one.lines and (step := one.step(line))]
        return min(steps, default=None)


def rank(level: Level | None) -> int:
    """A level's place from the top down, an unknown one last."""
    return len(LEVELS) if level is None else LEVELS.index(level)


def groups(project: Project, folded: Set[str] = frozenset()) -> tuple[Group, ...]:
    """The project's people in entry order, folded departments where their first member stands."""
    members: dict[str, list[Contact]] = {}
    for one in project.contacts:
        inside = one.department is not None and one.department in folded
        members.setdefault(f"{FOLDED}{one.department}" if inside else one.id, []).append(one)
    return tuple(Group(id, tuple(people)) for id, people in members.items())


def homes(every: Sequence[Group]) -> Mapping[str, str]:
    """The knot that stands for each contact id."""
    return {one.id: group.id for group in every for one in group.people}
