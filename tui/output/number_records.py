"""The numbers as JSON: what `forecast`, `movement`, `shape` and `record` print with `--json`.

All money is in whole units; what cannot be known, such as a range without win rates, is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from deals.model import MEASURES, Measure, Project
from deals.numbers.calibration import Bias, Calibration
from deals.numbers.conversion import Conversion
from deals.numbers.counted_twice import TwinGroup
from deals.numbers.covers import OwnerCover, PeriodCovers
from deals.numbers.durations import Duration, SigningTimes
from deals.numbers.evidence import Evidence
from deals.numbers.figures import TEAM, Figures, NumbersScope, ScopeRecord
from deals.numbers.forecast import (
    CurrencyBucket,
    Forecast,
    ForecastBucket,
    ForecastPart,
    MoneyRange,
)
from deals.numbers.forecast_odds import distribute_bucket
from deals.numbers.movement import (
    CurrencyMovement,
    HandedProject,
    MissingProject,
    Movement,
    MovementLine,
    StagePart,
)
from deals.numbers.rates import CaseRate
from deals.numbers.record import (
    Losses,
    OwnerRecord,
    Success,
    count_within,
    find_coverage,
    find_measures,
    measure_year,
)
from deals.numbers.shape import Shape, TeamShape
from deals.numbers.signed_beside import NOTHING_BESIDE, SignedBeside, SignedProject
from deals.numbers.states import ProjectState
from deals.rounding import round_whole

PERCENTILES = (10, 50, 90)
SHARE_PLACES, RATE_PLACES = 2, 4


def forecast_record(
    found: Forecast, figures: Figures, scope: NumbersScope = TEAM, *, evidence: bool = False
) -> dict[str, Any]:
    """Return a forecast; with `evidence` each project in play with what corrects its rate."""
    basis = found.basis
    facts = _EvidenceRecords(figures) if evidence else None
    return {
        "by": found.by,
        "as_of": basis.today.isoformat(),
        "win_rates": {stage: _rate(basis.win_rate(stage)) for stage in basis.win_rates},
        "exchange_rates": {
            code: {"rate": float(rate.rate), "on": rate.on.isoformat()}
            for code, rate in figures.exchange_rates_on(basis.today).items()
        },
        "periods": [
            {
                **bucket_record(bucket, facts),
                "targets": target_records(bucket, figures, scope),
                "crossing": list(figures.list_crossing(bucket, scope)),
            }
            for bucket in found.periods
        ],
        "overdue": bucket_record(found.overdue, facts),
        "undated": bucket_record(found.undated, facts),
        "total": bucket_record(found.total, facts),
        "twins": twin_records(figures.counted_twice(scope)),
    }


def twin_records(groups: Iterable[TwinGroup]) -> list[dict[str, Any]]:
    """Return the deals that sums may count twice: a name, and the projects that may be one."""
    return [
        {
            "name": group[0].name,
            "projects": [{"id": each.id, "name": each.name, "owner": each.owner} for each in group],
        }
        for group in groups
    ]


def target_records(
    bucket: ForecastBucket, figures: Figures, scope: NumbersScope
) -> list[dict[str, Any]]:
    """Return a period held against its targets, by currency, and together at the rates."""
    return [
        {
            "currency": held.currency,
            "together": together,
            "target": held.target.amount if held.target else None,
            "source": held.target.source if held.target else None,
            "set": dict(held.money.parts),
            "beside": dict(held.money.beside),
            "gap": round_whole(held.gap.amount) if held.gap else None,
            "odds": None if held.chance is None else round(held.chance, RATE_PLACES),
        }
        for held, together in figures.list_gaps(bucket, scope)
    ]


class _EvidenceRecords:
    """What speaks for each project and against it, as records."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def record(self, project: Project) -> dict[str, Any] | None:
        """Return the evidence of a project; None without a win rate."""
        found = self._figures.evidence(project)
        return None if found is None else evidence_record(found)


