"""Which screens are pictured, how large, and by which keys they are reached from the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LANGUAGES = {"en": "en", "zh_CN": "zh"}
"""The languages of the app, and what pages and pictures in them are called by."""
ME = {"en": "Ann", "zh_CN": "林岚"}
CURRENCY = {"en": "USD", "zh_CN": "CNY"}
TARGETS = {"2026-Q4": "5M", "2027-Q1": "6M", "2027": "20M"}
WIN_RATES = "".join(
    f"[stages.P{stage}]\nwin = {rate}\n" for stage, rate in enumerate((0.1, 0.2, 0.3, 0.5, 0.7), 1)
)
"""What a team sets, without which its numbers have no ranges and no gap."""
METRO = ("enter",)
"""The project at the top of the sample, which has everything filled in."""
TABLE_NAME = "pipeline.csv"
TABLE = {
    "en": """\
Pipeline of the ports team
Project,Customer,Owner,Stage,Amount,Close date,Contacts,CR,Next step,Region
Crane radio renewal,Northpoint Ports,Ann,P4,640k,2027-03-31,"Ruth Adler (COO), Tom Price","2, 3",\
trial report to Ruth,East
Terminal Wi-Fi,Northpoint Ports,Ann,P2,80-150k,2027-Q3,Tom Price,3,site walk with Tom,East
Control room screens,Selby Power,Ann,Verbal,1.2M,2027-06,Ira Boyle,2,,North
Substation ring,Selby Power,Ann,P1,300k,2027-13,Jane Holt,1,call Jane,North
Depot cameras,Harwick Transit,Ann,P3,520k,2027H1,,,ask for a survey date,West
Total,,,,2.8M,,,,,
""",
    "zh_CN": """\
港口行业项目统计一览表
项目名称,客户公司,项目负责人,项目状态,预签金额,预签时间,客户名单,客户关系程度,下一步,区域
岸桥无线改造,北港集团,林岚,P4,64万,2027-03-31,"罗总（总经理）、谭处长","2、3",把试点报告送罗总,华东
堆场无线覆盖,北港集团,林岚,P2,8-15万,2027-Q3,谭处长,3,陪谭处长看现场,华东
调度大屏,塞河电力,林岚,口头承诺,120万,2027-06,易主任,2,,华北
变电站环网,塞河电力,林岚,P1,30万,2027-13,霍工,1,给霍工打电话,华北
车辆段视频,恒运公交,林岚,P3,52万,2027H1,,,约现场勘查时间,华南
合计,,,,280万,,,,,
""",
}
"""A rep's own table, as the pages take it in, with a stage of the team's own and a 13th month."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen to be pictured: its keys, by Textual's names, and its size in cells."""

    name: str
    keys: Sequence[str] = ()
    size: tuple[int, int] = (100, 28)
    first_start: bool = False

    def file_name(self, lang: str) -> str:
        """Return the name of the picture in a language."""
        return f"{self.name}-{LANGUAGES[lang]}.svg"


SCENES = {
    scene.name: scene
    for scene in (
        Scene("pipeline", size=(120, 30)),
        Scene("net", METRO, (120, 34)),
        Scene("welcome", size=(80, 24), first_start=True),
        Scene("import", ("I", *TABLE_NAME, "enter"), (100, 24)),
        Scene("triage", ("t",)),
        Scene("chain", (*METRO, "v", "v"), (100, 22)),
        Scene("people", (*METRO, "v", "v", "v"), (100, 22)),
        Scene("findings", (*METRO, "m"), (100, 18)),
        Scene("strategy", (*METRO, "2", "l", "j")),
        Scene("fishbone", (*METRO, "4"), (120, 32)),
        Scene("plan", (*METRO, "5", "v"), (120, 30)),
        Scene("week", ("7",)),
        Scene("brief", ("B",)),
        Scene("numbers", ("N",)),
        Scene("movement", ("N", "v", "w", "q"), (100, 24)),
    )
}
