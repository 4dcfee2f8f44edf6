"""The sentences of what keeps a copy from syncing, and of operations that do not stand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wording.language import N_

SYNC: Mapping[str, str] = MappingProxyType(
    {
        "team-stranger": N_(
            "the server takes you for nobody of the team (any more); your edits are kept here, "
            "whoever administers it adds you: netloft team add NAME"
        ),
        "team-url-missing": N_(
            "this store knows no team server; name it once: netloft sync postgresql://HOST/DATABASE"
        ),
        "team-url-lost": N_(
            "no sync: the address of your team's server is lost; name it: netloft sync ADDRESS"
        ),
        "team-url-invalid": N_(
            '"{url}" is no address of a team server, such as postgresql://HOST/DATABASE'
        ),
        "team-url-password": N_(
            "a password does not belong in the address: put it into ~/.pgpass or a service file"
        ),
        "team-sample": N_(
            "{count} projects of the sample are in this store and would go to the team: take them "
            "out first, by `: remove-samples` in the app, or send them too with --with-sample"
        ),
        "team-takes-no-sample": N_(
            "what is put in here goes to the team: netloft demo shows the sample beside your store"
        ),
        "team-sync-runs": N_("another session is syncing {file} just now; nothing is left to do"),
        "project-glance": N_(
            "only a summary of {name} is here; open the project first (netloft sync --open), "
            "for which there has to be a line to the server"
        ),
        "team-fetch-many": N_(
            "of {count} marked projects only summaries are here; at most {most} are fetched at once"
        ),
        "project-not-there": N_("the team's server has no project {name}, or none that you see"),
        "report-glances": N_(
            "of {count} projects, such as {name}, only summaries are here; a hand-over needs them "
            "whole: open them first"
        ),
        "export-glance": N_(
            "the file has only a summary of {name}; nothing of it was read, for what it lacks may "
            "be here"
        ),
        "team-as-of": N_("with --as-of nothing is synced with the team's server"),
        "team-fault": N_(
            "syncing has a fault and has stopped; nothing is lost, start Netloft again: {kind}"
        ),
        "team-not-put-back": N_("it cannot be put back: what it was of is not there any more"),
        "team-state-unwritable": N_("what the server knows cannot be kept in {file}: {why}"),
    }
)

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "clock": N_("this machine's clock is an hour or more ahead; set it, it is sent then"),
        "project": N_("the project is not yours any more, or never was"),
        "owner": N_("you cannot give a project to this owner, or make one for them"),
        "lead": N_("only who leads sets this for the team"),
        "lists": N_("only who leads sets this for the team"),
        "revoked": N_("you are not in the team any more"),
        "left": N_("the project went to somebody else before this was sent"),
        "deleted": N_("the project was deleted later"),
        "type": N_("the server does not take such a value"),
        "size": N_("it is too long for the server"),
        "day": N_("the server takes days from 1990 to 2200"),
        "unreadable": N_("it holds a sign that the server cannot keep"),
    }
)
"""Why an operation was refused, by the server's word for it."""
GIVEN = N_("the project was handed over to {person}")
"""The same where it is known who has it now."""
BRIEFS: Mapping[str, str] = MappingProxyType(
    {
        "clock": N_("clock ahead"),
        "project": N_("not yours"),
        "owner": N_("not your report"),
        "lead": N_("for who leads"),
        "lists": N_("for who leads"),
        "revoked": N_("not in the team"),
        "left": N_("given away"),
        "deleted": N_("deleted"),
        "type": N_("no such value"),
        "size": N_("too long"),
        "day": N_("day too far"),
        "unreadable": N_("odd sign"),
    }
)
"""Why an operation was refused, in the few cells of a list."""
OTHERWISE = N_("the server does not take it ({reason})")

ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "clock": N_("set this machine's clock right; it is sent again by itself"),
        "project": N_("ask its owner to change it, or to hand it over to you; then send it again"),
        "owner": N_("give it to somebody who reports to you, or ask your manager to hand it over"),
        "lead": N_("ask whoever leads the team to set it"),
        "lists": N_("ask whoever leads the team to set it"),
        "revoked": N_("ask whoever administers the team to add you; it is sent again by itself"),
        "left": N_("tell its new owner what you wrote, then dismiss it"),
        "deleted": N_("ask who deleted it to bring it back; until then yours is kept here"),
        "type": N_("write the field anew in another way; that is sent by itself"),
        "size": N_("shorten it; that is sent by itself"),
        "day": N_("set another day; that is sent by itself"),
        "unreadable": N_("write the field anew without that sign; that is sent by itself"),
    }
)
"""What to do about an operation that was refused, by the server's word for why."""
ADVICE_GIVEN = N_(
    "ask {person} to change it, or to hand the project back to you; then send it again"
)
ADVICE_NEW = N_("make yourself its owner; it is sent then, and can be handed over after that")
ADVICE_OTHERWISE = N_("update Netloft and send it again; else ask whoever administers the team")
ADVICE_OVERTAKEN = N_("if yours should stand, put it back; else dismiss it")
