"""The shape of the pipeline: its spread over the stages, of all and of each owner (section 4)."""

from __future__ import annotations

from collections.abc import Iterator

from deals.numbers.covers import OwnerCover
from deals.numbers.shape import EDGE, Shape
from reports.drawings.bar_chart import CountBar, draw_count_bars, list_count_lines
from reports.parts.report_part import ReportPart
from reports.parts.target_parts import maybe_money
from reports.report import (
    Block,
    ReportColumn,
    ReportParagraph,
    ReportPicture,
    ReportRow,
    ReportTable,
)
from reports.report_cells import count_cell, share_cell, text_cell
from reports.report_context import ReportContext
from reports.report_texts import write_money
from views.numbers.face_rows import percent_text
from views.numbers.shape import SHAPE_NAMES, VERDICTS
from wording import _, language, pgettext
from wording.candidate_texts import owner_text


def make_shape_part(context: ReportContext) -> ReportPart:
    """Make the shape of the scope as bars, its verdict, and the shapes of its owners."""
    figures = context.figures
    shape, title = figures.shape(context.scope), _("Shape of the pipeline")
    if not shape.team.count:
        return ReportPart(title, (ReportParagraph(_("No project is open."), "dim"),))
    bars = [CountBar(_stage_label(stage, context), n) for stage, n in shape.team.by_stage.items()]
    drawn = ReportPicture("", draw_count_bars(bars), tuple(list_count_lines(bars)))
    blocks: list[Block] = [
        ReportParagraph(_(VERDICTS[shape.team.name]), "strong"),
        ReportParagraph(_share_text(shape.team)),
        drawn,
    ]
    blocks += _list_owner_shapes(context)
    return ReportPart(title, tuple(blocks))


def _stage_label(stage: str, context: ReportContext) -> str:
    return f"{stage} {context.playbook.stage(stage).name.of(language())}"


def _share_text(shape: Shape) -> str:
    stages = list(shape.by_stage)
    text = _(
        "{count} open; early ({early}) {early_share}, late ({late}) {late_share}, {empty} empty"
    )
    return text.format(
        count=shape.count,
        early="+".join(stages[:EDGE]),
        early_share=percent_text(float(shape.early)),
        late="+".join(stages[-EDGE:]),
        late_share=percent_text(float(shape.late)),
        empty=shape.empty,
    )


def _list_owner_shapes(context: ReportContext) -> Iterator[Block]:
    """Yield the shape of each owner, with what is in play against what is left to sign."""
    figures = context.figures
    period = figures.years.period_of(context.today, "quarter")
    covers = figures.covers(period, context.scope)
    found = figures.shape(context.scope)
    shapes = found.with_owners(covers.owners_with_target)
    targets = covers.has_targets
    ordered = sorted(shapes.items(), key=lambda each: (-each[1].count, each[0]))
    rows = tuple(
        _owner_shape_row(name, shape, covers.owners.get(name), covers.currency, targets=targets)
        for name, shape in ordered
    )
    columns = [
        ReportColumn(pgettext("paper", "Owner"), share=4),
        ReportColumn(_("Open"), "number", 2),
        *(ReportColumn(stage, "number") for stage in found.team.by_stage),
        ReportColumn(_("Early"), "percent", 2),
        ReportColumn(_("Late"), "percent", 2),
        ReportColumn(_("Shape"), share=3),
    ]
    if targets:
        name = _("In play, {period}").format(period=covers.period)
        columns += [ReportColumn(name, "money", 4), ReportColumn(_("Left to sign"), "money", 4)]
        whole = covers.whole
        if whole.left is not None and whole.lacks:
            text = _("All that is in play in {period} falls {money} short of what is left to sign.")
            money = write_money(whole.lacks, covers.currency)
            yield ReportParagraph(text.format(period=covers.period, money=money), "amber")
    yield ReportTable(tuple(columns), rows, title=_("By owner"))


def _owner_shape_row(
    owner: str, shape: Shape, cover: OwnerCover | None, currency: str, *, targets: bool
) -> ReportRow:
    money = (
        maybe_money(cover.in_play if cover else None, currency),
        maybe_money(cover.left if cover else None, currency),
    )
    return (
        text_cell(owner_text(owner), "strong"),
        count_cell(shape.count),
        *(count_cell(count) for count in shape.by_stage.values()),
        share_cell(float(shape.early)),
        share_cell(float(shape.late)),
        text_cell(_(SHAPE_NAMES[shape.name])),
        *(money if targets else ()),
    )
