"""The lines under the fish about its head, a bone or a cause, and the suggested causes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deals.fishbone import Bone, CauseOnBone, SuggestedCause, hole_source
from deals.model import Cause, PlanRow, Project
from deals.network.analysis import analyse
from deals.network.findings import ApprovalPlace
from deals.network.introductions import find_introductions
from deals.planning import RowLateness, late_checks, row_lateness
from deals.playbook import Playbook
from deals.questions import question_of
from views.diagram import Diagram, Node
from views.gantt import dates_text
from views.styled_text import StyledText, TextLine, Tone, fit, line
from wording import _, add_note, language, ngettext
from wording.findings import ask_text, hole_text, names_of, reach_text
from wording.names import level_name, line_name, standing_name
from wording.record_names import answer_text, source_words, weakness_text, workstream_title


@dataclass(frozen=True, slots=True)
class FishboneState:
    """The project on a day, and the text of its head: all that the lines under the fish need."""

    project: Project
    playbook: Playbook
    today: date
    head: str

    def lines(self, bone: Bone | None, rib: CauseOnBone | None) -> list[TextLine]:
        """Return the cause where there is one, else the bone, else the head; whole."""
        if rib is not None and bone is not None:
            return list(self._cause(bone, rib))
        return list(self._bone(bone) if bone is not None else self._head())

    def _head(self) -> Iterator[TextLine]:
        yield line(StyledText(self.head, "strong"))
        if not self.project.head:
            yield line(StyledText(_("e writes the goal (head)"), "dim"))
        yield line(StyledText(_("s suggests weak answers and holes of the net as causes"), "dim"))

    def _bone(self, bone: Bone) -> Iterator[TextLine]:
        count = ngettext("{count} cause", "{count} causes", len(bone.ribs))
        count_text = count.format(count=len(bone.ribs))
        title = workstream_title(bone)
        yield line(StyledText(title, "strong"), f"  {count_text}")
        bare = [rib.cause.text for rib in bone.ribs if not rib.rows]
        if bare:
            yield line(StyledText(_("not in the plan: "), "amber"), _("; ").join(bare))
        yield line(StyledText(_("a adds causes, one per line; A a root cause"), "dim"))
        if bone.own:
            yield line(StyledText(_("custom category: e renames it, D removes it"), "dim"))

    def _cause(self, bone: Bone, rib: CauseOnBone) -> Iterator[TextLine]:
        yield line(
            StyledText(rib.cause.text, "strong"), StyledText(f"  {self._place(bone, rib)}", "dim")
        )
        source = source_text(rib.cause.source, self.project, self.playbook)
        yield line(StyledText(_("from: "), "dim"), source or _("typed here"))
        for row in rib.rows:
            yield from self._row(row)
        goals = [goal for goal in self.project.goals if goal.cause == rib.cause.id]
        for goal in goals:
            reached = StyledText(_("reached"), "good") if goal.reached else StyledText("")
            yield line(StyledText(_("goal: "), "dim"), f"{goal.text} ", reached)
        if not rib.rows:
            yield line(
                StyledText("! ", "amber"), StyledText(_("no task yet: ! makes one"), "amber")
            )

    def _place(self, bone: Bone, rib: CauseOnBone) -> str:
        title = workstream_title(bone)
        parent = next(
            (cause for cause in self.project.causes if cause.id == rib.cause.parent), None
        )
        return f"{title} < {parent.text}" if parent is not None and rib.depth else title

    def _row(self, row: PlanRow) -> Iterator[TextLine]:
        stands = row_lateness(row, self.today)
        days = dates_text(row)
        facts = "  ".join(fact for fact in (days, row.responsible) if fact)
        state = StyledText(standing_name(stands), state_tone(stands))
        yield line(
            StyledText(_("plan: "), "dim"),
            f"{row.content}  ",
            state,
            StyledText(f"  {facts}", "dim"),
        )
        late = {checkpoint.id for checkpoint in late_checks(row, self.today)}
        for check in row.checkpoints:
            found = check.result or (_("late") if check.id in late else _("not reviewed yet"))
            tone = StyledText(
                found, "amber" if check.id in late else "good" if check.done else "dim"
            )
            yield line("  ", _("checkpoint"), f" {check.what}" + _(": "), tone)


_TONES: dict[RowLateness, Tone] = {"late": "amber", "done": "good", "dropped": "dim"}


def state_tone(stands: RowLateness) -> Tone:
    """Return the tone of how a row of the plan stands."""
    return _TONES.get(stands, "")


def source_text(source: str, project: Project, playbook: Playbook) -> str:
    """Return the answer, hole or market item that a cause came from; nothing for one typed."""
    question = question_of(source)
    if question is not None:
        return _answer_text(question, project, playbook)
    if source.startswith("hole:"):
        level, _colon, strand = source.removeprefix("hole:").partition(":")
        place = _("{line}, {level}").format(line=line_name(strand), level=level_name(level))
        return _("hole in the net: {place}").format(place=place)
    return source_words(source, project, playbook) or source


def _answer_text(question: str, project: Project, playbook: Playbook) -> str:
    answer = next((answer for answer in project.answers if answer.question == question), None)
    text = answer_text(question, answer.value if answer else "unknown", playbook)
    return add_note(text, answer.evidence) if answer and answer.evidence else text


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

    Nodes are `offer:SOURCE`; those whose source is not `left` were taken.
    """
    lines, nodes = [], {}
    half = max(20, cells * 3 // 5)
    for y, suggestion in enumerate(offered):
        text = offer_text(suggestion, project, playbook)
        shown = suggestion.answer
        answer = answer_text(shown.question, shown.value, playbook) if shown else ""
        if text.startswith(answer):
            answer = ""
        tone: Tone = "amber" if suggestion.hole is not None else ""
        taken = suggestion.source not in left
        first = StyledText(fit(f"  {'+ ' if taken else ''}{text}", half), "dim" if taken else tone)
        label = line(first, StyledText(fit(f" {answer}", cells - half), "dim"))
        node_id = f"offer:{suggestion.source}"
        lines.append(label)
        nodes[node_id] = Node(node_id, 0, y, cells, label)
    head = line(StyledText(fit("  " + _("These could be causes"), cells), "strong"))
    return Diagram(tuple(lines), nodes, (head,), cells)
