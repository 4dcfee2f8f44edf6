"""What the columns of a pipeline table are called, in both languages."""

from __future__ import annotations

FIELDS = (
    *("name", "customer", "owner", "stage", "amount", "signs", "contacts", "cr"),
    *("title", "level", "department", "product", "status", "next", "next_on"),
)
"""The columns that a table may have, by the ids that `--map` takes."""

HEADERS = {
    "name": """
        项目名称 项目名 项目 商机名称 商机
        project project_name deal deal_name opportunity opportunity_name
    """,
    "customer": """
        客户公司 客户单位 客户名称 客户公司名称 公司名称 单位名称 最终用户
        customer customer_name customer_company client client_name account account_name company
        company_name
    """,
    "owner": """
        项目负责人 负责人 责任人 销售负责人 销售 销售人员 销售代表 业务员 销售经理 客户经理
        owner project_owner deal_owner account_owner opportunity_owner rep sales_rep salesperson
        account_manager responsible
    """,
    "stage": """
        项目状态 项目阶段 阶段 销售阶段 当前阶段
        state project_state stage project_stage sales_stage deal_stage phase
    """,
    "amount": """
        预签金额 预计金额 预计签约金额 预签合同额 预签额 项目金额 合同金额
        amount expected_amount project_amount deal_amount deal_value deal_size expected_value
        contract_amount
    """,
    "signs": """
        预签时间 预签日期 预计签约时间 预计签约日期 预计签单时间 预计签单日期 签约时间 签约日期
        签单时间 签单日期 预计成交时间 预计成交日期
        signing signs signing_date signing_time expected_signing expected_signing_date
        expected_signing_time close_date closing_date expected_close expected_close_date
    """,
    "contacts": """
        客户名单 客户联系人 联系人 联系人姓名 客户姓名 姓名 关键人
        contacts contact contact_name contact_names customer_contacts customer_contact key_contacts
        people person
    """,
    "cr": """
        客户关系程度 关系程度 客户关系 客户关系等级 客户关系级别 关系等级 关系级别 客户cr
        cr级别 cr等级 cr cr_level relationship relationship_level customer_relationship
    """,
    "title": """
        职务 职位 职称 头衔 岗位 客户职务
        title job_title position contact_title
    """,
    "level": """
        层级 层次 级别 客户层级 客户层次
        level contact_level
    """,
    "department": """
        部门 所在部门 科室 客户部门
        department dept contact_department
    """,
    "product": """
        产品类型 产品 产品类别 产品名称
        product product_type products
    """,
    "status": """
        结局 项目结局 项目结果
        outcome project_outcome
    """,
    "next": """
        下一步 下一步行动 下一步计划 下一步工作 下步行动 下步工作 下步计划
        next next_action next_step next_steps
    """,
    "next_on": """
        下一步日期 下一步时间 下一步行动日期 下次日期 行动日期 行动时间
        next_on next_date next_action_date next_action_on next_step_date
    """,
}
"""The headers that name a column for sure, parted by blanks; `_` stands for a blank in one."""

WEAK_HEADERS = {
    "name": "名称 name",
    "customer": "客户 公司",
    "stage": "状态 status",
    "amount": "金额 总金额 合同额 value",
    "contacts": "名单",
    "cr": "程度",
}
"""Headers that could mean something else; they count where nothing surer names the column."""
