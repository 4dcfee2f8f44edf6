"""The actions of the Team room: up and down the line, its people, the projects of a branch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from string import ascii_lowercase

from deals.edits.hand_over import HandOverOrder
from deals.edits.table_flags import part_from
from deals.glances import MOST_GLANCES
from deals.model import Project
from deals.owners import owner_key
from deals.parsing.reading_context import ReadingContext
from deals.shared_deals import SharedDeal
from screens.base.answer_wait import AnswerWait
from screens.base.commands import lacks
from screens.base.finder import Finder, FinderEntry, make_entry, take_found
from screens.base.merge_projects import choose_kept
from screens.base.project_actions import commit_edit, report_outcome
from screens.base.project_subset import ProjectSubset
from screens.base.screen import LetterOption
from screens.team.screen import TeamScreen
from screens.team.shared_rows import TwinRow, name_deal
from screens.team.view import SORT_KEYS, TOTAL, BranchEntry, BranchSort, name_order, shown_currency
from views.numbers.face_rows import waiting_text
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, ngettext, say

OpenProjects = Callable[[ProjectSubset], object]


@lacks(N_("this store has no team"))
def is_in_team(screen: TeamScreen) -> bool:
    """Return whether the store belongs to a team."""
    return screen.host.team is not None


@lacks(N_("nothing to open"))
def has_entry(screen: TeamScreen) -> bool:
    """Return whether there is a branch or a project under the cursor."""
    return screen.entry is not None or screen.twin is not None


@lacks(N_("no branch under the cursor"))
def entry_at_cursor(screen: TeamScreen) -> BranchEntry | None:
    """Return the branch under the cursor."""
    return screen.entry


@lacks(N_("nobody reports to them"))
def deeper_entry(screen: TeamScreen) -> BranchEntry | None:
    """Return the branch under the cursor if there are branches below it."""
    return screen.entry if screen.entry is not None and screen.entry.deeper else None


@lacks(N_("you see nobody above"))
def may_go_up(screen: TeamScreen) -> bool:
    """Return whether there is a page above: the person above, or the line above the twins."""
    return screen.look.face == "twins" or len(screen.path) > 1


@lacks(N_("the line has not been fetched yet"))
def has_names(screen: TeamScreen) -> bool:
    """Return whether there is somebody to find, or of the twins a deal."""
    return bool(screen.twins) if screen.look.face == "twins" else screen.line_below is not None


@lacks(N_("only over the branches"))
def shows_line(screen: TeamScreen) -> bool:
    """Return whether branches are shown."""
    return screen.look.face == "line" and bool(screen.entries)


@lacks(N_("only on a project that stands twice: v shows them"))
def twin_at_cursor(screen: TeamScreen) -> TwinRow | None:
    """Return the project under the cursor, of those that stand twice."""
    return screen.twin


@lacks(N_("of a person, or of a project that stands twice"))
def order_at_cursor(screen: TeamScreen) -> HandOverOrder | None:
    """Return what may be handed over: a person's projects, or a twin."""
    if screen.report is None:
        return None
    if screen.twin is not None:
        deal = screen.twin.deal
        return HandOverOrder(deal.owner, projects=(deal.id,), name=deal.name)
    entry = screen.entry
    return HandOverOrder(entry.id) if entry is not None and entry.id != TOTAL else None


def open_entry(screen: TeamScreen) -> None:
    """Go down to a branch; where there is none below, open the projects."""
    entry = screen.entry
    if screen.twin is not None:
        open_twin(screen, screen.twin)
    if entry is None:
        return
    if entry.deeper:
        screen.go_to(entry.id)
    else:
        open_branch(screen, entry, partial(screen.host.open_screen, "pipeline"))


# The projects of a branch ------------------------------------------------------------------------


def list_branch_owners(screen: TeamScreen, entry: BranchEntry) -> tuple[str, ...]:
    """List the people whose projects an entry adds up."""
    if screen.report is None or entry.own:
        return (entry.id,)
    return screen.report.line.branch(screen.report.under if entry.id == TOTAL else entry.id)


def list_branch_ids(screen: TeamScreen, entry: BranchEntry) -> frozenset[str]:
    """List the projects of a branch that are here, by their ids."""
    line_ = screen.line_below
    if line_ is None:
        return frozenset()
    owners = frozenset(map(owner_key, list_branch_owners(screen, entry)))
    there = screen.host.book.projects.values()
    return frozenset(each.id for each in there if line_.find_holder(each) in owners)


