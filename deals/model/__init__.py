"""What a deal is made of: frozen models, shared between the books of one session.

Money is in whole currency units, days are plain dates. Instants are aware and keep the offset of
who made them, so that their date is that person's day. Every constant is an English id; labels
belong to the playbook and the wording room.
"""

from __future__ import annotations

from deals.model.base import (
    CR,
    FUNCTIONS,
    LEVELS,
    LINES,
    Flag,
    Frozen,
    Function,
    Level,
    Line,
    Precision,
    Record,
    Role,
    Severity,
    Stamp,
    Stance,
    Status,
)
from deals.model.book import SHARED, STEPS_KEPT, Book, SavedView
from deals.model.money import Amount, Window
from deals.model.people import TOUCH_KINDS, Contact, Influence, Member, Part, Touch
from deals.model.planning import Checkpoint, Goal, PlanRow, RowState, TeamForm
from deals.model.project import Change, Project, Snooze
from deals.model.rivals import US, Cell, Competitor, Product
from deals.model.strategy import (
    Answer,
    Answered,
    Cause,
    Comparison,
    CustomerKind,
    Market,
    MarketStance,
    MarketType,
    Note,
    Review,
    Standing,
    Strategy,
    SwotItem,
    SwotKind,
    Tactic,
)
from deals.model.work import NextAction

__all__ = [
    "CR",
    "FUNCTIONS",
    "LEVELS",
    "LINES",
    "SHARED",
    "STEPS_KEPT",
    "TOUCH_KINDS",
    "US",
    "Amount",
    "Answer",
    "Answered",
    "Book",
    "Cause",
    "Cell",
    "Change",
    "Checkpoint",
    "Comparison",
    "Competitor",
    "Contact",
    "CustomerKind",
    "Flag",
    "Frozen",
    "Function",
    "Goal",
    "Influence",
    "Level",
    "Line",
    "Market",
    "MarketStance",
    "MarketType",
    "Member",
    "NextAction",
    "Note",
    "Part",
    "PlanRow",
    "Precision",
    "Product",
    "Project",
    "Record",
    "Review",
    "Role",
    "RowState",
    "SavedView",
    "Severity",
    "Snooze",
    "Stamp",
    "Stance",
    "Standing",
    "Status",
    "Strategy",
    "SwotItem",
    "SwotKind",
    "Tactic",
    "TeamForm",
    "Touch",
    "Window",
]
