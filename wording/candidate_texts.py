"""Why a project might be key, and what is to be done with a lead nobody was met on."""

from __future__ import annotations

from deals.key_candidates import DAYS_TO_RESCUE, KeyCandidate
from wording.language import N_, _, join_han, ngettext
from wording.names import currency_name

NO_OWNER = N_("no owner")
_UNMET = {
    "phone": N_("only telephoned so far: meet somebody within {days} days, or drop it"),
    "unmet": N_("nobody was met yet: meet somebody within {days} days, or drop it"),
}

_PLACES = {
    "only": (N_("only one of {owner}"), N_("only one of {owner} in {currency}")),
    "largest": (N_("largest of {owner}"), N_("largest of {owner} in {currency}")),
    "other": (N_("number {place} of {owner}"), N_("number {place} of {owner} in {currency}")),
}


def owner_text(owner: str) -> str:
    """Return an owner's name, or that there is none."""
    return owner or _(NO_OWNER)


def candidate_text(candidate: KeyCandidate) -> str:
    """Return why a project might be key: `largest of Li's, closes in 40 days, P4, has a coach`.

    Of a lead nobody was met on, what is to be done with it instead.
    """
    if candidate.unmet:
        return _(_UNMET[candidate.unmet]).format(days=DAYS_TO_RESCUE)
    project = candidate.project
    people = _("has a coach") if candidate.coach else "" if project.contacts else _("nobody named")
    parts = [_place_text(candidate), _days_text(candidate.days_left), project.stage, people]
    return _(", ").join(filter(None, parts))


def _place_text(candidate: KeyCandidate) -> str:
    """Return its place by money among its owner's projects, in their currency if there are more."""
    project = candidate.project
    if project.amount is None:
        return _("no amount")
    case = "only" if candidate.among == 1 else "largest" if candidate.place == 1 else "other"
    text = _PLACES[case][candidate.mixed]
    currency = currency_name(project.amount.currency)
    return join_han(
        _(text).format(owner=owner_text(project.owner), currency=currency, place=candidate.place)
    )


def _days_text(days: int | None) -> str:
    if days is None:
        return _("no close date")
    if days < 0:
        late = ngettext("close date past by {count} day", "close date past by {count} days", -days)
        return late.format(count=-days)
    return ngettext("closes in {count} day", "closes in {count} days", days).format(count=days)
