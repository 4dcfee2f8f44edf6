"""A question as a row, and rows laid out in the lines that there are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from screens.base.multiline_rows import LaidRow
from screens.base.pane import indent_line
from screens.base.row_list import RowText
from views.glyphs import glyphs
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, Tone, fit, flow, line, width, words, wrap
from views.table import GUTTER, TableCell, TableColumn, start_of
from wording import _, pgettext

OWNER = 10
PROOF_FROM = 110
"""The cells of the right side from which what shows an answer has a column of its own."""
OWNER_FROM = 84
NOTHING = TableCell("")
_NOTE_TONES: tuple[Tone, Tone] = ("amber", "dim")
QUESTION, PROOF = "text", "evidence"
LEAST_PROOF = 12
"""The cells that what shows an answer has at the least beside who said so."""
FURTHER = "  "
"""Before what a detail goes on with."""
MOST_WORDS = 3
"""The lines that a question, or what shows its answer, may take."""


def columns(cells: int, stages: Iterable[str] = ()) -> tuple[TableColumn, ...]:
    """Return the columns for a right side of `cells`; the question takes what the others leave.

    The stages that questions are due by are as wide as a team names them.
    """
    due = TableColumn("due", pgettext("column", "Due"), 2 + max(map(width, stages), default=2))
    answer = TableColumn("answer", pgettext("column", "Answer"), 9)
    proof = TableColumn(PROOF, pgettext("column", "Evidence"), cells * 2 // 5)
    owner = TableColumn("owner", pgettext("column", "Owner"), OWNER)
    more = [*((proof,) if cells >= PROOF_FROM else ()), *((owner,) if cells >= OWNER_FROM else ())]
    taken = sum(each.cells + 1 for each in (answer, *more, due))
    text = TableColumn(QUESTION, pgettext("column", "Question"), max(10, cells - GUTTER - taken))
    return (answer, text, *more, due)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A row of the right side: what is asked and answered, by when, and what shows it.

    `remark` is what is wrong with the answer, `who` gave it when, `details` what came of it and
    what to do, where it is `planned` in the plan.
    """

    answer: TableCell
    words: TableCell
    due: TableCell = NOTHING
    remark: str = ""
    proof: str = ""
    who: str = ""
    owner: str = ""
    planned: bool = False
    details: Sequence[TextLine] = ()

    def text(self, shown: Sequence[TableColumn], words: str, proof: str) -> RowText:
        """Return its first line, in which `words` stand of what is asked and `proof` shows it."""
        cells = {
            "answer": self.answer,
            QUESTION: TableCell(words, self.words.tone),
            PROOF: TableCell(proof, "dim"),
            "owner": TableCell(shorten_name(self.owner, OWNER)),
            "due": self.due,
        }
        return RowText([cells[column.id] for column in shown])

    def note(self, cells: int, most: int, *, apart: bool, detailed: bool = False) -> list[TextLine]:
        """Return what stands below it in `most` lines, without what shows it where that stands
        `apart`, and not that it is in the plan where details say so.

        Who said so stays whole, what shows it loses its end.
        """
        dot, remark = f" {glyphs().dot} ", self.remark
        planned = _("in the plan") if self.planned and not detailed else ""
        answered = dot.join(filter(None, (self.who, planned)))
        proof = "" if apart else self.proof
        whole = dot.join(filter(None, (remark, proof, answered)))
        if most > 1 and width(whole) > cells:
            return self._flow_note(proof, answered, cells)[:most]
        who = f"{dot}{answered}" if answered and (proof or remark) else answered
        room = cells - width(remark) - width(who)
        if not proof:
            texts = remark, who if room >= 0 else ""
        elif room < LEAST_PROOF:
            texts = remark, fit((dot if remark else "") + proof, cells - width(remark)).rstrip()
        else:
            texts = remark, fit((dot if remark else "") + proof, room).rstrip() + who
        spans = zip(texts, _NOTE_TONES, strict=True)
        note = tuple(StyledText(text, tone) for text, tone in spans if text.strip())
        return [note] if note else []

    def _flow_note(self, proof: str, answered: str, cells: int) -> list[TextLine]:
        """Return the note in as many lines as it takes; who said so when is not torn apart."""
        every: list[tuple[str, Tone]] = [(self.remark, "amber"), (proof, "dim"), (answered, "dim")]
        parts, pieces = [part for part in every if part[0]], list[TextLine]()
        for text, tone in parts:
            end = f" {glyphs().dot} " if (text, tone) != parts[-1] else ""
            piece = line(StyledText(text + end, tone))
            pieces += [piece] if text == answered else words(piece)
        return flow(pieces, cells)

    def flow_details(self, cells: int) -> Iterator[TextLine]:
        """Yield the details in as many lines as they take."""
        for detail in self.details:
            for at, each in enumerate(flow(words(detail), cells - len(FURTHER))):
                yield indent_line(each, FURTHER) if at else each


