"""The line that adds a project, read.

    Acme ERP @Northwind Traders owner:Sarah Jones $300k Q1
    F新业务 @某公司 34万 明年Q1 负责人:小李 P2
    "Office 365" @"North Star" stage:2 next: call Ann on Friday

A line is a sequence of pieces, each a field or part of the name:

- `@` and keys (`owner:`, 负责人：, `close date=`) begin a field. Words run on to the next key,
  piece or comma; what is read (stage, amount, window, status) takes the longest that fits. A key
  needs no colon behind a comma or a piece, nor where what follows is read (`closing March`).
- Where no name stands before `@`, the customer is one word, or what a comma ends; the rest is the
  name. Quotes hold words together, of a value or of the name, and nothing in them is a piece.
- A stage is its id, `stage 2`, 第2阶段, or its name; a name with name words behind is the name's.
- An amount has a size, a currency or five digits. With a currency it wins over one without that
  has name words behind (`Acme 3M tape line $40k`).
- A window that says its year, and is more than figures, is one anywhere; any other behind a stage
  or amount, or with no name words behind. Figures alone, as versions have them too, yield to
  another window. A month's name alone is one behind a piece, or before one.
- What is left is the name. Commas and dashes between pieces part them; loose words behind a comma
  belong to nothing once there is a name, and are refused.

Nothing is taken twice: two amounts, stages, windows or owners are refused, with both. Refused too
is what looks like a field and was not read: a mistyped key, a percentage, a CR, a day or stage that
there is none, a figure of unclear size, a person behind a department (`采购老唐`) as the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from deals.edits.line_items import LineItem, list_items
from deals.edits.line_pieces import DASHES, SMALL, LinePiece, PieceFinder, Sureness
from deals.errors import UserError
from deals.fields.project_fields import PROJECT
from deals.parsing.amounts import is_bare, parse_amount
from deals.parsing.contact_words import HOUSED
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import RANGE_MARK, LatePattern, by_word, fold_text
from deals.parsing.windows import is_unknown


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project's line as it is understood: its name, and the texts of its fields in order."""

    name: str
    texts: Mapping[str, str]


def read_project_line(line: str, reading: ReadingContext) -> ProjectLine:
    """Read which words of a line are its name and its fields, by the rules above.

    The texts are still to be read by their fields. Raises `name-missing`, `amount-bare`,
    `amount-point`, and `line-` with `twice`, `customers`, `nameless`, `loose`, `key-empty`,
    `key-bare`, `key-misspelt`, `key-unknown`, `percent` and `cr`, and what the fields do for what
    looks like one.
    """
    reading = reading._replace(bare_amounts=False)
    finder = PieceFinder(line, list_items(line), reading)
    taken = choose_pieces(finder.find().values())
    walk = _LineWalk(line, finder, taken)
    walk.sort_items()
    return walk.finish()


def choose_pieces(pieces: Iterable[LinePiece]) -> dict[int, LinePiece]:
    """Return the surest piece of each field by the item it begins at; refusal `line-twice`."""
    by_field: dict[str, list[LinePiece]] = {}
    for piece in pieces:
        if piece.sureness:
            by_field.setdefault(piece.field, []).append(piece)
    chosen = [_choose_piece(each) for each in by_field.values()]
    return {piece.start: piece for piece in chosen}


def _choose_piece(pieces: list[LinePiece]) -> LinePiece:
    likely = [piece for piece in pieces if piece.sureness >= Sureness.LIKELY]
    if not likely and pieces[0].field == "signs":
        return pieces[-1]
    best = likely or pieces
    if best[0].field == "amount" and not any(piece.signed or piece.keyed for piece in best):
        # Any figure but a small one is an amount, wherever it stands.
        best = [piece for piece in pieces if not SMALL.fullmatch(fold_text(piece.text))] or best
    if len(best) > 1:
        raise _twice(best[0].field, best[0].text, best[1].text)
    return best[0]


