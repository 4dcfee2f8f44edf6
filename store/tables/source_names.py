"""What a file of tables is called: by people, and in each week alike."""

from __future__ import annotations

import re

from deals.parsing.text import fold_text

_MONTH = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|"
    r"september|october|november|december)"
)
_FEW = "[0-9一二三四五六七八九十]{1,3}"
_VARYING = re.compile(
    "|".join(
        (
            # A day, month or year: 2026-11-29, 2026年11月29日, 20261129, 202611, its time.
            r"(?<![0-9])(?:19|20)[0-9]{2}(?: ?[-./年] ?[0-9]{1,2}"
            r"(?: ?[-./月] ?[0-9]{1,2}(?![0-9]) ?[日号]?|月)?"
            r"|[01][0-9](?:[0-3][0-9](?:[ t-]?[0-9]{4,6})?)?|年)?(?![0-9])年?"
            r"(?:[ t-]{1,3}[0-9]{1,2}(?:[-.:：时][0-9]{2}(?:[-.:：分][0-9]{2}秒?)?)?(?![0-9]))?",
            # The same without a year: 12月5日, 11.29, 1129.
            r"[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?[日号]?)?份?",
            r"(?<![0-9.])[0-9]{1,2}[-./][0-9]{1,2}(?![0-9])",
            r"(?<![0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])",
            r"[0-9]{5,}",
            # A week, quarter or month by its name.
            rf"第? ?{_FEW} ?(?:周|季度)",
            r"(?<![a-z])(?:week|wk|cw|kw|w|q) ?-?[0-9]{1,2}(?![a-z0-9])",
            # Two figures apart from the name, as in boss 47; 华北1 and Region 2 are names.
            r"(?<=[^\W\d_])[ -](?:0[1-9]|[1-4][0-9]|5[0-3])$",
            rf"(?<![a-z])(?:[0-9]{{1,2}} )?{_MONTH}(?: ?[0-9]{{1,4}})?(?![a-z0-9])",
            # A version or copy.
            rf"第 ?{_FEW} ?[版次]",
            r"(?<![a-z])(?:v|ver|version|rev) ?\.?[0-9]+(?:\.[0-9]+)*(?![a-z0-9])",
            r"(?<![a-z])(?:copy(?: of)?(?: ?[0-9]+)?|final|draft)(?![a-z0-9])",
            r"[(（\[] ?[0-9]{1,3} ?[)）\]]",
            r"的?副本(?: ?[0-9]+)?|拷贝|复制|最终版?|终稿|定稿|修订版?",
        )
    )
)
_FILE_DAY = re.compile(
    r"[\W\d_]+|(?<![a-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|"
    r"march|april|august|september|october|november|december)(?![a-z])|第?(?:[年月日周]|季度)"
)


def file_stem(file: str) -> str:
    """Return what people call a file: its name without folders and ending."""
    return re.split(r"[/\\]", file)[-1].rpartition(".")[0]


def read_stem(name: str) -> str:
    """Return a file's name without what varies: weeks, days, versions, copies."""
    plain = re.sub(r"[_\s]+", " ", fold_text(name))
    bare = " ".join(re.sub(r"[\W_]+", " ", _VARYING.sub(" ", plain)).split())
    return "-" if not bare or bare.replace(" ", "").isdigit() else bare


def former_stem(name: str) -> str:
    """Return the same as it was once found, without any figure; stores remember such ones."""
    bare = " ".join(_FILE_DAY.sub(" ", name).split())
    return bare or (name if len(name) == 1 and name.isalpha() else "-")
