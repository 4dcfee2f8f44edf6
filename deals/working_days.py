"""Which days are days off, and the next day of work: weekends, and the holidays of a country.

Holidays, and the weekends that a country works instead of one (调休), are those that the package
`holidays` knows; it is loaded when a country is set and a day is first asked about.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from deals.errors import UserError

if TYPE_CHECKING:
    from holidays import HolidayBase

SATURDAY = 5
MOST_DAYS_OFF = 60
"""After so many days off on end the next day counts as one of work all the same."""


class HolidayRules(NamedTuple):
    """The days off of a country, None where there are none to go by, and why not if one is set."""

    days: HolidayBase | None = None
    fault: UserError | None = None


class WorkCalendar(NamedTuple):
    """The days off of whoever works here.

    `country` is a code such as `CN`, with a part of it where holidays differ, `DE-BY`; empty for
    weekends alone, which also count where holidays cannot be looked up. `lang` is the language in
    which holidays are named, as far as the package names them so.
    """

    country: str = ""
    lang: str = "en"

    @property
    def fault(self) -> UserError | None:
        """Why the holidays of the country are not known: `country-unknown`, `holidays-missing`."""
        return self._rules.fault

    @property
    def _rules(self) -> HolidayRules:
        return load_holidays(self.country, self.lang) if self.country else HolidayRules()

    def is_day_off(self, day: date) -> bool:
        """Whether nobody works on a day."""
        days = self._rules.days
        return day.weekday() >= SATURDAY if days is None else not days.is_working_day(day)

    def find_holiday(self, day: date) -> str:
        """Return what the holiday of a day is called; empty where it is none, or has no name of its
        own in the language: a name in another one says little.
        """
        days = self._rules.days
        if days is None or not _is_named(days, self.lang):
            return ""
        name = f"{days.get(day) or ''}".partition(" (")[0].partition("(")[0].partition("（")[0]
        return "" if name in _NAMELESS else name

    def is_settled(self, day: date) -> bool:
        """Whether it is known which weekends of a day's year are worked instead of other days: a
        country that has such announces them late in the year before.
        """
        days = self._rules.days
        if days is None or self.country[:2].upper() not in _WORKED_WEEKENDS:
            return True
        return day.year <= max(days.special_public_holidays, default=day.year)

    def next_working_day(self, day: date) -> date:
        """Return the first day of work after a day."""
        try:
            for ahead in range(1, MOST_DAYS_OFF):
                if not self.is_day_off(day + timedelta(ahead)):
                    return day + timedelta(ahead)
            return day + timedelta(1)
        except OverflowError:
            return day


@lru_cache(maxsize=4)
def load_holidays(country: str, lang: str) -> HolidayRules:
    """Look up the holidays of a country, or why they are not known."""
    try:
        from holidays import country_holidays
    except ImportError:
        return HolidayRules(fault=UserError("holidays-missing", text=country))
    code, _dash, part = country.upper().partition("-")
    try:
        days = country_holidays(code, subdiv=part or None, language=_LANGUAGES.get(lang, lang))
    except (NotImplementedError, AttributeError, KeyError, ValueError):
        return HolidayRules(fault=UserError("country-unknown", text=country))
    return HolidayRules(days)


def _is_named(days: HolidayBase, lang: str) -> bool:
    known = days.supported_languages
    return not known or _LANGUAGES.get(lang, lang) in known


_WORKED_WEEKENDS = frozenset({"CN"})
_NAMELESS = frozenset({"Day off", "休息日"})
"""What a day off in the place of another day is called: that it is off is said anyway."""

_LANGUAGES = {"en": "en_US"}
"""The languages that the package calls otherwise than we do."""
