"""Stores of any size for the benchmarks: the same deals every time, dated relative to today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from deals.model import Book, Change, Contact, Level, NextAction, Project, Touch
from deals.parsing.amounts import parse_amount
from deals.parsing.windows import parse_window
from store.store import Store
from tests.store import commit

NAMED = "Deal"
CONTACTS = 8
CUSTOMERS = ("北辰电力", "Harbour Water", "远山医院", "港区交通局", "Northgate Rail", "临江大学")
KINDS = ("调度网扩容", "backbone renewal", "机房改造", "视频专网", "Wi-Fi 第二期", "core switches")
OWNERS = ("林", "周", "Ada", "陈")
PEOPLE = ("何总", "孙总工", "秦主任", "Wu 处长", "小叶", "Miller", "唐采购", "郭老师")
AMOUNTS = ("64万", "35万", "80-150万", "1.2亿", "USD 250k", "120万")
LEVELS: tuple[Level, ...] = ("high", "middle", "low")


def book(count: int) -> Book:
    """Return a book of so many projects of eight contacts each, with stages and dates spread."""
    return Book().with_projects(*islice(_projects(date.today()), count))


def save(path: Path, content: Book) -> None:
    """Make a new store that holds `content`."""
    store = Store.open(path)
    try:
        commit(store, store.book, content, "benchmark", "bench")
    finally:
        store.close()


def _projects(today: date) -> Iterator[Project]:
    names = zip(cycle(CUSTOMERS), cycle(OWNERS), cycle(AMOUNTS), strict=False)
    for number, (customer, owner, amount) in enumerate(names):
        changed = datetime.combine(today, datetime.min.time(), UTC) - timedelta(days=number % 90)
        on = today + timedelta(days=number * 7 % 400 - 60)
        yield Project(
            id=f"{number:026d}",
            name=f"{NAMED} {number:04d} {KINDS[number % 5]}",
            customer=customer,
            owner=owner,
            stage=f"P{number % 6 + 1}",  # a key lowers each, and none is won by it
            amount=parse_amount(amount),
            signs=parse_window(on.isoformat() if number % 3 else f"{on:%Y-%m}"),
            contacts=tuple(_contact(number, place) for place in range(CONTACTS)),
            next_action=NextAction(text="call 何总", on=on) if number % 2 else None,
            touches=(Touch(on=changed.date(), note="第一次拜访, first visit"),),
            history=(Change(at=changed, by=owner, field="stage", old="P0", new="P1"),),
            created_at=changed,
            updated_at=changed,
            updated_by=owner,
        )


def _contact(number: int, place: int) -> Contact:
    return Contact(
        id=f"{number:020d}{place:06d}",
        name=PEOPLE[place],
        title="GM" if place == 0 else None,
        department="技术部" if place % 2 else "采购部",
        level=LEVELS[place % 3],
        lines=("technical",) if place % 2 else ("commercial",),
        cr=(number + place) % 5 + 1 if place % 4 else None,
        stance="supports" if place == 3 else "unknown",
    )
