"""The writer of pictures: a `Drawing` as SVG, a file of its own or within a page.

The page that a picture stands in colours it by the classes of the tones, light or dark; a file of
its own brings its colours, dark on white. Nothing in it has an id, so that a page may have many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from math import hypot

from reports.report import (
    CELL_SHARE,
    Drawing,
    DrawnBox,
    DrawnLine,
    DrawnShape,
    DrawnText,
    ReportTone,
)
from views.styled_text import disarm_text, width

MONO_FONTS = (
    "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Sarasa Mono SC', "
    "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace"
)
TEXT_FONTS = (
    "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'PingFang SC', "
    "'Microsoft YaHei', sans-serif"
)
COLOURS: Mapping[ReportTone, str] = {
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
    "shade": "#f1f3f6",
}
"""The colours of the tones on white."""
MARK = "<!-- made by netloft -->"
"""What tells a picture that was drawn here, and may be drawn anew, from any other."""
_BEGINNING = 1000  # bytes, of which the first two lines take less
_HEAD = 7.0


def svg_bytes(drawing: Drawing, title: str) -> bytes:
    """Return a picture as a file of its own; `title` is what programs call it."""
    colours = "".join(
        f".{_class(tone)}{{fill:{colour}}}.s-{_class(tone)}{{stroke:{colour};fill:none}}"
        for tone, colour in COLOURS.items()
    )
    style = (
        f"text{{font-family:{TEXT_FONTS}}}.mono{{font-family:{MONO_FONTS};white-space:pre}}"
        f"{colours}.strong{{font-weight:bold}}"
    )
    lines = [
        _svg_start(drawing),
        MARK,
        f"<title>{escape(disarm_text(title))}</title>",
        f"<style>{style}</style>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *(part for shape in drawing.shapes for part in _shape(shape)),
        "</svg>\n",
    ]
    return "\n".join(lines).encode("utf-8")


def has_svg_mark(data: bytes) -> bool:
    """Whether a file holds a picture that was drawn here."""
    return data.startswith(b"<svg ") and MARK.encode() in data[:_BEGINNING]


def inline_svg(drawing: Drawing, title: str) -> str:
    """Return a picture to stand in a page, which has the colours of the tones."""
    label = f"<title>{escape(disarm_text(title))}</title>"
    shapes = (part for shape in drawing.shapes for part in _shape(shape))
    return "\n".join([_svg_start(drawing), label, *shapes, "</svg>"])


def _svg_start(drawing: Drawing) -> str:
    wide, high = _figure(drawing.width), _figure(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="img">'
    )


def _class(tone: ReportTone) -> str:
    return tone or "plain"


def _shape(shape: DrawnShape) -> Iterator[str]:
    match shape:
        case DrawnLine():
            yield from _line(shape)
        case DrawnBox():
            yield _box(shape)
        case DrawnText(mono=True):
            yield from _mono_text(shape)
        case DrawnText():
            yield _text(shape)


def _line(line: DrawnLine) -> Iterator[str]:
    points = " ".join(f"{_figure(x)},{_figure(y)}" for x, y in line.points)
    dashes = ' stroke-dasharray="5 4"' if line.dashed else ""
    yield (
        f'<polyline class="s-{_class(line.tone)}" points="{points}" '
        f'stroke-width="{_figure(line.thickness)}"{dashes}/>'
    )
    if line.arrow and len(line.points) > 1:
        corners = " ".join(f"{_figure(x)},{_figure(y)}" for x, y in _arrow_head(line))
        yield f'<polygon class="{_class(line.tone)}" points="{corners}"/>'


def _arrow_head(line: DrawnLine) -> Iterator[tuple[float, float]]:
    """Yield the corners of the head at the end of a line, its tip first."""
    (x, y), (to_x, to_y) = line.points[-2:]
    length = hypot(to_x - x, to_y - y) or 1.0
    along, across = (to_x - x) / length, (to_y - y) / length
    size = _HEAD + line.thickness
    back_x, back_y = to_x - along * size, to_y - across * size
    yield to_x, to_y
    yield back_x - across * size / 2, back_y + along * size / 2
    yield back_x + across * size / 2, back_y - along * size / 2


def _box(box: DrawnBox) -> str:
    name = _class(box.tone) if box.filled else f"s-{_class(box.tone)}"
    rounded = f' rx="{_figure(box.rounded)}"' if box.rounded else ""
    return (
        f'<rect class="{name}" x="{_figure(box.x)}" y="{_figure(box.y)}" '
        f'width="{_figure(box.width)}" height="{_figure(box.height)}"{rounded}/>'
    )


def _text(text: DrawnText) -> str:
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    return (
        f'<text class="{_class(text.tone)}" x="{_figure(text.x)}" y="{_figure(text.y)}" '
        f'font-size="{_figure(text.size)}"{anchor}>{_escaped(disarm_text(text.text))}</text>'
    )


def _mono_text(text: DrawnText) -> Iterator[str]:
    """Yield an element for each word of a text, each character in its place."""
    cell = text.size * CELL_SHARE
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * width(text.text) * cell
    for word, start in _words(text.text):
        first = text.x - shift + start * cell
        places = " ".join(_figure(x) for x in _places(word, first, text.size))
        yield (
            f'<text class="mono {_class(text.tone)}" x="{places}" y="{_figure(text.y)}" '
            f'font-size="{_figure(text.size)}">{_escaped("".join(word))}</text>'
        )


def _words(text: str) -> Iterator[tuple[list[str], int]]:
    """Yield the words of a text as characters, with the cell that each word begins at.

    A character beyond those that SVG counts one by one is a word of its own, marks on it included.
    """
    word: list[str] = []
    start = at = 0
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


def _places(word: list[str], at: float, size: float) -> Iterator[float]:
    cell = size * CELL_SHARE
    for char in word:
        cells = width(char)
        yield at + ((2 * cell - size) / 2 if cells == 2 else 0)
        at += cells * cell


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
