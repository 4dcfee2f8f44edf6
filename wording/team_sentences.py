"""The sentences of what the team's server, or the way to it, refuses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wording.language import N_
from wording.sync_sentences import SYNC

TEAM: Mapping[str, str] = MappingProxyType(
    {
        "team-psycopg": N_(
            "working with a team's server needs the package psycopg; install it: "
            'pip install "netloft[team]"'
        ),
        "team-offline": N_("the team's server {server} does not answer: {detail}"),
        "team-role-missing": N_(
            "the team's server {server} knows no role {role}; whoever administers it adds you: "
            "netloft team add NAME"
        ),
        "team-login": N_(
            "the team's server {server} does not let you in: {detail}; your password belongs in "
            "~/.pgpass or in what NETLOFT_TEAM_PASSWORD_COMMAND prints, your role in the address, "
            "as in postgresql://ROLE@HOST/DATABASE"
        ),
        "team-tls": N_(
            "the line to the team's server {server} cannot be made safe as the address asks: "
            "{detail}; sslrootcert names the certificate of who vouches for the server"
        ),
        "team-database-missing": N_("there is no such database at {server}: {detail}"),
        "team-not-set-up": N_(
            "{server} is not set up for a team; whoever administers it runs: netloft team init URL"
        ),
        "team-rights": N_("your role at {server} may not do this: {detail}"),
        "team-refused": N_("the team's server {server} refuses: {detail}"),
        "team-read-only": N_(
            "{server} is a standby and takes no changes; yours are kept until it is promoted or "
            "the first server is back"
        ),
        "team-disk-full": N_(
            "the disk of the team's server {server} is full; your changes are kept and sent later"
        ),
        "team-busy": N_("the team's server {server} is busy; try again in a moment"),
        "team-client-old": N_(
            "this Netloft is too old for the team's server {server}, which takes stores of version "
            "{detail} and newer; update Netloft"
        ),
        "team-server-old": N_(
            "the team's server {server} is older than this Netloft, it takes stores up to version "
            "{detail}; whoever administers it runs netloft team init with the new version"
        ),
        "team-postgres-old": N_(
            "this server is PostgreSQL {version}; a team needs {oldest} or newer"
        ),
        "team-not-utf8": N_(
            "the text of this database is in {encoding}; a team needs one that was created with "
            "encoding UTF8"
        ),
        "team-schema-foreign": N_(
            "this database has a schema netloft that is not ours, it belongs to {owner}; nothing "
            "was touched, take another database"
        ),
        "team-server-taken": N_(
            "this server has a team already, and whoever sets up another there administers both; "
            "let who set that up do it ({role}), or take a server of its own"
        ),
        "team-day-full": N_(
            "the team's server {server} takes {detail} MB a day of each person, and you have sent "
            "that; the rest is kept and sent tomorrow"
        ),
        "team-day-projects": N_(
            "the team's server {server} takes {detail} new projects a day of each person, and that "
            "is more; the rest is kept and sent tomorrow"
        ),
        "team-trim-late": N_("changes are kept for a month at least: take {day} or an earlier day"),
        "team-too-much": N_(
            "{detail} changes at once are more than the team's server {server} takes; nothing of "
            "it was written"
        ),
        "team-schema-newer": N_(
            "this database was set up by a newer Netloft ({migration}); update Netloft here"
        ),
        "team-schema-unreleased": N_(
            "this database was set up by a Netloft from before the first release ({migration}); "
            "set the team up in a new one by team init and team add, and have everybody sync with "
            "it: each brings what they have"
        ),
        "team-name-invalid": N_(
            '"{name}" cannot be a person\'s name: it takes letters, no @ in front and no blanks at '
            "its ends"
        ),
        "team-role-invalid": N_(
            '"{role}" cannot be a role of PostgreSQL; choose another by --role NAME'
        ),
        "team-role-powerful": N_(
            'the role "{role}" has power over the database and would see everything; choose '
            "another by --role NAME"
        ),
        "team-role-taken": N_('the role "{role}" is {name}\'s already'),
        "team-person-near": N_('nobody called "{detail}" is in the team; did you mean {near}?'),
        "team-person-unknown": N_(
            'nobody called "{detail}" is in the team, or you do not see them'
        ),
        "team-person-unseen": N_(
            'nobody whom you see is called "{detail}": you see yourself and those who report to '
            "you; ask whoever leads you both, or who administers the server"
        ),
        "sync-under-unknown": N_(
            'nobody below you is called "{detail}"; netloft team list names those who are'
        ),
        "team-hand-over-same": N_(
            "{detail} has these projects already; name the person whose they are first, then the "
            "one who is to have them"
        ),
        "team-line-circle": N_(
            "{detail} reports to this person, be it by others, and cannot be their superior"
        ),
        **SYNC,
    }
)

HINDRANCES: Mapping[str, str] = MappingProxyType(
    {
        "down": N_("nothing answers there: is the server running?"),
        "host": N_("no machine of this name is found"),
        "network": N_("there is no network to it"),
        "slow": N_("it took too long"),
        "lost": N_("the line was lost"),
        "starting": N_("it is starting or stopping"),
    }
)
"""What is in the way of a server."""
