"""What fields, their constants, sort orders and built-in views are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from wording.language import N_, _, add_note, language, pgettext

if TYPE_CHECKING:
    from deals.model import Amount

FIELD_NAMES = {
    "name": N_("Project"),
    "customer": N_("Customer"),
    "owner": N_("Owner"),
    "stage": N_("Stage"),
    "status": N_("Status"),
    "amount": N_("Amount"),
    "signs": N_("Close date"),
    "contacts": N_("Contacts"),
    "cr": N_("CR"),
    "next": N_("Next step"),
    "next_on": N_("Next step on"),
    "product": N_("Product"),
    "tender": N_("Tender"),
    "key": N_("Key project"),
    "key_strategy": N_("Key strategy"),
    "tags": N_("Tags"),
    "notes": N_("Notes"),
    "own": N_("Own column"),
    "created": N_("Created"),
    "rivals": N_("Competitors"),
    "title": N_("Title"),
    "level": N_("Level"),
    "department": N_("Department"),
    "phone": N_("Phone"),
    "currency": N_("Currency"),
    "id": N_("Record number"),
    "is_won": N_("Won or not"),
    "is_lost": N_("Lost or not"),
    "is_closed": N_("Closed or not"),
    "ended_on": N_("Closed on"),
    "end_reason": N_("Reason of the end"),
}
PLAN_FIELDS = {
    "text": N_("goal"),
    "measure": N_("measure"),
    "target": N_("target"),
    "accepted_by": N_("accepted by"),
    "quality": N_("quality"),
    "serves": N_("contribution to parent goal"),
    "bone": N_("workstream"),
    "content": N_("content"),
    "aim": N_("aim"),
    "days": N_("dates"),
    "span": N_("dates"),
    "responsible": N_("responsible"),
    "resources": N_("resources"),
    "state": N_("state"),
    "after": N_("after"),
    "goal": N_("serves goal"),
    "cause": N_("answers cause"),
    "checkpoints": N_("checkpoints"),
    "begins": N_("plan begins"),
    "leader": N_("leader"),
    "name": N_("full name"),
    "part": N_("part"),
    "level": N_("seniority"),
    "duties": N_("duties"),
    "filled_by": N_("filled in by"),
    "filled_on": N_("filled in on"),
    "plan_start": N_("plan begins"),
    "remarks": N_("remarks"),
}
"""The fields of goals, rows of the plan, team members and the team form."""
CHANGES = {
    "name": N_("name"),
    "customer": N_("customer"),
    "owner": N_("owner"),
    "stage": N_("stage"),
    "status": N_("status"),
    "end_reason": N_("reason"),
    "amount": N_("amount"),
    "currency": N_("currency"),
    "signs": N_("close date"),
    "contacts": N_("contact"),
    "cr": N_("CR"),
    "evidence": N_("evidence"),
    "stance": N_("stance"),
    "next": N_("next step"),
    "next_on": N_("next step's date"),
    "competitor": N_("competitor"),
    "cr_on": N_("date of the CR"),
    "cr_touch": N_("touch that shows the CR"),
    "created_at": N_("date created"),
    "tender": N_("tender date"),
    "key": N_("key project"),
    "key_strategy": N_("key strategy"),
    "tags": N_("tags"),
    "remarks": N_("notes"),
    "own": N_("own column"),
    "product": N_("product"),
    "title": N_("title"),
    "level": N_("level"),
    "department": N_("department"),
    "function": N_("function"),
    "lines": N_("approval lines"),
    "role": N_("role"),
    "reports_to": N_("reports to"),
    "work_needs": N_("work needs"),
    "personal_needs": N_("personal needs"),
    "price_view": N_("view on price"),
    "rival_view": N_("view on competition"),
    "technical_step": N_("order in technical approval"),
    "commercial_step": N_("order in commercial approval"),
    "covered_by": N_("our contact"),
    "follow_up": N_("follow-up"),
    "outside": N_("outside person"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "note": N_("note"),
    "team": N_("our team"),
    "touches": N_("touch"),
    "influences": N_("influence"),
    "answers": N_("answer"),
    "notes": N_("note"),
    "market": N_("market"),
    "swot": N_("SWOT"),
    "strategies": N_("strategy"),
    "comparisons": N_("comparison"),
    "head": N_("head of the fishbone"),
    "absent": N_("approval level without anybody"),
    "apart": N_("separate deal"),
    "also": N_("record merged into it"),
    "bones": N_("workstreams"),
    "causes": N_("cause"),
    "goals": N_("goal"),
    "plan": N_("task"),
    "form": N_("team form"),
    "review": N_("review"),
    "next_action": N_("next step"),
    "snoozes": N_("snoozed flag"),
    "history": N_("history"),
    "updated_at": N_("last change"),
    "updated_by": N_("author of the last change"),
    "views": N_("saved view"),
    "competitors": N_("competitor"),
    "products": N_("product"),
    "store_settings": N_("setting of the store"),
    "targets": N_("target"),
    "exchange_rates": N_("exchange rate"),
    "win_rates": N_("win rates"),
    "measures": N_("measure of success"),
    "deleted": N_("deleted project"),
}
LEVEL_NAMES = {
    "high": N_("executive level"),
    "upper": N_("senior level"),
    "middle": N_("mid-level"),
    "low": N_("junior level"),
}
FUNCTIONS = {
    "technical": N_("technical"),
    "commercial": N_("commercial"),
    "using": N_("using"),
    "other": N_("other"),
}
ROLES = {
    "decides": N_("decides"),
    "approves": N_("approves"),
    "evaluates": N_("evaluates"),
    "uses": N_("uses"),
    "influences": N_("influences"),
    "coach": N_("coach"),
}
LINES = {"technical": N_("technical approval"), "commercial": N_("commercial approval")}
ENDINGS = {
    "lost": N_("end as lost"),
    "abandoned": N_("end as abandoned"),
    "on_hold": N_("put on hold"),
    "won": N_("end as won"),
    "open": N_("reopen"),
}
"""What ending a project as this status, or opening it again, is called as a change."""
ANSWERS = {"yes": N_("yes"), "partly": N_("partly"), "no": N_("no"), "unknown": N_("unknown")}
PARTS = {
    "leader": N_("leader"),
    "member": N_("member"),
    "monitor": N_("monitor"),
    "sponsor": N_("senior sponsor"),
}
STANCES = {
    "supports": N_("supports us"),
    "neutral": N_("neutral"),
    "competitor": N_("supports a competitor"),
    "opposes": N_("opposes us"),
    "unknown": N_("stance unknown"),
}
SORTS = {
    "attention": N_("attention"),
    "name": N_("name"),
    "owner": N_("owner"),
    "customer": N_("customer"),
    "stage": N_("stage"),
    "amount": N_("amount"),
    "signs": N_("close date"),
    "left": N_("days left"),
    "cr": N_("best CR"),
    "next": N_("next step"),
    "updated": N_("last change"),
}
VIEWS = {
    "all-open": N_("all open"),
    "needs-attention": N_("needs attention"),
    "this-quarter": N_("closing this quarter"),
    "mine": N_("mine"),
    "key-projects": N_("key projects"),
    "no-next": N_("no next step"),
    "stale": N_("stale"),
    "by-owner": N_("by owner"),
    "shared-customers": N_("customers of several owners"),
    "ended": N_("ended"),
}


def field_name(field: str) -> str:
    """Return the heading of a project's field, or the name of another, by its id.

    Those of the plan have `plan.` before their id, and the user's own columns `own:` before their
    name.
    """
    if field.startswith("own:"):
        return field.removeprefix("own:")
    if field.startswith("plan."):
        return _named(PLAN_FIELDS, field.removeprefix("plan."))
    return _named(FIELD_NAMES if field in FIELD_NAMES else CHANGES, field)


def plan_field_name(field: str) -> str:
    """Return a field of a goal, a row, a team member or the form, by its id."""
    return _named(PLAN_FIELDS, field)


def change_name(field: str) -> str:
    """Return a field within a sentence on what became of it, by its id."""
    if field.startswith("own:"):
        return field.removeprefix("own:")
    return _named(CHANGES, field)


def line_label(field: str) -> str:
    """Return what a field of a project is called where a line is shown as it was understood.

    So it may be typed too, as the key of that field.
    """
    labels = {
        "name": pgettext("line", "name"),
        "customer": pgettext("line", "customer"),
        "owner": pgettext("line", "owner"),
        "stage": pgettext("line", "stage"),
        "status": pgettext("line", "status"),
        "amount": pgettext("line", "amount"),
        "signs": pgettext("line", "close"),
        "contacts": pgettext("line", "contacts"),
        "next": pgettext("line", "next step"),
        "next_on": pgettext("line", "next on"),
        "product": pgettext("line", "product"),
        "tender": pgettext("line", "tender day"),
        "key": pgettext("line", "key project"),
        "key_strategy": pgettext("line", "key strategy"),
        "tags": pgettext("line", "tags"),
        "notes": pgettext("line", "notes"),
    }
    return labels[field]


def line_labels(fields: str) -> str:
    """Return several such fields, whose ids stand between commas."""
    return _(", ").join(line_label(field) for field in fields.split(","))


def person_field_name(field: str) -> str:
    """Return a field of a person within a sentence, by its id."""
    return pgettext("person", "name") if field == "name" else change_name(field)


def change_names(fields: str) -> str:
    """Return several such fields, whose ids stand between commas."""
    return _(", ").join(change_name(field) for field in fields.split(","))


def status_name(status: str) -> str:
    """Return what became of a project, in a word or two."""
    names = {
        "open": pgettext("status", "open"),
        "on_hold": pgettext("status", "on hold"),
        "won": pgettext("status", "won"),
        "lost": pgettext("status", "lost"),
        "abandoned": pgettext("status", "abandoned"),
    }
    return names.get(status, status)


def listed_names(name: Callable[[str], str]) -> Callable[[str], str]:
    """Make what names several constants, whose ids stand between blanks."""
    return lambda ids: _(", ").join(map(name, ids.split()))


def field_value(field: str, text: str) -> str:
    """Return a field's text as it is told.

    A status by its name, as are a contact's level, function and role, an amount with what it was
    rounded to, a window with `about` in the user's language, others as they stand, - for none.
    """
    if field == "amount" and text:
        from deals.parsing.amounts import parse_amount

        rounded = _rounding(parse_amount(text))
        return add_note(text, rounded) if rounded else text
    from wording.times import name_about

    names = {
        **{"status": status_name, "key": answer_name, "signs": name_about},
        **{"level": level_name, "function": function_name, "role": role_name},
    }
    return (names[field](text) if field in names else text) or "-"


def amount_words(amount: Amount) -> str:
    """Return an amount in its canonical form with its currency, and that it was rounded."""
    from deals.parsing.amounts import amount_text

    rounded = _rounding(amount)
    text = amount_text(amount, language(), marked=True)
    if language() == "en":
        text = text.replace("¥", "CNY ")  # that sign is the yen's too, and no plain one
    return add_note(text, rounded) if rounded else text


def currency_name(currency: str) -> str:
    """Return a currency within a sentence: in Chinese by its word if it has one, else its code."""
    from deals.parsing.currencies import MARKS

    words = (word for word, code in MARKS.items() if code == currency)
    han = (word for word in words if all("\u4e00" <= char <= "\u9fff" for char in word))
    return next(han, currency) if language().startswith("zh") else currency


def _rounding(amount: Amount) -> str:
    from deals.parsing.amounts import figures_text, is_rounded

    if not is_rounded(amount):
        return ""
    return _("rounded to {amount}").format(amount=figures_text(amount.low, amount.high))


def level_name(level: str) -> str:
    """Return a contact's level in the organisation."""
    return _named(LEVEL_NAMES, level)


