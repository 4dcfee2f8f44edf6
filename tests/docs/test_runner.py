"""The runner of the pages fails for each kind of fault, and is content with what is right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.docs.command_lines import calls_within, command_lines, part_operator
from tests.docs.faults import compare_twins, find_faults
from tests.docs.page import read_page
from tests.ssh_server import SSHD
from views.glyphs import glyphs
from wording import language

EMPTY, SAMPLE = "<!-- start: empty -->\n", "<!-- start: sample -->\n"
ADD = "netloft add 'Grid @Acme owner:Lin P3 80k 2027-Q2'"


def block(kind: str, *lines: str) -> str:
    return "\n".join(["```" + kind, *lines, "```", ""])


def faults_of(folder: Path, text: str, name: str = "docs/en/page.md") -> list[str]:
    path = folder / "site" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    root = folder / "site"
    return find_faults(read_page(path, root), root, folder / "desk")


GOOD = {
    "a call": EMPTY + block("sh", "netloft list"),
    "its output": EMPTY
    + block("sh", ADD, "netloft list")
    + block("text", "...", "1 project; needs attention: 1; in play 80k; by completion 24k"),
    "a pipe, quoted and not": EMPTY
    + block("sh", ADD, "netloft export deals.json", "netloft list --json | grep '\"Grid\"' > out")
    + block("sh", "grep -c Grid out deals.json | tail -1")
    + block("text", "deals.json:1"),
    "an output that begins as another": EMPTY
    + block("sh", "seq 3", "", "seq 2 4")
    + block("text", "2", "3", "", "4"),
    "a remark and a line that goes on": EMPTY
    + block("sh", "# what there is", "", "netloft list \\", "  --json  # nothing", "cat /dev/null"),
    "what opens the app": EMPTY
    + block("sh", "netloft", "netloft --lang zh_CN demo", "make run", "netloft --help"),
    "what the shell keeps": EMPTY
    + block("sh", "mkdir a", "cd a", "export WHERE=here", "touch $WHERE", "cd ..", "ls a/*")
    + block("text", "a/here"),
    "a call within the shell": EMPTY + block("sh", ADD, "echo $(netloft list | grep -c Grid)"),
    "a home": EMPTY + block("sh", ADD, "netloft backup ~/all.json.gz", "ls ~") + "\nAnd\n",
    "a call that fails as it says": EMPTY + "<!-- exit 2 -->\n" + block("sh", "netloft lst"),
    "files": EMPTY
    + "<!-- file ~/plain.txt\nas it is\n-->\n<!-- file deals.xlsx\nProject\tStage\nGrid\tP3\n-->\n"
    + block("sh", "cat ~/plain.txt", "netloft import deals.xlsx", "netloft list | grep -c Grid"),
    "a file that a block shows": EMPTY
    + "<!-- file team.toml -->\n"
    + block("toml playbook", "[stages.P3]", "win = 0.2")
    + block("sh", "netloft playbook --check team.toml", "python3 -c 'import tinydb'"),
    "the sample": SAMPLE + block("sh", "netloft list | grep -c P4"),
    "settings": block("toml", 'me = "Lin"', "[keys]", 'stage-up = ["plus"]'),
    "a playbook": block("toml playbook", "[stages.P3]", "win = 0.2"),
    "another machine": block(
        "sh admin", "sudo -u lin netloft list", "ssh deals.example.com netloft list --json | jq ."
    ),
    "the server's settings": block("sshd", "Match Group sales", "  ForceCommand netloft"),
    "links": "# A title, `code`\n[here](#a-title-code) [self](page.md) <https://example.com/x>\n"
    "[](https://example.com) ![](../en/page.md) <img src='page.md'> `[none](nowhere.md)`\n"
    "<a id='named'></a>[there](page.md#named)\n",
    "a word of ours": "`netloft set-rate USD` and `netloft.json`\n",
}
BAD = {
    "a call that fails": (EMPTY + block("sh", "netloft list", "netloft lst"), 4, "netloft lst"),
    "a shell line that fails": (EMPTY + block("sh", "cat nowhere | cat"), 3, "nowhere"),
    "a call that fails before a pipe": (EMPTY + block("sh", "netloft lst | cat"), 3, "ended with"),
    "a call that does not fail": (EMPTY + "<!-- exit 2 -->\n" + block("sh", ADD), 4, "not 2"),
    "a code for nothing": (EMPTY + "<!-- exit 2 -->\n" + block("text", "x"), 3, "nothing is run"),
    "another output": (EMPTY + block("sh", "echo a") + block("text", "b"), 6, "'b'"),
    "an output with a gap": (
        EMPTY + block("sh", "seq 3") + block("text", "1", "3"), 7, "'3' is not printed there",
    ),
    "an output turned round": (
        EMPTY + block("sh", "seq 3") + block("text", "3", "...", "1"), 8, "'1'",
    ),
    "an output that goes on otherwise": (
        EMPTY + block("sh", "seq 2", "seq 2 3") + block("text", "...", "2", "4"), 9, "'4'",
    ),
    "an unknown start": ("<!-- start: half -->\n", 1, "half"),
    "no start": (block("sh", "netloft list"), 1, "starts with"),
    "a language nobody checks": (block("bash", "netloft list"), 1, "'bash'"),
    "a call that is not run": (block("", "netloft list"), 1, "is not run"),
    "a setting there is not": (block("toml", 'me = "Lin"', "colour = 3"), 3, "colour"),
    "a key there is not": (block("toml", "[keys]", 'stage-up = ["frob"]'), 3, "frob"),
    "a bad playbook": (block("toml playbook", "[stages.P3]", "frob = 1"), 3, "frob"),
    "no toml": (block("toml playbook", "[limits"), 2, ""),
    "no shell": (block("sh admin", "if true"), 2, "syntax"),
    "no call of ours": (block("sh admin", "ls", "sudo -u lin netloft list --frob"), 3, "--frob"),
    "no json": (block("json", "{"), 2, ""),
    "a word that is no command": ("\n`netloft frob`\n", 2, "'frob'"),
    "a file that is not there": ("\n[x](other.md)\n", 2, "other.md is not there"),
    "a picture that is not there": ("![x](a.svg)\n", 1, "a.svg is not there"),
    "a picture in a link": ("[![x](a.svg)](page.md)\n", 1, "a.svg is not there"),
    "a picture by its tag": ("<img width='3' src='a.svg'>\n", 1, "a.svg is not there"),
    "a link over two lines": ("\n[x\ny](other.md)\n", 2, "other.md is not there"),
    "a reference": ("[x]\n\n[x]: other.md\n", 3, "other.md is not there"),
    "a heading that is not there": ("# A\n[x](page.md#b)\n", 2, "no such heading"),
    "a heading of its own": ("# A\n[x](#b)\n", 2, "no such heading"),
    "a way out": ("[x](../../../x.md)\n", 1, "out of the project"),
    "an absolute path": ("[x](/etc/passwd)\n", 1, "neither"),
    "a plain address": ("[x](http://example.com)\n", 1, "neither"),
    "no address": ("[x](https://example)\n", 1, "no address"),
}  # fmt: skip


@pytest.mark.parametrize("page", GOOD)
def test_what_is_right_passes(page: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path, GOOD[page]) == []


@pytest.mark.parametrize("page", BAD)
def test_what_is_wrong_is_told_with_its_line(page: str, tmp_path: Path) -> None:
    text, line, words = BAD[page]
    first, *_more = [*faults_of(tmp_path, text), ""]
    assert first.startswith(f"docs/en/page.md:{line}: ")
    assert words in first


def test_a_chinese_paragraph_in_two_lines_is_told(tmp_path: Path) -> None:
    whole = "# 题\n\n一段。\n- 一条\n1. 二\n| 表 |\n\n" + block("text", "两行", "的块")
    assert faults_of(tmp_path / "whole", whole, "docs/zh/page.md") == []
    (fault,) = faults_of(tmp_path / "parted", whole + "前半句\n后半句\n", "docs/zh/page.md")
    assert fault.startswith("docs/zh/page.md:13: ")
    assert faults_of(tmp_path, "Half a\nsentence\n") == []


@pytest.mark.skipif(SSHD is None, reason="openssh-server is not installed")
def test_settings_that_the_server_does_not_know_are_told(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, block("sshd", "PermitTTY yes", "Frob yes"))
    assert fault.startswith("docs/en/page.md:3: ")
    assert "Frob" in fault


def test_a_page_speaks_its_language_and_leaves_no_trace(tmp_path: Path) -> None:
    before = dict(os.environ), Path.cwd(), language(), glyphs()
    text = SAMPLE + block("sh", "netloft --ascii list", "netloft lst | cat", "cat netloft")
    page = faults_of(tmp_path, text, "docs/zh/page.md")
    assert "没有" in page[0]
    assert len(page) == 2
    assert (dict(os.environ), Path.cwd(), language(), glyphs()) == before


def test_twins_that_differ_are_told(tmp_path: Path) -> None:
    texts = {"en": "# A\n## B\n" + block("sh", "ls"), "zh": "# A\n"}
    pages = []
    for lang, text in texts.items():
        path = tmp_path / lang / "page.md"
        path.parent.mkdir()
        path.write_text(text)
        pages.append(read_page(path, tmp_path))
    assert len([*compare_twins(*pages)]) == 2
    assert [*compare_twins(pages[0], pages[0])] == []


def test_the_lines_of_a_block_are_known() -> None:
    lines = [*command_lines("a \\\n  b\n\n# no\nc 'x | y' | d # e", 5)]
    assert [(each.line, " ".join(each.text.split())) for each in lines] == [
        (5, "a b"),
        (9, "c 'x | y' | d # e"),
    ]
    assert part_operator("c 'x | y' # e") == ("c 'x | y'", "")
    assert part_operator('c "x > y" a#b > d') == ('c "x > y" a#b', "> d")


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("netloft list", ["netloft list"]),
        ("LANG=C sudo -u lin netloft list | cat", ["netloft list"]),
        ("ssh -t lin@example.com netloft", ["netloft"]),
        ("sudo chown netloft x", []),
        ("cd x && netloft list; netloft week", ["netloft list", "netloft week"]),
        ("pipx install netloft", []),
    ],
)
def test_calls_of_ours_are_found_in_a_line(line: str, calls: list[str]) -> None:
    assert calls_within(line) == calls
