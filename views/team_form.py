"""The team form of a project in lines: its head, what the project says, members and parts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deals import fields
from deals.model import Member, Project, TeamPart
from deals.network.relationship import cr_text, levels_held
from deals.parsing.amounts import amount_text
from views.diagram import Diagram, Node
from views.gantt import FORM_PREFIX, MEMBER_PREFIX, PART_PREFIX
from views.marks import titled_rule
from views.plan_fields import PART_KEYS, member_text, title
from views.styled_text import StyledText, TextLine, Tone, fit, line, width
from wording import _, language
from wording.names import level_name, part_name
from wording.times import window_name

_LABEL = 18


def _member_widths(project: Project) -> tuple[int, int, int]:
    """Return the cells of names, parts and levels: as many as the longest takes, within bounds."""
    columns = [
        [title(field), *(member_text(member, field) for member in project.team)]
        for field in ("name", "part", "level")
    ]
    columns[1] += map(part_name, free_parts(project))
    sizes = [max(map(width, texts)) for texts in columns]
    return min(max(sizes[0], 10), 20), min(sizes[1], 18), min(sizes[2], 12)


def team_form(project: Project, cells: int) -> Diagram:
    """Return the form: what is filled in, the project's own facts, the members a line each."""
    lines, nodes = list[TextLine](), dict[str, Node]()
    for ref, label in (*_form_lines(project, cells), *_member_lines(project, cells)):
        if ref is not None:
            nodes[ref] = Node(ref, 0, len(lines), cells, label)
        lines.append(label)
    label = _form_line(_label_value(title("remarks"), project.form.remarks), cells)
    nodes[f"{FORM_PREFIX}remarks"] = Node(f"{FORM_PREFIX}remarks", 0, len(lines) + 1, cells, label)
    lines += [titled_rule((), cells), label]
    head = titled_rule(line(StyledText(_("Project team"), "strong")), cells)
    return Diagram(tuple(lines), nodes, (head,), cells)


FormLine = tuple[str | None, TextLine]
"""A line of the form and its node, if it is one."""


def _form_line(text: str, cells: int, tone: Tone = "") -> TextLine:
    return (StyledText(fit(text, cells), tone),)


def _form_lines(project: Project, cells: int) -> Iterator[FormLine]:
    for field in fields.FORM.typed[:-1]:
        text = _label_value(title(field), _form_text(project, field))
        yield f"{FORM_PREFIX}{field}", _form_line(text, cells)
    for name, value in _facts(project):
        yield None, _form_line(_label_value(name, value), cells, "dim")


def _member_lines(project: Project, cells: int) -> Iterator[FormLine]:
    rooms = _member_widths(project)
    yield None, titled_rule(line(StyledText(_("members"), "dim")), cells)
    yield None, _form_line(_members_head(rooms), cells, "dim")
    for member in project.team:
        texts = [member_text(member, field) for field in ("name", "part", "level")]
        columns = "  ".join(fit(text, room) for text, room in zip(texts, rooms, strict=True))
        row = f"  {columns}  {member.duties or ''}"
        yield f"{MEMBER_PREFIX}{member.name}", _form_line(row, cells)
    if not project.team:
        yield None, _form_line("  " + _("nobody yet"), cells, "dim")
    for part in free_parts(project):
        row = f"  {fit('-', rooms[0])}  {part_name(part)}"
        yield f"{PART_PREFIX}{part}", _form_line(row, cells, "dim")


def free_parts(project: Project) -> Iterator[TeamPart]:
    """Yield the parts of the paper form that nobody of the team has; members need none."""
    held = {member.part for member in project.team}
    yield from (part for part in PART_KEYS.values() if part not in held and part != "member")


def member_title(member: Member) -> TextLine:
    """Return who it is, with part and level."""
    facts = "  ".join(filter(None, (member_text(member, field) for field in ("part", "level"))))
    return line(StyledText(member.name, "strong"), StyledText(f"  {facts}", "dim"))


def team_lines(project: Project, ref: str | None) -> Iterator[TextLine]:
    """Yield what is under the cursor of the form, whole: a member, or a field of the head."""
    kind, _colon, key = (ref or "").partition(":")
    member = next((member for member in project.team if member.name == key), None)
    if kind == "member" and member is not None and member.duties:
        yield line(StyledText(f"{title('duties')} ", "dim"), member.duties)
    elif kind == "form" and (text := _form_text(project, key)):
        yield line(text)


def _label_value(name: str, value: str) -> str:
    return f"  {fit(name, _LABEL)} {value or '-'}"


def _members_head(rooms: tuple[int, int, int]) -> str:
    names = zip(map(title, ("name", "part", "level")), rooms, strict=True)
    return "  " + "  ".join(fit(text, room) for text, room in names) + "  " + title("duties")


def _form_text(project: Project, field: str) -> str:
    value = getattr(project.form, field)
    return value.isoformat() if isinstance(value, date) else value or ""


def _facts(project: Project) -> Iterator[tuple[str, str]]:
    yield _("project"), project.name
    yield _("amount"), amount_text(project.amount, language()) if project.amount else ""
    yield _("with the customer"), "  ".join(_team_relationships(project))
    yield _("close date"), window_name(project.signs) if project.signs else ""
    yield _("product"), project.product or ""
    yield _("stage"), project.stage


def _team_relationships(project: Project) -> Iterator[str]:
    """Yield the best relationship at each level of the customer's house."""
    for level, best in levels_held(project).items():
        yield f"{level_name(level)} {cr_text(best) if best is not None else '-'}"
