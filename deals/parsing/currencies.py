"""The currencies there are, and how people write them."""

from __future__ import annotations

import re

from deals.errors import UserError
from deals.parsing.text import by_word

CODES = re.findall(
    "[A-Z]+",
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
    "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
    "TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ",
)
MARKS = by_word(
    {
        "CNY": "¥ rmb 人民币 元 圆 cn¥ rmb¥ 人民币元 元人民币",
        "USD": "$ us$ usd$ 美元 美金",
        "EUR": "€ 欧元",
        "GBP": "£ 英镑",
        "HKD": "hk$ 港币 港元",
        "JPY": "日元 日圆 日圓 日币 円 jp¥",
        "TWD": "新台币 台币 nt$ ntd",
        "SGD": "新加坡元 新元 新币 s$ sg$",
        "AUD": "a$ au$ 澳元 澳币",
        "CAD": "c$ ca$ 加元 加币",
        "NZD": "nz$ 新西兰元",
        "MXN": "mx$",
        "BRL": "r$",
        "CHF": "瑞士法郎 瑞郎",
        "KRW": "₩ 韩元 韩币",
        "INR": "₹ 卢比",
        "RUB": "₽ 卢布",
        "THB": "฿ 泰铢",
        "VND": "₫ 越南盾",
        **{"TRY": "₺", "PHP": "₱", "MOP": "mop$ 澳门元"},
    }
)
# As people say it; in a header these could be words of something else.
SPOKEN = by_word(
    {
        "CNY": "元整 圆整 块 块钱 yuan",
        "USD": "刀 美刀 dollar dollars buck bucks",
        "EUR": "euro euros",
        "GBP": "pound pounds quid",
        "JPY": "yen",
        "INR": "rs rs. rupees",
        "CHF": "fr. sfr sfr. franken",
    }
)
# Signs that several currencies share: in `$300k AUD` the code tells which; `kr` alone says none.
SHARED_SIGNS = {
    "$": frozenset(re.findall("[A-Z]+", "USD AUD CAD HKD NZD SGD TWD MXN BRL MOP CLP COP ARS")),
    "dollars": frozenset(("USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD")),
    "¥": frozenset(("CNY", "JPY")),
    **dict.fromkeys(("kr", "kr."), frozenset(("SEK", "NOK", "DKK", "ISK"))),
}
WRITTEN = {**{code.casefold(): code for code in CODES}, **MARKS}


def settle_currency(text: str, sign: str, currency: str) -> str:
    """Return the currency of an amount with a sign that says none alone, which it has to be one of.

    Refusal `amount-sign` (text, sign, currencies). Without a sign it is the currency.
    """
    shared = SHARED_SIGNS.get(sign)
    if shared is None or currency in shared:
        return currency
    raise UserError("amount-sign", text=text, sign=sign, currencies=" ".join(sorted(shared)))
