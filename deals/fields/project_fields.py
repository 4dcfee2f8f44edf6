"""The fields of a project that are one value each, in the order in which an editor walks them."""

from __future__ import annotations

from datetime import date

from deals.errors import UserError
from deals.fields.contact_fields import NAME_HEADERS
from deals.fields.spec import ColumnSpec, FieldSpec, RecordFields, read_line
from deals.model import Amount, Contact, NextAction, Project, SigningPeriod, Status
from deals.parsing.amounts import parse_amount, written_amount
from deals.parsing.contact_line import contacts_text, parse_contacts
from deals.parsing.days import dates_in_years, parse_day, says_day_of_year, says_open_end
from deals.parsing.next_actions import next_text, parse_next
from deals.parsing.reading_context import ReadingContext, check_level
from deals.parsing.status_words import STATUS_WORDS, find_key_word, status_key
from deals.parsing.text import LatePattern, fold_text, is_nothing, read_required
from deals.parsing.time_words import plain_time
from deals.parsing.windows import is_unknown, parse_window, written_window
from deals.playbook import Playbook
from deals.playbook.stage_names import NamedState

_BETWEEN_TAGS = LatePattern(r"[,，、;；\n]")
_REASONED: frozenset[Status] = frozenset({"lost", "abandoned", "on_hold"})


def read_name(text: str, _reading: ReadingContext | None = None) -> str:
    """Read a project's name; refusal `name-missing`."""
    return read_required(text, "name-missing")


def read_state(text: str, reading: ReadingContext) -> NamedState:
    """Read what is typed for a stage: one, by its figure too, or a status (`Closed Won`).

    Refusal `stage-unknown`.
    """
    state = reading.playbook.find_state(text)
    if state is None:
        raise unknown_stage(text, reading)
    return state


def _put_state(project: Project, state: NamedState) -> Project:
    if state.stage is None:
        return project.model_copy(update={"status": state.status})
    return project.model_copy(update={"stage": state.stage})


def unknown_stage(text: str, reading: ReadingContext) -> UserError:
    """Return the refusal `stage-unknown` of a text that names no stage."""
    stages = reading.playbook.name_stages("stages")
    return UserError("stage-unknown", stage=text.strip(), **stages)


def read_status(text: str, reading: ReadingContext) -> Status:
    """Read a project's status, its id or what it is called; refusal `status-unknown`."""
    return find_status(text, reading.playbook)


def find_status(text: str, playbook: Playbook) -> Status:
    """Find the status that a text names; refusal `status-unknown`."""
    wanted = status_key(text)
    if wanted in STATUS_WORDS:
        return STATUS_WORDS[wanted]
    state = playbook.find_state(text, numbers=False)
    if state is None or state.status is None:
        statuses = " ".join(dict.fromkeys(STATUS_WORDS.values()))
        raise UserError("status-unknown", text=text.strip(), statuses=statuses)
    return state.status


def read_reason(text: str, status: Status) -> str:
    """Read the reason for a project's new status where the user is asked for it.

    To lose it, abandon it or put it on hold takes a reason (method, section 2); Refusal
    `reason-missing` (status). `end` and the field `status` take none as well: tables and scripts
    may not know it.
    """
    if not text.strip() and status in _REASONED:
        raise UserError("reason-missing", status=status)
    return text.strip()


def _read_amount(text: str, reading: ReadingContext) -> Amount | None:
    if is_nothing(text) or is_unknown(text):
        return None
    usual = "" if any("\u4e00" <= char <= "\u9fff" for char in text) else reading.usual
    return parse_amount(text, currency=usual or reading.currency, bare=reading.bare_amounts)


def _read_signs(text: str, reading: ReadingContext) -> SigningPeriod | None:
    if is_nothing(text) or is_unknown(text):
        return None
    return parse_window(text, reading.calendar)


def _signs_text(window: SigningPeriod | None) -> str:
    return written_window(window) if window else ""


