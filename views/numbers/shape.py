"""The shape of a pipeline: how open projects spread over the stages, by team and owner. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deals.numbers.covers import OwnerCover, PeriodCovers
from deals.numbers.shape import EDGE, Shape, ShapeName, TeamShape
from views.charts import draw_count_bar
from views.figure_table import (
    FigureColumn,
    FigureRow,
    draw_figure_row,
    draw_figure_titles,
    lay_out_figures,
)
from views.numbers.face_rows import (
    AboutLines,
    NumbersRow,
    cases_text,
    percent_text,
    rule_row,
    short_money,
    text_rows,
)
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, fit, line, width, wrap
from wording import N_, _, ngettext, pgettext
from wording.candidate_texts import owner_text

NAMES, STAGE_NAMES, MOST_NAMED = 16, 20, 3
SHAPE_NAMES: Mapping[ShapeName, str] = {
    "thin": N_("thin"),
    "harvesting": N_("harvesting"),
    "prospecting": N_("prospecting"),
    "mature": N_("mature"),
    "mixed": N_("mixed"),
}
VERDICTS: Mapping[ShapeName, str] = {
    "thin": N_("thin: too few to trust a forecast, find more projects first"),
    "harvesting": N_("harvesting: late ones are followed up and nothing comes behind them"),
    "prospecting": N_("prospecting: nothing is near signing, bring two or three forward"),
    "mature": N_("mature: spread over all stages, it stands by itself"),
    "mixed": N_("mixed: none of the known shapes, the figures say what there is"),
}


@dataclass(frozen=True, slots=True)
class ShapeFigures:
    """What the face shows: shapes, and the projects behind them by stage and by owner.

    `covers` hold what is in play in a period against what is left of the targets.
    """

    shape: TeamShape
    stages: Mapping[str, str]
    by_stage: Mapping[str, tuple[str, ...]]
    by_owner: Mapping[str, tuple[str, ...]]
    covers: PeriodCovers | None = None

    @property
    def period(self) -> str:
        """What the period goes by that targets are looked at for."""
        return self.covers.period if self.covers else ""

    def cover(self, owner: str) -> OwnerCover | None:
        """Return what an owner has in play against what is left to sign; None without a target."""
        found = self.covers.owners.get(owner) if self.covers else None
        return found if found and found.left is not None else None


def draw_shape(shown: ShapeFigures, cells: int) -> list[NumbersRow]:
    """Draw the face in so many cells."""
    if not shown.shape.team.count:
        return []
    return [*_draw_stages(shown, cells), *_draw_owners(shown, cells)]


def _draw_stages(shown: ShapeFigures, cells: int) -> Iterator[NumbersRow]:
    team = shown.shape.team
    for part in wrap(_(VERDICTS[team.name]), cells - 1, 3):
        yield NumbersRow(line(StyledText(part, "strong")))
    yield from text_rows(_figures_text(team), cells)
    if shown.covers and shown.covers.whole.left:
        yield from text_rows(target_left_text(shown.covers.whole, shown.period), cells)
    if short := _short_text(shown):
        for part in wrap(short, cells - 1, 3):
            yield NumbersRow(line(StyledText(part, "strong")))
    most = max(team.by_stage.values())
    names = min(STAGE_NAMES, max(width(name) for name in shown.stages.values()))
    label = 4 + names + 5
    for stage, count in team.by_stage.items():
        name = fit(shown.stages.get(stage, ""), names)
        bar = draw_count_bar(count, most, max(8, cells - label - 2))
        yield NumbersRow(
            line(f"{fit(stage, 4)}{name}{count:>5}  ", *bar),
            f"stage:{stage}",
            line(StyledText(f"{stage} {shown.stages.get(stage, '')}", "strong")),
            shown.by_stage.get(stage, ()),
            _tell_shape(team),
            _tell_shape(team),
        )


def _short_text(shown: ShapeFigures) -> str:
    """Return whose projects in play would not do even if all were signed; empty for nobody's."""
    short = [owner for owner, _shape in _list_owners(shown) if _lacks(shown, owner)]
    if not short:
        return ""
    names = [_name_owner(owner) for owner in short[:MOST_NAMED]]
    if left := len(short) - len(names):
        names.append(ngettext("{count} more", "{count} more", left).format(count=left))
    text = _("{period}: all in play does not cover what is to sign: {names}")
    return text.format(period=shown.period, names=_(", ").join(names))


def _lacks(shown: ShapeFigures, owner: str) -> int:
    cover = shown.cover(owner)
    return cover.lacks if cover else 0


