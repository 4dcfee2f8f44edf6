"""The command about the playbook: which is in force, whole as a file, and whether a file is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import command, json_option
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from store.settings import PlaybookTexts
    from tui.session import Session

PRINT = N_("Print the playbook in force, whole, as a file that --playbook reads.")
CHECK = N_("Say whether a file can be used as a playbook, or in which line it cannot.")
ALONE = N_("--print, --check and --json do not go together")
OURS = N_("The playbook is Netloft's own.")
THEIRS = N_("The playbook is {file}, laid over Netloft's own.")
GOOD = N_("{file} can be used as a playbook.")
WHOLE = N_("The playbook in force, whole: {file} laid over Netloft's own.")
CHANGES = N_("It says something of its own about: {tables}.")
NO_CHANGES = N_("It says nothing of its own, so all is as in Netloft's own.")
EXAMPLES = N_("netloft playbook --print > team.toml\nnetloft playbook --check team.toml")


@command("playbook", N_("Show which playbook is in force, print it, or check a file."), EXAMPLES)
@click.option("--print", "prints", is_flag=True, help=PRINT)
@click.option("--check", type=click.Path(path_type=Path), metavar="FILE", help=CHECK)
@json_option
def show_playbook(session: Session, prints: bool, check: Path | None, as_json: bool) -> None:
    """Print a playbook as a file, or what is in it in a few lines."""
    from store.settings import read_playbook_texts

    if prints and (check is not None or as_json):
        raise click.UsageError(_(ALONE))
    texts = read_playbook_texts(check or session.options.playbook or session.settings.playbook)
    if prints:
        print_playbook(texts)
    else:
        print_contents(texts, _(THEIRS if check is None else GOOD), as_json=as_json)


def print_playbook(texts: PlaybookTexts) -> None:
    """Print a playbook whole; our own as it is written, with its remarks."""
    from deals.playbook import playbook_table
    from deals.toml_writer import write_toml
    from tui.output import console
    from wording.errors import whole_path

    if not texts.default:
        console.sheet(texts.text.encode())
        return
    table = write_toml(playbook_table(*texts))
    remark = _(WHOLE).format(file=whole_path(texts.source))
    console.sheet(f"# {remark}\n\n{table}".encode())


def print_contents(texts: PlaybookTexts, words: str, *, as_json: bool) -> None:
    """Print how many stages and questions a playbook has, and what differs from ours."""
    from deals.playbook import parse_playbook
    from deals.toml import read_toml
    from tui.cli.look import print_json
    from tui.output import console

    playbook = parse_playbook(*texts)
    questions = len(playbook.asked)
    own = [*read_toml(texts.text)] if texts.default else []
    counts = {"stages": len(playbook.stages), "questions": questions}
    if as_json:
        print_json({"file": texts.source if texts.default else None, **counts, "tables": own})
        return
    console.print_line(words.format(file=texts.source) if texts.default else _(OURS))
    stages = ngettext("{n} stage", "{n} stages", counts["stages"]).format(n=counts["stages"])
    asked = ngettext("{n} question", "{n} questions", questions).format(n=questions)
    console.print_line(_("{text}, {more}.").format(text=stages, more=asked))
    if texts.default:
        console.print_line(_(CHANGES).format(tables=_(", ").join(own)) if own else _(NO_CHANGES))
