"""The lines under the fish about its head, a bone or a cause, and the suggested causes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deals.fishbone import Bone, CauseOnBone, CauseState, SuggestedCause, hole_source
from deals.model import Cause, PlanRow, Project
from deals.network.analysis import analyse
from deals.network.findings import ApprovalPlace
from deals.network.introductions import find_introductions
from deals.planning import group_rows, late_checks, row_lateness, row_numbers
from deals.playbook import Playbook
from deals.questions import question_of
from views.cause_notes import source_text
from views.diagram import Diagram, Node
from views.fishbone import cause_sign
from views.gantt import check_sign, dates_text
from views.glyphs import glyphs
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, Tone, fit, line
from views.task_lines import state_tone, task_mark
from wording import _, language, ngettext
from wording.findings import ask_text, hole_text, names_of, reach_text
from wording.names import standing_name
from wording.record_names import answer_text, weakness_text, workstream_title


@dataclass(frozen=True, slots=True)
class FishboneState:
    """The project on a day, the text of its head, and whether keys are told of: all that the lines
    under the fish need.
    """

    project: Project
    playbook: Playbook
    today: date
    head: str
    hinted: bool = True

    def title(self, bone: Bone | None, rib: CauseOnBone | None) -> TextLine:
        """Return what is under the cursor in a few words: cause, else bone, else head."""
        if bone is None:
            return line(StyledText(self.head, "strong"))
        if rib is None:
            count = ngettext("{count} cause", "{count} causes", len(bone.ribs))
            count_text = count.format(count=len(bone.ribs))
            return line(StyledText(workstream_title(bone), "strong"), f"  {count_text}")
        place = self._place(bone, rib)
        return line(StyledText(rib.cause.text, "strong"), StyledText(f"  {place}", "dim"))

    def lines(self, bone: Bone | None, rib: CauseOnBone | None) -> list[TextLine]:
        """Return what there is to say of the cause where there is one, else of bone or head."""
        if rib is not None and bone is not None:
            return list(self._cause(rib))
        return list(self._bone(bone) if bone is not None else self._head())

    def _head(self) -> Iterator[TextLine]:
        if not self.project.head:
            yield line(StyledText(_("e writes the goal (head)"), "dim"))
        yield line(StyledText(_("s suggests weak answers and holes of the net as causes"), "dim"))

    def _bone(self, bone: Bone) -> Iterator[TextLine]:
        bare = [rib.cause.text for rib in bone.ribs if rib.state == "bare"]
        if bare:
            yield line(StyledText("! " + _("not in the plan: "), "red"), _("; ").join(bare))
        if bone.ribs and self.hinted:
            yield line(StyledText(_("a adds causes, one per line; A a root cause"), "dim"))
        if bone.own:
            yield line(StyledText(_("custom category: e renames it, D removes it"), "dim"))

    def _cause(self, rib: CauseOnBone) -> Iterator[TextLine]:
        goals = [goal for goal in self.project.goals if goal.cause == rib.cause.id]
        if rib.state == "bare":
            missing = _("no task works on it") if goals else _("no task and no goal works on it")
            yield line(StyledText(f"! {missing}", "red"))
        source = source_text(rib.cause.source, self.project, self.playbook)
        yield line(StyledText(_("from: "), "dim"), source or _("typed here"))
        numbers = row_numbers(group_rows(self.project, self.playbook, empty=True))
        for row in rib.rows:
            yield from self._row(row, numbers.get(row.id, ""))
        for goal in goals:
            reached = StyledText(_("reached"), "good") if goal.reached else StyledText("")
            yield line(StyledText(_("goal: "), "dim"), f"{goal.text} ", reached)
        if rib.state == "bare":
            ways = _("! makes a task") if goals else _("! makes a task   t makes a goal")
            yield line(StyledText(f"{glyphs().arrow} {ways}", "good"))

    def _place(self, bone: Bone, rib: CauseOnBone) -> str:
        title = workstream_title(bone)
        parent = next(
            (cause for cause in self.project.causes if cause.id == rib.cause.parent), None
        )
        if parent is None or not rib.depth:
            return title
        return _("{category}, under {cause}").format(category=title, cause=parent.text)

    def _row(self, row: PlanRow, number: str) -> Iterator[TextLine]:
        stands = row_lateness(row, self.today)
        tone, mark = state_tone(stands), task_mark(row, self.today)
        facts = "  ".join(filter(None, (dates_text(row, self.today), row.responsible)))
        yield line(
            mark._replace(text=f"{mark.text} "),
            f"{number} {row.content}  ".lstrip(),
            StyledText(f"{standing_name(stands)}  {facts}", tone if stands == "late" else "dim"),
        )
        late = {checkpoint.id for checkpoint in late_checks(row, self.today)}
        for check in row.checkpoints:
            missed = check.id in late
            found = check.result or (_("late") if missed else _("not reviewed yet"))
            shade: Tone = "red" if missed else "good" if check.done else "dim"
            text = f"  {check_sign(check, missed=missed)} {check.what}" + _(": ")
            yield line(text, StyledText(found, shade))


def state_legend() -> TextLine:
    """Return what the signs of causes mean, in one line."""
    parts = (f"{cause_sign(state)} {name_cause_state(state)}" for state in CAUSE_STATES)
    return line(StyledText("   ".join(parts), "dim"))


CAUSE_STATES: tuple[CauseState, ...] = ("done", "doing", "planned", "bare")


def name_cause_state(state: CauseState) -> str:
    """Return how far a cause is, in words."""
    names: dict[CauseState, str] = {
        "done": _("done"),
        "doing": _("being worked on"),
        "planned": _("in the plan"),
        "bare": _("not in the plan"),
    }
    return names[state]


def offer_text(offer: SuggestedCause, project: Project, playbook: Playbook) -> str:
    """Return what a cause made of an offer says: why the answer is weak, or the hole."""
    if offer.answer is not None:
        return weakness_text(offer.answer, playbook)
    return _hole(offer.hole, project) if offer.hole is not None else offer.source


def _hole(place: ApprovalPlace, project: Project) -> str:
    return hole_text(place, names_of(project))


def what_to_do(cause: Cause, project: Project, playbook: Playbook) -> str:
    """Return what to do about a weak answer, where the playbook says, or about a hole; else
    the cause's own words.
    """
    asked = playbook.asked.get(question_of(cause.source) or "")
    if asked and asked.question.hint:
        return asked.question.hint.of(language())
    if cause.source.startswith("hole:"):
        return _mending_text(cause.source, project, playbook) or cause.text
    return cause.text


def _mending_text(source: str, project: Project, playbook: Playbook) -> str:
    found = analyse(project, playbook)
    hole = next((hole for hole in found.holes if hole_source(hole) == source), None)
    if hole is None:
        return ""
    ways, names = find_introductions(project, found, playbook, hole), names_of(project)
    return ask_text(ways[0], names, project.stage, playbook) if ways else reach_text(hole, names)


def offer_diagram(
    offered: Sequence[SuggestedCause],
    left: Collection[str],
    project: Project,
    playbook: Playbook,
    cells: int,
) -> Diagram:
    """Return the offers a row each, behind it what was asked if its words are evidence.

    Nodes are `offer:SOURCE`; those whose source is not `left` were taken. The first cells are for
    the letter that takes it.
    """
    lines, nodes = [], {}
    half = max(20, cells * 3 // 5)
    for y, suggestion in enumerate(offered):
        text = offer_text(suggestion, project, playbook)
        shown = suggestion.answer
        answer = answer_text(shown.question, shown.value, playbook) if shown else ""
        if text.startswith(answer):
            answer = ""
        sign = "+" if suggestion.source not in left else "!" if suggestion.hole else " "
        tone: Tone = "dim" if sign == "+" else "red" if sign == "!" else ""
        room = half if answer else cells
        first = StyledText(fit(f"  {sign} {text}", room), tone)
        label = line(first, StyledText(fit(f" {answer}", cells - room), "dim"))
        node_id = f"offer:{suggestion.source}"
        lines.append(label)
        nodes[node_id] = Node(node_id, 0, y, cells, label)
    head = titled_rule(line(StyledText(_("These could be causes"), "strong")), cells)
    return Diagram(tuple(lines), nodes, (head,), cells, gutter=True)
