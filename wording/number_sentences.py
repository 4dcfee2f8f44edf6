"""The sentences of refusals of the numbers: targets, rates, measures of success, whose they are."""

from __future__ import annotations

from wording.language import N_

NUMBERS = {
    "target-period": N_(
        "targets are set for a month, a quarter or a year, like 2026-12, 2026-Q4 or 2026, "
        'and "{text}" is none'
    ),
    "target-cut": N_(
        '"{text}" was cut to {months} when the fiscal year was said to start in another month; '
        "set targets for the quarters or months of it"
    ),
    "target-fiscal": N_(
        '"{text}" lies across two periods of your fiscal year, which starts in {month}; '
        "write FY{year}, FY{year}-Q1 to FY{year}-Q4, or a month"
    ),
    "target-range": N_('"{text}" is a range; a target is one figure'),
    "since-later": N_('"{text}" is still to come; what moved is told since a day that is past'),
    "target-missing": N_("no target is set for {period}"),
    "rate-unreadable": N_(
        '"{text}" is not an exchange rate above zero; write it like USD=7.2 or 100 JPY=4.8'
    ),
    "rate-itself": N_("{currency} in {currency} takes no rate"),
    "rate-missing": N_("no rate of {currency} was set on {day}"),
    "measure-percent": N_('"{text}" is not a percentage from {least} to {most}'),
    "measure-unknown": N_('"{text}" is no measure of success; it is one of {kinds}'),
    "measure-source": N_("a figure needs its source: who says so, or where it stands"),
    "owner-several": N_('"{text}" may be {names}; type more of the name'),
    "rate-units": N_(
        "1 {currency} is not {rate} {home}; of a hundred write 100 {currency}={rate}, if meant: "
        "netloft set-rate {currency}={rate} --force"
    ),
    "target-far": N_(
        "{currency} {amount} is far under the other targets, of {least} and more for as long: "
        "is a unit missing, as in 40M? If meant: --force"
    ),
    "rate-far": N_(
        "{currency} at {rate} is more than 5 times off {before}, the rate before; "
        "if meant: netloft set-rate {currency}={rate} --force"
    ),
    "owner-unknown": N_('nobody called "{text}" leads a project, or ever did{meant}'),
}
