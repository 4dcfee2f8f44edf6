"""The views of a project's people, the picture of each, and a person or hole in full. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from deals.model import Contact, Influence, Project
from deals.network.findings import ApprovalPlace, IntroductionRoute, NetworkFindings
from deals.network.relationship import against_us, cr_text
from deals.parsing.contact_line import lines_text, stance_text
from views.diagram import Diagram
from views.glyphs import glyphs
from views.marks import more_line
from views.network.net import NARROW, NetworkFrame, draw_empty_network, draw_network
from views.network.node_labels import cr_tone, side_name
from views.network.org_tree import draw_org_tree
from views.network.placement import MORE, find_cell, hole_id
from views.network.tables import FindingLine, draw_chain, draw_findings, list_findings
from views.styled_text import StyledText, TextLine, fit, line, width
from wording import N_, _, ngettext, pgettext
from wording.findings import (
    ContactNames,
    absent_text,
    hole_text,
    names_of,
    off_line_text,
    place_name,
    pull_text,
    single_text,
    top_text,
    unmatched_text,
    unplaced_text,
    way_text,
)
from wording.names import function_name, level_name, role_name

VIEWS = {
    "net": N_("net"),
    "tree": N_("tree"),
    "chain": N_("decision chain"),
    "list": N_("list"),
}
LIST, FINDINGS = "list", "findings"


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A view by its name, the departments folded in it, and the view to come back to.

    Of the net also the cells opened whose people are more than it draws otherwise, and the column
    that is shown where there is room for one alone.
    """

    name: str = "net"
    folded: frozenset[str] = frozenset()
    before: str = "net"
    opened: frozenset[str] = frozenset()
    column: int = 0

    def next_view(self) -> NetworkView:
        """Return the next view round."""
        names = list(VIEWS)
        place = names.index(self.name) + 1 if self.name in names else names.index(self.before)
        return replace(self, name=names[place % len(names)])

    def findings(self) -> NetworkView:
        """Return what the net finds, or back from it."""
        if self.name == FINDINGS:
            return replace(self, name=self.before)
        return replace(self, name=FINDINGS, before=self.name)

    def fold(self, department: str) -> NetworkView:
        """Return the view with a department folded, or unfolded again."""
        return replace(self, folded=self.folded ^ {department})

    def open(self, cell: str) -> NetworkView:
        """Return the view with all people of a cell of the net, or with the first of them again."""
        return replace(self, opened=self.opened ^ {cell})

    def title(self) -> str:
        """Return what the view is called."""
        return _(VIEWS[self.name]) if self.name in VIEWS else _("findings")


