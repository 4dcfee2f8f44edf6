"""What faces and tables say of deals that their sums may count twice. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.numbers.counted_twice import TwinGroup
from views.numbers.face_rows import NumbersRow
from views.styled_text import StyledText, TextLine, line, wrap
from wording import _, ngettext
from wording.candidate_texts import owner_text
from wording.names import amount_words

MOST_TWINS, MOST_LINES = 3, 3


def counted_twice_text(groups: Sequence[TwinGroup]) -> str:
    """Return which deals sums may count twice, and what settles it; empty for none."""
    if not groups:
        return ""
    names = [group[0].name for group in groups[:MOST_TWINS]]
    if left := len(groups) - len(names):
        names.append(ngettext("{count} deal more", "{count} deals more", left).format(count=left))
    text = ngettext(
        "{count} deal may be counted twice: {names}; d on the pipeline settles it",
        "{count} deals may be counted twice: {names}; d on the pipeline settles them",
        len(groups),
    )
    return text.format(count=len(groups), names=_(", ").join(names))


def _list_twins(groups: Sequence[TwinGroup], cells: int) -> list[TextLine]:
    """List each deal with whose it is and what it comes to there."""
    return [
        line(StyledText(part, "dim" if at else ""))
        for group in groups
        for at, part in enumerate(wrap(_twin_text(group), cells, MOST_LINES))
    ]


def _twin_text(group: TwinGroup) -> str:
    parts = [
        f"{owner_text(project.owner)} {amount_words(project.amount)}"
        for project in group
        if project.amount is not None
    ]
    return _("{name}: {values}").format(name=group[0].name, values=_(", ").join(parts))


def counted_twice_rows(groups: Sequence[TwinGroup], cells: int) -> Iterator[NumbersRow]:
    """Yield a line that opens the deals that sums may count twice, where there are some."""
    if not groups:
        return
    first, *more = wrap(counted_twice_text(groups), max(1, cells - 3), MOST_LINES)
    ids = tuple(project.id for group in groups for project in group)
    title = line(StyledText(_("counted twice?"), "strong"))
    text = line(StyledText("~", "amber"), StyledText(f" {first}", "dim"))
    yield NumbersRow(text, "twins", title, ids, lambda cells: _list_twins(groups, cells))
    for part in more:
        yield NumbersRow(line(StyledText(f"  {part}", "dim")))
