"""What a user installs: the one package `netloft` with the rooms and their data in it, nothing of
the workshop, and no name that another package or folder could take.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import venv
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from tests.house import ROOMS, ROOT
from tests.terminal.pty import environment

ALSO = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore")
INSIDE = "netloft/rooms"
WORKSHOP = {"wording/catalogues.py"}


def built(source: Path, version: str = "standard") -> Path:
    """The wheel of a source folder."""
    builder = WheelBuilder(str(source))
    (wheel,) = builder.build(directory=str(source / "dist" / version), versions=[version])
    return Path(wheel)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources without compiled catalogues."""
    copy = tmp_path_factory.mktemp("source")
    for room in (*ROOMS, "netloft", "tests"):
        shutil.copytree(
            ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
        )
    for name in ALSO:
        shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    return built(source)


@pytest.fixture(scope="module")
def shipped(wheel: Path) -> list[str]:
    """The names of the files in the wheel."""
    with ZipFile(wheel) as archive:
        return archive.namelist()


def test_only_netloft_stands_on_top(shipped: list[str]) -> None:
    tops = {name.partition("/")[0] for name in shipped}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"netloft"}
    assert {name.split("/")[2] for name in shipped if name.startswith(INSIDE)} == set(ROOMS)


@pytest.mark.parametrize(
    "wanted",
    [
        f"{INSIDE}/wording/locale/zh_CN/LC_MESSAGES/netloft.mo",
        f"{INSIDE}/deals/playbooks/default.toml",
        f"{INSIDE}/store/samples/market.toml",
        f"{INSIDE}/team/schema/001_tables.sql",
        f"{INSIDE}/screens/base/screens.tcss",
        "netloft/py.typed",
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
    found = {name.removeprefix(f"{INSIDE}/") for name in shipped if name.endswith(".py")}
    assert found == (sources - WORKSHOP) | {"netloft/__init__.py", "netloft/__main__.py"}


def test_what_only_translators_need_stays_behind(shipped: list[str]) -> None:
    assert [name for name in shipped if name.endswith((".po", ".pot"))] == []


def test_an_sdist_makes_the_same_wheel(source: Path, wheel: Path, tmp_path: Path) -> None:
    (packed,) = SdistBuilder(str(source)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert built(unpacked).read_bytes() == wheel.read_bytes()


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder that holds packages of the rooms' names, none of which may be loaded."""
    folder = tmp_path / "foreign"
    for room in ROOMS:
        (folder / room).mkdir(parents=True)
        (folder / room / "__init__.py").write_text("raise RuntimeError('a stranger')\n")
    return folder


@pytest.fixture(params=["wheel", "editable"])
def python(request: pytest.FixtureRequest, source: Path, wheel: Path, tmp_path: Path) -> Path:
    """A fresh environment's Python, with Netloft installed for good or as a link to its sources."""
    home = tmp_path / "environment"
    venv.create(home, symlinks=True)
    (packages,) = home.glob("lib/python*/site-packages")
    with ZipFile(wheel if request.param == "wheel" else built(source, "editable")) as archive:
        archive.extractall(packages)
    # What Netloft needs comes from where the tests have it; links to sources there do not count.
    needed = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (packages / "needed.pth").write_text("\n".join(needed) + "\n")
    assert Path(rooms_of(home / "bin" / "python")) == {
        "wheel": packages / "netloft" / "rooms",
        "editable": source,
    }.get(request.param)
    return home / "bin" / "python"


def rooms_of(python: Path) -> str:
    """Where that Python's Netloft has its rooms."""
    printed = "from netloft.__main__ import rooms_folder; print(rooms_folder())"
    return subprocess.check_output([python, "-c", printed], cwd="/", text=True).strip()


def test_strangers_of_the_rooms_names_are_passed_over(
    python: Path, foreign: Path, tmp_path: Path
) -> None:
    def called(*arguments: str) -> str:
        """What is printed where strangers lie on PYTHONPATH and in the working folder."""
        done = subprocess.run(
            [python, "-m", "netloft", "--store", str(tmp_path / "book.json"), *arguments],
            cwd=foreign, env={**environment(tmp_path), "PYTHONPATH": str(foreign)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert called("--version").startswith("netloft 0.")
    assert called("--help").startswith("Usage: netloft [OPTIONS]")
    assert "用法：" in called("--lang", "zh_CN", "--help")
    called("add", "Harbour net")
    assert "Harbour net" in called("list")