def _list_owners(shown: ShapeFigures) -> list[tuple[str, Shape]]:
    """List owners, first those whose target is not covered by the most, then the thin ones."""
    owners = shown.shape.with_owners(shown.covers.owners_with_target if shown.covers else ())

    def place(each: tuple[str, Shape]) -> tuple[int, bool, int, str]:
        owner, shape = each
        return -_lacks(shown, owner), shape.name != "thin", -shape.count, owner

    return sorted(owners.items(), key=place)


def _short_cover(cover: OwnerCover | None) -> str:
    """Return what is in play of what is left to sign, with a sign where it does not do."""
    if cover is None or cover.left is None:
        return ""
    if not cover.left:
        return _("signed")
    text = f"{short_money(cover.in_play)} / {short_money(cover.left)}"
    return f"! {text}" if cover.lacks else text


def _tell_owner(shown: ShapeFigures, owner: str, shape: Shape) -> AboutLines:
    def tell(cells: int) -> Sequence[TextLine]:
        cover = shown.cover(owner)
        texts = [target_left_text(cover, shown.period)] if cover is not None and cover.left else []
        lines = [line(part) for text in texts for part in wrap(text, cells, 3)]
        return [*lines, *_tell_shape(shape)(cells)]

    return tell


def target_left_text(cover: OwnerCover, period: str) -> str:
    """Return what is in play against what of a target is left to sign, in a sentence."""
    text = _("{period}: {amount} in play, {left} of the target still to sign ({share})")
    return text.format(
        period=period,
        amount=short_money(cover.in_play),
        left=short_money(cover.left or 0),
        share=percent_text(cover.ratio or 0),
    )


def _edge_names(shape: Shape) -> tuple[str, str]:
    stages = list(shape.by_stage)
    return "+".join(stages[:EDGE]), "+".join(stages[-EDGE:])


def _figures_text(shape: Shape) -> str:
    early, late = _edge_names(shape)
    text = _(
        "{count} open; early ({early}) {early_share}, late ({late}) {late_share}, {empty} empty"
    )
    return text.format(
        count=shape.count,
        early=early,
        early_share=percent_text(float(shape.early)),
        late=late,
        late_share=percent_text(float(shape.late)),
        empty=shape.empty,
    )


def _tell_shape(shape: Shape) -> AboutLines:
    def tell(cells: int) -> Sequence[TextLine]:
        counts = list(shape.by_stage.values())
        early, late = _edge_names(shape)
        texts = [
            _(VERDICTS[shape.name]),
            f"{early}: {cases_text(sum(counts[:EDGE]), shape.count)}",
            f"{late}: {cases_text(sum(counts[-EDGE:]), shape.count)}",
            _("the shape is judged by counts, not by money"),
        ]
        return [line(part) for text in texts for part in wrap(text, cells, 3)]

    return tell


def _columns(stages: Sequence[str]) -> list[FigureColumn]:
    counts = [FigureColumn(stage, 2) for stage in stages]
    return [
        FigureColumn(pgettext("column", "open")),
        *counts,
        FigureColumn(pgettext("column", "early"), 3),
        FigureColumn(pgettext("column", "late"), 3),
        FigureColumn(pgettext("column", "in play/left"), 1),
        FigureColumn(pgettext("column", "shape"), align="left"),
    ]


def _draw_owners(shown: ShapeFigures, cells: int) -> Iterator[NumbersRow]:
    stages = list(shown.shape.team.by_stage)
    owners = _list_owners(shown)
    rows = [_owner_row(owner, shape, shown.cover(owner)) for owner, shape in owners]
    columns = _columns(stages)
    layout = lay_out_figures(columns, rows, cells, NAMES)
    yield rule_row(_("by owner"), cells)
    yield NumbersRow(draw_figure_titles(columns, layout))
    for (owner, shape), row in zip(owners, rows, strict=True):
        yield NumbersRow(
            draw_figure_row(row, columns, layout),
            f"owner:{owner}",
            line(StyledText(owner_text(owner), "strong")),
            shown.by_owner.get(owner, ()),
            _tell_owner(shown, owner, shape),
            _tell_owner(shown, owner, shape),
        )


def _owner_row(owner: str, shape: Shape, cover: OwnerCover | None) -> FigureRow:
    counts = [f"{count}" if count else "-" for count in shape.by_stage.values()]
    shares = [percent_text(float(share)) for share in (shape.early, shape.late)]
    texts = (f"{shape.count}", *counts, *shares, _short_cover(cover), _(SHAPE_NAMES[shape.name]))
    return FigureRow(_name_owner(owner), texts)


def _name_owner(owner: str) -> str:
    return shorten_name(owner_text(owner), NAMES)
