"""Sentences about findings: of the network (places, single points, influence), of triage, of gates;
and the labels of the network's pictures, short words for narrow columns.

Names of people come from `names`, a mapping of contact ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from deals.model import LINES, Contact, Flag, Project
from deals.network.relationship import cr_text
from deals.parsing.text import LatePattern
from deals.playbook import Playbook, fill_template
from wording.language import N_, _, join_han, language, ngettext, pgettext
from wording.names import function_name, level_name, line_name

if TYPE_CHECKING:
    from deals.network.findings import (
        ApprovalPlace,
        CompetitorHold,
        InfluenceScore,
        InfluenceShare,
        IntroductionRoute,
        LineState,
        NetworkFindings,
        SinglePoint,
    )
    from deals.rules.gates import MissingGate

ContactNames = Mapping[str, str]

OFF_LINE = {
    "decides": N_("{who} decides but is on no approval line: set T or B (t)"),
    "approves": N_("{who} approves but is on no approval line: set T or B (t)"),
}
UNKNOWN_PLACE = {
    "decides": N_(
        "{who} decides but is on no approval line, level unknown: set T or B (t), level (w)"
    ),
    "approves": N_(
        "{who} approves but is on no approval line, level unknown: set T or B (t), level (w)"
    ),
}


def names_of(project: Project) -> ContactNames:
    """Map everybody's name to their contact id."""
    return {contact.id: contact.name for contact in project.contacts}


def holds_text(found: NetworkFindings) -> str:
    """Say `net holds 2 of 4 places, 1 unknown`, or what has to be known before that can be said.

    Of the places not held those where nobody is named are counted apart from the other holes.
    Behind it stands what keeps the net from being judged whole.
    """
    unplaced = len(found.unplaced)
    if not found.places and unplaced:
        text = ngettext(
            "{count} approver, level unknown", "{count} approvers, level unknown", unplaced
        )
        return text.format(count=unplaced)
    if not found.places:
        return _("nobody is on an approval line yet")
    held = _("net holds {held} of {places} approval levels").format(
        held=found.held, places=len(found.places)
    )
    return _(", ").join([held, *_lacks(found)])


def holds_pairs(found: NetworkFindings) -> Iterator[tuple[str, str]]:
    """Yield how the net holds and what it lacks, ever shorter; nothing where it has no places."""
    if not found.places:
        return
    figures = {"held": found.held, "places": len(found.places)}
    lacks, count = list(_lacks(found)), len(found.holes)
    yield _("net holds {held} of {places} approval levels").format(**figures), _(", ").join(lacks)
    held = _("holds {held} of {places}").format(**figures)
    yield held, "".join(lacks[-1:])
    if count:
        holes = ngettext("{count} hole", "{count} holes", count).format(count=count)
        yield held, holes
        yield "", holes


def _lacks(found: NetworkFindings) -> Iterator[str]:
    """Yield what the net lacks, by number; last what keeps it from being judged whole."""
    holes = len(found.holes) - found.unknown
    if found.unknown:
        unknown = pgettext("net", "{count} unknown").format(count=found.unknown)
        more = ngettext("{unknown}, {count} more hole", "{unknown}, {count} more holes", holes)
        yield more.format(unknown=unknown, count=holes) if holes else unknown
    elif holes:
        yield ngettext("{count} hole", "{count} holes", holes).format(count=holes)
    if found.unplaced:
        yield _("{count} without level").format(count=len(found.unplaced))
    if found.tops:
        yield _("top unknown")


def place_name(place: ApprovalPlace) -> str:
    """Name a place of the net: line and level."""
    return _("{line}, {level}").format(line=line_name(place.line), level=level_name(place.level))


def hole_text(place: ApprovalPlace, names: ContactNames) -> str:
    """Say why a place does not hold."""
    if not place.people:
        return _("{place}: nobody named").format(place=place_name(place))
    known = [names.get(person, "?") for person in place.people]
    who = _(", ").join(map(unmarked_name, known))
    text = _(_hole_template(place, all(map(is_nameless, known))))
    return text.format(place=place_name(place), who=who, best=cr_text(place.best))


def _hole_template(place: ApprovalPlace, nameless: bool) -> str:
    """Choose how to say why people do not hold their place."""
    if place.best is not None:
        # Of somebody alone it is not the best of several.
        several = len(place.people) > 1
        return N_("{place}: {who}, best {best}") if several else N_("{place}: {who}, {best}")
    if nameless:
        return N_("{place}: {who}, name unknown")
    against = set(place.against)
    if against.issuperset(place.people):
        return N_("{place}: {who}, against us")
    return N_("{place}: {who}, CR unknown or against us") if against else N_("{place}: {who}, CR ?")


