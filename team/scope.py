"""Whose projects a copy has: one's own, those of the team below, or summaries of these."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from deals.glances import MOST_GLANCES
from team.server import LISTS, count_below

if TYPE_CHECKING:
    from team.connection import Connection
    from team.sync_state import SyncState


def set_scope(state: SyncState, scope: str, under: str | None = None) -> None:
    """Set whose projects are in the store: one's `own`, those of the `team` that one sees, or one's
    own with the `glances` of all others, of those below a person where one is named.

    Those of others are purged by the next sync where they are not wanted any more.
    """
    with state.change():
        _write_scope(state, scope, under)


def _write_scope(state: SyncState, scope: str, under: str | None) -> None:
    before, branch = state.read("scope"), state.read("under")
    state.write(scope=scope, under=under)
    if (scope, under) != (before, branch):
        # What was edited of those that are open is sent before they are let go of.
        opened = {} if scope == "team" else state.read("opened", {})
        state.write(opened=dict.fromkeys(opened, str(date.min)))
        state.forget_glances()
        state.write(rescoped=True)
    if scope == "team" or before in ("own", "glances"):
        state.write(unwanted=[] if scope == "team" else state.read("unwanted", []))
        return
    cursors = state.read("cursors", {})
    leaving = cursors.keys() - {LISTS, state.read("person")}
    state.write(
        unwanted=sorted(leaving),
        cursors={owner: at for owner, at in cursors.items() if owner not in leaving},
    )


def bring_summaries(
    state: SyncState, connection: Connection, person: str, path: Collection[str]
) -> None:
    """Have summaries come of a person's branch, `path` the way down to them, beside all that come.

    Only where those of all below would be too many they come in the place of those of others.
    """
    scope, under = state.read("scope"), state.read("under")
    if scope == "team":
        return
    if count_below(connection) <= MOST_GLANCES:
        set_scope(state, "glances")
    elif scope != "glances" or under not in path:
        set_scope(state, "glances", person)
