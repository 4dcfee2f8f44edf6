"""What a team says of a year's success, beside what is worked out of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deals.model import MEASURES, Measure, Project
from deals.numbers.record import find_coverage
from views.numbers.face_rows import cases_text
from wording import _, add_note
from wording.names import measure_name


def measure_rows(
    measures: Sequence[Measure], year: int, owner: str, projects: Iterable[Project]
) -> list[tuple[str, str]]:
    """Return the measures entered for a year and an owner, each with its name and its source."""
    there = {each.kind: each for each in measures if (each.year, each.owner) == (year, owner)}
    return list(_tell_measures([there[kind] for kind in MEASURES if kind in there], projects))


def _tell_measures(
    measures: Iterable[Measure], projects: Iterable[Project]
) -> Iterator[tuple[str, str]]:
    for each in measures:
        if each.kind == "customers":
            found = find_coverage(each.value.split("\n"), projects)
            text = cases_text(len(found.covered), len(found.covered) + len(found.missing))
            if found.missing:
                text = add_note(text, _("without {names}").format(names=", ".join(found.missing)))
        else:
            text = f"{each.value}%" if each.kind in ("share", "growth") else each.value
        yield measure_name(each.kind), add_note(text, each.source) if each.source else text
