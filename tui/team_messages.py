"""What a sync did to the book, as the app tells it once and the shell prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from team.sync_report import SyncReport, group_handed
from wording import N_, _, add_note
from wording.team_words import (
    failure_project,
    mine_words,
    path_words,
    theirs_words,
    writer_words,
)

MERGED = N_("{name} ({owner}) was merged into {into} ({into_owner}) by {by}")
RETURNED, RETURNED_BY = N_("back again: {names}"), N_("brought back by {person}: {names}")
DELETED = N_("deleted by others: {names}")
PURGED = N_("taken out here, for you do not see them any more: {names}")
GIVEN, RECEIVED = N_("handed over to {person}: {names}"), N_("received from {person}: {names}")
OVERTAKEN = N_("changed later by others: {names}")
RESENT = N_("sent again and taken: {names}")
REFUSED = N_("refused by the team's server: {names}; : unsettled says why")
NEWER = N_("written by a newer Netloft and not readable here: {count}; update Netloft")
LEFT = N_("summaries taken out here, for you do not see them any more: {count}")
SCOPED = N_("projects left out by the scope: {count}; netloft sync --scope brings others")
SUMMED = N_("kept as summaries alone from now on: {count}; netloft sync --scope brings them whole")
CROWDED = N_("{count} projects are below you; name a person below: netloft sync --under PERSON")
FORGOT = N_("what was remembered of the team's server was lost; all was compared with it anew")
STRANGERS = N_(
    "{person} is nobody of the team, so these stay with you until their owner is a name of the"
    " team: {names}"
)
LEFT_OUT = N_("an entry of the history or the touches does not read here and is left out: {names}")
FAST = N_("This machine's clock is {span} ahead of the server's.")
SLOW = N_("This machine's clock is {span} behind the server's.")
MOST_NAMED = 3
MOST_MINUTES = 5
"""By less clocks may differ without a word."""


def report_texts(report: SyncReport, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what a sync did that is to be known, a line each; of many names the first few."""
    for text, failures in ((REFUSED, report.refused), (OVERTAKEN, report.overtaken)):
        if failures is report.overtaken and len(failures) == 1:
            yield overtaken_text(failures[0], names)
        elif failures:
            yield _(text).format(names=name_several(name_failures(failures, names)))
    yield from change_texts(report, names, name_several)


def overtaken_text(failure: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return which value of one's own gave way to which of whom, and where it is kept."""
    figures = {
        "project": failure_project(failure, names),
        "field": path_words(failure, {}),
        "mine": mine_words(failure),
        "theirs": theirs_words(failure),
        "by": writer_words(failure),
    }
    if figures["mine"]:
        text = _("{project}, {field}: {theirs} by {by} stands, not {mine}; see `: unsettled`")
    else:
        text = _("{project}, {field}: overtaken by {by}; see `: unsettled`")
    return text.format(**figures)


def change_texts(
    report: SyncReport, names: Mapping[str, str], join: Callable[[Sequence[str]], str]
) -> Iterator[str]:
    """Yield what a sync did to what is here, a line each, with names in a row as `join` has them.

    What did not stand is not among it.
    """
    if report.resent:
        yield _(RESENT).format(names=join(name_failures(report.resent, names)))
    yield from list_handed(report, join)
    yield from (_(MERGED).format(**each._asdict()) for each in report.merged)
    whole_names = (
        (DELETED, report.deleted),
        (PURGED, report.list_lost()),
        (LEFT_OUT, report.left_out),
    )
    for text, projects in whole_names:
        if projects:
            yield _(text).format(names=join(projects))
    yield from list_strangers(report, join)
    rest = (
        (FORGOT, report.forgot),
        (LEFT, report.left),
        (SUMMED if report.summed else SCOPED, report.scoped),
        (CROWDED, report.crowded),
        (NEWER, len(report.unreadable)),
    )
    yield from (_(text).format(count=count) for text, count in rest if count)


def wrong_clock_text(report: SyncReport) -> str:
    """Return by how much the clock here is wrong by the server's; empty where that is little."""
    from wording.server_words import say_span

    minutes = round((report.ahead or 0) / 60_000)
    if abs(minutes) < MOST_MINUTES:
        return ""
    return _(FAST if minutes > 0 else SLOW).format(span=say_span(abs(minutes) * 60))


def list_handed(report: SyncReport, join: Callable[[Sequence[str]], str]) -> Iterator[str]:
    """Yield what was handed over, by whom or to whom, and what was brought back."""
    for text, handed in ((RECEIVED, report.received), (GIVEN, report.given)):
        for person, projects in group_handed(handed).items():
            movers = {report.movers.get(name, "") for name in projects} - {"", person}
            sentence = _(text).format(person=person, names=join(projects))
            by = _("by {people}").format(people=join(sorted(movers))) if movers else ""
            yield add_note(sentence, by) if by else sentence
    for person, names in group_handed(report.returned).items():
        text = _(RETURNED_BY if person else RETURNED)
        yield text.format(person=person, names=join(names))


def list_strangers(report: SyncReport, join: Callable[[Sequence[str]], str]) -> Iterator[str]:
    """Yield to whom projects were given that are nobody of the team."""
    for person, names in group_handed(report.strangers).items():
        yield _(STRANGERS).format(person=person, names=join(names))


def name_several(names: Sequence[str]) -> str:
    """Return names in a row, many of them as the first few and how many more."""
    several = list(dict.fromkeys(names))
    shown, more = several[:MOST_NAMED], len(several) - MOST_NAMED
    text = _(", ").join(shown)
    return text if more <= 0 else _("{names} and {count} more").format(names=text, count=more)


def name_failures(failures: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    """Return of operations what project and field they are of."""
    return [f"{failure_project(each, names)} ({path_words(each, {})})" for each in failures]