def open_branch(screen: TeamScreen, entry: BranchEntry, show: OpenProjects) -> None:
    """Show the projects of a branch; where not all are in this copy, ask whether to fetch them."""
    ids = list_branch_ids(screen, entry)
    whose = screen.report.under if entry.id == TOTAL and screen.report else entry.id
    title = whose if entry.own or entry.people < 2 else _("{name} and below").format(name=whose)
    subset = ProjectSubset(ids, title, title)
    few = _("{count} of {all} projects are here").format(count=len(ids), all=entry.count)
    if not ids and not entry.count:
        screen.tell(_("{name} has no project").format(name=title))
    elif len(ids) >= entry.count:
        show(subset)
    elif has_branch(screen, whose):
        if ids:
            show(subset)
        screen.host.note(_("{text}; the others come with the next sync").format(text=few))
    else:
        options: list[LetterOption] = [("f", *_offer_branch(screen, whose))]
        if ids:
            options.insert(0, ("s", _("show these"), partial(show, subset)))
        screen.choose(few, options)


def has_branch(screen: TeamScreen, person: str) -> bool:
    """Return whether all projects of a person's branch come to this copy anyway."""
    status = screen.host.team.status if screen.host.team else None
    if status is None or screen.line_below is None:
        return False
    if status.scope != "glances":
        return status.scope == "team"
    if status.under:
        return status.under in screen.line_below.path(person)
    return screen.count_all() <= MOST_GLANCES


def _offer_branch(screen: TeamScreen, person: str) -> tuple[str, Callable[[], None]]:
    """Return what fetching a person's branch does to the copy, and the deed."""
    status = screen.host.team.status if screen.host.team else None
    under = status.under if status is not None else ""
    if screen.count_all() <= MOST_GLANCES:
        text, then = _("fetch summaries of all below you"), _("the summaries of all below you come")
    elif under:
        text = _("fetch those of {name} in place of those of {other}; all are too many")
        then = _("the summaries of {name} come in place of those of {other}")
    else:
        text = _("fetch those of {name} alone; all are too many")
        then = _("the summaries of {name} come")
    names = {"name": person, "other": under}
    return text.format(**names), partial(bring_branch, screen, person, then.format(**names))


def bring_branch(screen: TeamScreen, person: str, text: str) -> None:
    """Have this copy hold the summaries of a person's branch."""
    team, line_ = screen.host.team, screen.line_below
    if team is None or line_ is None:
        return
    screen.tell(_("asking for them {sign}").format(sign=waiting_text()))
    path = line_.path(person)
    tell_done = partial(screen.host.note, text, result=True)
    team.bring_branch(person, path, tell_done, screen.take_refusal)


# The line ----------------------------------------------------------------------------------------


def find_twin(screen: TeamScreen) -> None:
    """Take part of the name, customer or owner of a twin; the cursor goes to it."""
    deals = [row.deal for row in screen.twins.values()]
    Finder(
        screen=screen,
        label=_("find"),
        entries=tuple(make_entry(each.id, each.name, each.customer, each.owner) for each in deals),
        take=take_found(screen, lambda id_: screen.select(screen.selection.go(id_))),
        echo=lambda entry: _name_twin(entry, screen.twins[entry.id].deal),
        hint=ngettext("{count} project", "{count} projects", len(deals)).format(count=len(deals)),
    ).ask()


def _name_twin(entry: FinderEntry, deal: SharedDeal) -> TextLine:
    rest = f"  {deal.customer}  {name_deal(deal)}"
    return line(StyledText(entry.name, "good"), StyledText(rest, "dim"))


def find_person(screen: TeamScreen) -> None:
    """Take part of a name, in pinyin too; the cursor goes to the branch of who has it."""
    line_ = screen.line_below
    if line_ is None:
        return

    def go(name: str) -> None:
        path = line_.path(name)
        if len(path) < 2:
            screen.go_to("")
        else:
            screen.go_to("" if len(path) == 2 else path[-2], name)

    Finder(
        screen=screen,
        label=_("find"),
        entries=person_entries(line_.people),
        take=take_found(screen, go),
        echo=lambda entry: _name_place(entry, line_.path(entry.id)),
        hint=ngettext("{count} colleague", "{count} colleagues", len(line_.people)).format(
            count=len(line_.people)
        ),
    ).ask()


def person_entries(names: Iterable[str]) -> tuple[FinderEntry, ...]:
    """Return people as entries of a finder."""
    return tuple(make_entry(name, name) for name in sorted(names))


def _name_place(entry: FinderEntry, path: Sequence[str]) -> TextLine:
    above = path[-2] if len(path) > 1 else ""
    place = _("reports to {name}").format(name=above) if above else ""
    return line(StyledText(entry.name, "good"), StyledText(f"  {place}", "dim"))


