"""What the net over a project's people shows, in words for a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from deals.model import Project
from deals.net import Findings, mends
from deals.net.findings import Place
from deals.playbook import Playbook
from screens.kit.cells import wrap
from screens.kit.wording import _
from screens.kit.wording.findings import ask_text, names_of, way_text
from screens.people.told import told

ARROW = "->"
MOST = 9


def finding_lines(
    project: Project, findings: Findings, playbook: Playbook, cells: int
) -> Iterator[str]:
    """Every finding, the worst first; under each hole the ways to mend it, the best first."""
    for one in told(project, findings):
        yield from _hanging(f"{one.sign} ", one.text, cells)
        if one.place is not None and one.ask:
            for way in _ways(project, findings, playbook, one.place):
                yield from _hanging("    ", way, cells)


def _ways(project: Project, findings: Findings, playbook: Playbook, hole: Place) -> Iterator[str]:
    names = names_of(project)
    for number, way in enumerate(mends(project, findings, playbook, hole)):
        chain = way_text(way, project, ARROW)
        if number:
            yield _("or: ") + chain
        else:
            yield _("mend: ") + chain
            yield ask_text(way, names, project.stage, playbook)


def _hanging(start: str, text: str, cells: int) -> Iterator[str]:
    for at, one in enumerate(wrap(text, cells - len(start) - 2, MOST)):
        yield f"{start if at == 0 else ' ' * len(start) + '  '}{one}"
