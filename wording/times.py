"""Words about times: a signing window as it is shown, days that were not read."""

from __future__ import annotations

from deals.model import NextAction, SigningPeriod
from deals.parsing.windows import period_text
from wording.language import _


def window_name(window: SigningPeriod) -> str:
    """Return a window as it is shown, `about` in the user's language."""
    text = period_text(window)
    return _("about {time}").format(time=text) if window.about else text


def name_about(text: str) -> str:
    """Return a window as history keeps or people typed it, `about` in the user's language."""
    time = text.removeprefix("about ")
    return text if time == text else _("about {time}").format(time=time)


def unread_days_note(action: NextAction | None) -> str:
    """Say what looks like a day in an action that has none; empty where nothing does."""
    if action is None or action.on is not None:
        return ""
    from deals.parsing.day_search import find_day_words

    words = [words for _at, words in find_day_words(action.text)]
    note = _("no day read: {words} stays in the text; a day goes last")
    return note.format(words=_(", ").join(words)) if words else ""
