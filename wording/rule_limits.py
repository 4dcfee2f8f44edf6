"""What each triage rule goes by, with the limits that the playbook sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from deals.model import Severity
from deals.playbook import Playbook
from wording.language import N_, _, language, ngettext
from wording.names import level_name

SEVERITY_NAMES: Mapping[Severity, str] = {
    "red": N_("red"),
    "amber": N_("amber"),
    "info": N_("info"),
}


def rule_limits_text(rule: str, playbook: Playbook) -> str:
    """Say the limits of a rule, and where it is more or less severe; empty where it has none."""
    limits = LIMITS.get(rule, _list_none)
    return _("; ").join([*limits(playbook), *_list_severities(rule, playbook)])


def rule_text(rule: str, playbook: Playbook) -> str:
    """Say what a rule is called, what it looks at, and its limits."""
    texts, lang = playbook.rules[rule], language()
    name, about = texts.name.of(lang), texts.about.of(lang)
    text = (
        about
        if name.replace(" ", "-") == rule
        else _("{rule}: {about}").format(rule=name, about=about)
    )
    limits = rule_limits_text(rule, playbook)
    return _("{text} ({limits})").format(text=text, limits=limits) if limits else text


def _since(playbook: Playbook, stage: str) -> str:
    """Say from which stage on; of one that a team dropped, by the stage that stands for it."""
    known = _known_stage(playbook, stage)
    return _("from {stage}").format(stage=known) if known else _("at no stage of this playbook")


def _known_stage(playbook: Playbook, stage: str) -> str | None:
    if stage in playbook.order:
        return stage
    stands_for = playbook.thresholds.checks.stages.get(stage, "")
    return stands_for if stands_for in playbook.order else None


def _list_none(_playbook: Playbook) -> Iterator[str]:
    yield from ()


def _list_severities(rule: str, playbook: Playbook) -> Iterator[str]:
    for each in playbook.rules[rule].stages:
        since = _since(playbook, each.since)
        severity = _(SEVERITY_NAMES[each.severity])
        yield _("{severity} {since}").format(severity=severity, since=since)


def _list_overdue(playbook: Playbook) -> Iterator[str]:
    yield _("below {stage}").format(stage=playbook.signed)


def _list_claims(playbook: Playbook) -> Iterator[str]:
    limits = playbook.thresholds.cr_stage
    yield _("somebody rated {since}").format(since=_since(playbook, limits.named_from))
    for want in limits.levels:
        text = _("{level} CR{cr} {since}")
        since = _since(playbook, want.since)
        yield text.format(level=level_name(want.level), cr=want.cr, since=since)
    text = _("both approval lines CR{cr} {since}")
    yield text.format(cr=limits.lines.cr, since=_since(playbook, limits.lines.since))
    best = _(", ").join(
        _("CR{cr} {since}").format(cr=want.cr, since=_since(playbook, want.since))
        for want in limits.best
    )
    if best:
        yield _("no level known: anybody at {best}").format(best=best)


def _list_days(playbook: Playbook) -> Iterator[str]:
    days = _(", ").join(f"{stage} {days}" for stage, days in playbook.days_to_sign.items() if days)
    if days:
        yield _("usual days to {stage}: {days}").format(stage=playbook.signed, days=days)


def _list_single(playbook: Playbook) -> Iterator[str]:
    limits = playbook.thresholds.single_thread
    yield _since(playbook, limits.since)
    yield _("whoever is at CR{cr} or better counts").format(cr=limits.cr)


def _list_holes(playbook: Playbook) -> Iterator[str]:
    yield _since(playbook, playbook.thresholds.holes.since)
    yield _("held at CR{cr} or better").format(cr=playbook.net.hold)


def _list_stalled(playbook: Playbook) -> Iterator[str]:
    times = f"{playbook.thresholds.stalled.times:g}"
    yield _("over {times} times the usual days of the stage worked on").format(times=times)


def _list_slipping(playbook: Playbook) -> Iterator[str]:
    limits = playbook.thresholds.slipping
    text = ngettext("put off {count} time or more", "put off {count} times or more", limits.moves)
    yield text.format(count=limits.moves)
    if limits.months is None:
        text = ngettext("by over {count} day in all", "by over {count} days in all", limits.days)
        yield text.format(count=limits.days)
        return
    months = limits.months
    text = ngettext("by {count} month or more in all", "by {count} months or more in all", months)
    yield text.format(count=months)


def _list_vague(playbook: Playbook) -> Iterator[str]:
    limits = playbook.thresholds.vague
    yield _since(playbook, limits.since)
    yield _("amount over +/-{percent}%").format(percent=_percent(limits.spread))
    text = ngettext(
        "close date spanning over {count} day", "close date spanning over {count} days", limits.days
    )
    yield text.format(count=limits.days)


def _list_questions(playbook: Playbook) -> Iterator[str]:
    limits = playbook.thresholds.checks
    yield _("under {percent}% answered well").format(percent=_percent(limits.norm))
    text = ngettext(
        "an answer counts for {count} day", "an answer counts for {count} days", limits.age
    )
    yield text.format(count=limits.age)


def _list_missing(playbook: Playbook) -> Iterator[str]:
    yield _since(playbook, playbook.thresholds.missing.since)


def _list_coach(playbook: Playbook) -> Iterator[str]:
    limits = playbook.thresholds.no_coach
    yield _since(playbook, limits.since)
    yield _("CR{cr} or better").format(cr=limits.cr)


def _list_big_bet(playbook: Playbook) -> Iterator[str]:
    limits = playbook.thresholds.big_bet
    yield _("at least {percent}%").format(percent=_percent(limits.share))
    text = _("asked of owners with {count} open projects or more")
    yield text.format(count=limits.projects)


def _list_tender(playbook: Playbook) -> Iterator[str]:
    wanted = playbook.thresholds.tender.stage
    yield _("below {stage}").format(stage=_known_stage(playbook, wanted) or wanted)


def _percent(share: float) -> str:
    return f"{round(share * 100, 1):g}"


LIMITS: Mapping[str, Callable[[Playbook], Iterator[str]]] = {
    "overdue": _list_overdue,
    "cr-stage": _list_claims,
    "date-stage": _list_days,
    "single-thread": _list_single,
    "holes": _list_holes,
    "stalled": _list_stalled,
    "slipping": _list_slipping,
    "vague": _list_vague,
    "checks": _list_questions,
    "missing": _list_missing,
    "no-coach": _list_coach,
    "big-bet": _list_big_bet,
    "tender": _list_tender,
}
"""The limits of each rule that has some, a phrase each."""
