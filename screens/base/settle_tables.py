"""Settling what tables leave open: a project that is gone from one, and twins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from deals.edits.store_settings import source_name
from deals.edits.table_flags import keep_missing, part_twins, plan_question
from deals.model import Project
from deals.parsing.reading_context import ReadingContext
from deals.twins import twins_of
from screens.base.merge_projects import choose_kept
from screens.base.project_actions import Finished, commit_edit, end_projects, report_outcome
from screens.base.screen import BaseScreen, LetterOption
from wording import N_, _


def keep_projects(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Have projects stay although tables no longer hold them."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        return keep_missing(project, reading.stamp)

    report_outcome(screen, ids, commit_edit(screen, ids, N_("keep"), edit), _("it stays"), done)


def ask_about_missing(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Plan to ask the owners of projects why tables no longer hold them."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        missing = project.missing_from
        if not missing:
            return project
        source = source_name(screen.host.book, missing[0].source)
        text = _("ask {owner} why it is gone from {source}").format(
            owner=missing[0].owner or project.owner or "?", source=source
        )
        return plan_question(project, text, reading)

    before = screen.host.book.projects
    planned = [id_ for id_ in ids if id_ in before and before[id_].next_action is not None]
    outcome = commit_edit(screen, ids, N_("question to the owner"), edit)
    text = _("its owner will be asked")
    if planned and outcome.changed:
        text = _("the question to its owner is in the plan, key 5; the next action stays")
    report_outcome(screen, ids, outcome, text, done)


def keep_apart(screen: BaseScreen, project_id: str, done: Finished) -> None:
    """Have a project be another deal than its twins."""
    book = screen.host.book

    def edit(project: Project, reading: ReadingContext) -> Project:
        return part_twins(book, project, reading.stamp)

    outcome = commit_edit(screen, [project_id], N_("keep apart"), edit)
    report_outcome(screen, [project_id], outcome, _("a separate deal"), done)


def merge_with_twin(screen: BaseScreen, project_id: str, done: Finished) -> None:
    """Make one project of a project and its twin; of several the first comes first."""
    book = screen.host.book
    project = book.projects[project_id]
    twins = twins_of(book, project)
    if twins:
        choose_kept(screen, project, twins[0], done)


def settle_tables(screen: BaseScreen, project: Project, done: Finished) -> None:
    """Offer what may become of a project that is gone from a table or has a twin."""
    ids = [project.id]
    options: list[LetterOption] = []
    if project.missing_from:
        options += [
            ("k", _("it stays"), partial(keep_projects, screen, ids, done)),
            ("a", _("ask its owner"), partial(ask_about_missing, screen, ids, done)),
            ("e", _("end it"), partial(end_projects, screen, ids, done)),
        ]
    if twins_of(screen.host.book, project):
        options += [
            ("m", _("one deal"), partial(merge_with_twin, screen, project.id, done)),
            ("t", _("two deals"), partial(keep_apart, screen, project.id, done)),
        ]
    screen.choose(project.name, options)
