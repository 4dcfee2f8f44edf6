"""Handing projects over to a colleague: to whom, what goes along, and then all of it at once.

In a team the server does it, also with projects that are not in this copy; a store of its own has
it done to its book. One undo takes it back: in a team the server is asked for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from deals.edits.hand_over import HandOverOrder, HandOverWork, count_handed_work, hand_over
from deals.edits.patches import Patch
from deals.errors import UserError
from deals.model import Project
from deals.numbers.branches import BranchReport
from deals.numbers.states import signed_stages
from deals.owners import list_colleagues, owner_key
from deals.parsing.reading_context import ReadingContext
from screens.base.answer_wait import AnswerWait
from screens.base.finder import Finder, make_entry, take_found
from screens.base.project_actions import Finished, commit_edit
from screens.base.screen import BaseScreen
from screens.base.undo_history import UndoStep
from views.hand_over_texts import back_words, work_text
from views.numbers.face_rows import waiting_text
from views.styled_text import TextLine, line, wrap
from wording import N_, _, ngettext, say

MOST_LINES = 4


def begin_hand_over(screen: BaseScreen, order: HandOverOrder, done: Finished) -> None:
    """Ask to whom projects go, out of those whom the team's line has, or who work with us."""
    team = screen.host.team
    if team is None:
        names = list_colleagues(screen.host.book.projects.values())
        ask_target(screen, order, names, done)
        return
    wait = _wait(screen, _("asking who there is {sign}"))

    def take_line(report: BranchReport, _fresh: bool) -> None:
        if (typed := wait.end()) is not None:
            ask_target(screen, order, list_receivers(report), done)
            screen.host.press_again(typed)

    team.branches("", take_line, lambda refusal: wait.refuse(say(refusal)))


def _wait(screen: BaseScreen, text: str) -> AnswerWait:
    stopped = _("stopped; nothing was handed over")
    return AnswerWait(screen, text.format(sign=waiting_text()), stopped)


def list_receivers(report: BranchReport) -> list[str]:
    """List those of a line to whom projects may be given."""
    return [person.name for person in report.line.people.values() if not person.revoked]


def ask_target(
    screen: BaseScreen,
    order: HandOverOrder,
    names: Iterable[str],
    done: Finished,
    likely: str = "",
) -> None:
    """Take to whom projects go, by part of the name, and count what goes along; who is `likely`
    stands there already.
    """
    others = sorted(name for name in names if owner_key(name) != owner_key(order.source))
    if not others and screen.host.team is not None:
        text = _(
            "you see no colleague; as the owner you may type your superior, or whoever is below"
            " the same superior"
        )
        screen.tell(text, "amber")
        return
    _find_target(screen, _name_order(screen, order), others, done, likely)


def _find_target(
    screen: BaseScreen, order: HandOverOrder, others: Sequence[str], done: Finished, likely: str
) -> None:
    def plan(name: str) -> None:
        ask_hand_over(screen, replace(order, target=name), done)

    people = ngettext("{count} colleague", "{count} colleagues", len(others)).format(
        count=len(others)
    )
    Finder(
        screen=screen,
        label=_ask_whom(order),
        entries=tuple(make_entry(name, name) for name in others),
        take=take_found(screen, plan),
        start=-1,
        hint=people,
        text=likely,
        replaced=bool(likely),
    ).ask()


def _name_order(screen: BaseScreen, order: HandOverOrder) -> HandOverOrder:
    """Return an order of one project with its name, as far as that is known."""
    if order.name or order.projects is None or len(order.projects) != 1:
        return order
    project = screen.host.book.projects.get(order.projects[0])
    return order if project is None else replace(order, name=project.name)


def _ask_whom(order: HandOverOrder) -> str:
    given = len(order.projects) if order.projects is not None else 2
    label = ngettext("hand {name}'s project to", "hand {name}'s projects to", given)
    if order.name:
        label = _("hand {project} of {name} to")
    return label.format(name=order.source, project=order.name)


def ask_hand_over(screen: BaseScreen, order: HandOverOrder, done: Finished) -> None:
    """Count what goes along with projects, and ask whether they are to go."""
    team = screen.host.team
    if team is None:
        context = screen.host.context
        about = order.source, context.today(), signed_stages(context.playbook)
        work = count_handed_work(_list_given(screen, order), *about)
        _confirm(screen, order, done, work)
        return
    wait = _wait(screen, _("counting what goes along {sign}"))

    def take_work(work: HandOverWork) -> None:
        if wait.end() is not None:  # what was typed meanwhile answers no question not yet seen
            _confirm(screen, order, done, work)

    team.plan_hand_over(order, take_work, lambda refusal: wait.refuse(say(refusal)))


