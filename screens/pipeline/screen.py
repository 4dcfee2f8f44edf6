"""The pipeline: the list of projects, edited in place, and the one under the cursor below it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from threading import Thread
from typing import ClassVar, Unpack

from deals.edits.patches import Patch
from deals.edits.store_settings import recall_list_columns
from deals.errors import UserError
from deals.filters import Term, parse_filter
from deals.model import Book, Project, SavedView
from deals.pipeline import ProjectGroup
from screens.base.context import PaperSubject
from screens.base.project_subset import ProjectSubset
from screens.base.prompts import Accept, LineOptions, LinePrompt
from screens.base.row_list import FIELD_CELLS, RowScreen, RowText, Selection, head_id
from screens.pipeline.group_heads import (
    GroupHeads,
    about_head,
    draw_heads,
    group_filter,
    head_title,
    make_row_groups,
)
from screens.pipeline.view import (
    OWNER_MOST,
    PipelineFigures,
    PipelineWidths,
    columns,
    figures_line,
    filtered_label,
    find_note_lines,
    follow_names,
    idle_text,
    left_cells,
    marked_label,
    nearest_text,
    own_cells,
    row_text,
    shown_sums_texts,
    stage_cells,
    touched_sum_text,
)
from screens.pipeline.view_choices import PipelineView, of_view
from views.glyphs import current_speech, glyphs
from views.money_texts import comparison_text, count_signed
from views.person_names import surname_cells
from views.styled_text import StyledText, TextLine, cells_of, cut, line, width
from views.table import TableColumn
from wording import _, add_note, language, ngettext, say
from wording.summary_texts import unsearched_text

INDEX_AFTER_SECONDS = 0.3
SMALL, LARGE, TALL = 3, 12, 36
"""The lines of the pane, and of the terminals from which on it has more of them."""


class PipelineScreen(RowScreen):
    """Every project in a row; what is listed is what the look's filter leaves, in its order.

    Of a `subset` alone it is a page of another screen, to which Esc goes back. Whatever became of
    its projects, they are listed.
    """

    pane: ClassVar[str | None] = "pane"
    about_lines: ClassVar[int] = SMALL

    def __init__(self, subset: ProjectSubset | None = None, adding: bool = False) -> None:
        super().__init__()
        self.subset, self.adding = subset, adding
        self.look = PipelineView()
        self.large = False
        self._listed: PipelineView | None = None
        self._summed: date | None = None
        self._figures = PipelineFigures()
        self._widest = (0, 0)
        self._measured: Book | None = None
        self._shared: Collection[str] = ()
        self._terms: Sequence[Term] = ()
        self._wanted = PipelineWidths()
        self._why: tuple[tuple[object, ...], str] = (), ""
        # Of a filter, the book and the speech: what less of the filter leaves.
        self._near: tuple[tuple[object, ...], str] = (), ""
        self._added_up: tuple[tuple[object, ...], Sequence[str]] = (None,) * 5, ()
        self.folded: frozenset[str] = frozenset()
        self._groups: Mapping[str, ProjectGroup] = {}
        self._heads: tuple[tuple[object, ...], GroupHeads] = (), GroupHeads({}, 0)

    def on_mount(self) -> None:
        """Watch the book, and make it ready to be searched once the screen is up."""
        self.watch(self.app, "book", self.book_changed, init=False)
        self.set_timer(INDEX_AFTER_SECONDS, self._make_searchable)
        if self.adding:
            self.soon(self.action_command, "add")

    def _make_searchable(self) -> None:
        projects = tuple(self.host.book.projects.values())
        Thread(target=self.host.search.warm, args=(projects,), daemon=True).start()

    # What is shown ---------------------------------------------------------------------------

    def book_changed(self, _book: Book) -> None:
        """List again, now or when the screen is back on top."""
        self._summed = None
        typed = self._typed_project
        if typed and typed not in self.host.book.projects:
            self._lose_edit(typed)
        if self.is_active:
            self.paint()

    def paint(self) -> None:
        """Lay out what is listed, listing anew only if book, look or day changed."""
        today = self.host.context.today()
        if self._summed != today:
            self._summed, self._listed = today, None
            self._sum()
        if self._listed != self.look:
            self._listed = self.look
            self._list()
        self.rows.columns = self.list_columns(recall_list_columns(self.host.book))
        self._draw_heads()
        super().paint()
        self.rows.empty = self._empty() if not self.selection.ids else ()
        self.select(self.selection)

    def list_columns(self, own: Sequence[str]) -> tuple[TableColumn, ...]:
        """Return the columns of the list with these own columns, as far as there is room."""
        wanted = own_cells(self.host.own_columns, own)
        beside = self.split is not None and self.split.beside
        widths = self._wanted._replace(name=self._widest[0], customer=self._widest[1])
        by_customer = self.look.names_customers
        return columns(self.main_cells, wanted, widths, beside=beside, by_customer=by_customer)

    def _list(self) -> None:
        host, playbook = self.host, self.host.context.playbook
        chosen = parse_filter(self.look.filter, host.filter_context())
        self._terms = chosen.terms
        subset = self.subset
        if subset is not None:
            chosen = replace(chosen, names_status=True)
        ids = host.pipeline.select(chosen, playbook, self.look.sort, self.look.descending)
        if subset is not None:
            ids = tuple(id_ for id_ in ids if id_ in subset.ids)
        typed = self.rows.editing
        if typed is not None and typed not in ids:
            # Others may have changed it so that the filter hides it: not while it is typed into.
            self._listed = None
            at = self.selection.listed.index(typed)
            ids = (*ids[:at], typed, *ids[at:])
        self._lay_out(ids, typed)
        names = (host.book.projects[id_].name for id_ in ids)
        by_customer = self.look.names_customers
        self._shared = frozenset(names) if by_customer else host.pipeline.shared_names(ids)
        listed = [host.book.projects[id_] for id_ in ids]
        left = left_cells(map(host.assessor(), listed))
        owners = surname_cells((each.owner for each in listed), OWNER_MOST)
        self._wanted = PipelineWidths(left=left, stage=stage_cells(listed), owner=owners)

    def _lay_out(self, ids: Sequence[str], typed: str | None) -> None:
        """Take the ids of the list, under the heads of their groups where the look has some."""
        grouping = self.look.grouping
        grouped = self.host.pipeline.group_by(grouping, ids) if grouping else ()
        self._groups = {head_id(group.key): group for group in grouped}
        if not grouped:
            self.rows.selection = self.selection.with_ids(ids)
            return
        # What is typed into is in sight.
        open_head = next((head for head, each in self._groups.items() if typed in each.ids), "")
        self.folded -= {open_head}
        self.rows.selection = self._with_groups()

    def _with_groups(self) -> Selection:
        groups = make_row_groups(list(self._groups.values()))
        return self.selection.with_ids(groups.list_ids(self.folded), groups)

    def _draw_heads(self) -> None:
        """Lay the heads out, anew only if they or the room for them changed."""
        basis = (self._groups, self.main_cells, self._several_currencies, current_speech())
        before = self._heads[0]
        if not before or before[0] is not basis[0] or before[1:] != basis[1:]:
            several = self._several_currencies
            drawn = draw_heads(self._groups.values(), self.main_cells, marked=several)
            self._heads = basis, drawn

    def _sum(self) -> None:
        index = self.host.pipeline
        self._figures = PipelineFigures(index.flagged, index.count, index.sums)
        if self.subset is not None:
            ids = self.subset.ids
            self._figures = PipelineFigures(*index.count_flagged(ids), index.add_up(ids))
        self._widest = follow_names(self._widest, self._measured, self.host.book)
        self._measured = self.host.book

    def _empty(self) -> tuple[TextLine, ...]:
        from screens.base.empty import draw_empty

        if not self.host.book.projects:
            return draw_empty(self, "pipeline")
        if not self.look.filter:
            return draw_empty(self, "pipeline.ended")
        if self.key_handler is not None:  # what is typed is explained beside it
            return ((), line(StyledText("   " + _("nothing matches"), "dim")))
        why = self.why_nothing(self.look.filter) or _("its words match no project together")
        why = _("; ").join(filter(None, (why, self._say_nearest(self.look.filter))))
        opening = _("{filter}: {why}.").format(filter=self.look.filter, why=why)
        return draw_empty(self, "pipeline.filtered", opening)

    def _say_nearest(self, text: str) -> str:
        """Return how many projects there are without the words of a filter that leave none."""
        host, basis = self.host, (text, self.host.book, current_speech())
        if self._near[0] != basis:
            context = host.filter_context()
            chosen = parse_filter(text, context)
            idle = chosen.find_idle_terms(self.eligible(), host.assessor())
            left = [term for term in chosen.terms if term not in (idle or chosen.terms[-1:])]
            rest = parse_filter(" ".join(term.word for term in left), context)
            found = (
                host.pipeline.select(rest, host.context.playbook, self.look.sort) if left else ()
            )
            if self.subset is not None:
                found = tuple(id_ for id_ in found if id_ in self.subset.ids)
            dropped = " ".join(term.word for term in chosen.terms if term not in left)
            self._near = basis, nearest_text(dropped, len(found))
        return self._near[1]

    def why_nothing(self, text: str) -> str:
        """Return which terms of a filter nothing passes, empty for none; of a subset also that the
        others are not looked at.
        """
        host = self.host
        book, today = host.book, host.context.today()
        basis = (text, book, today, current_speech())
        if self._why[0] != basis:
            chosen = parse_filter(text, host.filter_context())
            from deals.glances import count_unread  # needs the rules, and few filters come to this

            idle = chosen.find_idle_terms(self.eligible(), host.assessor())
            why = idle_text(idle, host.own_columns, host.context.playbook)
            if unread := count_unread((term.key for term in idle), self.eligible()):
                why = _("; ").join((why, unsearched_text(unread)))
            if self.subset is not None:
                why = why or _("its words match no project together")
                why = add_note(why, _("within {subset} only").format(subset=self.subset.title))
            self._why = basis, why
        return self._why[1]

    def eligible(self) -> Collection[Project]:
        """Return the projects that a filter is about: all, or those of the subset."""
        projects, subset = self.host.book.projects, self.subset
        if subset is None:
            return projects.values()
        return [project for id_, project in projects.items() if id_ in subset.ids]

    def row_text(self, project_id: str) -> RowText:
        """Return the cells of a project's row, or the head of a group."""
        if project_id in self._groups:
            return self._heads[1].row(project_id, folded=project_id in self.folded)
        project = self.host.book.projects[project_id]
        found = self.host.assess(project)
        playbook = self.host.context.playbook
        shown, marked = self.rows.columns, self._several_currencies
        return row_text(project, found, playbook, shown, self._shared, marked=marked)

    @property
    def _several_currencies(self) -> bool:
        """Whether amounts are of more than one currency, so that each has to say its own."""
        return len(self._figures.sums.currencies) > 1

    def legend(self) -> Sequence[TextLine]:
        """Return what the signs mean, those of the heads where there are any."""
        from views.legend import legend_lines
        from wording.legends import COMMON_LEGEND, OWNER_LEGEND

        return legend_lines(OWNER_LEGEND if self._groups else (), COMMON_LEGEND)

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return where we are, and the figures of the whole book."""
        start = self.heading(_("Pipeline"))
        if self.subset is not None:
            start = self.heading(self.subset.title)
        room = self.size.width - cells_of(start) - 3
        return start, figures_line(self._figures, self.look.order_text(), room)

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return the look at the left; what marked or filtered rows come to, and what undo would
        take back, at the right.
        """
        index = self.host.pipeline
        look = self.look.text(comparison_text(self._figures.sums.currencies, index.rates))
        room = max(self.size.width * 2 // 3, self.size.width - width(look) - 3)
        texts = self._totals_texts()
        totals = next((text for text in texts if width(text) <= room), texts[-1] if texts else "")
        finish = "   ".join(filter(None, (totals, self.undo_text)))
        if totals and width(finish) > room:
            finish = totals
        return line(StyledText(look, "dim")), line(StyledText(finish, "dim"))

    def _totals_texts(self) -> Sequence[str]:
        """Return what the marked rows come to, else those that the filter leaves.

        Added up once for the same rows of the same book: moves over thousands ask for it too.
        """
        chosen, projects = self.selection, self.host.book.projects
        basis = (chosen.ids, chosen.marks, projects, self.look.filter, language())
        if any(now is not before for now, before in zip(basis, self._added_up[0], strict=True)):
            self._added_up = basis, self._add_up(chosen, projects)
        return self._added_up[1]

    def _add_up(self, chosen: Selection, projects: Mapping[str, Project]) -> Sequence[str]:
        several = self._several_currencies
        if chosen.marks:
            touched = [projects[id_] for id_ in chosen.marked if id_ in projects]
            signed = count_signed(touched, self.host.context.playbook)
            label = marked_label(len(chosen.marked), signed)
            return [touched_sum_text(label, touched, marked=several)]
        if self.look.filter and chosen.listed:
            listed = (projects[id_] for id_ in chosen.listed)
            signed = count_signed(listed, self.host.context.playbook)
            label = filtered_label(len(chosen.listed), signed)
            sums = self.host.pipeline.add_up(chosen.listed)
            return list(shown_sums_texts(label, sums, marked=several))
        return ()

    @property
    def _current(self) -> Project | None:
        return self.host.book.projects.get(self.selection.current or "")

    @property
    def _group(self) -> ProjectGroup | None:
        return self._groups.get(self.selection.head or "")

    def pane_title(self) -> TextLine:
        """Return the name of the project under the cursor, and how it ended; or whose they are."""
        if self._group:
            return head_title(self._group)
        return self.host.card(self._current.id).title() if self._current else ()

    def pane_lines(self, cells: int, rows: int) -> Sequence[TextLine]:
        """Return why the project under the cursor needs attention; all of it if there is room.

        At a head what its projects come to.
        """
        if self._group:
            hints = self.host.hints
            shown = hints.shows_key("pipeline.fold-owner") or hints.shows_key("pipeline.mark")
            keys = _("Enter shows these alone, Space marks them, h folds") if shown else ""
            several = self._several_currencies
            texts = about_head(self._group, cells, rows, keys, marked=several)
            return [line(text) for text in texts]
        project = self._current
        if project is None:
            return ()
        card, found = self.host.card(project.id), find_note_lines(project, self._terms)
        if self.split is not None and self.split.beside and not self.large:
            more = self.key_of(self.commands.find("preview"))
            notes = _draw_notes(found, cells)
            return [*notes, *card.digest(cells, rows - len(notes), more)]
        if rows < 4:
            return [*card.brief(cells, rows - len(found[:1])), *_draw_notes(found[:1], cells)]
        return [*_draw_notes(found, cells), *card.full(cells)]

    def copied_lines(self, cells: int) -> Sequence[TextLine]:
        """Return the card of the project under the cursor, or what an owner's come to."""
        if self._current is None:
            return (self.pane_title(), *self.pane_lines(cells, cells))
        return self.host.card(self._current.id).copied_lines(cells)

    def pane_rows(self) -> int:
        """Return the lines of the pane: few, more on a high terminal, and half of it once large."""
        height = self.size.height
        if self.large:
            return max(4, height // 2)
        return SMALL if height < TALL else LARGE

    # What is done ------------------------------------------------------------------------------

    def exported_book(self) -> Book:
        """Return the book with the projects to export: those marked or filtered, else all."""
        book, chosen = self.host.book, self.selection
        ids = chosen.marked if chosen.marks else chosen.listed
        if not (chosen.marks or self.look.filter):
            return book
        kept = set(ids)
        return book.without(*(id_ for id_ in book.projects if id_ not in kept))

    def paper_subject(self) -> PaperSubject:
        """Return what papers are about: the projects marked or filtered, else all; beside them the
        one under the cursor, and its owner.
        """
        host, chosen = self.host, self.selection
        project = self._current
        text, ids, any_status = self.look.filter, None, False
        if chosen.marks or self.subset:
            kept = chosen.marked if chosen.marks else chosen.listed
            text = ngettext("{count} project chosen", "{count} projects chosen", len(kept))
            text, ids, any_status = text.format(count=len(kept)), frozenset(kept), True
            if self.subset and self.subset.branch and not chosen.marks:
                text = self.look.filter
        elif text:
            from deals.numbers.scope_filter import select_scope  # brings all the numbers with it

            found = parse_filter(text, host.filter_context())
            ids = select_scope(host.book, None, found, host.assessor()).ids
            any_status = found.names_status
        owner = project.owner or None if project else None
        branch = self.subset.branch if self.subset else ""
        return PaperSubject(project, owner, text, ids, any_status, branch)

    def done(self) -> None:
        """Drop the marks: what was done to them is done."""
        if self.selection.marks:
            self.select(self.selection.without_marks(self.selection.marks))

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Go to what an undo or redo brought back."""
        if change is not None:
            listed = frozenset(self.selection.listed)
            self.go_to(next((project for project in change.projects if project in listed), None))
        super().show_replay(text, change, again=again)

    def input(
        self, column: str, label: str, text: str, accept: Accept, **how: Unpack[LineOptions]
    ) -> None:
        """Take a text over its cell; at the foot for several rows, for no such column, and where no
        more than an end of the text would be seen.
        """
        rooms = [max(shown.cells, FIELD_CELLS) for shown in self.rows.columns if shown.id == column]
        if rooms and width(text) < rooms[0] and len(self.selection.targets) == 1:
            self.edit_cell(column, label, text, accept, **how)
        else:
            self.ask(label, text, accept, **how)

    def edit_row(self, field_id: str) -> None:
        """Edit a field of the row, ready to step on to the next by Tab; or of all marked."""
        from screens.base.record_editor import edit_field

        targets = self.selection.targets
        walk = self._walk_from(targets[0], field_id) if len(targets) == 1 else None
        edit_field(self, targets, field_id, self.done, walk)

    def _walk_from(self, project_id: str, field_id: str) -> Callable[[str, int], None]:
        """Return what Tab does once the field is taken: go on to the next one of the project."""
        from screens.base.record_editor import following_field

        def walk(_typed: str, way: int) -> None:
            self.rows.edit(None)
            if project_id in self.selection.listed:
                self.go_to(project_id)
                project = self.host.book.projects[project_id]
                self.edit_row(following_field(project, field_id, way))
            else:
                self.key_handler = None

        return walk

    @property
    def _typed_project(self) -> str:
        """The project that something is typed into; empty for none, or several."""
        entry = self.key_handler
        if self.rows.editing or not isinstance(entry, LinePrompt) or entry.place is None:
            return self.rows.editing or ""
        return entry.place.project if len(self.selection.targets) == 1 else ""

    def _close_prompt(self) -> None:
        self.key_handler = None

    def _lose_edit(self, project_id: str) -> None:
        """Take to the foot what is typed into a project that somebody has deleted.

        Were the line closed, the keys that are on their way would act on another project.
        """
        entry = self.key_handler if isinstance(self.key_handler, LinePrompt) else None
        text, host = entry.edit.text if entry is not None else "", self.host
        host.unsaved.leave()
        why = host.why_gone(project_id)
        reason = _("{why}; what was typed is kept under : unsaved; Esc").format(why=why)

        def refuse_again(_typed: str) -> bool:
            self.refuse(reason)
            return False

        def keep_rest() -> None:
            if typing is not None and typing.edit.text != text:
                host.unsaved.keep_unused(typing.edit.text)

        self.rows.forget_edit()
        self._close_prompt()
        if self.is_active:
            self.paint()  # the row is gone before a line lies over the others
        self.ask(_("not written"), text, refuse_again, cancel=keep_rest, place=None)
        typing = self.key_handler if isinstance(self.key_handler, LinePrompt) else None
        self.refuse(reason)

    def go_to(self, project_id: str | None) -> None:
        """Put the cursor on a project, unfolding its group."""
        groups = self.selection.groups
        if groups and project_id and project_id not in self.selection.ids:
            self.fold(self.folded - {groups.find_head(project_id) or ""})
        self.select(self.selection.go(project_id))

    def fold(self, heads: frozenset[str]) -> None:
        """Fold the groups of these heads and no others."""
        self.folded = heads
        self.rows.selection = self._with_groups()
        self.paint()

    def show_group(self, head: str) -> None:
        """Show the projects under a head alone, of those that are listed."""
        term = group_filter(self._groups[head])
        self.fold(self.folded - {head})
        self.show_look(self.look.with_filter(f"{self.look.filter} {term}".strip()))
        self.select(self.selection.to(0))

    def turn_preview(self) -> None:
        """Make the pane large or small."""
        self.large = not self.large
        if self.split is not None:
            self.split.lay_out()
        self.paint_soon()

    def back(self) -> None:
        """Clear marks first, then the filter; with neither, leave."""
        if not self._clear():
            super().back()

    def step_back(self) -> None:
        """Clear marks first, then the filter; some projects alone are left for what they are of."""
        if not self._clear() and self.subset is not None:
            self.close()

    def _clear(self) -> bool:
        if self.selection.marks:
            self.select(self.selection.without_marks(self.selection.marks))
        elif (wider := self.look.wider()) is not None:
            self.show_look(wider)
        elif self.look != PipelineView():
            self.show_look(PipelineView())
        else:
            return False
        return True

    def show_saved_view(self, view: SavedView) -> None:
        """Take the filter and the order of a view."""
        self.show_look(of_view(view))

    def show_look(self, look: PipelineView) -> None:
        """Take another filter or order; one that cannot be read is told and not taken."""
        before, self.look = self.look, look
        try:
            self.paint()
        except UserError as refusal:
            self.look = before
            self.tell(say(refusal), "amber")


def _draw_notes(found: Sequence[str], cells: int) -> list[TextLine]:
    return [cut(line(StyledText(f"{glyphs().upright} ", "dim"), text), cells) for text in found]
