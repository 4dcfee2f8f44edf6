"""What reads the examples in messages: each returns what was understood, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deals.edits.contacts import add_contacts
from deals.edits.number_settings import read_exchange_rate, set_measure
from deals.fields import CONTACT, MEMBER, PRODUCT, PROJECT
from deals.fields.member_line import read_member
from deals.filters import FilterContext, parse_filter
from deals.model import Book
from deals.parsing.amounts import parse_amount
from deals.parsing.days import parse_day
from deals.parsing.next_actions import parse_next
from deals.parsing.touch_line import parse_touch
from deals.parsing.windows import parse_window
from deals.planning import parse_span
from deals.planning.plan_lines import read_row_line
from deals.search import SearchIndex
from screens.market.view import read_product as read_product_line
from screens.people.actions import read_cover
from store.settings import parse_settings
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.deals.readings import quick_project, reading
from wording import LANGUAGES

READING = reading()


TYPED = READING._replace(bare_amounts=False, signs=project(signs="2026-12-01").signs)


PEOPLE = tuple(map(contact, ("Ann Lee", "Bo Ek", "何总", "吴处长")))


CONTEXT = FilterContext(DEFAULT, "林", SearchIndex(), TYPED.calendar)


def read_filter(text: str) -> object:
    return parse_filter(text, CONTEXT)


def read_rate_line(text: str) -> object:
    return read_exchange_rate(text, "CNY")


def read_person_words(text: str) -> object:
    """Read what is said of a person, behind a name."""
    (person,) = add_contacts(project(), f"何总 {text}", READING).contacts
    return person.name == "何总" and person != contact("何总").model_copy(update={"id": person.id})


def read_day(text: str) -> object:
    return parse_day(text, TODAY)


def parse_signing_day(text: str) -> object:
    return parse_window(text, TYPED.calendar).earliest


def read_sourced_share(text: str) -> object:
    value, _sign, source = text.replace("；", ";").partition(";")
    (kept,) = set_measure(Book(), 2026, "share", value, source=source).measures
    return kept.value and kept.source


def read_amount(text: str) -> object:
    return parse_amount(text, bare=False)


def read_next(text: str) -> object:
    action = parse_next(text, TODAY)
    assert action is not None
    return action.text and action.on


def read_touch(text: str) -> object:
    line = parse_touch(text, PEOPLE, TODAY)
    return line.how and line.met and (line.follow_up is None or line.follow_up.on)


def read_touch_alone(text: str) -> object:
    """Read a touch where it is known with whom."""
    line = parse_touch(text, PEOPLE, TODAY, always=PEOPLE[:1])
    return line.how and line.follow_up is not None and line.follow_up.on


def read_person(text: str) -> object:
    people = add_contacts(project(), text, READING).contacts
    return people and all(person.level and person.cr for person in people)


def read_unknown(text: str) -> object:
    (person,) = add_contacts(project(), text, READING).contacts
    return person.level and person.lines and person.cr is None


def read_project(text: str) -> object:
    made = quick_project(text, TYPED)
    named = any(key in text for key in ("owner:", "负责人:"))
    return made.customer and (made.owner != "林") == named and made.amount and made.signs


def read_keyed(text: str) -> object:
    """Read a key of a project's line."""
    return quick_project(f"Acme, {text}Wu", TYPED).owner == "Wu"


def read_people_key(text: str) -> object:
    """Read the key of a project's line that its people stand behind."""
    return [person.name for person in quick_project(f"Acme {text}Wu", TYPED).contacts] == ["Wu"]


def read_cover_line(text: str) -> object:
    return read_cover(text, DEFAULT)[-1][1]


def read_row(text: str) -> object:
    content, days, who = read_row_line(text, project(), TYPED.calendar)
    return content and days.start and who


def read_days(text: str) -> object:
    return parse_span(text, TODAY, TYPED.signs, tender=TODAY).end


def read_product(text: str) -> object:
    made = read_product_line(text, READING)
    return made.share and made.growth


def read_setting(text: str) -> object:
    return parse_settings(text, Path("config.toml"), LANGUAGES)


def read_key(text: str) -> object:
    keys = text if text.startswith(("[", '"')) else f'"{text}"'
    return read_setting(f"[keys]\nundo = {keys}\n")


def read_filter_of(key: str) -> Callable[[str], object]:
    return lambda text: parse_filter(f"{key}:{text}", CONTEXT)


def read_contact_field(field: str) -> Callable[[str], object]:
    """Read a text as the field; `nothing` and its like are None there, and are values too."""
    return lambda text: (CONTACT[field].parse(text, READING),)


def read_signs(text: str) -> object:
    return PROJECT["signs"].parse(text, TYPED)


def read_status_filter(text: str) -> object:
    return parse_filter(f"status:{text}", CONTEXT).names_status


def read_project_field(field: str) -> Callable[[str], object]:
    return lambda text: PROJECT[field].parse(text, TYPED)


def read_member_line(text: str) -> bool:
    member = read_member(text, READING)
    return bool(member.part and member.level)


def read_member_field(field: str) -> Callable[[str], object]:
    return lambda text: MEMBER[field].parse(text, READING)


def read_product_field(field: str) -> Callable[[str], object]:
    return lambda text: (PRODUCT[field].parse(text, READING),)