@dataclass(frozen=True, slots=True)
class DrawnNetwork:
    """A picture, and whom or which place each of its nodes is about."""

    diagram: Diagram
    people: Mapping[str, Contact]
    findings: NetworkFindings
    listed: tuple[FindingLine, ...] = field(default=())
    column: int | None = None

    def person(self, node_id: str | None) -> Contact | None:
        """Return the person that a node stands for, None for a hole, a department or nothing."""
        finding = self._finding(node_id)
        return self.people.get((finding.person if finding else node_id) or "")

    def place(self, node_id: str | None) -> ApprovalPlace | None:
        """Return the place that a node stands for, where it is one where we hold nobody."""
        finding = self._finding(node_id)
        if finding is not None:
            return finding.place
        holes = (*self.findings.holes, *self.findings.tops)
        return next((hole for hole in holes if hole_id(hole) == node_id), None)

    def absent(self, node_id: str | None) -> ApprovalPlace | None:
        """Return what would be a place, where a node says that the customer has nobody there."""
        return next((hole for hole in self.findings.absent if hole_id(hole) == node_id), None)

    def department(self, node_id: str | None) -> str | None:
        """Return the department of the person, or the folded one itself."""
        if node_id is not None and node_id.startswith("dept:"):
            return node_id.removeprefix("dept:")
        person = self.person(node_id)
        return person.department if person else None

    def node_of(self, person: str) -> str | None:
        """Return a person's node: their own, their folded department's, or a finding on them."""
        if person in self.diagram.nodes:
            return person
        found = self.people.get(person)
        folded = f"dept:{found.department}" if found else ""
        if folded in self.diagram.nodes:
            return folded
        about = (
            f"finding:{at}" for at, finding in enumerate(self.listed) if finding.person == person
        )
        return next(about, None)

    def hidden(self, node_id: str | None) -> tuple[Contact, ...]:
        """Return the people of a cell of the net who are not drawn, where a node stands for them.

        Without any, the node that takes a cell's people away again has none either.
        """
        if node_id is None or not node_id.startswith(MORE):
            return ()
        return tuple(
            contact
            for contact in self.people.values()
            if self.node_of(contact.id) is None and find_cell(contact, self.column)[1] == node_id
        )

    def finding_on(self, place_id: str) -> str | None:
        """Return the node of the first finding on a place, by the id of its hole."""
        about = (
            f"finding:{at}"
            for at, finding in enumerate(self.listed)
            if finding.place is not None and hole_id(finding.place) == place_id
        )
        return next(about, None)

    def ask(self, node_id: str | None) -> str:
        """Return what is to be done about the finding that a node is; nothing where it is none."""
        finding = self._finding(node_id)
        return finding.ask if finding else ""

    def _finding(self, node_id: str | None) -> FindingLine | None:
        if node_id is None or not node_id.startswith("finding:"):
            return None
        return self.listed[int(node_id.removeprefix("finding:"))]


def draw(
    project: Project,
    findings: NetworkFindings,
    view: NetworkView,
    cells: int,
    ways: Sequence[TextLine] | None = None,
    rows: int = 0,
) -> DrawnNetwork:
    """Return the picture of a view in so many cells, the net spread over so many rows.

    What stands below the net, the `ways` to mend among it, is left out where they are None.
    """
    people = {contact.id: contact for contact in project.contacts}
    if view.name == FINDINGS:
        listed = list_findings(project, findings)
        return DrawnNetwork(draw_findings(listed, cells), people, findings, listed)
    if view.name == "net":
        if not people:
            return DrawnNetwork(draw_empty_network(cells), people, findings)
        column = view.column if cells < NARROW else None
        frame = NetworkFrame(view.folded, view.opened, column, ways is None, ways or (), rows)
        diagram = draw_network(project, findings, cells, frame=frame)
        return DrawnNetwork(diagram, people, findings, column=column)
    return DrawnNetwork(_DRAW[view.name](project, findings, view, cells), people, findings)


_DRAW: Mapping[str, Callable[[Project, NetworkFindings, NetworkView, int], Diagram]] = {
    "tree": lambda project, found, view, cells: draw_org_tree(project, found, cells, view.folded),
    "chain": lambda project, found, view, cells: draw_chain(project, found, cells),
}