def _list_given(screen: BaseScreen, order: HandOverOrder) -> list[Project]:
    """List the projects of an order that are in the book."""
    key = owner_key(order.source)
    return [
        project
        for project in screen.host.book.projects.values()
        if owner_key(project.owner) == key
        and (order.projects is None or project.id in order.projects)
    ]


def _confirm(screen: BaseScreen, order: HandOverOrder, done: Finished, work: HandOverWork) -> None:
    """Show what goes along, and hand it over where that is wanted."""
    if not work.projects:
        screen.tell(_("{name} has no project").format(name=order.source))
        return
    count, give = work.projects, partial(_hand_over, screen, order, done)
    text = _("from {source} to {target}: {work}").format(
        source=order.source, target=order.target, work=work_text(work)
    )
    if order.name:
        text = _("{name}, {rest}").format(name=order.name, rest=text)

    def above(cells: int) -> list[TextLine]:
        return [line(f" {part}") for part in wrap(text, cells - 2, MOST_LINES)]

    label = ngettext("hand over a project of {name}", "hand over the projects of {name}", count)
    screen.choose(
        label.format(name=order.source),
        [
            ("y", _("yes, all of it") if count > 1 else _("yes"), give),
            ("n", _("no"), lambda: None),
        ],
        above,
    )


def _hand_over(screen: BaseScreen, order: HandOverOrder, done: Finished) -> None:
    host, team = screen.host, screen.host.team
    if team is None:
        _hand_over_here(screen, order, done)
        return

    def tell_given(ids: Sequence[str]) -> None:
        given = replace(order, projects=tuple(ids))
        if ids:
            host.history = host.history.after_change(_make_step(screen, given, done))
        back = " ".join(back_words(order.source, order.target))
        text = _("{text}; {key} takes it back, later on: {command}")
        key = screen.key_of(screen.commands.find("undo"))
        text = text.format(text=_given_text(order, len(ids)), key=key, command=back)
        host.note(text if ids else _given_text(order, 0), result=True)

    text = _("handing over {sign} (Esc goes on meanwhile)")
    _give_by_server(screen, order, text, tell_given, done)


def _make_step(screen: BaseScreen, given: HandOverOrder, done: Finished) -> UndoStep:
    """Return what undo takes back of a hand-over: exactly those projects, as far as they are still
    whose they became.
    """
    host = screen.host
    origin = _("{source} to {target}").format(source=given.source, target=given.target)

    def recall() -> None:
        back = replace(given, source=given.target, target=given.source, back=True)

        def tell_taken(ids: Sequence[str]) -> None:
            host.history = host.history.without(recall)
            host.note(_returned_text(back, len(ids)), result=True)

        top = host.screen
        if isinstance(top, BaseScreen):
            text = _("taking the hand-over back {sign} (Esc goes on meanwhile)")
            _give_by_server(top, back, text, tell_taken, done)

    return UndoStep(N_("hand-over"), Patch(), origin, recall)


def _give_by_server(
    screen: BaseScreen,
    order: HandOverOrder,
    text: str,
    tell_done: Callable[[Sequence[str]], None],
    done: Finished,
) -> None:
    """Have the server give projects; keys wait for that, and what comes of it is told wherever one
    is by then.
    """
    host, team = screen.host, screen.host.team
    if team is None:
        return
    going_on = _("it goes on; what comes of it is told here")
    wait = AnswerWait(screen, text.format(sign=waiting_text()), going_on)

    def take_ids(ids: Sequence[str]) -> None:
        typed = wait.end()
        done()
        host.press_again(typed or ())
        tell_done(ids)

    def take_refusal(refusal: UserError) -> None:
        wait.end()
        host.note(say(refusal), result=True)

    team.hand_over(order, take_ids, take_refusal)


def _hand_over_here(screen: BaseScreen, order: HandOverOrder, done: Finished) -> None:
    def edit(project: Project, reading: ReadingContext) -> Project:
        return hand_over(project, order.source, order.target, reading.stamp)

    ids = [project.id for project in _list_given(screen, order)]
    outcome = commit_edit(screen, ids, N_("hand-over"), edit)
    if outcome.failed is not None:
        screen.tell(outcome.failed, "red")
        return
    done()
    screen.tell(_("{text}; u to undo").format(text=_given_text(order, len(ids))))


def _returned_text(back: HandOverOrder, count: int) -> str:
    text = ngettext(
        "hand-over undone: {count} project is {target}'s again",
        "hand-over undone: {count} projects are {target}'s again",
        count,
    )
    return text.format(target=back.target, count=count)


def _given_text(order: HandOverOrder, count: int) -> str:
    text = ngettext(
        "{target} has {count} project of {source} now",
        "{target} has {count} projects of {source} now",
        count,
    )
    return text.format(target=order.target, source=order.source, count=count)