def is_nameless(name: str) -> bool:
    """Whether a contact goes by what they are, as `purchasing head?`: nobody knows their name."""
    return name.rstrip().endswith(("?", "\uff1f"))


def unmarked_name(name: str) -> str:
    """Return a name as it stands within a sentence: without the mark that it is not known."""
    return name.rstrip().rstrip("?\uff1f") or name


def unplaced_text(contact: Contact) -> str:
    """Name who is on an approval line at a level not known, and the key that settles it."""
    lines = _(", ").join(line_name(line) for line in LINES if line in contact.lines)
    text = _("{who} is in {line}, level unknown: set it (w)")
    return text.format(who=contact.name, line=lines)


def off_line_text(contact: Contact) -> str:
    """Name who has a say and is on no approval line, and the key that settles it."""
    texts = OFF_LINE if contact.level else UNKNOWN_PLACE
    text = _(texts[contact.role or "approves"])
    return text.format(who=contact.name)


def top_text(place: ApprovalPlace, found: NetworkFindings) -> str:
    """Say that nobody is known to end an approval line."""
    if not found.places:
        return _("{line}: nobody named").format(line=line_name(place.line))
    text = _("{line}: nobody named above {level}")
    return text.format(line=line_name(place.line), level=level_name(found.places[0].level))


def absent_text(place: ApprovalPlace) -> str:
    """Say that the customer has nobody at a place, so that it is none."""
    return _("{place}: the customer has nobody there").format(place=place_name(place))


def absent_line_text(line: str) -> str:
    """Say that the customer has no such approval line."""
    return _("{line}: the customer has no such approval line").format(line=line_name(line))


def unnamed_text(level: str, line: str) -> str:
    """Name somebody who must exist at a place, as long as nobody knows their name."""
    return _(UNNAMED[level]).format(line=function_name(line))


def buyer_text() -> str:
    """Name the head of purchasing, as long as nobody knows their name."""
    return _("purchasing head?")


def single_text(single: SinglePoint, names: ContactNames) -> str:
    """Say who alone carries a line or a level."""
    who = names.get(single.person, "?")
    if single.line is not None:
        text = _("{who} is our only contact for {line}")
        return text.format(who=who, line=line_name(single.line))
    text = _("{who} is our only contact at {level}")
    return text.format(who=who, level=level_name(single.level or ""))


def unmatched_text(person: str, names: ContactNames) -> str:
    """Say that none of our seniors meets somebody of the top."""
    return _("{who}: none of our executives meets them").format(who=names.get(person, "?"))


def rival_text(rival: CompetitorHold, names: ContactNames) -> str:
    """Say what a competitor holds."""
    who = _(", ").join(names.get(contact, "?") for contact in rival.people)
    name = rival.name or _("a competitor")
    text = _("{name} has {who}").format(name=name, who=who)
    if not rival.ahead:
        return text
    places = _("; ").join(place_name(place) for place in rival.ahead)
    return _("{text}; ahead of us at {places}").format(text=text, places=places)


def reach_text(place: ApprovalPlace, names: ContactNames) -> str:
    """Say what to do about a hole to which no introduction leads."""
    if place.people:
        return meet_text(place.people, names)
    top = place.level == "high"
    return _(_WHO[top]).format(place=place_name(place))


_WHO = N_("find out who is there: {place}"), N_("find out who decides: {place}")
_ASK_WHO = N_("ask {helper} who is there: {place}"), N_("ask {helper} who decides: {place}")
"""What is to be found out about a place: at the top it is who decides."""


def meet_text(people: Sequence[str], names: ContactNames) -> str:
    """Say that the first of these people is to be met by ourselves, or first to be known."""
    who = names.get(people[0], "?")
    if is_nameless(who):
        return join_han(_("find out the name: {who}").format(who=unmarked_name(who)))
    return join_han(_("meet {helper} yourself").format(helper=who))


def second_text(single: SinglePoint, names: ContactNames) -> str:
    """Say what to do about a line or level that one person carries."""
    who = names.get(single.person, "?")
    return join_han(_("build a second contact next to {who}").format(who=who))


def senior_text(person: str, names: ContactNames) -> str:
    """Say what to do about somebody of the top whom none of our seniors meets."""
    return _("have one of our executives meet {who}").format(who=names.get(person, "?"))


def line_text(state: LineState, onward: str) -> str:
    """Write an approval line from the bottom to the top, `onward` between its places."""
    steps = f" {onward} ".join(
        f"{level_name(place.level)} {_best_text(place)}{'' if place.held else ' !'}"
        for place in state.places
    )
    if state.open:
        steps += f" {onward} ?"
    return _("{line}: {steps}").format(line=line_name(state.line), steps=steps)


def _best_text(place: ApprovalPlace) -> str:
    return cr_text(place.best) if place.known else nobody_mark()


