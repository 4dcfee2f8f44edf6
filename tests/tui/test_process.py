"""The real program in a process of its own: what it loads, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from store import files
from tests.terminal.desk import project, save, stored
from tests.tui.conftest import Netloft

AS_OF = ["--as-of", "2026-03-02"]
HEAVY = ("textual", "openpyxl", "pypinyin")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "NETLOFT_STORE": str(tmp_path / "netloft.json"),
        "NETLOFT_CONFIG": str(tmp_path / "config"),
        "TMPDIR": str(tmp_path),
    }


def keep(environment: dict[str, str], name: str) -> None:
    """Put a project into the store, which needs no process of its own."""
    save(Path(environment["NETLOFT_STORE"]), [project(0, name)])


def ran(
    environment: dict[str, str], *arguments: str, code: int = 0
) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr.decode()
    return done


LOADING: tuple[Sequence[list[str]], ...] = (
    (["--help"], ["completion", "bash"]),
    (
        *(["--version"], [], ["list"], ["list", "--json"], ["list", "--csv"], ["triage"]),
        *(["add", "Net"], ["touch", "Net", "visit"], ["check"], ["demo"]),
    ),
)
"""Calls, one after another in one process, what loads least first: none loads more than all."""

UNWANTED = {
    "--help": ("rich", "pydantic", "tinydb", "orjson"),
    "--version": ("rich", "pydantic", "tinydb", "orjson"),
    "completion bash": ("tinydb",),
    "list": ("rich.table", "rich.console", "tui.cli.edit", "tui.cli.upkeep"),
    "": ("tui.cli.look", "tui.cli.edit", "tui.cli.upkeep", "difflib"),
}
"""What a call has not loaded, besides what is heavy."""


@pytest.mark.parametrize("calls", LOADING)
def test_a_command_loads_no_more_than_it_needs(
    environment: dict[str, str], calls: Sequence[list[str]]
) -> None:
    unwanted = [(*HEAVY, *UNWANTED.get(" ".join(call), ())) for call in calls]
    program = (
        "import sys; from tui.cli.run import run\n"
        f"for call, unwanted in zip({[*calls]!r}, {unwanted!r}):\n"
        "    code = run(call)\n"
        "    loaded = [name for name in unwanted if name in sys.modules]\n"
        "    if code > 1 or loaded: sys.exit(f'{call}: {code} {loaded}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()


EACH_FORKED = """
import json, os, sys
from tui.__main__ import main
import tui.cli.run, tui.cli.root
codes = []
for call in json.loads(sys.argv[1]):
    if not (forked := os.fork()):
        sys.argv[1:] = call.split()
        main()
    codes.append(os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]))
with open(sys.argv[2], "w") as out:
    json.dump(codes, out)
"""
"""Runs the program for each call in a process of its own, forked from one that has loaded it."""


def run_each(
    environment: dict[str, str], calls: Mapping[str, int], stdout: Any, stderr: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run calls that are to end with these codes, all with the same streams."""
    codes = Path(environment["TMPDIR"]) / "codes"
    done = subprocess.run(
        [sys.executable, "-c", EACH_FORKED, json.dumps([*calls]), str(codes)],
        env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, timeout=60,
        check=False,
    )  # fmt: skip
    assert json.loads(codes.read_text()) == [*calls.values()]
    return done


def test_a_reader_that_has_seen_enough_is_no_failure(environment: dict[str, str]) -> None:
    keep(environment, "Net")
    reading, writing = os.pipe()
    os.close(reading)
    calls = ("list", "list --json", "--help", "help set", "add -h", "completion bash", "--version")
    with os.fdopen(writing, "wb") as gone:
        done = run_each(environment, dict.fromkeys(calls, 0), gone, subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")


def test_nobody_who_reads_the_complaints_is_no_failure_either(environment: dict[str, str]) -> None:
    keep(environment, "Net")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        run_each(environment, {"show nothing": 1, "lst": 2}, subprocess.PIPE, gone)
        assert "Other" not in stored(Path(environment["NETLOFT_STORE"]))
        run_each(environment, {"add Other": 0}, subprocess.PIPE, gone)
    assert "Other" in stored(Path(environment["NETLOFT_STORE"]))


def test_json_and_csv_are_utf8_whatever_the_locale(environment: dict[str, str]) -> None:
    keep(environment, "北辰")
    calls = {"list --json": 0, "list --csv": 0}
    for locale in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}):
        done = run_each({**environment, **locale}, calls, subprocess.PIPE, subprocess.PIPE)
        record, end = json.JSONDecoder().raw_decode(text := done.stdout.decode("utf-8"))
        assert record[0]["name"] == "北辰"
        assert "北辰" in text[end:]


