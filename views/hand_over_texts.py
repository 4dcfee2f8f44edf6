"""What goes along where an owner's projects are handed over, in words. Pure."""

from __future__ import annotations

from collections import Counter
from shlex import quote

from deals.edits.hand_over import HandOverWork
from views.money_texts import money_text
from wording import _, ngettext


def list_work_texts(work: HandOverWork) -> list[str]:
    """Return what goes along, each part for itself, the most important first."""
    projects = ngettext("{count} project", "{count} projects", work.projects)
    texts = [projects.format(count=work.projects)]
    if work.in_play != work.projects:
        texts.append(_("{count} of them in play").format(count=work.in_play))
    sums = Counter[str]()
    for amount in work.amounts:
        sums[amount.currency] += amount.counted
    if sums:
        texts.append(money_text(dict(sums.most_common()), marked=True))
    counted = (
        (work.key, ngettext("{count} key project", "{count} key projects", work.key)),
        (work.tasks, ngettext("{count} open task", "{count} open tasks", work.tasks)),
        (work.promises, ngettext("{count} open promise", "{count} open promises", work.promises)),
        (work.contacts, ngettext("meets {count} contact", "meets {count} contacts", work.contacts)),
    )
    return [*texts, *(text.format(count=count) for count, text in counted if count)]


def work_text(work: HandOverWork) -> str:
    """Return what goes along in a sentence."""
    return _(", ").join(list_work_texts(work))


def back_words(source: str, target: str) -> list[str]:
    """Return the command that takes back what a person gave to another last."""
    return ["netloft", "team", "hand-over", quote(target), quote(source), "--back"]
