"""Two fish as they are drawn, kept as text files that are looked at when they change.

`NETLOFT_GOLDENS=write` before pytest writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deals.fishbone import fishbone
from deals.model import Cause, PlanRow, Project
from tests.deals.makers import DEFAULT, project
from views.fishbone import draw_fishbone
from wording import LANGUAGES, Language, use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
BONES = tuple(field.id for field in DEFAULT.fields)
WORDS = ("采购部没有教练，消息都来自一个人", "No coach in purchasing", "价高", "met once [bold")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def grown(count: int, *own: str) -> Project:
    """A project with so many causes on its bones in turn, every third behind another."""
    causes = [
        Cause(
            id=str(at),
            bone=(*BONES, *own)[at % (len(BONES) + len(own)) // (2 if at % 3 else 1)],
            text=WORDS[at % 4],
            parent=str(at - 2) if at % 3 == 2 else None,
        )
        for at in range(count)
    ]
    rows = [PlanRow(id=f"r{at}", content="x", cause=str(at % 4)) for at in range(12)]
    done = PlanRow(id="done", content="x", cause="5", state="done")
    return project(causes=causes, plan=[*rows, done], bones=own, head="北辰调度网扩容 3月签约")


FISH = {"empty": grown(0), "some": grown(14), "own": grown(40, "资金", "Politics")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("cells", "rows"), ((80, 0), (80, 18), (120, 0), (120, 30)))
@pytest.mark.parametrize("name", FISH)
def test_fish_are_drawn_as_they_were(name: str, cells: int, rows: int, language: Language) -> None:
    use_language(language)
    fish = FISH[name]
    diagram = draw_fishbone(fish.head, fishbone(fish, DEFAULT), cells, rows)
    lines = ["".join(span.text for span in row).rstrip() for row in diagram.lines]
    found = "\n".join(lines) + "\n"
    golden = GOLDENS / f"{name}-{cells}{f'x{rows}' if rows else ''}-{language}.txt"
    if WRITE:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
