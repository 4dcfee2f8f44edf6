"""From the market to work and along the red thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits.work import put_to_work
from deals.market_work import bone_of
from deals.model import Book, Cause, Project, Stamp
from deals.refusal import Refusal
from deals.sources import rows_from
from deals.thread import outcomes_of, thread
from screens.kit.rooms import choose_along, follow
from screens.kit.wording import N_, _
from screens.kit.wording.market import cell_name, note_name, standing_text
from screens.market.deeds import cell_at, done
from screens.market.knots import ref_of

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen


def to_work(screen: MarketScreen) -> None:
    """Makes a cause and a row of the plan of what is under the cursor, or goes to its row."""
    source = ref_of(screen.current)
    if source is None:
        return
    there = rows_from(screen.project, source)
    if there:
        told = _("in the plan already: {content}").format(content=there[0].content)
        follow(screen, f"row:{there[0].id}")
        screen.host.note(told)
        return
    text = _text(screen)

    def make(book: Book, project: Project, _stamp: Stamp) -> Book:
        if not text:
            raise Refusal("text-empty")
        reading = screen.host.context.reading().on(project)
        bone = bone_of(project, source, reading.playbook)
        cause = Cause(id=reading.new_id(), bone=bone, text=text, source=source)
        return book.with_projects(put_to_work(project, cause, reading))

    if done(screen, N_("plan row"), make, screen.host.book):
        screen.tell(_("in the plan: {content}").format(content=text))


def _text(screen: MarketScreen) -> str:
    """What is to be done, in the user's words; where there are none yet, to find them."""
    kind, key = screen.target
    page = screen.host.context.playbook.market
    if kind == "cell":
        rival, cell = cell_at(screen, key)
        about = cell_name(page, cell.dimension, rival)
        if cell.note:
            return f"{about}: {cell.note}"
        stands = standing_text(cell.mark, rival)
        return f"{about}: {stands}" if stands else _("find out: {about}").format(about=about)
    if kind == "note":
        note = next((one.text for one in screen.project.notes if one.key == key), "")
        return note or _("find out: {about}").format(about=note_name(page, key))
    records = screen.project.swot if kind == "item" else screen.project.strategies
    return next(one.text for one in records if one.id == key)


def onward(screen: MarketScreen) -> None:
    """Follows the thread to what came of the thing under the cursor."""
    ref = ref_of(screen.current) or ""
    nothing = _("nothing was made of it yet: ! makes a row of the plan")
    choose_along(screen, [], outcomes_of(screen.project, ref), nothing)


def backward(screen: MarketScreen) -> None:
    """Follows the thread back: from a strategy to the items it uses; all else begins one."""
    ref = ref_of(screen.current) or ""
    uses = [one.uses for one in screen.project.strategies if f"strategy:{one.id}" == ref]
    behind = [f"swot:{one}" for used in uses for one in used]
    there = [one for one in behind if thread(screen.project, one)]
    choose_along(screen, there, [], _("the thread begins here"))
