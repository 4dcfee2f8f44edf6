"""The one editor of records: a text typed in a line, its echo, and the walk to the next field.

A `TextEditor` is one such line. A `RecordEditor` knows the fields of a kind of record and walks
through them; `edit_field` types a field of one project or of several.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from deals.edits.own_columns import set_own
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.model import Book, NextAction, Project
from deals.own_columns import begins_with, own_field, own_text, read_own_name
from deals.owners import list_begun_owners, owner_key
from deals.parsing.reading_context import ReadingContext
from deals.unsaved import InputPlace
from screens.base.project_actions import (
    BookEdit,
    Finished,
    ProjectEdit,
    add_touched,
    commit_book_edit,
    edit_each,
    place_of,
    report_outcome,
)
from screens.base.project_screen import ProjectScreen, record_ids
from screens.base.prompts import RETYPED, Accept, ChoicePrompt, Echo, echo_nothing
from screens.base.screen import BaseScreen, LetterOption
from views.day_off import DatedText, ReadDated, dated_action, no_due_day, remark_day_off
from views.edit_remarks import remark_edit
from views.field_values import echo_value, project_field_text
from views.styled_text import StyledText, TextLine, fit, line
from wording import N_, _, say
from wording.errors import one_line
from wording.names import FIELD_NAMES, field_name

TextWrite = Callable[[Project, str, ReadingContext], Project | Book]
FieldWalk = Callable[[str, int], None]


MOST_OWNERS = 5
"""Of so many owners at most it is asked whether a part of the name means them."""
MESSAGE_CELLS = 40
"""The cells that are told of a text that was taken: more would cover what it has changed."""


class EditChoice(NamedTuple):
    """One of the ways in which a text that was typed can be taken, at a key."""

    key: str
    name: str
    edit: ProjectEdit
    message: str


class EditQuestion(NamedTuple):
    """What is asked before a text is taken."""

    label: str
    choices: Sequence[EditChoice]


def plain_text(text: str) -> str:
    """Return a text as it is told of: in a part of a line, `-` for nothing."""
    return fit(text.strip() or "-", MESSAGE_CELLS).rstrip()


def tell_text(about: str, text: str) -> str:
    """Return what is told of a text that was taken: what it is about, and its beginning."""
    return plain_text(about + _(": ") + (text.strip() or "-"))


def echo_understood(text: str) -> TextLine:
    """Return an echo of what a text is understood as; nothing for nothing."""
    return line(StyledText("= ", "dim"), StyledText(text, "good")) if text else ()


def _ignore(_text: str) -> None:
    """Do nothing."""


def _ask_nothing(_text: str) -> None:
    """Ask nothing: the text is taken at once."""


@dataclass(slots=True)
class TextEditor:
    """A line being typed that changes the book, which is taken as it was when the typing began.

    `label` asks for it, `text` stands there at first, `place` keeps what is half typed. `write` is
    what the text makes of each of the projects of `ids` (the room's own where none are given), or
    of the whole book; its `UserError` is shown as the text is typed, else `echo` is, or while
    nothing stands there `hint`, or `example` until it is known how such lines are written.
    `question` is asked before the text is taken. `change` is the id of the message that names the
    change, `message` is told of it and of the projects `about`; `done` is called before that if
    something changed, `then` at the end.

    Enter lets go of a line that says what is `stored` already, which is `text` where nothing else
    is given; with `confirms` it takes that as well. With `walk` Tab and shift+Tab take a text that
    differs from what stood there at first, and call it with the text and +1 or -1. Where the edit
    puts records into the project's list `adds`, `go` is given the last of the new ones. `column` is
    that of the line where the screen has a table. `dated` finds the due day in a text: of a day off
    it is said, and a key takes the next working day.
    """

    screen: BaseScreen
    change: str
    write: TextWrite
    label: str
    place: InputPlace
    text: str = ""
    _: KW_ONLY
    ids: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    stored: str | None = None
    hint: str = ""
    example: str = ""
    echo: Echo = echo_nothing
    message: Callable[[str], str] = plain_text
    done: Finished = lambda: None
    then: Callable[[str], None] = _ignore
    walk: FieldWalk | None = None
    question: Callable[[str], EditQuestion | None] = _ask_nothing
    select_all: bool = False
    confirms: bool = False
    adds: str = ""
    go: Callable[[str], object] = _ignore
    paste_separator: str = " "
    column: str = ""
    dated: ReadDated = no_due_day
    begun: Book = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.screen.host.book
        if not self.ids and isinstance(self.screen, ProjectScreen):
            self.ids = (self.screen.project.id,)
        self.about = self.about or self.ids

    def ask(self, typed: str | None = None) -> None:
        """Take the line, from what stands there or from what was `typed` before."""
        self._ask(self.text if typed is None else typed, self.accept)

    def ask_each(self) -> None:
        """Take a line after the other, until an empty one; each goes to what it added."""
        self._ask(self.text, self._accept_each)

    def _ask(self, text: str, accept: Accept) -> None:
        self.screen.input(
            self.column,
            self.label,
            text,
            accept,
            echo=self.show,
            select_all=self.select_all and text == self.text,
            on_tab=self.step if self.walk else None,
            paste_separator=self.paste_separator,
            place=self.place,
            dated=self.dated,
        )

    def show(self, typed: str) -> TextLine:
        """Return what the text comes to, or why it cannot be."""
        if not (typed.strip() or self.text):
            hint = self.hint or self._example()
            return line(StyledText(hint, "dim")) if hint else self.echo(typed)
        # Of many projects the first alone: all of them at each key would take too long.
        first = self.begun.projects[self.ids[0]]
        try:
            self.write(first, typed, self.screen.host.reading())
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        echo = self.echo(typed)
        return (*self._remark_day_off(typed), *echo, *self._name_replaced(typed, echo))

    def _example(self) -> str:
        """Return how such a line is written, until enough of them were."""
        screen = self.screen
        return self.example if screen.host.hints.shows_line(screen.asking) else ""

    def _remark_day_off(self, typed: str) -> TextLine:
        """Return that the due day is a day off, if it is; it stands first, where it is not cut."""
        dated, context = self.dated(typed), self.screen.host.context
        return remark_day_off(dated and dated.on, context.work_calendar, context.today())

    def _name_replaced(self, typed: str, echo: TextLine) -> TextLine:
        """Return what stood in a line that was typed anew: no text goes without a word."""
        stood = self.text if self.stored is None else self.stored
        if not self.select_all or not stood.strip() or stood.strip() in typed:
            return ()
        if any(stood.strip() in span.text for span in echo):  # it says so itself
            return ()
        return line(StyledText("  " + _("before: {text}").format(text=plain_text(stood)), "dim"))

    def _edit(self, typed: str) -> BookEdit:
        return edit_each(self.ids, lambda project, reading: self.write(project, typed, reading))

    def accept(self, typed: str) -> bool:
        """Take the text; whether it was good."""
        stored = self.text if self.stored is None else self.stored
        if not self.confirms and typed.strip() == stored.strip():
            self.screen.release()
            return True
        return self._take(typed, lambda: None)

    def step(self, typed: str, way: int) -> None:
        """Take the text if something was typed, and walk on."""
        if self.walk is None:
            return
        walk_on = partial(self.walk, typed, way)
        if typed in (self.text, self.stored):
            walk_on()
        else:
            self._take(typed, walk_on)

    def _take(self, typed: str, walk_on: Finished) -> bool:
        try:
            question = self.question(typed)
        except UserError as refusal:
            self.screen.refuse(say(refusal))
            return False
        if question is None:
            return self._commit(self._edit(typed), self.message(typed), typed, walk_on)
        options: list[LetterOption] = [
            (choice.key, choice.name, partial(self._choose, choice, typed, walk_on))
            for choice in question.choices
        ]
        self.screen.choose(question.label, options)
        if isinstance(self.screen.key_handler, ChoicePrompt):
            # Without a choice what was typed is there again.
            self.screen.key_handler.cancel = partial(self.ask, typed)
        return True

    def _choose(self, choice: EditChoice, typed: str, walk_on: Finished) -> None:
        self._commit(edit_each(self.ids, choice.edit), choice.message, typed, walk_on)

    def _commit(self, edit: BookEdit, message: str, typed: str, walk_on: Finished) -> bool:
        before = self._added_ids()
        outcome = commit_book_edit(self.screen, self.ids, self.change, edit, self.begun)
        good = report_outcome(self.screen, self.about, outcome, message, self.done)
        if good:
            self._go_to_new(before)
            self.then(typed)
            walk_on()
        return good

    def _added_ids(self) -> list[str]:
        """Return the ids in the list that records are added to."""
        projects = self.screen.host.book.projects
        there = [projects[id_] for id_ in self.ids if id_ in projects] if self.adds else []
        return [id_ for project in there for id_ in record_ids(project, self.adds)]

    def _go_to_new(self, before: Collection[str]) -> None:
        """Go to the last record that was not there before: a line may change others instead."""
        new = [id_ for id_ in self._added_ids() if id_ not in before]
        if new:
            self.go(new[-1])

    def _accept_each(self, typed: str) -> bool:
        if not typed.strip():
            self.screen.release()
            return True
        edit, before = self._edit(typed), self._added_ids()
        # Who types on without looking up has not seen them; known names are none any more behind.
        warnings = tuple(span for span in self.show(typed) if span.tone == "amber")
        outcome = commit_book_edit(self.screen, self.ids, self.change, edit, self.begun)
        if outcome.failed is not None:
            self.screen.refuse(outcome.failed)
            return False
        self.begun = self.screen.host.book
        self._go_to_new(before)
        self.then(typed)
        self.screen.ask_next(warnings)
        # Not accepted, so that the line stays open for the next.
        return False


EditedRecord = TypeVar("EditedRecord")


def _tell_gone(screen: BaseScreen) -> None:
    """Tell that what was typed about is there no more."""
    screen.tell(_("someone else has deleted it in the meantime"), "amber")


def _no_question(_project: Project, _record: object, _field: str, _typed: str) -> None:
    """Ask nothing."""


@dataclass(frozen=True, slots=True)
class RecordEditor(Generic[EditedRecord]):
    """How the records of a kind are edited on a screen, a field at a time.

    `names` are the fields in the order in which they are walked; `label` asks for one of them,
    `text` is what it holds, as it is typed, and `write` the project with another text in it. Where
    it holds nothing `start` stands there instead, which Enter takes. `change` is the id of the
    message that names the change, `place` what is asked for and of which record in the project.
    `now` finds the record again once a text was taken; `go` puts the cursor on it. `echo`,
    `message`, `question`, `confirms`, `dated` and `paste_separator` are those of a `TextEditor`.
    """

    screen: ProjectScreen
    _: KW_ONLY
    names: Callable[[EditedRecord], Sequence[str]]
    label: Callable[[EditedRecord, str], str]
    text: Callable[[EditedRecord, str], str]
    write: Callable[[Project, EditedRecord, str, str, ReadingContext], Project]
    change: Callable[[EditedRecord, str], str]
    place: Callable[[EditedRecord, str], tuple[str, str]]
    now: Callable[[EditedRecord, str, str], EditedRecord | None]
    go: Callable[[EditedRecord, str], None] = lambda _record, _field: None
    start: Callable[[str], str] = lambda _field: ""
    select_all: Callable[[str], bool] = lambda _field: False
    paste_separator: Callable[[str], str] = lambda _field: " "
    echo: Callable[[EditedRecord, str, str], TextLine] = lambda _record, _field, _typed: ()
    message: Callable[[EditedRecord, str, str], str] = lambda _record, _field, _typed: ""
    question: Callable[[Project, EditedRecord, str, str], EditQuestion | None] = _no_question
    confirms: Callable[[EditedRecord, str], bool] = lambda _record, _field: False
    dated: Callable[[EditedRecord, str, str], DatedText | None] = lambda _record, _field, _typed: (
        None
    )

    def edit(self, record: EditedRecord, name: str, *, walk: bool = True) -> None:
        """Type a field; where it may walk, Tab goes on to the next one, shift+Tab back.

        A value that is typed alone, and always one of `select_all`, is rather typed anew: the first
        key replaces what it holds, and what that was is said. Texts are typed on.
        """
        begun = self.screen.project
        asked, record_id = self.place(record, name)
        label, stored = self.label(record, name), self.text(record, name)
        TextEditor(
            self.screen,
            self.change(record, name),
            lambda project, typed, reading: self.write(project, record, name, typed, reading),
            label,
            InputPlace(asked, begun.id, record_id),
            stored or self.start(name),
            stored=stored,
            echo=partial(self.echo, record, name),
            message=lambda typed: (
                self.message(record, name, typed) or f"{label} {plain_text(typed)}"
            ),
            then=partial(self._arrive, record, name),
            walk=partial(self._walk, record, name, self.names(record)) if walk else None,
            question=partial(self.question, begun, record, name),
            select_all=not walk or self.select_all(name),
            confirms=self.confirms(record, name),
            dated=partial(self.dated, record, name),
            paste_separator=self.paste_separator(name),
        ).ask()

    def _arrive(self, record: EditedRecord, name: str, typed: str) -> None:
        now = self.now(record, name, typed)
        if now is None:
            _tell_gone(self.screen)
        else:
            self.go(now, name)

    def _walk(
        self, record: EditedRecord, name: str, names: Sequence[str], typed: str, way: int
    ) -> None:
        now = self.now(record, name, typed)
        if now is None:
            self.screen.host.unsaved.leave()
            self.screen.release()
            _tell_gone(self.screen)
        else:
            following = names[(names.index(name) + way) % len(names)]
            self.go(now, following)
            self.edit(now, following)


def edit_field(
    screen: BaseScreen,
    ids: Sequence[str],
    field_id: str,
    done: Finished,
    walk: FieldWalk | None = None,
) -> None:
    """Type a field's new value for all of `ids`, starting from the present one where it is one.

    Where they differ the line starts empty, and left so it changes nothing; `-` takes away.
    """
    if ids:
        _project_editor(screen, tuple(ids), field_id, done, walk).ask()


def following_field(project: Project, field_id: str, way: int) -> str:
    """Return the field that Tab goes on to: behind those of all projects come the own columns."""
    own = [own_field(each.name) for each in project.own]
    if field_id in PROJECT.typed:
        step = PROJECT.after(field_id, way)
        first, last = PROJECT.typed[0], PROJECT.after(PROJECT.typed[0], -1)
        if not own or (field_id, step) not in ((last, first), (first, last)):
            return step
        return own[0] if way > 0 else own[-1]
    at = own.index(field_id) + way if field_id in own else -1
    if 0 <= at < len(own):
        return own[at]
    return PROJECT.typed[0] if way > 0 else PROJECT.after(PROJECT.typed[0], -1)


def _project_editor(
    screen: BaseScreen, ids: tuple[str, ...], field_id: str, done: Finished, walk: FieldWalk | None
) -> TextEditor:
    begun = [screen.host.book.projects[id_] for id_ in ids]
    field = (OwnField if read_own_name(field_id) else ProjectField)(screen, field_id)
    texts = {field.text(project) for project in begun}
    mixed, name = len(texts) > 1, field_name(field_id)

    def write(project: Project, typed: str, reading: ReadingContext) -> Project:
        return project if mixed and not typed else field.write(project, typed, reading)

    return TextEditor(
        *(screen, field.change, write, add_touched(screen, name, ids), place_of(field_id, ids)),
        text="" if mixed else texts.pop(),
        ids=ids,
        echo=lambda typed: () if mixed and not typed else field.echo(begun[0], typed),
        message=lambda typed: field.message(begun[0], typed),
        done=done,
        walk=walk,
        question=partial(_ask_owner, screen) if field_id == "owner" else _ask_nothing,
        select_all=field_id in RETYPED or read_own_name(field_id) is not None,
        paste_separator=field.paste_separator,
        column=field_id,
        dated=partial(_read_dated, screen, field_id),
    )


def read_action(screen: BaseScreen, typed: str) -> NextAction | None:
    """Read a next action as it is typed; None for what is none or cannot be read."""
    try:
        value = PROJECT["next"].parse(typed, screen.host.context.reading())
    except UserError:
        return None
    return value if isinstance(value, NextAction) else None


def _read_dated(screen: BaseScreen, field_id: str, typed: str) -> DatedText | None:
    """Return the day that the text of a next action says, of the day for it, or a tender day."""
    if field_id == "next":
        return dated_action(read_action(screen, typed))
    if field_id not in ("next_on", "tender"):
        return None
    try:
        value = PROJECT[field_id].parse(typed, screen.host.context.reading())
    except UserError:
        return None
    return DatedText(value, date.isoformat) if isinstance(value, date) else None


def _ask_owner(screen: BaseScreen, typed: str) -> EditQuestion | None:
    """Ask whether a part of a known owner's name means that owner, and not somebody new."""
    status = screen.host.team_status
    followed = status.followed if status else ()
    owners = [*(project.owner for project in screen.host.book.projects.values()), *followed]
    known = list_begun_owners(typed, owners)
    if not known or len(known) > MOST_OWNERS:
        return _ask_unseen_owner(screen, typed.strip(), owners)

    def choice(key: str, label: str, name: str) -> EditChoice:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return set_field(project, "owner", name, reading)

        return EditChoice(key, label, edit, tell_text(field_name("owner"), name))

    choices = [choice(f"{at}", name, name) for at, name in enumerate(known, 1)]
    new = _('somebody new, "{name}"').format(name=typed.strip())
    return EditQuestion(_("which owner"), [*choices, choice("n", new, typed)])


def _ask_unseen_owner(screen: BaseScreen, name: str, owners: Iterable[str]) -> EditQuestion | None:
    """Ask, in a team, before projects go to somebody whose projects do not come here: either it is
    no name of the team, or they leave this copy, and whoever gave them cannot take them back.
    """
    status = screen.host.team_status
    if status is None or not name:
        return None
    if owner_key(name) in {owner_key(each) for each in (*owners, status.person)}:
        return None

    def give(project: Project, reading: ReadingContext) -> Project:
        return set_field(project, "owner", name, reading)

    label = _(
        "no project of {name} is here: a colleague whose projects you do not see takes it out of "
        "your list for good, and the team may know no such name"
    )
    return EditQuestion(
        label.format(name=name),
        [
            EditChoice("y", _("give it"), give, tell_text(field_name("owner"), name)),
            EditChoice("n", _("no"), lambda project, _reading: project, _("not changed")),
        ],
    )


@dataclass(frozen=True, slots=True)
class ProjectField:
    """A field that all projects have, as it is typed."""

    screen: BaseScreen
    id: str

    @property
    def change(self) -> str:
        """The id of the message that names a change of it."""
        return FIELD_NAMES[self.id]

    @property
    def paste_separator(self) -> str:
        """What the lines of a pasted text are joined by."""
        return "\n" if PROJECT[self.id].several_lines else "; " if self.id == "contacts" else " "

    def text(self, project: Project) -> str:
        """Return what it holds."""
        return project_field_text(project, self.id)

    def write(self, project: Project, typed: str, reading: ReadingContext) -> Project:
        """Return the project with another text in it."""
        return set_field(project, self.id, typed, reading)

    def echo(self, project: Project, typed: str) -> TextLine:
        """Return what a text is understood as, and what it does besides."""
        return self._echo(project, typed, typing=True)

    def message(self, project: Project, typed: str) -> str:
        """Return what is told of a text that was taken."""
        spans = self._echo(project, typed, typing=False)
        return " ".join([field_name(self.id), *(span.text.strip() for span in spans)])

    def _echo(self, project: Project, typed: str, *, typing: bool) -> TextLine:
        host = self.screen.host
        reading = host.reading().on(project)
        found = remark_edit(self.id, project, typed, reading, host.book, typing=typing)
        remarks = (StyledText(f"  ! {remark}", "amber") for remark in found)
        return (*echo_value(self.id, typed, reading), *remarks)


MOST_OFFERED = 6
"""How many values of an own column are said while one is typed."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """An own column as it is typed: any text, those that other projects have being said."""

    screen: BaseScreen
    id: str
    change: str = N_("own column")
    paste_separator: str = " "

    @property
    def name(self) -> str:
        """What the column is called."""
        return read_own_name(self.id) or ""

    def text(self, project: Project) -> str:
        """Return what it holds."""
        return own_text(project, self.name)

    def write(self, project: Project, typed: str, reading: ReadingContext) -> Project:
        """Return the project with another text in it."""
        return set_own(project, self.name, typed, reading.stamp)

    def echo(self, project: Project, typed: str) -> TextLine:
        """Return the values that begin so, the most frequent first; all while none is typed."""
        stored = self.text(project)
        begun = "" if typed == stored else typed.strip()
        values = self.screen.host.own_columns.column(self.name).values
        found = [
            each for each in values if each not in (stored, begun) and begins_with(each, begun)
        ]
        offered = _(", ").join(map(one_line, found[:MOST_OFFERED]))
        return line(StyledText(offered, "dim")) if offered else ()

    def message(self, _project: Project, typed: str) -> str:
        """Return what is told of a text that was taken."""
        return tell_text(self.name, typed)
