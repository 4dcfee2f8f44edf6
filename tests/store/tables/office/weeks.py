"""What happens in the office: what the reps write in their tables, and what is edited here.

Whatever would be anybody's guess does not happen: a deal that is renamed in a table without ids is
another deal to whoever reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from tests.store.tables.office.reps import BOSS, REPS, Rep
from tests.store.tables.office.truth import FIELDS, Deal, Placed, Row, Value

WEEKLY = ("stage", "amount", "signs")
_NAMES = """
    MES升级|二期扩建|产线改造|数据中心|SCADA改造|能耗监测|备件框架|主变更换|培训中心|消防改造|
    Line-4 Retrofit|Data Platform|Umbau Halle 7|Pumpen Süd|Service Contract|R&D Lab
""".replace("\n", "").split("|")
_PLACES = (
    *("北辰", "宏达", "华东", "远景", "金川", "海通", "明德", "嘉禾"),
    *("Norden", "Acme", "Kühn", "Delta", "Orion", "Lindberg", "Globex"),
)
_KINDS = (
    "电力",
    "银行",
    "港务",
    "地铁",
    "水务",
    "钢铁",
    "电力有限公司",
    "GmbH",
    "Inc",
    "Ltd.",
    "Werke",
)


@dataclass(slots=True, eq=False)
class Paper:
    """A rep's table as it stands this week."""

    rep: Rep
    rows: list[Row] = field(default_factory=list)

    def find_row(self, deal: Deal) -> Row | None:
        """Find the row of a deal."""
        return next((row for row in self.rows if row.deal is deal), None)


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit here: a field of a deal, or with `other` that both are one, `deal` being kept."""

    deal: Deal
    field: str = ""
    value: Value = None
    other: Deal | None = None


class Office:
    """The reps, their tables and all deals there have been."""

    def __init__(self, seed: int, size: int, often: float = 1.0) -> None:
        self.rng = Random(seed)
        self.size, self.often = size, often
        self.papers = [Paper(rep) for rep in REPS]
        self.boss = Paper(BOSS)
        self.deals: list[Deal] = []
        self.project_ids: dict[int, str] = {}
        self._keys: set[tuple[Value, Value]] = set()
        self._records = 9_876_543_000
        self._record_ids: dict[tuple[int, str], str] = {}
        self._moved: set[int] = set()
        self._late: list[tuple[Deal, Rep]] = []

    def chance(self, share: float) -> bool:
        """Whether something of this likelihood happens."""
        return self.rng.random() < share * self.often

    def placed_rows(self) -> Iterator[Placed]:
        """Yield the rows of all tables with their sources."""
        for paper in (*self.papers, self.boss):
            for row in paper.rows:
                yield paper.rep.source, row

    def rows_of_reps(self) -> Iterator[tuple[Rep, Row]]:
        """Yield the rows of the reps' tables."""
        for paper in self.papers:
            for row in paper.rows:
                yield paper.rep, row

    def homes(self, deal: Deal) -> list[tuple[Paper, Row]]:
        """Return where a deal stands in the reps' tables."""
        return [(paper, row) for paper in self.papers if (row := paper.find_row(deal))]

    def replace_deal(self, old: Deal, new: Deal) -> None:
        """Let the rows of a deal be about another that it became one with."""
        for paper in self.papers:
            for row in paper.rows:
                if row.deal is old:
                    row.deal = new

    def begin(self) -> None:
        """Fill the tables of the first week."""
        for paper in self.papers:
            for _number in range(self.size):
                self._add_deal(paper)
        for paper in self.papers:
            self._add_twin(paper)
            for row in self.rng.sample(paper.rows, min(2, len(paper.rows))):
                if row.deal.twin is None:
                    names = {name: row.values[name] for name in ("name", "customer", "stage")}
                    self.boss.rows.append(Row(row.deal, names))

    def _new_key(self) -> tuple[str, str]:
        while True:
            name = self.rng.choice(_NAMES).strip()
            if self.chance(0.3):
                name += f" {self.rng.randint(1, 9)}"
            customer = f"{self.rng.choice(_PLACES)}{self.rng.choice(_KINDS)}"
            if self.rng.random() < 0.8:
                customer += f" {self.rng.randint(1, 40)}"
            if (name, customer) not in self._keys:
                self._keys.add((name, customer))
                return name, customer

    def _add_deal(self, paper: Paper, key: tuple[Value, Value] | None = None) -> Deal:
        deal = Deal(len(self.deals))
        self.deals.append(deal)
        values: dict[str, Value] = dict(
            zip(("name", "customer"), key or self._new_key(), strict=True)
        )
        values["owner"] = paper.rep.name
        values["stage"] = paper.rep.make_value("stage", self.rng)
        values["amount"] = paper.rep.make_money(self.rng) if self.rng.random() < 0.9 else None
        values["signs"] = paper.rep.make_window(self.rng) if self.rng.random() < 0.9 else None
        deal.events.append(f"new in {paper.rep.name}: {values}")
        paper.rows.append(Row(deal, values, self._find_record(deal, paper.rep)))
        return deal

    def _new_record(self, rep: Rep) -> str:
        self._records += 1
        return f"{self._records}" if rep.ids and not rep.exports else ""

    def _find_record(self, deal: Deal, rep: Rep) -> str:
        """Return what a deal goes by in a CRM, where it may have been before."""
        return self._record_ids.setdefault((deal.number, rep.source), self._new_record(rep))

    def _add_twin(self, paper: Paper) -> None:
        """Let somebody else enter a deal of this table too."""
        others = [other for other in self.papers if self._may_share(paper.rep, other.rep)]
        rows = [row for row in paper.rows if self._is_plain(row, paper)]
        if not others or not rows:
            return
        row = self.rng.choice(rows)
        other = self.rng.choice(others)
        if other.rep.name in row.deal.former("owner"):
            return
        twin = self._add_deal(other, (row.values["name"], row.values["customer"]))
        twin.twin, row.deal.twin = row.deal, twin
        alike = [name for name in WEEKLY if other.rep.can_hold(row.values[name])]
        if self.rng.random() < 0.6:
            other.rows[-1].values.update((name, row.values[name]) for name in alike)
        row.deal.events.append(f"twin in {other.rep.name}: {twin.number}")

    def _may_share(self, rep: Rep, other: Rep) -> bool:
        return rep is not other and rep.currency == other.currency

    def _is_plain(self, row: Row, paper: Paper) -> bool:
        """Whether a deal stands where it belongs, by the name that it has, and nowhere else."""
        deal = row.deal
        values = {**row.values, **deal.values}
        return (
            deal.twin is None
            and not deal.united
            and values.get("status", "open") == "open"
            and not row.values.get("status")
            and (row.values["name"], row.values["customer"]) == (values["name"], values["customer"])
            and values["owner"] == paper.rep.name
            and row.values["owner"] == paper.rep.name
            and len(self.homes(deal)) == 1
            and self.boss.find_row(deal) is None
        )

    def change_tables(self) -> None:
        """Let a week pass in the tables."""
        before = [(paper, row) for paper in self.papers for row in paper.rows]
        for deal, rep in self._late:
            self._enter(deal, rep)
        self._late, self._moved = [], set()
        for paper, row in before:
            if paper.rep.exports:
                continue
            self._change_row(paper, row)
        for paper in self.papers:
            if paper.rep.exports:
                self._export(paper)
            for _number in range(max(1, self.size // 20)):
                self._add_deal(paper)
            self._add_twin(paper)
        self._renew_boss()

    def _change_row(self, paper: Paper, row: Row) -> None:
        deal = row.deal
        if deal.values["status"] != "open" or row.values.get("status"):
            if self.chance(0.2):
                self._remove(paper, row)
            return
        row.values["owner"] = row.values["owner"] or paper.rep.name
        self._change_figures(paper.rep, row)
        if deal.values["owner"] != row.values["owner"]:
            self._follow_owner(paper, row)
        elif deal.twin is None and not deal.united:
            self._change_place(paper, row)
        elif self.chance(0.15):
            self._remove(paper, row)
        if row in paper.rows:
            self._change_names(paper, row)

    def _change_figures(self, rep: Rep, row: Row) -> None:
        for field_id, share in zip(WEEKLY, (0.25, 0.12, 0.12), strict=True):
            if not self.chance(share):
                continue
            ours = row.deal.values.get(field_id)
            adopted = self.rng.random() < 0.4 and rep.can_hold(ours)
            value = ours if adopted and ours else rep.make_value(field_id, self.rng)
            others = [other for _paper, other in self.homes(row.deal) if other is not row]
            if value != row.values[field_id] and not others:
                row.values[field_id] = value
                row.deal.events.append(f"{rep.name} writes {field_id} {value}")

    def _follow_owner(self, paper: Paper, row: Row) -> None:
        """Let the tables follow what was handed over here, or not yet."""
        deal, owner = row.deal, f"{row.deal.values['owner']}"
        other = next(each for each in self.papers if each.rep.name == owner)
        if paper.rep.source == other.rep.source:
            if self.chance(0.5):
                self._hand_record(paper, row, other)
            return
        if other.find_row(deal) or deal.number in self._moved:
            if self.chance(0.5):
                self._remove(paper, row)
            return
        chosen = self.rng.choice(("keep", "keep", "move", "move", "both", "drop"))
        fits = all(other.rep.can_hold(deal.values.get(name)) for name in WEEKLY)
        if chosen == "move" or (chosen == "both" and fits and self._repeats(row)):
            self._copy_row(row, other)
        if chosen in ("move", "drop"):
            self._remove(paper, row)

    def _repeats(self, row: Row) -> bool:
        """Whether a row says of its figures what it said a week ago."""
        memory = row.deal.tables[self._source(row)].said_values
        return all(row.values[name] == memory.get(name) for name in WEEKLY)

    def _hand_record(self, paper: Paper, row: Row, other: Paper) -> None:
        """Hand a record of a CRM over within the CRM."""
        paper.rows.remove(row)
        row.values["owner"] = other.rep.name
        other.rows.append(row)
        row.deal.events.append(f"record handed from {paper.rep.name} to {other.rep.name}")

    def _copy_row(self, row: Row, other: Paper) -> None:
        """Enter a deal in another table, as it is known here or as the row has it."""
        deal = row.deal
        names = deal.values if self.rng.random() < 0.5 else row.values
        values = {"name": names["name"], "customer": names["customer"], "owner": other.rep.name}
        for field_id in WEEKLY:
            ours = deal.values.get(field_id)
            known = row.values[field_id]
            news = (
                known if known != deal.tables[self._source(row)].said_values.get(field_id) else ours
            )
            fits = other.rep.can_hold(news)
            values[field_id] = news if fits else other.rep.make_value(field_id, self.rng)
        other.rows.append(Row(deal, values, self._find_record(deal, other.rep)))
        self._moved.add(deal.number)
        deal.events.append(f"entered in {other.rep.name}: {values}")

    def _source(self, row: Row) -> str:
        return next(paper.rep.source for paper in self.papers if row in paper.rows)

    def _enter(self, deal: Deal, rep: Rep) -> None:
        """Enter a deal that another table let go a week ago."""
        if deal.values["status"] != "open" or deal.twin or self.homes(deal):
            return
        values = {**{name: deal.values.get(name) for name in FIELDS[:-1]}, "owner": rep.name}
        for field_id in WEEKLY:
            if not rep.can_hold(values[field_id]):
                values[field_id] = rep.make_value(field_id, self.rng)
        paper = next(each for each in self.papers if each.rep is rep)
        paper.rows.append(Row(deal, values, self._find_record(deal, rep)))
        deal.events.append(f"entered late in {rep.name}: {values}")

    def _change_place(self, paper: Paper, row: Row) -> None:
        others = [other for other in self.papers if self._may_share(paper.rep, other.rep)]
        other = self.rng.choice(others)
        if self.chance(0.06):
            if other.rep.source == paper.rep.source:
                self._hand_record(paper, row, other)
                return
            self._copy_row(row, other)
            self._remove(paper, row)
        elif self.chance(0.05):
            self._remove(paper, row)
            if self.rng.random() < 0.7:
                self._late.append((row.deal, self.rng.choice((paper.rep, other.rep))))
        elif self.chance(0.04) and paper.rep.layout != "titled":
            row.values["owner"] = None
            row.deal.events.append(f"{paper.rep.name} leaves the owner blank")

    def _remove(self, paper: Paper, row: Row) -> None:
        if row in paper.rows:
            paper.rows.remove(row)
            row.deal.events.append(f"gone from {paper.rep.name}")

    def _change_names(self, paper: Paper, row: Row) -> None:
        """Let a table take up what a deal is called here, or one with ids call it otherwise."""
        deal = row.deal
        for field_id in ("name", "customer"):
            ours = deal.values[field_id]
            if row.values[field_id] != ours and self.chance(0.3):
                row.values[field_id] = ours
                deal.events.append(f"{paper.rep.name} takes up {field_id} {ours}")
            elif paper.rep.ids and deal.twin is None and self.chance(0.04):
                row.values[field_id] = f"{ours} neu{self.rng.randint(1, 99)}"
                deal.events.append(f"{paper.rep.name} writes {field_id} {row.values[field_id]}")
        if paper.rep.ids and not paper.rep.exports and self.chance(0.03):
            row.values["status"] = "lost"
            row.values["stage"] = None
            deal.events.append(f"{paper.rep.name} lost it")

    def _export(self, paper: Paper) -> None:
        """Let a rep go on with what is exported from here, their deals as they are."""
        name = paper.rep.name
        typed = [row for row in paper.rows if row.deal.values.get("owner") != name]
        paper.rows = typed
        for deal in self.deals:
            if deal.known and deal.values["status"] == "open" and deal.values["owner"] == name:
                values = {each: deal.values.get(each) for each in FIELDS[:-1]}
                row = Row(deal, values, self.project_ids.get(deal.number, ""))
                paper.rows.append(row)
                self._change_export(paper, row)

    def _change_export(self, paper: Paper, row: Row) -> None:
        if len(self.homes(row.deal)) > 1:
            return
        for field_id, share in zip(WEEKLY, (0.25, 0.12, 0.12), strict=True):
            memory = row.deal.tables.get(paper.rep.source)
            value = paper.rep.make_value(field_id, self.rng)
            if self.chance(share) and not (memory and memory.said_values.get(field_id) == value):
                row.values[field_id] = value
                row.deal.events.append(f"{paper.rep.name} writes {field_id} {value}")
        if row.deal.twin is None and not row.deal.united:
            others = [each for each in self.papers if self._may_share(paper.rep, each.rep)]
            if self.chance(0.05):
                self._copy_row(row, self.rng.choice(others))
                self._remove(paper, row)
                return
            self._change_names(paper, row)

    def _renew_boss(self) -> None:
        for row in list(self.boss.rows):
            homes = self.homes(row.deal)
            if not homes:
                self.boss.rows.remove(row)
            elif len(homes) == 1 and (stage := homes[0][1].values.get("stage")):
                row.values["stage"] = stage

    def make_edits(self) -> list[Edit]:
        """Make the edits of a week, each of another deal."""
        return list(self._make_edits(list(self.deals)))

    def _make_edits(self, deals: Iterable[Deal]) -> Iterator[Edit]:
        makers: dict[str, Callable[[Deal], Value]] = {
            **{name: self._figure_maker(name) for name in WEEKLY},
            "name": lambda deal: f"{deal.values['name']} {self.rng.choice('ABC')}{deal.number}",
            "customer": lambda deal: f"{deal.values['customer']} {self.rng.choice(_PLACES)}",
            "owner": self._make_owner,
            "status": lambda _deal: "lost",
        }
        for deal in deals:
            if not deal.known or deal.values["status"] != "open":
                continue
            if deal.twin and self.may_unite(deal) and self.chance(0.2):
                yield Edit(deal, other=deal.twin)
                continue
            for field_id, make in makers.items():
                share = 0.06 if field_id in WEEKLY else 0.03
                plain = deal.twin is None or field_id not in ("owner", "status")
                if plain and self.chance(share) and (value := make(deal)):
                    yield Edit(deal, field_id, value)

    def _figure_maker(self, field_id: str) -> Callable[[Deal], Value]:
        def make_figure(deal: Deal) -> Value:
            owner = deal.values["owner"]
            rep = next((rep for rep in REPS if rep.name == owner), REPS[0])
            old = [*deal.former(field_id), deal.values.get(field_id)]
            value = rep.make_value(field_id, self.rng)
            return None if value in old else value

        return make_figure

    def _make_owner(self, deal: Deal) -> Value:
        homes = self.homes(deal)
        if len(homes) != 1 or deal.united or homes[0][1].values["owner"] is None:
            return None
        rep = homes[0][0].rep
        others = [each.rep.name for each in self.papers if self._may_share(rep, each.rep)]
        names = [name for name in others if name != "吴" and name not in deal.former("owner")]
        return self.rng.choice(names) if names and not rep.exports else None

    def may_unite(self, deal: Deal) -> bool:
        """Whether twins have not parted so that it were a guess what counts."""
        twin = deal.twin
        if twin is None or not (twin.known and deal.known) or deal.tables.keys() & twin.tables:
            return False
        if any(each.values["status"] != "open" for each in (deal, twin)):
            return False
        alike = all(deal.values.get(name) == twin.values.get(name) for name in WEEKLY)
        return alike and deal.key == twin.key
