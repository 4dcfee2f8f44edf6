"""The numbers of a book: what is coming in, what moved, and how each figure was reached.

Everything here is pure and exact: money in whole units of its currency, days as plain dates, shares
and rates as fractions until they are rounded half up, once. A figure lists the projects that it is
made of, and these add up to it.

- `states` replays a project to the end of a day, `fiscal_periods` are months to years as a store
  counts them, `sharing` parts a figure among the months of a window, `exact_rates` multiplies.
- `forecast` adds up what is in play and what is signed by period, `movement` says how the sum of
  one day became that of another, `slips` how much later windows went.
- `memo` keeps what was worked out of projects that are the same objects since.
"""
