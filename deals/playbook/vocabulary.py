"""The rules, cases and gate wants there are, and the figures that each can put in a sentence.

The playbook's texts are checked against this, and the rules are tested against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class SentenceFigures(NamedTuple):
    """The figures of a sentence: those that it must name and those that it may."""

    must: frozenset[str]
    may: frozenset[str]


def _figures(must: str, may: str = "") -> SentenceFigures:
    return SentenceFigures(frozenset(must.split()), frozenset(f"{must} {may}".split()))


_LEVEL = _figures("stage best needs", "count")
_NO_LEVEL = _figures("stage needs")
_LINE = _figures("stage name cr needs")
_NO_LINE = _figures("stage", "needs")
_ONE_FUNCTION = _figures("stage", "cr count")

CASES: Mapping[str, Mapping[str, SentenceFigures]] = {
    "overdue": {"past": _figures("days", "stage signed")},
    "cr-stage": {
        "nobody": _figures("stage"),
        "unknown": _figures("stage count"),
        "best": _figures("stage best count needs"),
        "unmet": _figures("stage count needs", "best"),
        "unmet-level": _figures("stage count level needs", "best"),
        "unmet-some": _figures("stage count unmet unrated needs", "best"),
        "unmet-level-some": _figures("stage unmet unrated level needs", "count best"),
        "unmet-line": _figures("stage name line needs", "cr"),
        "below-no-high": _figures("stage level best needs"),
        "low": _LEVEL,
        "middle": _LEVEL,
        "upper": _LEVEL,
        "high": _LEVEL,
        "no-low": _NO_LEVEL,
        "no-middle": _NO_LEVEL,
        "no-upper": _NO_LEVEL,
        "no-high": _NO_LEVEL,
        "technical": _LINE,
        "commercial": _LINE,
        "no-technical": _NO_LINE,
        "no-commercial": _NO_LINE,
        "no-lines": _NO_LINE,
        "unplaced": _figures("name line", "stage needs"),
    },
    "blocker": {
        "rival": _figures("name competitor"),
        "competitor": _figures("name"),
        "opposes": _figures("name"),
    },
    "date-stage": {
        "short": _figures("left needed", "stage signed"),
        "past": _figures("over needed", "stage signed"),
    },
    "single-thread": {
        "one": _figures("stage", "name"),
        "unmet": _figures("name", "stage"),
        "technical": _ONE_FUNCTION,
        "commercial": _ONE_FUNCTION,
        "using": _ONE_FUNCTION,
        "other": _ONE_FUNCTION,
    },
    "holes": {
        "nobody": _figures("level line", "stage count"),
        "weak": _figures("name cr needs", "stage count level line"),
        "unmet": _figures("name", "stage count level line needs cr"),
        "against": _figures("name line", "stage count level"),
    },
    "stalled": {"quiet": _figures("days", "limit stage working")},
    "slipping": {
        "often": _figures("count first last"),
        "far": _figures("days first last"),
    },
    "vague": {
        "amount": _figures("stage spread", "spread_limit"),
        "window": _figures("stage days", "days_limit"),
        "both": _figures("stage spread days", "spread_limit days_limit"),
    },
    "plan-late": {
        "row": _figures("name days", "count"),
        "checkpoint": _figures("name days", "count"),
    },
    "checks": {
        "open": _figures("due percent", "stage count norm"),
        "weak": _figures("due percent", "stage count norm"),
    },
    "no-next": {"none": _figures(""), "past": _figures("days")},
    "missing": {
        "amount": _figures("stage"),
        "window": _figures("stage"),
        "both": _figures("stage"),
    },
    "no-coach": {
        "nobody": _figures("needs", "stage"),
        "closest": _figures("name cr needs", "stage"),
        "unknown": _figures("name cr", "stage needs"),
        "side": _figures("name cr", "stage needs"),
    },
    "big-bet": {"share": _figures("percent", "count owner currency")},
    "tender": {"past": _figures("days stage", "needs")},
    "twin": {"owners": _figures("owners")},
    "gone": {"table": _figures("source", "days")},
}

WANTS: Mapping[str, SentenceFigures] = {
    "customer": _figures(""),
    "contact": _figures(""),
    "best": _figures("cr", "best"),
    "level": _figures("cr", "best"),
    "line": _figures("cr", "best"),
    "amount": _figures(""),
    "figure": _figures(""),
    "window": _figures(""),
    "day": _figures(""),
    "answer": _figures(""),
    "checks": _figures("count"),
}

# The figures that a template's texts may name.
FILLED = _figures("", "customer decider")

# What a gate item must say besides the fact it wants; anything more is a mistake.
DETAILS: Mapping[str, frozenset[str]] = {
    "best": frozenset({"cr"}),
    "level": frozenset({"level", "cr"}),
    "line": frozenset({"line", "cr"}),
    "answer": frozenset({"question"}),
}
