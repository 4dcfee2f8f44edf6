"""The method in one screen: principles, stages and gates, CR, signs and rules, as rows. Pure.

All of it comes from the playbook at hand, so a team reads its own stages, names and limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

from deals.model import LEVELS, Role
from deals.playbook import Playbook, Stage
from deals.rules.triage_rules import RULES
from views.legend import draw_sign
from views.project_card import SIGNS
from views.styled_text import Tone, fit, width, wrap
from views.table import GUTTER
from wording import _, language, ngettext
from wording.candidate_texts import key_limits_text
from wording.findings import CR_CRITERIA, gate_item_text, level_mark
from wording.legends import COMMON_LEGEND, PEOPLE_LEGENDS
from wording.names import level_name, role_name
from wording.rule_limits import rule_text

KEY_CELLS = 14
"""The cells of what a row is called by: no sign and no id of ours is wider."""
_LEAST_CELLS = 20
_MOST_LINES = 40
_SIGNS_SHOWN = ("T B T2B1", "*", "+ = - x ?", "{g.gap}!")
_ROLES: tuple[Role, ...] = get_args(Role)


class MethodRow(NamedTuple):
    """A row of the page: what it is called by, its text, and a sign of severity before it.

    Rows that belong together follow a `title`, whose text says what they are.
    """

    key: str
    text: str
    tone: Tone = ""
    sign: str = " "
    sign_tone: Tone = ""
    title: bool = False


class MethodLine(NamedTuple):
    """A line of a row, as it is laid out for so many cells; only the first has key and sign.

    Its id is the place of the row and that of the line in it: `12.0`.
    """

    id: str
    key: str
    text: str
    tone: Tone = ""
    sign: str = " "
    sign_tone: Tone = ""
    title: bool = False


def list_method_rows(playbook: Playbook) -> tuple[MethodRow, ...]:
    """List the rows of the page in the user's language, section by section."""
    return (
        *_list_principles(playbook),
        *_list_stages(playbook),
        *_list_ladder(),
        *_list_signs(playbook),
        *_list_rules(playbook),
        *_list_habits(playbook),
    )


def lay_out_method(rows: Sequence[MethodRow], cells: int) -> list[MethodLine]:
    """Break the rows into lines of at most `cells` cells, a blank one before each title."""
    room = max(_LEAST_CELLS, cells - GUTTER - KEY_CELLS - 1)
    lines = list[MethodLine]()
    for at, row in enumerate(rows):
        if row.title and lines:
            lines.append(MethodLine(f"{at}.", "", ""))
        for number, text in enumerate(wrap(row.text, room, _MOST_LINES) or [""]):
            id = f"{at}.{number}"
            if number:
                lines.append(MethodLine(id, "", text, row.tone, title=row.title))
            else:
                lines.append(MethodLine(id, row.key, text, *row[2:]))
    return lines


def print_method(playbook: Playbook, cells: int) -> Iterator[str]:
    """Yield the page as plain lines of at most `cells` cells."""
    for line in lay_out_method(list_method_rows(playbook), cells):
        gutter = "" if line.title else f" {line.sign} "
        key = fit(line.key, KEY_CELLS + GUTTER - len(gutter))
        yield f"{gutter}{key} {line.text}".rstrip()


def _title(name: str, text: str) -> MethodRow:
    return MethodRow(name, text, "dim", title=True)


def _list_principles(playbook: Playbook) -> Iterator[MethodRow]:
    for name, about, texts in (
        (_("Principles"), _("how we work"), playbook.method.principles),
        (
            _("Big questions"),
            _("what every rep and manager wants to know"),
            playbook.method.questions,
        ),
    ):
        if texts:
            yield _title(name, about)
            yield from (
                MethodRow(f"{number}", text.of(language())) for number, text in enumerate(texts, 1)
            )


def _list_stages(playbook: Playbook) -> Iterator[MethodRow]:
    yield _title(
        _("Stage by stage"),
        _("the last one completed counts; in %, how much of the selling work is done"),
    )
    for stage in playbook.stages:
        yield MethodRow(f"{stage.id} {stage.weight:>5.0%}", _stage_text(stage))
        yield MethodRow("", _gate_text(stage, playbook))
        if stage.tools is not None:
            tools = _("tools: {tools}").format(tools=stage.tools.of(language()))
            yield MethodRow("", tools, "dim")


def _stage_text(stage: Stage) -> str:
    lang = language()
    text = _("{stage}: {work}").format(stage=stage.name.of(lang), work=stage.seller.of(lang))
    if stage.days is None:
        return text
    days = ngettext("usually {count} day", "usually {count} days", stage.days)
    return _("{text} ({limits})").format(text=text, limits=days.format(count=stage.days))


def _gate_text(stage: Stage, playbook: Playbook) -> str:
    wants = _("; ").join(
        _("each question due by {stage} answered").format(stage=stage.id)
        if item.wants == "checks"
        else gate_item_text(item.id, stage.id, playbook)
        for item in stage.gate
    )
    text = _("done when: {acceptance}").format(acceptance=stage.acceptance.of(language()))
    return _("{text}; needs: {wants}").format(text=text, wants=wants) if wants else text


def _list_ladder() -> Iterator[MethodRow]:
    yield _title(_("CR"), _("how close we are to a person; write down what shows it"))
    for rung, text in CR_CRITERIA.items():
        yield MethodRow(f"CR{rung}", _(text))
    yield MethodRow("CR?", _("not known how close we are"))


def _list_signs(playbook: Playbook) -> Iterator[MethodRow]:
    yield _title(_("People"), _("level, approval line, buying role and stance of each"))
    levels = [level for level in LEVELS if playbook.net.upper or level != "upper"]
    marks = " ".join(map(level_mark, levels))
    names = _("level: {levels}").format(levels=_(", ").join(map(level_name, levels)))
    yield MethodRow(marks if width(marks) <= KEY_CELLS else "", names)
    meanings = dict((*COMMON_LEGEND, *PEOPLE_LEGENDS["net"]))
    for sign in _SIGNS_SHOWN:
        yield MethodRow(draw_sign(sign), _(meanings[sign]))
    roles = _(", ").join(map(role_name, _ROLES))
    yield MethodRow("", _("buying role: {roles}").format(roles=roles))


def _list_rules(playbook: Playbook) -> Iterator[MethodRow]:
    yield _title(_("Flags"), _("! red and ~ amber need attention, - is for information"))
    for rule in RULES:
        sign, tone = SIGNS[playbook.rules[rule].severity]
        yield MethodRow(rule, rule_text(rule, playbook), "", sign, tone)


def _list_habits(playbook: Playbook) -> Iterator[MethodRow]:
    method, limits = playbook.method, key_limits_text(playbook.key_projects)
    key, outlook, across = (
        text.of(language()) if text else ""
        for text in (method.key_projects, method.outlook, method.across)
    )
    key = _("{text} ({limits})").format(text=key, limits=limits) if key else limits
    yield _title(_("Also"), _("what is easily left out"))
    yield MethodRow(_("key projects"), key)
    for name, text in ((_("outlook"), outlook), (_("all along"), across)):
        if text:
            yield MethodRow(name, text)