def _twice(name: str, first: str, second: str) -> UserError:
    return UserError("line-twice", piece=name, first=first, second=second)


_SUFFIXES = by_word(
    {True: "inc ltd llc llp plc gmbh ag sa s.a corp co limited bv b.v nv pty kg spa oy ab"}
)
_BEFORE_AMOUNT = frozenset({"for", "worth", "at", "共", "合计"})
_PERCENT = LatePattern(
    r"(?:概率|把握|赢率|胜率)?[(]?(?:[0-9]+(?:\.[0-9]+)?%|[一二三四五六七八九]成)[)]?(?:概率|把握|胜算)?|"
    r"[0-9]+(?:\.[0-9]+)?% (?:likely|probability|probable|chance|confident|confidence|概率|把握)|"
    r"(?:probability|概率|把握|赢率|胜率) [0-9]+%"
)
_ISO_TIME = LatePattern(r"20[0-9]{2}-(?:[0-9]{1,2}(?:-[0-9]{1,2})?|q[1-4])")
_CR = LatePattern(r"cr ?[1-5?]")
_ROLES = by_word({True: "champion coach blocker decider sponsor influencer approver evaluator"})
_MONEY = LatePattern(r".*(?:[$€£¥₩₹] ?-?[0-9]|[0-9][$€£¥₩₹]).*|[$€£¥₩₹]")
_SIZED = LatePattern(
    r"[好几数十百千万亿]*[几数][十百千万亿]+(?:元|块)?吧?|[0-9.,]+(?:[万亿]|[kmb]/).*|-[0-9.,]+[kmb万亿]"
)
_DAY = LatePattern(
    r"20[0-9]{2}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:20)?[0-9]{2}|"
    r"(?:20[0-9]{2}年|[今明后]年)?[0-9]{1,2}月[0-9]{1,2}[日号]?|(?:20[0-9]{2}-?)?q[05-9]|"
    r"(?:20[0-9]{2}年)?[0-9]{1,2}月"
)
_POINTED = LatePattern(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_BARE_RANGE = LatePattern(rf"[0-9]+ ?{RANGE_MARK} ?[0-9]{{2,}}")
_BARE_FIGURE = LatePattern(r"(?!(?:19|20)[0-9]{2}$)[0-9]{2,4}")
_PEOPLE_KEYS = frozenset({"owner", "rep", "customer", "client"})
_HAN_PEOPLE_KEYS = frozenset({"客户", "客户公司", "甲方", "业主"})


@dataclass(slots=True)
class _Run:
    """Items that belong to one text, by their places in the line; `key` is what began it."""

    places: list[int] = field(default_factory=list)
    key: LineItem | None = None
    leads: bool = False
    """Whether no word of the name came before it."""


class _LineWalk:
    """A walk over a line's items that gives each to the field or the name it belongs to."""

    def __init__(self, line: str, finder: PieceFinder, taken: Mapping[int, LinePiece]) -> None:
        self.line, self.finder, self.items, self.taken = line, finder, finder.items, taken
        self.name = _Run()
        self.values: dict[str, _Run] = {}
        self.texts: dict[str, str] = {}
        self.run = self.name
        self.loose = False

    def sort_items(self) -> None:
        """Give each item to its field or the name."""
        at = 0
        while at < len(self.items):
            item, piece = self.items[at], self.taken.get(at)
            if piece:
                self._take_piece(piece)
                at = piece.end
                continue
            match item.kind:
                case "key":
                    self._open(item, at)
                case "break":
                    self._part(item, at)
                case _:
                    self._put(at)
            at += 1

    def _take_piece(self, piece: LinePiece) -> None:
        places = self.run.places
        last = places[-1] if len(places) > 1 else -1
        follows = last >= 0 and last == piece.start - 1 and piece.field == "amount"
        if follows and self.items[last].plain in _BEFORE_AMOUNT:
            places.pop()
        self.texts[piece.field] = "" if is_unknown(piece.text) else piece.text
        self._close()

    def _close(self) -> None:
        if self.run is not self.name and not self.run.places and self.run.key:
            raise UserError("line-key-empty", key=self.run.key.text)
        self.run = self.name

    def _open(self, item: LineItem, at: int) -> None:
        """Begin the value of a key; a `@` before any name takes one word, or up to a comma."""
        self._close()
        self.loose = False
        leads = not self.name.places
        run = _Run(key=item, leads=leads)
        if item.field == "name":
            if self.name.places:
                raise _twice("name", self._text(self.name.places), self._text([at + 1]))
            self.name.key = item
            return
        if item.field in self.values:
            first, second = self._text(self.values[item.field].places), self._text([at + 1])
            if item.field == "customer":
                raise UserError("line-customers", first=first, second=second)
            raise _twice(item.field, first, second)
        self.values[item.field] = self.run = run

    def _part(self, item: LineItem, at: int) -> None:
        """Part two pieces at a comma; between words of one text it stays there."""
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        word = following is not None and following.kind == "word" and at + 1 not in self.taken
        places = self.run.places
        inside = bool(word and places and places[-1] == at - 1)
        suffix = following is not None and following.plain.strip(".") in _SUFFIXES
        if inside and (self.run is self.name or suffix or item.text == "、"):
            places.append(at)
            return
        if self.run is not self.name:
            self._close()
        self.loose = word

    def _put(self, at: int) -> None:
        """Put a word or quoted text where it belongs."""
        item, run = self.items[at], self.run
        if run is not self.name and item.kind == "quoted" and run.places:
            run = self.run = self.name
        if self.loose and run is self.name and run.places and run.places[-1] != at - 1:
            raise UserError("line-loose", text=item.text)
        self.loose = False
        run.places.append(at)
        if run is not self.name and (item.kind == "quoted" or self._is_one_word(run, at)):
            self.run = self.name

    def _is_one_word(self, run: _Run, at: int) -> bool:
        """Whether the value of a leading `@` ends with this word: the rest is the name."""
        if not (run.leads and run.key and run.key.text in "@＠") or self._names_itself():
            return False
        for place in range(at + 1, len(self.items)):
            item = self.items[place]
            if item.kind == "break":
                after = self.items[place + 1] if place + 1 < len(self.items) else None
                return not (after and after.kind == "word" and place + 1 not in self.taken)
            if item.kind != "word" or place in self.taken:
                return True
        return True

    def _names_itself(self) -> bool:
        """Whether the name has a key or quotes of its own somewhere in the line."""
        return any(
            item.field == "name" or (item.kind == "quoted" and self.items[at - 1].kind != "key")
            for at, item in enumerate(self.items)
        )

    def _text(self, places: Sequence[int]) -> str:
        """Return the words at these places, blanks between them as one; dashes at an end go."""
        kept = [at for at in places if at < len(self.items)]
        kept = [at for at in kept if not self._is_loose_dash(at, kept)]
        text, before = "", None
        for at in kept:
            item = self.items[at]
            text += " " if before and before.end < item.start else ""
            text += item.text
            before = item
        return text

    def _is_loose_dash(self, at: int, places: Sequence[int]) -> bool:
        return self.items[at].plain in DASHES and not (at - 1 in places and at + 1 in places)

    # What is left

    def finish(self) -> ProjectLine:
        """Return the line as it is understood, once nothing that looks like a field is left."""
        self._close()
        if not self._text(self.name.places):
            self._find_name()
        for run in (self.name, *self.values.values()):
            self._check_run(run)
        texts = {field_id: self._value(run) for field_id, run in self.values.items()}
        return ProjectLine(self._text(self.name.places), {**texts, **self.texts})

    def _value(self, run: _Run) -> str:
        """Return the text of a key's value: nothing for what is not known yet; refused if it is
        a piece of another field.
        """
        text = self._text(run.places)
        if len(run.places) > 1 or self.items[run.places[0]].kind != "word":
            return text
        if is_unknown(text):
            return ""
        piece = self.finder.recognise(run.places[0])
        if piece and run.key and (piece.signed or _ISO_TIME.fullmatch(fold_text(text))):
            raise UserError("line-key-empty", key=run.key.text)
        return text

    def _find_name(self) -> None:
        """Find the name behind a Chinese value, which is one word, or in a piece that begins it."""
        for run in self.values.values():
            if run.leads and len(run.places) > 1 and self.items[run.places[0]].kind == "word":
                value = self.items[run.places[0]]
                if value.plain.isascii():
                    raise UserError("line-nameless", text=self._text(run.places))
                self.name.places, run.places = run.places[1:], run.places[:1]
                return
        piece = next(iter(self.taken.values()), None)
        soft = piece and not piece.keyed and piece.sureness < Sureness.SURE and not piece.start
        if not piece or not soft or (piece.field == "signs" and len(self.items) > piece.end):
            raise UserError("name-missing")
        self.name.places = list(range(piece.start, piece.end))
        del self.texts[piece.field]

    def _check_run(self, run: _Run) -> None:
        """Refuse what looks like a field within a name or a value, but for the word it begins with.

        Within it only what can be nothing else; at its end, what is often the end of a name is not.
        """
        for at in run.places:
            item = self.items[at]
            if item.kind != "word":
                continue
            first = at == run.places[0]
            ends = at + 1 not in run.places
            if _MONEY.fullmatch(item.plain) and not (first and run.key):
                raise UserError("amount-unreadable", text=item.text)
            self._check_bare_key(item, at)
            if not first:
                self._check_amount(item, ends=ends)
                if ends:
                    self._check_end(item, at)

    def _check_bare_key(self, item: LineItem, at: int) -> None:
        """Refuse `owner Sarah` in a name: a key or role in small letters before a name."""
        small = item.text in _PEOPLE_KEYS | _HAN_PEOPLE_KEYS or item.text in _ROLES
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        if not (small and at and following and following.kind == "word"):
            return
        if following.text[:1].isupper():
            if item.text in _ROLES:
                raise UserError("line-cr", text=f"{item.text} {following.text}")
            raise UserError("line-key-bare", key=item.text, text=following.text)
        if item.text in _HAN_PEOPLE_KEYS:
            raise UserError("line-key-bare", key=item.text, text=following.text)

    def _check_amount(self, item: LineItem, *, ends: bool) -> None:
        """Refuse a figure that may be the amount: a range, or the last word."""
        if "amount" in self.texts:
            return
        plain = item.plain
        bare = _BARE_RANGE.fullmatch(plain) or (ends and _BARE_FIGURE.fullmatch(plain))
        if _POINTED.fullmatch(plain) or (bare and is_bare(plain)):
            parse_amount(item.text, bare=False)

    def _check_end(self, item: LineItem, at: int) -> None:
        """Refuse a last word that looks like a field, and is none."""
        plain, reading = item.plain, self.finder.reading
        for text in (plain, f"{self.items[at - 1].plain} {plain}"):
            if _PERCENT.fullmatch(text):
                raise UserError("line-percent", text=text)
            if _CR.fullmatch(text) or HOUSED.fullmatch(text):
                raise UserError("line-cr", text=text)
        letters = {stage[0].casefold() for stage in reading.playbook.order}
        if len(plain) == 2 and plain[0] in letters and plain[1].isdigit():
            PROJECT["stage"].parse(item.text, reading)
        if _SIZED.fullmatch(plain):
            parse_amount(item.text, bare=False)
        if _DAY.fullmatch(plain) and "signs" not in self.texts:
            PROJECT["signs"].parse(item.text, reading)
