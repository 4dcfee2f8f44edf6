"""The shape of pipelines as a table: the team's and each owner's, with the counts by stage."""

from __future__ import annotations

from collections.abc import Sequence

from deals.numbers.covers import OwnerCover, PeriodCovers
from deals.numbers.shape import Shape, TeamShape
from tui.output.number_sheets import NumberSheet, SheetBars, SheetCell, SheetColumn
from views.charts import ChartBar, ChartLine
from views.numbers.shape import SHAPE_NAMES, VERDICTS
from wording import _, pgettext
from wording.candidate_texts import owner_text

BAR_ROOM = 110


def shape_sheet(found: TeamShape, name: str, covers: PeriodCovers) -> NumberSheet:
    """Return the shape of all under a name, and of each owner if that is not all there is."""
    rows = [_row(name, found.team, covers.period, covers.whole)]
    owners = found.with_owners(covers.owners_with_target)
    if len(owners) > 1:
        rows += [
            _row(owner_text(owner), shape, covers.period, covers.owners.get(owner))
            for owner, shape in owners.items()
        ]
    stages = (SheetColumn(stage) for stage in found.team.by_stage)
    columns = (
        SheetColumn(pgettext("column", "Owner"), "text", least=6),
        SheetColumn(pgettext("column", "Shape"), "text"),
        SheetColumn(pgettext("column", "Projects")),
        *stages,
        SheetColumn(pgettext("column", "Early stages")),
        SheetColumn(pgettext("column", "Late stages")),
        SheetColumn(pgettext("column", "Empty")),
        SheetColumn(pgettext("column", "Period"), "text", printed=False),
        SheetColumn(pgettext("column", "In play"), printed=covers.has_targets),
        SheetColumn(pgettext("column", "Left to sign"), printed=covers.has_targets),
        SheetColumn(pgettext("column", "In play/left"), printed=covers.has_targets),
    )
    return NumberSheet(columns, rows)


def _row(name: str, shape: Shape, period: str, cover: OwnerCover | None) -> Sequence[SheetCell]:
    shares = (round(float(share), 4) for share in (shape.early, shape.late))
    covered = cover.ratio if cover else None
    return (
        name,
        _(SHAPE_NAMES[shape.name]),
        shape.count,
        *shape.by_stage.values(),
        *shares,
        shape.empty,
        period,
        cover.in_play if cover else None,
        cover.left if cover else None,
        None if covered is None else round(covered, 4),
    )


def stage_table(shape: Shape) -> NumberSheet:
    """Return the counts by stage of one shape, with their bars."""
    columns = (
        SheetColumn(pgettext("column", "Stage"), "text"),
        SheetColumn(pgettext("column", "Projects")),
    )
    counts = shape.by_stage.values()
    lines = [ChartLine((ChartBar(0, count),)) for count in counts]
    bars = SheetBars(0, max([1, *counts]), lines)
    return NumberSheet(columns, list(shape.by_stage.items()), bars)


def shape_remarks(shape: Shape, covers: PeriodCovers) -> list[str]:
    """Return what the shape of a pipeline says, and of what period and currency its money is."""
    if not covers.has_targets:
        return [_(VERDICTS[shape.name])]
    text = _("In play and left to sign: of {period}, in {currency}.")
    return [
        _(VERDICTS[shape.name]),
        text.format(period=covers.period, currency=covers.currency),
    ]