def pull_text(pull: InfluenceScore, names: ContactNames) -> str:
    """Write a person's influence score as a sum that can be checked, own and borrowed apart."""
    if not pull.parts:
        return _("no influence on this decision yet")
    own = [_part(part, names) for part in pull.parts if part.kind != "sways"]
    borrowed = [_part(part, names) for part in pull.parts if part.kind == "sways"]
    sums = [
        (pgettext("influence", "own"), pull.own, own),
        (pgettext("influence", "borrowed"), pull.borrowed, borrowed),
    ]
    parts = " + ".join(
        _("{share} {points} ({parts})").format(
            share=share, points=f"{points:.1f}", parts=" + ".join(of)
        )
        for share, points, of in sums
        if of
    )
    text = _("influence score {points} = {parts}").format(points=f"{pull.points:.1f}", parts=parts)
    if not pull.behind:
        return text
    who = _(", ").join(names.get(person, "?") for person in pull.behind)
    before = _("decides, so before {who}, whose gap is larger only by swaying who decides")
    return _("{text}; {note}").format(text=text, note=before.format(who=who))


def _part(part: InfluenceShare, names: ContactNames) -> str:
    label = {
        "level": _("level"),
        "role": _("role"),
        "line": _("line"),
        "sways": "{who}",
    }[part.kind]
    return f"{label.format(who=names.get(part.person or '', '?'))} {part.points:.1f}"


def way_text(route: IntroductionRoute, project: Project, arrow: str) -> str:
    """Write a chain of introductions, the helper first; `?` is whom nobody knows yet."""
    people = {contact.id: contact for contact in project.contacts}
    helper = people[route.helper]
    steps = [f"{helper.name} CR{helper.cr}", *(people[hop.target].name for hop in route.hops)]
    if route.finds is not None:
        steps.append("?")
    return f" {arrow} ".join(steps)


def mend_text(
    place: ApprovalPlace,
    ways: Sequence[IntroductionRoute],
    names: ContactNames,
    stage: str,
    playbook: Playbook,
) -> str:
    """Say how a place that does not hold is mended: by the first of the ways to it, if any."""
    return ask_text(ways[0], names, stage, playbook) if ways else reach_text(place, names)


def ask_text(route: IntroductionRoute, names: ContactNames, stage: str, playbook: Playbook) -> str:
    """Say what to ask of whom, as the first step of a route."""
    if not route.hops and route.finds is not None:
        top = route.finds.level == "high"
        text = _(_ASK_WHO[top])
        helper = names.get(route.helper, "?")
        return join_han(text.format(helper=helper, place=place_name(route.finds)))
    if not route.hops:
        return meet_text((route.helper,), names)
    hop = route.hops[0]
    if is_nameless(names.get(hop.target, "")):
        text = _("ask {source} for the name: {target}")
        source, target = names.get(hop.source, "?"), unmarked_name(names[hop.target])
        return join_han(text.format(source=source, target=target))
    if hop.link == "reports-down":
        text = _("ask {source} to send {target} to {occasion}")
    else:
        text = _("ask {source} to bring {target} to {occasion}")
    source, target = names.get(hop.source, "?"), names.get(hop.target, "?")
    sentence = text.format(source=source, target=target, occasion=occasion(stage, playbook))
    return join_han(sentence)


def occasion(stage: str, playbook: Playbook) -> str:
    """Name what people are brought to while the stage after this one is being worked on."""
    working = playbook.after(stage)
    if working is None or working.occasion is None:
        return _("a meeting")
    return working.occasion.of(language())


# Figures that are constants, by their names in the playbook's texts.
CONSTANTS = {"level": level_name, "line": line_name}


def rule_name(flag: Flag, playbook: Playbook) -> str:
    """Name the rule that raised the flag."""
    return playbook.rules[flag.rule].name.of(language())


def flag_reason(flag: Flag, playbook: Playbook) -> str:
    """Say why the flag was raised, with the figures that it rests on."""
    reason = playbook.rules[flag.rule].cases[flag.case].reason
    return fill_template(reason.of(language()), _name_constants(flag.figures))


def flag_next(flag: Flag, playbook: Playbook) -> str:
    """Say what to do next about the flag."""
    advice = playbook.rules[flag.rule].cases[flag.case].next
    return fill_template(advice.of(language()), _name_constants(flag.figures))


def missing_gate_text(missing: MissingGate, stage_id: str, playbook: Playbook) -> str:
    """Say what the acceptance of a stage wants and the project lacks; UserError `stage-unknown`."""
    item = next(item for item in playbook.stage(stage_id).gate if item.id == missing.code)
    return fill_template(item.text.of(language()), missing.figures)