def evidence_record(found: Evidence) -> dict[str, Any]:
    """Return a win rate in whole percents with the parts that add up to what it becomes."""
    return {
        "base": found.base,
        "parts": [
            {
                "fact": part.fact,
                "percent": part.percent,
                "beta": round(part.effect.beta, RATE_PLACES),
                "measured": part.effect.measured,
            }
            for part in found.parts
        ],
        "percent": found.percent,
    }


def bucket_record(bucket: ForecastBucket, evidence: _EvidenceRecords | None) -> dict[str, Any]:
    """Return a bucket: its figures by currency, and together in the home currency."""
    home = None
    if bucket.home is not None:
        home = {
            "currency": bucket.home.currency,
            "without_rate": list(bucket.without_rate),
            **currency_record(bucket, bucket.home, evidence),
        }
    return {
        "period": bucket.period.label if bucket.period else None,
        "count": bucket.count,
        "currencies": {
            code: currency_record(bucket, figures, evidence)
            for code, figures in bucket.currencies.items()
        },
        "home": home,
        "without_amount": [_named(state) for state in bucket.unpriced],
    }


def currency_record(
    bucket: ForecastBucket, figures: CurrencyBucket, evidence: _EvidenceRecords | None
) -> dict[str, Any]:
    """Return the figures of a bucket in one currency, with the projects that they are made of."""
    odds = distribute_bucket(bucket, figures)
    return {
        "count": figures.count,
        "signed": figures.signed,
        "sum": _range(figures.sum),
        "completion": _range(figures.completion),
        "weighted": _range(figures.weighted) if figures.weighted else None,
        **{f"p{at}": odds.percentile(at) if odds else None for at in PERCENTILES},
        "certain": figures.certain,
        "possible": figures.possible,
        "dated_expected": figures.dated_expected,
        "projects": [_part(part, evidence) for part in figures.parts],
        "signed_projects": [
            {**_named(part.state), "amount": part.amount, "on": _day(part.on)}
            for part in figures.signed_parts
        ],
    }


def _part(part: ForecastPart, evidence: _EvidenceRecords | None) -> dict[str, Any]:
    record = {
        **_named(part.state),
        "share": _range(part.share),
        "chance": _rate(part.chance) if part.dated else None,
    }
    return {**record, "evidence": evidence.record(part.state.project)} if evidence else record


def _range(found: MoneyRange) -> dict[str, int]:
    return found._asdict()


def _named(state: ProjectState) -> dict[str, Any]:
    return {"id": state.id, "name": state.name}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _rate(rate: Fraction | None) -> float | None:
    return None if rate is None else round(float(rate), RATE_PLACES)


def movement_record(
    found: Movement,
    unpriced: Iterable[ProjectState],
    twins: Iterable[TwinGroup] = (),
    beside: SignedBeside = NOTHING_BESIDE,
) -> dict[str, Any]:
    """Return a movement: of each currency then, the lines that add up to now, and now.

    What is in play without an amount is in no line.
    """
    period = found.scope.period
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "period": period.label if period else None,
        "currencies": {code: _moved(moved) for code, moved in found.currencies.items()},
        "advanced": {code: _stages(m.advanced) for code, m in found.currencies.items()},
        "fell_back": {code: _stages(m.fell_back) for code, m in found.currencies.items()},
        "home": _moved_together(found),
        "gone": [_gone(each) for each in found.gone],
        "handed_over": [_handed(each) for each in found.handed],
        "unpriced": [_named(state) for state in unpriced],
        "signed_in_no_line": [_signed_record(each) for each in beside.in_no_line],
        "signed_elsewhere": [_signed_record(each) for each in beside.elsewhere],
        "twins": twin_records(twins),
    }


def _handed(handed: HandedProject) -> dict[str, Any]:
    return {**_named(handed.state), "from": handed.then.owner, "to": handed.state.owner}


def _gone(gone: MissingProject) -> dict[str, Any]:
    return {**_named(gone.state), "source": gone.source, "on": gone.on.isoformat()}


