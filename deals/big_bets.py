"""Big bets: projects that hold a large share of their owner's money in play.

In play is what is open and not signed yet. Currencies are counted each for itself, those that have
a rate together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from deals.model import Amount, Book, Project
from deals.parsing.text import fold_text
from deals.playbook import Playbook
from deals.playbook.limits import BigBetLimits
from deals.rounding import percent_of

FundKey = tuple[str, str]
"""An owner, folded, and the currency that money is counted in."""
_SHARES = 10_000
_fold_owner = lru_cache(maxsize=256)(fold_text)


class MoneyPools(Protocol):
    """In which currency money is counted with that of others, at the rates of a day."""

    def pool(self, currency: str) -> str:
        """Return the currency that what is in this one is counted in."""

    def convert(self, amount: Amount) -> int | None:
        """Return the middle of an amount in that currency; None without a rate."""


class BigBet(NamedTuple):
    """The share of its owner's money in play that a project is, in whole percent.

    `projects` counts the owner's ones in play with money in this currency, or in one that has a
    rate into it.
    """

    percent: int
    projects: int
    currency: str


class BigBetIndex:
    """The big bets of a book, kept from book to book.

    Only owners some of whose projects changed between two books are counted anew. Money is counted
    in halves of a unit, twice the middle of its range, so that nothing is rounded.
    """

    def __init__(self) -> None:
        self._book: Book | None = None
        self._basis: tuple[Playbook, MoneyPools | None] | None = None
        self._money: dict[FundKey, dict[str, int]] = defaultdict(dict)
        self._keys: dict[str, FundKey] = {}
        self.bets: dict[str, BigBet] = {}

    def update(
        self, book: Book, playbook: Playbook, pools: MoneyPools | None = None
    ) -> Collection[str]:
        """Take in a book; return the ids of the projects of which something else is true now.

        Without `pools` each currency is counted by itself.
        """
        limits, basis = playbook.thresholds.big_bet, (playbook, pools)
        before, self._book = self._book, book
        same, self._basis = basis == self._basis, basis
        if before is not None and same:
            if before is book:
                return ()
            changed = book.changed_since(before)
            if changed is not None:
                keys = {key for id_ in changed for key in self._replace(id_, book.projects)}
                return self._renew(keys, limits)
        known, self.bets = self.bets, {}
        self._money, self._keys = defaultdict(dict), {}
        for project in book.projects.values():
            self._add(project)
        self._renew(self._money, limits)
        ids = known.keys() | self.bets.keys()
        return [id_ for id_ in ids if known.get(id_) != self.bets.get(id_)]

    def _replace(self, id_: str, projects: Mapping[str, Project]) -> list[FundKey]:
        """Take in what became of a project; return whose money it was and is now."""
        keys = []
        if (key := self._keys.pop(id_, None)) is not None:
            self._money[key].pop(id_)
            keys.append(key)
        if (project := projects.get(id_)) and (new := self._add(project)):
            keys.append(new)
        return keys

    def _add(self, project: Project) -> FundKey | None:
        amount, basis = project.amount, self._basis
        if amount is None or basis is None or not amount.high or not project.owner:
            return None
        playbook, pools = basis
        if project.status != "open" or playbook.reached(project.stage, playbook.signed):
            return None
        pool = pools.pool(amount.currency) if pools else amount.currency
        converted = pools.convert(amount) if pools and pool != amount.currency else None
        key = _fold_owner(project.owner), pool
        self._keys[project.id] = key
        self._money[key][project.id] = amount.twice if converted is None else 2 * converted
        return key

    def _renew(self, keys: Iterable[FundKey], limits: BigBetLimits) -> list[str]:
        """Count the money of owners anew; return the ids of which something else is true now."""
        keys = set(keys)
        there = self._keys
        old = {id_: bet for id_, bet in self.bets.items() if there.get(id_) in keys}
        old |= {id_: bet for id_, bet in self.bets.items() if id_ not in there}
        new = {id_: bet for key in keys for id_, bet in self._find(key, limits)}
        for id_ in old:
            del self.bets[id_]
        self.bets |= new
        return [id_ for id_ in old.keys() | new.keys() if old.get(id_) != new.get(id_)]

    def _find(self, key: FundKey, limits: BigBetLimits) -> Iterable[tuple[str, BigBet]]:
        """Yield the big bets among an owner's projects that are counted in one currency."""
        money = self._money[key]
        if len(money) < limits.projects:
            return
        total = sum(money.values())
        least = round(limits.share * _SHARES) * total
        for id_, part in money.items():
            if part * _SHARES >= least:
                yield id_, BigBet(percent_of(part, total), len(money), key[1])
