"""The actions on the pipeline: editing rows, filter, order, views, adding, deleting projects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.store_settings import recall_list_columns
from deals.edits.typed_fields import AddedProject, read_new_projects
from deals.errors import UserError
from deals.filters import find_filter_key, parse_filter
from deals.own_columns import complete_own_term, read_own_name
from deals.owners import owner_key
from deals.pipeline import builtin_views
from deals.unsaved import InputPlace
from screens.base.finder import filter_rows
from screens.base.own_columns import choose_columns, sort_by_column, type_own
from screens.base.project_actions import add_touched, name_projects
from screens.pipeline.view_choices import look_choices, sort_choices
from views.added_project import understood_text
from views.edit_remarks import doubt_name, remark_names
from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, ngettext, say
from wording.errors import one_line
from wording.names import field_name
from wording.summary_texts import unsearched_text

if TYPE_CHECKING:
    from deals.model import Project
    from screens.pipeline.screen import PipelineScreen

MOST_NAMES = 6
LINE_HINT = N_('name @customer owner:name P2 0.8-1.5M 2026-Q4; "quotes" hold words together')


def edit_any(screen: PipelineScreen) -> None:
    """Edit the row from its name on; of several rows, ask first which field."""
    count = len(screen.selection.targets)
    if count == 1:
        screen.edit_row("name")
        return
    keys = {"owner": "o", "customer": "c", "stage": "s", "amount": "m", "signs": "w"}
    keys |= {"next": "n", "product": "p", "status": "t", "tender": "d", "key": "k", "tags": "g"}
    options = [
        (key, field_name(field_id), partial(screen.edit_row, field_id))
        for field_id, key in keys.items()
    ]
    own = partial(type_own, screen, screen.selection.targets, screen.done)
    screen.choose(
        add_touched(screen, _("edit"), screen.selection.targets),
        [*options, ("f", _("own column"), own)],
    )


def ask_filter(screen: PipelineScreen) -> None:
    """Filter with every key typed; Enter keeps it, Esc brings the old one back.

    The cursor stays on its row as long as that is left and is called so, else it goes to the first
    that is: who types a name means that one, and not what mentions it in a note.
    """
    before = screen.look

    def refuse(text: str) -> str:
        try:
            parse_filter(text, screen.host.filter_context())
        except UserError as refusal:
            return say(refusal)
        return ""

    def show(text: str) -> None:
        current = screen.selection.current
        screen.show_look(before if text == before.filter else before.with_filter(text))
        if listed := list_called(screen, text, screen.selection.listed):
            screen.select(screen.selection.go(current if current in listed else listed[0]))
            if text != before.filter and screen.key_handler is None:
                _tell_unread(screen, text)

    def complete(text: str) -> list[str]:
        return complete_own_term(text, screen.host.own_columns, find_filter_key)

    projects = screen.host.book.projects.values()
    why = screen.why_nothing
    filter_rows(screen, before.filter, show, projects, refuse, complete, why)


def list_called(screen: PipelineScreen, text: str, listed: Sequence[str]) -> Sequence[str]:
    """Return those listed whose name or customer has all plain words of a filter; all where none
    has.
    """
    host = screen.host
    plain = [each for each in text.split() if each[0] != "-" and not set(':<>="') & set(each)]
    words = [host.search.word(each) for each in plain]

    def is_called(id_: str) -> bool:
        texts = host.search.texts(host.book.projects[id_])
        return all(word.within(texts.name) or word.within(texts.customer) for word in words)

    there = [id_ for id_ in listed if id_ in host.book.projects] if words else []
    return [id_ for id_ in there if is_called(id_)] or listed


def _tell_unread(screen: PipelineScreen, text: str) -> None:
    """Say in how many summaries a filter looked for what they have not got."""
    from deals.glances import count_unread  # needs the rules, and few filters come to this

    chosen = parse_filter(text, screen.host.filter_context())
    if unread := count_unread((term.key for term in chosen.terms), screen.eligible()):
        screen.tell(unsearched_text(unread))


def ask_sort(screen: PipelineScreen) -> None:
    """Offer the orders at a key each, and that by any own column."""
    look, own = screen.look, recall_list_columns(screen.host.book)
    choices = sort_choices(look, screen.show_look, own)
    if screen.host.own_columns.names:
        by_own = partial(
            sort_by_column, screen, lambda sort: screen.show_look(look.with_order(sort))
        )
        choices.append(("f", _("own column"), by_own))
    screen.choose(_("sort by"), choices)


def choose_list_columns(screen: PipelineScreen) -> None:
    """Take an own column into the list, or out of it."""

    def fit(names: Sequence[str]) -> list[str]:
        return list(filter(None, (read_own_name(each.id) for each in screen.list_columns(names))))

    choose_columns(screen, fit)


def ask_view(screen: PipelineScreen) -> None:
    """Offer the built-in views and the user's own at a key each."""
    host = screen.host
    views = (*builtin_views(host.context.today()), *host.book.views)
    screen.choose(_("view"), look_choices(views, screen.show_look))


