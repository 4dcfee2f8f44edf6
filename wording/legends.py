"""The signs of the screens and what each means, as `?` lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wording.language import N_

Legend = Sequence[tuple[str, str]]
"""Signs and what they mean; a name in braces stands for a sign of the alphabet in use."""

_DIAGRAMS = "net tree chain"
_ALL = f"{_DIAGRAMS} list"
_DRAWN: Sequence[tuple[str, str, str]] = (
    (_DIAGRAMS, "{cr}", N_("how close we are to somebody, of five; CR? unknown")),
    (_ALL, "+ = - x ?", N_("+ with us, = neutral, - against us, x with a competitor, ? unknown")),
    ("net tree", "*", N_("who decides")),
    ("chain", "*", N_("who decides: before those whose gap is larger only by swaying them")),
    (
        "net tree",
        "{g.rail_t} {g.rail_b}",
        N_("technical and commercial approval line, whole where we hold it"),
    ),
    ("net tree", "{g.gap}!", N_("a hole: nobody there is close enough, or nobody is named")),
    (
        "net",
        "{g.loose}{g.loose}",
        N_("tied to somebody we do not hold; down a line: it only passes by"),
    ),
    ("net", "{g.gap}~", N_("nobody is known above: the line may go on")),
    ("net", "TB", N_("behind a name: on both approval lines")),
    (
        "tree",
        "{g.tie_t}2 {g.tie_b}1",
        N_("which place on an approval line, counted from the lowest"),
    ),
    ("chain", "T2 B1", N_("technical, commercial approval line; second on T, first on B")),
    ("net tree", "{g.onward}2", N_("influences somebody: number in the list below")),
    (
        "net tree",
        "{g.backward}1{g.backward}3",
        N_("is influenced: the numbers of those influences"),
    ),
    ("net tree", "{g.onward}4x", N_("an influence against us")),
    ("net tree", "3+ 2-", N_("how strong an influence is, three at most; + for us, - against us")),
    ("net", "{g.upright} {g.rule}", N_("who reports to whom, the boss above")),
    (
        "tree",
        "{g.branch}{g.rule} {g.last_branch}{g.rule}",
        N_("who reports to whom, the boss above"),
    ),
    ("net tree", "{g.folded}IT (5)", N_("a folded department: how many people, and the best CR")),
    ("chain", "{g.done}{g.lent}", N_("influence: their own, and what they borrow of others")),
    ("net", "+3", N_("as many more that are not shown")),
    ("list", "!", N_("a hole: nobody there is close enough, or nobody is named")),
    ("findings", "!", N_("what may cost us the decision: a hole, what a competitor holds")),
    ("list findings", "~", N_("what hangs on one person, or is not known yet")),
    ("findings", "{g.onward}", N_("up an approval line, from level to level, with the best CR")),
    (f"{_ALL} findings", "{arrow}", N_("what to do about it")),
    (_DIAGRAMS, N_("EXEC SR MID JR"), N_("level: executive, senior, mid-level, junior")),
)
PEOPLE_LEGENDS: Mapping[str, Legend] = {
    view: tuple((sign, meaning) for views, sign, meaning in _DRAWN if view in views.split())
    for view in ("net", "tree", "chain", "list", "findings")
}
"""The signs of each view of the people, in the order in which they are explained."""
BRIEF_LEGEND: Legend = (
    *(each for each in PEOPLE_LEGENDS["list"] if each[0] in ("!", "~", "{arrow}")),
    ("*", N_("who decides")),
    *(each for each in PEOPLE_LEGENDS["chain"] if each[0] == "T2 B1"),
    *(each for each in PEOPLE_LEGENDS["net"] if each[0] == "+ = - x ?"),
    *(each for each in PEOPLE_LEGENDS["net"] if "{cr}" in each[0]),
    *(each for each in PEOPLE_LEGENDS["net"] if each[0] == "EXEC SR MID JR"),
    (N_("us: Lin"), N_("who of ours meets them")),
)
"""The signs of the page before a visit."""
ROOM_LEGEND: Legend = (
    ("{stage}", N_("last stage completed, and how far along that is")),
    ("{cursor} {cut}", N_("at the left: current row; at the end: there is more")),
)
"""The signs that every room of a project has."""
DIAGRAM_LEGEND: Legend = (
    (
        "{g.backward} {g.rise} {g.fall} {g.onward}",
        N_("in the rule: the picture goes on to that side"),
    ),
)
"""The signs that rooms with pictures have besides."""
COMMON_LEGEND: Legend = (
    ("!", N_("red flag")),
    ("~", N_("amber flag; before a figure or day: about")),
    ("z", N_("a flag that is snoozed")),
    ("*", N_("before a name: key project, or marked; behind it: who decides")),
    ("{g.summary}", N_("before a name: only a summary is here; opening fetches the project")),
    ("{cr}", N_("how close we are to a person; setting one explains them")),
    ("{no_cr}", N_("not known how close we are")),
    ("-{join}3{join}2", N_("best CR with executives, mid-level and juniors; - for nobody")),
    (N_("EXEC SR MID JR"), N_("level: executive, senior, mid-level, junior")),
    ("T B T2B1", N_("technical, commercial approval line; second on T, first on B")),
    *(each for each in PEOPLE_LEGENDS["net"] if each[0] == "+ = - x ?"),
    ("{stage}", N_("last stage completed, and how far along that is")),
    (N_("12d 2y"), N_("days or years left until the close date")),
    (N_("-31d"), N_("the close date has passed by so many days, and nothing is signed")),
    ("2026H2 2026-Q4", N_("half and quarter of a year")),
    ("{arrow}", N_("what to do about it")),
    ("{cursor} {cut}", N_("at the left: current row; at the end: there is more")),
)
"""The signs of lists of projects and what stands beside them."""
OWNER_LEGEND: Legend = (
    ("{g.unfolded} {g.folded}", N_("the projects of an owner or customer: opened, folded")),
    ("! 2/5", N_("so many of so many projects need you")),
)
PLAN_LEGEND: Legend = (
    ("SM-RT", N_("what of SMART a goal meets; a dash for each that it does not")),
    (
        "{g.unfolded} {g.folded} {g.settled} {g.leaf}",
        N_("goal: opened, folded, reached, without goals under it"),
    ),
    ("{g.worked} {g.planned} {g.lost}", N_("days of a task: worked, still to do, late")),
    ("{g.rule}{g.rule}{g.rule}", N_("days of a task that was dropped")),
    ("! *", N_("late, or a checkpoint missed; a task of the goal chosen")),
    ("~", N_("what does not go together: two tasks of one person at once")),
    ("{g.today}", N_("today")),
    ("{g.today_head} T D", N_("over the days: today, the tender day, the last day of signing")),
    ("{g.open} {g.settled} !", N_("checkpoint: upcoming, done, missed")),
    ("{g.backward} {g.onward}", N_("at the edge of the days: it goes on there")),
    ("{g.backward}2.1", N_("waits for the task of this number")),
    ("+2 ~1 !1", N_("in a folded goal: goals, those that lack letters, those late")),
    ("{meter}", N_("how many of a goal's tasks are done")),
    ("> {arrow}", N_("what it came from and what came of it; the key follows")),
)
"""The signs of goals and plan."""
MARKET_LEGEND: Legend = (
    ("+ = -", N_("competitor's column: they are ahead, even, behind; ours: we are")),
    ("{g.open}", N_("nothing known yet; in the pane: another option")),
    ("+2 -1 0", N_("balance of the marks above: + that this column's side leads")),
    ("~", N_("SWOT item that no strategy uses yet")),
    ("S1 O2:", N_("the SWOT items that a strategy uses")),
    ("SO WO ST WT", N_("what a strategy crosses: strengths, weaknesses; openings, threats")),
    ("1.2x 15%", N_("share against the strongest competitor; the market's growth")),
    ("{arrow}", N_("what came of it: its task, or its cause on the fishbone")),
    ("A B *", N_("a product in the portfolio; * for several in one place")),
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
    ("{meter}", N_("how far a section is settled")),
    ("{g.onward}", N_("the section whose questions are listed")),
    ("{arrow}", N_("what to do about it, or what came of it")),
)
"""The signs of the strategy questions."""
REVIEW_LEGEND: Legend = (
    ("{g.open}", N_("nothing written yet, and what belongs there")),
    ("{meter}", N_("how much of a part is written")),
)
"""The signs of the review."""
FISHBONE_LEGEND: Legend = (
    (
        "{g.settled} {g.partly} {g.open} !",
        N_("cause: done, being worked on, in the plan, not in the plan"),
    ),
    ("Service 2", N_("a category with its number of causes")),
    ("2.1 +1", N_("the task of a cause by its number in the plan; + for as many more")),
    ("{arrow}", N_("what to do about it")),
    ("-", N_("a task that was dropped")),
    ("+ !", N_("suggested: taken already, a hole in the net")),
    (
        "{g.backward} {g.onward}",
        N_("at an end of the spine: the fish goes on there; its head"),
    ),
)
"""The signs of the fishbone."""
LIST_LEGENDS: Mapping[str, Legend] = {
    "people": PEOPLE_LEGENDS["list"],
    "fishbone": (
        (
            "{g.settled} {g.partly} {g.open} !",
            N_("cause: done, being worked on, in the plan, not in the plan"),
        ),
        ("{g.settled} {g.partly} {g.open} - !", N_("task: done, doing, open, dropped, late")),
        ("{g.open} {g.settled} !", N_("checkpoint: upcoming, done, missed")),
    ),
    "plan": (
        (
            "{g.unfolded} {g.folded} {g.settled} {g.leaf}",
            N_("goal: opened, folded, reached, without goals under it"),
        ),
        ("{g.settled} {g.partly} {g.open} - !", N_("task: done, doing, open, dropped, late")),
        ("{g.open} {g.settled} !", N_("checkpoint: upcoming, done, missed")),
        ("~", N_("what a goal lacks, or what does not go together")),
        ("> {arrow}", N_("what it came from and what came of it; the key follows")),
    ),
    "market": (
        *(sign for sign in MARKET_LEGEND if sign[0] == "+ = -"),
        ("{g.open}", N_("nothing known yet; in the pane: another option")),
        ("~", N_("SWOT item that no strategy uses yet")),
        ("A B *", N_("a product in the portfolio; * for several in one place")),
        ("{arrow}", N_("what came of it: its task, or its cause on the fishbone")),
    ),
}
"""The signs of each room as a list, by the room."""
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
NUMBERS_LEGEND: Legend = (
    ("{g.done}{g.done}{g.done}", N_("bar: what is signed, what came in, a count")),
    ("{g.tie}{g.tie}{g.tie}", N_("bar: what comes in with these odds, on top of what is signed")),
    ("{g.planned}{g.planned}{g.planned}", N_("bar: what may come in at the most")),
    ("{g.lost}{g.lost}{g.lost}", N_("bar: what left or shrank; what was lost")),
    ("{g.rule}{g.today}", N_("the target")),
    ("{g.rule}{g.settled}", N_("the sum then and now, from where bars begin")),
    ("{g.cut}", N_("a figure that is being worked out")),
)
"""The signs of the numbers."""
TEAM_ROOM_LEGEND: Legend = (
    ("{g.folded}", N_("before a name: somebody reports to them; Enter goes down")),
    ("+", N_("behind a sum: also money in other currencies; c turns to them")),
    ("!2 ~5", N_("so many projects with a red flag, and with an amber one at worst")),
    ("x", N_("may not come in any more; the projects wait to be handed over")),
    ("{g.cut}", N_("figures that are being fetched")),
)
"""The signs of the Team room."""
UNSETTLED_LEGEND: Legend = (
    ("!", N_("refused by the team's server")),
    ("~", N_("overtaken by a later change")),
    ("-", N_("dismissed")),
)
TEAM_LEGEND: Legend = (
    (N_("= in sync"), N_("at the foot: all that was edited is on the team's server")),
    (N_("+ 3 to send"), N_("changes that are yet to be sent; they go out by themselves")),
    (
        N_("~ off-line"),
        N_("no line to the server; what you edit is kept and sent later"),
    ),
    (
        N_("! 2 refused"),
        N_("changes that the server refused; : unsettled says why"),
    ),
    (N_("! no sync"), N_("it is not tried any more; : server says why, : sync tries again")),
)
