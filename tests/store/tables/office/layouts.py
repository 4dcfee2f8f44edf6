"""The tables as the reps write them: each its own headers, cells, sheets and names of files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.store.tables.office.reps import STAGES, Rep
from tests.store.tables.office.truth import Money, Row, Value, Window

HUBSPOT_STAGES: Mapping[str, str] = {
    "P0": "Erstkontakt",
    "P1": "Bedarf geklärt",
    "P2": "Workshop",
    "P3": "Angebot raus",
    "P4": "Vorstand gewonnen",
    "P5": "Mündliche Zusage",
    "P6": "Vertrag liegt",
    "lost": "Verloren",
}
XIAOSHOUYI_STAGES: Mapping[str, str] = {
    "P0": "摸底",
    "P1": "圈定对象",
    "P2": "内部过会",
    "P3": "图纸往来",
    "P4": "拜见老总",
    "P5": "口头答应",
    "P6": "走签",
    "lost": "黄了",
}
CHINESE_STAGES = dict(
    zip(
        STAGES,
        ("客户开发", "锁定目标", "方案立项", "设计交流", "高层突破", "项目承诺", "签约成交"),
        strict=True,
    )
)
Cell = object
Cells = Sequence[Cell]


def write_table(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """Write a rep's table of a week into a folder; return the file."""
    return _WRITERS[rep.layout](rep, rows, folder, week)


def text(row: Row, field_id: str) -> str:
    """Return what a row says of a name, a blank cell where it says nothing."""
    value = row.values.get(field_id)
    return value if isinstance(value, str) else ""


def _money(row: Row, write: Callable[[Money], Cell]) -> Cell:
    value = row.values.get("amount")
    return write(value) if isinstance(value, Money) else ""


def _window(row: Row, write: Callable[[Window], Cell]) -> Cell:
    value = row.values.get("signs")
    return write(value) if isinstance(value, Window) else ""


def _wan(money: Money) -> Cell:
    low, high = money.low // 10_000, money.high // 10_000
    return low if low == high else f"{low}-{high}"


def money_text(money: Money) -> str:
    """Return an amount as people type it."""
    return f"{_wan(money)}万" if money.currency == "CNY" else f"{money.currency} {money.low}"


def dotted(window: Window) -> str:
    """Return a window as people type it: 2027.5.30, 2027.5, 2027.Q2."""
    day = window.earliest
    if window.precision == "quarter":
        return f"{day.year}.Q{(day.month + 2) // 3}"
    return f"{day.year}.{day.month}" + (f".{day.day}" if window.precision == "day" else "")


def _chinese(window: Window) -> str:
    day = window.earliest
    if window.precision == "quarter":
        return f"{day.year}Q{(day.month + 2) // 3}"
    return f"{day.year}年{day.month}月" + (f"{day.day}日" if window.precision == "day" else "")


def _dashed(window: Window) -> str:
    day = window.earliest
    if window.precision == "quarter":
        return f"{day.year}Q{(day.month + 2) // 3}"
    return f"{day}" if window.precision == "day" else f"{day:%Y-%m}"


def _write_text(path: Path, rows: Iterable[Cells], delimiter: str, encoding: str) -> Path:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def _fill(sheet: Worksheet, rows: Iterable[Cells]) -> None:
    for cells in rows:
        sheet.append([None if cell == "" else cell for cell in cells])


