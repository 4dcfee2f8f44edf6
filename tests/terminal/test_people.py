"""The net over an account in a real terminal: it lines up, is moved in cheaply, and is edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from deals.model import Contact, Influence
from tests.terminal.desk import LANGUAGES, leave, netloft, project, stored

pytestmark = pytest.mark.terminal
PEOPLE = (
    Contact(id="he", name="何总", level="high", lines=("technical",), cr=1, role="decides"),
    Contact(id="sun", name="孙总工", level="high", lines=("technical",), cr=2, reports_to="he"),
    Contact(
        id="wu",
        name="Wu 处长",
        level="middle",
        lines=("technical",),
        cr=4,
        stance="supports",
        reports_to="sun",
    ),
    Contact(id="qin", name="秦总", level="high", lines=("commercial",), reports_to="he"),
    Contact(id="ye", name="小叶 [eng", level="low", function="using", cr=3, reports_to="wu"),
)
SWAY = Influence(source="wu", target="he", strength=2, favour=True)
ACCOUNT = project(0, "调度网扩容", contacts=PEOPLE, influences=(SWAY,))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_net_lines_up_and_costs_little(tmp_path: Path, lang: str) -> None:
    with netloft(tmp_path, [ACCOUNT], lang=lang) as terminal:
        opened = terminal.press("\r", answer=10)
        assert opened.size < 20_000
        glass = terminal.wait_for("何总", "孙总工", "Wu 处长", "小叶 [eng")
        rows = glass.text()
        # Those of one column begin in one cell, right of its rail.
        for name in ("何总", "孙总工"):
            row = next(row for row in rows if name in row)
            assert cell_len(row[: row.index(name)]) == 9
        moves = [terminal.press(key).size for key in "jjkkljk"]
        assert all(moves)
        assert sum(moves) / len(moves) < 1_500
        assert terminal.press("v").size < 20_000
        leave(terminal)


def test_a_relation_set_in_the_net_is_on_the_disk(tmp_path: Path) -> None:
    with netloft(tmp_path, [ACCOUNT]) as terminal:
        terminal.press("\r", answer=10)
        terminal.wait_for("Wu 处长")
        terminal.send("/Wu\r\x1b[1;5C")
        terminal.send("told us the budget\r")
        terminal.wait_for("CR5")
        leave(terminal)
    (account,) = stored(tmp_path / "netloft.json").values()
    wu = next(contact for contact in account.contacts if contact.id == "wu")
    assert (wu.cr, wu.evidence) == (5, "told us the budget")
