"""What the cursor is on, in full, and what came of it: the pane under the market's pages. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deals.market import grid, item_names, quadrant
from deals.model import Book, Project
from deals.playbook import Playbook
from deals.sources import causes_from, rows_from
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _, language
from screens.kit.wording.market import cell_name, note_name, standing_text
from screens.market.knots import ref_of
from screens.market.pages import CHOICES, choices
from screens.market.products import known


@dataclass(frozen=True, slots=True)
class Seen:
    """What is needed to speak of a knot."""

    project: Project
    book: Book
    playbook: Playbook
    arrow: str

    def lines(self, knot: str | None) -> list[Line]:
        """The thing under the cursor, whole, and what came of it."""
        kind, _slash, key = (knot or "").partition("/")
        told = {
            "cell": self._cell,
            "note": self._note,
            "choice": self._choice,
            "item": self._item,
            "strategy": self._strategy,
            "product": self._product,
        }
        if kind not in told:
            return [line(Span(_("nothing here yet: a adds"), "strong"))]
        return [*told[kind](key), *self._thread(knot)]

    def _cell(self, key: str) -> Iterator[Line]:
        dimension, _slash, name = key.partition("/")
        page = self.playbook.market
        columns = {one.name: one for one in grid(self.project, self.book.competitors, page)}
        cell = columns[name].cells.get(dimension)
        stands = standing_text(cell.mark if cell else None, name)
        by = " ".join(filter(None, (cell.by, f"{cell.on or ''}"))) if cell else ""
        title = Span(cell_name(page, dimension, name), "strong")
        yield line(title, f"  {stands}", Span(f"  {by}", "dim"))
        hint = _("nothing known yet: e writes, + = - mark")
        yield line(cell.note if cell and cell.note else hint)
        if len(columns) == 1:
            yield line(Span(_("a adds a competitor to compare with"), "amber"))

    def _note(self, key: str) -> Iterator[Line]:
        note = next((one for one in self.project.notes if one.key == key), None)
        by = " ".join(filter(None, (note.by, f"{note.on or ''}"))) if note else ""
        yield line(Span(note_name(self.playbook.market, key), "strong"), Span(f"  {by}", "dim"))
        yield line(note.text if note else _("nothing known yet: e writes"))

    def _choice(self, field: str) -> Iterator[Line]:
        options = choices(self.playbook.market)[field]
        chosen = options.get(getattr(self.project.market, field) or "")
        name = f"  {chosen.name.of(language())}" if chosen else ""
        yield line(Span(_(CHOICES[field]), "strong"), name)
        yield line(chosen.advice.of(language()) if chosen else _("Enter chooses"))

    def _item(self, key: str) -> Iterator[Line]:
        text = next((one.text for one in self.project.swot if one.id == key), "")
        yield line(Span(f"{item_names(self.project).get(key, '')} ", "strong"), text)
        using = [one.text for one in self.project.strategies if key in one.uses]
        if using:
            yield line(Span(_("used by: "), "dim"), "; ".join(using))
        else:
            yield line(Span(_("no strategy uses it yet"), "amber"))

    def _strategy(self, key: str) -> Iterator[Line]:
        found = next(one for one in self.project.strategies if one.id == key)
        texts = {one.id: one.text for one in self.project.swot}
        names = item_names(self.project)
        used = [f"{names[one]} {texts[one]}" for one in found.uses if one in texts]
        yield line(Span(found.text, "strong"))
        if used:
            yield line(Span(_("uses: "), "dim"), "; ".join(used))
        else:
            yield line(Span(_("t ticks the items that it uses"), "amber"))

    def _product(self, name: str) -> Iterator[Line]:
        page = self.playbook.market
        one = known(name, self.book.products)
        place = quadrant(one, page) if one else None
        if place is None:
            yield line(Span(name, "strong"))
            yield line(_("share or growth is not known: Enter"))
            return
        said = page.quadrants[place]
        yield line(Span(name, "strong"), f"  {said.name.of(language())}")
        yield line(said.advice.of(language()))

    def _thread(self, knot: str | None) -> Iterator[Line]:
        """What was made of it: its row of the plan, or its cause alone."""
        source = ref_of(knot)
        if source is None:
            return
        rows, causes = rows_from(self.project, source), causes_from(self.project, source)
        if rows:
            row = rows[0]
            said = _("in the plan: {content}").format(content=row.content)
            end = row.end.isoformat() if row.end else ""
            told = "  ".join(filter(None, (said, end, row.responsible)))
        elif causes:
            told = _("on the fishbone: {cause}").format(cause=causes[0].text)
        else:
            return
        yield line(Span(f"{self.arrow} ", "dim"), Span(told, "info"))
