"""The customer's people and ours on a paper: list, tree, net, decision chain, team (section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deals.followups import last_touch
from deals.model import LINES, Contact, Project
from deals.network.analysis import analyse
from deals.network.findings import ApprovalPlace, NetworkFindings
from deals.network.introductions import find_introductions
from deals.network.relationship import cr_text
from deals.playbook import Playbook
from deals.visit_facts import list_commitments
from reports.drawings.drawing_texts import list_chain_lines, list_net_lines, list_tree_lines
from reports.drawings.influence_chart import plot_chain
from reports.drawings.org_chart import plot_organisation
from reports.drawings.people_net import plot_net
from reports.drawings.person_card import stance_text_of
from reports.parts.promise_parts import make_promise_table
from reports.parts.report_part import (
    ReportPart,
    asked_project,
    head_of,
    join_words,
    list_drawn,
    name_value,
    stack_texts,
)
from reports.report import (
    Block,
    ReportCell,
    ReportColumn,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportRow,
    ReportTable,
    ReportTone,
)
from reports.report_cells import text_cell, titled_columns
from reports.report_context import ReportContext
from reports.report_texts import write_day_cell
from views.network.influence_badges import number_influences
from views.network.node_labels import LETTERS, cr_tone, starred_name
from views.network.tables import FindingLine, list_findings
from views.plan_fields import member_text
from views.touches import evidence_text
from wording import _, add_note, pgettext
from wording.findings import holds_text, mend_text, names_of, outside_mark, way_text
from wording.names import level_name, line_name, plan_field_name, role_name

_STANCE_TONES: dict[str, ReportTone] = {"supports": "good", "competitor": "red", "opposes": "red"}


def make_people_part(context: ReportContext) -> ReportPart:
    """Make the list of the customer's people and the tree that they report in."""
    project = asked_project(context)
    missing = _("Nobody of the customer is named: in the app 1 opens the people, a adds them.")
    if not project.contacts:
        return ReportPart(_("The customer's people"), (), missing)
    blocks: list[Block] = [
        list_contacts(project),
        *list_drawn(
            _("Who reports to whom"), plot_organisation(project), tuple(list_tree_lines(project))
        ),
        ReportParagraph(
            _(
                "* decides; T, B: technical and commercial approval, with the order; + supports "
                "us, = neutral, x supports a competitor, - opposes us, ? not known"
            ),
            "dim",
        ),
    ]
    if promises := list_commitments(project, context.today, project.touches):
        names, title = names_of(project), _("Open promises")
        blocks.append(make_promise_table(promises, names, context.today, title=title))
    return ReportPart(_("The customer's people"), tuple(blocks))


def list_contacts(project: Project, *, phones: bool = False) -> ReportTable:
    """Return a table of the customer's people with all that is known of each."""
    titles = (
        (pgettext("person", "Name"), 4),
        (pgettext("person", "Level and role"), 3),
        (_("Relationship"), 2),
        (_("What shows it"), 3),
        (_("Needs and views"), 4),
        (_("Our contact"), 2),
    )
    columns = titled_columns(*titles)
    rows = tuple(_contact_row(contact, project, phones=phones) for contact in project.contacts)
    return ReportTable(columns, rows)


def _contact_row(contact: Contact, project: Project, *, phones: bool) -> ReportRow:
    boss = names_of(project).get(contact.reports_to or "")
    ways = (contact.phone, contact.email) if phones else ()
    place = stack_texts(
        join_words((contact.title, contact.department)),
        outside_mark() if contact.outside else None,
        _("reports to {name}").format(name=boss) if boss else None,
        *ways,
    )
    strong: ReportTone = "strong" if contact.role == "decides" else ""
    touch = last_touch(project, contact.id)
    met = _("last seen {day}").format(day=write_day_cell(touch.on)) if touch else None
    return (
        text_cell(stack_texts(starred_name(contact), place), strong),
        text_cell(stack_texts(*_list_roles(contact))),
        _relation_cell(contact),
        text_cell(stack_texts(evidence_text(contact, project), write_day_cell(contact.cr_on))),
        text_cell(stack_texts(*_list_views(contact))),
        text_cell(stack_texts(join_words(contact.covered_by), met)),
    )


def _list_roles(contact: Contact) -> Iterator[str]:
    if contact.level:
        yield level_name(contact.level)
    if contact.role:
        yield role_name(contact.role)
    for line in LINES:
        if line in contact.lines:
            yield f"{line_name(line)} {LETTERS[line]}{contact.step(line) or ''}"


def _relation_cell(contact: Contact) -> ReportCell:
    against = _STANCE_TONES.get(contact.stance, "")
    tone = cr_tone(contact.cr)
    near: ReportTone = "amber" if tone in ("red", "amber") else ""
    return text_cell(stack_texts(cr_text(contact.cr), stance_text_of(contact)), against or near)


