"""Readers of what people type: amounts, days, signing windows, contacts, touches.

Text is read in English and Chinese, and refused with a `UserError` whose code names the reason. A
value is printed in a form that its reader reads back.

The grammar of days and windows, one for every place. Text is folded first (`time_words`):
full-width forms, small letters, Chinese numerals before a unit (三周后, 十二月二十五), and `'27` as
2027.

    window    = [about] [by] period | [about] range | unknown (tbd, 待定, ?: only in a field)
    about     = around, about, approx, circa, 约, 大约 before; 前后, 左右, or so behind
    by        = by, on, before, in, until, the before; 前, 之前, 以前, 内 behind; means nothing
    period    = day | month | quarter | half | year | week | part of one | fiscal | season |
                festival
    part      = early, beginning, 初 | mid, 中 | late, 下旬: a third of a month (1-10, 11-20, rest)
                or of a longer period's months; end, 底, 末: a month's last third, else the last
                month; of a week Monday and Tuesday, Wednesday, Thursday and Friday
    range     = period (-, ~, .., to, 到, 至, /, or, and) period; either end may leave out the year,
                the month or the unit that the other says; over new year where it would run
                backwards
    week      = next week, 下周 | KW50, week 50, 第50周, 2027-W03 | first week of March, 3月第一周 |
                week of Dec 7 | weekend, 周末
    season    = spring (March to May) and so on; `winter 2027` is refused, naming both
    festival  = 春节, 国庆, Easter, …, and 年 before 前 and 后 for 春节: its days; before, by,
                前: the day before it. 节后, after the holidays are refused: which festival?
    after     = after a period, 后: no window, as it has no end. Where a day is wanted, it is the
                first one after a festival; any other stays in the text, which is said
    fiscal    = FY27, FY27 Q2, FY27 H1, 27财年, next FY: named after the year in which the fiscal
                year begins
    day       = figures | month and day | 15th, 25号 | weekday | today, 后天 | count | end
    figures   = year first (2027-03-14, 27.3.14, 20270314); 31.12. with both dots;
                year last (15/3/2027) where one order fits, else as `dates` says, else refused
                (day-order); 3-14, 3/14: month first
    count     = +3, +3d, +2w, +6m, +1y, in 2 weeks, 3 weeks from now, a week from Tuesday,
                两周后, 半年后;
                back: -2d, 3天前
    end       = EOW (Friday), EOM, EOQ, EOY, end of (next) month, 月底, 年底: its last day
    next      = next, this, 下, 本: of the period behind or within that of today; 下下 is two on

- Without a year the next one is meant: a day from today on, a period whose end has not passed. A
  touch looks back: the last one.
- Figures behind a month and a hyphen are its year (`Mar-27`), behind a blank a day (`March 27`).
- `26-05` is a month, year first, if that is at most one year back or can be nothing else; if it
  could be a day as well it is refused (window-unsure). Where only a day is wanted, it is the day.
- With dots the year comes first (`13.6`), and behind an action's words such are a version, no day.
- A next action says its day anywhere (`call Ann Friday about pricing`, 给王总明天打电话), once:
  two are refused, and so is a date that no calendar has. A weekday before a capital letter is a
  name (`Friday Ltd`), one before 的 or 's belongs to what follows. Short figures are a day last, in
  brackets, or first (`12/7 kick-off`, 12.15投标). A period is its first day there, its end (月底,
  end of) or what has to be within it (本周内, by) the last; a range is its first. A time of day
  stays in the text.
- A plan takes a period as all its days, counts from signing (`D-10`), and a length (`3-2 2w`).
  Without semicolons its line says days and who anywhere (`write proposal Dec 1-5 @Tom`).
- Tables, history and our own printing say their year: `parse_window` without a calendar reads them
  the same on any day. What is printed is in that form, so that it reads back whatever day it is.
"""
