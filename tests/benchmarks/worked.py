"""An account with everything worked out on it, the same on any day, among ended projects."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import get_args

from deals.lessons import PREFIX
from deals.market import STANDING
from deals.model import (
    Answer,
    Answered,
    Book,
    Cause,
    Checkpoint,
    Comparison,
    Competitor,
    Goal,
    MarketCell,
    Note,
    PlanRow,
    Product,
    Project,
    Review,
    Standing,
    Strategy,
    SwotItem,
    SwotKind,
)
from deals.playbook import Playbook
from tests.benchmarks import books

ROWS, GOALS, CAUSES, RIVALS, ITEMS, PRODUCTS, ENDED = 300, 60, 100, 6, 30, 20, 200
_RIVALS = ("华远", "Telcora", "中科讯", "Nordlink", "瑞通", "Bexo")[:RIVALS]
_STANDINGS: tuple[Standing, ...] = get_args(Standing)
_VALUES: tuple[Answered, ...] = get_args(Answered)
_LESSON = "他们的总工说第二期要先看我们的测试报告, the rest is open"


def book(playbook: Playbook) -> Book:
    """Return the account among ended projects of its customer, with reviews and competitors."""
    today = date.today()
    _first, *plain = books.book(ENDED + 1).projects.values()
    ended = [_ended(project, at) for at, project in enumerate(plain)]
    rivals = tuple(_rival(name, playbook, today) for name in ("", *_RIVALS))
    products = tuple(_product(at) for at in range(PRODUCTS))
    whole = Book().with_projects(worked(playbook), *ended)
    return whole.with_lists(competitors=rivals, products=products)


def worked(playbook: Playbook) -> Project:
    """Return a project with all questions, a full fishbone, goals, plan, SWOT and review."""
    today = date.today()
    (base,) = books.book(1).projects.values()
    return base.model_copy(
        update={
            "answers": _answers(playbook, today),
            "notes": _notes(playbook, today),
            "comparisons": tuple(_comparison(at, name) for at, name in enumerate(_RIVALS)),
            "swot": tuple(_item(at) for at in range(ITEMS)),
            "strategies": tuple(_strategy(at) for at in range(ITEMS // 3)),
            "causes": tuple(_cause(at, playbook) for at in range(CAUSES)),
            "goals": tuple(_goal(at) for at in range(GOALS)),
            "plan": tuple(_row(at, playbook, today) for at in range(ROWS)),
            "review": Review(
                result=_LESSON, reasons=_LESSON * 3, lessons=_LESSON * 5, rival=_RIVALS[0]
            ),
        }
    )


def _answers(playbook: Playbook, today: date) -> tuple[Answer, ...]:
    asked = [key for section in playbook.sections.values() for key in section.questions]
    return tuple(
        Answer(
            question=key, value=value, evidence=_LESSON, owner="林", on=today - timedelta(at * 3)
        )
        for at, (key, value) in enumerate(zip(asked, cycle(_VALUES), strict=False))
    )


def _notes(playbook: Playbook, today: date) -> tuple[Note, ...]:
    page = playbook.market
    keys = [
        f"customer.{side}.{key}"
        for side, page_side in page.customer.items()
        for key in page_side.questions
    ]
    keys += [f"triangle.{key}" for key in page.triangle] + [f"stp.{key}" for key in page.stp]
    keys += [PREFIX + question.id for question in playbook.review]
    return tuple(
        Note(key=key, text=f"{at} {_LESSON}", by="林", on=today) for at, key in enumerate(keys)
    )


def _rival(name: str, playbook: Playbook, today: date) -> Competitor:
    every = zip(playbook.market.dimensions, cycle(_STANDINGS), strict=False)
    cells = [
        MarketCell(dimension=key, mark=mark, note=_LESSON, by="林", on=today) for key, mark in every
    ]
    return Competitor(name=name, notes=tuple(cells))


def _comparison(at: int, name: str) -> Comparison:
    return Comparison(rival=name, dimension=STANDING, mark=_STANDINGS[at % 3], note=_LESSON)


def _product(at: int) -> Product:
    return Product(name=f"交换机 S{at}", share=at % 7 / 3, growth=at * 13 % 40 - 10, note=_LESSON)


def _item(at: int) -> SwotItem:
    kinds: tuple[SwotKind, ...] = get_args(SwotKind)
    return SwotItem(id=f"i{at}", kind=kinds[at % 4], text=f"item {at} {_LESSON}")


def _strategy(at: int) -> Strategy:
    return Strategy(id=f"s{at}", text=f"strategy {at} {_LESSON}", uses=(f"i{at}", f"i{at * 2 + 1}"))


def _cause(at: int, playbook: Playbook) -> Cause:
    bones = [field.id for field in playbook.fields]
    parent = f"c{at - at % 20 % 4}" if at % 20 % 4 else None
    return Cause(id=f"c{at}", bone=bones[at // 20], text=f"原因 {at} nobody asked", parent=parent)


def _goal(at: int) -> Goal:
    parent = f"g{(at - 1) // 4}" if at else None
    return Goal(id=f"g{at}", text=f"goal {at} 目标", parent=parent, cause=f"c{at}")


def _row(at: int, playbook: Playbook, today: date) -> PlanRow:
    start = today + timedelta(at % 60 - 20)
    return PlanRow(
        id=f"r{at}",
        content=f"row {at} 与采购部核对第 {at} 项要求",
        bone=playbook.fields[at % len(playbook.fields)].id,
        goal=f"g{at % GOALS}",
        cause=f"c{at % CAUSES}" if at % 2 else None,
        start=start,
        end=start + timedelta(at % 9),
        responsible=books.PEOPLE[at % len(books.PEOPLE)],
        after=f"r{at - 1}" if at % 3 else None,
        checkpoints=(Checkpoint(id="c", what="looked at", on=start),) if at % 4 == 0 else (),
    )


def _ended(project: Project, at: int) -> Project:
    review = Review(result="lost" if at % 2 else "won", lessons=_LESSON, rival=_RIVALS[at % RIVALS])
    return project.model_copy(update={"status": "lost" if at % 2 else "won", "review": review})