def _save(book: Workbook, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _begin(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return book, sheet


def _by_customer(rows: Sequence[Row]) -> list[list[Row]]:
    ordered = sorted(rows, key=lambda row: text(row, "customer"))
    return [list(same) for _key, same in groupby(ordered, lambda row: text(row, "customer"))]


def write_merged(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """王: customers merged over their deals, amounts in 万元, a title and a total."""
    book, sheet = _begin(f"第{47 + week}周")
    header = ("客户(公司)", "项目名称", "项目负责人", "项目状态", "预签金额(万元)", "预签时间")
    _fill(sheet, [("项目统计一览表", "", "", "", "", ""), header])
    total = 0
    for same in _by_customer(rows):
        first = sheet.max_row + 1
        for at, row in enumerate(same):
            customer = "" if at else text(row, "customer")
            facts = [text(row, name) for name in ("name", "owner", "stage")]
            _fill(sheet, [(customer, *facts, _money(row, _wan), _window(row, dotted))])
            money = row.values.get("amount")
            total += money.low // 10_000 if isinstance(money, Money) else 0
        if len(same) > 1:
            sheet.merge_cells(f"A{first}:A{sheet.max_row}")
    _fill(sheet, [("合计", "", "", "", total, "")])
    return _save(book, folder / f"{rep.name}_第{47 + week}周.xlsx")


def write_german(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """Müller: semicolons, 350.000,00 EUR and 30.11.2027."""

    def euros(money: Money) -> str:
        return f"{money.low:,}".replace(",", ".") + ",00 EUR"

    header = ("Project", "Customer", "Owner", "Stage", "Amount", "Close date")
    lines = [
        (
            *(text(row, name) for name in ("name", "customer", "owner", "stage")),
            _money(row, euros),
            _window(row, lambda window: f"{window.earliest:%d.%m.%Y}"),
        )
        for row in rows
    ]
    path = folder / f"Pipeline Müller KW{47 + week}.csv"
    return _write_text(path, [header, *lines], ";", "utf-8-sig")


def write_hubspot(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """Anna and Tom: their deals in the CRM, with its names of stages."""
    header = (
        *("Record ID", "Deal Name", "Associated Company", "Deal Stage", "Deal owner"),
        *("Amount", "Currency", "Close Date", "Pipeline"),
    )
    lines = [
        (
            *(row.id, text(row, "name"), text(row, "customer")),
            HUBSPOT_STAGES[stage_or_end(row)],
            _with_address(text(row, "owner")),
            *(_money(row, lambda money: f"{money.low}.00"), rep.currency),
            *(_window(row, lambda window: f"{window.earliest} 00:00"), "Sales Pipeline"),
        )
        for row in rows
    ]
    name = f"hubspot-crm-exports-{rep.name.split()[0].lower()}-w{47 + week}.csv"
    return _write_text(folder / name, [header, *lines], ",", "utf-8")


def _with_address(owner: str) -> str:
    return f"{owner} ({owner.split()[0].lower()}@x.example)" if owner else ""


def stage_or_end(row: Row) -> str:
    """Return the stage of a row, or what became of its deal where it says that."""
    return text(row, "status") or text(row, "stage")


def write_stages(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """李娜: a sheet for each stage, which goes by its name."""
    book, sheet = _begin("P0")
    header = ("项目", "客户名称", "阶段", "金额", "预计签约时间", "负责人")
    for stage in STAGES:
        same = [row for row in rows if text(row, "stage") == stage]
        sheet = sheet if stage == "P0" else book.create_sheet(stage)
        _fill(sheet, [header])
        for row in same:
            facts = text(row, "name"), text(row, "customer"), CHINESE_STAGES[stage]
            window = _window(row, _chinese)
            _fill(sheet, [(*facts, _money(row, money_text), window, text(row, "owner"))])
    return _save(book, folder / f"w{47 + week}" / "李娜.xlsx")


def write_english(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """Smith: days and amounts as a spreadsheet has them, under two rows of titles."""
    book, sheet = _begin("Pipeline")
    header = ("Owner", "Opportunity", "Account", "Stage", "Amount", "Close date")
    _fill(sheet, [("Pipeline review", "", ""), (f"Week {47 + week}", "", ""), header])
    for row in rows:
        facts = [text(row, name) for name in ("owner", "name", "customer", "stage")]
        money = _money(row, lambda money: money.low)
        _fill(sheet, [(*facts, money, _window(row, lambda window: window.earliest))])
    return _save(book, folder / f"smith pipeline w{47 + week}.xlsx")


def write_blanks(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """周: a customer written once, blank below; GB18030."""
    header = ("客户", "项目名称", "项目负责人", "项目状态", "预签金额", "预签时间")
    lines = [
        (
            "" if at else text(row, "customer"),
            *(text(row, name) for name in ("name", "owner", "stage")),
            *(_money(row, money_text), _window(row, dotted)),
        )
        for same in _by_customer(rows)
        for at, row in enumerate(same)
    ]
    day = ("11月20日", "11月27日", "12月4日")[week]
    return _write_text(folder / f"周 {day}.csv", [header, *lines], ",", "gb18030")


def write_titled(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """陈: whose they are stands in the title alone; two rows of headers."""
    book, sheet = _begin("Sheet1")
    _fill(sheet, [(f"负责人：{rep.name}", "", "", "", "")])
    _fill(sheet, [("项目名称", "客户", "项目状态", "预签", "")])
    _fill(sheet, [("", "", "", "金额(万元)", "时间")])
    for merged in ("A2:A3", "B2:B3", "C2:C3", "D2:E2"):
        sheet.merge_cells(merged)
    for row in rows:
        facts = [text(row, name) for name in ("name", "customer", "stage")]
        _fill(sheet, [(*facts, _money(row, _wan), _window(row, _dashed))])
    day = ("2026-11-20", "2026-11-27", "2026-12-04")[week]
    return _save(book, folder / f"陈_{day}.xlsx")


def write_xiaoshouyi(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """赵磊: another CRM, in Chinese."""
    header = ("商机编号", "商机名称", "客户名称", "商机所有人", "销售阶段", "销售金额", "结单日期")
    lines = [
        (
            *(row.id, *(text(row, name) for name in ("name", "customer", "owner"))),
            XIAOSHOUYI_STAGES[stage_or_end(row)],
            _money(row, lambda money: money.low),
            _window(row, lambda window: window.earliest),
        )
        for row in rows
    ]
    return _write_text(folder / f"商机{week}.csv", [header, *lines], ",", "utf-8-sig")


def write_contacts(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """孙: a row for each contact, what is said of the deal blank below the first."""
    book, sheet = _begin(f"{11 + (week > 1)}月")
    header = ("项目名称", "客户(公司)", "项目负责人", "项目状态", "预签金额(万元)", "预签时间")
    _fill(sheet, [(*header, "客户名单", "客户关系程度")])
    for row in rows:
        facts = [text(row, name) for name in ("name", "customer", "owner", "stage")]
        cells = (*facts, _money(row, _wan), _window(row, dotted))
        number = row.deal.number
        people = [(f"何{number}总", 2 + number % 3), (f"李{number}工", 3)][: 1 + number % 2]
        for at, person in enumerate(people):
            _fill(sheet, [(*(cells if not at else ("",) * 6), *person)])
    return _save(book, folder / f"孙 项目表{47 + week}周.xlsx")


def write_tabs(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """Lee: tabs, the same name every week, in another folder."""

    def size(money: Money) -> str:
        low, high = money.low // 1000, money.high // 1000
        return f"{low}k" if low == high else f"{low}-{high}k"

    header = ("Deal", "Company", "Salesperson", "Stage", "Value", "Expected close")
    lines = [
        (
            *(text(row, name) for name in ("name", "customer", "owner", "stage")),
            *(_money(row, size), _window(row, _dashed)),
        )
        for row in rows
    ]
    return _write_text(folder / f"week {47 + week}" / "lee.tsv", [header, *lines], "\t", "utf-8")


def write_export(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """吴: our own table, from the second week on as it was exported, with ids."""
    header = (
        *(
            "项目名称",
            "客户公司",
            "项目负责人",
            "项目状态",
            "预签金额",
            "币种",
            "预签时间",
            "客户名单",
        ),
        *(
            "客户关系程度",
            "产品类型",
            "项目结果",
            "下一步",
            "下一步日期",
            "提醒级别",
            "提醒",
            "编号",
        ),
    )
    wanted = header if week else header[:7]
    lines = [
        (
            *(text(row, name) for name in ("name", "customer", "owner", "stage")),
            *(_money(row, money_text), rep.currency, _window(row, dotted)),
            *(*("",) * 8, row.id),
        )[: len(wanted)]
        for row in rows
    ]
    book, sheet = _begin("项目统计一览表")
    _fill(sheet, [wanted, *lines])
    return _save(book, folder / f"吴({week}).xlsx")


def write_boss(rep: Rep, rows: Sequence[Row], folder: Path, week: int) -> Path:
    """Write a list without owners."""
    header = ("Project", "Customer", "Stage")
    lines = [[text(row, name) for name in ("name", "customer", "stage")] for row in rows]
    path = folder / f"boss {47 + week}.csv"
    return _write_text(path, [header, *lines], ",", "utf-8")


_WRITERS: Mapping[str, Callable[[Rep, Sequence[Row], Path, int], Path]] = {
    "merged": write_merged,
    "german": write_german,
    "hubspot": write_hubspot,
    "stages": write_stages,
    "english": write_english,
    "blanks": write_blanks,
    "titled": write_titled,
    "xiaoshouyi": write_xiaoshouyi,
    "contacts": write_contacts,
    "tabs": write_tabs,
    "export": write_export,
    "boss": write_boss,
}


def shown_text(field_id: str, value: Value) -> str:
    """Return a value as it is typed into Netloft."""
    if isinstance(value, Money):
        return money_text(value)
    return dotted(value) if isinstance(value, Window) else value or ""
