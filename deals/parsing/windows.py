"""Readers of signing windows (method, section 1): read and printed as precisely as written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from deals.errors import UserError
from deals.model import Precision, SigningPeriod
from deals.parsing.days import dates_in_years, parse_day
from deals.parsing.festivals import read_festival
from deals.parsing.periods import (
    MONTH_NAME,
    Period,
    add_months,
    month_end,
    period_around,
    period_ends,
    read_parts,
    read_period,
    read_period_ranges,
    third_of,
    tighten,
    week_around,
)
from deals.parsing.seasons import read_season
from deals.parsing.text import TIME_RANGE_MARK, LatePattern, by_word, fold_text
from deals.parsing.time_words import (
    COUNT,
    NUMBERED_DATE,
    Calendar,
    is_near,
    may_be_time,
    plain_time,
    read_numbered_date,
    strip_preposition,
)
from deals.parsing.weeks import part_of_week, read_week

LONGEST = 60
"""Characters beyond which nothing is a window; keeps the search for a range's middle short."""

_ABOUT = LatePattern(
    r"(?:around|about|approx\.?(?:imately)?|circa|roughly|大约|大概|大致|约) ?(?P<before>.+)|"
    r"(?P<behind>.+?) ?(?:or so|(?:前后|左右|上下)吧?|吧)"
)
# In our own printing and in tables such a mark is half of a range.
_TYPED_ABOUT = LatePattern(r"(?:~|ca?\.|估计) ?(.+)")
_UNKNOWN = by_word(
    {
        True: "? ?? tbd tbc unknown tba n/a na none 待定 未定 不定 没定 还没定 "
        "待确认 未确定 不确定 还不确定 没确定 还没确定 尚未确定 尚未定 说不准 还说不准 "
        "说不好 不好说 未知 暂无 无 待议"
    }
)


def may_be_window(text: str) -> bool:
    """Whether all words are such as windows are made of: a quick look before reading one."""
    return may_be_time(fold_text(text))


def is_unknown(text: str) -> bool:
    """Whether a text says that the window is not known yet: `tbd`, 待定, `?`."""
    return fold_text(text) in _UNKNOWN


_BRACKETED = LatePattern(r"[(\[【](.+)[)\]】]")


def parse_window(text: str, calendar: Calendar | None = None) -> SigningPeriod:
    """Read the window that `text` says, a day to a year or a range of these.

    Without a calendar the text has to say its year, and figures have the year first: so tables,
    history and our own printing are read, the same on any day. With one it is read as people type.
    A two-digit year is 20YY. `底` and `末` mean a year's, half's or quarter's last month and a
    month's last third. Refusals: `window-unreadable` and `window-backwards` (text); with a calendar
    also `window-unsure` and `day-order` (text, first, second) where it may be two, and
    `window-open` (text, first) for what has no end, such as 春节后 or `after March`, and
    `festival-unnamed` (text) for 节后. Years outside 2000-2099 are unreadable.
    """
    typed = calendar is not None
    plain = tighten(plain_time(text) if typed else fold_text(text))
    if typed and (inner := _BRACKETED.fullmatch(plain)):
        plain = inner[1].strip()
    if len(plain) > LONGEST or not may_be_time(plain):
        raise UserError("window-unreadable", text=text.strip())
    about = _ABOUT.fullmatch(plain) or (_TYPED_ABOUT.fullmatch(plain) if typed else None)
    if about:
        plain = next(part for part in about.groups() if part)
    reader = _Typed(text, calendar) if calendar else None
    period = reader.read(plain) if reader else read_period(plain)
    if period is None:
        ranges = set(read_period_ranges(plain))
        if reader and not ranges:
            ranges = reader.read_ranges(plain)
        period = _sole_range(ranges, text)
    if not (period.earliest.year >= 2000 and period.latest.year <= 2099):
        raise UserError("window-unreadable", text=text.strip())
    return SigningPeriod(**period._asdict(), text=text.strip(), about=bool(about))


def parse_fiscal(text: str, calendar: Calendar) -> SigningPeriod | None:
    """Read a window of a fiscal year that says its year (`FY2026-Q4`); None where it is none."""
    plain = tighten(fold_text(text))
    period = _Typed(text, calendar).read_fiscal(plain) if _FISCAL.fullmatch(plain) else None
    return SigningPeriod(**period._asdict(), text=text.strip()) if period else None


