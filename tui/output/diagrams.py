"""Diagrams as SVG and on the terminal: what the screens show, for documents and browsers.

Every character is placed at its own cell, so that no font can shift what stands below one another,
and a Chinese character sits in the middle of its two cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

from deals.model import Project
from deals.network.findings import NetworkFindings
from tui.output import console
from views.diagram import Diagram
from views.network import draw_chain, draw_contact_list, draw_network, draw_org_tree
from views.styled_text import StyledText, TextLine, Tone, cut, disarm_text, width

SIZE, CELL, ROW, MARGIN = 14.0, 8.4, 20.0, 16.0
FONTS = (
    "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Sarasa Mono SC', "
    "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace"
)
COLOURS: Mapping[Tone, str] = {
    "": "#1c1c1c",
    "red": "#b3261e",
    "amber": "#8a5a00",
    "info": "#1450a3",
    "good": "#17693a",
    "dim": "#666666",
    "strong": "#000000",
    "line": "#808080",
    "rail-t": "#005faf",
    "rail-b": "#af005f",
}
MARK = "<!-- made by netloft -->"
"""What tells a picture that was drawn here, and may be drawn anew, from any other."""
_BOLD: Tone = "strong"
_TITLE_ROWS = 2
_BEGINNING = 1000  # bytes, of which the first two lines take less


def svg_text(diagram: Diagram, title: str) -> str:
    """Return the picture under its title as SVG, dark on light, in the colours of its tones."""
    lines = [(StyledText(title, _BOLD),), (), *diagram.head, *diagram.lines]
    cells = max([diagram.width, *(_end(line) for line in lines)])
    wide, high = 2 * MARGIN + cells * CELL, 2 * MARGIN + len(lines) * ROW
    first = _TITLE_ROWS + len(diagram.head)
    body = [
        *_boxes(diagram, first),
        *(text for y, line in enumerate(lines) for text in _row(line, y)),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_figure(wide)}" '
            f'height="{_figure(high)}" viewBox="0 0 {_figure(wide)} {_figure(high)}">',
            MARK,
            f"<title>{escape(disarm_text(title))}</title>",
            f"<style>text{{font:{SIZE:g}px {FONTS};white-space:pre}}{_classes()}</style>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        ]
    )


def has_mark(data: bytes) -> bool:
    """Whether a file holds a picture that was drawn here."""
    return data.startswith(b"<svg ") and MARK.encode() in data[:_BEGINNING]


def _classes() -> str:
    rules = (f".{_class(tone)}{{fill:{colour}}}" for tone, colour in COLOURS.items())
    return "".join(rules) + f".{_class(_BOLD)}{{font-weight:bold}}"


def _class(tone: Tone) -> str:
    return tone if tone in COLOURS and tone else "plain"


def _boxes(diagram: Diagram, first: int) -> Iterator[str]:
    """Yield a light ground for each node."""
    for node in diagram.nodes.values():
        x, y = MARGIN + node.x * CELL, MARGIN + (first + node.y) * ROW
        yield (
            f'<rect x="{_figure(x)}" y="{_figure(y + 1)}" width="{_figure(node.width * CELL)}" '
            f'height="{_figure(node.height * ROW - 2)}" rx="3" fill="#f1f3f6"/>'
        )


def _row(line: TextLine, row: int) -> Iterator[str]:
    """Yield the texts of a line: one for each word of one tone, each character in its place."""
    y, at = MARGIN + row * ROW + (ROW + SIZE) / 2 - 2, 0
    for span in line:
        for word, start in _words(span.text, at):
            places = " ".join(_figure(x) for x in _places(word, start))
            text = escape("".join(word), quote=False)
            yield f'<text class="{_class(span.tone)}" x="{places}" y="{_figure(y)}">{text}</text>'
        at += width(span.text)


def _words(text: str, at: int) -> Iterator[tuple[list[str], int]]:
    """Yield the words of a text as characters, with the cell that each word begins at.

    A character beyond those that SVG counts one by one is a word of its own, marks on it included.
    """
    word: list[str] = []
    start = at
    for char in _characters(disarm_text(text)):
        alone = len(char) > 1 or ord(char) > 0xFFFF
        if word and (alone or char == " "):
            yield word, start
            word = []
        if alone:
            yield [char], at
        elif char != " ":
            start = start if word else at
            word.append(char)
        at += width(char)
    if word:
        yield word, start


def _characters(text: str) -> list[str]:
    """Return the characters, each with the marks that take no cell of their own."""
    found: list[str] = []
    for char in text:
        if found and width(char) == 0:
            found[-1] += char
        else:
            found.append(char)
    return found


def _places(word: list[str], start: int) -> Iterator[float]:
    at = start
    for char in word:
        cells = width(char)
        aside = (2 * CELL - SIZE) / 2 if cells == 2 else 0
        yield MARGIN + at * CELL + aside
        at += cells


def _end(line: TextLine) -> int:
    return sum(width(span.text) for span in line)


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


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