class _Places(NamedTuple):
    """The columns shown; the cells of a question and of what shows its answer, where both begin,
    and the cells from the question to the end.
    """

    shown: Sequence[TableColumn]
    start: int
    asked: int
    proof_start: int
    proof: int
    reach: int

    @classmethod
    def of(cls, shown: Sequence[TableColumn]) -> _Places:
        """Return the places of these columns."""
        sizes = {each.id: each.cells for each in shown}
        start = start_of(shown, QUESTION) or 0
        reach = GUTTER + sum(size + 1 for size in sizes.values()) - 1 - start
        proof_start = start_of(shown, PROOF) or 0
        return cls(shown, start, sizes[QUESTION], proof_start, sizes.get(PROOF, 0), reach)

    @property
    def apart(self) -> bool:
        """Whether what shows an answer has a column of its own."""
        return self.proof > 0

    @property
    def indent(self) -> str:
        """The blanks before the question."""
        return " " * self.start

    def join_columns(
        self, asked: Sequence[str], proof: Sequence[str], tone: Tone
    ) -> list[TextLine]:
        """Return the further lines of a question, and in their column those of what shows it."""
        lines = list[TextLine]()
        for part, shown in zip_longest(asked, proof, fillvalue=""):
            start = self.indent + part
            start = fit(start, self.proof_start) if shown else start
            lines.append(line(StyledText(start, tone), StyledText(shown, "dim")))
        return lines


class _RowParts(NamedTuple):
    """A row with its question, what shows it and the details in as many lines as they take."""

    row: QuestionRow
    at: _Places
    asked: Sequence[str]
    proof: Sequence[str]
    details: Sequence[TextLine]

    @classmethod
    def of(cls, row: QuestionRow, at: _Places) -> _RowParts:
        """Return the parts of a row."""
        asked = wrap(row.words.text, at.asked, MOST_WORDS) or [""]
        proof = wrap(row.proof, at.proof, MOST_WORDS) if at.apart else []
        return cls(row, at, asked, proof or [""], [*row.flow_details(at.reach)])

    @property
    def noted(self) -> int:
        """The lines of a short note below it."""
        return len(self._note(1))

    @property
    def more(self) -> int:
        """The lines of its question but the first."""
        return len(self.asked) - 1

    def proof_lines(self, noted: int, more: int) -> int:
        """Return the further lines in which what shows it stands whole."""
        if self.at.apart:
            return max(0, len(self.proof) - 1 - more)
        return len(self._note(MOST_WORDS)) - 1 if noted else 0

    def _note(self, most: int, *, detailed: bool = False) -> list[TextLine]:
        return self.row.note(self.at.reach, most, apart=self.at.apart, detailed=detailed)

    def lay(self, noted: int, more: int, *, proved: bool, detailed: bool) -> LaidRow:
        """Return it laid out: the question whole or in a line, and what there is room for below."""
        at, asked, proof = self.at, self.asked, self.proof
        asked = asked if more else [self.row.words.text]
        proof = proof if proved or not at.apart else [self.row.proof]
        below = at.join_columns(asked[1:], proof[1:], self.row.words.tone)
        further = self._note(MOST_WORDS if proved else 1, detailed=detailed) if noted else []
        further += self.details if detailed else []
        below += [indent_line(each, at.indent) for each in further]
        return LaidRow(self.row.text(at.shown, asked[0], proof[0]), below)


def lay_rows(
    rows: Mapping[str, QuestionRow], shown: Sequence[TableColumn], room: int
) -> Mapping[str, LaidRow]:
    """Lay rows out in `room` lines: first what shows each, then each question whole, then what
    shows it whole, then what came of it, then air.

    Lines that are left are given out from the top; what came of it stands there for all or for
    none, and so does air, but for rows without anything below. Where the rows alone do not fit they
    have one line each.
    """
    at = _Places.of(shown)
    parts = {id_: _RowParts.of(row, at) for id_, row in rows.items()}
    noted, spare = _share_lines({id_: each.noted for id_, each in parts.items()}, room - len(rows))
    more, spare = _share_lines({id_: each.more for id_, each in parts.items()}, spare)
    wanted = {id_: each.proof_lines(noted[id_], more[id_]) for id_, each in parts.items()}
    proved, spare = _share_lines(wanted, spare)
    details = sum(len(each.details) for each in parts.values())
    detailed = 0 < details <= spare
    spare -= details if detailed else 0
    laid = {
        id_: each.lay(noted[id_], more[id_], proved=proved[id_] == wanted[id_], detailed=detailed)
        for id_, each in parts.items()
    }
    bare = {id_ for id_, each in laid.items() if not each.below}
    airy = rows.keys() if len(rows) <= spare else bare if len(bare) <= spare else ()
    return {id_: each.with_air() if id_ in airy else each for id_, each in laid.items()}


def _share_lines(wanted: Mapping[str, int], spare: int) -> tuple[dict[str, int], int]:
    """Give each what it wants or nothing, in their order; return what they got and what is left."""
    given = dict[str, int]()
    for id_, lines in wanted.items():
        given[id_] = lines if lines <= spare else 0
        spare -= given[id_]
    return given, spare
