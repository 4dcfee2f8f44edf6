"""The lines around a screen's body: the title over it, the keys under it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Size

from deals.model import Project
from deals.playbook import Playbook
from views.glyphs import glyphs
from views.marks import stage_sign
from views.styled_text import StyledText, TextLine, cells_of, crop, ends, line, width
from wording import _

LEAST = Size(60, 16)
"""The smallest terminal that the screens are laid out for; on a smaller one a line says so."""
WIDE = 100
"""From so many cells on all rooms are named in the title."""
MOST_KEYS = 7
BLANKS = 3, 2
"""The blanks between the keys, and those where it is tight."""
MARK_BLANKS = 2
"""The blanks between the keys and what stands at the end of their line."""


class FooterKey(NamedTuple):
    """A key of the footer and what it does; grey where it does not apply, and `kept` to the end."""

    key: str
    name: str
    live: bool = True
    kept: bool = False


class RoomTab(NamedTuple):
    """A room of a project in the title: its key, its name, and whether one is in it."""

    key: str
    name: str
    here: bool = False


def is_too_small(size: Size) -> bool:
    """Return whether a terminal has less room than the screens need."""
    return size.width < LEAST.width or size.height < LEAST.height


def size_line(size: Size) -> TextLine:
    """Return what stands alone on a terminal that is too small: the size that is needed, in the
    longest wording that fits.
    """
    needed, here = (f"{each.width}x{each.height}" for each in (LEAST, size))
    texts = (
        _("Netloft needs at least {needed}; this terminal has {here}"),
        _("Netloft needs at least {needed}"),
        _("needs {needed}"),
        "{needed}",
    )
    lines = [f" {text}".format(needed=needed, here=here) for text in texts]
    shown = next((each for each in lines if width(each) <= size.width), lines[-1].strip())
    return crop(line(StyledText(shown, "strong")), size.width)


def draw_title(parts: tuple[TextLine, TextLine], size: Size) -> TextLine:
    """Return the title: where one is at the left, its figures at the right, a blank around.

    On a terminal that is too small it says that alone.
    """
    if is_too_small(size):
        return size_line(size)
    start, finish = parts
    return ends((StyledText(" "), *start), (*finish, StyledText(" ")), size.width)


def store_marks(read_only: object, trouble: object) -> TextLine:
    """Return that nothing can be changed, or that it is not saved, if there is reason for it."""
    marks: TextLine = ()
    if read_only is not None:
        marks = (StyledText("  "), StyledText(_("read-only"), "amber"))
    if trouble is not None:
        marks = (*marks, StyledText("  "), StyledText(_("NOT SAVED"), "red"))
    return marks


def stage_mark(project: Project, playbook: Playbook) -> TextLine:
    """Return the stage of a project with how high it stands, for behind its name."""
    place = playbook.order.get(project.stage, 0)
    return (StyledText(f"  {stage_sign(project.stage, place, len(playbook.stages) - 1)}"),)


def join_titles(*parts: TextLine) -> TextLine:
    """Return the parts of a title that there are, an upright line between them."""
    shown: TextLine = ()
    for part in parts:
        if part:
            between = (StyledText(f" {glyphs().upright} ", "line"),) if shown else ()
            shown = (*shown, *between, *part)
    return shown


def draw_rooms(rooms: Sequence[RoomTab], *, named: bool) -> TextLine:
    """Return the rooms by their keys, the present one by its name too; all of them if `named`."""
    shown: TextLine = ()
    for at, room in enumerate(rooms):
        text = f"{room.key} {room.name}" if named or room.here else room.key
        blank = " " if at else ""
        shown = (*shown, StyledText(blank + text, "key" if room.here else "dim"))
    return shown


def draw_footer(
    keys: Sequence[FooterKey],
    cells: int,
    marks: Sequence[TextLine] = (),
    *,
    urgent: bool = False,
) -> TextLine:
    """Return the keys in a line; where it is too short those go that are not `kept`, from the end.

    Three blanks stand between them, two where it is tight. At the right end is the first of the
    `marks` for which they leave room, or would if they stood closer, by one blank in the end. Keys
    go for the last of them where it is `urgent`, else none does.
    """
    left = _choose_keys(keys, cells)
    least = cells - MARK_BLANKS - cells_of(marks[-1]) if marks and urgent else cells
    while cells_of(_join_keys(left, 1)) >= least and (key := _find_last(left)):
        left.remove(key)
    wide, *closer = (_join_keys(left, blanks) for blanks in (*BLANKS, 1))
    if cells_of(wide) >= cells:
        wide = closer.pop(0)
    for drawn in (wide, *closer) if marks else ():
        room = cells - cells_of(drawn) - MARK_BLANKS
        for mark in marks:
            if cells_of(mark) < room:
                return ends(drawn, (*mark, StyledText(" ")), cells)
    return crop(wide, cells)


def _choose_keys(keys: Sequence[FooterKey], cells: int) -> list[FooterKey]:
    """Return the keys that there is room for, standing close."""
    left = list(keys)
    while len(left) > MOST_KEYS and (key := _find_last(left)):
        left.remove(key)
    while cells_of(_join_keys(left, BLANKS[-1])) >= cells and (key := _find_last(left)):
        left.remove(key)
    return left


def _find_last(keys: Sequence[FooterKey]) -> FooterKey | None:
    return next((each for each in reversed(keys) if not each.kept), None)


def _join_keys(keys: Sequence[FooterKey], blanks: int) -> TextLine:
    spans = list[StyledText]()
    for at, each in enumerate(keys):
        before = " " * (blanks if at else 1)
        if each.live:
            spans += [StyledText(before + each.key, "key"), StyledText(f" {each.name}")]
        else:
            spans.append(StyledText(f"{before}{each.key} {each.name}", "dim"))
    return tuple(spans)


def draw_views(names: Sequence[str], present: int) -> TextLine:
    """Return the views of a screen for the end of its rule, the present one of them in its tone."""
    if not names:
        return ()
    before, after = "  ".join(names[:present]), "  ".join(names[present + 1 :])
    spans = (
        StyledText(f"{before}  " if before else "", "dim"),
        StyledText(names[present], "key"),
        StyledText(f"  {after}" if after else "", "dim"),
    )
    return tuple(span for span in spans if width(span.text))
