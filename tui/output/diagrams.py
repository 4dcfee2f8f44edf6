"""Diagrams on the terminal: what the screens show of people, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from deals.model import Project
from deals.network.findings import NetworkFindings
from tui.output import console
from views.diagram import Diagram
from views.network.net import draw_network
from views.network.org_tree import draw_org_tree
from views.network.tables import draw_chain, draw_contact_list
from views.styled_text import TextLine, Tone, cut

PIPE = 80
_DRAWN: Mapping[str, Callable[[Project, NetworkFindings, int], Diagram]] = {
    "net": lambda project, findings, cells: draw_network(project, findings, cells),
    "tree": lambda project, findings, cells: draw_org_tree(project, findings, cells),
    "chain": draw_chain,
    "list": draw_contact_list,
}
_STYLES: Mapping[Tone, str] = {
    "red": "red",
    "amber": "yellow",
    "info": "blue",
    "good": "green",
    "dim": "dim",
    "strong": "bold",
    "line": "dim",
    "rail-t": "blue",
    "rail-b": "magenta",
}


def lay_out_people(view: str, project: Project, findings: NetworkFindings, cells: int) -> Diagram:
    """Lay out the contacts of a project in one of the four views, for so many cells."""
    return _DRAWN[view](project, findings, cells)


def terminal_cells() -> int:
    """Return the cells in a line: those of the terminal, or 80 where nobody looks on."""
    return console.terminal_width() if console.shows_styles() else PIPE


def show(diagram: Diagram, cells: int | None) -> None:
    """Print a picture whole; on a terminal only as much of a line as it has room for."""
    show_lines([*diagram.head, *diagram.lines], cells)


def show_lines(lines: Iterable[TextLine], cells: int | None) -> None:
    """Print lines of spans whole; on a terminal in colours, and only as much as it has room for."""
    if not console.shows_styles():
        for line in lines:
            console.print_line("".join(span.text for span in line).rstrip())
        return
    _print_coloured([cut(line, cells or terminal_cells()) for line in lines])


def _print_coloured(lines: list[TextLine]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False, force_terminal=True)
    for line in lines:
        spans = ((span.text, _STYLES.get(span.tone, "")) for span in line)
        console.print(Text.assemble(*spans), soft_wrap=True)
