"""What a knot says in one row: `[何总* GM  CR1 ?]`, a folded department, a hole."""

from __future__ import annotations

from screens.kit.cells import fit
from screens.kit.net.folding import Group
from screens.kit.net.signs import called, cr_span, named, stance_span
from screens.kit.spans import Line, Span
from screens.kit.wording.net import nobody_mark

WEAK = Span("!", "red")
# Brackets, a blank, `CR4` and the stance; labels of this width have a blank before the stance.
_SIGNS, _ROOMY = 7, 20


def group_label(group: Group, cells: int, titled: bool = True) -> Line:
    """A person's or a folded department's label in exactly `cells` cells, brackets and all.

    Without titles it holds the name alone, and then there is room for a blank before the stance.
    """
    gap = " " if cells >= _ROOMY or not titled else ""
    room = max(1, cells - _SIGNS - len(gap))
    if group.department is not None:
        name = Span(_counted(group.department, len(group.people), room + 1 + len(gap)), "strong")
        return (Span("["), name, Span(" "), cr_span(group.best), Span("]"))
    person = group.head
    text = named(person, room) if titled else fit(called(person), room)
    name = Span(text, "strong" if person.role == "decides" else "")
    signs = (cr_span(person.cr), Span(gap), stance_span(person.stance))
    return (Span("["), name, Span(" "), *signs, Span("]"))


def hole_label() -> Line:
    """The label of a place where nobody is known."""
    return (Span(f"( {nobody_mark()} )", "red"),)


def marked(label: Line, weak: bool, lost: int) -> Line:
    """A label with `!` behind it where the net is weak, and `~2` for strands left undrawn."""
    made = (*label, WEAK) if weak else label
    return (*made, Span(f"~{min(lost, 99)}", "dim")) if lost else made


def _counted(department: str, count: int, cells: int) -> str:
    """A folded department with its number of people, which is never cut."""
    tail = f" x{count}"
    return fit("+" + department, max(1, cells - len(tail))) + tail