def _moved_together(found: Movement) -> dict[str, Any] | None:
    if found.home is None:
        return None
    lacking = list(found.without_rate)
    return {"currency": found.home.currency, "without_rate": lacking, **_moved(found.home)}


def _signed_record(signed: SignedProject) -> dict[str, Any]:
    state, amount = signed.state, signed.state.amount
    return {
        **_named(state),
        "signed_on": signed.on.isoformat() if signed.on else None,
        "currency": amount.currency if amount else None,
        "amount": state.expected,
    }


def _moved(moved: CurrencyMovement) -> dict[str, Any]:
    return {
        "then": moved.then,
        "lines": [_line(line) for line in moved.lines],
        "now": moved.now,
        "slips": [
            {
                **_named(slip.state),
                "from": slip.before.text,
                "to": slip.after.text,
                "quarters": slip.quarters,
                "nth": slip.nth,
                "amount": slip.amount,
            }
            for slip in moved.slips
        ],
    }


def _line(line: MovementLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "count": line.count,
        "amount": line.amount,
        "projects": [{**_named(part.state), "amount": part.amount} for part in line.parts],
    }


def _stages(parts: Sequence[StagePart]) -> dict[str, Any]:
    return {
        "count": len(parts),
        "amount": sum(part.amount for part in parts),
        "projects": [
            {
                **_named(part.state),
                "amount": part.amount,
                "from": part.then.stage,
                "to": part.state.stage,
            }
            for part in parts
        ],
    }


def shape_record(found: TeamShape, covers: PeriodCovers) -> dict[str, Any]:
    """Return the shape of a scope, and those of its owners.

    `cover` is what is in play of a period against what of the target is `left` to sign, null where
    there is none.
    """
    owners = {
        owner: _shape(shape, covers, covers.owners.get(owner))
        for owner, shape in found.with_owners(covers.owners_with_target).items()
    }
    return {**_shape(found.team, covers, covers.whole), "owners": owners}


def _shape(shape: Shape, covers: PeriodCovers, cover: OwnerCover | None) -> dict[str, Any]:
    return {
        "shape": shape.name,
        "n": shape.count,
        "early": round(float(shape.early), SHARE_PLACES),
        "late": round(float(shape.late), SHARE_PLACES),
        "empty": shape.empty,
        "by_stage": dict(shape.by_stage),
        "cover": {
            "period": covers.period,
            "currency": covers.currency,
            "in_play": cover.in_play if cover else None,
            "left": cover.left if cover else None,
        },
    }


def record_record(found: ScopeRecord, measures: dict[str, Any]) -> dict[str, Any]:
    """Return how projects came out, how past forecasts did, and the measures of success of a year.

    A `rate` is w/n, null under ten cases; `used` is what is reckoned with, null where neither the
    playbook nor the cases tell.
    """
    record, forecasts = found.record, found.forecasts
    return {
        "conversion": {stage: _conversion(each) for stage, each in record.conversions.items()},
        "stage_days": {stage: _days(each) for stage, each in record.stage_days.items()},
        "signing_days": _days(record.signing_days),
        "success": _success(record.team.success),
        "losses": _losses(record.losses),
        **{key: value for key, value in _owner(record.team).items() if key != "success"},
        "owners": {
            owner: {**_owner(each), "bias": _bias(forecasts.owners.get(owner, Bias(0, 0)))}
            for owner, each in record.owners.items()
        },
        "currency": found.currency,
        **_calibration(forecasts),
        "known_since": found.known_since and f"{found.known_since}",
        "measures": measures,
    }


