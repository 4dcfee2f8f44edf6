"""The branches of a reporting line with their figures, and one in full. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, get_args

from deals.model import ExchangeRate
from deals.numbers.branches import (
    WHOLE,
    BranchFigures,
    BranchReport,
    BranchTarget,
    TeamFigures,
)
from deals.playbook import Playbook
from deals.reporting_line import ReportingLine
from screens.base.row_list import RowText
from views.glyphs import glyphs
from views.money_texts import money_text, rates_text
from views.numbers.face_rows import short_money, waiting_text
from views.person_names import shorten_name
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, Tone, join_spans, line, width, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _, add_note, ngettext, pgettext

TeamFace = Literal["line", "twins"]
FACES: tuple[TeamFace, ...] = get_args(TeamFace)
FACE_NAMES: Mapping[TeamFace, str] = {"line": N_("branches"), "twins": N_("twins")}
BranchSort = Literal[
    "name", "people", "deals", "sum", "expected", "due", "signed", "gap", "late", "flags"
]
SORT_KEYS: Mapping[BranchSort, str] = {
    "name": "n",
    "people": "p",
    "deals": "d",
    "sum": "m",
    "expected": "x",
    "due": "w",
    "signed": "s",
    "gap": "g",
    "late": "l",
    "flags": "a",
}
UNKNOWN = BranchTarget()
TOTAL = "\t"
"""The id of the row of all branches together; no person is called so."""
NAME_LEAST, NAME_WANTED, NAME_MOST = 12, 20, 30
WORTH_LESS = 3
"""From which rank on a column goes before names are shortened."""
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class TeamLook:
    """What is looked at: under whom, which face, in which order, and in which currency.

    No `under` means oneself. Without a `currency` money stands together at the team's rates; an
    empty one means that nobody chose.
    """

    under: str = ""
    face: TeamFace = "line"
    sort: BranchSort = "sum"
    turned: bool = False
    currency: str | None = ""

    def with_order(self, sort: BranchSort) -> TeamLook:
        """Return it in an order; the same again from its other end."""
        return replace(self, sort=sort, turned=sort == self.sort and not self.turned)

    def turn(self) -> TeamLook:
        """Return the next face."""
        return replace(self, face=FACES[(FACES.index(self.face) + 1) % len(FACES)])


@dataclass(frozen=True, slots=True)
class BranchEntry:
    """A row: a branch, whoever is looked at by themselves (`own`), or all together.

    `people` counts those of the branch; below some there is more to go down to (`deeper`).
    """

    id: str
    name: str
    figures: BranchFigures
    target: BranchTarget = UNKNOWN
    people: int = 0
    own: bool = False
    revoked: bool = False
    deeper: bool = False

    @property
    def count(self) -> int:
        """How many projects it has, whatever became of them."""
        return self.figures.deals + self.figures.signed + self.figures.out


def list_entries(
    report: BranchReport, figures: TeamFigures, look: TeamLook
) -> tuple[BranchEntry, ...]:
    """List the branches under a person in order, behind what is the person's own; then all."""
    line_, under = report.line, report.under
    currency = shown_currency(look, figures)
    own = _make_entry(line_, under, figures, currency, own=True)
    below = [_make_entry(line_, name, figures, currency) for name in line_.reports_of(under)]
    below.sort(key=lambda entry: entry.name)
    below.sort(key=lambda entry: _rank(entry, look.sort, currency), reverse=look.sort != "name")
    if look.turned:
        below.reverse()
    if not below:
        return (own,)
    target = figures.targets.get((WHOLE, currency), UNKNOWN)
    name, people = pgettext("row", "all together"), line_.count(under)
    return (own, *below, BranchEntry(TOTAL, name, figures.total, target, people))


def _make_entry(
    line_: ReportingLine,
    name: str,
    figures: TeamFigures,
    currency: str | None,
    *,
    own: bool = False,
) -> BranchEntry:
    person = line_.people.get(name)
    return BranchEntry(
        name,
        _("{name} (own)").format(name=name) if own else name,
        figures.branches.get(name, BranchFigures()),
        figures.targets.get((name, currency), UNKNOWN),
        1 if own else line_.count(name),
        own=own,
        revoked=person is not None and person.revoked,
        deeper=not own and bool(line_.reports_of(name)),
    )


