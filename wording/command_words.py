"""What people call things who do not know our words for them, in both languages.

Help and palette find a command by these words too, whichever language is spoken. Words of more than
one part are joined by `_`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMAND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "leave": "quit exit close bye end_session 退出 关闭 离开 结束程序",
        "back": "close return previous leave_screen 返回 后退 关闭 上一页",
        "escape": "cancel close 取消 返回",
        "saved": "save write store 保存 存盘 写入 储存",
        "help": "keys shortcuts manual docs documentation tutorial 帮助 快捷键 说明书 文档 手册",
        "palette": "commands menu actions run 命令 菜单 命令面板",
        "method": "selling_method gates stages definitions 方法 方法论 验收条件 定义",
        "undo": "undelete undo_delete revert take_back mistake oops 撤销 撤消 反悔 恢复上一步",
        "redo": "again repeat 重做 再来",
        "find": "search look_for lookup 搜索 查找 检索",
        "filter": "search find look_for query 搜索 查找 筛选 过滤 检索",
        "find-lessons": "search experience 搜索 经验 教训",
        "sort": "order arrange rank 排序 次序",
        "views": "saved_filters 视图 看板",
        "save-view": "save_filter 保存视图 保存筛选",
        "columns": "fields show_column hide_column 列 字段 显示列",
        "add": "new create insert deal opportunity project lead 新建 新增 添加 商机 单子 项目",
        "open": "show enter deal opportunity details 打开 进入 商机 单子 详情",
        "edit": "change modify update rename 修改 编辑 更改 改名 重命名",
        "delete": "remove erase trash delete_deal delete_opportunity 删除 删掉 移除 去掉",
        "drop-line": "remove delete 删除",
        "market-delete": "remove erase 删除 移除",
        "remove-own": "delete_column remove_column 删除列",
        "drop": "cancel remove 取消 去掉",
        "end": "won lost close_deal mark_won mark_lost set_status win lose abandon archive "
        "赢单 丢单 关闭 结束 归档 作废 中标 丢标 输了 签了",
        "merge": "join duplicate dedupe combine 合并 重复 去重 撞单",
        "settle": "duplicate gone twin 撞单 重复 表中已无",
        "next": "next_step todo task meeting appointment reminder action follow_up due deadline "
        "下一步 待办 行动 截止 期限",
        "follow-up": "next_step todo task 下一步 待办",
        "tender": "deadline bid due_date submission 截标 投标 开标 截止 期限",
        "signs": "change_close_date deadline signing expected contract_date "
        "签约 签单 预计 截止 期限",
        "amount": "value price money sum revenue 金额 价格 合同额 报价",
        "stage-up": "advance promote progress stage 推进 升级 状态 阶段 改状态 改阶段",
        "stage-down": "demote stage 退回 降级 状态 阶段 改状态 改阶段",
        "owner": "rep salesperson assign responsible 负责人 销售 指派 移交 转给同事",
        "contacts": "people persons stakeholders add_contact new_contact 联系人 客户 人",
        "customer": "account company client rename_customer 客户 公司 客户改名",
        "tags": "labels 标签",
        "touch": "activity call email visit meeting log_call note memo "
        "拜访 会议 电话 微信 吃饭 沟通 记录 纪要",
        "notes": "add_note note memo comment remark diary 备注 笔记 记事 便签 备忘 备忘录",
        "project-notes": "note memo comment 备注 笔记",
        "log": "history journal changes activities 日志 历史 记录 谁改的",
        "brief": "visit prepare meeting one-pager 拜访 准备 会前",
        "paper": "report print pdf weekly_report summary "
        "报告 报表 汇报 周报 月报 季报 例会 周例会 打印 邮件",
        "export": "excel xlsx csv download save_as print spreadsheet 导出 表格 下载 另存 打印",
        "import": "excel xlsx csv load upload open_file spreadsheet 导入 表格 读入 打开文件 上传",
        "import-contacts": "vcard cards address_book 导入 名片 通讯录",
        "calendar": "ics outlook deadline appointments 日历 日程 期限",
        "copy": "clipboard 复制 剪贴板",
        "copy-file": "save_text clipboard_file 存为文件 复制到文件",
        "week": "agenda due deadline today calendar todo tasks 周计划 待办 截止 期限 今天 日程",
        "follow-ups": "due call_list overdue contacts 跟进 待跟进 逾期 到期",
        "team-room": "line organisation organization hierarchy reports managers branches roll_up "
        "团队 汇报线 下属 组织 部门 分支",
        "branch-projects": "pipeline list deals 项目 清单",
        "hand-over": "handover transfer reassign give_away territory 移交 交接 转交 离职 换人",
        "fetch": "refresh reload update sync 刷新 重新获取",
        "go-down": "deeper open reports 下一级 下属",
        "go-up": "up parent superior 上一级 上级",
        "numbers": "forecast statistics figures dashboard targets quota 预测 统计 数字 任务额 业绩",
        "key-projects": "big_deals priority focus 重点 重点商机",
        "key-project": "star favourite favorite priority 重点 收藏 星标",
        "triage": "problems red flags attention review_deals 排查 问题 红灯 提醒 风险",
        "snooze": "mute silence later_on 暂停 静音 稍后",
        "theme": "colors colours dark light contrast appearance 配色 颜色 主题 深色 浅色 外观",
        "hints": "tips advice 提示 新手提示",
        "redraw": "refresh repaint 刷新 重画",
        "mark": "select tick check 选中 勾选 标记",
        "mark-all": "select_all 全选",
        "jump": "goto go_to 跳到",
        "sync": "synchronize synchronise refresh pull push team_server 同步 立即同步 刷新 团队",
        "server": "team database postgresql connection off-line online "
        "服务器 数据库 连接 离线 团队",
        "unsettled": "conflicts rejected refused overtaken lost_changes "
        "冲突 被拒 拒绝 覆盖 未生效 退回",
        "put-back": "mine overwrite restore 恢复 覆盖 我的",
        "resend": "retry again 重发 重试",
        "dismiss": "hide ignore done 忽略 关闭",
        "unsaved": "draft recover lost_line 草稿 未保存 找回",
        "relation": "cr stance relationship 关系 立场",
        "stance": "for against supporter opponent 支持 反对 立场",
        "cr-up": "relationship_better closer 关系上升",
        "cr-down": "relationship_worse 关系下降",
        "influence": "sways power 影响 影响力",
        "reports": "boss superior manager 上级 领导 汇报关系",
        "cover": "our_contact who_meets 对接人",
        "role": "decider buyer coach 角色 决策人 教练 内线",
        "template": "pattern 模板 套用",
        "checkpoint": "milestone due deadline 监控点 里程碑 期限",
        "dates": "schedule duration deadline due 起止 工期 截止 期限",
        "done": "complete finished tick 完成 已完成",
        "finish": "complete done tick 完成 已完成",
        "day": "reschedule deadline due 改期 截止 期限",
        "room-people": "contacts net stakeholders org_chart "
        "客户 联系人 渔网 破洞 组织 组织架构 组织结构",
        "room-strategy": "questions checklist 检核题 策略",
        "room-market": "competitors swot 竞争对手 竞品 友商 市场",
        "room-fishbone": "causes risks 要因 风险 鱼骨",
        "room-plan": "tasks goals gantt 计划 目标 甘特",
        "room-review": "lessons result retrospective 总结 复盘 经验",
        "backup": "save copy safety 备份 保存 副本",
        "restore": "recover go_back rollback 恢复 还原 找回 备份",
        "settings": "preferences options config configuration customize 设置 选项 偏好 配置",
        "doctor": "diagnose bug problem terminal versions 诊断 检查 故障 报错 版本",
        "check": "verify integrity damaged 校验 检查 损坏",
        "tour": "tutorial walkthrough introduction learn 教程 导览 入门 学习",
        "welcome": "first_start begin setup 欢迎 开始 初始设置",
        "remove-samples": "delete_demo clear_sample 清除示例 删除示例",
        "setting:lang": "language english chinese locale 语言 中文 英文 切换语言",
        "setting:theme": "colors colours dark light 配色 颜色 主题",
        "setting:glyphs": "ascii box characters symbols 字符 符号 画线",
        "setting:dates": "day_order date_format 日期 日期格式",
        "setting:me": "my_name user author 我 名字 姓名",
        "setting:currency": "money 币种 货币",
        "setting:keys": "rebind shortcuts 改键 快捷键",
        "setting:store": "file location data 数据文件 存放",
        "setting:country": "holidays days_off 节假日 休息日",
        "setting:year-start": "fiscal_year 财年",
    }
)
"""The other words for each command, by its id; of a setting behind `setting:`."""
KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "setting": "setting settings preferences options config 设置 选项 偏好",
        "view": "view views 视图",
        "paper": "paper report print papers 报告 报表 打印",
        "screen": "screen go open 页面 打开",
    }
)
"""The words by which all entries of a kind are found."""


def words_for(id: str, kind: str = "") -> tuple[str, ...]:
    """Return the other words for a command or setting, and those for all of its kind."""
    words = f"{COMMAND_WORDS.get(id, '')} {KIND_WORDS.get(kind, '')}".split()
    return tuple(word.replace("_", " ") for word in words)