def measures_record(figures: Figures, scope: NumbersScope, found: ScopeRecord) -> dict[str, Any]:
    """Return the measures of success of this year: what is worked out, and what the team entered.

    An entered one is null where nobody entered it.
    """
    year = figures.years.period_of(figures.today, "year")
    number = measure_year(year, figures.years)
    entered = find_measures(figures.book.measures, number, scope.owner or "")
    return {
        "year": year.year,
        "months": [f"{year.earliest:%Y-%m}", f"{year.latest:%Y-%m}"],
        "success": _success(found.years.get(year, Success())),
        "relations": _cases("held", found.record.team.relations.rate),
        **{kind: _entered(entered.get(kind)) for kind in MEASURES if kind != "customers"},
        "coverage": _coverage(entered.get("customers"), figures, scope),
    }


def _entered(measure: Measure | None) -> dict[str, Any] | None:
    if measure is None:
        return None
    value = measure.value if measure.kind == "standing" else float(measure.value)
    return {"value": value, "source": measure.source or None}


def _coverage(
    measure: Measure | None, figures: Figures, scope: NumbersScope
) -> dict[str, Any] | None:
    if measure is None:
        return None
    there = (state.project for state in figures.states(scope))
    covered = find_coverage(measure.value.split("\n"), there)
    return {
        **_cases("covered", covered.rate),
        "missing": list(covered.missing),
        "source": measure.source or None,
    }


def _conversion(found: Conversion) -> dict[str, Any]:
    return {
        "entered": found.entered,
        "went_on": len(found.went_on),
        "ended": len(found.ended),
        "there": len(found.there),
        "fell_back": len(found.fell_back),
        **_rates(found.rate),
    }


def _rates(rate: CaseRate) -> dict[str, Any]:
    return {"rate": _rate(rate.shown), "used": _rate(rate.used)}


def _days(found: Duration | SigningTimes) -> dict[str, Any]:
    return {
        "median": found.median,
        "n": found.count,
        "open": found.open,
        "longest": found.longest,
    }


def _success(found: Success) -> dict[str, Any]:
    return {
        "won": len(found.won),
        "lost": len(found.lost),
        **_rates(found.rate),
        "projects": {"won": list(found.won), "lost": list(found.lost)},
    }


def _losses(found: Losses) -> dict[str, Any]:
    def count(groups: Mapping[str, Sequence[str]]) -> dict[str, int]:
        return {name: len(ids) for name, ids in groups.items()}

    return {
        "by_reason": count(found.by_reason),
        "by_competitor": count(found.by_competitor),
        "by_stage": count(found.by_stage),
        "by_product": count(found.by_product),
        "competitors": {
            name: {
                "by_stage": count_within(ids, found.by_stage),
                "by_product": count_within(ids, found.by_product),
                "projects": list(ids),
            }
            for name, ids in found.by_competitor.items()
        },
    }


def _owner(found: OwnerRecord) -> dict[str, Any]:
    return {
        "success": _success(found.success),
        "promises": _cases("kept", found.promises),
        "slips": {
            "count": len(found.slips),
            "quarters": sum(slip.quarters for slip in found.slips),
            "projects": list(dict.fromkeys(slip.id for slip in found.slips)),
        },
        "relations": _cases("held", found.relations.rate),
    }


def _cases(name: str, rate: CaseRate) -> dict[str, Any]:
    return {name: rate.wins, "of": rate.cases, **_rates(rate)}


def _calibration(found: Calibration) -> dict[str, Any]:
    brier = found.brier
    skill = brier.skill if brier and brier.enough else None
    return {
        "forecasts": [
            {
                "period": period.label,
                "expected": period.expected,
                "p10": period.p10,
                "p90": period.p90,
                "signed": period.signed,
                "within": period.within,
                "projects": {
                    "signed": [deal.id for deal in period.signed_deals],
                    "forecast": [each.deal.id for each in period.deals],
                },
            }
            for period in found.periods
        ],
        "bias": _bias(found.bias),
        "brier": {
            "cases": brier.cases if brier else 0,
            "score": _rate(brier.score) if brier and brier.enough else None,
            "skill": _rate(skill),
        },
    }


def _bias(found: Bias) -> dict[str, Any]:
    return {
        "signed": found.signed,
        "expected": found.expected,
        "periods": found.periods,
        "ratio": _rate(found.shown),
    }
