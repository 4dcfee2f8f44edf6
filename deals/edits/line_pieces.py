"""The pieces of a project's line: which words are a stage, an amount or a signing window.

How sure a piece is depends on what stands around it; `Sureness` says in which order they win. The
rules are those of `project_line`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property, lru_cache

from deals.edits.line_items import KEYS, TEXT_KEYS, LineItem
from deals.errors import UserError
from deals.fields.project_fields import PROJECT
from deals.parsing.amounts import looks_like_amount, may_be_amount, names_currency
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import RANGE_MARK, LatePattern, fold_text, read_or_none
from deals.parsing.windows import is_unknown, may_be_window, parse_window
from deals.playbook.stage_names import NamedState

LONGEST = 6
"""The most words that a piece is written in: `between 80 and 150 k`, `the end of next month`."""


class Sureness(IntEnum):
    """How surely words are a piece of their field: the surest are taken, two alike are refused."""

    NAME = 0
    """Part of the name or value around them."""
    MAYBE = 1
    """A piece if no other of the field is there."""
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class LinePiece:
    """Words of a line that may be a field: the items from `start` up to `end`, and their text.

    `keyed` says that a key stands before them, `signed` that an amount has its currency.
    """

    field: str
    start: int
    end: int
    text: str
    keyed: bool = False
    signed: bool = False
    sureness: Sureness = Sureness.SURE


_BARE_TEXT_KEYS = frozenset(
    {"name", "customer", "client", "owner", "rep", "sales rep", "product"}
    | {"名称", "项目名称", "客户", "客户公司", "负责人", "项目负责人", "销售", "产品"}
    | {"next step", "next action", "下一步"}
)
_OWNERS = frozenset({"负责人", "项目负责人"})
_NO_BARE_KEYS = frozenset({"phase", "state", "size", "date", "worth"})
_GLUED = LatePattern(
    r"(?P<key>(?:预签|签约|预计签约|成交)?(?:时间|日期)|预签|签约|预计签约|预计|(?:预签|项目)?金额|预算|合同额|"
    r"(?:项目)?(?:状态|阶段))(?P<value>.+)"
)
_SIGNED_BEHIND = frozenset({"签约", "签", "签单", "成交", "close", "closing", "signing"})
_SUFFIX = LatePattern(r"(?P<value>.+?)(?:前?签约|前?签单|成交|前签|签)")
_CORE = LatePattern(
    r"[0-9\u3400-\u9fff?]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|month|week|quarter|half|"
    r"year|day|today|tomorrow|eo[mqwy]|tb[cd]|unknown|first|second|third|fourth|after|before|"
    r"easter|christmas|xmas|thanksgiving|cny|festival|holiday|\b(?:sun|mon|tue|wed)"
)
_WORD_ALONE = LatePattern(r"[a-z]+\.?")
_SURE_WORDS = frozenset({"eom", "eoq", "eoy"})
_NAMES_TOO = frozenset({"may", "april", "june", "august", "jan", "sun", "sunday", "friday"})
_BARE_FIGURES = LatePattern(rf"(?:[0-9.,/]|\s|{RANGE_MARK})*")
_FULL_DAY = LatePattern(
    r"20[0-9]{2}([./-])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([./-])[0-9]{1,2}\2(?:20)?[0-9]{2}"
)
_NO_DAY = LatePattern(
    r"(?:30|31)(?:st|th)? (?:feb|apr|jun|sept?|nov)[a-z]*(?: 20[0-9]{2})?|"
    r"(?:feb|apr|jun|sept?|nov)[a-z]* (?:30|31)(?:st|th)?(?:,? 20[0-9]{2})?"
)
"""What has the form of a day, and may be none: a piece, so that its reader judges it."""
_UNSETTLED = frozenset({"day-order", "window-unsure", "window-open", "festival-unnamed"})
"""The refusals of what is surely a time, and leaves open which."""
_OPEN = frozenset({"tbd", "tbc", "待定", "未定", "待确认"})
_SPLITS = frozenset({"24/7", "7/24", "50/50", "7x24", "9/5"})
SMALL = LatePattern(r"[0-9][kmbw]")
"""A figure like 3M, which is as often part of a name."""
_YEAR = LatePattern(r"20[0-9]{2}年?")
# Codes of currencies that are words of a name too, unless they are written as codes.
_WORD_TOO = LatePattern(
    r"(?i:\b(?:all|cup|top|try|mad|mop|pen|sos|bam|ron|cop|bob|gel|lak|sar|ang|sek|nad|kid)\b)"
    r"(?<![A-Z]{3})"
)
DASHES = frozenset("-–—/+|·")


@lru_cache(maxsize=512)
def _may_be_time(word: str) -> bool:
    return may_be_window(word) or is_unknown(word)


@lru_cache(maxsize=512)
def _may_be_money(word: str) -> bool:
    return may_be_amount(word)


class PieceFinder:
    """The finder of the pieces of a line; `items` are its items, some turned into keys."""

    def __init__(self, line: str, items: Sequence[LineItem], reading: ReadingContext) -> None:
        self.line, self.items, self.reading = line, list(items), reading
        self.pieces: dict[int, LinePiece] = {}
        self._ends: set[int] = set()

    def find(self) -> dict[int, LinePiece]:
        """Return the pieces by the item that they begin at, each as sure as it is there."""
        at = 0
        while at < len(self.items):
            piece = self._find_at(at)
            if piece:
                self.pieces[at] = piece
                self._ends.add(piece.end)
            at = piece.end if piece else at + 1
        return {
            at: replace(piece, sureness=self._judge(piece)) for at, piece in self.pieces.items()
        }

    def _find_at(self, at: int) -> LinePiece | None:
        item = self.items[at]
        if item.kind == "key":
            return None if item.field in TEXT_KEYS else self._read_keyed(at)
        if item.kind != "word":
            return None
        self._turn_into_key(at)
        if self.items[at].kind == "key":
            return self._find_at(at)
        if self.begins_value(at):
            return None
        return self._read_bare_keyed(at) or self.recognise(at)

    def begins_value(self, at: int) -> bool:
        """Whether the item is the first behind a key whose value are words."""
        return at > 0 and self.items[at - 1].kind == "key"

    def slice(self, start: int, end: int) -> str:
        """Return the text of the items from `start` up to `end` as it is written."""
        return self.line[self.items[start].start : self.items[end - 1].end]

    # Keys

    def _turn_into_key(self, at: int) -> None:
        """Turn words that are a key without a colon into one, where no name is being written."""
        edge = at in self._ends or (at > 0 and self.items[at - 1].kind == "break")
        if at and not edge and self.items[at].plain not in _OWNERS:
            return
        for size in (2, 1):
            words = self.items[at : at + size + 1]
            plain = " ".join(item.plain for item in words[:size])
            if len(words) <= size or words[size].kind not in ("word", "quoted"):
                continue
            here = plain in _BARE_TEXT_KEYS and (edge or (at == 0 and KEYS[plain] == "name"))
            if any(item.kind != "word" for item in words[:size]):
                continue
            if here or (at > 0 and plain in _OWNERS):
                text = self.slice(at, at + size)
                end = words[size - 1].end
                key = LineItem("key", words[0].start, end, text, field=KEYS[plain])
                self.items[at : at + size] = [key]
                return

    def _read_keyed(self, at: int) -> LinePiece:
        """Read what stands behind the key of a field that is read: the longest that fits it."""
        key, start = self.items[at], at + 1
        if start < len(self.items) and self.items[start].kind == "quoted":
            return LinePiece(key.field, at, start + 1, self.items[start].text, keyed=True)
        stop = start + self._count_words(start)
        if key.field == "contacts" and self._is_named(at):
            stop = self._pass_breaks(stop)
        if stop == start:
            raise UserError("line-key-empty", key=key.text)
        if key.field in ("next", "contacts"):
            end = self._find_end(start, stop, key.field)
            return LinePiece(key.field, at, end, self.slice(start, end), keyed=True)
        for end in range(min(stop, start + LONGEST), start, -1):
            piece = self._read_value(key.field, at, start, end)
            if piece:
                return piece
        text = self.slice(start, self._find_end(start, stop, key.field))
        return LinePiece(key.field, at, self._find_end(start, stop, key.field), text, keyed=True)

    def _read_value(self, field: str, at: int, start: int, end: int) -> LinePiece | None:
        """Read a value behind its key; 状态 is as often what became of a project."""
        text = self.slice(start, end)
        if is_unknown(text):
            return LinePiece(field, at, end, text, keyed=True)
        try:
            value = PROJECT[field].parse(text, self.reading)
        except UserError:
            return None
        return self._piece_of(value, at, end, text, keyed=True) or LinePiece(
            field, at, end, text, keyed=True
        )

    def _count_words(self, start: int) -> int:
        """Count the words from here up to a key, a quoted text or a comma."""
        words = 0
        for item in self.items[start:]:
            if item.kind != "word":
                break
            words += 1
        return words

    def _is_named(self, stop: int) -> bool:
        """Whether words of the name stand before an item; a leading `@` takes one for itself."""
        inside = {at for piece in self.pieces.values() for at in range(piece.start, piece.end)}
        words = [at for at in range(stop) if self.items[at].kind != "break" and at not in inside]
        leads = bool(words) and self.items[words[0]].text in "@＠"
        return any(self._in_name(at) for at in words) or (leads and len(words) > 2)

    def _pass_breaks(self, stop: int) -> int:
        """Return where a list ends that goes on behind its marks, up to a key or another field."""
        while stop + 1 < len(self.items) and self.items[stop].kind == "break":
            words = self._count_words(stop + 1)
            if not words or self.recognise(stop + 1):
                break
            stop += 1 + words
        return stop

    def _find_end(self, start: int, stop: int, field: str) -> int:
        """Find where the words behind a key end: before an amount, a stage, or a window.

        The day of a next action is its own.
        """
        for at in range(start + 1, stop):
            found = self.recognise(at)
            if found and (field, found.field) != ("next", "signs"):
                return at
        return stop

    def _read_bare_keyed(self, at: int) -> LinePiece | None:
        """Read a piece behind its key without a colon: `closing March`, 预签时间待定."""
        text = self.items[at].text
        if not text.isascii() and (found := _GLUED.fullmatch(text)):
            field = KEYS[found["key"]]
            if is_unknown(found["value"]):
                return LinePiece(field, at, at + 1, found["value"], keyed=True)
            piece = self._recognise_text(found["value"], at, at + 1)
            return replace(piece, keyed=True) if piece and piece.field == field else None
        for size in (2, 1):
            words = [item.plain for item in self.items[at : at + size] if item.kind == "word"]
            key = " ".join(words)
            if len(words) < size or key in _NO_BARE_KEYS or KEYS.get(key) not in _READ_FIELDS:
                continue
            piece = self.recognise(at + size) if at + size < len(self.items) else None
            if piece and piece.field == KEYS[key]:
                return replace(piece, start=at, keyed=True)
        return None

    # Pieces

    def recognise(self, at: int) -> LinePiece | None:
        """Recognise the longest piece that begins at an item."""
        if self.items[at].kind != "word":
            return None
        if self.items[at].plain[0] in "([":
            return self._recognise_bracketed(at)
        return self._recognise_stage(at) or self._recognise_amount(at) or self._recognise_window(at)

    def _recognise_text(self, text: str, start: int, end: int) -> LinePiece | None:
        """Recognise a whole text."""
        if piece := self._stage_piece(text, start, end):
            return piece
        if looks_like_amount(text) and not _BARE_FIGURES.fullmatch(fold_text(text)):
            return LinePiece("amount", start, end, text, signed=names_currency(text))
        if self._is_window(text):
            return LinePiece("signs", start, end, text)
        return None

    def _recognise_bracketed(self, at: int) -> LinePiece | None:
        for end in range(at + 1, min(at + LONGEST, len(self.items)) + 1):
            if self.items[end - 1].kind == "word" and self.items[end - 1].plain[-1] in ")]":
                return self._recognise_text(self.slice(at, end)[1:-1], at, end)
        return None

    def _recognise_stage(self, at: int) -> LinePiece | None:
        names = self.reading.playbook.stage_names
        first = self.items[at].plain
        if not (names.may_begin(first) or _STAGED.match(first) or self._is_stage_range(first)):
            return None
        longest = min(self._count_words(at), names.longest)
        for end in range(at + longest, at, -1):
            if piece := self._stage_piece(self.slice(at, end), at, end):
                return piece
        return None

    def _stage_piece(self, text: str, start: int, end: int) -> LinePiece | None:
        """Return the piece of a text that is a stage or a status, or lies between two stages."""
        plain = fold_text(text)
        if self._is_stage_range(plain):
            # Between two stages is none, and is to be refused rather than become part of the name.
            return LinePiece("stage", start, end, text)
        numbers = _STAGED.match(plain) is not None
        figures = text.translate(_HAN_DIGITS) if numbers else text
        state = self.reading.playbook.find_state(figures, numbers=numbers)
        return self._piece_of(state, start, end, text)

    def _piece_of(
        self, state: object, start: int, end: int, text: str, *, keyed: bool = False
    ) -> LinePiece | None:
        if not isinstance(state, NamedState):
            return None
        if state.stage:
            return LinePiece("stage", start, end, state.stage, keyed=keyed)
        return LinePiece("status", start, end, text, keyed=keyed)

    def _is_stage_range(self, plain: str) -> bool:
        parts = _RANGE.compiled.split(plain)
        return len(parts) > 1 and all(part.strip() in self._ids for part in parts)

    @cached_property
    def _ids(self) -> set[str]:
        return {stage.casefold() for stage in self.reading.playbook.order}

    def _recognise_amount(self, at: int) -> LinePiece | None:
        longest = self._count_alike(at, _may_be_money)
        for size in range(longest, 0, -1):
            text = self.slice(at, at + size)
            if _WORD_TOO.search(text):
                continue
            if not _BARE_FIGURES.fullmatch(fold_text(text)) and looks_like_amount(text):
                return LinePiece("amount", at, at + size, text, signed=names_currency(text))
        return None

    def _recognise_window(self, at: int) -> LinePiece | None:
        longest = self._count_alike(at, _may_be_time)
        if longest and _CORE.search(fold_text(self.slice(at, at + longest))):
            for size in range(longest, 0, -1):
                text = self.slice(at, at + size)
                if self._is_window(text):
                    return self._extend(LinePiece("signs", at, at + size, text))
                if looks_like_amount(text):
                    return LinePiece("amount", at, at + size, text)
        word = self.items[at].text
        found = None if word.isascii() else _SUFFIX.fullmatch(word)
        if found and may_be_window(found["value"]) and self._is_window(found["value"]):
            return LinePiece("signs", at, at + 1, found["value"], keyed=True)
        return None

    def _extend(self, piece: LinePiece) -> LinePiece:
        """Take 签约 or `close` behind a window along."""
        last = self.items[piece.end] if piece.end < len(self.items) else None
        if last and last.kind == "word" and last.plain in _SIGNED_BEHIND:
            after = piece.end + 1
            at_end = after >= len(self.items) or self.items[after].kind in ("key", "break")
            if at_end or self.recognise(after):
                return replace(piece, end=after, keyed=True)
        return piece

    def _is_window(self, text: str) -> bool:
        """Whether a text is a window, or is to be refused as one that may be two."""
        if text in _SPLITS:
            return False
        if is_unknown(text) or _NO_DAY.fullmatch(fold_text(text)):
            return True
        try:
            parse_window(text, self.reading.calendar)
        except UserError as refusal:
            return refusal.code in _UNSETTLED
        return True

    def _count_alike(self, at: int, may_be: Callable[[str], bool]) -> int:
        """Count the words from here on that a piece may be made of; a year may follow a comma."""
        size = 0
        for end in range(at, min(at + LONGEST, len(self.items))):
            item = self.items[end]
            if item.kind == "break" and item.text == "," and end > at:
                following = self.items[end + 1 : end + 2]
                if not (following and _YEAR.fullmatch(following[0].plain)):
                    break
            elif item.kind != "word" or not may_be(item.plain):
                break
            size += 1
        return size

    # How sure they are

    def _judge(self, piece: LinePiece) -> Sureness:
        ends = self._ends_behind(piece.end)
        behind = piece.start in self._ends
        match piece.field:
            case "stage" | "status":
                return self._judge_stage(piece, ends=ends)
            case "amount":
                if piece.signed or (piece.keyed and (ends or behind or self._has_key(piece))):
                    return Sureness.SURE
                small = SMALL.fullmatch(fold_text(piece.text)) and not ends
                return Sureness.MAYBE if small or not ends else Sureness.LIKELY
            case "signs":
                return self._judge_window(piece, ends=ends, behind=behind)
        return Sureness.SURE

    def _judge_stage(self, piece: LinePiece, *, ends: bool) -> Sureness:
        first = self.items[piece.start].plain
        between = piece.field == "stage" and piece.text.casefold() not in self._ids
        if piece.keyed or first in self._ids or between:
            return Sureness.SURE
        if ends:
            return Sureness.LIKELY
        begins = all(item.kind == "break" for item in self.items[: piece.start])
        return Sureness.MAYBE if begins and _STAGED.match(first) else Sureness.NAME

    def _judge_window(self, piece: LinePiece, *, ends: bool, behind: bool) -> Sureness:
        plain = fold_text(piece.text)
        if piece.keyed:
            leads = piece.start == 0 and not piece.text.isascii()
            sure = ends or behind or leads or self._has_key(piece)
            return Sureness.SURE if sure else Sureness.NAME
        if is_unknown(plain):
            named = piece.start > 0 and self._in_name(piece.start - 1) and plain not in _OPEN
            return Sureness.LIKELY if ends and not named else Sureness.NAME
        if _WORD_ALONE.fullmatch(plain) and plain not in _SURE_WORDS:
            return self._judge_word(piece, plain, ends=ends, behind=behind)
        if _BARE_FIGURES.fullmatch(plain) and not _FULL_DAY.fullmatch(plain):
            past = _YEAR.fullmatch(plain) and plain < f"{self.reading.stamp.today.year}"
            return Sureness.MAYBE if behind or (ends and not past) else Sureness.NAME
        if behind or read_or_none(parse_window, piece.text) is not None:
            return Sureness.SURE
        return Sureness.LIKELY if ends else Sureness.NAME

    def _judge_word(self, piece: LinePiece, plain: str, *, ends: bool, behind: bool) -> Sureness:
        """Judge a month's or weekday's name alone, which is part of a name as often."""
        if not ends:
            return Sureness.NAME
        followed = piece.end < len(self.items) and plain not in _NAMES_TOO
        return Sureness.LIKELY if behind or piece.start == 0 or followed else Sureness.NAME

    def _has_key(self, piece: LinePiece) -> bool:
        return piece.keyed and self.items[piece.start].kind == "key"

    def _in_name(self, at: int) -> bool:
        """Whether a word stands in the name: no key comes before it without a piece between."""
        for place in range(at, -1, -1):
            if self.items[place].kind == "key" or place + 1 in self._ends:
                return False
        return True

    def _ends_behind(self, end: int) -> bool:
        """Whether no words of a name or value come behind a piece that ends here."""
        while end < len(self.items) and self.items[end].plain in DASHES:
            end += 1
        at_end = end >= len(self.items) or self.items[end].kind in ("key", "break")
        return at_end or end in self.pieces


_READ_FIELDS = ("amount", "signs", "stage")
_RANGE = LatePattern(rf"{RANGE_MARK}|/")
_HAN_DIGITS = {ord(char): f"{number}" for number, char in enumerate("零一二三四五六七八九")}
_STAGED = LatePattern(
    r"(?:stage|(?:项目)?(?:阶段|状态))(?![a-z])|第 ?[0-9一二三四五六七八九]{1,2} ?阶段"
)
