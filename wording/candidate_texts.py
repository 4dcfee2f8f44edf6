"""Why a project might be key, and what is to be done with a lead nobody was met on."""

from __future__ import annotations

from deals.key_candidates import KeyCandidate, Unmet
from deals.network.relationship import knows_people
from deals.playbook.limits import KeyProjectLimits
from wording.language import N_, _, join_han, ngettext
from wording.names import currency_name

NO_OWNER = N_("no owner")
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
        return _unmet_text(candidate.unmet, candidate.days)
    project = candidate.project
    named = "" if knows_people(project) else _("nobody named")
    people = _("has a coach") if candidate.coach else named
    parts = [_place_text(candidate), _days_text(candidate.days_left), project.stage, people]
    return _(", ").join(filter(None, parts))


def _unmet_text(unmet: Unmet, days: int) -> str:
    if unmet == "phone":
        text = ngettext(
            "only telephoned so far: meet somebody within {count} day, or drop it",
            "only telephoned so far: meet somebody within {count} days, or drop it",
            days,
        )
    else:
        text = ngettext(
            "nobody was met yet: meet somebody within {count} day, or drop it",
            "nobody was met yet: meet somebody within {count} days, or drop it",
            days,
        )
    return text.format(count=days)


def key_limits_text(limits: KeyProjectLimits) -> str:
    """Say how many key projects an owner is to have, and when a lead is to be met."""
    most = ngettext("{count} key project an owner", "{count} key projects an owner", limits.most)
    days = ngettext("a lead met within {count} day", "a lead met within {count} days", limits.days)
    return _("; ").join([most.format(count=limits.most), days.format(count=limits.days)])


def _place_text(candidate: KeyCandidate) -> str:
    """Return its place by money among its owner's projects, in their currency if there are more."""
    project = candidate.project
    if project.amount is None:
        return _("no amount")
    case = "only" if candidate.among == 1 else "largest" if candidate.place == 1 else "other"
    text = _PLACES[case][candidate.mixed]
    currency = currency_name(candidate.pool)
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
