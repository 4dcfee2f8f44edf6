"""Which alphabet is drawn with: what is settled without asking, and what an answer settles."""

from __future__ import annotations

import pytest

from store.setting_specs import GlyphSetting
from tui.glyph_choice import (
    GlyphChoice,
    GlyphReason,
    choose_by_cells,
    settle_glyphs,
    tells_ground,
)

XTERM = {"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}
CHINESE = {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}


@pytest.mark.parametrize(
    ("environment", "wanted", "settled"),
    [
        (XTERM, "auto", None),
        (CHINESE, "auto", None),
        (XTERM, "box", ("box", "setting")),
        (CHINESE, "ascii", ("ascii", "setting")),
        ({**XTERM, "TERM": "linux"}, "auto", ("ascii", "terminal")),
        ({**XTERM, "TERM": "vt100"}, "box", ("ascii", "terminal")),
        ({**XTERM, "LC_ALL": "C"}, "box", ("ascii", "locale")),
        ({"TERM": "xterm"}, "auto", ("ascii", "locale")),
        ({**XTERM, "TERM": "tmux-256color"}, "auto", ("box", "multiplexer")),
        ({**XTERM, "TERM": "screen.xterm-256color"}, "auto", ("box", "multiplexer")),
        ({**XTERM, "TMUX": "/tmp/tmux-0/default,1,0"}, "auto", ("box", "multiplexer")),
        ({**XTERM, "STY": "7.pts-1.host"}, "auto", ("box", "multiplexer")),
        ({**XTERM, "TMUX": ""}, "auto", None),
        ({**CHINESE, "TERM": "tmux"}, "auto", ("ascii", "multiplexer")),
        ({**CHINESE, "TERM": "tmux"}, "box", ("box", "setting")),
        ({**CHINESE, "TERM": "tmux", "LC_ALL": "en_US.UTF-8"}, "auto", ("box", "multiplexer")),
        ({**XTERM, "TERM": "screen", "LC_CTYPE": "ja_JP.UTF-8"}, "auto", ("ascii", "multiplexer")),
        ({"TERM": "screen", "LANG": "ko_KR.utf8"}, "auto", ("ascii", "multiplexer")),
        ({"TERM": "screen", "LC_ALL": "", "LANG": "C.UTF-8"}, "auto", ("box", "multiplexer")),
        ({**CHINESE, "TERM": "tmux", "LC_CTYPE": "C.UTF-8"}, "auto", ("ascii", "multiplexer")),
        ({**XTERM, "TERM": "tmux", "LC_CTYPE": "C.UTF-8"}, "auto", ("box", "multiplexer")),
        ({**CHINESE, "TERM": "tmux", "LC_CTYPE": "en_US.utf8"}, "auto", ("box", "multiplexer")),
    ],
)
def test_what_is_settled_without_asking(
    environment: dict[str, str], wanted: GlyphSetting, settled: tuple[str, str] | None
) -> None:
    found = settle_glyphs(ascii_only=False, wanted=wanted, environment=environment)
    assert (found and (found.name, found.reason)) == settled
    asked = settle_glyphs(ascii_only=True, wanted=wanted, environment=environment)
    assert asked == GlyphChoice("ascii", "option")


@pytest.mark.parametrize(
    ("cells", "name", "reason"),
    [
        (8, "box", "narrow"),
        (15, "ascii", "wide"),
        (9, "ascii", "wide"),
        (0, "ascii", "wide"),
        (None, "ascii", "silent"),
    ],
)
def test_what_an_answer_settles(cells: int | None, name: str, reason: GlyphReason) -> None:
    found = choose_by_cells(cells)
    assert (found.name, found.reason) == (name, reason)
    assert found.is_open


@pytest.mark.parametrize(
    ("environment", "tells"),
    [
        (XTERM, True),
        (CHINESE, True),
        ({**XTERM, "TERM": "linux"}, False),
        ({**XTERM, "TERM": "tmux-256color"}, False),
        ({**XTERM, "STY": "7.pts-1.host"}, False),
    ],
)
def test_which_terminal_is_asked_for_its_ground(environment: dict[str, str], tells: bool) -> None:
    assert tells_ground(environment) is tells
