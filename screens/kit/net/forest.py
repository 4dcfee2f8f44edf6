"""Who stands under whom: the reporting lines of an account as outlines. Pure, and no drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screens.kit.net.folding import Group


@dataclass(frozen=True, slots=True)
class Twig:
    """One row of an outline: a group, and for each step down to it whether more come behind."""

    group: Group
    more: tuple[bool, ...] = ()


def bosses(every: Sequence[Group], home: Mapping[str, str]) -> Mapping[str, str]:
    """The knot each knot reports to: of a folded department, its highest member's boss outside."""
    found: dict[str, str] = {}
    for group in every:
        for one in (group.head, *group.people):
            boss = home.get(one.reports_to or "")
            if boss is not None and boss != group.id:
                found.setdefault(group.id, boss)
    return found


def outline(every: Sequence[Group], boss: Mapping[str, str]) -> list[Twig]:
    """The groups as they report, each once, those of one boss in entry order.

    Whoever reports to nobody among them is a root; should they report in a circle, which folding
    can bring about, the first of the circle is.
    """
    known = {one.id: one for one in every}
    under: dict[str, list[Group]] = defaultdict(list)
    for one in every:
        if boss.get(one.id) in known:
            under[boss[one.id]].append(one)
    seen: set[str] = set()
    roots = [one for one in every if boss.get(one.id) not in known]
    made = [twig for root in roots for twig in _grown(root, (), under, seen)]
    for one in every:
        if one.id not in seen:
            made += _grown(one, (), under, seen)
    return made


def _grown(
    group: Group, more: tuple[bool, ...], under: Mapping[str, Sequence[Group]], seen: set[str]
) -> Iterator[Twig]:
    seen.add(group.id)
    yield Twig(group, more)
    below = [one for one in under.get(group.id, ()) if one.id not in seen]
    for place, one in enumerate(below, 1):
        if one.id not in seen:
            yield from _grown(one, (*more, place < len(below)), under, seen)
