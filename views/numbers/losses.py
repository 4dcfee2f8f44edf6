"""What projects were lost to: by competitor, stage and product, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from deals.numbers.rates import CaseRate
from deals.numbers.record import Losses, count_within
from deals.parsing.text import fold_text
from views.charts import draw_count_bar
from views.figure_table import (
    FigureColumn,
    FigureRow,
    draw_figure_row,
    draw_figure_titles,
    lay_out_figures,
)
from views.numbers.face_rows import AboutLines, NumbersRow, labelled_lines, rule_row
from views.numbers.record_sums import NameOf, case_texts, tell_lost, tell_texts
from views.styled_text import StyledText, TextLine, fit, line, width
from wording import _, ngettext, pgettext

NAMES, PRODUCT_CELLS = 16, 10
MOST_COMPETITORS, MOST_PRODUCTS, MOST_GROUPS, MOST_TOLD = 6, 4, 7, 3


class LossGrouping(NamedTuple):
    """A way to group lost projects: its id, its title, and the projects by name."""

    id: str
    title: str
    groups: Mapping[str, tuple[str, ...]]


class LossLine(NamedTuple):
    """A line of lost projects: its id, what it is called, and the projects."""

    id: str
    name: str
    ids: tuple[str, ...]


def _list_groupings(losses: Losses) -> tuple[LossGrouping, ...]:
    return (
        LossGrouping("competitor", _("lost to"), losses.by_competitor),
        LossGrouping("reason", _("by reason"), losses.by_reason),
        LossGrouping("stage", _("after stage"), losses.by_stage),
        LossGrouping("product", _("of product"), losses.by_product),
    )


def _list_lines(grouping: LossGrouping, most: int) -> list[LossLine]:
    """Return a line for each name of a grouping; of very many the last stand in one together."""
    every = [
        LossLine(f"lost:{grouping.id}:{fold_text(name)}", name or _("not said"), ids)
        for name, ids in grouping.groups.items()
    ]
    if len(every) <= most + 1:
        return every
    rest = every[most:]
    text = ngettext("{count} more", "{count} more", len(rest)).format(count=len(rest))
    others = tuple(id_ for each in rest for id_ in each.ids)
    return [*every[:most], LossLine(f"lost:more:{grouping.id}", text, others)]


def _behind(
    losses: Losses, grouping: LossGrouping, each: LossLine, name_of: NameOf
) -> tuple[TextLine, tuple[str, ...], AboutLines, AboutLines]:
    """Return what stands behind a line: its title, projects, how they spread, and their names."""
    text = _("{way}: {name}") if grouping.id == "competitor" else _("lost {way}: {name}")
    heading = text.format(way=grouping.title, name=each.name)
    title = line(StyledText(heading, "strong"), f"  {len(each.ids)}")
    others = [other for other in _list_groupings(losses) if other.id != grouping.id]
    about = _tell_where(others, each.ids)
    return title, each.ids, about, tell_lost(each.ids, losses.count, name_of)


def draw_competitors(losses: Losses, cells: int, name_of: NameOf) -> Iterator[NumbersRow]:
    """Draw which competitors beat us where: a row for each, by stage and by product."""
    if not losses.count:
        return
    grouping = _list_groupings(losses)[0]
    lines = _list_lines(grouping, MOST_COMPETITORS)
    products = [name for name in losses.by_product if name][:MOST_PRODUCTS]
    columns = [FigureColumn(pgettext("column", "lost"))]
    columns += [FigureColumn(stage, 1) for stage in losses.by_stage]
    columns += [
        FigureColumn(fit(name, min(PRODUCT_CELLS, width(name))), 2 + at)
        for at, name in enumerate(products)
    ]
    places = {**losses.by_stage, **{f":{name}": losses.by_product[name] for name in products}}
    rows = [FigureRow(each.name, _count_texts(each.ids, places)) for each in lines]
    layout = lay_out_figures(columns, rows, cells, NAMES)
    yield rule_row(_("lost to: after which stage, of which product"), cells)
    yield NumbersRow(draw_figure_titles(columns, layout))
    for each, row in zip(lines, rows, strict=True):
        behind = _behind(losses, grouping, each, name_of)
        yield NumbersRow(draw_figure_row(row, columns, layout), each.id, *behind)


def _count_texts(ids: Sequence[str], places: Mapping[str, tuple[str, ...]]) -> list[str]:
    counts = count_within(ids, places)
    return [f"{len(ids)}", *(f"{counts.get(place, '-')}" for place in places)]


def draw_losses(losses: Losses, cells: int, name_of: NameOf) -> Iterator[NumbersRow]:
    """Draw why, after which stage and of which product projects were lost, as bars."""
    if not losses.count:
        return
    yield rule_row(_("lost"), cells)
    groupings = _list_groupings(losses)[1:]
    label = max(width(each.title) for each in groupings) + 2
    room = max(10, (cells - label) // 2)
    for grouping in groupings:
        start = grouping.title
        for each in _list_lines(grouping, MOST_GROUPS):
            count = len(each.ids)
            bar = draw_count_bar(count, losses.count, max(4, cells - label - room - 6), "lost")
            text = f"{fit(each.name, room)} {count:>3}  "
            body = line(StyledText(fit(start, label), "dim"), text, *bar)
            yield NumbersRow(body, each.id, *_behind(losses, grouping, each, name_of))
            start = ""


def tell_beaten(losses: Losses, rate: CaseRate) -> AboutLines:
    """Tell what a success rate rests on, and which competitors beat us where."""
    about = tell_texts(lambda: case_texts(rate))
    named = [(name, ids) for name, ids in losses.by_competitor.items() if name][:MOST_TOLD]
    places = losses.by_stage, losses.by_product

    def tell(cells: int) -> list[TextLine]:
        texts = (
            _("; ").join([f"{name} {len(ids)}", *filter(None, (_spread(ids, at) for at in places))])
            for name, ids in named
        )
        lost = labelled_lines(_("lost to"), texts, cells) if named else []
        return [*about(cells), *lost]

    return tell


def _spread(ids: Iterable[str], groups: Mapping[str, tuple[str, ...]]) -> str:
    """Return how projects spread over groups, those of most first."""
    ranked = sorted(count_within(ids, groups).items(), key=lambda each: -each[1])
    unsaid = _("not said")
    return _(", ").join(f"{name or unsaid} {count}" for name, count in ranked)


def _tell_where(groupings: Iterable[LossGrouping], ids: Iterable[str]) -> AboutLines:
    """Tell how lost projects spread over the other ways to group them, most first."""
    lost, others = tuple(ids), tuple(groupings)

    def tell(cells: int) -> list[TextLine]:
        return [
            each
            for grouping in others
            for each in labelled_lines(grouping.title, [_spread(lost, grouping.groups)], cells)
        ]

    return tell
