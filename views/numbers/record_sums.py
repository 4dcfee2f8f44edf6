"""How the figures of a record came about: the projects counted, and what each counts as. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from deals.network.relationship import cr_text
from deals.numbers.calibration import JudgedPeriod, OwnedChance
from deals.numbers.conversion import Conversion
from deals.numbers.durations import Duration
from deals.numbers.promises import Promise, PromiseOutcome
from deals.numbers.rates import CaseRate
from deals.numbers.record import Relations, Success
from deals.numbers.slips import OwnerSlip
from deals.parsing.windows import short_window
from views.glyphs import glyphs
from views.numbers.arithmetic import MOST_PARTS, draw_parts, quiet_lines
from views.numbers.face_rows import AboutLines, cases_text, percent_text, whole_text
from views.styled_text import TextLine, line, wrap
from wording import N_, _, ngettext, pgettext

NameOf = Callable[[str], str]
"""What a project is called, by its id, also one that was deleted since."""
Part = tuple[str, str]
"""The name of what is counted, and what it counts as."""
ListParts = Callable[[], Iterable[Part]]
ListTexts = Callable[[], Iterable[str]]
BY_PLAYBOOK = N_("reckoned with {used}: with the playbook's {prior} as 8 cases more")
BY_QUOTIENT = N_(
    "reckoned with {used}: with {prior}, the playbook's win rate of this stage divided by that of "
    "the next, as 8 cases more"
)
BY_TEAM = N_("reckoned with {used}: with the team's {prior} as 8 cases more")
PROMISES: Mapping[PromiseOutcome, str] = {
    "kept": N_("kept"),
    "broken": N_("not kept"),
    "lost": N_("lost, not counted"),
}
PROMISED = N_(
    "a close date that stood on the first day of a period and lay wholly in it is a promise; it is "
    "kept where the project was signed in the period"
)
SLIPPED = N_("by the months of the calendar, from each close date to the next one that stood")
MOST_STEPS = 6


def rate_text(rate: CaseRate) -> str:
    """Return a rate as it is shown: under ten cases the cases, else a percent and its range."""
    if not rate.cases:
        return "-"
    if rate.shown is None:
        return cases_text(rate.wins, rate.cases)
    return percent_text(float(rate.shown))


def case_texts(rate: CaseRate, shrunk: str = BY_PLAYBOOK) -> list[str]:
    """Return a rate with what it rests on, `shrunk` saying towards what."""
    if not rate.cases:
        return [_("no case yet")]
    texts = [cases_text(rate.wins, rate.cases)]
    if rate.shown is not None and rate.interval is not None:
        low, high = (f"{100 * end:.1f}" for end in rate.interval)
        texts.append(
            _("{percent}, and in 8 of 10 such cases {low} to {high}%").format(
                percent=percent_text(float(rate.shown)), low=low, high=high
            )
        )
    if rate.used is not None and rate.prior is not None:
        used, prior = percent_text(float(rate.used)), percent_text(float(rate.prior))
        texts.append(_(shrunk).format(used=used, prior=prior))
    return texts


def tell_texts(list_texts: ListTexts) -> AboutLines:
    """Return what says some sentences, which are worded when somebody asks."""
    return lambda cells: [line(part) for text in list_texts() for part in wrap(text, cells, 3)]


def tell_parts(list_texts: ListTexts, list_parts: ListParts) -> AboutLines:
    """Return what says sentences, and below them each part with what it counts as.

    They are listed when somebody asks: of thousands hardly anybody does.
    """

    def tell(cells: int) -> list[TextLine]:
        parts = iter(list_parts())
        rows = list(islice(parts, MOST_PARTS))
        left = sum(1 for _part in parts)
        more = ngettext("{count} more", "{count} more", left).format(count=left)
        quiet = [each for text in list_texts() for each in quiet_lines(text, cells)]
        rest = quiet_lines(more, cells) if left > 0 else []
        return [*quiet, *draw_parts(rows, cells), *rest]

    return tell


def _name_groups(groups: Iterable[tuple[str, Iterable[str]]], name_of: NameOf) -> Iterator[Part]:
    """Yield the names of projects, each with the text of its group."""
    for text, ids in groups:
        for id_ in ids:
            yield name_of(id_), text


# What each figure is made of ---------------------------------------------------------------------


def tell_success(success: Success, name_of: NameOf) -> AboutLines:
    """Say what a success rate is: won of won and lost, one by one."""
    groups = (pgettext("ended", "won"), success.won), (pgettext("ended", "lost"), success.lost)
    return tell_parts(
        lambda: [success_text(success), *case_texts(success.rate)],
        lambda: _name_groups(groups, name_of),
    )


def success_text(success: Success) -> str:
    """Return what a success rate is a share of."""
    text = _("won {won} of won {won} + lost {lost}; abandoned and on hold are neither")
    return text.format(won=len(success.won), lost=len(success.lost))


def tell_promises(promised: Sequence[Promise], rate: CaseRate, name_of: NameOf) -> AboutLines:
    """Say which promises were kept, those of the last period first."""

    def list_parts() -> Iterator[Part]:
        for each in sorted(promised, key=lambda each: each.first, reverse=True):
            yield name_of(each.id), f"{each.label} {_(PROMISES[each.outcome])}"

    return tell_parts(lambda: [_(PROMISED), *case_texts(rate, BY_TEAM)], list_parts)


def tell_relations(found: Relations) -> AboutLines:
    """Say whom of those who decide we hold, the furthest from us first."""
    text = _("deciders held: {held} of {known} known, those of several projects once")
    count = len(found.held)
    head = text.format(held=count, known=count + len(found.others))

    def list_parts() -> Iterator[Part]:
        for group, held in ((found.others, _("not held")), (found.held, _("held"))):
            for each in group:
                yield each.name, f"{cr_text(each.cr)} {held}"

    return tell_parts(lambda: [head], list_parts)


def tell_stage(
    found: Conversion, days: Duration | None, list_remarks: ListTexts, name_of: NameOf
) -> AboutLines:
    """Say of each project that completed a stage what became of it, and how long it stood there."""
    groups = (
        (pgettext("project", "went on"), found.went_on),
        (pgettext("project", "ended"), found.ended),
        (pgettext("project", "still there"), found.there),
        (pgettext("project", "fell back"), found.fell_back),
    )

    def list_texts() -> list[str]:
        return [*list_remarks(), *([_steps_text(days)] if days and days.known else [])]

    return tell_parts(list_texts, lambda: _name_groups(groups, name_of))


def shape_texts(each: Conversion, open_there: Iterable[str]) -> list[str]:
    """Say why the shape counts others at a stage than those that are still there."""
    shape, there, on = set(open_there), set(each.there), set(each.went_on)
    fell, came, ended = len(shape & on), len(shape - there - on), len(there - shape)
    texts = []
    if fell:
        text = ngettext(
            "the shape has {count} more here: it went on once, and fell back to this stage",
            "the shape has {count} more here: they went on once, and fell back to this stage",
            fell,
        )
        texts.append(text.format(count=fell))
    if came:
        text = ngettext(
            "the shape has {count} more here: it came into the book signed or further on",
            "the shape has {count} more here: they came into the book signed or further on",
            came,
        )
        texts.append(text.format(count=came))
    if ended:
        text = ngettext(
            "the shape lacks {count} of these: it is on hold or won",
            "the shape lacks {count} of these: they are on hold or won",
            ended,
        )
        texts.append(text.format(count=ended))
    return texts


def _steps_text(days: Duration) -> str:
    """Return how many are still in a stage after so many days, as far as half of them."""
    steps = [step for step in days.steps if 2 * step[1] > 1][-MOST_STEPS:]
    steps += [step for step in days.steps if 2 * step[1] <= 1][:1]
    text = _("days: {count} stood here, {open} still do")
    shown = text.format(count=days.count, open=days.open)
    texts = [
        _("after {days} days {share} stay").format(days=day, share=percent_text(float(share)))
        for day, share in steps
    ]
    return _("; ").join([shown, *texts])


def tell_slips(slips: Sequence[OwnerSlip], name_of: NameOf) -> AboutLines:
    """Say which close dates moved later, the last of them first."""

    def list_parts() -> Iterator[Part]:
        for slip in sorted(slips, key=lambda slip: slip.on, reverse=True):
            yield name_of(slip.id), _slip_text(slip)

    return tell_parts(lambda: [slips_text(slips), _(SLIPPED)], list_parts)


def slips_text(slips: Sequence[OwnerSlip]) -> str:
    """Return how often close dates moved later, and by how many quarters in all."""
    quarters = sum(slip.quarters for slip in slips)
    text = ngettext("{count} slip", "{count} slips", len(slips)).format(count=len(slips))
    later = ngettext(
        "{count} quarter later in all", "{count} quarters later in all", quarters
    ).format(count=quarters)
    return _(", ").join((text, later))


def _slip_text(slip: OwnerSlip) -> str:
    text = f"{short_window(slip.before)} {glyphs().onward} {short_window(slip.after)}"
    later = ngettext("+{count} month", "+{count} months", slip.months).format(count=slip.months)
    return f"{text}  {later}"


def tell_lost(ids: Iterable[str], total: int, name_of: NameOf) -> AboutLines:
    """Say which of the lost projects a line counts."""
    lost = tuple(ids)
    head = _("{count} of {total} lost").format(count=len(lost), total=total)
    return tell_parts(lambda: [head], lambda: ((name_of(id_), "") for id_ in lost))


def tell_judged(judged: JudgedPeriod, name_of: NameOf) -> AboutLines:
    """Say what a past forecast gave each deal, and what came of it; what was most money first."""
    text = _("{period}: {expected} expected on its first day, {signed} signed in it")
    head = text.format(
        expected=whole_text(judged.expected),
        signed=whole_text(judged.signed),
        period=judged.label,
    )

    def list_parts() -> Iterator[Part]:
        given = {each.deal.id: each for each in judged.deals}
        came = {deal.id: deal.amount for deal in judged.signed_deals}
        most = {id_: max(came.get(id_, 0), _expected(given.get(id_))) for id_ in judged.ids}
        for id_ in sorted(judged.ids, key=lambda id_: -most[id_]):
            yield (
                name_of(id_),
                _("; ").join((_given_text(given.get(id_)), _came_text(came.get(id_)))),
            )

    return tell_parts(lambda: [head], list_parts)


def _expected(given: OwnedChance | None) -> int:
    return given.expected if given else 0


def _given_text(given: OwnedChance | None) -> str:
    if given is None:
        return _("not forecast")
    odds = percent_text(float(given.deal.chance))
    return _("at {odds}: {expected}").format(odds=odds, expected=whole_text(given.expected))


def _came_text(amount: int | None) -> str:
    if amount is None:
        return _("not signed")
    return _("signed {amount}").format(amount=whole_text(amount))
