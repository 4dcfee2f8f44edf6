"""The four elements of a project as the form that a case report begins with (method, section 1)."""

from __future__ import annotations

from collections.abc import Iterator

from deals.model import Project
from deals.network.relationship import cr_text, levels_held
from reports.parts.report_part import ReportPart, asked_project, join_words, name_value
from reports.report import ReportRow, ReportTable, ReportTone
from reports.report_cells import form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from reports.report_texts import write_amount, write_day_cell, write_window
from views.days_left import overdue_text
from wording import _, add_note, language, ngettext, pgettext
from wording.findings import rule_name
from wording.names import field_name, level_name, status_name

SHARES = (2, 4, 2, 4)


def make_element_part(context: ReportContext) -> ReportPart:
    """Make the form of name, state, amount and signing time, with what stands around them."""
    project = asked_project(context)
    rows = (*_list_elements(project, context), *_list_surroundings(project, context))
    table = ReportTable(form_columns(4, SHARES), rows, form=True)
    return ReportPart(_("The project and its four elements"), (table,))


def _list_elements(project: Project, context: ReportContext) -> Iterator[ReportRow]:
    yield wide_row(field_name("name"), project.name)
    yield pair_row((field_name("customer"), project.customer), (field_name("owner"), project.owner))
    state = stage_words(project, context)
    yield pair_row((field_name("stage"), state), (field_name("product"), project.product or ""))
    amount = write_amount(project.amount) or _("not known yet")
    signs = write_window(project.signs) or _("not known yet")
    left = days_left_words(project, context)
    yield pair_row(
        (field_name("amount"), amount),
        (field_name("signs"), add_note(signs, left) if left else signs),
    )
    yield wide_row(_("Customer standing"), standing_words(project))


def _list_surroundings(project: Project, context: ReportContext) -> Iterator[ReportRow]:
    if project.status != "open":
        result = status_name(project.status)
        yield wide_row(field_name("status"), name_value(result, project.end_reason) or result)
    if tender := tender_words(project, context):
        yield wide_row(field_name("tender"), tender)
    if project.next_action or project.status == "open":
        late = is_next_late(project, context)
        yield wide_row(field_name("next"), next_words(project), "amber" if late else "")
    if project.key or project.key_strategy:
        yield wide_row(field_name("key_strategy"), project.key_strategy or _("none"))
    if names := flag_names(project, context):
        yield wide_row(_("Needs attention"), names)
    yield from _list_own_facts(project)


def _list_own_facts(project: Project) -> Iterator[ReportRow]:
    if project.tags:
        yield wide_row(field_name("tags"), join_words(f"#{tag}" for tag in project.tags))
    for own in project.own:
        yield wide_row(own.name, own.value)
    if project.remarks:
        yield wide_row(field_name("notes"), project.remarks)


def next_words(project: Project) -> str:
    """Return the next step with its day, or that there is none."""
    action = project.next_action
    if action is None:
        return _("none")
    return add_note(action.text, write_day_cell(action.on)) if action.on else action.text


def is_next_late(project: Project, context: ReportContext) -> bool:
    """Whether there is no next step, or its day is past."""
    action = project.next_action
    return action is None or (action.on is not None and action.on < context.today)


def wide_row(name: str, text: str, tone: ReportTone = "") -> ReportRow:
    """Return a row of a form of four columns: a name, and its text over the other three."""
    return label_cell(name), text_cell(text, tone, columns=3)


def pair_row(*pairs: tuple[str, str]) -> ReportRow:
    """Return a row of a form: names, each with its text behind it."""
    return tuple(cell for name, text in pairs for cell in (label_cell(name), text_cell(text)))


def stage_words(project: Project, context: ReportContext) -> str:
    """Return the stage with its name; one that the playbook does not know by its id alone."""
    playbook = context.playbook
    if project.stage not in playbook.order:
        return project.stage
    return f"{project.stage} {playbook.stage(project.stage).name.of(language())}"


def tender_words(project: Project, context: ReportContext) -> str:
    """Return the tender day, and how long it is past where the stage says we are not ready."""
    if project.tender is None:
        return ""
    bid = context.playbook.thresholds.tender.stage
    late = (context.today - project.tender).days
    text = write_day_cell(project.tender)
    if late <= 0 or project.status != "open" or context.playbook.reached(project.stage, bid):
        return text
    return add_note(text, overdue_text(late))


def standing_words(project: Project) -> str:
    """Return the closest relationship at each level of the customer."""
    held = levels_held(project).items()
    texts = (f"{level_name(level)} {cr_text(best) if best else '–'}" for level, best in held)
    return join_words(texts)


def days_left_words(project: Project, context: ReportContext) -> str:
    """Return how many days are left until the last day of the window, or since when it is past."""
    left = context.assess(project).days_left
    if left is None or project.status != "open":
        return ""
    if left < 0:
        return overdue_text(-left)
    return ngettext("{count} day left", "{count} days left", left).format(count=left)


def flag_names(project: Project, context: ReportContext) -> str:
    """Return the flags of a project, the red ones first."""
    signs = {"red": pgettext("severity", "red"), "amber": pgettext("severity", "amber")}
    texts = []
    for severity, word in signs.items():
        names = [
            rule_name(flag, context.playbook)
            for flag in context.assess(project).flags
            if flag.severity == severity
        ]
        texts.append(name_value(word, join_words(dict.fromkeys(names))))
    return _("; ").join(filter(None, texts))
