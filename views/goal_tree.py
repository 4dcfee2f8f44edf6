"""The tree of goals, each with the letters of SMART that it holds. Pure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deals.model import Goal, PlanRow
from deals.planning import WorkstreamGroup
from deals.planning.goals import GoalNode, MissingLetter, SmartLetter
from views.diagram import Diagram, Node
from views.gantt import GOAL_PREFIX, ROW_PREFIX, WORKSTREAM_PREFIX
from views.glyphs import glyphs
from views.marks import tone_meter
from views.person_names import fit_name
from views.styled_text import StyledText, TextLine, Tone, cells_of, fit, line, width
from wording import N_, _


class FoldedItems(NamedTuple):
    """What is folded away in a goal: how many goals, how many of them not reached lack a letter of
    SMART, and how many are late.
    """

    goals: int
    lacking: int
    late: int


class GoalWork(NamedTuple):
    """The tasks that serve a goal, also through others: how many are done, and of how many."""

    done: int = 0
    of: int = 0


class Folds(NamedTuple):
    """The nodes that can be folded on each side, and the nodes that hold each one, the outermost
    first.
    """

    goals: tuple[str, ...]
    fields: tuple[str, ...]
    holders: Mapping[str, tuple[str, ...]]

    def find_foldable(self, node: str | None) -> str | None:
        """Return what the fold key acts on.

        The node itself where it holds something, else its holder.
        """
        if node in self.goals or node in self.fields:
            return node
        return next(iter(self.holders.get(node or "", ())[::-1]), None)

    def list_foldable(self, side: str) -> frozenset[str]:
        """Return all that can be folded on a side."""
        return frozenset({"goals": self.goals, "plan": self.fields}.get(side, ()))

    def unfold_holders(self, folded: frozenset[str], node: str) -> frozenset[str]:
        """Return what stays folded when a node is to be seen."""
        return folded - {*self.holders.get(node, ())}

    def find_visible(self, folded: Collection[str], node: str | None) -> str | None:
        """Return the node, or the outermost folded one that hides it."""
        return next(
            (holder for holder in self.holders.get(node or "", ()) if holder in folded), node
        )


def find_folds(goal_nodes: Sequence[GoalNode], groups: Sequence[WorkstreamGroup]) -> Folds:
    """Return what folds among these goals and rows."""
    holders, above = dict[str, tuple[str, ...]](), list[str]()
    for goal_node in goal_nodes:
        del above[goal_node.depth :]
        holders[f"{GOAL_PREFIX}{goal_node.goal.id}"] = tuple(above)
        above.append(f"{GOAL_PREFIX}{goal_node.goal.id}")
    for group in groups:
        holders |= {
            f"{ROW_PREFIX}{row.id}": (f"{WORKSTREAM_PREFIX}{group.bone}",) for row in group.rows
        }
    held = {holder for above_it in holders.values() for holder in above_it}
    goals = tuple(holder for holder in holders if holder.startswith(GOAL_PREFIX) and holder in held)
    return Folds(
        goals, tuple(f"{WORKSTREAM_PREFIX}{group.bone}" for group in groups if group.rows), holders
    )


def count_folded(
    goal_nodes: Sequence[GoalNode],
    letters: Mapping[str, Sequence[SmartLetter]],
    late: Collection[str],
) -> Mapping[str, FoldedItems]:
    """Return what lies under each goal that has others under it, by its id."""
    found, above = dict[str, FoldedItems](), list[str]()
    for goal_node in goal_nodes:
        del above[goal_node.depth :]
        goal = goal_node.goal
        lacks = not goal.reached and any(not letter.holds for letter in letters.get(goal.id, ()))
        for holder in above:
            old = found.get(holder, FoldedItems(0, 0, 0))
            is_late = goal.id in late
            found[holder] = FoldedItems(old.goals + 1, old.lacking + lacks, old.late + is_late)
        above.append(goal.id)
    return found


def count_work(goal_nodes: Sequence[GoalNode], rows: Iterable[PlanRow]) -> Mapping[str, GoalWork]:
    """Return the tasks of each goal that has some, those of the goals under it included."""
    own, found, above = dict[str, GoalWork](), dict[str, GoalWork](), list[str]()
    for row in rows:
        if row.goal is not None:
            done, of = own.get(row.goal, GoalWork())
            own[row.goal] = GoalWork(done + (row.state == "done"), of + 1)
    for goal_node in goal_nodes:
        del above[goal_node.depth :]
        above.append(goal_node.goal.id)
        more, all_of_them = own.get(goal_node.goal.id, GoalWork())
        for holder in above if all_of_them else ():
            done, of = found.get(holder, GoalWork())
            found[holder] = GoalWork(done + more, of + all_of_them)
    return found


LETTERS, DAY, LEAST = 5, 6, 24
WHO, MOST_WHO, METER, COUNT = 4, 10, 6, 6
WHO_FROM, COUNT_FROM = 72, 60
"""The cells from which it is shown who is responsible, and how many tasks are done."""
GAP = "  "
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class GoalTree:
    """The goals as they are looked at: letters, what lies inside and the work by goal id, the nodes
    that are folded, and the goals that are themselves past their day.
    """

    goal_nodes: Sequence[GoalNode]
    letters: Mapping[str, tuple[SmartLetter, ...]]
    inside: Mapping[str, FoldedItems]
    work: Mapping[str, GoalWork]
    folded: Collection[str]
    past: Collection[str]


class _GoalCells(NamedTuple):
    """The cells of the columns: the goals, who is responsible, the count of tasks; 0 for none."""

    name: int
    who: int
    figures: int


def draw_goal_tree(tree: GoalTree, cells: int) -> Diagram:
    """Draw the goals, a line each: text, who, how much of the work is done, the letters that hold,
    the last day.

    `!` marks a day that is past. A folded goal says how many are in it, how many of them lack
    letters (`~`) and how many are late (`!`). What else is known of goals has columns as far as
    there is room for them in full.
    """
    sizes = _fit_columns(tree, cells)
    heading = _heading(sizes)
    facts = _fit_facts([each.goal for each in tree.goal_nodes], cells - cells_of(heading))
    lines, nodes, hidden = list[TextLine](), dict[str, Node](), sys.maxsize
    for goal_node in tree.goal_nodes:
        if goal_node.depth > hidden:
            continue
        node_id = f"{GOAL_PREFIX}{goal_node.goal.id}"
        found = tree.inside.get(goal_node.goal.id) if node_id in tree.folded else None
        hidden = goal_node.depth if found else sys.maxsize
        spans = (*_line(goal_node, tree, found, sizes), *_facts_of(goal_node.goal, facts))
        nodes[node_id] = Node(node_id, 0, len(lines), cells_of(spans), spans)
        lines.append(spans)
    titles = "".join(f"{GAP}{fit(title, size)}" for title, size, _read in facts)
    return Diagram(tuple(lines), nodes, ((*heading, StyledText(titles, "dim")),), cells)


GoalFact = tuple[str, int, Callable[[Goal], str]]
"""A column of the goals: its title, its cells, what a goal has there."""


def _fit_facts(goals: Sequence[Goal], room: int) -> list[GoalFact]:
    """Return the columns that some goal fills and that so many cells have room for in full."""
    readers: tuple[tuple[str, Callable[[Goal], str]], ...] = (
        (_("measure"), lambda goal: " ".join(filter(None, (goal.measure, goal.target)))),
        (_("accepted by"), lambda goal: goal.accepted_by),
        (_("serves"), lambda goal: goal.serves),
        (_("resources"), lambda goal: goal.resources),
    )
    facts = list[GoalFact]()
    for title, read in readers:
        widest = max((width(read(goal)) for goal in goals), default=0)
        size = max(width(title), widest)
        if widest and size + len(GAP) <= room:
            facts.append((title, size, read))
            room -= size + len(GAP)
    return facts


def _facts_of(goal: Goal, facts: Sequence[GoalFact]) -> TextLine:
    text = "".join(f"{GAP}{fit(read(goal), size)}" for _title, size, read in facts)
    return line(StyledText(text, "dim")) if text else ()


def _fit_columns(tree: GoalTree, cells: int) -> _GoalCells:
    """Return the cells of the columns; they stand by the names, not at a wide screen's far edge."""
    people = (node.goal.responsible or "" for node in tree.goal_nodes)
    who = min(MOST_WHO, max(WHO, *map(width, (*people, _("Who"))))) if cells >= WHO_FROM else 0
    count = COUNT if cells >= COUNT_FROM else 0
    taken = who + bool(who) + METER + count + LETTERS + DAY + 5
    longest = max((_reach(each, tree) for each in tree.goal_nodes), default=0)
    return _GoalCells(min(max(8, cells - taken), max(LEAST, longest + 2)), who, count)


