"""How currencies are written: ISO 4217 codes, their marks and their Chinese names."""

from __future__ import annotations

import re

from deals.text import folded

HOME = "CNY"
"""The currency that goes without saying."""

_CODES = re.findall(
    "[A-Z]+",
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
    "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
    "TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ",
)
_MARKS = {
    "¥": "CNY",
    "rmb": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "圆": "CNY",
    "$": "USD",
    "us$": "USD",
    "美元": "USD",
    "美金": "USD",
    "€": "EUR",
    "欧元": "EUR",
    "£": "GBP",
    "英镑": "GBP",
    "hk$": "HKD",
    "港币": "HKD",
    "港元": "HKD",
    "日元": "JPY",
    "新台币": "TWD",
    "新加坡元": "SGD",
}
_WRITTEN = {**{code.casefold(): code for code in _CODES}, **_MARKS}

CURRENCY = "|".join(re.escape(one) for one in sorted(_WRITTEN, key=len, reverse=True))
"""A pattern over folded text that takes any way to write a currency."""


def currency_code(text: str) -> str | None:
    """The ISO code of a currency as people write it (`¥`, `美元`, `usd`), None where unknown."""
    return _WRITTEN.get(folded(text))


def currency_mark(code: str) -> str:
    """What stands before a figure of this currency: nothing for CNY, else its sign or code.

    Only signs that are one cell wide in every terminal are used; the euro's is not.
    """
    return {HOME: "", "USD": "$", "GBP": "£"}.get(code, f"{code} ".lstrip())