def choose_order(screen: TeamScreen) -> None:
    """Offer the orders at a key each; the same again turns it round."""

    def show(sort: BranchSort) -> Callable[[], None]:
        return lambda: screen.show_look(screen.look.with_order(sort))

    options: list[LetterOption] = [
        (key, name_order(sort), show(sort)) for sort, key in SORT_KEYS.items()
    ]
    screen.choose(_("sort by"), options)


def show_next_currency(screen: TeamScreen) -> None:
    """Tell money in the next currency that there is."""
    there = screen.figures.currencies if screen.figures else []
    if screen.figures is None or len(there) < 2:
        screen.tell(_("there is no other currency"))
        return
    at = there.index(shown_currency(screen.look, screen.figures))
    screen.show_look(replace(screen.look, currency=there[(at + 1) % len(there)]))


# Twins -------------------------------------------------------------------------------------------


def open_twin(screen: TeamScreen, twin: TwinRow) -> None:
    """Open a project that stands twice, fetched where it is not in this copy."""
    with_projects(screen, [twin.deal], lambda found: screen.host.open_screen("people", *found))


def with_projects(
    screen: TeamScreen,
    deals: Sequence[SharedDeal],
    act: Callable[[Sequence[Project]], object],
    *,
    asks: bool = False,
) -> None:
    """Do something to projects that stand twice, whole, once all are here.

    Where that `asks` something, keys typed meanwhile are dropped: it was not seen yet.
    """
    host, ids = screen.host, [deal.id for deal in deals]
    if len(projects := _find_whole(screen, ids)) == len(ids):
        act(projects)
        return
    if host.team is None:
        return
    here = {project.id for project in projects}
    missing = {deal.id: deal.name for deal in deals if deal.id not in here}
    names = _(", ").join(dict.fromkeys(missing.values()))
    text = _("fetching {name} ... (Esc stops)").format(name=names)
    wait = AnswerWait(screen, text, _("stopped; what is fetched by now stays"))

    def go_on() -> None:
        typed, fetched = wait.end(), _find_whole(screen, ids)
        if typed is not None and len(fetched) == len(ids):
            act(fetched)
            host.press_again(() if asks else typed)

    host.team.open_projects(list(missing), go_on, lambda refusal: wait.refuse(say(refusal)))


def _find_whole(screen: TeamScreen, ids: Iterable[str]) -> list[Project]:
    there = (screen.host.book.projects.get(id_) for id_ in ids)
    return [each for each in there if each is not None and each.glance is None]


def merge_twin(screen: TeamScreen, twin: TwinRow) -> None:
    """Make one of a project that stands twice and one of the others, whichever of them is meant."""
    if len(twin.others) == 1:
        _merge_with(screen, twin.deal, twin.others[0])
        return
    options: list[LetterOption] = [
        (letter, name_deal(other), partial(_merge_with, screen, twin.deal, other))
        for letter, other in zip(ascii_lowercase, twin.others, strict=False)
    ]
    screen.choose(_("merge {name} with").format(name=name_deal(twin.deal)), options)


def _merge_with(screen: TeamScreen, deal: SharedDeal, other: SharedDeal) -> None:
    def merge(found: Sequence[Project]) -> None:
        choose_kept(screen, found[0], found[1], screen.paint)

    with_projects(screen, [deal, other], merge, asks=True)


def give_away(screen: TeamScreen, order: HandOverOrder) -> None:
    """Hand projects over to whom is asked for; of a twin the other who has the deal is named."""
    from screens.base.hand_over_prompt import ask_target, list_receivers

    if screen.report is None:
        return
    names, twin = list_receivers(screen.report), screen.twin
    owners = {other.owner for other in twin.others} if twin else set()
    others = owners & set(names) - {order.source}
    likely = others.pop() if len(others) == 1 else ""
    ask_target(screen, order, names, screen.forget, likely)


def keep_twin_apart(screen: TeamScreen, twin: TwinRow) -> None:
    """Have a project be another deal than its twins, and list the others."""
    others = {other.id: other.owner for other in twin.others}

    def edit(project: Project, reading: ReadingContext) -> Project:
        return part_from(project, others, reading.stamp)

    def part(found: Sequence[Project]) -> None:
        ids = [project.id for project in found]
        outcome = commit_edit(screen, ids, N_("keep apart"), edit)
        report_outcome(screen, ids, outcome, _("a separate deal"), screen.paint)

    with_projects(screen, [twin.deal], part)
