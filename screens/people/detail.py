"""Who is under the cursor, in a few lines: the person, what is wrong, the ways to mend it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deals.model import Contact, Influence, Project
from deals.net.findings import Findings, Mend, Place
from deals.people import lines_text, stance_text
from deals.standing import cr_text
from screens.kit.glyphs import Glyphs
from screens.kit.spans import Line, Span, Tone, line
from screens.kit.wording import _
from screens.kit.wording.findings import (
    Names,
    hole_text,
    names_of,
    pull_text,
    single_text,
    unmatched_text,
    way_text,
)
from screens.kit.wording.names import function_name, level_name, role_name, stance_name


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of what the cursor is on: a person or a hole, and the ways to mend it."""

    project: Project
    findings: Findings
    glyphs: Glyphs
    person: Contact | None = None
    hole: Place | None = None
    ways: tuple[Mend, ...] = ()
    ask: str = ""

    def lines(self, keys: str) -> list[Line]:
        """Everything, the most telling first; `keys` names the key that plans the first way."""
        if self.person is not None:
            first = [person_line(self.person, self.project, self.glyphs)]
        elif self.hole is not None:
            first = [line(Span(hole_text(self.hole, names_of(self.project)), "strong"))]
        else:
            return []
        return [*first, *self._troubles(), *self._ways(keys), *self._more()]

    def _troubles(self) -> Iterator[Line]:
        """What the net finds wrong with this person's place."""
        person, names = self.person, names_of(self.project)
        if person is None:
            return
        said = [hole_text(one, names) for one in self.findings.holes if person.id in one.people]
        said += [
            single_text(one, names) for one in self.findings.singles if one.person == person.id
        ]
        said += [unmatched_text(one, names) for one in self.findings.unmatched if one == person.id]
        if said:
            yield line(Span("! ", "amber"), Span("; ".join(said), "amber"))

    def _ways(self, keys: str) -> Iterator[Line]:
        for number, way in enumerate(self.ways):
            told = way_text(way, self.project, self.glyphs.arrow)
            if number:
                yield line(_("or: "), told)
            else:
                ask = Span(f"   {self.ask}", "good")
                yield line(Span(f"[{keys}] ", "key"), _("mend: "), told, ask)
        if self.ask and not self.ways:
            yield line(Span(f"[{keys}] ", "key"), _("mend: "), Span(self.ask, "good"))

    def _more(self) -> Iterator[Line]:
        if self.person is None:
            return
        pull = self.findings.by_person.get(self.person.id)
        if pull is not None:
            yield line(Span(pull_text(pull, names_of(self.project)), "dim"))
        yield from knowledge(self.person, self.project)


def person_line(one: Contact, project: Project, glyphs: Glyphs) -> Line:
    """A person in a line: name, title, department, level, role and lines, CR and stance."""
    boss = next((each.name for each in project.contacts if each.id == one.reports_to), "")
    parts = [
        one.title or "",
        one.department or "",
        _("outside") if one.outside else "",
        level_name(one.level) if one.level else "",
        function_name(one.function) if one.function and not one.lines else "",
        role_name(one.role) if one.role else "",
        lines_text(one),
        _("under {boss}").format(boss=boss) if boss else "",
    ]
    known = f" {glyphs.dot} ".join(part for part in parts if part)
    return line(
        Span(one.name, "strong"),
        f" {glyphs.dot} {known}" if known else "",
        "  ",
        Span(cr_text(one.cr), cr_tone(one.cr)),
        f" {_shown(one)}" if _shown(one) else "",
        f" {glyphs.dot} {stance_said(one)}",
    )


def _shown(one: Contact) -> str:
    """What shows the CR and since when; the gap shows where nothing does."""
    if one.cr is None:
        return ""
    since = f", {one.cr_on:%Y-%m-%d}" if one.cr_on else ""
    return _("({evidence}{since})").format(
        evidence=one.evidence or _("nothing shows it"), since=since
    )


def stance_said(one: Contact) -> str:
    """Whose side somebody is on, with the competitor where it is known."""
    if one.stance == "competitor" and one.competitor:
        return _("supports {competitor}").format(competitor=one.competitor)
    return f"{stance_name(one.stance)} {stance_text(one.stance, None)}".strip()


def cr_tone(cr: int | None) -> Tone:
    """The colour of a relationship level."""
    if cr is None:
        return "dim"
    return ("red", "amber", "good")[(cr > 1) + (cr > 2)]


def knowledge(one: Contact, project: Project) -> Iterator[Line]:
    """What else is known: who sways whom, who of ours meets them, needs and views."""
    names = names_of(project)
    sways = [
        _swaying(names, each.target, each) for each in project.influences if each.source == one.id
    ]
    swayed = [
        _swaying(names, each.source, each) for each in project.influences if each.target == one.id
    ]
    told = [
        (_("sways"), ", ".join(sways)),
        (_("swayed by"), ", ".join(swayed)),
        (_("our cover"), ", ".join(one.covered_by)),
        (_("work needs"), one.work_needs or ""),
        (_("personal needs"), one.personal_needs or ""),
        (_("view on price"), one.price_view or ""),
        (_("view on competition"), one.rival_view or ""),
    ]
    known = [(name, text) for name, text in told if text]
    if known:
        yield line(
            *(part for name, text in known for part in (Span(f"{name} ", "dim"), f"{text}  "))
        )


def _swaying(names: Names, other: str, influence: Influence) -> str:
    """The other end of an influence, its strength, and whether it is for us or against."""
    return f"{names.get(other, '?')} {influence.strength}{'+' if influence.favour else '-'}"
