"""The value of gifts and hospitality, held against the playbook's limits (method, section 3).

What is spent on several people at once is shared out among them, rounded up, for the sum of a year;
the limit of one occasion is held against the whole. People whom several projects of an account
share are one by their contact id. Nothing here refuses: it is data for a warning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deals.model import Book, Contact, Project, Touch
from deals.parsing.spending import spending_kind
from deals.playbook.model import ComplianceLimits

BreachCase = Literal["occasion", "year", "currency", "nobody"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a touch goes over: of one `occasion`, or of a `year` for the person `who`.

    `figure` and `limit` are in whole units of `currency`. The case `currency` says that the figure
    is in another one than the limits are, so that it could not be held against them; `nobody` that
    it was spent on nobody the project knows, so that it counts in no person's year.
    """

    case: BreachCase
    figure: int
    limit: int
    currency: str
    who: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class GiftTotal:
    """The total that a person was given in a calendar year: sums by currency, and occasions."""

    person: Contact
    customer: str
    year: int
    sums: Mapping[str, int]
    occasions: int

    def over(self, limits: ComplianceLimits) -> bool:
        """Whether the sum in the limits' currency is over the year's limit."""
        return self.sums.get(limits.currency, 0) > limits.year


def has_value(touch: Touch) -> bool:
    """Whether a touch is a gift or hospitality with a value, by its kind or in its note's words."""
    return bool(touch.worth) and spending_kind(touch.how, touch.note) is not None


def share_per_contact(touch: Touch) -> int:
    """Share a touch's cost out among the people met, in whole units, rounded up."""
    return -(-(touch.worth or 0) // max(1, len(touch.contacts)))


def gifts_by_person(projects: Iterable[Project], year: int | None = None) -> tuple[GiftTotal, ...]:
    """Add up what was given by person and year, the newest year and the largest sum first.

    Of one `year` where it is given, of every year otherwise.
    """
    sums: dict[tuple[int, str], Counter[str]] = {}
    times = Counter[tuple[int, str]]()
    people: dict[str, tuple[Contact, str]] = {}
    for project in projects:
        spent = [
            touch for touch in project.touches if has_value(touch) and year in (None, touch.on.year)
        ]
        if not spent:
            continue
        people |= {contact.id: (contact, project.customer) for contact in project.contacts}
        for touch in spent:
            for contact in touch.contacts:
                key = (touch.on.year, contact)
                sums.setdefault(key, Counter())[touch.currency] += share_per_contact(touch)
                times[key] += 1
    given = [
        GiftTotal(*people[person], when, dict(sums[when, person]), times[when, person])
        for when, person in sums
        if person in people
    ]
    return tuple(
        sorted(given, key=lambda total: (-total.year, -max(total.sums.values()), total.person.id))
    )


def find_breaches(
    touch: Touch, given: Iterable[GiftTotal], limits: ComplianceLimits
) -> tuple[Breach, ...]:
    """Find the limits that a touch goes over; `given` are the totals, this touch included."""
    if not has_value(touch):
        return ()
    worth = touch.worth or 0
    given_away = spending_kind(touch.how, touch.note) == "gift"
    limit = limits.gift if given_away else limits.hospitality
    if touch.currency != limits.currency:
        return (Breach("currency", worth, limit, touch.currency),)
    once = (Breach("occasion", worth, limit, touch.currency),) if worth > limit else ()
    yearly = (
        Breach(
            "year",
            total.sums[touch.currency],
            limits.year,
            touch.currency,
            total.person.name,
            total.year,
        )
        for total in given
        if total.person.id in touch.contacts and total.year == touch.on.year and total.over(limits)
    )
    return (*once, *yearly)


def find_new_breaches(
    after: Sequence[Project], book: Book, limits: ComplianceLimits
) -> tuple[Breach, ...]:
    """Find the limits that the last touch of each project goes over, once the book has them.

    With them stands what was spent on nobody known, which whoever logs it can still put right.
    """
    touches = [project.touches[-1] for project in after if project.touches]
    if not any(map(has_value, touches)):
        return ()
    given = gifts_by_person(book.with_projects(*after).projects.values())
    found = [breach for touch in touches for breach in find_breaches(touch, given, limits)]
    found += [
        Breach("nobody", touch.worth or 0, 0, touch.currency)
        for touch in touches
        if has_value(touch) and not touch.contacts
    ]
    return tuple(dict.fromkeys(found))
