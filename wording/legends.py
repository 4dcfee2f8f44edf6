"""The signs of the screens and what each means, as `?` lists them."""

from __future__ import annotations

from collections.abc import Sequence

from wording.findings import LEGEND
from wording.language import N_

Legend = Sequence[tuple[str, str]]
"""Signs and what they mean; a name in braces stands for a sign of the alphabet in use."""

COMMON_LEGEND: Legend = (
    ("!", N_("red flag")),
    ("~", N_("amber flag; before a figure or day: about")),
    ("z", N_("a flag that is snoozed")),
    ("{cr}", N_("how close we are to a person; setting one explains them")),
    ("{no_cr}", N_("not known how close we are")),
    ("-{join}3{join}2", N_("best CR with executives, mid-level and juniors; - for nobody")),
    (N_("EXEC SR MID JR"), N_("level: executive, senior, mid-level, junior")),
    ("T B T2B1", N_("technical, commercial approval line; second on T, first on B")),
    *((sign, meaning) for sign, meaning in LEGEND if sign in ("+ = - x ?", "*")),
    ("{stage}", N_("last stage completed, and how far along that is")),
    (N_("12d 2y"), N_("days or years left until the close date")),
    (N_("-31d"), N_("the close date has passed by so many days, and nothing is signed")),
    ("2026H2 2026-Q4", N_("half and quarter of a year")),
    ("{arrow}", N_("what to do about it")),
    ("{cursor} {cut}", N_("at the left: current row; at the end: there is more")),
)
"""The signs that stand on several screens."""
PLAN_LEGEND: Legend = (
    ("SM-RT", N_("what of SMART a goal meets; a dash for each that it does not")),
    (
        "{g.unfolded} {g.folded} {g.settled} {g.dot}",
        N_("goal: opened, folded, reached, without goals under it"),
    ),
    ("{g.worked} {g.planned} {g.lost}", N_("days of a task: worked, still to do, late")),
    ("{g.rule}{g.rule}{g.rule}", N_("days of a task that was dropped")),
    ("{g.today}", N_("today")),
    ("{g.today_head} T D", N_("over the days: today, the tender day, the last day of signing")),
    ("{g.open} {g.settled} !", N_("checkpoint: upcoming, done, missed")),
    ("{g.backward} {g.onward}", N_("at the edge of the days: it goes on there")),
    ("{g.backward}2.1", N_("waits for the task of this number")),
)
"""The signs of goals and plan, beside the common ones."""
MARKET_LEGEND: Legend = (
    ("+ = -", N_("a competitor's column: they are ahead, even, behind; in ours: we are")),
    ("{g.open}", N_("nothing known yet; in the pane: another option")),
    ("+2 -1 0", N_("balance of the marks above: + that this column's side leads")),
    ("~", N_("SWOT item that no strategy uses yet")),
    ("S1 O2:", N_("the SWOT items that a strategy uses")),
    ("SO WO ST WT", N_("what a strategy crosses: strengths, weaknesses; openings, threats")),
    ("1.2x 15%", N_("share against the strongest competitor; yearly growth of the market")),
    ("{arrow}", N_("what came of it: its task, or its cause on the fishbone")),
    ("{cut}", N_("there is more than fits")),
)
"""The signs of the market's pages."""
STRATEGY_LEGEND: Legend = (
    ("40%", N_("settled: yes counts 1, partly a half, unknown nothing")),
    ("!", N_("settled without a strategy written")),
    ("{g.settled} {g.partly} {g.open}", N_("answer: yes, partly, no")),
    ("?", N_("not known; in the list of sections: how many")),
    (N_("72 days old"), N_("an answer too old to count: review it")),
    ("~", N_("due by now, and not known")),
    ("P4", N_("the stage by which it is settled")),
    ("{arrow}", N_("what to do about it, or what came of it")),
    ("{cursor} {cut}", N_("at the left: current row; at the end: there is more")),
)
"""The signs of the strategy questions."""
REVIEW_LEGEND: Legend = (
    ("{g.open}", N_("nothing written yet, and what belongs there")),
    ("{meter}", N_("how much of a part is written")),
)
"""The signs of the review, beside the common ones."""
FISHBONE_LEGEND: Legend = (
    (
        "{g.settled} {g.partly} {g.open} !",
        N_("cause: done, being worked on, in the plan, not in the plan"),
    ),
    ("Service 2", N_("a category with its number of causes")),
    ("2.1 +1", N_("the task of a cause by its number in the plan; + for as many more")),
)
"""The signs of the fishbone."""
LOG_LEGEND: Legend = (
    ("{g.settled}", N_("a touch")),
    ("{g.rise} {g.fall}", N_("stage or CR that rose, that fell")),
    ("{g.onward}", N_("another value than before")),
    ("+ -", N_("a value that came, that went")),
)
"""The signs of a project's log, beside the common ones."""
IMPORT_LEGEND: Legend = (
    ("+ ~ x =", N_("row: added, changed or open, refused, unchanged")),
    ("-", N_("project that is gone from its table")),
)
"""The signs of what a table brings."""