def test_characters_that_the_terminal_lacks_end_nothing(environment: dict[str, str]) -> None:
    keep(environment, "北辰")
    ascii_only = {**environment, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert b"??" in ran(ascii_only, "list").stdout
    assert b"??" in ran(ascii_only, "show", "北辰吗", code=1).stderr


def test_what_the_system_refuses_is_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    done = ran({**environment, "NETLOFT_STORE": str(tmp_path)}, "list", code=1)
    assert done.stdout == b""
    assert done.stderr.decode().count("\n") == 1
    assert str(tmp_path) in done.stderr.decode()


def test_a_damaged_store_is_refused_and_left_as_it_is(netloft: Netloft, tmp_path: Path) -> None:
    store = tmp_path / "book" / "netloft.json"
    store.parent.mkdir()
    store.write_bytes(b'{"projects": {"1": {"na')
    calls: tuple[list[str], ...]
    calls = (["list"], ["add", "Net"], ["check"], [])
    for call in calls:
        answer = netloft(*call)
        assert answer.code == 1
        assert answer.err.startswith(str(store))
        assert "Traceback" not in answer.err
    assert store.read_bytes() == b'{"projects": {"1": {"na'


def test_the_demo_leaves_nothing_behind(environment: dict[str, str], tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert b"netloft demo" in ran(environment, *AS_OF, "demo").stdout
    assert set(tmp_path.iterdir()) == before


def test_ctrl_c_leaves_with_130_and_without_a_traceback(environment: dict[str, str]) -> None:
    program = (
        "import os, signal, tui.select_projects as chosen; from tui.cli.run import run; "
        # A runner in the background may hand down an ignored Ctrl+C.
        "signal.signal(signal.SIGINT, signal.default_int_handler); "
        "chosen.choose_projects = lambda *_: os.kill(os.getpid(), signal.SIGINT); "
        "raise SystemExit(run(['list']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (130, False)


def test_the_store_and_its_folder_are_private(environment: dict[str, str], tmp_path: Path) -> None:
    place = tmp_path / "new" / "netloft.json"
    ran(environment, "--store", str(place), "add", "Net")
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700


def test_an_import_is_made_even_if_nobody_reads_what_came_of_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    rows = "".join(f"Net {number},P1\n" for number in range(1000))
    (tmp_path / "many.csv").write_text("Project,State\n" + rows)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "import", str(tmp_path / "many.csv")],
            env=environment, stdout=gone, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(stored(Path(environment["NETLOFT_STORE"]))) == 1000


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_ends_in_no_traceback(environment: dict[str, str], closed: str) -> None:
    for call in ("list", "show nothing"):
        done = subprocess.run(
            ["sh", "-c", f"exec {sys.executable} -m tui {call} {closed}"],
            env=environment, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == (call != "list")
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "error", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL], ids=errno.errorcode.get
)
def test_where_the_file_system_has_no_locks_a_store_is_shown_and_not_written(
    netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def flock(_handle: object, _how: int) -> None:
        raise OSError(error, "no locks")

    store = tmp_path / "book" / "netloft.json"
    with monkeypatch.context() as patch:
        patch.setattr(files, "flock", flock)
        refused = netloft("add", "Net")
        assert (refused.code, refused.out, store.exists()) == (1, "", False)
        assert "lock" in refused.err
    netloft("add", "Net")
    before = store.read_bytes()
    monkeypatch.setattr(files, "flock", flock)
    shown = netloft("list")
    assert (shown.code, "Net" in shown.out) == (0, True)
    assert netloft("set", "Net", "owner=Wu") == refused
    assert store.read_bytes() == before


def test_nothing_is_loaded_to_look_for_plugins(environment: dict[str, str]) -> None:
    program = (
        "import sys; from tui.__main__ import disable_plugins; disable_plugins(); "
        "from deals.model import Market, Project; Market(); Project.model_rebuild(); "
        "sys.exit(' '.join({'importlib.metadata', 'email.message'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr.decode().strip() == ""