def function_name(function: str) -> str:
    """Return a column of the net: where in the customer's house a contact sits."""
    return _named(FUNCTIONS, function)


def role_name(role: str) -> str:
    """Return a contact's part in the buying decision."""
    return _named(ROLES, role)


def part_name(part: str) -> str:
    """Return the part of one of our people in the team."""
    return _named(PARTS, part)


def line_name(line: str) -> str:
    """Return one of the two approval lines in words."""
    return _named(LINES, line)


def answer_name(answer: str) -> str:
    """Return what was answered to a strategy question."""
    return _named(ANSWERS, answer)


def stance_name(stance: str) -> str:
    """Return whose side a contact is on."""
    return _named(STANCES, stance)


def touch_name(how: str) -> str:
    """Return the way of meeting people, by its id; what was written freely stands as it is."""
    names = {
        "meeting": pgettext("touch", "meeting"),
        "visit": pgettext("touch", "visit"),
        "call": pgettext("touch", "call"),
        "message": pgettext("touch", "message"),
        "dinner": pgettext("touch", "meal"),
        "gift": pgettext("touch", "gift"),
        "hospitality": pgettext("touch", "hospitality"),
        "exchange": pgettext("touch", "demo"),
        "survey": pgettext("touch", "survey"),
        "event": pgettext("touch", "event"),
    }
    return names.get(how, how)


MONTHS = N_("January February March April May June July August September October November December")


def name_month(month: int) -> str:
    """Return the name of a month, 1 to 12."""
    return _(MONTHS).split()[month - 1]


def measure_name(kind: str) -> str:
    """Return what a measure of success is called that a team enters, by its constant."""
    names = {
        "share": _("market share"),
        "growth": _("growth"),
        "customers": _("target customers"),
        "standing": _("standing"),
    }
    return names.get(kind, kind)


def standing_name(standing: str) -> str:
    """Return how a row of the plan stands, by its constant."""
    names = {
        "open": pgettext("plan", "open"),
        "doing": pgettext("plan", "doing"),
        "done": pgettext("plan", "done"),
        "dropped": pgettext("plan", "dropped"),
        "late": pgettext("plan", "late"),
    }
    return names.get(standing, standing)


def sort_name(sort: str) -> str:
    """Return what a list is ordered by."""
    return field_name(sort) if sort.startswith("own:") else _named(SORTS, sort)


def view_name(view: str) -> str:
    """Return a built-in view, by its id; a user's own view goes by the name it was given."""
    return _named(VIEWS, view)


def _named(names: Mapping[str, str], key: str) -> str:
    return _(names[key]) if key in names else key
