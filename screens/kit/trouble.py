"""What is said while something else stands in the store's place: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from deals.refusal import Refusal
from screens.kit.cells import clean, head, tail, width
from screens.kit.wording import N_, _, ngettext

_SHORT: Mapping[str, str] = {
    "store-vanished": N_("the store is gone, nothing is saved (: write-held): {file}"),
    "store-older": N_("an older copy stands here, nothing is saved (: write-held): {file}"),
    "store-other": N_("another store stands here, nothing is saved (: write-held): {file}"),
}
_ELSE = N_("the store does not read, nothing is saved (: write-held): {file}")
_SHORTEST_PLACE = 12


def trouble_line(trouble: Refusal, cells: int) -> str:
    """One line of so many cells that stands while the trouble lasts.

    The meaning comes first and is kept whole, the file last; of its path the middle goes.
    """
    text, file = _(_SHORT.get(trouble.code, _ELSE)), clean(str(trouble.figures.get("file", "")))
    room = max(_SHORTEST_PLACE, cells - width(text.format(file="")))
    return text.format(file=shortened(file, room))


def leaving_text(trouble: Refusal, count: int) -> str:
    """What is said to who leaves while the trouble lasts: how many projects are held and not
    written, and what the same key does if it comes again.
    """
    if trouble.code == "store-vanished":
        return ngettext(
            "not saved: {count} project is held here, and the store is gone; the same key again "
            "leaves and keeps it as a file, if the disk is there (: write-held writes it now)",
            "not saved: {count} projects are held here, and the store is gone; the same key again "
            "leaves and keeps them as a file, if the disk is there (: write-held writes them now)",
            count,
        ).format(count=count)
    return ngettext(
        "not saved: {count} project is held here, and something else is in the store's place; "
        "the same key again leaves and keeps it as a file (: write-held writes it now)",
        "not saved: {count} projects are held here, and something else is in the store's place; "
        "the same key again leaves and keeps them as a file (: write-held writes them now)",
        count,
    ).format(count=count)


def unkept_text(reason: str) -> str:
    """What is said to who leaves where even the file of what is held cannot be written."""
    return _(
        "not left, or what is held here would be lost: {reason}. Free space and press the key "
        "again, or bring the store back (: write-held); : leave-anyway leaves all the same"
    ).format(reason=reason)


def shortened(text: str, cells: int) -> str:
    """A text that fits so many cells, its middle left out where it is longer."""
    if width(text) <= cells:
        return text
    end = tail(text, (cells - 3) * 2 // 3)
    return f"{head(text, cells - 3 - width(end))}...{end}"
