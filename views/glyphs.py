"""The signs that pictures and lists are drawn with, in two alphabets of one layout.

Box drawing and blocks are two cells wide in some terminals for Chinese, so each sign has an ASCII
twin of the same width: a line is as wide in one alphabet as in the other, and only its signs
differ. Which of them is in use is settled once, before anything is drawn, as the language is.
What users wrote is never drawn in either: it is shown as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from wording import language


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One alphabet: a sign for each thing that is drawn, of one cell but for `arrow` and `cut`.

    A bar is `done` and at its end `half` a cell, lines with air between one row and the next;
    `lent` is what of it is another's, `left` what it lacks. `steps` are the heights of a stage. A
    rail is the line of an approval: `rail_t` technical, `rail_b` commercial, `gap` where it does
    not hold; its ends and ties to a person are drawn by the `tie` of its line; `tie` and `run_b`
    are the runs of the ties, `loose` the run to a hole, and a tie is `back` where the person stands
    left of the rail.
    """

    name: str
    cut: str
    cursor: str
    dot: str
    leaf: str
    summary: str
    join: str
    arrow: str
    # Answers, causes, checkpoints
    settled: str
    partly: str
    open: str
    # Closeness
    near: str
    far: str
    # Bars
    done: str
    half: str
    lent: str
    left: str
    steps: str
    lost: str
    worked: str
    planned: str
    today: str
    today_head: str
    # Strands
    rule: str
    upright: str
    branch: str
    last_branch: str
    branch_back: str
    last_branch_back: str
    fork: str
    fork_up: str
    corner: str
    corner_back: str
    cross: str
    # Approval lines
    rail_t: str
    rail_b: str
    gap: str
    tie_t: str
    tie_b: str
    top_t: str
    top_b: str
    tip_t: str
    tip_b: str
    tie: str
    run_b: str
    loose: str
    top_back_b: str
    back_b: str
    tip_back_b: str
    # Ways
    onward: str
    backward: str
    unfolded: str
    folded: str
    rise: str
    fall: str
    same: str
    # Fish
    spine: str
    rib_down: str
    rib_up: str
    box_top: str
    box_top_end: str
    box_base: str
    box_base_end: str


BOX = Glyphs(
    name="box",
    cut="…",
    cursor="▌",
    dot="·",
    leaf="·",
    summary="·",
    join="·",
    arrow="→",
    settled="●",
    partly="▲",
    open="○",
    near="●",
    far="○",
    done="━",
    half="╸",
    lent="┄",
    left="─",
    steps="▁▂▃▄▅▆▇█",
    lost="▒",
    worked="█",
    planned="░",
    today="│",
    today_head="▼",
    rule="─",
    upright="│",
    branch="├",
    last_branch="└",
    branch_back="┤",
    last_branch_back="┘",
    fork="┬",
    fork_up="┴",
    corner="┐",
    corner_back="┌",
    cross="┼",
    rail_t="║",
    rail_b="┃",
    gap="┊",
    tie_t="╠",
    tie_b="┣",
    top_t="╔",
    top_b="┏",
    tip_t="╚",
    tip_b="┗",
    tie="═",
    run_b="━",
    loose="·",
    top_back_b="┓",
    back_b="┫",
    tip_back_b="┛",
    onward="►",
    backward="◄",
    unfolded="▼",
    folded="►",
    rise="▲",
    fall="▼",
    same="=",
    spine="━",
    rib_down="╲",
    rib_up="╱",
    box_top="┌",
    box_top_end="┐",
    box_base="└",
    box_base_end="┘",
)
ASCII = Glyphs(
    name="ascii",
    cut="..",
    cursor=">",
    dot="|",
    leaf="-",
    summary=".",
    join="/",
    arrow="->",
    settled="#",
    partly="%",
    open="o",
    near="#",
    far="-",
    done="#",
    half="#",
    lent=".",
    left="-",
    steps="        ",
    lost="x",
    worked="=",
    planned=".",
    today="|",
    today_head="v",
    rule="-",
    upright="|",
    branch="+",
    last_branch="+",
    branch_back="+",
    last_branch_back="+",
    fork="+",
    fork_up="+",
    corner="+",
    corner_back="+",
    cross="+",
    rail_t="T",
    rail_b="B",
    gap=":",
    tie_t="T",
    tie_b="B",
    top_t="T",
    top_b="B",
    tip_t="T",
    tip_b="B",
    tie="=",
    run_b="=",
    loose="'",
    top_back_b="B",
    back_b="B",
    tip_back_b="B",
    onward=">",
    backward="<",
    unfolded="v",
    folded=">",
    rise="^",
    fall="v",
    same="=",
    spine="=",
    rib_down="\\",
    rib_up="/",
    box_top=".",
    box_top_end=".",
    box_base="'",
    box_base_end="'",
)
PROBE_SIGNS = "─█●▲►→·…"
"""What a terminal is asked the width of: where these are one cell each, so is the alphabet."""
RULERS = ("--------" * 3 + "|", PROBE_SIGNS * 3 + "|")
"""Two lines of as many signs, which end alike where the terminal can draw with both alphabets."""
ALPHABETS = {alphabet.name: alphabet for alphabet in (BOX, ASCII)}

_used = BOX


def glyphs() -> Glyphs:
    """Return the alphabet in use."""
    return _used


def current_speech() -> tuple[str, str]:
    """Return the language and the alphabet that all is drawn in now.

    Both may be turned while the app runs: what is kept of a drawing is kept for these.
    """
    return language(), glyphs().name


def use_glyphs(alphabet: Glyphs) -> None:
    """Draw with this alphabet from now on."""
    global _used
    _used = alphabet
