"""What each key of the filter language compares, and how its value is read.

- `name` `customer` `owner` `contact` `product`: a word or phrase; `:` finds it within the field,
  `=` and `!=` hold it against the whole; `owner:me` is who looks.
- `stage`: a stage of the playbook, by its position.
- `amount`: any amount, against the project's expected figure (the middle of a range).
- `signs`: any window, against the window's latest day, which is what days left and overdue go by.
- `cr`: 1-5 or none, against the closest known of the customer's own people; none known is
  below CR1.
- `left`: a whole number of days, against those left to the window's latest day.
- `severity`: red, amber, info or none, by weight.
- `flag`: a rule's id, its name in any language, or the first letters of one; snoozed flags do not
  count.
- `status`: a status, `ended` (won, lost, abandoned) or `any`.
- `next`: `none`, or a word or phrase of the next action.

`amount`, `signs` and `left` take `none` for unknown. Where the value is a range or window, `<` is
before its beginning, `>` after its end and `=` inside, so that exactly one of them holds. An amount
without a currency is held against figures of any currency, one with a currency against its own.
The comparing keys take every operator; the rest, and `none` for unknown, only `:` `=` `!=`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from deals.amounts import parse_amount
from deals.filter_terms import (
    FilterContext,
    Reader,
    Subject,
    Term,
    Test,
    either,
    read_owner,
    text_reader,
)
from deals.playbook import Text
from deals.refusal import Refusal
from deals.standing import best_cr, insiders
from deals.triage import RANKS
from deals.windows import parse_window

_OUTCOMES = {
    ":": (0,),
    "=": (0,),
    "!=": (-1, 1),
    "<": (-1,),
    ">": (1,),
    "<=": (-1, 0),
    ">=": (0, 1),
}
_NONE = "none"
_ENDED = frozenset({"won", "lost", "abandoned"})
_STATUSES: Mapping[str, frozenset[str]] = {
    **{status: frozenset({status}) for status in ("open", "on_hold", "won", "lost", "abandoned")},
    "ended": _ENDED,
    "any": _ENDED | {"open", "on_hold"},
}

# On which side of the term's value a project lies: -1, 0, 1, or None while unknown.
_SideOf = Callable[[Subject], int | None]


def _stage(term: Term, context: FilterContext) -> Test:
    positions = context.playbook.order
    wanted = {known.casefold(): at for known, at in positions.items()}.get(term.value.casefold())
    if wanted is None:
        raise _refused("filter-stage", term)
    return _ordered(term, lambda subject: _side(positions.get(subject.project.stage), wanted))


def _amount(term: Term, _: FilterContext) -> Test:
    if term.value.casefold() == _NONE:
        return either(term, lambda subject: subject.project.amount is None)
    try:
        wanted = parse_amount(term.value, currency="")
    except Refusal:
        raise _refused("filter-amount", term) from None

    def side(subject: Subject) -> int | None:
        amount = subject.project.amount
        if amount is None or wanted.currency not in ("", amount.currency):
            return None
        return _side(amount.expected, wanted.low, wanted.high)

    return _ordered(term, side)


def _signs(term: Term, _: FilterContext) -> Test:
    if term.value.casefold() == _NONE:
        return either(term, lambda subject: subject.project.signs is None)
    try:
        wanted = parse_window(term.value)
    except Refusal:
        raise _refused("filter-signs", term) from None
    first, last = wanted.earliest.toordinal(), wanted.latest.toordinal()

    def side(subject: Subject) -> int | None:
        signs = subject.project.signs
        return _side(signs.latest.toordinal() if signs else None, first, last)

    return _ordered(term, side)


def _cr(term: Term, _: FilterContext) -> Test:
    wanted = {_NONE: 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}.get(term.value.casefold())
    if wanted is None:
        raise _refused("filter-cr", term)
    return _ordered(term, lambda subject: _side(best_cr(insiders(subject.project)) or 0, wanted))


def _left(term: Term, _: FilterContext) -> Test:
    if term.value.casefold() == _NONE:
        return either(term, lambda subject: subject.assessment.days_left is None)
    digits = term.value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        raise _refused("filter-left", term)
    wanted = int(term.value)
    return _ordered(term, lambda subject: _side(subject.assessment.days_left, wanted))


def _severity(term: Term, _: FilterContext) -> Test:
    ranks = {severity or _NONE: rank for severity, rank in RANKS.items()}
    wanted = ranks.get(term.value.casefold())
    if wanted is None:
        raise _refused("filter-severity", term)
    # RANKS has the worst first; here the worst is the most.
    return _ordered(term, lambda subject: _side(-RANKS[subject.assessment.severity], -wanted))


def _flag(term: Term, context: FilterContext) -> Test:
    start = term.value.casefold()
    rules = frozenset(
        rule
        for rule, texts in context.playbook.rules.items()
        if any(one.startswith(start) for one in _names(rule, texts.name))
    )
    if not rules:
        raise _refused("filter-flag", term)
    return either(
        term, lambda subject: any(flag.rule in rules for flag in subject.assessment.flags)
    )


def _names(id: str, name: Text) -> Iterator[str]:
    """What a thing may be called, ready to be compared."""
    return (one.casefold() for one in (id, name.en, name.zh_CN))


def _status(term: Term, _: FilterContext) -> Test:
    wanted = _STATUSES.get(term.value.casefold().replace("-", "_"))
    if wanted is None:
        raise _refused("filter-status", term)
    return either(term, lambda subject: subject.project.status in wanted)


def _next(term: Term, context: FilterContext) -> Test:
    if term.value.casefold() == _NONE:
        return either(term, lambda subject: subject.project.next_action is None)
    word = context.index.word(term.value)
    return either(term, lambda subject: word.within(subject.texts.next))


READERS: Mapping[str, Reader] = {
    "name": text_reader(lambda texts: texts.name),
    "customer": text_reader(lambda texts: texts.customer),
    "owner": read_owner,
    "contact": text_reader(lambda texts: texts.contacts),
    "product": text_reader(lambda texts: texts.product),
    "stage": _stage,
    "amount": _amount,
    "signs": _signs,
    "cr": _cr,
    "left": _left,
    "severity": _severity,
    "flag": _flag,
    "status": _status,
    "next": _next,
}
"""Key to what reads its terms."""


def _side(value: float | None, first: float, last: float | None = None) -> int | None:
    if value is None:
        return None
    return -1 if value < first else int(value > (first if last is None else last))


def _ordered(term: Term, side: _SideOf) -> Test:
    outcomes = _OUTCOMES[term.operator]
    return lambda subject: side(subject) in outcomes


def _refused(code: str, term: Term) -> Refusal:
    return Refusal(code, word=term.word, value=term.value)