def _heading(sizes: _GoalCells) -> TextLine:
    """Return the titles of the columns."""
    titles = (
        ("  " + _("Goals"), sizes.name + 1),
        *(((_("Who"), sizes.who + 1),) if sizes.who else ()),
        (_("Tasks"), METER + sizes.figures + 2),
        ("SMART", LETTERS + 2),
        (_("until"), DAY),
    )
    return (StyledText("".join(fit(text, size) for text, size in titles), "dim"),)


def _line(
    goal_node: GoalNode, tree: GoalTree, inside: FoldedItems | None, sizes: _GoalCells
) -> TextLine:
    """Return the line of a goal; all of one that is reached is quiet."""
    goal = goal_node.goal
    text = f"{'  ' * min(goal_node.depth, _DEEPEST)}{goal_sign(goal_node, inside)} {goal.text}"
    tone: Tone = "dim" if goal.reached else "strong" if goal_node.depth == 0 else ""
    letters, past = letters_text(tree.letters.get(goal.id, ())), goal.id in tree.past
    plain: Tone = "dim" if goal.reached else ""
    who = f" {fit_name(goal.responsible or '', sizes.who)} " if sizes.who else " "
    folded = _folded_text(inside) if inside is not None else ()
    day = f"{goal.end:%m-%d}" if goal.end else ""
    return (
        StyledText(fit(text, max(4, sizes.name - cells_of(folded))), tone),
        *folded,
        StyledText(who, plain),
        *_work_text(tree.work.get(goal.id, GoalWork()), sizes.figures, plain),
        StyledText(fit(letters, LETTERS), plain if "-" not in letters else "amber"),
        StyledText(f"  {fit(day + '!' * past, DAY)}", "red" if past else plain),
    )


