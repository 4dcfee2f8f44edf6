"""Four accounts as they are drawn, kept as text files that are looked at when they change.

`NETLOFT_GOLDENS=write` before pytest writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from deals.model import Project
from deals.network.findings import NetworkFindings
from tests.views.network.accounts import findings_of
from tests.views.network.rosters import ACCOUNTS
from views.diagram import Diagram
from views.network import draw_chain, draw_contact_list, draw_network, draw_org_tree
from views.styled_text import fit
from wording import LANGUAGES, Language, use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
PICTURES: Mapping[str, Callable[[Project, NetworkFindings, int], Diagram]] = {
    "net": draw_network,
    "tree": draw_org_tree,
    "chain": draw_chain,
    "list": draw_contact_list,
}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def drawn(account: Project, cells: int) -> str:
    """All four pictures, each under a ruler that shows where the screen ends."""
    findings = findings_of(account)
    parts = []
    for name, draw in PICTURES.items():
        diagram = draw(account, findings, cells)
        lines = ["".join(span.text for span in line) for line in (*diagram.head, *diagram.lines)]
        ruler = fit(f"{name} {cells} {'-' * cells}", cells).replace(">", "|")
        parts.append("\n".join([ruler, *(line.rstrip() for line in lines)]))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cells", (80, 120))
@pytest.mark.parametrize("name", ACCOUNTS)
def test_accounts_are_drawn_as_they_were(name: str, cells: int, language: Language) -> None:
    use_language(language)
    found = drawn(ACCOUNTS[name], cells)
    golden = GOLDENS / f"{name}-{cells}-{language}.txt"
    if WRITE:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
