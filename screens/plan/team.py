"""The team form: who is on the project with which duties, and the facts that fill themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deals.amounts import amount_text
from deals.model import Project
from deals.standing import cr_text, levels_held
from deals.windows import window_text
from screens.kit.cells import fit
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, line
from screens.kit.wording import _, language
from screens.kit.wording.names import level_name
from screens.plan.fields import FORM_FIELDS, member_text, title
from screens.plan.knots import FORM, MEMBER

_LABEL, _NAME, _PART, _LEVEL = 16, 14, 10, 10


def team_form(project: Project, cells: int) -> Picture:
    """The form: what is filled in, the project's own facts, the members a line each."""
    lines, knots = list[Line](), dict[str, Knot]()

    def put(one: str | None, text: str, tone: Tone = "") -> None:
        label: Line = (Span(fit(text, cells), tone),)
        if one is not None:
            knots[one] = Knot(one, 0, len(lines), cells, label)
        lines.append(label)

    for field in FORM_FIELDS[:-1]:
        put(f"{FORM}{field}", _labelled(title(field), _form_text(project, field)))
    for name, value in _facts(project):
        put(None, _labelled(name, value), "dim")
    put(None, "")
    put(None, _members_head(), "dim")
    for member in project.team:
        parts = [(member.name, _NAME), (member_text(member, "part"), _PART)]
        parts += [(member_text(member, "level"), _LEVEL)]
        said = " ".join(fit(text, room) for text, room in parts)
        put(f"{MEMBER}{member.name}", f"  {said} {member.duties or ''}")
    if not project.team:
        put(None, "  " + _("nobody yet: a adds a member"), "dim")
    put(None, "")
    put(f"{FORM}remarks", _labelled(title("remarks"), project.form.remarks))
    head = (Span(fit("  " + _("Project team"), cells), "strong"),)
    return Picture(tuple(lines), knots, (head,), cells)


def team_lines(project: Project, ref: str | None) -> Iterator[Line]:
    """What is under the cursor of the form, whole: a member, or a field of the head."""
    kind, _colon, key = (ref or "").partition(":")
    member = next((one for one in project.team if one.name == key), None)
    if kind == "member" and member is not None:
        facts = (member_text(member, field) for field in ("part", "level"))
        yield line(Span(member.name, "strong"), Span("  " + "  ".join(filter(None, facts)), "dim"))
        if member.duties:
            yield line(f"{title('duties')} {member.duties}")
    elif kind == "form" and (text := _form_text(project, key)):
        yield line(Span(f"{title(key)} ", "dim"), text)


def _labelled(name: str, value: str) -> str:
    return f"  {fit(name, _LABEL)} {value or '-'}"


def _members_head() -> str:
    names = ((title("name"), _NAME), (title("part"), _PART), (title("level"), _LEVEL))
    return "  " + " ".join(fit(text, room) for text, room in names) + " " + title("duties")


def _form_text(project: Project, field: str) -> str:
    value = getattr(project.form, field)
    return value.isoformat() if isinstance(value, date) else value or ""


def _facts(project: Project) -> Iterator[tuple[str, str]]:
    yield _("project"), project.name
    yield _("amount"), amount_text(project.amount, language()) if project.amount else ""
    yield _("standing"), "  ".join(_standing(project))
    yield _("signing"), window_text(project.signs) if project.signs else ""
    yield _("product"), project.product or ""
    yield _("stage"), project.stage


def _standing(project: Project) -> Iterator[str]:
    """The best relationship at each level of the customer's house."""
    for level, best in levels_held(project).items():
        yield f"{level_name(level)} {cr_text(best) if best is not None else '-'}"
