"""A refusal in one line: sentence, figures and place."""

from __future__ import annotations

from deals.refusal import Refusal
from screens.kit.wording import say, use


def test_the_figures_are_in_the_sentence() -> None:
    assert say(Refusal("amount-unreadable", text="lots")).startswith('"lots" is not an amount')


def test_the_place_is_in_front_outermost_first() -> None:
    refusal = Refusal(
        "amount-unreadable", text="lots", file="deals.xlsx", row=7, column="预签金额", cell="E7"
    )
    assert say(refusal).startswith('deals.xlsx, row 7, column 预签金额, E7: "lots" is not')
    use("zh_CN")
    assert say(refusal).startswith("deals.xlsx，第7行，「预签金额」列，E7：")


def test_a_place_given_with_at_comes_first() -> None:
    assert say(Refusal("amount-unreadable", text="x").at("a.csv")).startswith("a.csv: ")


def test_control_characters_and_endless_figures_stay_within_the_line() -> None:
    line = say(Refusal("amount-unreadable", text="a\x1b[31m\n\u202e" + "x" * 900))
    assert line.isprintable()
    assert len(line) < 400


def test_a_code_without_a_sentence_is_not_lost() -> None:
    assert say(Refusal("quite-new", text="x")) == "quite-new(text='x')"


def test_braces_in_a_figure_are_only_text() -> None:
    assert '"{row}"' in say(Refusal("amount-unreadable", text="{row}"))


def test_a_good_backup_is_named_with_the_command_to_restore_it() -> None:
    backup = "/data/" + "deep/" * 60 + "a b.json.gz"
    line = say(Refusal("store-empty", file="netloft.json", backup=backup, store="/data/n.json"))
    assert line.endswith(f"netloft --store /data/n.json restore '{backup}'")
    assert "restore" not in say(Refusal("store-empty", file="netloft.json"))
    assert say(Refusal("store-empty", file="f", backup="a\x1b[31m")).isprintable()