def ask_view_name(screen: PipelineScreen) -> None:
    """Save the present look under a name, or drop the view of the name behind a `-`."""

    def accept(typed: str) -> bool:
        name = typed.strip()
        try:
            views = screen.look.save_as(name, screen.host.book.views)
        except UserError as refusal:
            screen.refuse(say(refusal))
            return False
        dropping = name.startswith("-")
        label = N_("delete view") if dropping else N_("save view")
        failed = screen.host.commit(screen.host.book.with_views(*views), label)
        if failed is not None:
            screen.refuse(failed)
            return False
        screen.tell(_("view deleted") if dropping else _("view saved: v shows it"))
        return True

    name, place = screen.look.own_name(), InputPlace("view")
    screen.ask(_("save this view as"), name, accept, place=place, select_all=True)


def add(screen: PipelineScreen) -> None:
    """Take projects, each in one line that is shown back as it is understood, until an empty one.

    Pasted lines are several.
    """

    def echo(text: str) -> TextLine:
        if not text.strip():
            shown = screen.host.hints.shows_line(screen.asking)
            return line(StyledText(_(LINE_HINT), "dim")) if shown else ()
        try:
            return _echo_added(screen, read_new_projects(text, screen.host.reading()))
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))

    accept, place = partial(_add, screen), InputPlace("new project")
    screen.ask(_("new project"), "", accept, echo=echo, place=place, paste_separator="\n")


def _echo_added(screen: PipelineScreen, added: Sequence[AddedProject]) -> TextLine:
    separator = f" {glyphs().dot} "
    if len(added) == 1:
        text = understood_text(added[0].project, added[0].fields, separator)
    else:
        names = separator.join(each.project.name for each in added)
        text = _("{count} projects: {names}").format(count=len(added), names=names)
    found = _remark_added(screen, [each.project for each in added], typing=True)
    remarks = (StyledText(f"  ! {remark}", "amber") for remark in found)
    return line(StyledText("= ", "dim"), StyledText(text, "good"), *remarks)


def _remark_added(
    screen: PipelineScreen, projects: Sequence[Project], *, typing: bool = False
) -> list[str]:
    """Return what is doubtful about new projects: names that may be meant to be known ones."""
    reading, book = screen.host.reading(), screen.host.book
    book = book.without(*(project.id for project in projects))
    found = [doubt_name(project.owner, reading) for project in projects]
    found += [text for each in projects for text in remark_names(each, book, typing=typing)]
    return list(dict.fromkeys(filter(None, found)))


def _add(screen: PipelineScreen, text: str) -> bool:
    if not text.strip():
        screen.release()
        return True
    host = screen.host
    try:
        projects = [each.project for each in read_new_projects(text, host.reading())]
    except UserError as refusal:
        screen.refuse(say(refusal))
        return False
    failed = host.commit(host.book.with_projects(*projects), N_("add"))
    if failed is not None:
        screen.refuse(failed)
        return False
    screen.go_to(projects[0].id)
    remarks = _remark_added(screen, projects)
    added = _("; ").join([_added_text(screen, projects), *remarks])
    screen.ask_next(line(StyledText(added)))
    return False  # it stays open for the next