def goal_sign(goal_node: GoalNode, inside: FoldedItems | None) -> str:
    """Return what stands before a goal: opened, folded, reached, or none under it."""
    signs, reached = glyphs(), goal_node.goal.reached
    if inside is not None:
        return f"{signs.folded} {signs.settled}" if reached else signs.folded
    kind = signs.unfolded if goal_node.children else signs.leaf
    return signs.settled if reached else kind


def _work_text(work: GoalWork, count: int, tone: Tone) -> TextLine:
    """Return how much of a goal's work is done, as a meter and in figures; blank where none is."""
    figures = fit(f" {work.done}/{work.of}", count) if work.of else " " * count
    drawn = tone_meter(work.done, work.of, METER) if work.of else (StyledText(" " * METER, tone),)
    return (*drawn, StyledText(f"{figures}  ", tone))


def _reach(goal_node: GoalNode, tree: GoalTree) -> int:
    """Return the cells that the name of a goal needs, with what is said of what is folded in it."""
    folded = tree.inside.get(goal_node.goal.id)
    more = cells_of(_folded_text(folded)) + 2 if folded is not None else 0
    return 2 * min(goal_node.depth, _DEEPEST) + 2 + width(goal_node.goal.text) + more


def _folded_text(inside: FoldedItems) -> TextLine:
    """Return what lies in a folded goal: how many, `~` those that lack letters, `!` those late."""
    parts = [StyledText(f" +{inside.goals}", "dim")]
    parts += [StyledText(f" ~{inside.lacking}", "amber")] if inside.lacking else []
    parts += [StyledText(f" !{inside.late}", "red")] if inside.late else []
    return tuple(parts)


def letters_text(letters: tuple[SmartLetter, ...]) -> str:
    """Return the five letters, `-` for one that does not hold."""
    return "".join(letter.letter if letter.holds else "-" for letter in letters)


LETTER_NAMES = {
    "S": N_("specific"),
    "M": N_("measurable"),
    "A": N_("achievable"),
    "R": N_("relevant"),
    "T": N_("time-bound"),
}
MISSING: Mapping[str, tuple[str, str]] = {
    "no-work": (N_("no task or sub-goal supports it"), "W"),
    "no-measure": (N_("no measure"), "e"),
    "no-target": (N_("no target"), "e"),
    "no-acceptor": (N_("nobody named to accept the result"), "e"),
    "no-resources": (N_("no resources named"), "r"),
    "no-responsible": (N_("nobody is responsible"), "o"),
    "clash": (N_('{name} has "{row}" and "{other}" on the same days'), "w"),
    "clash-elsewhere": (
        N_('{name} has "{row}" and on the same days "{other}" in {project}'),
        "w",
    ),
    "parent-gone": (N_("the goal that it served was deleted"), "s"),
    "no-serves": (N_('no contribution to "{goal}" stated'), "e"),
    "no-start": (N_("no start date"), "w"),
    "no-end": (N_("no end date"), "w"),
    "backwards": (N_("it ends before it starts"), "w"),
    "outside-parent": (N_('outside the dates of "{goal}" ({days})'), "w"),
    "before-plan": (N_("starts before the plan does ({day})"), "w"),
    "outside-signing": (N_("ends after the close date ({day})"), "w"),
}


def letter_line(letter: SmartLetter) -> TextLine:
    """Return what a letter lacks and the keys that mend it."""
    head = StyledText(f"{letter.letter} {_(LETTER_NAMES[letter.letter])}" + _(": "), "amber")
    keys = dict.fromkeys(MISSING[missing.code][1] for missing in letter.missing)
    text = _("; ").join(missing_letter_text(missing) for missing in letter.missing)
    return line(head, text, StyledText(f"  [{' '.join(keys)}]", "key"))


def missing_letter_text(missing: MissingLetter) -> str:
    """Return one thing that is missing, in words."""
    return _(MISSING[missing.code][0]).format_map(missing.figures)