def _rank(entry: BranchEntry, sort: BranchSort, currency: str | None) -> tuple[int | str, ...]:
    found, money = entry.figures, entry.figures.money(currency)
    ranks: Mapping[BranchSort, tuple[int | str, ...]] = {
        "name": (entry.name,),
        "people": (entry.people,),
        "deals": (found.deals,),
        "sum": (money.sum,),
        "expected": (money.completion if money.expected is None else money.expected,),
        "due": (money.due, found.due),
        "signed": (-1 if entry.target.signed is None else entry.target.signed,),
        "gap": (-1 if entry.target.gap is None else entry.target.gap,),
        "late": (found.late, money.late),
        "flags": (found.red or 0, found.amber or 0),
    }
    return ranks[sort]


def shown_currency(look: TeamLook, figures: TeamFigures) -> str | None:
    """Return the currency to show: the chosen one if it is there, else the first there is."""
    there = figures.currencies
    if look.currency in there:
        return look.currency
    return there[0] if there else figures.basis.home


# Rows --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its id, title, what it shows of an entry, and its rank: the highest goes first."""

    id: str
    title: str
    text: Callable[[BranchEntry], str]
    rank: int = 0


def _list_columns(figures: TeamFigures, currency: str | None) -> tuple[_Column, ...]:
    weighed = figures.total.money(currency).expected is not None
    expected = pgettext("column", "Expected") if weighed else pgettext("column", "Completion")
    due = _("due {quarter}").format(quarter=figures.due)

    def tell_sum(entry: BranchEntry) -> str:
        return _sum(entry, figures, currency)

    def tell_due(entry: BranchEntry) -> str:
        return short_money(entry.figures.money(currency).due) if entry.figures.due else "-"

    def tell_expected(entry: BranchEntry) -> str:
        return _expected(entry, currency, weighed=weighed)

    # Where there is a target what lacks is worth more than what is only in play.
    beside_target = 2 * any(each.target is not None for each in figures.targets.values())
    return (
        _Column("people", pgettext("column", "People"), lambda each: f"{each.people}", 5),
        _Column("deals", pgettext("column", "In play"), lambda each: f"{each.figures.deals}", 2),
        _Column("sum", pgettext("column", "Money"), tell_sum),
        _Column("expected", expected, tell_expected, 2 + beside_target),
        _Column("due", due, tell_due, 3),
        _Column("signed", pgettext("column", "Signed"), _signed, 3 - beside_target),
        _Column("target", pgettext("column", "Target"), lambda each: _whole(each.target.target), 4),
        _Column("gap", pgettext("column", "Gap"), lambda each: _whole(each.target.gap), 1),
        _Column("late", pgettext("column", "Late"), lambda each: f"{each.figures.late or '-'}", 1),
        _Column("flags", pgettext("column", "Flags"), _flags, 2),
    )


def _sum(entry: BranchEntry, figures: TeamFigures, currency: str | None) -> str:
    """Return what is in play, with a sign where there is more of it in other currencies."""
    more = entry.figures.has_more(currency, figures.rated)
    amount = entry.figures.money(currency).sum
    # The figures of those with and without a sign behind them stand below one another.
    sign = "+" if more else " " if figures.total.has_more(currency, figures.rated) else ""
    return f"{short_money(amount)}{sign}" if amount or more else f"-{sign}"


def _signed(entry: BranchEntry) -> str:
    signed = entry.target.signed
    return "" if signed is None else short_money(signed) if signed else "-"


def _whole(amount: int | None) -> str:
    return "" if amount is None else short_money(amount)


def _expected(entry: BranchEntry, currency: str | None, *, weighed: bool) -> str:
    money = entry.figures.money(currency)
    amount = money.expected if weighed else money.completion
    return short_money(amount) if amount else "-"


def _flags(entry: BranchEntry) -> str:
    found = entry.figures
    if found.red is None:
        return ""
    parts = [f"!{found.red}" if found.red else "", f"~{found.amber}" if found.amber else ""]
    return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class BranchTable:
    """The columns that there is room for, and the texts of each entry in them."""

    columns: tuple[TableColumn, ...]
    texts: Mapping[str, tuple[str, ...]]

    def row(self, entry: BranchEntry) -> RowText:
        """Return the cells of an entry, the name going before the figures."""
        room, name = self.columns[0].cells, entry.name
        if width(name) > room and entry.id != TOTAL:
            name = pgettext("row", "own") if entry.own else shorten_name(name, room)
        tone: Tone = "strong" if entry.id == TOTAL else ""
        cells = (
            TableCell(name, "strong"),
            *(TableCell(text, tone) for text in self.texts[entry.id]),
        )
        mark = glyphs().folded if entry.deeper else " "
        if entry.revoked:
            return RowText(cells, "x", "amber", mark)
        return RowText(cells, mark=mark)


