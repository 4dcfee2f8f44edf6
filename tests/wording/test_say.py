"""A refusal in one line: sentence, figures and place."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic_core import core_schema

from deals.errors import UserError
from deals.model import Project
from store.documents import read_row
from tests.deals.makers import project
from wording import say, say_in_full, use_language
from wording.errors import fault_name, short_path


def test_the_figures_are_in_the_sentence() -> None:
    assert say(UserError("amount-unreadable", text="lots")).startswith('"lots" is not an amount')


def test_the_command_line_has_the_place_in_front_outermost_first() -> None:
    refusal = UserError(
        "amount-unreadable", text="lots", file="deals.xlsx", row=7, column="预签金额", cell="E7"
    )
    line = say_in_full(refusal)
    assert line.startswith('deals.xlsx, row 7, column 预签金额, E7: "lots" is not')
    use_language("zh_CN")
    assert say_in_full(refusal).startswith("deals.xlsx，第7行，「预签金额」列，E7：")


def test_the_status_line_has_the_meaning_in_front_and_the_place_after_it() -> None:
    refusal = UserError("amount-unreadable", text="lots", file="deals.xlsx", row=7)
    assert say(refusal).startswith('"lots" is not an amount')
    assert say(refusal).endswith(" (deals.xlsx, row 7)")
    use_language("zh_CN")
    assert say(refusal).endswith("（deals.xlsx，第7行）")


def test_a_place_given_with_at_comes_first() -> None:
    refusal = UserError("amount-unreadable", text="x", row=7).at("a.csv")
    assert say_in_full(refusal).startswith("a.csv, row 7: ")
    assert say(refusal).endswith(" (a.csv, row 7)")


@pytest.mark.parametrize("depth", [1, 30, 400])
def test_no_path_hides_what_is_said_of_it_or_loses_its_file(depth: int) -> None:
    path = "/" + "文件夹x/" * depth + "netloft.json"
    in_figures = UserError("store-newer", file=path, version=9, known=2)
    for refusal in (in_figures, UserError("store-sealed").at(path)):
        bare = say(UserError(refusal.code, version=9, known=2))
        line = say(refusal)
        assert line.startswith(bare)
        assert line.endswith("/netloft.json)")
        assert len(line) <= len(bare) + 43
        assert say_in_full(refusal) == f"{path}: {bare}"


@pytest.mark.parametrize("depth", [1, 30, 400])
def test_a_path_within_a_sentence_cuts_off_nothing(depth: int) -> None:
    folder = "/" + "文件夹x/" * depth
    held = f"{folder}netloft.json.backups/9-held.json.gz"
    refusal = UserError("store-held", held=held, file=f"{folder}netloft.json")
    assert held in say_in_full(refusal)
    assert f"{folder}netloft.json" in say_in_full(refusal)
    assert "/9-held.json.gz" in say(refusal)
    assert len(say(refusal)) < 200


def test_a_path_is_shortened_in_the_middle() -> None:
    assert short_path("/srv/a.json", 11) == "/srv/a.json"
    assert short_path("/srv/deals/book/netloft.json", 24) == "/srv/dea.../netloft.json"
    assert short_path("/srv/" + "x" * 90 + "-7.json", 20) == "...xxxxxxxxxx-7.json"
    assert len(short_path("/" + "x" * 90, 20)) == 20


def test_control_characters_and_endless_figures_stay_within_the_line() -> None:
    line = say(UserError("amount-unreadable", text="a\x1b[31m\n\u202e" + "x" * 900))
    assert line.isprintable()
    assert len(line) < 400


def test_a_code_without_a_sentence_is_not_lost() -> None:
    assert say(UserError("quite-new", text="x")) == "quite-new(text='x')"


def test_braces_in_a_figure_are_only_text() -> None:
    assert '"{row}"' in say(UserError("amount-unreadable", text="{row}"))


def test_a_good_backup_is_named_with_the_command_to_restore_it() -> None:
    backup = "/data/" + "deep/" * 60 + "a b.json.gz"
    line = say(UserError("store-empty", file="netloft.json", backup=backup, store="/data/n.json"))
    assert line.endswith(f"netloft --store /data/n.json restore '{backup}'")
    assert "restore" not in say(UserError("store-empty", file="netloft.json"))
    assert say(UserError("store-empty", file="f", backup="a\x1b[31m")).isprintable()


@pytest.mark.parametrize(
    ("document", "wanted", "chinese"),
    [
        ({"name": 7}, "(it has to be a text)", "应为文本"),
        ({"contacts": "何总"}, "(it has to be a list)", "应为列表"),
        ({"status": "lost?"}, "(it is not one of the known values)", "不是已知的值"),
        ({"created_at": "yesterday"}, "(it has to be a date and time)", "应为日期和时间"),
        ({"contacts": [7]}, "(it has to be a record)", "应为一条记录"),
        ({"contacts": [{"id": "1"}]}, "(it is missing)", "缺少"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_in_words(
    document: dict[str, object], wanted: str, chinese: str
) -> None:
    known = project("P2").model_dump(mode="json")
    with pytest.raises(UserError) as refused:
        read_row(Project, known | document, ("netloft.json", "projects", "1"))
    assert wanted in say(refused.value)
    use_language("zh_CN")
    assert chinese in say(refused.value)


def test_no_fault_is_shown_by_its_raw_name() -> None:
    names = get_args(core_schema.ErrorType)
    assert [name for name in names if "_" in fault_name(name) or name == fault_name(name)] == []
