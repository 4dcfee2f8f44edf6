"""The net laid over a customer's people: where it holds, where it has holes, and how to mend it."""

from __future__ import annotations

from deals.net.analysis import Analyses, analyse
from deals.net.findings import (
    Findings,
    Hop,
    LineState,
    Link,
    Mend,
    Part,
    Place,
    Pull,
    Rival,
    Single,
)
from deals.net.mending import mends

__all__ = [
    "Analyses",
    "Findings",
    "Hop",
    "LineState",
    "Link",
    "Mend",
    "Part",
    "Place",
    "Pull",
    "Rival",
    "Single",
    "analyse",
    "mends",
]
