"""The items of a project's line: words, quoted texts, keys, and the marks that part them.

`@` and a key before a colon or `=` are keys, in either language and in any form of these signs; so
is `@` behind or before a Chinese character without a blank. What a word with a colon is, is settled
here: a key, a time or an address (`10:30`, `https://…`), the beginning of the name (`Acme: ERP`),
or a mistyped key, which is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deals.errors import UserError
from deals.fields.project_fields import PROJECT
from deals.parsing.text import LatePattern, find_near_words, fold_text

# What reps write beside what a column of a table is called.
_MORE_KEYS: Mapping[str, str] = {
    "name": "名称 名字 项目名称 项目 name project deal opportunity",
    "customer": "客户 客户公司 公司 甲方 业主 customer client cust account company buyer",
    "owner": "负责人 项目负责人 销售 owner rep sales_rep salesperson",
    "stage": "阶段 项目阶段 项目状态 状态 stage state phase",
    "amount": "金额 预签金额 项目金额 合同额 预算 标的 amount value budget deal_size worth size",
    "signs": """
        签约 预签 签单 预计签约 预签时间 签约时间 预签日期 签约日期 预计签约时间 预计 成交 预计成交
        时间 日期
        signs sign signing signing_time signing_date close closes closing close_date closing_date
        closing_time date due eta expected expected_close
    """,
    "product": "产品 产品类型 product",
    "next": "下一步 下步 next next_step next_action todo",
    "next_on": "下一步日期 next_on next_action's_day",
    "status": "结果 项目结果 结局 outcome status",
    "contacts": "客户名单 联系人 contact contacts people",
    "tender": "截标 投标",
}
_LATE_KEYS: Mapping[str, str] = {"key": "key", "tender": "tender", "重点": "key"}
"""What heads columns, but before a colon at the beginning of a line likelier begins a name."""


def _collect_keys() -> dict[str, str]:
    keys = {
        word.replace("_", " "): field
        for field, words in _MORE_KEYS.items()
        for word in words.split()
    }
    for field in PROJECT.typed:
        column = PROJECT[field].column
        heads = f"{column.en.replace(' ', '_')} {column.zh} {column.sure}" if column else ""
        keys.setdefault(field, field)
        for word in (field, *heads.split()):
            keys.setdefault(word.replace("_", " ").casefold(), field)
    return {word: field for word, field in keys.items() if word not in _LATE_KEYS}


KEYS: Mapping[str, str] = _collect_keys()
"""The fields by what their keys are called, folded, in both languages."""
TEXT_KEYS = frozenset({"name", "customer", "owner", "product", "tags", "notes", "key_strategy"})
"""The fields that take words as they stand, so that their values run on."""

_ItemKind = Literal["word", "quoted", "key", "break"]


@dataclass(frozen=True, slots=True)
class LineItem:
    """An item of a line: what it is, where it stands there, and what it says.

    `plain` is a word folded; `field` is what a key names.
    """

    kind: _ItemKind
    start: int
    end: int
    text: str
    plain: str = ""
    field: str = ""


_HAN = r"\u3400-\u9fff"
_QUOTE = r'"(?:[^"]|"")*"|“[^”]*”|「[^」]*」|『[^』]*』|＂[^＂]*＂'
_ENDS = r"(?=$|[\s,，;；、@＠]|[·|]\s)"
_TOKEN = LatePattern(
    rf"(?P<quoted>(?:{_QUOTE}){_ENDS})|(?P<sign>[:：=＝])|"
    rf"(?P<at>＠|(?<![\w.+-])@|(?<=[{_HAN}])@|@(?=[{_HAN}]))|"
    r"(?P<break>[，；、]|[,;](?![0-9])|(?<![0-9])[,;]|[·|](?=\s|$))|"
    rf"(?P<word>(?:(?!＠|[{_HAN}]@|@[{_HAN}]|[,;](?![0-9])|(?<![0-9])[,;])[^\s:：=＝，；、]|[{_HAN}](?=@))+)"
)
_WORDY = LatePattern(r"[^\W\d_][^\W\d_'’.-]*")
_SHARED_HEAD = LatePattern(
    rf"(?P<text>[^0-9]*[{_HAN})）\]】])(?P<amount>[¥￥$€]?[0-9][0-9.,]*(?:[-~][0-9.]+)?"
    r"(?:[万亿](?:元|美元|美金|欧元)?|(?<=[0-9]{2})[wWkK]))"
)
_OWNER = LatePattern(
    rf"(?P<key>(?:项目)?负责人|销售)(?P<value>[{_HAN}]{{2,4}})|(?:由)?(?P<who>[{_HAN}]{{2,4}})负责"
)
_DAY = r"(?:20[0-9]{2}[-./年])?[0-9]{1,2}(?:[-./][0-9]{1,2}|月[0-9]{1,2}[日号]?)"
_TENDER = LatePattern(
    rf"(?P<day>{_DAY})(?:截标|投标|开标)|(?:截标|投标|开标)(?:日期?)?(?P<behind>{_DAY})"
)
_LONGEST_KEY = 4


def list_items(line: str) -> list[LineItem]:
    """Return the items of a line; refusals `line-key-misspelt` and `line-key-unknown`."""
    return list(_join_signs(line, list(_split_words(line))))


def unquote(text: str) -> str:
    """Return what stands between the quotes, two of them inside being one."""
    return text[1:-1].replace('""', '"').strip()


def _split_words(line: str) -> Iterator[LineItem]:
    """Yield the items, keys before a colon still as words and their colon as a key of no field."""
    for found in _TOKEN.finditer(line):
        start, end, text = found.start(), found.end(), found[0]
        match found.lastgroup:
            case "quoted" if len(text) > 2 or (start and line[start - 1] in "@＠:：=＝ "):
                yield LineItem("quoted", start, end, unquote(text))
            case "sign":
                yield LineItem("key", start, end, text)
            case "at":
                yield LineItem("key", start, end, text, field="customer")
            case "break":
                yield LineItem("break", start, end, text)
            case _:
                yield from _split_word(text, start)


def _split_word(text: str, start: int) -> Iterator[LineItem]:
    """Yield a word; in Chinese an amount at its end, a name behind 负责人 and a day beside 截标 are
    one by themselves.
    """
    head = 0
    plain = fold_text(text)
    if not text.isascii():
        if start and (found := _OWNER.fullmatch(text)):
            value = found["value"] or found["who"]
            begin = start + (found.start("value") if found["value"] else 0)
            yield LineItem("key", start, begin, found["key"] or "负责", field="owner")
            yield LineItem("word", begin, start + len(text), value, value)
            return
        if start and (found := _TENDER.fullmatch(text)):
            value = found["day"] or found["behind"]
            begin = start + (found.start("behind") if found["behind"] else 0)
            yield LineItem("key", start, begin, "截标", field="tender")
            yield LineItem("word", begin, begin + len(value), value, fold_text(value))
            return
        if (found := _SHARED_HEAD.fullmatch(text)) and plain[: found.end("text")] not in _LEADS:
            head = found.start("amount")
            yield LineItem("word", start, start + head, text[:head], plain[:head])
        plain = fold_text(text[head:])
    yield LineItem("word", start + head, start + len(text), text[head:], plain)


_LEADS = frozenset(
    {
        *("约", "大约", "大概", "近", "将近", "接近", "差不多", "预计", "估计", "共", "合计"),
        *("小", "不到", "超", "超过", "至少", "最少", "最多", "不超过", "不低于", *KEYS),
    }
)


def _join_signs(line: str, items: Sequence[LineItem]) -> Iterator[LineItem]:
    """Yield the items with each colon made the end of a key, or part of the word around it."""
    done: list[LineItem] = []
    for at, item in enumerate(items):
        if item.kind != "key" or item.field:
            if done and _is_glued(done[-1], item):
                done[-1] = _widen(line, done[-1], item)
            else:
                done.append(item)
            continue
        if key := _find_key(line, done, item):
            del done[key.size :]
            done.append(key.item)
            continue
        following = items[at + 1] if at + 1 < len(items) else None
        _refuse_wrong_key(done, item, following)
        if done and done[-1].kind == "word":
            done[-1] = _widen(line, done[-1], item)
        else:
            done.append(LineItem("word", item.start, item.end, item.text, item.text))
    yield from done


def _is_glued(before: LineItem, item: LineItem) -> bool:
    """Whether a word goes on behind a sign that was joined to it: `10:` and `30`."""
    joined = before.kind == "word" and before.text[-1] in ":：=＝"
    return joined and item.kind == "word" and before.end == item.start


def _widen(line: str, first: LineItem, last: LineItem) -> LineItem:
    text = line[first.start : last.end]
    return LineItem("word", first.start, last.end, text, fold_text(text))


@dataclass(frozen=True, slots=True)
class _FoundKey:
    item: LineItem
    size: int
    """How many items stand before it."""


def _find_key(line: str, before: Sequence[LineItem], sign: LineItem) -> _FoundKey | None:
    """Find the longest key that ends before the sign."""
    words: list[str] = []
    found: _FoundKey | None = None
    for back in range(1, min(_LONGEST_KEY, len(before)) + 1):
        item = before[-back]
        if item.kind != "word":
            break
        words.insert(0, item.plain)
        field = KEYS.get(" ".join(words))
        if not field and any(early.kind != "break" for early in before[:-back]):
            field = _LATE_KEYS.get(item.plain) if back == 1 else None
        if field:
            text = line[item.start : sign.start].rstrip()
            key = LineItem("key", item.start, sign.end, text, field=field)
            found = _FoundKey(key, len(before) - back)
    return found


def _refuse_wrong_key(
    before: Sequence[LineItem], sign: LineItem, following: LineItem | None
) -> None:
    """Refuse a word before a colon that is no key, unless it can only be part of the name.

    A time and an address are part of it, and so is a capitalised or Chinese word that begins it.
    """
    word = before[-1] if before and before[-1].kind == "word" else None
    if word is None or not _WORDY.fullmatch(word.text):
        return
    if following and following.start == sign.end and following.text.startswith(("//", "\\")):
        return
    first = all(item.kind == "break" for item in before[:-1])
    named = first and not (word.text.isascii() and word.text.islower())
    if near := find_near_key(word.plain, sure=named):
        raise UserError("line-key-misspelt", key=word.text, near=near)
    if sign.text in "=＝" or named:
        return
    raise UserError("line-key-unknown", key=word.text, keys=",".join(SHOWN_KEYS))


SHOWN_KEYS = (
    *("customer", "owner", "stage", "amount", "signs", "product"),
    *("contacts", "tender", "next"),
)
"""The fields that a refusal lists."""


def find_near_key(word: str, *, sure: bool = False) -> str | None:
    """Find the key that a word may be a slip of, only a likely one if `sure`; None for none."""
    latin = word.isascii()
    keys = [key for key in KEYS if key.isascii() is latin and " " not in key]
    return next(iter(find_near_words(word, keys, 1, sure=sure or latin)), None)
