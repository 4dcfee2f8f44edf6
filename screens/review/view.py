"""The review as a page: each field with its whole text, and lessons of others at its end. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from deals.lessons import review_text
from deals.model import Note, Project
from deals.playbook import Playbook
from deals.project_notes import OUTLOOK_KEYS, find_note
from views.diagram import Diagram, Node
from views.glyphs import glyphs
from views.marks import titled_rule, tone_meter
from views.review_fields import GOING_ON, ending_text, list_review_parts, review_name
from views.styled_text import StyledText, TextLine, fit, line, width, wrap
from wording import N_, _
from wording.names import status_name
from wording.record_names import note_title

HINTS = {
    "outlook.project": N_("how the project will go on, and what may change it"),
    "outlook.customer": N_("where the customer is going, and what they will need next"),
    "outlook.market": N_("how their market and ours will develop"),
    "outlook.resources": N_("people, money and equipment that we ask for accordingly"),
    "outlook.policy": N_("prices, terms and decisions that we ask for accordingly"),
    "result": N_("the outcome in figures: amount, date, share"),
    "reasons": N_("what really decided it, not what we would like to think"),
    "worked": N_("what to do again, and who did it"),
    "failed": N_("what to stop or do differently"),
    "lessons": N_("what colleagues should know before the next deal"),
    "rival": N_("who was against us; projects that meet them are shown these lessons"),
    "rival_did": N_("their moves as far as we know them: people, price, solution"),
    "rival_why": N_("what worked for them, or failed them"),
}
_LONGEST = 60
_MARGINS = 27, 20
_ROOMY, _INDENT = 72, 4
_METER = 6


def lesson_node(project: Project) -> str:
    """Return the node of another project's lessons."""
    return f"lesson:{project.id}"


def review_page(
    project: Project, playbook: Playbook, lessons: Sequence[Project], heading: str, cells: int
) -> Diagram:
    """Return the page.

    Nodes are the keys of the outlook, the fields' names, `review-ID` and `lesson:PROJECT`.
    """
    page = _ReviewPage(cells)
    if project.status in GOING_ON:
        _add_outlook(page, project, playbook)
    for title, names in list_review_parts(project, playbook):
        texts = {name: review_text(project, name) for name in names}
        page.heading(title, [bool(text) for text in texts.values()])
        for name, text in texts.items():
            empty = ending_text(project) if name == "result" else ""
            page.field(name, review_name(name, playbook), text, empty)
    if project.status not in GOING_ON:
        _add_outlook(page, project, playbook)
    page.heading(heading)
    for lesson in lessons:
        page.lesson(lesson)
    if not lessons:
        page.lines.append(line(StyledText("   " + _("none yet"), "dim")))
    return page.diagram()


def _add_outlook(page: _ReviewPage, project: Project, playbook: Playbook) -> None:
    notes = {key: find_note(project, key) for key in OUTLOOK_KEYS}
    texts = {key: note.text if note else "" for key, note in notes.items()}
    authors = {key: _author_text(note) for key, note in notes.items()}
    # What one person wrote on one day is said to be theirs once.
    all_by = set(filter(None, authors.values()))
    shared = all_by.pop() if len(all_by) == 1 else ""
    page.heading(_("Outlook"), [bool(text) for text in texts.values()], shared)
    for key, text in texts.items():
        page.field(key, note_title(playbook, key), text, "", "" if shared else authors[key])


def _author_text(note: Note | None) -> str:
    """Return who wrote a note, and when."""
    return " ".join(filter(None, (note.by, f"{note.on or ''}"))) if note and note.text else ""


class _ReviewPage:
    """The rows made so far, and the nodes on them."""

    def __init__(self, cells: int) -> None:
        self._cells = cells
        self._margin = _MARGINS[cells < _ROOMY]
        self.lines: list[TextLine] = []
        self._nodes: dict[str, Node] = {}

    def heading(self, text: str, written: Sequence[bool] = (), by: str = "") -> None:
        """Add the rule over a part, with how much of it is `written`, and by whom if by one."""
        done, of = sum(written), len(written)
        far = tone_meter(done, of, _METER) if done else ()
        finish = (*far, StyledText(f" {done}/{of}" if far else f"{done}/{of}", "dim")) if of else ()
        finish = (StyledText(f"{by}  ", "dim"), *finish) if by else finish
        self.lines.append(titled_rule(line(StyledText(text, "strong")), self._cells, finish))

    def field(self, name: str, title: str, text: str, empty: str, by: str = "") -> None:
        """Add a field: the title beside its whole text where it is short, else over it.

        Below it stands, where that is given, who wrote it and when. An empty one says what belongs
        into it.
        """
        beside = width(title) <= self._margin - 4
        margin = self._margin if beside else _INDENT
        room = self._cells - margin - 2
        label = line(
            StyledText(f" {fit(title, self._margin - 4)} " if beside else f" {title} ", "strong")
        )
        size = margin - 2 if beside else width(title) + 2
        node = Node(name, 1, len(self.lines), size, label)
        self._nodes[name] = node
        texts = [part for row in text.split("\n") for part in wrap(row, room, _LONGEST) or [""]]
        if not text:
            hint = _(": ").join(filter(None, (empty, _(HINTS[name]) if name in HINTS else "")))
            texts = wrap(f"{glyphs().open} {hint}", room, 2)
        tone = StyledText("", "" if text else "dim")
        if beside:
            gap = " " * (margin - node.x - size)
            self.lines.append(line(" ", *label, gap, tone._replace(text=texts.pop(0))))
        else:
            fits = not text and size + width(texts[0]) < self._cells
            after = (tone._replace(text=texts.pop(0)),) if fits else ()
            self.lines.append(line(" ", *label, *after))
        self.lines += [line(" " * margin, tone._replace(text=rest)) for rest in texts]
        if by:
            self.lines.append(line(" " * margin, StyledText(by, "dim")))

    def lesson(self, project: Project) -> None:
        """Add another project's lessons: which it is, and what was learned."""
        facts = [project.customer, status_name(project.status), project.review.rival]
        details = "  ".join(fact for fact in facts if fact)
        title = fit(
            f" {project.name}  {details}",
            min(self._cells - 2, 2 + width(project.name + details) + 1),
        )
        label = line(StyledText(title, "strong"))
        self._nodes[lesson_node(project)] = Node(
            lesson_node(project), 1, len(self.lines), width(title), label
        )
        self.lines.append(line(" ", *label))
        learned = project.review.lessons or project.review.reasons or project.end_reason or ""
        self.lines += [line(f"   {part}") for part in wrap(learned, self._cells - 5, 3)]

    def diagram(self) -> Diagram:
        """Return the page as a picture."""
        return Diagram(tuple(self.lines), self._nodes, (), self._cells, gutter=True)
