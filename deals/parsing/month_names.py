"""Months and periods as tables in other languages have them: `1 mrt 2027`, `2. Quartal 2027`.

Only names that mean one month in every language that has them: `listopad` is November in Polish and
October in Croatian, so it is left as it is, and refused as any other word.
"""

from __future__ import annotations

from deals.parsing.periods import MONTH_NAME, MONTHS, month_by_name
from deals.parsing.text import LatePattern, by_word, fold_text

_NAMES = by_word(
    {
        1: "januar januari janvier janv enero ene gennaio gen janeiro styczeń stycznia sty jän "
        "jänner",
        2: "februar februari février févr fév fevrier febrero febbraio fevereiro fev luty lutego "
        "lut",
        3: "märz mär maerz mrz maart mrt mars marzo março marca marzec",
        4: "avril avr abril abr aprile kwiecień kwietnia kwi",
        5: "mai mei maj maggio mag mayo maio maja",
        6: "juni juin junio jun giugno giu junho czerwiec czerwca cze",
        7: "juli juillet juil julio luglio lug julho lipiec lipca",
        8: "augustus augusti août aout agosto ago sierpień sierpnia sie",
        9: "septembre septiembre settembre set setembro wrzesień września wrz",
        10: "oktober okt octobre octubre ottobre ott outubro październik października paź",
        11: "novembre noviembre novembro",
        12: "dezember dez décembre déc decembre diciembre dic dicembre dezembro grudzień grudnia "
        "gru",
    }
)
_ENGLISH = LatePattern(MONTH_NAME)
_MONTH = LatePattern(
    r"(?P<part>ende|anfang|mitte|eind|begin|medio|fin|fine|fim|début|inizio|koniec)? ?"
    r"(?:(?P<day>[0-9]{1,2})(?:\.|º|er)? ?(?:de |di )?)?(?P<name>[^\W\d_]+)\.?[ ,-]*(?:de[l]? )?"
    r"(?P<year>20[0-9]{2}|['’]?[0-9]{2})(?: ?r\.)?"
)
_PARTS = by_word(
    {
        "early ": "anfang begin début inizio",
        "mid ": "mitte medio",
        "end of ": "ende eind fin fine fim koniec",
    }
)
_COUNTED = LatePattern(
    r"(?P<count>[1-4])(?:\.|e|º|°|o|er|ème)? ?(?:(?P<q>quartal|kwartaal|kwartał|trimestre|kvartal)|"
    r"(?P<h>hj|halbjahr|halfjaar|semestre|półrocze|halvår))[ ,/]*(?P<year>20[0-9]{2})"
)


def write_in_english(text: str) -> str:
    """Return a month, a day or a counted period of another language in English, else the text."""
    folded = fold_text(text)
    if counted := _COUNTED.fullmatch(folded):
        if counted["h"] and counted["count"] > "2":
            return text
        return f"{'Q' if counted['q'] else 'H'}{counted['count']} {counted['year']}"
    found = _MONTH.fullmatch(folded)
    if found is None or (found["part"] and found["day"]):
        return text
    name = found["name"]
    dotted = f"{found['day']}." in folded or found["part"]
    number = _NAMES.get(name)
    if dotted and _ENGLISH.fullmatch(name):
        number = month_by_name(name)
    if number is None:
        return text
    part = _PARTS[found["part"]] if found["part"] else ""
    day = f"{found['day']} " if found["day"] else ""
    # In these languages the day stands in front, so that figures behind a month are its year.
    return f"{part}{day}{MONTHS[number - 1].title()} 20{found['year'][-2:]}"
