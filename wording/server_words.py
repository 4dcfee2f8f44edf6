"""What there is to say of a team's server, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wording.language import N_, _

VERSION = N_("PostgreSQL {version}")
STANDBY = N_("PostgreSQL {version}, a standby: it takes no changes")
TLS, OPEN = N_("The line is encrypted ({tls})."), N_("The line is not encrypted.")
WHO = N_("You are {person} here, by the role {role}. People whose projects you see: {sees}.")
NOBODY = N_("The role {role} is nobody of the team.")
ELSEWHO = N_(
    'Your settings call you "{me}", the team knows you as "{person}": what you add is for "{me}", '
    'and owner:me finds that alone. Write me = "{person}" into config.toml, or no me at all.'
)
CLOCK = N_("Clock here against the server's: {seconds} s. Round trip: {trip} ms.")
AHEAD = N_("This machine's clock is {span} ahead of the server's. Round trip: {trip} ms.")
BEHIND = N_("This machine's clock is {span} behind the server's. Round trip: {trip} ms.")
MINUTE, HOUR = 60, 3600
SCHEMA = N_("The schema is complete.")
MISSING = N_("The schema lacks {names}: netloft team init brings it up to date.")
NEWER = N_("The schema has {names} of a newer Netloft: update Netloft here.")
TABLES = N_("People could read or write these tables past their policies: {names}.")
POWERFUL = N_("These roles of people see everything, whatever the policies say: {names}.")
PUBLIC = N_(
    "Roles that are nobody's of the team may come into this database, or its people make tables "
    "there: revoke connect, temporary on database {database} from public."
)
SOUND = N_("Rights are as they ought to be.")


def name_lines(me: str, person: str | None) -> Iterator[str]:
    """Yield that one goes by another name here than with the team, if that is so."""
    if person and me != person:
        yield _(ELSEWHO).format(me=me, person=person)


def fact_lines(facts: Mapping[str, Any], me: str) -> Iterator[str]:
    """Yield a line for each thing that is to be known of a server; `me` is who works here."""
    yield _(STANDBY if facts["standby"] else VERSION).format(version=facts["version"])
    yield _(TLS).format(tls=facts["tls"] or "TLS") if facts["encrypted"] else _(OPEN)
    who = WHO if facts["person"] else NOBODY
    yield _(who).format(person=facts["person"], role=facts["role"], sees=facts["sees"])
    yield from name_lines(me, facts["person"])
    seconds, trip = round(facts["clock_ahead"], 1) + 0.0, round(facts["round_trip"] * 1000, 1)
    yield say_clock(seconds, trip)
    yield from _faults(facts, [("missing", MISSING), ("unknown", NEWER)], SCHEMA)
    if facts["open_database"]:
        yield _(PUBLIC).format(database=facts["database"])
    yield from _faults(facts, [("open_tables", TABLES), ("powerful", POWERFUL)], SOUND)


def say_clock(seconds: float, trip: float) -> str:
    """Say how far the clock here is from the server's, from a minute on by words."""
    span = abs(seconds)
    if span < MINUTE:
        return _(CLOCK).format(seconds=f"{seconds:+}", trip=trip)
    return _(AHEAD if seconds > 0 else BEHIND).format(span=say_span(span), trip=trip)


def say_span(seconds: float) -> str:
    """Write a span from a minute on by its greatest unit."""
    count = round(seconds / (MINUTE if seconds < HOUR else HOUR), 1)
    return (_("{count} min") if seconds < HOUR else _("{count} h")).format(count=f"{count:g}")


def _faults(
    facts: Mapping[str, Any], faults: list[tuple[str, str]], otherwise: str
) -> Iterator[str]:
    found = [(text, facts[name]) for name, text in faults if facts[name]]
    for text, names in found:
        yield _(text).format(names=_(", ").join(names))
    if not found:
        yield _(otherwise)
