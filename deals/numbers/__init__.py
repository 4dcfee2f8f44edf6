"""The numbers of a book: what is coming in, what moved, and how people work (method, 4 and 8).

Everything here is pure and exact: money in whole units of its currency, days as plain dates, shares
and rates as fractions until they are rounded half up, once. A figure lists the projects that it is
made of, and these add up to it.

- `states` replays a project to the end of a day, `fiscal_periods` are months to years as a store
  counts them, `sharing` parts a figure among the months of a window, `exact_rates` multiplies,
  `basis` is what all is reckoned by.
- `forecast` adds up what is in play and what is signed by period, `forecast_groups` by owner, stage
  and so on; `movement` says how the sum of one day became that of another, in each of its
  `movement_lanes`, `slips` how much later windows went.
- `distribution` and `gap` say what may come in and what it would take, `calibration` how good
  forecasts were, `forecast_odds` brings the forecast to them.
- `journeys` follow projects through the stages, and `rates`, `conversion`, `durations`, `promises`,
  `evidence`, `shape` and `record` are what they tell of how people work.
- `targets` says what is to be signed in a period and how that is known, `exchange` what a currency
  is worth on a day, `book_basis` what the book itself says of all this.
- `figures` is where all that shows numbers asks for them: one value of a book, playbook and day.
- `list_sums` adds up any list of projects, `day_rates` joins and compares its currencies.
- `memo` keeps what was worked out of projects that are the same objects since.
"""
