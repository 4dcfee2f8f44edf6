"""What is to be said where projects of which only summaries are here were looked at."""

from __future__ import annotations

from wording.language import ngettext


def unsearched_text(count: int) -> str:
    """Say that people and notes were not looked through in so many projects."""
    text = ngettext(
        "of {count} project only a summary is here: its contacts and notes were not looked through",
        "of {count} projects only summaries are here: their contacts and notes were not looked "
        "through",
        count,
    )
    return text.format(count=count)


def undue_text(count: int) -> str:
    """Say that what is due of so many projects is known in part."""
    text = ngettext(
        "of {count} project only a summary is here: its tasks, promises and follow-ups are not in "
        "this",
        "of {count} projects only summaries are here: their tasks, promises and follow-ups are not "
        "in this",
        count,
    )
    return text.format(count=count)
