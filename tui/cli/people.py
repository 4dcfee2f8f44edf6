"""The command that shows a project's contacts: people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.import_export import FORCE
from tui.cli.localized_click import LocalizedCommand
from tui.cli.look import AS_JSON
from wording import N_, _

if TYPE_CHECKING:
    from deals.network import NetworkFindings
    from tui.session import Session
    from views.diagram import Diagram

VIEWS = ("net", "tree", "chain", "list")
NARROWEST, WIDEST = 40, 1000
PEOPLE = N_("Show a project's people: where the net over them holds, and where not.")
VIEW = N_("How to draw them; the net unless another is named.")
WIDTH = N_("How many cells a line may take; the terminal's, or 80 in a pipe, if left out.")
SVG = N_("Draw the picture into this file instead, for papers and browsers.")
NO_VIEW = N_('"{text}" is not a way to draw people; it is one of {known}')
NO_WIDTH = N_('"{text}" is not a width from {least} to {most}')
ONE_FORM = N_("--json and --svg cannot both be had")
HELD = N_("{project}: the net holds {held} of {places} places")
WROTE = N_("Wrote {file}")


def read_view(ctx: click.Context, param: click.Parameter, text: str) -> str:
    """Return the view of this name."""
    if text not in VIEWS:
        raise click.UsageError(_(NO_VIEW).format(text=text, known=", ".join(VIEWS)))
    return text


def read_width(ctx: click.Context, param: click.Parameter, text: str | None) -> int | None:
    """Return the width as typed, in which people can be drawn."""
    if text is None:
        return None
    cells = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not NARROWEST <= cells <= WIDEST:
        message = _(NO_WIDTH).format(text=text, least=NARROWEST, most=WIDEST)
        raise click.UsageError(message)
    return cells


@click.command("people", cls=LocalizedCommand, help=PEOPLE)
@click.argument("project")
@click.option("--view", default="net", callback=read_view, metavar="|".join(VIEWS), help=VIEW)
@click.option("--width", "cells", callback=read_width, metavar="N", help=WIDTH)
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help=SVG)
@click.option("--force", is_flag=True, help=FORCE)
@click.pass_obj
def people(
    session: Session, /, project: str, view: str, cells: int | None, as_json: bool, **given: Any
) -> None:
    """Print the people of one project as a picture or for programs, or draw them into a file."""
    from deals.network import analyse
    from tui.cli.look import read_book
    from tui.output import console, diagrams, json
    from tui.output.plain_text import finding_lines
    from tui.select_projects import the_project

    svg: Path | None = given["svg"]
    if as_json and svg is not None:
        raise click.UsageError(_(ONE_FORM))
    match = the_project(read_book(session), project)
    findings = analyse(match, session.playbook)
    if as_json:
        console.json(json.json_text(json.people_record(match, findings, session.playbook)))
        return
    room = cells or diagrams.terminal_cells()
    diagram = diagrams.lay_out_people(view, match, findings, room)
    if svg is not None:
        title = title_of(match.name, findings)
        write(svg, diagram, title, force=given["force"], stores=session.stores)
        return
    console.line(title_of(match.name, findings))
    diagrams.show(diagram, cells)
    tell(finding_lines(match, findings, session.playbook, room))


def tell(lines: Iterable[str]) -> None:
    """Print lines of text below what is there."""
    from tui.output import console

    console.line("")
    for line in lines:
        console.line(line)


def title_of(name: str, findings: NetworkFindings) -> str:
    """Return the title: the project, and how much of the network over its contacts holds."""
    from wording.findings import holds_text

    held, places = findings.held, len(findings.places)
    if not places:
        return f"{name}: {holds_text(findings)}"
    return _(HELD).format(project=name, held=held, places=places)


def write(file: Path, diagram: Diagram, title: str, *, force: bool, stores: Sequence[Path]) -> None:
    """Draw the picture into a file, and say so; or to standard output."""
    from store.output_files import STANDARD, write_output
    from tui.output import console
    from tui.output.diagrams import has_mark, svg_text

    data = svg_text(diagram, title).encode("utf-8")
    if file == STANDARD:
        console.sheet(data)
        return
    write_output(file, data, has_mark, force=force, stores=stores)
    console.line(_(WROTE).format(file=file))
