"""Making a project: from fields, or from one line typed in a hurry."""

from __future__ import annotations

import re
from collections.abc import Container

from deals.amounts import parse_amount
from deals.edits.write import write_field
from deals.fields import FIELDS, Reading, read_name, readable
from deals.model import Project
from deals.text import RANGE_MARK, folded
from deals.windows import parse_window

# The most words that an amount or a window is written in: `80 - 150 万`, `end of May 2026`.
_LONGEST = 4
_KEYS = ("customer", "owner", "stage", "amount", "signs", "product")
_WORD = re.compile(
    rf'(?:(?P<key>@|＠|(?:{"|".join(_KEYS)})[:：])\s*(?:"(?P<quoted>[^"]*)"|(?P<value>\S+)))|\S+',
    re.IGNORECASE,
)
_BARE_FIGURES = re.compile(rf"(?:[0-9.,]|\s|{RANGE_MARK})*")


def new_project(name: str, reading: Reading, **texts: str) -> Project:
    """A new open project at the playbook's first stage, with the fields in `texts` as typed.

    Its history begins empty: what it was made with is no move. Raises `name-missing`,
    `field-unknown` and what reading the fields does.
    """
    stamp = reading.stamp
    project = Project(
        id=reading.new_id(),
        name=read_name(name),
        stage=reading.playbook.stages[0].id,
        created_at=stamp.at,
        updated_at=stamp.at,
        updated_by=stamp.by,
    )
    unknown = (field for field in texts if field not in FIELDS)
    for field in (*unknown, *(field for field in FIELDS if field in texts)):
        project = write_field(project, field, texts[field], reading)
    return project.model_copy(update={"history": ()})


def quick_project(line: str, reading: Reading) -> Project:
    """A new project from one line, such as `北辰扩容 @北辰电力 owner:林 P2 80-150万 2026-Q4`.

    `@` names the customer and `field:` any of a few fields, in double quotes where there are
    blanks; the first words that are a stage, an amount with its unit or currency, and a window are
    that, and all others are the name. Raises what `new_project` does.
    """
    name: list[str] = []
    texts: dict[str, str] = {}
    words = list(_WORD.finditer(line))
    while words:
        if words[0]["key"]:
            word = words.pop(0)
            key = folded(word["key"]).strip("@:") or "customer"
            texts[key] = word["quoted"] or word["value"] or ""
        elif found := _first_field([word[0] for word in words[:_LONGEST]], texts, reading):
            field, size = found
            texts[field] = " ".join(word[0] for word in words[:size])
            del words[:size]
        else:
            name.append(words.pop(0)[0])
    return new_project(" ".join(name), reading, **texts)


def _first_field(
    words: list[str], known: Container[str], reading: Reading
) -> tuple[str, int] | None:
    """A field not known yet that the first words, or the first alone, are; and how many."""
    for size in range(len(words), 0, -1):
        field = _field_of(" ".join(words[:size]), reading)
        if field is not None and field not in known:
            return field, size
    return None


def _field_of(text: str, reading: Reading) -> str | None:
    plain = folded(text)
    stages = {one.casefold() for one in reading.playbook.order}
    # Between two stages is none, and is to be refused rather than become part of the name.
    if all(part in stages for part in re.split(RANGE_MARK, plain)):
        return "stage"
    if not _BARE_FIGURES.fullmatch(plain) and readable(parse_amount, text) is not None:
        return "amount"
    return "signs" if readable(parse_window, text) is not None else None