def _sole_range(ranges: set[Period], text: str) -> Period:
    forwards = [candidate for candidate in ranges if candidate.earliest <= candidate.latest]
    if len(forwards) == 1:
        return forwards[0]
    backwards = ranges and not forwards
    raise UserError("window-backwards" if backwards else "window-unreadable", text=text.strip())


def window_text(window: SigningPeriod) -> str:
    """Write a window in its canonical form; `parse_window` reads the same back on any day."""
    text = period_text(window)
    return f"about {text}" if window.about else text


def period_text(window: SigningPeriod) -> str:
    """Write a window in its canonical form, but for whether it is about then."""
    first, last = window.earliest, window.latest
    if window.precision == "range" or period_ends(window.precision, first) != (first, last):
        if _whole_months(window):
            return f"{first:%Y-%m}~{last:%Y-%m}"
        return f"{first}~{last}"
    half = 1 if first.month <= 6 else 2
    return {
        "day": f"{first}",
        "month": f"{first:%Y-%m}",
        "quarter": f"{first:%Y}-Q{(first.month + 2) // 3}",
        "half": f"{first:%Y}H{half}",
        "year": f"{first:%Y}",
    }[window.precision]


def written_window(window: SigningPeriod) -> str:
    """Return a window as it was written where that is the same on any day; else its own form."""
    text = window.text
    if _UNSURE.fullmatch(tighten(fold_text(text))):
        return window_text(window)
    try:
        return text if window.same(parse_window(text)) else window_text(window)
    except UserError:
        return window_text(window)


def short_window(window: SigningPeriod) -> str:
    """Write a window in eight cells: of a range too wide its latest month behind a `~`.

    A `~` at the end of one that is no range says that it is about then.
    """
    text = period_text(window)
    if "~" not in text:
        text = text[2:] if window.precision == "day" else text
        return f"{text}~" if window.about and len(text) < 8 else text
    first, last = window.earliest, window.latest
    whole = _whole_months(window)
    if whole and first.year != last.year and (first.month, last.month) == (1, 12):
        return f"{first:%Y}~{last:%y}"
    if not whole or first.year != last.year:
        return f"~{last:%Y-%m}"
    return f"{first:%y-%m}~{last:%m}" if first.month != last.month else f"{last:%Y-%m}"


def _whole_months(window: SigningPeriod) -> bool:
    last = window.latest
    return window.earliest.day == 1 and last == month_end(last.year, last.month)