@dataclass(frozen=True, slots=True)
class PeopleState:
    """The person or hole under the cursor, or the place that is none, and the ways to mend it."""

    project: Project
    findings: NetworkFindings
    person: Contact | None = None
    hole: ApprovalPlace | None = None
    absent: ApprovalPlace | None = None
    ways: tuple[IntroductionRoute, ...] = ()
    ask: str = ""
    hidden: tuple[Contact, ...] = ()
    none_key: str = ""
    must_key: str = ""
    line_key: str = ""
    buyer_key: str = ""

    def title(self) -> TextLine:
        """Return who or what is under the cursor: a name and a title, or a place."""
        if self.person is not None:
            title = f" {self.person.title}" if self.person.title else ""
            return (StyledText(self.person.name, "strong"), StyledText(title, "dim"))
        place = self.hole or self.absent
        if place is not None:
            return line(StyledText(place_name(place), "strong"))
        if self.hidden:
            count = len(self.hidden)
            return more_line(ngettext("+{count} more", "+{count} more", count), count)
        return ()

    def blocks(self, keys: str) -> list[list[TextLine]]:
        """Return all there is to say in blocks, the most telling first; `keys` plan the way."""
        if self.person is not None:
            first = [person_line(self.person, self.project)]
        elif self.hole is not None:
            first = [self._hole_line(self.hole)]
        elif self.absent is not None:
            return [list(self._absent_lines())]
        elif self.hidden:
            names = _(", ").join(contact.name for contact in self.hidden)
            return [[line(StyledText(f"{keys} ", "key"), _("show all")), line(names)]]
        else:
            return []
        blocks = (first, self._trouble_line(), self._ways(keys), self._empty_keys(), *self._more())
        return [block for block in map(list, blocks) if block]

    def _hole_line(self, hole: ApprovalPlace) -> TextLine:
        """Return why a place does not hold, in the sign that the findings have for that."""
        if hole in self.findings.tops:
            return line(StyledText("~ " + top_text(hole, self.findings), "amber"))
        return line(StyledText("! " + hole_text(hole, names_of(self.project)), "red"))

    def _absent_lines(self) -> Iterator[TextLine]:
        """Yield that the customer has nobody at what would be a place, and how to take it back."""
        if self.absent is not None:
            yield line(StyledText(absent_text(self.absent), "strong"))
            yield line(StyledText(f"{self.none_key} ", "key"), _("it is a place after all"))

    def _empty_keys(self) -> Iterator[TextLine]:
        """Yield what may be said of a place where nobody is named."""
        if self.hole is not None and not self.hole.known:
            keys = {
                self.must_key: _("must exist"),
                self.none_key: _("none here"),
                self.line_key: _("no such line"),
                self.buyer_key: _("purchasing"),
            }
            yield line(
                *(
                    part
                    for key, name in keys.items()
                    for part in (StyledText(f"{key} ", "key"), name, "   ")
                )
            )

    def troubles(self) -> Iterator[StyledText]:
        """Yield what the net finds wrong with this person's place, each behind its sign."""
        person, names, found = self.person, names_of(self.project), self.findings
        if person is None:
            return
        for hole in found.holes:
            if person.id in hole.people:
                yield StyledText(f"! {hole_text(hole, names)}", "red")
        reasons = [unplaced_text(person)] if person.id in found.unplaced else []
        reasons += [off_line_text(person)] if person.id in found.off_line else []
        reasons += [
            single_text(single, names) for single in found.singles if single.person == person.id
        ]
        reasons += [unmatched_text(person.id, names)] if person.id in found.unmatched else []
        for reason in reasons:
            yield StyledText(f"~ {reason}", "amber")

    def _trouble_line(self) -> Iterator[TextLine]:
        """Yield all that is wrong in one line, the holes first: a low pane has room for the way to
        mend it below.
        """
        troubles = list(self.troubles())
        parts = list[StyledText]()
        for sign in ("! ", "~ "):
            alike = [each for each in troubles if each.text.startswith(sign)]
            if alike:
                text = sign + _("; ").join(each.text.removeprefix(sign) for each in alike)
                parts.append(StyledText(f"  {text}" if parts else text, alike[0].tone))
        if parts:
            yield tuple(parts)

    def _ways(self, keys: str) -> Iterator[TextLine]:
        """Yield what is to be asked of whom, the way that it begins, and others."""
        arrow = glyphs().arrow
        make = line("   ", StyledText(keys, "key"), " ", _("make it the next step"))
        if self.ask:
            first = f"   {way_text(self.ways[0], self.project, arrow)}" if self.ways else ""
            yield (StyledText(f"{arrow} {self.ask}", "good"), StyledText(first, "dim"), *make)
        for way in self.ways[1:]:
            yield line(_("or: "), way_text(way, self.project, arrow))

    def _more(self) -> Iterator[list[TextLine]]:
        if self.person is None:
            return
        pull = self.findings.by_person.get(self.person.id)
        if pull is not None:
            yield [line(StyledText(pull_text(pull, names_of(self.project)), "dim"))]
        yield list(knowledge(self.person, self.project))
        yield list(_note_lines(self.person))