def _list_views(contact: Contact) -> Iterator[str]:
    yield name_value(_("work"), contact.work_needs)
    yield name_value(pgettext("needs", "personal"), contact.personal_needs)
    yield name_value(_("on price"), contact.price_view)
    yield name_value(_("on competition"), contact.rival_view)
    yield name_value(pgettext("person", "note"), contact.note)
    if action := contact.follow_up:
        day = write_day_cell(action.on)
        text = add_note(action.text, day) if day else action.text
        yield name_value(_("follow-up"), text)


def make_net_part(context: ReportContext) -> ReportPart:
    """Make the net: how far it holds, its picture, who sways whom, what was found, ways to mend."""
    project = asked_project(context)
    if not project.contacts:
        return ReportPart(_("The net over the customer"))
    found = analyse(project, context.playbook)
    blocks: list[Block] = [
        *list_drawn(
            _("Levels and functions, with both approval lines"),
            plot_net(project, found),
            tuple(list_net_lines(project, found)),
        ),
        ReportParagraph(holds_text(found), "strong"),
    ]
    if swaying := tuple(_list_influences(project)):
        blocks += [ReportHeading(_("Who sways whom"), 2), ReportList(swaying)]
    blocks += [
        _findings_table(project, found, context.playbook),
        *_list_ways(project, found, context),
    ]
    return ReportPart(_("The net over the customer"), tuple(blocks))


def _list_influences(project: Project) -> Iterator[str]:
    names = names_of(project)
    for each in number_influences(project.influences, {id_: id_ for id_ in names}):
        template = (
            _("{number}: {source} sways {target} in our favour, strength {strength} of 3")
            if each.favour
            else _("{number}: {source} sways {target} against us, strength {strength} of 3")
        )
        yield template.format(
            number=each.sign,
            source=names[each.source],
            target=names[each.target],
            strength=each.strength,
        )


def _findings_table(project: Project, found: NetworkFindings, playbook: Playbook) -> ReportTable:
    tones: dict[str, ReportTone] = {"!": "red", "~": "amber"}
    rows = tuple(
        (
            text_cell(each.sign.strip(), tones.get(each.sign, "")),
            *map(text_cell, (each.text, each.ask)),
        )
        for each in list_advised_findings(project, found, playbook)
    )
    columns = (
        ReportColumn(""),
        ReportColumn(_("What the net shows"), share=14),
        ReportColumn(_("What to do"), share=12),
    )
    return ReportTable(columns, rows)


def list_advised_findings(
    project: Project, found: NetworkFindings, playbook: Playbook
) -> Iterator[FindingLine]:
    """Yield every finding; of a hole it says what the page before a visit advises."""
    open_places = (*found.holes, *found.tops)
    for each in list_findings(project, found):
        if each.ask and each.place is not None and each.place in open_places:
            ask = advise_hole(project, found, playbook, each.place)
            yield replace(each, ask=ask)
        else:
            yield each


def advise_hole(
    project: Project, found: NetworkFindings, playbook: Playbook, place: ApprovalPlace
) -> str:
    """Say who could bring us to a place that does not hold, or what else to do about it."""
    ways = find_introductions(project, found, playbook, place)
    return mend_text(place, ways, names_of(project), project.stage, playbook)


def _list_ways(project: Project, found: NetworkFindings, context: ReportContext) -> Iterator[Block]:
    """Yield for each hole the shortest chain of introductions, if there is one."""
    routes = [find_introductions(project, found, context.playbook, hole) for hole in found.holes]
    ways = dict.fromkeys(way_text(route[0], project, "→") for route in routes if route)
    if ways:
        yield ReportHeading(_("Shortest ways to mend it"), 2)
        yield ReportList(tuple(ways))


def make_chain_part(context: ReportContext) -> ReportPart:
    """Make the decision chain: pull against closeness, the widest gap first."""
    project = asked_project(context)
    if not project.contacts:
        return ReportPart(_("The decision chain"))
    found = analyse(project, context.playbook)
    drawings = plot_chain(project, found)
    texts = tuple(list_chain_lines(project, found))
    drawn = tuple(list_drawn(_("Pull on the decision"), drawings, texts))
    return ReportPart(_("The decision chain"), drawn)


def make_team_part(context: ReportContext) -> ReportPart:
    """Make the list of our own people on the project."""
    project = asked_project(context)
    missing = _("Our team is not named: in the app 5 opens the plan, t the team form, a adds.")
    fields = ("name", "part", "level", "duties")
    rows = tuple(
        tuple(text_cell(member_text(member, field) or "") for field in fields)
        for member in project.team
    )
    names = (pgettext("person", "Name"), *(plan_field_name(field) for field in fields[1:]))
    shares = (2, 2, 2, 5)
    columns = tuple(
        ReportColumn(head_of(name), share=share) for name, share in zip(names, shares, strict=True)
    )
    blocks = (ReportTable(columns, rows),) if rows else ()
    return ReportPart(_("Our team"), blocks, missing)