def lay_out_branches(
    entries: Sequence[BranchEntry], figures: TeamFigures, look: TeamLook, cells: int
) -> BranchTable:
    """Lay the branches out in so many cells; no figure is cut, columns go where there is no room.

    A column that says nothing of any branch takes no room.
    """
    columns = _list_columns(figures, shown_currency(look, figures))
    texts = {column.id: [column.text(entry) for entry in entries] for column in columns}
    shown = [column for column in columns if any(each.strip() for each in texts[column.id])]
    sizes = {each.id: max(width(each.title), *map(width, texts[each.id])) + 1 for each in shown}
    room, name = cells - GUTTER - 1, min(max(width(entry.name) for entry in entries), NAME_MOST)
    while shown:
        last = max(shown, key=lambda each: (each.rank, columns.index(each)))
        least = min(name, NAME_WANTED if last.rank >= WORTH_LESS else NAME_LEAST)
        if not last.rank or least + sum(sizes[each.id] + 1 for each in shown) <= room:
            break
        shown.remove(last)
    rest = room - sum(sizes[each.id] + 1 for each in shown)
    names = TableColumn("name", pgettext("column", "Branch"), max(1, min(rest, name)))
    return BranchTable(
        (names, *(TableColumn(each.id, each.title, sizes[each.id], "right") for each in shown)),
        {entry.id: tuple(texts[each.id][at] for each in shown) for at, entry in enumerate(entries)},
    )


# The pane ----------------------------------------------------------------------------------------


def about_branch(
    entry: BranchEntry,
    figures: TeamFigures,
    playbook: Playbook,
    rates: Sequence[ExchangeRate],
    currency: str | None = None,
) -> list[str]:
    """Return what is said of a branch, the most important first; its target is in a currency, or
    (None) in all that has a rate together.
    """
    found = entry.figures
    texts = [_count_text(entry)]
    if entry.revoked:
        texts.append(_("may not come in any more: hand the projects over"))
    if found.deals:
        texts += [_in_play_text(found, figures, rates), *_by_rates(found, figures)]
    texts += _target_texts(entry, figures, currency)
    if found.due or found.late:
        texts.append(_due_text(found, figures))
    if found.red or found.amber:
        texts.append(
            _("need attention, as their owners last synced: {red} red, {amber} amber").format(
                red=found.red, amber=found.amber
            )
        )
    if found.stages:
        order = sorted(found.stages, key=lambda stage: playbook.order.get(stage, -1))
        counts = "  ".join(f"{stage} {found.stages[stage]}" for stage in order)
        texts.append(_("by stage: {counts}").format(counts=counts))
    return texts


def _count_text(entry: BranchEntry) -> str:
    found = entry.figures
    parts = []
    if entry.people > 1:
        people = ngettext("{count} colleague", "{count} colleagues", entry.people)
        parts.append(people.format(count=entry.people))
    deals = ngettext("{count} project in play", "{count} projects in play", found.deals)
    parts.append(deals.format(count=found.deals))
    if found.signed:
        parts.append(_("{count} signed").format(count=found.signed))
    if found.out:
        parts.append(_("{count} on hold or ended").format(count=found.out))
    return _(", ").join(parts)


def _in_play_text(found: BranchFigures, figures: TeamFigures, rates: Sequence[ExchangeRate]) -> str:
    sums = {code: each.sum for code, each in found.currencies.items() if each.count}
    parts = [_("in play {sums}").format(sums=money_text(sums, marked=figures.several))]
    used = [rate for rate in rates if rate.currency in sums]
    if len(sums) > 1 and used:
        whole = money_text({figures.basis.home: found.home.sum}, marked=True)
        parts.append(_("together {sum} at {rates}").format(sum=whole, rates=rates_text(used)))
        left = {code: each for code, each in sums.items() if code not in figures.rated}
        if left:
            beside = money_text(left, marked=True)
            parts.append(_("beside it {sums}, which has no rate").format(sums=beside))
    if found.unpriced:
        text = ngettext("{count} without amount", "{count} without amount", found.unpriced)
        parts.append(text.format(count=found.unpriced))
    return _("; ").join(parts)


def _by_rates(found: BranchFigures, figures: TeamFigures) -> list[str]:
    """Return what is in play by completion, and expected by win rates where there are some."""
    expected = {code: each.expected for code, each in found.currencies.items() if each.count}
    known = {code: each for code, each in expected.items() if each is not None}
    completed = {code: each.completion for code, each in found.currencies.items() if each.count}
    if not completed:
        return []
    marked = figures.several
    texts = [_("by completion {sums}").format(sums=money_text(completed, marked=marked))]
    if known and len(known) == len(expected):
        text = _("expected by the team's win rates {sums}").format(
            sums=money_text(known, marked=marked)
        )
        texts.insert(0, text)
    return [_("; ").join(texts)]


