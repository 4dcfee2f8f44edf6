"""The pictures of a project's people on the standard output: coloured for a person, else plain."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deals.model import Project
from deals.net import Findings
from screens.kit.net import chain_picture, list_picture, net_picture, tree_picture
from screens.kit.picture import Picture
from screens.kit.spans import Line, Tone, cut
from tui.output import paper

PIPE = 80
_DRAWN: Mapping[str, Callable[[Project, Findings, int], Picture]] = {
    "net": lambda project, findings, cells: net_picture(project, findings, cells),
    "tree": lambda project, findings, cells: tree_picture(project, findings, cells),
    "chain": chain_picture,
    "list": list_picture,
}
_STYLES: Mapping[Tone, str] = {
    "red": "red",
    "amber": "yellow",
    "info": "blue",
    "good": "green",
    "dim": "dim",
    "strong": "bold",
}


def drawn(view: str, project: Project, findings: Findings, cells: int) -> Picture:
    """The people of a project in one of the four views, laid out for so many cells."""
    return _DRAWN[view](project, findings, cells)


def room() -> int:
    """The cells that there are: the terminal's, or 80 where nobody looks on."""
    return paper.terminal_width() if paper.styled() else PIPE


def show(picture: Picture, cells: int | None) -> None:
    """Print a picture whole; on a terminal only as much of a line as it has room for."""
    lines = [*picture.head, *picture.lines]
    if not paper.styled():
        for one in lines:
            paper.line("".join(span.text for span in one).rstrip())
        return
    _coloured([cut(one, cells or room()) for one in lines])


def _coloured(lines: list[Line]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False, force_terminal=True)
    for one in lines:
        spans = ((span.text, _STYLES.get(span.tone, "")) for span in one)
        console.print(Text.assemble(*spans), soft_wrap=True)
