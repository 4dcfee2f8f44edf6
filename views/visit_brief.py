"""The page to read before a visit: people, promises, holes, questions, competitors. Pure.

Shared by the room, the command line and the paper. Each block has its label at the left; people
stand by their level, which is their label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from deals.model import Contact, Level, Project, Touch
from deals.network.relationship import against_us
from deals.parsing.amounts import amount_text
from deals.playbook import Playbook
from deals.visit_facts import Commitment, MendedHole, RivalNews, VisitFacts
from views.days_left import overdue_text
from views.diagram import Diagram, Node
from views.field_values import days_away
from views.glyphs import glyphs
from views.item_list import BETWEEN, flow_line, join_parts, pad_line
from views.marks import CR_CELLS, cr_sign
from views.network.node_labels import (
    STANCE_SIGNS,
    STANCE_TONES,
    approval_label,
    cr_tone,
    shorten_starred,
    starred_name,
)
from views.network.placement import hole_id
from views.person_names import shorten_name
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, Tone, fit, join_spans, line, width
from views.touches import touch_words
from wording import N_, _, add_note, language, ngettext, pgettext
from wording.errors import one_line
from wording.findings import (
    ContactNames,
    holds_text,
    hole_text,
    level_mark,
    mend_text,
    names_of,
    outside_band_mark,
    rival_text,
    stance_mark,
    top_text,
)
from wording.names import answer_name
from wording.record_names import balance_text, dimension_name, question_text, standing_text
from wording.times import window_name

MARGIN, FURTHER = 1, 2
"""The cells before a label, and those by which what a line goes on with stands further in."""
MOST_NAME, MOST_STANCE, MOST_OURS = 18, 12, 8
ROOMY = 100
"""From so many cells on names are as long as they are."""
LEAST_TITLE, LEAST_CELLS = 6, 40
"""The cells from which a title is shown, and those that a page has at least."""
MOST_QUESTIONS, MOST_PROMISES, MOST_HOLES = 3, 6, 4
"""As many of these are told; of the others how many there are."""
BANDS: Sequence[Level | None] = ("high", "upper", "middle", "low", None)


class BriefItem(NamedTuple):
    """Something on the page: its line, the room that has more of it, and what it is about there."""

    id: str
    text: TextLine
    room: str = ""
    ref: str = ""


class BriefBlock(NamedTuple):
    """Items that belong together, under one label."""

    label: str
    items: Sequence[BriefItem]


class VisitBrief(NamedTuple):
    """The page of a project; `draw` lays it out."""

    facts: VisitFacts
    playbook: Playbook

    @property
    def title(self) -> TextLine:
        """The project, its customer, who leads it, and its stage."""
        project = self.facts.project
        who = filter(None, (project.customer, project.owner, word_stage(project, self.playbook)))
        parts = (StyledText(part) for part in map(one_line, who))
        return join_parts(StyledText(one_line(project.name), "strong"), *parts)

    def list_blocks(self, cells: int) -> list[BriefBlock]:
        """Return what is told, for lines of so many cells; what there is none of is left out."""
        facts = self.facts
        blocks = [
            BriefBlock(_(DEAL), list(self._deal())),
            BriefBlock(_(NEXT), [BriefItem("next", self._next_line(), "people")]),
            *_list_people(facts.project, cells),
            BriefBlock(_(PROMISED), list(self._promises())),
            BriefBlock(_(HOLES), list(self._holes())),
            BriefBlock(_(ASK), list(self._questions())),
            BriefBlock(_(RIVALS), [self._rival(news) for news in facts.rivals]),
            BriefBlock(_(LAST), [_touch_item(facts, touch) for touch in facts.touches]),
        ]
        return [block for block in blocks if block.items]

    def draw(self, cells: int, rows: int = 0) -> Diagram:
        """Lay the page out for lines of so many cells; a node is an item.

        Where `rows` lines have room for it, a blank line stands between its parts.
        """
        cells = max(LEAST_CELLS, cells)
        indent = MARGIN + _label_cells() + 2
        blocks = self.list_blocks(cells - indent)
        laid = [list(_lay_block(block, indent, cells)) for block in blocks]
        tight = sum(len(each) for block in laid for _item, each in block)
        people = [at for at, block in enumerate(blocks) if block.items[0].id.startswith("person:")]
        gaps = _find_gaps(len(blocks), people)
        return _draw_blocks(laid, gaps if tight + len(gaps) <= rows else (), cells)

    def _deal(self) -> Iterator[BriefItem]:
        project = self.facts.project
        yield BriefItem("deal", line(deal_text(self.facts)))
        if project.key and project.key_strategy:
            yield BriefItem("strategy", line(one_line(project.key_strategy)), "strategy")

    def _next_line(self) -> TextLine:
        action, today = self.facts.project.next_action, self.facts.today
        if action is None:
            return (StyledText(_("none: what do we go there for?"), "amber"),)
        late = action.on is not None and action.on < today
        when = f"{short_day(action.on, today)} " if action.on else ""
        note = overdue_text((today - action.on).days) if action.on and late else ""
        tone: Tone = "amber" if late else ""
        return join_parts(StyledText(f"{when}{one_line(action.text)}", tone), note)

    def _promises(self) -> Iterator[BriefItem]:
        facts, names = self.facts, names_of(self.facts.project)
        shown = facts.commitments[:MOST_PROMISES]
        for commitment in shown:
            room, ref = _place_of(commitment)
            text = promise_line(commitment, names, facts.today)
            yield BriefItem(f"{commitment.kind}:{commitment.ref}", text, room, ref)
        if (left := len(facts.commitments) - len(shown)) > 0:
            yield BriefItem("promises", _more(left), "plan")

    def _holes(self) -> Iterator[BriefItem]:
        facts = self.facts
        if not facts.holes and facts.project.contacts:
            yield BriefItem("net", (StyledText(holds_text(facts.findings)),), "people")
        for at, hole in enumerate(facts.holes[:MOST_HOLES]):
            yield BriefItem(f"hole:{at}", self._hole_line(hole), "people", hole_id(hole.place))
        if (left := len(facts.holes) - MOST_HOLES) > 0:
            yield BriefItem("holes", _more(left), "people")

    def _hole_line(self, hole: MendedHole) -> TextLine:
        reason, advice = hole_texts(self.facts, self.playbook, hole)
        start = StyledText(f"! {reason} ", "red")
        if hole.place in self.facts.findings.tops:
            start = StyledText(f"~ {reason} ", "amber")
        return line(start, StyledText(f"{glyphs().arrow} {advice}", "good"))

    def _questions(self) -> Iterator[BriefItem]:
        found = self.facts.questions
        for status in found[:MOST_QUESTIONS]:
            asked = question_text(self.playbook, status.id)
            item = line(add_note(asked, answer_name(status.value)))
            yield BriefItem(f"answer:{status.id}", item, "strategy", f"answer:{status.id}")
        if (left := len(found) - MOST_QUESTIONS) > 0:
            yield BriefItem("questions", _more(left), "strategy")

    def _rival(self, news: RivalNews) -> BriefItem:
        texts = rival_texts(self.facts, self.playbook, news)
        place = f"cell:{news.last.dimension}:{news.name}" if news.last else ""
        return BriefItem(f"rival:{news.name}", line(_("; ").join(texts)), "market", place)


DEAL, NEXT, PROMISED = N_("Deal"), N_("Next step"), N_("Promised")
HOLES, ASK, RIVALS, LAST = N_("Net"), N_("To settle"), N_("Rivals"), N_("Last met")
LABELS = (DEAL, NEXT, PROMISED, HOLES, ASK, RIVALS, LAST)


def _label_cells() -> int:
    marks = [*map(level_mark, BANDS), outside_band_mark()]
    return max(map(width, [*map(_, LABELS), *marks]))


def _more(count: int) -> TextLine:
    return (StyledText(more_text(count), "dim"),)


def more_text(count: int) -> str:
    """Say how many more there are."""
    return ngettext("and {count} more", "and {count} more", count).format(count=count)


def word_stage(project: Project, playbook: Playbook) -> str:
    """Return the stage of a project by its id and name."""
    if project.stage not in playbook.order:
        return project.stage
    return f"{project.stage} {playbook.stage(project.stage).name.of(language())}"


def deal_text(facts: VisitFacts) -> str:
    """Return what it is worth, when it will be signed, and when the tender closes."""
    project, today = facts.project, facts.today
    marked = project.amount and amount_text(project.amount, language(), marked=True)
    money = marked or _("no amount")
    parts = [money, _("no close date")]
    if project.signs:
        signs = _("signs {window}").format(window=window_name(project.signs))
        parts = [money, _(", ").join((signs, days_away(project.signs.latest, today)))]
    if project.tender:
        tender = _("tender {day}").format(day=short_day(project.tender, today))
        parts.append(_(", ").join((tender, days_away(project.tender, today))))
    return f" {glyphs().dot} ".join(parts)


def promise_line(commitment: Commitment, names: ContactNames, today: date) -> TextLine:
    """Return a promise: when it is due, from whom of ours to whom, what, and how late it is."""
    on, by = commitment.on, one_line(commitment.by)
    day = short_day(on, today) if on else _("no date")
    when = _("said {day}").format(day=day) if commitment.kind == "touch" else day
    late = overdue_text((today - on).days) if on and commitment.is_late(today) else ""
    whom = StyledText(name_people(commitment.people, names), "strong")
    start = join_parts(StyledText(when, "amber" if late else "dim"), StyledText(by, "dim"))
    if whom.text:
        arrow = StyledText(f" {glyphs().arrow} ", "dim")
        start = join_spans(start, (arrow, whom))
    what = f"{BETWEEN}{one_line(commitment.what)}"
    return join_spans(start, join_parts(StyledText(what), StyledText(late, "amber")))


def name_people(ids: Iterable[str], names: ContactNames) -> str:
    """Return people by their names; those that are gone are left out."""
    return _(", ").join(one_line(names[id_]) for id_ in ids if id_ in names)


def hole_texts(facts: VisitFacts, playbook: Playbook, hole: MendedHole) -> tuple[str, str]:
    """Return why a place of the net does not hold, and who could bring us there or what to do."""
    project, names = facts.project, names_of(facts.project)
    top = hole.place in facts.findings.tops
    reason = top_text(hole.place, facts.findings) if top else hole_text(hole.place, names)
    return reason, mend_text(hole.place, hole.ways, names, project.stage, playbook)


def rival_texts(facts: VisitFacts, playbook: Playbook, news: RivalNews) -> list[str]:
    """Return a competitor and whom they have, how they stand here, and what was last heard."""
    held = rival_text(news.hold, names_of(facts.project)) if news.hold else one_line(news.name)
    texts = [held]
    if news.balance is not None:
        texts.append(_("balance {balance}").format(balance=balance_text(news.balance)))
    if stands := standing_text(news.standing, news.name):
        texts.append(_("{standing} at this customer").format(standing=stands))
    texts += filter(None, (one_line(news.note),))
    if news.heard is not None:
        when = short_day(news.heard.on, facts.today)
        texts.append(f"{when} {one_line(touch_words(news.heard))}")
    elif news.last is not None and news.last.on is not None:
        when = short_day(news.last.on, facts.today)
        about = dimension_name(playbook.market, news.last.dimension)
        texts.append(_(": ").join((f"{when} {about}", one_line(news.last.note))))
    return texts


def word_touch(facts: VisitFacts, touch: Touch) -> str:
    """Return with whom a touch was, and what came of it."""
    people = name_people(touch.contacts, names_of(facts.project))
    return _(": ").join(filter(None, (people, one_line(touch_words(touch)))))


def _touch_item(facts: VisitFacts, touch: Touch) -> BriefItem:
    when = StyledText(short_day(touch.on, facts.today), "dim")
    return BriefItem(f"touch:{touch.id}", join_parts(when, word_touch(facts, touch)), "log")


def _place_of(commitment: Commitment) -> tuple[str, str]:
    """Return the room in which a promise is kept, and the item there."""
    if commitment.kind == "task":
        return "plan", f"row:{commitment.ref}"
    return ("log", "") if commitment.kind == "touch" else ("people", commitment.ref)


# People ------------------------------------------------------------------------------------------


def group_by_level(project: Project) -> Iterator[tuple[str, list[Contact]]]:
    """Yield the people of a project under what heads them: by level, those from outside last."""
    for band in BANDS:
        there = [each for each in project.contacts if each.level == band and not each.outside]
        if there:
            yield level_mark(band), there
    if outside := [each for each in project.contacts if each.outside]:
        yield outside_band_mark(), outside


def _list_people(project: Project, cells: int) -> Iterator[BriefBlock]:
    people = project.contacts
    if not people:
        text = (StyledText(_("nobody is named yet"), "amber"),)
        yield BriefBlock(level_mark(None), [BriefItem("person:", text, "people")])
        return
    sizes = _size_columns(people, cells)
    for label, there in group_by_level(project):
        yield BriefBlock(
            label,
            [
                BriefItem(f"person:{each.id}", _person_line(each, sizes), "people", each.id)
                for each in there
            ],
        )


class _PersonColumns(NamedTuple):
    """The cells of the columns of people: 0 for one that nobody has anything in."""

    name: int
    title: int
    lines: int
    stance: int
    ours: int


def _size_columns(people: Sequence[Contact], cells: int) -> _PersonColumns:
    """Give the columns what they need; titles take what is left."""
    name = max(width(starred_name(each)) for each in people)
    name = name if cells >= ROOMY else min(MOST_NAME, name)
    lines = max(width(_lines_text(each)) for each in people)
    stance = min(MOST_STANCE, max(width(_stance_text(each)) for each in people))
    ours = max(width(name_cover(each)) for each in people)
    taken = name + CR_CELLS + stance + 5 + sum(each + 2 for each in (lines, ours) if each)
    title = min(max(width(each.title or "") for each in people), cells - taken)
    return _PersonColumns(name, title if title >= LEAST_TITLE else 0, lines, stance, ours)


def _person_line(person: Contact, sizes: _PersonColumns) -> TextLine:
    """Draw a person: name, title, lines, CR, stance, our contact; figures are never cut."""
    name = fit(shorten_starred(starred_name(person), sizes.name), sizes.name)
    texts = [(person.title or "", sizes.title), (_lines_text(person), sizes.lines)]
    middle = "".join(f"  {fit(one_line(text), size)}" for text, size in texts if size)
    tone = cr_tone(person.cr, against=against_us(person))
    side = fit(_stance_text(person), sizes.stance)
    spans: TextLine = (StyledText(name, "strong"), StyledText(f"{middle}  "))
    spans = join_spans(spans, (StyledText(cr_sign(person.cr), tone), StyledText(" ")))
    spans = join_spans(spans, (StyledText(side, STANCE_TONES[person.stance]),))
    ours = name_cover(person)
    return join_spans(spans, (StyledText(f"  {ours}", "dim"),)) if ours else spans


def _lines_text(person: Contact) -> str:
    """Return the approval lines with the place on each, `T4B4`."""
    return approval_label(person).replace(" ", "")


def _stance_text(person: Contact) -> str:
    """Return the sign of a stance with its word, or with the competitor that is backed."""
    rival = one_line(person.competitor or "") if person.stance == "competitor" else ""
    return f"{STANCE_SIGNS[person.stance]} {rival or stance_mark(person.stance)}"


def name_cover(person: Contact) -> str:
    """Return who of ours meets somebody, in short: the first, and how many more."""
    if not person.covered_by:
        return ""
    more = f" +{len(person.covered_by) - 1}" if len(person.covered_by) > 1 else ""
    return our_text(shorten_name(one_line(person.covered_by[0]), MOST_OURS)) + more


def our_text(name: str) -> str:
    """Say that somebody is one of ours."""
    return pgettext("person", "us: {name}").format(name=one_line(name))


def needs_text(person: Contact) -> str:
    """Return what somebody needs, for the work and personally."""
    return _("; ").join(map(one_line, filter(None, (person.work_needs, person.personal_needs))))


# Layout ------------------------------------------------------------------------------------------

LaidItem = tuple[BriefItem, list[TextLine]]


def _lay_block(block: BriefBlock, indent: int, cells: int) -> Iterator[LaidItem]:
    """Yield each item with its lines, the label before the first of them."""
    room = cells - indent
    for at, item in enumerate(block.items):
        first, *more = flow_line(item.text, room)
        if more:
            first, *more = flow_line(item.text, room - FURTHER)
        label = fit(block.label, indent - MARGIN) if at == 0 else " " * (indent - MARGIN)
        head = StyledText(" " * MARGIN + label, "dim")
        below = [(StyledText(" " * (indent + FURTHER)), *each) for each in more]
        yield item, [pad_line(each, cells) for each in ((head, *first), *below)]


def _find_gaps(blocks: int, people: Sequence[int]) -> Sequence[int]:
    """Return before which blocks a blank line stands: people are one part, all others their own."""
    first = people[0] if people else 0
    return [at for at in range(2, blocks) if at not in people or at == first]


def _draw_blocks(laid: Sequence[Sequence[LaidItem]], gaps: Sequence[int], cells: int) -> Diagram:
    lines, nodes, starts = list[TextLine](), dict[str, Node](), list[int]()
    for at, block in enumerate(laid):
        if at in gaps:
            lines.append(())
        for item, (first, *below) in block:
            starts.append(len(lines))
            nodes[item.id] = Node(item.id, 0, len(lines), cells, first, tuple(below))
            lines += [first, *below]
    return Diagram(tuple(lines), nodes, (), cells, gutter=True, starts=tuple(starts))


def page_lines(brief: VisitBrief, cells: int) -> list[TextLine]:
    """Return the page under what it is and of which day, for the command line and for copies."""
    drawn = brief.draw(cells, rows=10**6)
    margin = StyledText(" " * MARGIN)
    head = (margin, StyledText(_("Before a visit"), "dim"), StyledText(f"  {brief.facts.today}"))
    title = flow_line((margin, *brief.title), cells)
    return [*flow_line(head, cells), *title, (), *drawn.lines]
