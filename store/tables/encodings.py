"""Encodings that are not what they seem: nearly all bytes decode as GB18030, also those of others.

A text that reads better as Big5, Shift-JIS, EUC-KR or EUC-JP is in doubt; only its user knows.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import NamedTuple

_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_KANA = re.compile("[\u3041-\u30ff]")
_KANJI = re.compile("[\u3400-\u9fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WORD = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_SAMPLE = 12

_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因"
    "由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结"
    "解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路"
    "级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规"
    "热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务"
    "具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观"
    "越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消"
    "构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局"
    "照参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破"
    "亚师围注远字材排供河态封另施减树溶怎止案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差致"
    "板田降黑犯负击范继兴似余坚曲输修的故城夫够送笔船占右财吃富春职觉汉画功巴跟虽杂飞检吸助升阳互初创抗考投坏策古"
    "径换未跑留钢曾端责站简述钱副尽帝射草冲承独令限阿宣环双请超微让控州良轴找否纪益依优顶础载倒房突坐粉敌略客袁冷"
    "签户负状态预扩网银湖辰软件购销售采购测招投标意向跟进联系陈刘赵孙吴郑冯周徐朱胡郭罗宋谢唐韩曹邓萧曾彭吕苏卢蒋蔡"
    "贾丁魏薛阎潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
)
_COMMON_HANGUL = frozenset(
    "가각간감강개객거건검것격견결경계고공과관광교구국군권규그근글금급기길김나남내년노농뉴는능니다단담당대더덕도독동된두드든들등"
    "디라람래량러레력련로료류르른를름리린림립마만망매면명모목무문물미민밀바박반발방배버법베변별병보복본부북분비사산살삼상생서"
    "석선설성세소속솔송수순술스승시식신실심아안알양어업에여역연영예오온와완외요용우운울원월위유육율으은을음응의이인일임입자"
    "작장재저적전절점정제조종주준중증지직진집차참창채처천철체초최추축출충치카커코크타태테템통투트특티판팀파평포표품프하학한할함합항"
    "해행향허현협형호화확환활황회획효후"
)


class EncodingDoubt(NamedTuple):
    """Another encoding that a text may be in, and the same words read in both."""

    encoding: str
    sample: str
    other: str


def find_doubt(data: bytes) -> EncodingDoubt | None:
    """Find the encoding that bytes read better in than in GB18030; None where there is none."""
    pairs = _PAIR.findall(data)
    han = [pair for pair in pairs if pair[0] >= 0xB0 or pair[0] < 0xA1]
    if not han:
        han = pairs
    usual = sum(0xB0 <= pair[0] <= 0xF7 and pair[1] >= 0xA1 for pair in han)
    text = data.decode("gb18030", "replace")
    common = _share(text, _COMMON_HAN, _KANJI)
    strange = usual < 0.9 * len(han)
    likely = ["euc_kr"]
    if strange:
        likely += ["big5", "shift_jis"]
    if _KANA.search(text):
        likely.append("euc_jp")
    for encoding in likely:
        with suppress(UnicodeDecodeError):
            other = data.decode(encoding)
            if _fits(encoding, data, other, common):
                return EncodingDoubt(encoding, *_samples(data, encoding))
    return None


_WESTERN = "cp1252"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ACCENTED = re.compile(
    r"(?:[A-Za-z][À-ÖØ-öø-ÿŠšŽžŒœŸ](?![^\x00-\x7f])|(?<![^\x00-\x7f])[À-ÖØ-öø-ÿŠšŽžŒœŸ][A-Za-z])"
)
_SIGNS = re.compile(r"[€£§°«»–—‘’“”…·©®™ºª¿¡\xa0]+")


def find_western(data: bytes) -> EncodingDoubt | None:
    """Find that bytes are the text of a Western office, with single accents inside Latin words.

    Excel and CRMs write .csv so. Chinese has its bytes in pairs, and these in rows.
    """
    try:
        text = data.decode(_WESTERN)
    except UnicodeDecodeError:
        return None
    runs = [run for run in _BEYOND_ASCII.findall(text) if not _SIGNS.fullmatch(run)]
    accented = len(_ACCENTED.findall(text))
    signs_alone = not runs and "\ufffd" in data.decode("gb18030", "replace")
    if any(len(run) > 2 for run in runs) or (2 * accented <= len(runs) and not signs_alone):
        return None
    part = next(part for part in re.split(r"[\r\n,;\t|]", text) if not part.isascii())
    return EncodingDoubt(_WESTERN, part.strip()[: 2 * _SAMPLE], "")


OFFERED = (
    *("utf-8", "gb18030", "big5", "shift_jis", "euc_kr", "euc_jp"),
    *("cp1252", "cp1250", "cp1251"),
)
"""The encodings that a user may choose between."""


def list_readings(data: bytes) -> list[tuple[str, str]]:
    """List the encodings in which bytes can be read, with the first words beyond ASCII in each.

    None where all is ASCII: these read alike.
    """
    part = next((part for part in re.split(rb"[\r\n,;\t|]", data) if not part.isascii()), b"")
    readings: dict[str, str] = {}
    for encoding in OFFERED if part else ():
        with suppress(UnicodeDecodeError):
            data.decode(encoding)
            readings.setdefault(part.decode(encoding, "replace").strip()[:_SAMPLE], encoding)
    return [(encoding, sample) for sample, encoding in readings.items()]


def _fits(encoding: str, data: bytes, text: str, common: float) -> bool:
    """Whether bytes read well in an encoding, `common` being how well they do in GB18030."""
    if encoding == "euc_kr":
        return _share(text, _COMMON_HANGUL, _HANGUL) > max(common, 0.4)
    return _fits_big5(data, text) if encoding == "big5" else _fits_japanese(text)


def _share(text: str, common: frozenset[str], script: re.Pattern[str]) -> float:
    """Return how many of the characters of a script are common ones."""
    found = script.findall(text)
    return sum(char in common for char in found) / len(found) if found else 0.0


def _fits_big5(data: bytes, text: str) -> bool:
    """Whether bytes are such as of Big5, whose first level holds nearly all characters in use."""
    pairs = [pair for pair in _PAIR.findall(data) if pair[0] >= 0xA4]
    return bool(_KANJI.search(text)) and sum(pair[0] <= 0xC6 for pair in pairs) > 0.85 * len(pairs)


def _fits_japanese(text: str) -> bool:
    return bool(_KANA.search(text)) or len(_KANJI.findall(text)) > 1


def _samples(data: bytes, encoding: str) -> tuple[str, str]:
    """Return the first words beyond ASCII as they read in GB18030 and in the other encoding."""
    for part in re.split(rb"[\r\n,;\t|]", data):
        if part.isascii():
            continue
        other = part.decode(encoding, "replace")
        if _WORD.search(other):
            return part.decode("gb18030", "replace")[:_SAMPLE], other[:_SAMPLE]
    return "", ""