def _added_text(screen: PipelineScreen, projects: Sequence[Project]) -> str:
    if len(projects) > 1:
        return _("{count} projects added").format(count=len(projects))
    listed = projects[0].id in screen.selection.listed
    message = N_("{name} added") if listed else N_("{name} added; hidden by the filter")
    return _(message).format(name=projects[0].name)


def delete(screen: PipelineScreen) -> None:
    """Delete what is under the cursor; ask first of several, and of what is not one's own alone."""
    ids = screen.selection.targets
    if len(ids) == 1 and not _is_of_others(screen, ids[0]):
        _delete(screen, ids)
        return
    touched, names = name_projects(screen, ids), _list_names(screen, ids)
    label = _("delete {projects}: {names}?").format(projects=touched, names=names)
    if len(ids) == 1:
        label = _("delete {name} for all of the team?").format(name=names)
    screen.choose(label, [("y", _("delete"), partial(_delete, screen, ids))])


def _is_of_others(screen: PipelineScreen, id_: str) -> bool:
    """Whether a team would miss a project: a key one, one of somebody else, or edited by others."""
    host, project = screen.host, screen.host.book.projects.get(id_)
    status = host.team_status
    if status is None or project is None:
        return False
    me = {owner_key(name) for name in (status.person, host.context.me) if name}
    people = {owner_key(name) for name in (project.owner, project.updated_by) if name}
    return project.key or bool(people - me)


def _delete(screen: PipelineScreen, ids: Sequence[str]) -> None:
    names, touched = _list_names(screen, ids), name_projects(screen, ids)
    failed = screen.host.commit(screen.host.book.without(*ids), N_("delete"))
    if failed is not None:
        screen.tell(failed, "red")
        return
    several = N_("{projects} deleted: {names}; u to undo")
    text = N_("deleted: {names}; u to undo") if len(ids) == 1 else several
    screen.done()
    screen.tell(_(text).format(projects=touched, names=names))


def _list_names(screen: PipelineScreen, ids: Sequence[str]) -> str:
    """Return the names of projects, of many the first."""
    projects = screen.host.book.projects
    names = [one_line(projects[id_].name) for id_ in ids if id_ in projects]
    shown = names[:MOST_NAMES]
    if (more := len(names) - MOST_NAMES) > 0:
        shown.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return _(", ").join(shown)


def remove_samples(screen: PipelineScreen) -> None:
    """Take out those left as they were; where some were edited since, ask about them first."""
    found = screen.host.samples()
    everything = (*found.untouched, *found.touched)
    if not found.touched:
        _remove(screen, everything)
        return
    count = len(found.touched)
    label = ngettext(
        "{count} of the sample's projects was edited",
        "{count} of the sample's projects were edited",
        count,
    ).format(count=count)
    keep, every = partial(_remove, screen, found.untouched), partial(_remove, screen, everything)
    screen.choose(label, [("k", _("keep edited"), keep), ("a", _("remove all"), every)])


def _remove(screen: PipelineScreen, ids: Sequence[str]) -> None:
    host = screen.host
    after = host.without_samples(ids)
    # What was no deal leaves nothing to past figures.
    failed = host.commit(after, N_("remove samples"), whole=ids) if ids else None
    if failed is not None:
        screen.tell(failed, "red")
        return
    message = ngettext(
        "{count} sample project removed; u to undo",
        "{count} sample projects removed; u to undo",
        len(ids),
    )
    screen.tell(message.format(count=len(ids)))


def hand_projects_over(screen: PipelineScreen, owner: str) -> None:
    """Hand the projects acted on over; at the head of an owner all that they have."""
    from deals.edits.hand_over import HandOverOrder
    from screens.base.hand_over_prompt import begin_hand_over

    order = HandOverOrder(owner, projects=screen.selection.targets or None)
    begin_hand_over(screen, order, screen.done)