def _target_texts(entry: BranchEntry, figures: TeamFigures, currency: str | None) -> list[str]:
    """Return what is signed this quarter and lacks, and of whose targets that is said."""
    signed, target, owners = entry.target

    def money(amount: int) -> str:
        return money_text({currency or figures.basis.home: amount}, marked=figures.several)

    if target is None:
        if not signed:
            return []
        text = _("signed in {quarter}: {sum}")
        return [text.format(quarter=figures.due, sum=money(signed))]
    if signed is None or entry.target.gap is None:
        text = _("target of {quarter} {target}; what is signed is not known, for not all is here")
        text = text.format(quarter=figures.due, target=money(target))
    else:
        text = _("signed in {quarter}: {sum} of {target}, {gap} to go").format(
            quarter=figures.due,
            sum=money(signed),
            target=money(target),
            gap=money(entry.target.gap),
        )
    if owners and len(owners) < entry.people:
        names = _(", ").join(owners[:MOST_LINES])
        more = len(owners) - MOST_LINES
        names = _("{names} and {count} more").format(names=names, count=more) if more > 0 else names
        text = add_note(text, _("targets of {names} alone").format(names=names))
    return [text]


def _due_text(found: BranchFigures, figures: TeamFigures) -> str:
    parts = []
    for count, text, sums in (
        (
            found.due,
            _("due in {quarter}: {count}").format(quarter=figures.due, count=found.due),
            {code: each.due for code, each in found.currencies.items() if each.due},
        ),
        (
            found.late,
            _("late, window past and not signed: {count}").format(count=found.late),
            {code: each.late for code, each in found.currencies.items() if each.late},
        ),
    ):
        if count:
            money = money_text(sums, marked=figures.several)
            parts.append(_("{text}, {money}").format(text=text, money=money) if sums else text)
    return _("; ").join(parts)


def wrap_texts(texts: Sequence[str], cells: int, rows: int) -> list[TextLine]:
    """Return texts as lines of a pane, as many as there is room for."""
    return [line(part) for text in texts for part in wrap(text, cells, MOST_LINES)][:rows]


# Title and status --------------------------------------------------------------------------------


def draw_faces(face: TeamFace) -> TextLine:
    """Return the faces, the present one in its tone."""
    names: TextLine = ()
    for each in FACES:
        text = f" {_(FACE_NAMES[each])}" if names else _(FACE_NAMES[each])
        names = join_spans(names, line(StyledText(text, "key" if each == face else "dim")))
    return names


def path_text(path: Sequence[str], cells: int) -> str:
    """Return the way down to a person in so many cells, the person's own name whole."""
    between = f" {glyphs().onward} "
    for first in range(len(path)):
        text = between.join([*([glyphs().cut] if first else []), *path[first:]])
        if width(text) <= cells:
            return text
    return path[-1]


def order_text(look: TeamLook) -> str:
    """Return by what branches are in order, `by money ▼`."""
    way = glyphs().rise if look.turned else glyphs().fall
    return _("by {sort} {way}").format(sort=name_order(look.sort), way=way)


def name_order(sort: BranchSort) -> str:
    """Return what an order of the branches goes by."""
    names = {
        "name": pgettext("sort", "name"),
        "people": pgettext("sort", "people"),
        "deals": pgettext("sort", "projects in play"),
        "sum": pgettext("sort", "money"),
        "expected": pgettext("sort", "expected"),
        "due": pgettext("sort", "due this quarter"),
        "signed": pgettext("sort", "signed this quarter"),
        "gap": pgettext("sort", "gap to the target"),
        "late": pgettext("sort", "late"),
        "flags": pgettext("sort", "flags"),
    }
    return names[sort]


def fetched_text(at: datetime | None, today: date, *, waiting: bool, offline: bool) -> str:
    """Return when what is shown was fetched, and whether newer figures are on their way."""
    parts = []
    if at is not None:
        here = at.astimezone()
        clock = f"{here:%H:%M}"
        if here.date() != today:
            clock = f"{short_day(here.date(), today)} {clock}"
        parts.append(_("as of {time}").format(time=clock))
    if waiting:
        parts.append(_("fetching {sign}").format(sign=waiting_text()))
    elif offline:
        parts.append(_("off-line"))
    return _(", ").join(parts)
