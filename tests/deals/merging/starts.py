"""The projects that two people begin with, one of them with a plan, and the texts they may type."""

from __future__ import annotations

from tests.deals.makers import amount, contact, project

TEXTS = {
    "name": ["北辰二期", "Harbour"],
    "customer": ["北辰电力", ""],
    "owner": ["周", "Ann"],
    "stage": ["P1", "P3", "P7"],
    "status": ["lost", "on_hold", "open"],
    "amount": ["64万", "80-150万", "USD 2m", "-"],
    "signs": ["2026-Q4", "2026-05-30", "2027", "-"],
    "contacts": ["何总 cr3; 唐 low", "唐 cr4 +", "何总 !华为; 王处 cr1", ""],
    "next": ["call +3d", "visit", ""],
    "next_on": ["+5d", "fri"],
    "product": ["switches", "-"],
    "tender": ["2026-05-30", "-"],
    "key": ["yes", "no"],
    "key_strategy": ["win the CFO", "-"],
    "tags": ["north, grid", "north", "-"],
    "notes": ["met\nthe board", "a", "-"],
}
WORDS = ("visit", "lunch", "拜访何总")
WORKED = project(
    "P3",
    answers=[{"question": "blockers", "value": "no", "evidence": "they refuse"}],
    notes=[{"key": "stp.s", "text": "north"}],
    swot=[{"id": "s", "kind": "strength", "text": "near"}],
    strategies=[{"id": "t", "text": "attack", "uses": ["s"]}],
    comparisons=[{"rival": "Acme", "dimension": "standing", "mark": "even"}],
    bones=["port"],
    causes=[
        {"id": "c", "bone": "customer", "text": "no cover"},
        {"id": "d", "bone": "customer", "text": "nobody met", "parent": "c"},
        {"id": "e", "bone": "port", "text": "no berth"},
    ],
    goals=[
        {"id": "g", "text": "sign", "start": "2026-03-01", "end": "2026-04-30"},
        {"id": "h", "text": "cover", "parent": "g", "cause": "d"},
        {"id": "i", "text": "berth"},
    ],
    plan=[
        {
            "id": "r",
            "content": "visit",
            "goal": "h",
            "cause": "d",
            "start": "2026-03-05",
            "end": "2026-03-10",
            "checkpoints": [{"id": "A", "what": "open"}, {"id": "B", "what": "close"}],
        },
        {"id": "q", "content": "lunch", "after": "r", "bone": "customer"},
        {"id": "p", "content": "tour", "after": "q", "bone": "port", "cause": "e"},
    ],
)
STARTS = (
    project("P2"),
    project("P6", signs="2026-05", amount=amount(640_000), next_action={"text": "call"}),
    project("P4", contacts=[contact("何总", 2, level="high"), contact("唐", 3, reports_to="何总")]),
    WORKED,
)
