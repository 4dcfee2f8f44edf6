"""What triage rules and stage gates say, from the playbook's texts in the language spoken now."""

from __future__ import annotations

from collections.abc import Mapping

from deals.gates import Missing
from deals.model import Flag
from deals.playbook import Playbook, fill

from .names import level_name, line_name
from .speech import language

# Figures that are constants, by their names in the playbook's texts.
CONSTANTS = {"level": level_name, "line": line_name}


def rule_name(flag: Flag, playbook: Playbook) -> str:
    """What the rule that raised the flag is called."""
    return playbook.rules[flag.rule].name.of(language())


def flag_reason(flag: Flag, playbook: Playbook) -> str:
    """Why the flag was raised, naming the figures it rests on."""
    reason = playbook.rules[flag.rule].cases[flag.case].reason
    return fill(reason.of(language()), _named(flag.figures))


def flag_next(flag: Flag, playbook: Playbook) -> str:
    """What to do about the flag next."""
    advice = playbook.rules[flag.rule].cases[flag.case].next
    return fill(advice.of(language()), _named(flag.figures))


def missing_text(missing: Missing, stage_id: str, playbook: Playbook) -> str:
    """What the acceptance of a stage wants and the project lacks; Refusal `stage-unknown`."""
    item = next(one for one in playbook.stage(stage_id).gate if one.id == missing.code)
    return fill(item.text.of(language()), missing.figures)


def _named(figures: Mapping[str, str | int]) -> Mapping[str, str | int]:
    """The figures with constants by their names in the language spoken now."""
    named = {key: name(str(figures[key])) for key, name in CONSTANTS.items() if key in figures}
    return {**figures, **named}
