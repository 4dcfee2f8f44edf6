"""The store without a screen, at each size: `python -m tests.benchmarks.store FILE stock|ours`
measures one file in a process of its own and prints JSON; `figures` runs it for all sizes.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from time import perf_counter, process_time, sleep
from typing import Any

from tests.benchmarks import books
from tests.benchmarks.measure import peak_mb
from tests.benchmarks.table import Figure
from tests.house import ROOT
from tests.store import commit

SIZES = (50, 1_000, 10_000)
COMMITS = 200
STOCK_SECONDS = 30.0
TURNS = 3
PAUSE = 0.005

ABOUT = f"""
the store by itself, {books.CONTACTS} contacts a project; `bare` is stock TinyDB's update of a
record (a whole file written, nothing flushed to the disk), its opening, and its memory
fsync     of 2 kB appended to a file, in the same folder: what any commit costs at least
commit    from the key's edit to its bytes on the disk, in `Store.commit`
meantime  the same while a checkpoint runs in another thread
open      processor time, the program's own start not counted
verify    processor time of the file's checksum, part of opening; `bare` is that of each record's,
          which only a file that another program has written needs
memory    the most that the process has held, Python and imports among it
"""

Measures = dict[str, list[float]]


def figures(home: Path) -> Iterator[Figure]:
    """Measure each size in turns, in processes of their own, ours and the stock one's."""
    stores = {size: _made(home, size) for size in SIZES}
    ours = {size: _run(path, "ours", TURNS) for size, path in stores.items()}
    stock = {size: _run(path, "stock", 1) for size, path in stores.items()}
    least = median(ours[SIZES[0]]["commit"])
    for size in SIZES:
        yield from _rows(f"{size:,} projects", ours[size], stock[size])
    most = median(ours[SIZES[-1]]["commit"])
    yield Figure("commit, times that at 50", f"{SIZES[-1]:,} projects", most / least, target=1.5)


def _rows(name: str, ours: Measures, stock: Measures) -> Iterator[Figure]:
    largest = name.startswith(f"{SIZES[-1]:,} ")
    half, most = _spread(ours["commit"])
    update = median(stock["commit"]) if stock["commit"] else None
    yield Figure("fsync p50, ms", name, median(ours["fsync"]))
    yield Figure("commit p50, ms", name, half, update, 10.0)
    yield Figure("commit p95, ms", name, most)
    target = 50.0 if largest else None
    yield Figure("meantime p95, ms", name, _spread(ours["meantime"])[1], target=target)
    yield Figure("meantime longest, ms", name, max(ours["meantime"]))
    yield Figure("checkpoint, ms", name, median(ours["checkpoint"]))
    target = 1.5 if largest else None
    yield Figure("open, CPU s", name, median(ours["open"]), median(stock["open"]), target)
    yield Figure("verify, CPU ms", name, median(ours["verify"]), median(ours["records"]))
    target = 400.0 if largest else None
    yield Figure("memory, MB", name, max(ours["memory"]), max(stock["memory"]), target)


def _spread(times: Sequence[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20, method="inclusive")[-1]


def _made(home: Path, size: int) -> Path:
    path = home / f"store-{size}" / "netloft.json"
    books.save(path, books.book(size))
    return path


def _run(path: Path, whose: str, turns: int) -> Measures:
    """Measure in so many processes one after the other, each on a copy of the store."""
    together: Measures = {}
    for _turn in range(turns):
        live = path.parent / "live" / path.name
        shutil.rmtree(live.parent, ignore_errors=True)
        live.parent.mkdir(mode=0o700)
        shutil.copy2(path, live)
        command = [sys.executable, "-m", "tests.benchmarks.store", str(live), whose]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        for name, values in json.loads(done.stdout).items():
            together.setdefault(name, []).extend(values)
    return together


# In the process that is measured -------------------------------------------------------------


def measured_ours(path: Path) -> Measures:
    """Measure one sitting at our store."""
    from store.store import Store

    gc.collect()
    start = process_time()
    store = Store.open(path)
    opened = process_time() - start
    keys = list(store.book.projects)
    commits = [_commit(store, keys[number * 7 % len(keys)]) for number in range(COMMITS)]
    checkpoints, meantime = [], list[float]()
    for _time in range(3):
        times, took = _commits_meanwhile(store, keys)
        meantime += times
        checkpoints.append(took)
    store.close()
    memory = peak_mb(os.getpid())
    whole, records = _verified(path)
    return {
        "open": [opened],
        "verify": [whole],
        "records": [records],
        "commit": commits,
        "checkpoint": checkpoints,
        "meantime": meantime,
        "memory": [memory],
        "fsync": [_flushed(path.with_name("probe")) for _time in range(50)],
    }


def _verified(path: Path) -> tuple[float, float]:
    """Return milliseconds of processor time to verify the file as a whole, and record by record."""
    from store.integrity import FileChecksum, mismatches, read_sums
    from store.json_layout import parse_tables

    data = path.read_bytes()
    start = process_time()
    assert FileChecksum(data).agrees()
    whole = (process_time() - start) * 1000
    tables = parse_tables(data, str(path))
    start = process_time()
    assert not mismatches(tables, read_sums(tables))
    return whole, (process_time() - start) * 1000


def _commit(store: Any, key: str) -> float:
    """Return milliseconds of one edit, as a key makes it."""
    start = perf_counter()
    before = store.book
    project = before.projects[key]
    stage = "P3" if project.stage != "P3" else "P4"
    after = before.with_projects(project.model_copy(update={"stage": stage}))
    commit(store, before, after, "stage", "bench")
    return (perf_counter() - start) * 1000


def _commits_meanwhile(store: Any, keys: Sequence[str]) -> tuple[list[float], float]:
    """Return the milliseconds of commits during a checkpoint, and those of the checkpoint."""
    took: list[float] = []

    def work() -> None:
        start = perf_counter()
        store.checkpoint()
        took.append((perf_counter() - start) * 1000)

    _commit(store, keys[0])
    thread = Thread(target=work)
    thread.start()
    times: list[float] = []
    number = 0
    while thread.is_alive() or not times:
        times.append(_commit(store, keys[number * 7 % len(keys)]))
        number += 1
        sleep(PAUSE)
    thread.join()
    return times, took[0]


def _flushed(path: Path) -> float:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.write(handle, b"x" * 2048)
        start = perf_counter()
        os.fsync(handle)
        return (perf_counter() - start) * 1000
    finally:
        os.close(handle)


def measured_stock(path: Path) -> Measures:
    """Measure stock TinyDB on the same file; stop once it has taken too long."""
    from tinydb import TinyDB

    start = process_time()
    db = TinyDB(path, encoding="utf-8")
    table = db.table("projects")
    numbers = [row.doc_id for row in islice(table, 20)]
    opened = process_time() - start
    times: list[float] = []
    began = perf_counter()
    for number in numbers:
        start = perf_counter()
        table.update({"stage": "P3"}, doc_ids=[number])
        times.append((perf_counter() - start) * 1000)
        if perf_counter() - began > STOCK_SECONDS / 2:
            break
    db.close()
    return {"open": [opened], "commit": times, "memory": [peak_mb(os.getpid())]}


if __name__ == "__main__":
    measure = measured_stock if sys.argv[2] == "stock" else measured_ours
    print(json.dumps(measure(Path(sys.argv[1]))))
