"""Edits from typed text: of a field of a project or of its review, and of a new project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deals.edits.contacts import set_contacts
from deals.edits.records import apply_edit, drop_record, put, set_value, tracked_change
from deals.edits.stages import end_project, set_stage
from deals.errors import UserError
from deals.fields.project_fields import PROJECT, read_name
from deals.lessons import LESSON_FIELDS, PREFIX, review_text
from deals.model import Note, Project, Stamp
from deals.parsing.amounts import is_bare, looks_like_amount, names_currency, parse_amount
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import RANGE_MARK, LatePattern, fold_text, read_or_none
from deals.parsing.windows import is_unknown, may_be_window, parse_window
from deals.playbook.stage_names import NamedState

# The most words that an amount or a window is written in: `80 - 150 万`, `the end of next month`.
_LONGEST = 5
_KEYS = ("customer", "owner", "stage", "amount", "signs", "product")
_WORD = LatePattern(
    rf'(?:(?P<key>@|＠|(?:{"|".join(_KEYS)})[:：])\s*(?:"(?P<quoted>[^"]*)"|(?P<value>\S+)))|'
    r'"(?P<name>[^"]+)"(?!\S)|\S+',
    re.IGNORECASE,
)
_WORD_ALONE = LatePattern(r"[A-Za-z]+\.?")
_SURE_WORDS = ("eom", "eoq", "eoy")
_BARE_FIGURES = LatePattern(rf"(?:[0-9.,/]|\s|{RANGE_MARK})*")
_BARE_RANGE = LatePattern(rf"[0-9]+ ?{RANGE_MARK} ?[0-9]{{2,}}")
_BARE_FIGURE = LatePattern(r"(?!(?:19|20)[0-9]{2}$)[0-9]{2,4}")
_POINTED = LatePattern(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_FULL_DAY = LatePattern(r"20[0-9]{2}([./-])[0-9]{1,2}\1[0-9]{1,2}")


def set_field(project: Project, field_id: str, text: str, reading: ReadingContext) -> Project:
    """Return the project with the field as `text` says.

    The same project where that changes nothing. Amounts without a currency keep the project's, and
    names mean the contacts it has. A day alone moves the next action that stands there. A stage
    further on is recorded with what its gate lacks (method, section 2); a status where a stage is
    asked for (`Closed Won`) ends the project. Raises what reading the field does, and
    `project-ended` for the stage of a project that is not open.
    """
    spec = PROJECT[field_id]
    if text == spec.text(project):
        return project
    reading = reading.on(project)
    value = spec.parse(text, reading)
    match field_id:
        case "stage":
            return _set_state(project, value, reading)
        case "status" if value != project.status:
            return end_project(project, value, "", reading.stamp)
        case "contacts":
            return set_contacts(project, value, reading.stamp)
    changed = spec.write(project, value)
    if changed == project:
        return project
    old, new = spec.history_text(project), spec.history_text(changed)
    moves = [tracked_change(reading.stamp, field_id, old, new)] if spec.tracked else []
    return apply_edit(changed, reading.stamp, {}, *moves)


def _set_state(project: Project, state: NamedState, reading: ReadingContext) -> Project:
    if state.stage is not None:
        return set_stage(project, state.stage, reading)
    if state.status is None or state.status == project.status:
        return project
    return end_project(project, state.status, "", reading.stamp)


def write_review(project: Project, name: str, text: str, stamp: Stamp) -> Project:
    """Return the project with one field of its review, or the answer `review-ID` to a question.

    Empty takes it away. Refusal `field-unknown`.
    """
    text = text.strip()
    if text == review_text(project, name):
        return project
    if name in LESSON_FIELDS:
        update = {name: text, "by": stamp.by, "on": stamp.today}
        return set_value(project, "review", project.review.model_copy(update=update), stamp)
    if not name.startswith(PREFIX):
        raise UserError("field-unknown", field=name, fields=" ".join(LESSON_FIELDS))
    if not text:
        return drop_record(project, "notes", name, stamp)
    return put(project, "notes", Note(key=name, text=text, by=stamp.by, on=stamp.today), stamp)


def new_project(name: str, reading: ReadingContext, **texts: str) -> Project:
    """Return a new open project at the playbook's first stage, with the fields in `texts` as typed.

    Where they name no owner it is the user's own; an empty text leaves it nobody's. Its history
    begins empty: what it was made with is no move. Raises `name-missing`, `field-unknown` and what
    reading the fields does.
    """
    stamp = reading.stamp
    project = Project(
        id=reading.new_id(),
        name=read_name(name),
        owner=stamp.by,
        stage=reading.playbook.stages[0].id,
        created_at=stamp.at,
        updated_at=stamp.at,
        updated_by=stamp.by,
    )
    unknown = (field for field in texts if field not in PROJECT.typed)
    for field in (*unknown, *(field for field in PROJECT.typed if field in texts)):
        project = set_field(project, field, texts[field], reading)
    return project.model_copy(update={"history": ()})


def quick_project(line: str, reading: ReadingContext) -> Project:
    """Read a new project from a line such as `北辰扩容 @北辰电力 owner:林 P2 80-150万 2026-Q4`.

    `@` names the customer and `field:` any of a few fields, in double quotes where there are
    blanks; words in double quotes are the name as they stand (`"Office 365"`). The first words that
    are a stage, an amount with its unit or currency, and a window are that, and all others are the
    name. Figures alone (`12.5`, `2026`) and windows without a year
    (`Q4`), as versions and names have them too, are a window only right behind a stage or an
    amount, or as the last words of the name; a month's or weekday's name alone
    is part of it, unless the line ends with it behind a stage or an amount.
    An amount with a currency wins over one without (`3M tape $40k`). Raises what `new_project`
    does, `amount-point`, and `amount-bare` for a figure where an amount is looked for.
    """
    reading = replace(reading, bare_amounts=False)
    words = list(_WORD.finditer(line))
    sorted_out = _SortedWords(reading, signed=_has_signed_amount([word[0] for word in words]))
    while words:
        del words[: sorted_out.take(words)]
    sorted_out.end()
    return new_project(" ".join(sorted_out.name), reading, **sorted_out.texts)


class _SortedWords:
    """The words of a line as they are sorted out: into a name and texts of fields.

    `undecided` counts the last words of the name, which are its window if no more of it follows;
    `behind` says whether the words before were a stage or an amount, `signed` whether an amount of
    the line has a currency.
    """

    def __init__(self, reading: ReadingContext, *, signed: bool = False) -> None:
        self.reading = reading
        self.signed = signed
        self.name: list[str] = []
        self.texts: dict[str, str] = {}
        self.undecided = 0
        self.behind = False

    def take(self, words: Sequence[re.Match[str]]) -> int:
        """Sort out the first words; return how many that were."""
        first, written = words[0], [word[0] for word in words[:_LONGEST]]
        if first["key"]:
            key = fold_text(first["key"]).strip("@:") or "customer"
            self._put_field(key, first["quoted"] or first["value"] or "")
            return 1
        if first["name"]:
            self.name.append(first["name"].strip())
            self.undecided, self.behind = 0, False
            return 1
        field, size = self._find_first_field(written) or ("", 1)
        if not field and self.behind and (len(words) == 1 or words[1]["key"]):
            # At the end, right behind a stage or an amount, a word alone can be no name.
            field = "signs" if _is_time_word(written[0], self.reading) else ""
        text = " ".join(written[:size])
        unsure = field == "signs" and not self.behind and not _says_its_year(text)
        if field and not unsure:
            self._put_field(field, text)
        else:
            self.name += written[:size]
            self.undecided, self.behind = size if unsure else 0, False
        return size

    def _put_field(self, field: str, text: str) -> None:
        self.texts[field] = text
        self.behind = field in ("stage", "amount")

    def end(self) -> None:
        """Take the last words of the name for the window, if they can be and more is left."""
        if self.undecided and "signs" not in self.texts and len(self.name) > self.undecided:
            self.texts["signs"] = " ".join(self.name[-self.undecided :])
            del self.name[-self.undecided :]
        if "amount" not in self.texts:
            self._refuse_bare_amount()

    def _refuse_bare_amount(self) -> None:
        """Refuse a figure that may be the amount: a range, or the last word of the name."""
        last = len(self.name) - 1
        for place, word in enumerate(self.name):
            plain = fold_text(word)
            bare = _BARE_RANGE.fullmatch(plain) or (place == last and _BARE_FIGURE.fullmatch(plain))
            if last and (_POINTED.fullmatch(plain) or (bare and is_bare(word))):
                parse_amount(word, bare=False)

    def _find_first_field(self, words: list[str]) -> tuple[str, int] | None:
        """Find a field not known yet that the first words, or the first, are; and how many."""
        for size in range(len(words), 0, -1):
            text = " ".join(words[:size])
            field = _recognise_field(text, self.reading)
            if field == "amount" and self.signed and not names_currency(text):
                continue
            if field is not None and field not in self.texts:
                return field, size
        return None


def _has_signed_amount(words: Sequence[str]) -> bool:
    """Whether some words of a line are an amount with its currency."""
    return any(
        names_currency(" ".join(words[at : at + size]))
        for at in range(len(words))
        for size in (1, 2)
    )


def _says_its_year(window: str) -> bool:
    """Whether a window says its year, and more than figures unless it is a day in full."""
    plain = fold_text(window)
    if _BARE_FIGURES.fullmatch(plain) and not _FULL_DAY.search(plain):
        return False
    return read_or_none(parse_window, window) is not None


def _is_time_word(word: str, reading: ReadingContext) -> bool:
    """Whether a word alone is a window, or says that there is none yet."""
    if is_unknown(word):
        return True
    return read_or_none(lambda text: parse_window(text, reading.calendar), word) is not None


def _is_window(text: str, reading: ReadingContext) -> bool:
    """Whether a text is a window, or is to be refused as one that may be two."""
    if not may_be_window(text):
        return False
    # A word alone is a name as often: `May`, `Sunday`.
    if _WORD_ALONE.fullmatch(text) and text.casefold() not in _SURE_WORDS:
        return False
    try:
        return parse_window(text, reading.calendar) is not None
    except UserError as refusal:
        return refusal.code in ("day-order", "window-unsure")


def _recognise_field(text: str, reading: ReadingContext) -> str | None:
    plain = fold_text(text)
    stages = {stage.casefold() for stage in reading.playbook.order}
    # Between two stages is none, and is to be refused rather than become part of the name.
    if all(part in stages for part in re.split(RANGE_MARK, plain)):
        return "stage"
    bare = _BARE_FIGURES.fullmatch(plain)
    if not bare and looks_like_amount(text):
        return "amount"
    if _is_window(text, reading):
        return "signs"
    return "amount" if bare and looks_like_amount(text) else None
