"""A person as a file speaks of them: texts by field, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deals.refusal import Refusal
from deals.text import folded
from store.exchange.outcomes import Unit

Place = Mapping[str, str | int]
"""Where something stands, as figures of a refusal: file, sheet, row, column and cell; or card."""


@dataclass(slots=True)
class Spoken:
    """A person whom a row or a card is about, the `number`-th of its file.

    `texts` are by the ids of a contact's fields; nothing of a person with `refusals` is taken.
    """

    name: str
    unit: Unit
    number: int
    place: Place
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    last: int = 0

    def refuse(self, refused: Refusal, field_id: str = "") -> None:
        """Notes that what is said in a field was refused, and where it stands."""
        place = self.places.get(field_id, self.place)
        self.refusals.append(Refusal(refused.code, **{**place, **refused.figures}))

    def add(self, more: Spoken) -> None:
        """Takes in what a later row or card says of the same person; a contradiction is refused."""
        self.last = more.number
        for field_id, text in more.texts.items():
            mine = self.texts.setdefault(field_id, text)
            self.places.setdefault(field_id, more.places.get(field_id, more.place))
            if folded(mine) != folded(text):
                code = "card-contradicts" if self.unit == "card" else "contact-contradicts"
                more.refuse(Refusal(code, name=self.name, other=self.number), field_id)
        self.refusals += more.refusals


def together(people: list[Spoken]) -> list[Spoken]:
    """The people, each once, by the order in which they are first spoken of."""
    found: dict[str, Spoken] = {}
    for one in people:
        key = folded(one.name)
        if not key:
            found[f"\n{one.number}"] = one
        elif key in found:
            found[key].add(one)
        else:
            found[key] = one
    return list(found.values())