def _read_day(text: str, reading: ReadingContext) -> date | None:
    return None if is_nothing(text) else parse_day(text, reading.stamp.today, reading.dates)


JUST_PASSED = 45
"""For so many days a tender day without its year may as well be that of this year."""


def _read_tender(text: str, reading: ReadingContext) -> date | None:
    """Read a tender day; one without a year that has just passed is asked about.

    Refusals `tender-passed` (text, days, passed, coming) and `tender-open` (text, first) for what
    has no end, such as 年后: when that is over nobody said.
    """
    day, today = _read_day(text, reading), reading.stamp.today
    if day is not None and says_open_end(text, reading.calendar):
        raise UserError("tender-open", text=text.strip(), first=f"{day}")
    if day is None or day <= today or not says_day_of_year(text):
        return day
    passed = next(dates_in_years(plain_time(text), [day.year - 1], reading.dates), None)
    days = (today - passed).days if passed else 0
    if not 0 < days <= JUST_PASSED:
        return day
    shown = {"passed": f"{passed}", "coming": f"{day}"}
    raise UserError("tender-passed", text=text.strip(), days=days, **shown)


def _read_key(text: str, _reading: ReadingContext) -> bool:
    if (key := find_key_word(text)) is None:
        raise UserError("yes-no-unreadable", text=text.strip())
    return key


def _read_strategy(text: str, _reading: ReadingContext) -> str:
    return "" if is_nothing(text) else " ".join(text.split())


def read_tags(text: str, _reading: ReadingContext | None = None) -> tuple[str, ...]:
    """Read tags, which part at commas, semicolons and line breaks; each counts once, in any case.

    A `#` in front of one is left out, and so is a word that says nothing (`-`): alone it would be
    none.
    """
    found: dict[str, str] = {}
    for word in _BETWEEN_TAGS.split(text):
        tag = " ".join(word.split()).lstrip("#＃")
        if tag and not is_nothing(tag):
            found.setdefault(fold_text(tag), tag)
    return tuple(found.values())


def read_notes(text: str, _reading: ReadingContext | None = None) -> str:
    """Read notes of several lines as they stand, but for blanks around them."""
    return "" if is_nothing(text) else "\n".join(text.strip().splitlines())


def _put_notes(project: Project, notes: str) -> Project:
    return project.model_copy(update={"remarks": notes})


def _read_contacts(text: str, reading: ReadingContext) -> tuple[Contact, ...]:
    people = parse_contacts(text, reading.contacts, new_id=reading.new_id)
    for contact in people:
        check_level(contact.level, reading.playbook)
    return people


def _put_next(project: Project, action: NextAction | None) -> Project:
    """Put the action; a day alone moves the one that stands there."""
    if action and not action.text and project.next_action:
        action = project.next_action.model_copy(update={"on": action.on})
    return project.model_copy(update={"next_action": action})


def _put_next_on(project: Project, day: date | None) -> Project:
    before = project.next_action or NextAction(text="")
    if day == before.on:
        return project
    action = before.model_copy(update={"on": day}) if before.text or day else None
    return project.model_copy(update={"next_action": action})


def _next_on_text(project: Project) -> str | None:
    return f"{project.next_action.on}" if project.next_action and project.next_action.on else None


