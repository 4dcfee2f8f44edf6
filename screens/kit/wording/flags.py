"""What triage rules and stage gates say, from the playbook's texts in the language spoken now."""

from __future__ import annotations

from deals.gates import Missing
from deals.model import Flag
from deals.playbook import Playbook, fill

from .speech import language


def flag_reason(flag: Flag, playbook: Playbook) -> str:
    """Why the flag was raised, naming the figures it rests on."""
    return fill(playbook.rules[flag.rule].cases[flag.case].reason.of(language()), flag.figures)


def flag_next(flag: Flag, playbook: Playbook) -> str:
    """What to do about the flag next."""
    return fill(playbook.rules[flag.rule].cases[flag.case].next.of(language()), flag.figures)


def missing_text(missing: Missing, stage_id: str, playbook: Playbook) -> str:
    """What the acceptance of a stage wants and the project lacks; Refusal `stage-unknown`."""
    item = next(one for one in playbook.stage(stage_id).gate if one.id == missing.code)
    return fill(item.text.of(language()), missing.figures)
