"""What commands are for: the groups of help and palette; and what is akin to a command.

A command that is new gets its purpose by a word here, or by `purpose=` where it is registered: that
goes before, for one id may stand for several things on different screens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from screens.base.commands import Command, Purpose
from wording import N_

PURPOSE_NAMES: Mapping[Purpose, str] = {
    "row": N_("change this row"),
    "new": N_("add, end, delete"),
    "people": N_("customers and touches"),
    "thinking": N_("answer, judge, plan"),
    "find": N_("find and filter"),
    "look": N_("look at it another way"),
    "rooms": N_("the project's rooms"),
    "lists": N_("over all projects"),
    "many": N_("many rows at once"),
    "papers": N_("hand out: papers, export"),
    "taking-in": N_("take in: tables, import"),
    "undo": N_("undo and safety"),
    "move": N_("move about"),
    "program": N_("Netloft itself"),
}
"""The purposes in the order of the help, and what they are called there."""

_IDS: Mapping[Purpose, str] = {
    "row": (
        "edit next amount signs owner contacts own tender tags key-project stage-up stage-down "
        "snooze hold hand-over customer settle keep ask-owner write level lines role dates "
        "responsible part resources checkpoint field after serves work raise lower to-bone "
        "market-edit market-rename day working-day done finish project-notes"
    ),
    "new": (
        "add add-under add-behind new-bone market-add bring-in end delete drop drop-line "
        "market-delete merge apart unnamed none-here no-line remove-samples empty sample"
    ),
    "people": (
        "relation touch cr-up cr-down stance influence influence-against reports cover "
        "purchasing-head follow-up"
    ),
    "thinking": (
        "answer-yes answer-partly answer-no answer-unknown answer-yes-shown answer-partly-shown "
        "answer-no-shown answer-plan answer-owner evidence plan aim suggest template begin "
        "market-cause market-tick mark-ahead mark-even mark-behind findings weigh"
    ),
    "find": "find filter find-lessons sort views save-view columns look kinds next-late",
    "look": (
        "preview view detail fold fold-all fold-owner unfold-owner fold-owners nearer farther now "
        "across team page view-before view-choose follow follow-back since by currency sums "
        "more-weeks fewer-weeks go-down go-up fetch"
    ),
    "rooms": (
        "open log brief notes room-people room-strategy room-market room-fishbone room-plan "
        "room-review"
    ),
    "lists": "triage follow-ups week key-projects numbers team-room branch-projects",
    "many": "mark mark-all rename-own remove-own",
    "papers": "export paper calendar copy copy-file",
    "taking-in": (
        "import import-contacts letter take-in take-good stages reading sheet sheet-before older"
    ),
    "undo": (
        "undo redo undo-typing redo-typing unsaved write-held leave-anyway saved save discard "
        "take-along backup restore check unsettled put-back resend dismiss"
    ),
    "move": (
        "up down left right page-up page-down top bottom jump later earlier next-section "
        "last-section escape back choose"
    ),
    "program": (
        "help palette method theme redraw leave run close settings doctor editor alike tour "
        "tour-leave sync server welcome language field-before"
    ),
}
PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {id: purpose for purpose, ids in _IDS.items() for id in ids.split()}
)
"""The purpose of each command by its id, where the command itself says none."""

TWIN_COMMANDS: Mapping[str, str] = MappingProxyType({"escape": "back"})
"""The commands that do all but the same as another, beside which they stand."""

NEIGHBOURS: Sequence[tuple[str, ...]] = (
    ("undo", "redo", "unsaved"),
    ("stage-up", "stage-down"),
    ("cr-up", "cr-down", "stance"),
    ("up", "down", "left", "right"),
    ("top", "bottom", "jump"),
    ("page-up", "page-down"),
    ("fold-owner", "unfold-owner", "fold-owners"),
    ("fold", "fold-all"),
    ("later", "earlier"),
    ("go-down", "go-up"),
    ("nearer", "farther", "now"),
    ("raise", "lower"),
    ("mark", "mark-all"),
    ("filter", "sort", "views", "save-view"),
    ("sync", "unsettled", "server"),
    ("export", "paper", "copy"),
    ("import", "letter"),
    ("copy", "copy-file"),
    ("help", "palette", "method"),
    ("back", "leave"),
    ("done", "drop"),
    ("end", "delete"),
    ("delete", "undo"),
    ("next", "touch"),
    ("influence", "influence-against", "reports"),
    ("mark-ahead", "mark-even", "mark-behind"),
    ("answer-yes", "answer-partly", "answer-no", "answer-unknown"),
    ("follow", "follow-back"),
    ("more-weeks", "fewer-weeks"),
    ("undo-typing", "redo-typing"),
    ("none-here", "no-line", "unnamed"),
)
"""Commands that lie beside one another: whoever looks for one may mean another."""

SHELL_TWINS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("next", "amount", "signs", "owner", "tender", "tags"), "set"),
        **dict.fromkeys(("stage-up", "stage-down", "key-project"), "set"),
        **dict.fromkeys(("contacts", "relation", "cr-up", "cr-down", "stance"), "person"),
        **dict.fromkeys(("answer-yes", "answer-partly", "answer-no", "answer-unknown"), "answer"),
        **dict.fromkeys(("own", "rename-own", "remove-own"), "own"),
        **{id: id for id in ("add", "touch", "end", "delete", "merge", "import", "export", "log")},
        **{id: id for id in ("triage", "week", "key-projects", "brief", "method", "backup")},
        **{id: id for id in ("restore", "doctor", "check", "sync")},
        "unsettled": "sync",
        "edit": "set",
        "customer": "customers",
        "settle": "keep",
        "keep": "keep",
        "follow-ups": "followups",
        "numbers": "forecast",
        "paper": "report",
        "calendar": "ics",
        "filter": "list",
        "room-people": "people",
        "room-strategy": "questions",
        "room-plan": "plan",
        "help": "keys",
        "settings": "config",
        "find-lessons": "show",
    }
)
"""The command of the shell that does what a command of the app does."""


def purpose_of(command: Command[Any]) -> Purpose:
    """Return what a command is for; one that nobody has sorted in changes rows or looks at them."""
    return command.purpose or PURPOSES.get(command.id) or ("row" if command.changes else "look")


def find_neighbours(id: str) -> list[str]:
    """Return the ids of the commands beside one, each once, the nearest first."""
    others = [each for group in NEIGHBOURS if id in group for each in group if each != id]
    return list(dict.fromkeys(others))