# Two figures are a year and its month, or a month and its day; with three, any may be the year.
_UNSURE = LatePattern(r"[0-9]{1,2}[/-][0-9]{1,2}(?:[/-][0-9]{2,4})?")
_MONTH_OF_YEAR = LatePattern(r"(?P<month>[0-9]{1,2})[./-](?P<year>20[0-9]{2})")
_FULL_DATE = LatePattern(r"20[0-9]{2}([./-])[0-9]{1,2}\1[0-9]{1,2}")
_MONTH_IN_SIX = LatePattern(r"(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])")
_NEAR_YEARS = 10
_NAMED_SHORT = LatePattern(rf"(?:(?P<day>[0-9]{{1,2}})[ -])?{MONTH_NAME}-? ?(?P<year>[0-9]{{2}})")
_FISCAL = LatePattern(
    r"fy ?(?P<year>20[0-9]{2}|[0-9]{2})(?:[/-][0-9]{2})?(?:[ -]?(?:q(?P<q>[1-4])|h(?P<h>[12])))?|"
    r"(?:q(?P<q2>[1-4])|h(?P<h2>[12])) ?(?:of )?fy ?(?P<year2>20[0-9]{2}|[0-9]{2})|"
    r"(?P<year3>20[0-9]{2}|[0-9]{2})财年 ?(?:第?q?(?P<q3>[1-4一二三四])(?:季度?)?)?"
)
_FORMS = tuple(
    LatePattern(form)
    for form in (
        rf"(?:next |this |coming )?{MONTH_NAME}",
        r"(?P<month>[0-9]{1,2})月份?",
        r"(?:next |this |coming )?q(?P<quarter>[1-4])",
        r"第?(?P<quarter>[1-4一二三四])季度?",
        r"(?P<half>[上下])半年",
        r"(?:next |this )?h(?P<half>[12])",
    )
)
_FISCAL_NOW = LatePattern(
    r"(?:(?P<next>next )|this |the |current )?(?:fy|(?:fiscal|financial) year)|"
    r"(?:(?P<next_zh>[下明])|[本今])个?年?财年"
)
_COMING = LatePattern(
    r"(?:(?P<next>next)|this|current|coming) (?P<unit>week|month|quarter|half|year)|"
    r"(?P<next_zh>下{1,2})个?(?P<next_unit>周|星期|礼拜|月|季度?)|"
    r"[本这当]个?(?P<this_unit>周|星期|礼拜|月|季度?)|(?P<year_zh>[今本明后])年"
)
_MONTHS: Mapping[Precision, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_UNITS: Mapping[str, Precision] = by_word(
    {"month": "m month 月", "quarter": "q quarter 季 季度", "half": "half", "year": "y year 年"}
)
_PART = LatePattern(
    r"(?P<part>early|beginning|start|mid|middle|late|end)[ -](?:part )?(?:of |in )?(?:the )?"
    r"(?P<of>.+)|(?P<before>.+)[ -](?P<last>end)|"
    r"(?P<whole>.+?)(?P<part_zh>[上中下]旬|年?初|年?中|年?底|年?末)"
)
_THIRDS = by_word(
    {0: "early beginning start 上旬 初", 1: "mid middle 中旬 中", 2: "late 下旬", 3: "end 底 末"}
)
_ALONE = LatePattern(
    r"eo(?P<short>[mqy])|(?:end of )?(?P<unit>month|quarter|year)[ -]?end|"
    r"(?P<part>early|beginning of|start of|mid|middle of|late|end of)[ -](?:the |this )?"
    r"(?P<of>month|quarter|year)|(?P<zh>月|季度?|年)(?P<part_zh>初|中|底|末)"
)
_WORDS = tuple(
    (LatePattern(form), put)
    for form, put in (
        (r"\b(?:1st|first) (quarter|half)\b", r"\g<1>1"),
        (r"\b(?:2nd|second) (quarter|half)\b", r"\g<1>2"),
        (r"\b(?:3rd|third) (quarter)\b", r"\g<1>3"),
        (r"\b(?:4th|fourth|last) (quarter)\b", r"\g<1>4"),
        (r"\bquarter ?([1-4])\b", r"q\1"),
        (r"\bhalf ?([12])\b", r"h\1"),
        (r"\b([1-4])q(?=$|[ 0-9])", r"q\1"),
        (r"\b([12])h(?=$|[ 0-9])", r"h\1"),
        (r"\b([qh][1-4])(?: of|,) ", r"\1 "),
        (r" of (?=20[0-9]{2}$)", " "),
        (r",(?= ?(?:20[0-9]{2}|next|this)\b)", " "),
        (r"年年(?=[初中底末])", "年"),
        (r"\beo([qh]) ?(?=[1-4]\b)", r"end of \1"),
        (r"\beo[ymq](?: of)? (?=20[0-9]{2}|[a-z]{3})", "end of "),
        (r"^(年|月|季度?)内$", r"本\1"),
        (r"^(.*月)(?:中下旬)$", r"\1中旬至\1下旬"),
        (r"^(.*月)(?:上中旬|中上旬)$", r"\1上旬至\1中旬"),
        (r"^月([上中下])旬$", r"本月\1旬"),
        (r"^([a-z]{3,9}\.?) ([0-9]{1,2})-([0-9]{1,2}) +(20[0-9]{2})$", r"\2-\3 \1 \4"),
        (r"^明后两?天$", "明天至后天"),
        (
            rf"^(?:in |within )?({COUNT}) ?(?:-|to|or) ?({COUNT}) "
            r"((?:day|week|wk|month|quarter|year)s?)$",
            r"in \1 \3 to in \2 \3",
        ),
        (r"^([0-9]+)[-~至到]([0-9]+)(个?(?:天|周|星期|月|季度|年)[之以]?后)$", r"\1\3至\2\3"),
        (r" +", " "),
    )
)
_OTHER_YEAR = LatePattern(
    r"(?:of )?\b(?P<which>next|this|last) year(?:'s)?(?= |$)|(?P<zh>[今本明后去])年"
)
_YEAR_OFF = {"next": 1, "this": 0, "last": -1, "今": 0, "本": 0, "明": 1, "后": 2, "去": -1}
_BETWEEN = LatePattern(r"(?:from|between|从) ?")
_ENDS = LatePattern(rf"(?:{TIME_RANGE_MARK}|/|、|\bor\b|\band\b|或者?|和|\bthrough\b|\bthru\b)")
_BARE = LatePattern(r"(?P<figure>[0-9]{1,2})(?:st|nd|rd|th|[日号])?")

_AFTER = LatePattern(r"(?:after|post)[ -](?:the )?(?P<en>.+)|(?P<zh>.+?)[之以]?后")


class _Typed:
    """The reader of a window as people type it; `text` is what a refusal quotes."""

    def __init__(self, text: str, calendar: Calendar) -> None:
        self.text, self.calendar, self.today = text, calendar, calendar.today

    def read(self, plain: str) -> Period | None:
        """Read a plain text that is no range; as it stands first, then without `by` and 前."""
        forms = dict.fromkeys(map(self._reword, (plain, strip_preposition(plain))))
        for form in forms:
            if time := read_festival(form, self.calendar):
                if time.open_end:
                    raise self._refuse_open(time.period.earliest)
                return time.period
        for read in (self._read_absolute, self._read_coming, self._read_day):
            for form in forms:
                if period := read(form):
                    return period
        self._refuse_after(plain)
        if NUMBERED_DATE.fullmatch(plain) or _FULL_DATE.fullmatch(plain):
            raise UserError("window-unreadable", text=self.text.strip())
        return None

    def _refuse_after(self, plain: str) -> None:
        """Refuse what is after a period: `after March`, Q1后."""
        found = _AFTER.fullmatch(plain)
        period = self.read(found["en"] or found["zh"]) if found else None
        if period is not None:
            raise self._refuse_open(period.latest + timedelta(1))

    def _refuse_open(self, first: date) -> UserError:
        return UserError("window-open", text=self.text.strip(), first=f"{first}")

    def _reword(self, plain: str) -> str:
        """Put the figure of the year, and Q1 or H1, for the words that say them."""

        def year(found: re.Match[str]) -> str:
            figure = f"{self.today.year + _YEAR_OFF[found['which'] or found['zh']]}"
            return f"{figure}年" if found["zh"] else f" {figure}"

        plain = _OTHER_YEAR.compiled.sub(year, plain)
        for form, put in _WORDS:
            plain = form.sub(put, plain)
        return plain.strip()

    def _read_absolute(self, plain: str) -> Period | None:
        """Read what says its year, or counts from today."""
        return (
            self._read_figures(plain)
            or self._read_short_year(plain)
            or read_period(plain)
            or self.read_fiscal(plain)
            or self._read_from_today(plain)
            or self._read_season(plain)
            or read_week(plain, self.calendar, self._read_end)
            or self._read_absolute_part(plain)
        )

    def _read_absolute_part(self, plain: str) -> Period | None:
        split = _split_part(plain)
        whole = self._read_absolute(split[0]) if split else None
        return _part_of(whole, split[1]) if split and whole else None

    def _read_figures(self, plain: str) -> Period | None:
        """Read figures alone, whose order may leave two meanings."""
        if day := read_numbered_date(plain, self.text, self.calendar):
            return period_around("day", day)
        if found := _MONTH_IN_SIX.fullmatch(plain):
            year = int(found["year"])
            if abs(year - self.today.year) <= _NEAR_YEARS:
                return read_parts({"month": found["month"]}, year)
        if found := _MONTH_OF_YEAR.fullmatch(plain):
            return read_parts({"month": found["month"]}, int(found["year"]))
        return self._read_two_figures(plain) if _UNSURE.fullmatch(plain) else None

    def _read_two_figures(self, plain: str) -> Period | None:
        """Read two figures, a year and its month or a day of a month."""
        month, day = read_period(plain), self._coming_day(plain)
        if month is None or month.precision != "month" or day is None:
            return None
        if "/" in plain:
            far = month.earliest.year > self.today.year + 2
            if self.calendar.dates or (far and re.match("1[3-9]|[23]", plain)):
                return period_around("day", day)
            sure = self.today <= month.latest and month.earliest.year <= self.today.year + 2
        else:
            sure = is_near(month.earliest, self.calendar)
        if sure:
            return month
        raise self._unsure(f"{month.earliest:%Y-%m}", f"{day}")

    def _read_short_year(self, plain: str) -> Period | None:
        """Read `mar-27`: the month of a year, where a blank would make it a day."""
        found = _NAMED_SHORT.fullmatch(plain)
        if found is None or (found["day"] is None and "-" not in plain):
            return None
        year, name = 2000 + int(found["year"]), found["name"]
        if found["day"]:
            return read_parts({"day": found["day"], "name": name}, year)
        period = read_parts({"name": name}, year)
        day = self._coming_day(f"{name} {int(found['year'])}")
        if period and day and not is_near(period.earliest, self.calendar):
            raise self._unsure(f"{period.earliest:%Y-%m}", f"{day}")
        return period

    def _unsure(self, first: str, second: str) -> UserError:
        return UserError("window-unsure", text=self.text.strip(), first=first, second=second)

    def _coming_day(self, plain: str) -> date | None:
        years = range(self.today.year, self.today.year + 9)
        days = dates_in_years(plain, years, self.calendar.dates)
        return next((day for day in days if day >= self.today), None)

    def read_fiscal(self, plain: str) -> Period | None:
        """Read a fiscal year, half or quarter, named after the year in which it begins."""
        if now := _FISCAL_NOW.fullmatch(plain):
            started = self.today.month >= self.calendar.year_start
            ahead = bool(now["next"] or now["next_zh"])
            plain = f"fy{self.today.year - (not started) + ahead}"
        found = _FISCAL.fullmatch(plain)
        if found is None:
            return None
        parts = found.groupdict()
        year = int(parts["year"] or parts["year2"] or parts["year3"]) % 100 + 2000
        quarter = parts["q"] or parts["q2"] or parts["q3"]
        half = parts["h"] or parts["h2"]
        size = 3 if quarter else 6 if half else 12
        number = "一二三四".find(quarter or half or "1") + 1 or int(quarter or half or 1)
        first = add_months(date(year, self.calendar.year_start, 1), (number - 1) * size)
        last = add_months(first, size - 1)
        span = Period(first, month_end(last.year, last.month), "range")
        whole = period_around("quarter" if quarter else "half" if half else "year", first)
        return whole if whole[:2] == span[:2] else span

    def _read_from_today(self, plain: str) -> Period | None:
        """Read `next quarter`, 下个月, EOY, or a day counted from today."""
        if found := _ALONE.fullmatch(plain):
            return self._read_alone(found)
        found = _COMING.fullmatch(plain)
        if found is None:
            return None
        if found["year_zh"]:
            return period_around("year", add_months(self.today, 12 * _YEAR_OFF[found["year_zh"]]))
        ahead = len(found["next_zh"] or "") or int(found["next"] is not None)
        unit = found["unit"] or found["next_unit"] or found["this_unit"]
        if unit not in _UNITS:
            return week_around(self.today + timedelta(7 * ahead))
        precision = _UNITS[unit]
        return period_around(precision, add_months(self.today, _MONTHS[precision] * ahead))

    def _read_alone(self, found: re.Match[str]) -> Period | None:
        """Read `end of month`, 年底, EOQ: of the present period, or the next if that is past."""
        unit = _UNITS[found["short"] or found["unit"] or found["of"] or found["zh"]]
        third = _THIRDS[(found["part"] or found["part_zh"] or "end").removesuffix(" of")]
        for ahead in (0, _MONTHS[unit]):
            whole = period_around(unit, add_months(self.today, ahead))
            if (period := _part_of(whole, third)) and period.latest >= self.today:
                return period
        return None

    def _read_coming(self, plain: str) -> Period | None:
        """Read what says no year as the next one whose end has not passed."""
        for year in range(self.today.year, self.today.year + 2):
            period = self._read_in_year(plain, year)
            if period and period.latest >= self.today:
                return period
        return None

    def _read_day(self, plain: str) -> Period | None:
        try:
            return period_around("day", parse_day(plain, self.today, self.calendar.dates))
        except UserError as refusal:
            if refusal.code == "day-order":
                raise
            return None

    def _read_season(self, plain: str) -> Period | None:
        seasons = read_season(plain, self.today)
        if len(seasons) > 1:
            raise self._unsure(*(f"{each.earliest:%Y-%m}~{each.latest:%Y-%m}" for each in seasons))
        return seasons[0] if seasons else None

    def _read_in_year(self, plain: str, year: int) -> Period | None:
        """Read what says no year as that of this year."""
        if found := next((found for form in _FORMS if (found := form.fullmatch(plain))), None):
            return read_parts(found.groupdict(), year)
        if day := next(dates_in_years(plain, (year,), self.calendar.dates), None):
            return period_around("day", day)
        split = _split_part(plain)
        whole = self._read_in_year(split[0], year) if split else None
        return _part_of(whole, split[1]) if split and whole else None

    def read_ranges(self, plain: str) -> set[Period]:
        """Return the ways to read a range: those whose ends are of one kind, else all."""
        plain = self._reword(strip_preposition(plain))
        if opened := _BETWEEN.match(plain):
            plain = plain[opened.end() :]
        found, refusal = [], None
        for mark in _ENDS.finditer(plain):
            try:
                ends = self._read_ends(plain[: mark.start()].strip(), plain[mark.end() :].strip())
            except UserError as unsure:
                refusal = unsure
                continue
            if ends:
                found.append(ends)
        if refusal and not found:
            raise refusal
        alike = [ends for ends in found if ends[0].precision == ends[1].precision]
        return {Period(first.earliest, last.latest, "range") for first, last in alike or found}

    def _read_ends(self, left: str, right: str) -> tuple[Period, Period] | None:
        """Read both ends; each may leave out the year, month or unit that the other says."""
        if not left or not right:
            return None
        if _BARE.fullmatch(left):
            last = self._read_end(right)
            first = _complete(left, last) if last else None
            return (first, last) if first and last else None
        first, last = self._read_absolute(left), self._read_absolute(right)
        if first is None and last is not None:
            year, end = last.earliest.year, last.latest
            first = self._first_of(left, (year, year - 1), lambda period: period.earliest <= end)
        first = first or self._read_end(left)
        if first is None:
            return None
        if last is None:
            year, start = first.earliest.year, first.earliest
            last = _complete(right, first) or self._first_of(
                right, (year, year + 1), lambda period: period.latest >= start
            )
            last = last or self._read_day(right)
        return (first, last) if last else None

    def _read_end(self, plain: str) -> Period | None:
        return self._read_absolute(plain) or self._read_coming(plain) or self._read_day(plain)

    def _first_of(
        self, plain: str, years: Sequence[int], fits: Callable[[Period], bool]
    ) -> Period | None:
        """Return the first of these years' periods that fits."""
        found = (self._read_in_year(plain, year) for year in years)
        return next((period for period in found if period and fits(period)), None)


def _complete(bare: str, other: Period) -> Period | None:
    """Read a bare figure as a day or a month beside the other end of its range."""
    found = _BARE.fullmatch(bare)
    if found is None or other.precision not in ("day", "month"):
        return None
    figure = int(found["figure"])
    try:
        if other.precision == "day":
            return period_around("day", other.earliest.replace(day=figure))
        return period_around("month", other.earliest.replace(month=figure))
    except ValueError:
        return None


def _split_part(plain: str) -> tuple[str, int] | None:
    """Part a text into a period and which third of it, 3 for its end; None where it says none."""
    found = _PART.fullmatch(plain)
    if found is None:
        return None
    part = found["part"] or found["last"] or found["part_zh"].removeprefix("年")
    return found["of"] or found["before"] or found["whole"], _THIRDS[part]


def _part_of(whole: Period, third: int) -> Period | None:
    """Return a third of a month or longer; for the end of a longer one its last month."""
    if whole.precision in ("day", "range"):
        return part_of_week(whole, third)
    if third < 3:
        return third_of(whole, third)
    return (
        third_of(whole, 2) if whole.precision == "month" else period_around("month", whole.latest)
    )