def gate_item_text(code: str, stage_id: str, playbook: Playbook) -> str:
    """Say what an item of a stage's gate wants, whatever the project has by now.

    What the playbook does not have, or counts, is called by its code.
    """
    stage = next((each for each in playbook.stages if each.id == stage_id), None)
    items = {item.id: item for item in stage.gate} if stage else {}
    if code not in items or items[code].wants == "checks":
        return code
    text = _STANDING.sub("", items[code].text.of(language()))
    return fill_template(text, {"cr": items[code].cr or 0, "best": "?"})


_STANDING = LatePattern(r"\s*[(\uff08][^()\uff08\uff09]*\{best\}[^()\uff08\uff09]*[)\uff09]")
"""What an item's text says of the present, in brackets."""


def _name_constants(figures: Mapping[str, str | int]) -> Mapping[str, str | int]:
    """Replace constants among the figures by their names in the language spoken now."""
    named = {key: name(str(figures[key])) for key, name in CONSTANTS.items() if key in figures}
    return {**figures, **named}


UNNAMED: Mapping[str, str] = {
    "high": N_("{line} executive?"),
    "upper": N_("{line} senior?"),
    "middle": N_("{line} mid-level?"),
    "low": N_("{line} junior?"),
}
"""Whom nobody knows by name: short enough for a label, and no two places have the same."""

LEVELS: Mapping[str | None, str] = {
    "high": N_("EXEC"),
    "upper": N_("SR"),
    "middle": N_("MID"),
    "low": N_("JR"),
    None: N_("?"),
}
COLUMNS: Mapping[tuple[str, ...], str] = {
    ("technical",): N_("TECHNICAL LINE T"),
    ("commercial",): N_("COMMERCIAL LINE B"),
    ("using", "other"): N_("USING, OTHER"),
}
# Signs that every language has: a place in the ranking, and the relationship as people show it.
_SIGNS: Mapping[str, str] = {"rank": "#", "cr": "CR"}
HEADINGS: Mapping[str, str] = {
    "name": N_("Name"),
    "title": N_("Title"),
    "department": N_("Department"),
    "level": N_("Level"),
    "lines": N_("Lines"),
    "role": N_("Role"),
    "pull": N_("Influence"),
    "gap": N_("Gap"),
    "stance": N_("Stance"),
    "cover": N_("Our side"),
    "touch": N_("Last touch"),
    "needs": N_("Needs"),
    "sways": N_("Influences"),
}
# Stances where "supports a competitor" has no room.
STANCES: Mapping[str, str] = {
    "supports": N_("with us"),
    "neutral": N_("neutral"),
    "competitor": N_("competitor"),
    "opposes": N_("against"),
    "unknown": N_("unknown"),
}


def level_mark(level: str | None) -> str:
    """Name a level as it heads a band of the net; None is the level that nobody knows."""
    return _(LEVELS[level])


def column_mark(functions: tuple[str, ...]) -> str:
    """Name a column of the net by the functions that share it."""
    return _(COLUMNS[functions])


def heading_mark(column: str) -> str:
    """Name a column of the chain, the list or the tree by its id."""
    headings = {
        "name": pgettext("person", "Name"),
        "stance": pgettext("person", "Stance"),
        "own": pgettext("influence", "Own"),
        "borrowed": pgettext("influence", "Borrowed"),
    }
    return _SIGNS.get(column) or headings.get(column) or _(HEADINGS[column])


def stance_mark(stance: str) -> str:
    """Name the side that a contact is on, in a word or two."""
    return _(STANCES[stance])


def nobody_mark() -> str:
    """Name a place of the net where nobody is known."""
    return _("nobody")


QUESTIONS: Mapping[str, str] = {
    "high": N_("who decides?"),
    "upper": N_("who approves?"),
    "middle": N_("who evaluates?"),
    "low": N_("who uses or runs it?"),
}
"""What is to be found out about a place where nobody is named, by its level."""


def unnamed_mark() -> str:
    """Name a place of the net where nobody is named."""
    return pgettext("place", "nobody named")


def place_question(level: str) -> str:
    """Ask who is at a place where nobody is named."""
    return _(QUESTIONS[level])


def influence_mark() -> str:
    """Head the influences that are listed below the net."""
    return _("sways")


def outside_band_mark() -> str:
    """Name the outside persons as they head a band of the net, in four cells."""
    return _("OUT")


def absent_mark() -> str:
    """Name what would be a place of the net, had the customer somebody there."""
    return _("none here")


def outside_mark() -> str:
    """Name the outside persons in the tree."""
    return _("outside")


CR_CRITERIA: Mapping[int, str] = {
    1: N_("we know of them, or our material reached them; not met"),
    2: N_("met formally at their office; product and intent exchanged"),
    3: N_("dined together or took a courtesy gift; gives ordinary information"),
    4: N_("a coach: close, helps the project along, gives key information"),
    5: N_("volunteers information, advises on decisions, can push the deal"),
}
"""What shows each CR (method, section 3)."""
