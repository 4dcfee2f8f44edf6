"""The knots of the net, two lines each: name and stance; title, influence and how close we are.

A knot takes the same cells in every alphabet, so that rails and strands beside it run straight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from deals.model import Contact, Level
from deals.network.findings import ApprovalPlace
from views.glyphs import glyphs
from views.marks import CR_CELLS, cr_sign, more_line
from views.network.node_labels import (
    cr_tone,
    shorten_starred,
    stance_span,
    starred_name,
)
from views.network.placement import ContactGroup
from views.person_names import split_name
from views.styled_text import StyledText, TextLine, cells_of, fit, join_spans, width, wrap
from wording import _, ngettext, pgettext
from wording.findings import absent_mark, place_question, unnamed_mark

BOTH = "TB"
"""Behind the name of whoever is on both lines, by the letters of their columns."""
LABEL = 20
"""The least cells of a knot."""
# A title of which less is left tells nothing.
_LEAST_TITLE = 2


class Detail(IntEnum):
    """What of a person there are lines for, each with all before it: two lines, names whole, titles
    whole, the department, what shows how close we are.
    """

    BRIEF = 0
    NAMES = 1
    TITLES = 2
    DEPARTMENTS = 3
    EVIDENCE = 4


def write_person(
    contact: Contact,
    cells: int,
    badges: TextLine,
    under: str,
    *,
    both: bool = False,
    detail: Detail = Detail.BRIEF,
    evidence: str = "",
) -> Sequence[TextLine]:
    """Write a person in two lines of `cells`, or as many as the `detail` takes; `under` is a
    superior to whom no strand is drawn.

    The name keeps its surname, the title gives way; whoever is on `both` lines has their letters
    behind the name; the rival that somebody backs stands there where all have room, else before the
    title. The superior is named where that leaves the title whole.
    """
    rival = (contact.competitor or "") if contact.stance == "competitor" else ""
    mark = f" {BOTH}" if both else ""
    name, behind = _name_line(contact, cells, rival, mark)
    names = [name]
    if detail >= Detail.NAMES and width(starred_name(contact) + mark) > cells - 2:
        names, behind = _long_name(contact, cells, mark), False
    title = " ".join(filter(None, ("" if behind else rival, contact.title)))
    below = _("under {boss}").format(boss=under) if under else ""
    cr = _cr_span(ContactGroup(contact.id, (contact,)))
    whole, room = f"{title} {below}".strip(), _title_cells(cells, badges, cr)
    text = whole if width(whole) <= room or detail >= Detail.TITLES else title
    lines = [*names, *_title_lines(text, cells, badges, cr, whole=detail >= Detail.TITLES)]
    return [*lines, *_further_lines(contact, cells, detail, evidence)]


def _further_lines(
    contact: Contact, cells: int, detail: Detail, evidence: str
) -> Iterator[TextLine]:
    """Yield the department, and what shows how close we are, as the detail has them."""
    texts = [*wrap(contact.department or "", cells, 1)] if detail >= Detail.DEPARTMENTS else []
    texts += wrap(f'"{evidence}"', cells, 2) if evidence and detail >= Detail.EVIDENCE else []
    return ((StyledText(fit(text, cells), "dim"),) for text in texts)


def _long_name(contact: Contact, cells: int, mark: str) -> list[TextLine]:
    """Write a name that is longer than a line over two, the stance at the end of the first."""
    first, *rest = wrap(starred_name(contact) + mark, cells - 2, 2)
    lines: list[TextLine] = [
        (StyledText(fit(first, cells - 1), "strong"), stance_span(contact.stance))
    ]
    return [*lines, *((StyledText(fit(each, cells), "strong"),) for each in rest)]


def _name_line(contact: Contact, cells: int, rival: str, mark: str) -> tuple[TextLine, bool]:
    """Write the name and a mark, the rival behind them if there is room, the stance in the end."""
    room = cells - 2 - width(mark)
    name = shorten_starred(starred_name(contact), room)
    name = fit(name, min(room, width(name)))
    behind = bool(rival) and width(f"{name} {rival}") <= room
    stance = stance_span(contact.stance)
    rest = fit(f" {rival}" if behind else "", cells - 1 - width(name + mark))
    end = stance._replace(text=rest + stance.text)
    spans = (StyledText(name, "strong"), StyledText(mark, "dim"), end)
    return tuple(span for span in spans if span.text), behind


def _title_lines(
    title: str, cells: int, badges: TextLine, cr: StyledText, *, whole: bool
) -> list[TextLine]:
    """Write the title as far as badges and CR leave room for it; a `whole` one in lines of its own
    where that is too little.
    """
    if not whole or width(title) <= _title_cells(cells, badges, cr):
        return [_second_line(title, cells, badges, cr)]
    lines = [(StyledText(fit(each, cells), "dim"),) for each in wrap(title, cells, 2)]
    return [*lines, _second_line("", cells, badges, cr)]


def _second_line(title: str, cells: int, badges: TextLine, cr: StyledText) -> TextLine:
    room, sign = _title_cells(cells, badges, cr), cr.text
    if room < _LEAST_TITLE + width(glyphs().cut) <= width(title):
        title = ""
    text = fit(title, max(0, min(room, width(title))))
    taken = width(text) + cells_of(badges)
    if taken + bool(text and badges) + 1 + width(sign) > cells:
        sign = sign.strip()  # the title reaches into the blanks of a CR that is not known
    blanks = cells - taken - width(sign)
    before = blanks - 1 if badges else blanks
    made: TextLine = (StyledText(text + " " * before, "dim"), *badges)
    made = join_spans(made, (StyledText(" "),)) if badges else made
    return (*(span for span in made if span.text), cr._replace(text=sign))


def _cr_span(group: ContactGroup) -> StyledText:
    return StyledText(cr_sign(group.best), cr_tone(group.best, against=group.against))


def _title_cells(cells: int, badges: TextLine, cr: StyledText) -> int:
    """Count the cells that badges and CR leave to a title."""
    taken = cells_of(badges)
    return cells - width(cr.text.strip()) - 1 - (taken + 1 if taken else 0)


def badge_cells(cells: int) -> int:
    """Count the cells that the badges of a knot of `cells` may take."""
    return cells - CR_CELLS - 1


def needed_cells(contact: Contact, badges: TextLine) -> int:
    """Count the cells that name and rival, and title and badges, take in full."""
    rival = (contact.competitor or "") if contact.stance == "competitor" else ""
    name = width(f"{starred_name(contact)} {BOTH} {rival}") + 2
    return max(name, width(contact.title or "") + cells_of(badges) + CR_CELLS + 2)


def write_department(group: ContactGroup, cells: int, badges: TextLine) -> Sequence[TextLine]:
    """Write a folded department: how many people, some of their names, the best CR."""
    count = f" ({len(group.people)})"  # which is never cut
    name = glyphs().folded + (group.department or "")
    name = fit(name, min(cells - width(count), width(name)))
    first: TextLine = (StyledText(fit(name + count, cells), "strong"),)
    names = _(", ").join(person.name for person in group.people)
    return first, _second_line(names, cells, badges, _cr_span(group))


def write_hole(level: Level, cells: int, *, top: bool = False) -> Sequence[TextLine]:
    """Write a place where nobody is named, and what is to be asked about it.

    At the `top` of a line it is not known whether there is a place.
    """
    text = pgettext("place", "top unknown") if top else unnamed_mark()
    return (
        (StyledText(fit(text, cells), "amber" if top else "red"),),
        (StyledText(fit(place_question(level), cells), "dim"),),
    )


def write_absent(cells: int) -> Sequence[TextLine]:
    """Write what is no place, because the customer has nobody there."""
    return ((StyledText(fit(f"({absent_mark()})", cells), "dim"),),)


def write_folded(hidden: int, cells: int) -> Sequence[TextLine]:
    """Write how many of a cell are not drawn, or that all of them are."""
    if not hidden:
        return ((StyledText(fit(pgettext("people", "show fewer"), cells), "key"),),)
    (more,) = more_line(ngettext("+{count} more", "+{count} more", hidden), hidden)
    return ((more._replace(text=fit(more.text, cells)),),)


def boss_name(group: ContactGroup) -> str:
    """Name a superior beside a title: a surname, where a name says which part that is."""
    return group.department or split_name(group.head.name)[1]


def judge_places_of(places: Sequence[ApprovalPlace], people: Sequence[str]) -> tuple[bool, bool]:
    """Return whether all the places that these people stand at are held, and whether one is not.

    Whoever stands at none, their level being unknown, holds nothing and leaves no hole.
    """
    mine = [place for place in places if not set(people).isdisjoint(place.people)]
    held = bool(mine) and all(place.held for place in mine)
    return held, bool(mine) and not held
