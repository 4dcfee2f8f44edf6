"""The views of one project's people: which there are, and the picture of each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from deals.model import Contact, Project
from deals.net.findings import Findings, Place
from screens.kit.net import chain_picture, list_picture, net_picture, tree_picture
from screens.kit.picture import Picture
from screens.kit.wording import N_, _
from screens.people.told import Told, told, told_picture

VIEWS = {
    "net": N_("net"),
    "tree": N_("tree"),
    "chain": N_("decision chain"),
    "list": N_("list"),
}
FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: the view, the departments folded, and the view to come back to."""

    name: str = "net"
    folded: frozenset[str] = frozenset()
    before: str = "net"

    def turned(self) -> View:
        """The next view round."""
        names = list(VIEWS)
        place = names.index(self.name) + 1 if self.name in names else names.index(self.before)
        return replace(self, name=names[place % len(names)])

    def findings(self) -> View:
        """What the net finds, or back from it."""
        if self.name == FINDINGS:
            return replace(self, name=self.before)
        return replace(self, name=FINDINGS, before=self.name)

    def fold(self, department: str) -> View:
        """With a department folded, or unfolded again."""
        return replace(self, folded=self.folded ^ {department})

    def title(self) -> str:
        """What the view is called."""
        return _(VIEWS[self.name]) if self.name in VIEWS else _("findings")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, and whom or which place each of its knots is about."""

    picture: Picture
    people: Mapping[str, Contact]
    findings: Findings
    told: tuple[Told, ...] = field(default=())

    def person(self, knot: str | None) -> Contact | None:
        """The person that a knot stands for, None for a hole, a department or nothing."""
        said = self._told(knot)
        return self.people.get((said.person if said else knot) or "")

    def place(self, knot: str | None) -> Place | None:
        """The place that a knot stands for, where it is one where we hold nobody."""
        said = self._told(knot)
        if said is not None:
            return said.place
        return next((one for one in self.findings.holes if hole_id(one) == knot), None)

    def department(self, knot: str | None) -> str | None:
        """The department of the person, or the folded one itself."""
        if knot is not None and knot.startswith("dept:"):
            return knot.removeprefix("dept:")
        person = self.person(knot)
        return person.department if person else None

    def knot_of(self, person: str) -> str | None:
        """The knot of a person: their own, their folded department's, or a finding on them."""
        if person in self.picture.knots:
            return person
        found = self.people.get(person)
        folded = f"dept:{found.department}" if found else ""
        if folded in self.picture.knots:
            return folded
        about = (f"finding:{at}" for at, one in enumerate(self.told) if one.person == person)
        return next(about, None)

    def ask(self, knot: str | None) -> str:
        """What is to be done about the finding that a knot is; nothing where it is none."""
        said = self._told(knot)
        return said.ask if said else ""

    def _told(self, knot: str | None) -> Told | None:
        if knot is None or not knot.startswith("finding:"):
            return None
        return self.told[int(knot.removeprefix("finding:"))]


def hole_id(place: Place) -> str:
    """The knot of a place where nobody is known."""
    return f"hole:{place.level}:{place.line}"


def draw(project: Project, findings: Findings, view: View, cells: int) -> Drawn:
    """The picture of a view in so many cells."""
    people = {one.id: one for one in project.contacts}
    if view.name == FINDINGS:
        said = told(project, findings)
        return Drawn(told_picture(said, cells), people, findings, said)
    return Drawn(_DRAW[view.name](project, findings, view, cells), people, findings)


_DRAW: Mapping[str, Callable[[Project, Findings, View, int], Picture]] = {
    "net": lambda one, found, view, cells: net_picture(one, found, cells, view.folded),
    "tree": lambda one, found, view, cells: tree_picture(one, found, cells, view.folded),
    "chain": lambda one, found, view, cells: chain_picture(one, found, cells),
    "list": lambda one, found, view, cells: list_picture(one, found, cells),
}
