"""Box drawing, blocks and signs as outlines, so that they join whatever font a reader has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

CELL_WIDTH, CELL_HEIGHT = 8.4, 19.0
_THICK = {1: 1.2, 2: 2.6}
_APART = 1.7
"""How far each of a double line's two lies from its middle."""
ARMS = {
    "─": "1010",
    "━": "2020",
    "╸": "2000",
    "│": "0101",
    "┃": "0202",
    "═": "3030",
    "║": "0303",
    "┌": "0011",
    "┐": "1001",
    "└": "0110",
    "┘": "1100",
    "├": "0111",
    "┤": "1101",
    "┬": "1011",
    "┴": "1110",
    "┼": "1111",
    "╂": "1212",
    "╫": "1313",
    "┏": "0022",
    "┓": "2002",
    "┗": "0220",
    "┛": "2200",
    "┣": "0222",
    "┫": "2202",
    "╔": "0033",
    "╗": "3003",
    "╚": "0330",
    "╝": "3300",
    "╠": "0333",
    "╣": "3303",
}
"""Which lines lead from the middle to the left, up, right and down: 1 light, 2 heavy, 3 double."""
_LOWER, _LEFT = "▁▂▃▄▅▆▇█", "▏▎▍▌▋▊▉█"
SHADES = {"░": 0.25, "▒": 0.5}
"""What is drawn as a whole cell of a paler colour."""


_LEFT_END, _RIGHT_END, _TOP, _BASE = 0.9, CELL_WIDTH - 0.9, 5.6, 13.4
_POLYGONS = {
    "▲": ((CELL_WIDTH / 2, _TOP), (_RIGHT_END, _BASE), (_LEFT_END, _BASE)),
    "▼": ((_LEFT_END, _TOP), (_RIGHT_END, _TOP), (CELL_WIDTH / 2, _BASE)),
    "►": ((_LEFT_END, _TOP), (_RIGHT_END, CELL_HEIGHT / 2), (_LEFT_END, _BASE)),
    "◄": ((_RIGHT_END, _TOP), (_RIGHT_END, _BASE), (_LEFT_END, CELL_HEIGHT / 2)),
    "╲": ((0, 0), (1.4, 0), (CELL_WIDTH, CELL_HEIGHT), (CELL_WIDTH - 1.4, CELL_HEIGHT)),
    "╱": ((CELL_WIDTH, 0), (CELL_WIDTH - 1.4, 0), (0, CELL_HEIGHT), (1.4, CELL_HEIGHT)),
}
"""The corners of a sign, from the upper left corner of its cell."""
_DASHES: dict[str, list[tuple[float, float, float, float]]] = {
    "┊": [(CELL_WIDTH / 2 - 0.7, 1 + 5 * part, 1.4, 2.6) for part in range(4)],
    "┄": [(0.3 + 2.8 * part, CELL_HEIGHT / 2 - 0.6, 1.8, 1.2) for part in range(3)],
}
_DISCS = {"●": ((3.5, 1),), "○": ((3.5, 1), (2.4, 0))}
"""Radius of each disc and which way round it runs: a second one the other way is a hole."""


def outline(sign: str, x: float, y: float) -> str:
    """Return the path of a sign in the cell whose upper left corner is given; empty for others."""
    if sign in ARMS:
        return "".join(_arms(ARMS[sign], x, y))
    if sign in SHADES:
        return _box(x, y, CELL_WIDTH, CELL_HEIGHT)
    if sign in _LOWER:
        high = CELL_HEIGHT * (_LOWER.index(sign) + 1) / 8
        return _box(x, y + CELL_HEIGHT - high, CELL_WIDTH, high)
    if sign in _LEFT:
        return _box(x, y, CELL_WIDTH * (_LEFT.index(sign) + 1) / 8, CELL_HEIGHT)
    return _sign(sign, x, y)


def _sign(sign: str, x: float, y: float) -> str:
    if sign in _POLYGONS:
        return _polygon([(x + across, y + down) for across, down in _POLYGONS[sign]])
    if sign in _DASHES:
        boxes = _DASHES[sign]
        return "".join(_box(x + left, y + top, wide, high) for left, top, wide, high in boxes)
    discs = _DISCS.get(sign, ())
    middle = x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2
    return "".join(_disc(*middle, radius, sweep) for radius, sweep in discs)


def _arms(arms: str, x: float, y: float) -> Iterator[str]:
    """Yield the lines of a box sign, each from beyond the middle to the cell's edge."""
    left, up, right, down = map(int, arms)
    middle, centre = x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2
    across, along = _reach(max(up, down)), _reach(max(left, right))
    if left and not right:
        yield from _level(left, x, middle + across, centre)
    elif left or right:
        start = x if left else middle - (across if not (up and down) or right < 3 else -across)
        yield from _level(max(left, right), start, x + CELL_WIDTH, centre)
    if up and not down:
        yield from _upright(up, middle, y, centre + along)
    elif up or down:
        yield from _upright(max(up, down), middle, y if up else centre - along, y + CELL_HEIGHT)


def _reach(weight: int) -> float:
    """Return how far a line of a weight lies to either side of its middle."""
    return _APART + _THICK[1] / 2 if weight == 3 else _THICK.get(weight, 0.0) / 2


def _level(weight: int, start: float, end: float, centre: float) -> Iterator[str]:
    for shift, thick in _strokes(weight):
        yield _box(start, centre + shift - thick / 2, end - start, thick)


def _upright(weight: int, middle: float, start: float, end: float) -> Iterator[str]:
    for shift, thick in _strokes(weight):
        yield _box(middle + shift - thick / 2, start, thick, end - start)


def _strokes(weight: int) -> tuple[tuple[float, float], ...]:
    """Return the lines that a line of a weight is: how far from its middle, and how thick."""
    double = (-_APART, _THICK[1]), (_APART, _THICK[1])
    return double if weight == 3 else ((0.0, _THICK[weight]),)


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"M{number(x)} {number(y)}h{number(wide)}v{number(high)}h{number(-wide)}z"


def _disc(x: float, y: float, radius: float, sweep: int) -> str:
    r, across = number(radius), number(2 * radius)
    back = number(-2 * radius)
    return (
        f"M{number(x - radius)} {number(y)}"
        f"a{r} {r} 0 0 {sweep} {across} 0a{r} {r} 0 0 {sweep} {back} 0z"
    )


def _polygon(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"


def number(value: float) -> str:
    """Return a length as SVG writes it, to a hundredth."""
    return f"{round(value, 2) + 0.0:g}"
