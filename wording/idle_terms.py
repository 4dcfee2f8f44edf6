"""Why a term of a filter lets nothing through, for lists and shell alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wording.language import _, add_note

if TYPE_CHECKING:
    from deals.filters import Term
    from deals.playbook import Playbook


def idle_term_text(term: Term, playbook: Playbook) -> str:
    """Say that no project matches a term; of a stage typed alone, how it is looked for."""
    text = _("no project matches {word}").format(word=term.word)
    stage = term.value.upper()
    if term.key or stage not in playbook.order:
        return text
    return add_note(text, _("for the stage write stage:{stage}").format(stage=stage))
