"""Every screen is built alike: a folder, an entry in the registry, and arrows that go one way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter

import pytest

from screens.base.screen import BaseScreen
from screens.registry import SCREENS
from tests.house import ROOT
from tests.house.test_circles import imported, imports_of, module_name

LAYERS = ("view", "screen", "actions", "commands")
"""The files of a screen, each of which may know those before it."""


def folders() -> list[str]:
    """The folders of the screens."""
    found = sorted(path.parent.name for path in (ROOT / "screens").glob("*/screen.py"))
    return [name for name in found if name != "base"]


@cache
def imports() -> dict[str, set[str]]:
    """What each module of the screens imports of the others, within functions as well."""
    files = {module_name(path): path for path in (ROOT / "screens").rglob("*.py")}
    return imports_of(files, functions=True)


def reached(module: str, graph: dict[str, set[str]]) -> Iterator[str]:
    """All modules that one knows, be it through others."""
    known: dict[str, set[str]] = {}
    for name in TopologicalSorter(graph).static_order():
        found = graph.get(name, set())
        known[name] = found.union(*(known[other] for other in found))
    yield from known[module]


def test_every_folder_is_a_screen_of_the_registry() -> None:
    modules = [entry.screen.partition(":")[0] for entry in SCREENS.values()]
    assert sorted(name for name in modules if ".base." not in name) == [
        f"screens.{name}.screen" for name in folders()
    ]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_three_classes_deep_at_most(name: str) -> None:
    own = [each for each in SCREENS[name].load().__mro__ if each.__module__.startswith("screens.")]
    assert own[-1] is BaseScreen
    assert len(own) <= 4, "a room over DiagramScreen, ProjectScreen and BaseScreen"


@pytest.mark.parametrize("name", folders())
def test_a_screen_knows_no_other_and_its_files_know_each_other_one_way(name: str) -> None:
    graph, room = imports(), f"screens.{name}."
    for module in (module for module in graph if module.startswith(room)):
        others = {other for other in graph[module] if not other.startswith(room)}
        assert {
            other for other in others if other.split(".")[1] not in ("base", "registry")
        } == set()
    for place, layer in enumerate(LAYERS):
        if f"{room}{layer}" in graph:
            above = {f"{room}{other}" for other in LAYERS[place + 1 :]}
            assert above.intersection(reached(f"{room}{layer}", graph)) == set()


def test_the_base_knows_no_screen() -> None:
    graph = imports()
    base = [name for name in graph if name.startswith("screens.base.")]
    assert {other for name in base for other in graph[name] if ".base" not in other} == set()
    assert {name for name in graph["screens.registry"] if ".base" not in name} == set()


@pytest.mark.parametrize(
    "source",
    [
        "import screens.plan.screen",
        "import screens.plan.screen as plan",
        "from screens.plan import screen",
        "from screens.plan.screen import PlanScreen",
        "from ..plan import screen",
        "from ..plan.screen import PlanScreen",
        "def go():\n    from ..plan.screen import PlanScreen",
        "class Way:\n    def go(self):\n        import screens.plan.screen",
    ],
)
def test_an_import_is_seen_however_it_is_written(source: str) -> None:
    modules = {"screens.plan", "screens.plan.screen", "screens.base"}
    assert set(imported(source, "screens.base", modules, functions=True)) == {"screens.plan.screen"}
