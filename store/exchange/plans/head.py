"""What the form says above its table: the project, when its plan begins and who leads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deals.edits.record import edited
from deals.fields import Reading
from deals.model import Member, Project
from deals.plan import parse_plan_day
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.grid import Grid, Line, address, clean
from store.exchange.headers import header_key
from store.exchange.outcomes import FieldChange, Kind, Outcome, Remark
from store.exchange.people.spoken import Place
from store.exchange.plans.columns import HEAD, HEAD_OF
from store.exchange.plans.spoken import Said

_SAID = re.compile(r"(?P<label>[^:：]{1,20})[:：]\s*(?P<text>.*)", re.DOTALL)


def head_cells(project: Project, chinese: bool) -> list[str]:
    """The labels and what they say, each beside the other."""
    said = {
        "project": project.name,
        "begins": f"{project.form.plan_start or ''}",
        "leader": _leader(project),
    }
    return [text for key, names in HEAD.items() for text in (names[chinese], said[key])]


def read_head(grid: Grid, lines: Iterable[Line], place: Place) -> Said | None:
    """What the lines above a table say, None where they say nothing of the kind."""
    found: Said | None = None
    for line in lines:
        for key, number, text in _labelled(line):
            found = found or Said(line.number, line.number, {}, {}, {**place, "row": line.number})
            if key not in found.texts:
                cell = address(line.number, number)
                found.texts[key] = text
                found.places[key] = {**place, "row": line.number, "cell": cell}
                found.last = line.number
    return found


def take_head(said: Said, project: Project, reading: Reading) -> tuple[Project, Outcome]:
    """The project with what the head says, and what became of it.

    What is said of another project stays with that one.
    """
    after, remarks = project, list[Remark]()
    if folded(said.texts.get("project", project.name)) != folded(clean(project.name)):
        remarks.append(Remark("other-project", said.texts["project"]))
    else:
        after = _with_leader(said.texts.get("leader", ""), after, reading)
        try:
            after = _beginning(said.texts.get("begins", ""), after, reading)
        except Refusal as wrong:
            said.refuse("begins", wrong)
            after = project
    changes = tuple(_changes(project, after))
    kind: Kind = "refused" if said.refusals else "changed" if changes else "unchanged"
    where = (f"{said.place['file']}", f"{said.place.get('sheet', '')}", said.number, said.last)
    return after, Outcome(
        *(*where, project.name, kind, changes, tuple(said.refusals)),
        remarks=tuple(remarks),
        id=project.id,
    )


def _labelled(line: Line) -> Iterator[tuple[str, int, str]]:
    """What stands behind each label of a line: in its cell behind a colon, or in the next one."""
    numbers = sorted(line.cells)
    value = 0
    for number, after in zip(numbers, (*numbers[1:], 0), strict=True):
        label = _label(line.cells[number].text) if number != value else None
        if label is None:
            continue
        key, text = label
        if text:
            yield key, number, text
        elif after and (after == number + 1 or _label(line.cells[after].text) is None):
            value = after
            yield key, after, line.cells[after].text


def _label(text: str) -> tuple[str, str] | None:
    """The key of a label and what stands behind its colon."""
    said = _SAID.fullmatch(text)
    key = HEAD_OF.get(header_key(said["label"] if said else text))
    return (key, said["text"].strip() if said else "") if key else None


def _leader(project: Project) -> str:
    return next((one.name for one in project.team if one.part == "leader"), "")


def _with_leader(name: str, project: Project, reading: Reading) -> Project:
    """The project led by somebody; who led it before stays on the team."""
    if not name or folded(name) == folded(clean(_leader(project))):
        return project
    team = [
        one.model_copy(update={"part": "member"}) if one.part == "leader" else one
        for one in project.team
    ]
    known = next((at for at, one in enumerate(team) if folded(one.name) == folded(name)), None)
    if known is None:
        team.append(Member(name=name, part="leader"))
    else:
        team[known] = team[known].model_copy(update={"part": "leader"})
    return edited(project, reading.stamp, {"team": tuple(team)})


def _beginning(text: str, project: Project, reading: Reading) -> Project:
    day = parse_plan_day(text, reading.stamp.today, project.signs)
    if day is None or day == project.form.plan_start:
        return project
    form = project.form.model_copy(update={"plan_start": day})
    return edited(project, reading.stamp, {"form": form})


def _changes(before: Project, after: Project) -> Iterator[FieldChange]:
    old, new = (f"{one.form.plan_start or ''}" for one in (before, after))
    if old != new:
        yield FieldChange("plan.begins", old, new)
    if _leader(before) != _leader(after):
        yield FieldChange("plan.leader", _leader(before), _leader(after))
