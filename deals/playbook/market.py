"""What a playbook says of the market: what is asked, and what is advised (method, section 5)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deals.playbook.texts import Text
from deals.playbook.thresholds import Table

Limit = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Advised(Table):
    """A choice: what it is called, and what is advised to who makes it."""

    name: Text
    advice: Text


class Asked(Table):
    """A side of the customer and the questions about it, by id."""

    name: Text
    questions: dict[str, Text]


class MarketPage(Table):
    """The market of a project in words, everything by id.

    `share` and `growth` are where a product's relative share and its market's growth in percent
    become large.
    """

    share: Limit
    growth: Limit
    dimensions: dict[str, Text]
    customer: dict[str, Asked]
    triangle: dict[str, Text]
    stp: dict[str, Text]
    customers: dict[str, Advised]
    stances: dict[str, Advised]
    kinds: dict[str, Advised]
    tactics: dict[str, Advised]
    quadrants: dict[str, Advised]
