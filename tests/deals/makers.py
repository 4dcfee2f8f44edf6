"""Short ways to make projects, contacts, touches and flags, as of one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from deals.edits.records import apply_edit
from deals.model import (
    Amount,
    Change,
    Contact,
    Flag,
    NextAction,
    Project,
    SigningPeriod,
    Stamp,
    Touch,
)
from deals.parsing.windows import parse_window
from deals.playbook import Playbook, fill_template, parse_playbook

DEFAULT_FILE = Path(__file__).parents[2] / "deals" / "playbooks" / "default.toml"
DEFAULT_TEXT = DEFAULT_FILE.read_text(encoding="utf-8")
DEFAULT = parse_playbook(DEFAULT_TEXT, DEFAULT_FILE.name)
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def playbook(text: str) -> Playbook:
    """Make the default playbook with a team's own text laid over it."""
    return parse_playbook(text, "team.toml", DEFAULT_TEXT)


def project(stage: str = "P4", *, signs: str = "", **fields: object) -> Project:
    """Make an open project edited today, with the fields given."""
    window: SigningPeriod | None = parse_window(signs) if signs else None
    stamps = {"created_at": NOW, "updated_at": NOW}
    base = {"id": "one", "name": "北辰扩容", "stage": stage, "signs": window}
    return Project.model_validate({**base, **stamps, **fields})


def contact(name: str, cr: int | None = None, **fields: object) -> Contact:
    """Make a contact whose id is the name."""
    return Contact.model_validate({"id": name, "name": name, "cr": cr, **fields})


def touch(
    project: Project,
    note: str,
    stamp: Stamp,
    contacts: tuple[str, ...] = (),
    how: str = "",
    on: date | None = None,
) -> Project:
    """Add a touch as old stores have it, without id and author."""
    more = Touch(on=on or stamp.today, contacts=contacts, how=how, note=note)
    return apply_edit(project, stamp, {"touches": (*project.touches, more)})


def amount(low: int, high: int | None = None, currency: str = "CNY") -> Amount:
    """Make a figure or a range."""
    top = low if high is None else high
    return Amount(low=low, high=top, currency=currency, text=f"{low}-{top}")


def moved(field: str, *texts: str | None) -> tuple[Change, ...]:
    """Make the history of a field that went through these values."""
    return tuple(
        Change(at=NOW, by="林", field=field, old=old, new=new) for old, new in pairwise(texts)
    )


def action(text: str, on: date | None = None) -> NextAction:
    """Make a next step."""
    return NextAction(text=text, on=on)


def case(flag: Flag | None) -> str | None:
    """Return the case of a flag, None where none was raised."""
    return flag.case if flag else None


def figures(flag: Flag | None) -> Mapping[str, str | int]:
    """Return the figures of a flag that must have been raised."""
    assert flag is not None
    return flag.figures


def reason(flag: Flag, lang: str, book: Playbook = DEFAULT) -> str:
    """Return the sentence of the playbook for a flag."""
    return fill_template(book.rules[flag.rule].cases[flag.case].reason.of(lang), flag.figures)
