"""What a user installs: the four rooms with their data, and nothing of the workshop."""

from __future__ import annotations

import shutil
from fnmatch import fnmatch
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.house import ROOMS, ROOT

ALSO = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in a wheel built from a copy without compiled catalogues."""
    copy = tmp_path_factory.mktemp("source")
    for room in (*ROOMS, "tests"):
        shutil.copytree(
            ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
        )
    for name in ALSO:
        shutil.copy(ROOT / name, copy / name)
    (wheel,) = WheelBuilder(str(copy)).build(directory=str(copy / "dist"), versions=["standard"])
    with ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_the_rooms_and_no_tests(shipped: list[str]) -> None:
    tops = {name.partition("/")[0] for name in shipped}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(ROOMS)


@pytest.mark.parametrize(
    "wanted",
    [
        "wording/locale/zh_CN/LC_MESSAGES/netloft.mo",
        "deals/playbooks/default.toml",
        "screens/*.tcss",
        "*.dist-info/entry_points.txt",
        "*.dist-info/licenses/LICENSE",
    ],
)
def test_the_wheel_holds_the_data(shipped: list[str], wanted: str) -> None:
    assert any(fnmatch(name, wanted) for name in shipped)


def test_every_source_file_of_the_rooms_is_shipped(shipped: list[str]) -> None:
    sources = {
        path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py")
    }
    assert sources <= set(shipped)