def example_lines(examples: Sequence[str], *, apart: bool = False) -> list[TextLine]:
    """Return what to type where nobody is known yet: lines to copy, and what each says.

    Where it stands `apart` on a line of its own, below.
    """
    pairs = list(zip(examples, map(_, MEANINGS), strict=False))
    if apart:
        return [
            row
            for text, meaning in pairs
            for row in (
                line(StyledText(text, "strong")),
                line(StyledText(f"  {meaning}", "dim")),
            )
        ]
    cells = max((width(text) for text in examples), default=0) + 3
    return [
        line(StyledText(fit(text, cells), "strong"), StyledText(meaning, "dim"))
        for text, meaning in pairs
    ]


MEANINGS = (
    N_("technical, mid-level, CR3, with us"),
    N_("only known to exist: add them too"),
    N_("both lines need her approval"),
)
"""What each example of a person says of them."""


def person_line(contact: Contact, project: Project) -> TextLine:
    """Return how close we are to somebody and whose side they are on, then what they are.

    What shows the CR is last: it may be long. The name stands above already.
    """
    boss = next((each.name for each in project.contacts if each.id == contact.reports_to), "")
    parts = [
        _("outside") if contact.outside else "",
        level_name(contact.level) if contact.level else "",
        function_name(contact.function) if contact.function and not contact.lines else "",
        role_name(contact.role) if contact.role else "",
        lines_text(contact),
        contact.department or "",
        _("under {boss}").format(boss=boss) if boss else "",
        _evidence_text(contact),
    ]
    known = f" {glyphs().dot} ".join(part for part in parts if part)
    return line(
        StyledText(cr_text(contact.cr), cr_tone(contact.cr, against=against_us(contact))),
        f"  {_side_text(contact)}",
        f" {glyphs().dot} {known}" if known else "",
    )


def _evidence_text(contact: Contact) -> str:
    """Return what shows the CR and since when; the gap shows where nothing does."""
    if contact.cr is None:
        return ""
    since = _(", ") + f"{contact.cr_on:%Y-%m-%d}" if contact.cr_on else ""
    return _("({evidence}{since})").format(
        evidence=contact.evidence or _("no evidence"), since=since
    )


def _side_text(contact: Contact) -> str:
    """Return whose side somebody is on, its sign before it."""
    return f"{stance_text(contact.stance, None)} {side_name(contact)}".strip()


def knowledge(contact: Contact, project: Project) -> Iterator[TextLine]:
    """Yield what else is known, a line each: who sways whom, who of ours meets them, needs."""
    names = names_of(project)
    sways = [
        _influence_text(names, each.target, each)
        for each in project.influences
        if each.source == contact.id
    ]
    swayed = [
        _influence_text(names, each.source, each)
        for each in project.influences
        if each.target == contact.id
    ]
    facts = [
        (pgettext("person", "influences"), _(", ").join(sways)),
        (_("influenced by"), _(", ").join(swayed)),
        (_("our contact"), _(", ").join(contact.covered_by)),
        (_("work needs"), contact.work_needs or ""),
        (_("personal needs"), contact.personal_needs or ""),
        (_("view on price"), contact.price_view or ""),
        (_("view on competition"), contact.rival_view or ""),
    ]
    for name, text in facts:
        if text:
            yield line(StyledText(f"{name}  ", "dim"), text)


def _note_lines(contact: Contact) -> Iterator[TextLine]:
    """Yield the notes of a contact as they were typed, a line each."""
    label = _("notes")
    for at, text in enumerate(filter(str.strip, (contact.note or "").split("\n"))):
        yield line(StyledText(" " * width(label) if at else label, "dim"), f" {text}")


def _influence_text(names: ContactNames, other: str, influence: Influence) -> str:
    """Return the other end of an influence, its strength, and whether it is for us or against."""
    return f"{names.get(other, '?')} {influence.strength}{'+' if influence.favour else '-'}"
