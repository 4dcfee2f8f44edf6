"""What a pipeline adds up to: plain, and weighted by degree of completion (method, section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deals.model import Project
from deals.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Total:
    """Of one currency: how many projects, their expected amounts, and those by completion."""

    count: int = 0
    sum: float = 0.0
    weighted: float = 0.0


def totals(projects: Iterable[Project], playbook: Playbook) -> Mapping[str, Total]:
    """The totals of the open projects by currency, the one with most projects first.

    A project without an amount has no currency either and is in none of them.
    """
    amounts: dict[str, list[tuple[float, float]]] = {}
    for one in projects:
        if one.status == "open" and one.amount is not None:
            money = one.amount.expected
            weighted = money * playbook.weight(one.stage)
            amounts.setdefault(one.amount.currency, []).append((money, weighted))
    found = {
        currency: Total(len(each), *map(sum, zip(*each, strict=True)))
        for currency, each in amounts.items()
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1].count, item[0])))