PROJECT = RecordFields(
    Project,
    FieldSpec(
        "name",
        read_name,
        tracked=True,
        column=ColumnSpec(
            *("Project", "项目名称"),
            sure="""
                项目名称 项目名 项目 商机名称 商机
                project project_name deal deal_name opportunity opportunity_name
                opp opp_name oppty oppty_name
            """,
            weak="名称 name",
            place=1,
            width=28,
        ),
    ),
    FieldSpec(
        "customer",
        read_line,
        tracked=True,
        column=ColumnSpec(
            *("Customer", "客户公司"),
            sure="""
                客户公司 客户单位 客户名称 客户公司名称 公司名称 单位名称 最终用户
                customer customer_name customer_company client client_name account account_name
                company company_name client_company end_customer end_client buying_company
                potential_customer acct acct_name
            """,
            weak="prospect 客户 公司 organisation organization organisation_name organization_name",
            place=2,
            width=20,
        ),
    ),
    FieldSpec(
        "owner",
        read_line,
        tracked=True,
        column=ColumnSpec(
            *("Owner", "项目负责人"),
            sure="""
                项目负责人 负责人 责任人 销售负责人 销售 销售人员 销售代表 业务员 销售经理 客户经理
                owner project_owner deal_owner account_owner opportunity_owner rep sales_rep
                salesperson sales_manager sales_executive account_manager
                key_account_manager responsible person_in_charge sales_representative
            """,
            weak="所有人 跟进人 assigned_to sales_owner account_executive seller kam",
            place=3,
            width=12,
        ),
    ),
    FieldSpec(
        "stage",
        read_state,
        put=_put_state,
        tracked=True,
        column=ColumnSpec(
            *("Stage", "项目状态"),
            former="State",
            sure="""
                项目状态 项目阶段 阶段 销售阶段 当前阶段
                state project_state stage project_stage sales_stage deal_stage phase
                pipeline_stage opportunity_stage sales_phase project_phase deal_phase pipeline_phase
                商机阶段
            """,
            weak="状态 status",
            place=4,
            width=10,
        ),
    ),
    FieldSpec(
        "status",
        read_status,
        tracked=True,
        words=STATUS_WORDS,
        column=ColumnSpec(
            *("Status", "项目结果"),
            former="Outcome",
            sure="结局 项目结局 项目结果 outcome project_outcome",
            place=10,
            width=12,
        ),
    ),
    FieldSpec("end_reason", typed=False),
    FieldSpec(
        "amount",
        _read_amount,
        lambda project, _: written_amount(project.amount) if project.amount else "",
        tracked=True,
        column=ColumnSpec(
            *("Amount", "预签金额"),
            sure="""
                预签金额 预计金额 预计签约金额 预签合同额 预签额 项目金额 合同金额
                amount expected_amount project_amount deal_amount deal_value deal_size
                expected_value contract_amount opportunity_amount estimated_value est_value
                contract_value project_value opportunity_value order_value expected_contract_value
                total_contract_value tcv order_volume deal_volume est_amount estimated_amount
                exp_sales_volume expected_sales_volume
            """,
            weak="金额 总金额 合同额 value est_revenue estimated_revenue",
            place=5,
            width=14,
        ),
    ),
    FieldSpec(
        "signs",
        _read_signs,
        lambda project, _: _signs_text(project.signs),
        tracked=True,
        column=ColumnSpec(
            *("Close date", "预签时间"),
            former="Signing",
            sure="""
                预签时间 预签日期 预计签约时间 预计签约日期 预计签单时间 预计签单日期
                签约时间 签约日期 签单时间 签单日期 预计成交时间 预计成交日期
                signing signs signing_date signing_time expected_signing expected_signing_date
                expected_signing_time close_date closing_date expected_close expected_close_date
                estimated_close_date est_close_date forecast_close_date expected_closing_date
                exp_signing exp_signing_date est_signing planned_signing planned_signing_date
                planned_signature signature_date expected_signature expected_signature_date
                contract_signing contract_signature expected_contract_date
                exp_close exp_close_date est_close est_closing planned_close planned_close_date
                target_close target_close_date target_signing target_signing_date
                anticipated_close anticipated_close_date projected_close projected_close_date
                sign_date close_month close_quarter closing expected_closing
                expected_po_date expected_order_date exp_order_date
            """,
            place=6,
            width=14,
        ),
    ),
    FieldSpec(
        "contacts",
        _read_contacts,
        lambda project, _: contacts_text(project.contacts),
        column=ColumnSpec(
            *("Contacts", "客户名单"),
            sure=NAME_HEADERS,
            weak="名单 decision_makers key_people stakeholders key_stakeholders",
            place=7,
            width=18,
        ),
    ),
    FieldSpec(
        "next",
        lambda text, reading: parse_next(text, reading.stamp.today, reading.dates),
        lambda project, _: next_text(project.next_action),
        _put_next,
        lambda project: next_text(project.next_action) or None,
        holds=("next_action",),
        tracked=True,
        column=ColumnSpec(
            *("Next step", "下一步"),
            former="Next action",
            sure="""
                下一步 下一步行动 下一步计划 下一步工作 下步行动 下步工作 下步计划
                next next_action next_step next_steps
            """,
            place=11,
            width=28,
        ),
    ),
    FieldSpec(
        "next_on",
        _read_day,
        lambda project, _: _next_on_text(project) or "",
        _put_next_on,
        _next_on_text,
        holds=("next_action",),
        column=ColumnSpec(
            *("Next step on", "下一步日期"),
            former="Next on",
            sure="""
                下一步日期 下一步时间 下一步行动日期 下次日期 行动日期 行动时间
                next_on next_date next_action's_day next_action_date next_action_on next_step_date
                next_step_on next_step's_date
            """,
            place=12,
            width=14,
        ),
    ),
    FieldSpec(
        "product",
        lambda text, _: text.strip() or None,
        tracked=True,
        column=ColumnSpec(
            *("Product", "产品类型"),
            sure="产品类型 产品 产品类别 产品名称 product product_type products",
            place=9,
            width=14,
        ),
    ),
    FieldSpec(
        "tender",
        _read_tender,
        lambda project, _: f"{project.tender}" if project.tender else "",
        tracked=True,
        column=ColumnSpec(
            *("Tender", "截标日"),
            sure="""
                截标日 截标日期 截标时间 截标 投标截止 投标截止日 投标截止日期 投标截止时间
                投标日期 投标时间 开标日 开标日期 开标时间 递交截止时间
                tender tender_date tender_day tender_deadline tender_due tender_due_date
                tender_closes bid_date bid_due bid_due_date bid_deadline bid_closing_date
                submission_deadline rfp_due rfp_due_date proposal_due_date
            """,
            place=13,
            width=14,
        ),
    ),
    FieldSpec(
        "key",
        _read_key,
        lambda project, _: "yes" if project.key else "",
        tracked=True,
        column=ColumnSpec(
            *("Key project", "重点项目"),
            sure="""
                重点项目 是否重点 是否重点项目 是否为重点项目 重点
                key_project key_deal key_opportunity is_key strategic_deal
            """,
            weak="key",
            place=14,
            width=10,
        ),
    ),
    FieldSpec(
        "key_strategy",
        _read_strategy,
        lambda project, _: project.key_strategy,
        tracked=True,
        column=ColumnSpec(
            *("Key strategy", "重点项目策略"),
            sure="重点项目策略 重点策略 重点项目打法 key_strategy key_project_strategy",
            place=15,
            width=28,
        ),
    ),
    FieldSpec(
        "tags",
        read_tags,
        lambda project, _: ", ".join(project.tags),
        tracked=True,
        column=ColumnSpec(
            *("Tags", "标签"),
            sure="""
                标签 项目标签 商机标签
                tags tag labels label deal_tags deal_label opportunity_tags
            """,
            place=16,
            width=18,
        ),
    ),
    FieldSpec(
        "notes",
        read_notes,
        lambda project, _: project.remarks,
        _put_notes,
        lambda project: project.remarks or None,
        holds=("remarks",),
        several_lines=True,
        tracked=True,
        column=ColumnSpec(
            *("Notes", "备注"),
            sure="""
                备注 项目备注 备注说明 备注信息 其他备注 商机备注
                notes remarks comments project_notes deal_notes
            """,
            weak="说明 项目描述 商机描述 描述 note remark comment description",
            place=17,
            width=40,
        ),
    ),
    FieldSpec("head", typed=False),
    FieldSpec("created_at", typed=False),
)
"""The fields of a project; its lists of records are in `LISTED` (`deals/model/records.py`)."""
