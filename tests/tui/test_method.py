"""`netloft method` prints the method of the playbook at hand."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Netloft
from views.styled_text import width


def test_it_is_printed_in_either_language_at_80_cells(netloft: Netloft) -> None:
    english, chinese = netloft("method"), netloft("--lang", "zh_CN", "method")
    assert (english.code, chinese.code, english.err, chinese.err) == (0, 0, "", "")
    assert english.out.isascii()
    for answer, rule in ((english, "the close date is past"), (chinese, "预签时间已过")):
        assert rule in answer.out.lower()
        assert max(map(width, answer.lines)) <= 80


def test_a_team_reads_its_own_playbook(netloft: Netloft, tmp_path: Path) -> None:
    team = tmp_path / "team.toml"
    team.write_text("thresholds.stalled.times = 4.0\n", encoding="utf-8")
    answer = netloft("--playbook", f"{team}", "method")
    assert "over 4 times the usual days" in answer.out
    assert "over 2 times" not in answer.out
