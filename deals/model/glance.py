"""What stays of a project of which only a summary is here: the rest is with its owner's team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from deals.model.base import CR, Frozen, Record, rare


class GlanceFlag(Frozen):
    """A flag as it was raised where the whole project is; how severe it is the playbook says."""

    rule: str
    case: str
    figures: Mapping[str, str | int] = rare({})


class Glance(Record):
    """What is told of a project besides the fields that stand in it, as of `day`.

    `flags` are those of the rules that ask for what is not here. `people` counts the contacts;
    `best`, `high`, `middle` and `low` are the closest CR of all and by level, `coach` is that of
    whoever supports us; `touched` is the day of the last touch. `rivals` are the competitors, a few
    of very many, `winner` is the one to whom it was lost.
    """

    day: date
    flags: tuple[GlanceFlag, ...] = rare(())
    people: int = rare(0)
    best: CR | None = rare(None)
    high: CR | None = rare(None)
    middle: CR | None = rare(None)
    low: CR | None = rare(None)
    coach: CR | None = rare(None)
    touched: date | None = rare(None)
    rivals: tuple[str, ...] = rare(())
    winner: str = rare("")
