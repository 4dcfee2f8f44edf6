"""How the store stands with the team's server, in a few cells of the footer. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from screens.base.team_desk import TeamStatus
from views.styled_text import StyledText, TextLine, Tone, line, width
from wording import _, pgettext, say

WORDED = 80
"""From so many cells on the mark has words wherever it matters."""


def list_team_marks(status: TeamStatus | None, today: date, cells: int = 0) -> Sequence[TextLine]:
    """Return the mark in its wordings, the longest first; nothing without a server.

    The last is what has to be read on a line of so many cells: of edits that wait or were refused
    it has the count, and words where these are many cells.
    """
    if status is None:
        return ()
    sign, tone, texts = _word_mark(status, today)
    marks = [line(StyledText(f"{sign} {text}", tone)) for text in texts if text]
    if is_urgent(status) and cells >= WORDED:
        return marks
    waiting = f" +{status.pending}" if status.pending else ""
    if status.refused and not (status.stopped or status.resting):
        shortest = f"{sign}{status.refused}{' ~' if status.offline else ''}{waiting}"
    elif is_urgent(status):
        shortest = sign + waiting
    else:
        shortest = f"{sign}{status.pending}" if sign == "+" else sign
    return [*marks, line(StyledText(shortest, tone))]


def is_urgent(status: TeamStatus | None) -> bool:
    """Whether a key gives way to the mark: something was refused, or cannot be sent just now."""
    if status is None or status.resting is not None:
        return False
    return bool(status.refused or status.offline or status.stopped)


def _word_mark(status: TeamStatus, today: date) -> tuple[str, Tone, Sequence[str]]:
    """Return the sign of what matters most, its tone, and the words for it."""
    waiting = f" +{status.pending}" if status.pending else ""
    since = since_text(status.offline, today) if status.offline else ""
    if status.resting is not None:
        return "-", "dim", (pgettext("team", "no sync"),)
    if status.stopped is not None:
        text = pgettext("team", "no sync")
        return "!", "red", (text + waiting, text)
    if status.refused:
        text = pgettext("team", "{count} refused").format(count=status.refused)
        return (
            "!",
            "red",
            ((f"{text} ~ {since}{waiting}", f"{text} ~{waiting}") if since else (text + waiting,)),
        )
    if since:
        text = pgettext("team", "off-line")
        shorter = (f"{text}{waiting}",) if waiting else (f"{text} {since}", text)
        return "~", "amber", (f"{text} {since}{waiting}", *shorter)
    return _word_quiet_mark(status)


def _word_quiet_mark(status: TeamStatus) -> tuple[str, Tone, Sequence[str]]:
    if status.pending:
        return "+", "dim", (pgettext("team", "{count} to send").format(count=status.pending),)
    if status.trying:
        return "-", "dim", (pgettext("team", "connecting"),)
    return "=", "dim", (pgettext("team", "in sync"),)


def since_text(since: datetime, today: date) -> str:
    """Return since when something lasts: the time of today, else the day."""
    here = since.astimezone()
    return f"{here:%H:%M}" if here.date() == today else f"{here:%m-%d}"


def describe_server(status: TeamStatus, today: date, cells: int | None = None, me: str = "") -> str:
    """Return in a line which server the store syncs with, as whom, and how it stands with it; as
    much of that as `cells` have room for. `me` is who works here, told where that is another name.
    """
    parts = [status.server or "?", *_name_person(status, me)]
    if status.synced is not None:
        parts.append(_("last in sync {when}").format(when=since_text(status.synced, today)))
    if status.offline is not None:
        parts.append(_("off-line since {when}").format(when=since_text(status.offline, today)))
    if status.pending:
        parts.append(_("changes to send: {count}").format(count=status.pending))
    if status.refused or status.overtaken:
        counts = {"refused": status.refused, "overtaken": status.overtaken}
        parts.append(_("refused {refused}, overtaken {overtaken}").format(**counts))
    # Of a line that is gone all is said by since when: how it went is a matter of the library's.
    why = status.why
    if status.offline is not None and why is not None and why.code == "team-offline":
        why = None
    parts += [say(reason) for reason in (status.stopped, status.resting, why) if reason is not None]
    if status.again is not None:
        parts.append(_("next try at {time}").format(time=f"{status.again.astimezone():%H:%M:%S}"))
    texts = [_("; ").join(parts[:end]) for end in range(len(parts), 0, -1)]
    return next((text for text in texts if cells is None or width(text) <= cells), texts[-1])


def _name_person(status: TeamStatus, me: str) -> Iterator[str]:
    """Yield who one is there; nothing while one is let in no more."""
    if not status.person or status.stopped is not None:
        return
    if me not in ("", status.person):
        text = _("you are {person} there and {me} here, by your settings")
        yield text.format(person=status.person, me=me)
    else:
        yield _("you are {person} there").format(person=status.person)


def part_text(status: TeamStatus | None, *, short: bool = False) -> str:
    """Return which part of the line has its projects here; empty where that is all of it."""
    if status is None or status.scope not in ("own", "glances"):
        return ""
    if status.scope == "own":
        return _("own alone") if short else _("one's own projects alone")
    if status.under and short:
        return _("{name} and below alone").format(name=status.under)
    if status.under:
        return _("one's own, and {name} and below; nothing of others").format(name=status.under)
    return ""
