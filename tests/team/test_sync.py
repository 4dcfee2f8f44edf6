"""Two reps and their manager on a real server: what one edits the others have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from deals.book_change import BookChange
from deals.model import Competitor, DeletedProject, MarketCell, Project, StageRate, WinRates
from deals.team_copy import leads_team
from team import sync as sync_module
from team.paths import project_document
from team.scope import set_scope
from tests.deals.makers import contact
from tests.team.store_copies import StoreCopy, sync_all
from wording.team_words import theirs_words

MET = {"id": "t1", "on": "2026-11-02", "how": "visit", "note": "x"}


def test_what_reps_enter_their_manager_has(copies: dict[str, StoreCopy]) -> None:
    dan, eve, ben = (copies[name] for name in ("Dan", "Eve", "Ben"))
    dan.add("north", customer="Port", contacts=[contact("li", 3)], tags=["a", "b"])
    eve.add("south", stage="P2")
    dan.sync()
    eve.sync()
    report = ben.sync()
    assert report.pulled == 2
    assert set(ben.book.projects) == {"north", "south"}
    assert dan.contents()["north"] == ben.contents()["north"]
    assert set(dan.book.projects) == {"north"}
    assert ben.sync().pushed == 0


def test_edits_of_both_come_together_field_by_field(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", customer="Port", contacts=[contact("li", 3)])
    sync_all(dan, ben)
    dan.edit("north", stage="P5")
    ben.edit("north", remarks="call them", touches=[MET])
    sync_all(dan, ben)
    for copy in (dan, ben):
        project = copy.book.projects["north"]
        assert (project.stage, project.remarks, len(project.touches)) == ("P5", "call them", 1)
    assert dan.contents() == ben.contents()


def test_of_two_edits_of_a_field_the_later_stands_and_the_other_is_told(
    copies: dict[str, StoreCopy],
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    sync_all(dan, ben)
    dan.edit("north", remarks="first")
    ben.ahead = 1
    ben.edit("north", remarks="second")
    ben.sync()
    report = dan.sync()
    assert [(each["path"], each["value"], each["theirs"]) for each in report.overtaken] == [
        ("remarks", "first", "second")
    ]
    assert report.overtaken[0]["by"] == "Ben"
    assert dan.book.projects["north"].remarks == "second"
    with dan.state() as state:
        assert len(state.failures("overtaken")) == 1


@pytest.mark.parametrize("person", ["Ben", "Dan"])
@pytest.mark.parametrize("seen", [False, True], ids=["unseen", "seen"])
def test_what_was_sent_first_and_overtaken_unseen_is_told_too(
    copies: dict[str, StoreCopy], tmp_path: Path, person: str, seen: bool
) -> None:
    """Both have the edit in their lists, whichever was sent first."""
    dan = copies["Dan"]
    (tmp_path / "second").mkdir()
    other = StoreCopy(dan.database, person, tmp_path / "second", ahead=1)
    dan.add("north")
    sync_all(dan, other)
    dan.edit("north", remarks="first", stage="P2")
    dan.sync()
    if seen:
        other.sync()
    other.edit("north", remarks="second")
    other.sync()
    report = dan.sync()
    assert dan.book.projects["north"].remarks == "second"
    with dan.state() as state:
        kept = state.failures("overtaken")
    listed = [] if seen else [("remarks", "first", "second", person, person == "Dan")]
    for found in (report.overtaken, kept):
        names = ("path", "value", "theirs", "by", "own")
        assert [tuple(each[name] for name in names) for each in found] == listed
    assert not dan.sync().overtaken


def test_what_stood_until_somebody_overtook_it_unseen_is_told(
    copies: dict[str, StoreCopy],
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    sync_all(dan, ben)
    dan.edit("north", remarks="first")
    dan.sync()
    ben.ahead = 1
    ben.edit("north", remarks="second")
    ben.sync()
    ben.edit("north", remarks="third")
    ben.sync()
    (told,) = dan.sync().overtaken
    assert (told["path"], told["value"], told["theirs"], told["by"]) == (
        *("remarks", "first", "third"),
        "Ben",
    )
    dan.ahead = 2
    dan.edit("north", remarks="fourth")
    dan.sync()
    assert not ben.sync().overtaken, "he had seen what he changed"
    assert not dan.sync().overtaken, "it is told once"


def test_what_was_edited_during_a_sync_was_edited_without_having_seen_it(
    copies: dict[str, StoreCopy], monkeypatch: pytest.MonkeyPatch
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    sync_all(dan, ben)
    dan.edit("north", remarks="dan")
    dan.sync()

    def edit_and_pull(*given: Any, **options: Any) -> Any:
        monkeypatch.undo()
        store = given[0]
        document = project_document(store.book.projects["north"])
        document |= {"remarks": "ben", "updated_at": datetime.now(UTC).isoformat()}
        after = store.book.with_projects(Project.model_validate(document))
        store.commit(BookChange.between(store.book, after), "test")
        return pull(*given, **options)

    pull = sync_module._pull
    monkeypatch.setattr(sync_module, "_pull", edit_and_pull)
    ben.sync()
    sync_all(ben, dan)
    with dan.state() as state:
        assert [each["value"] for each in state.failures("overtaken")] == ["dan"]
    assert dan.contents() == ben.contents()
    assert dan.book.projects["north"].remarks == "ben"


def test_what_stood_until_a_copy_joined_is_told(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    project = dan.book.projects["north"]
    ben.commit(lambda book: book.with_projects(project))
    dan.edit("north", remarks="dan")
    dan.sync()
    ben.ahead = 1
    ben.move("north", remarks="ben, later")
    ben.sync()
    told = {each["path"]: (each["value"], each["by"]) for each in dan.sync().overtaken}
    assert told == {"remarks": ("dan", "Ben")}


def test_what_was_edited_is_sent_before_a_project_is_let_go_of(
    copies: dict[str, StoreCopy],
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    sync_all(dan, ben)
    ben.edit("north", remarks="from ben")
    with ben.state() as state, state.change():
        set_scope(state, "own")
    report = ben.sync()
    assert (report.scoped, report.refused) == (1, [])
    assert ben.database.value("north", "remarks") == "from ben"
    assert not ben.book.projects


def test_a_merge_is_told_to_both_whose_deal_it_was(copies: dict[str, StoreCopy]) -> None:
    """Each sees one of the two only."""
    dan, eve, ben = copies["Dan"], copies["Eve"], copies["Ben"]
    dan.add("tram")
    eve.add("tram power")
    sync_all(dan, eve, ben)
    ben.edit("tram power", also=["tram"])
    ben.delete("tram")
    ben.sync()
    for copy in (dan, eve):
        report = copy.sync()
        assert report.merged == [("tram", "Dan", "tram power", "Eve", "Ben")]
        assert not report.deleted
    assert (set(dan.book.projects), set(eve.book.projects)) == (set(), {"tram power"})
    for copy in (dan, eve, ben):
        report = copy.sync()
        assert (report.merged, report.pushed) == ([], 0)
    assert eve.contents() == {**ben.contents()}


@pytest.mark.parametrize("scope", ["team", "glances"])
def test_a_merge_that_is_undone_is_undone_for_all(copies: dict[str, StoreCopy], scope: str) -> None:
    """Also where those of others are not here any more; and done again it is told anew."""
    dan, eve, ben = copies["Dan"], copies["Eve"], copies["Ben"]
    dan.add("tram")
    eve.add("tram power")
    sync_all(dan, eve, ben)
    gone = ben.book.projects["tram"]
    ben.edit("tram power", also=["tram"])
    ben.delete("tram")
    sync_all(ben, dan, eve)
    with ben.state() as state, state.change():
        set_scope(state, scope)
    ben.sync()
    if scope == "team":
        ben.edit("tram power", also=[])
    ben.commit(lambda book: book.with_projects(gone))
    ben.sync()
    report = dan.sync()
    assert (report.returned, report.merged) == ([("tram", "Ben")], [])
    assert set(dan.book.projects) == {"tram"}
    eve.lose_state()
    assert (eve.sync().merged, eve.sync().merged) == ([], [])
    if scope == "team":
        ben.edit("tram power", also=["tram"])
        ben.delete("tram")
        ben.sync()
        for copy in (dan, eve):
            assert copy.sync().merged == [("tram", "Dan", "tram power", "Eve", "Ben")]
        with dan.open() as store:
            assert store.tombstones["tram"].deleted_by == "Ben"


def test_a_deletion_and_its_undoing_travel(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", remarks="x")
    sync_all(dan, ben)
    kept = dan.book.projects["north"]
    dan.delete("north")
    dan.sync()
    assert ben.sync().deleted == ["north"]
    assert not ben.book.projects
    dan.commit(lambda book: book.with_projects(kept))
    sync_all(dan, ben)
    assert ben.book.projects["north"].remarks == "x"
    assert dan.contents() == ben.contents()


def test_an_edit_after_a_deletion_brings_the_project_back(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", remarks="x", customer="Port")
    sync_all(dan, ben)
    dan.delete("north")
    dan.collect()
    ben.ahead = 1
    ben.edit("north", remarks="y")
    sync_all(dan, ben)
    assert dan.book.projects["north"].remarks == "y"
    assert dan.contents() == ben.contents()


def test_a_deletion_that_lost_is_told_with_who_edited_later(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north")
    sync_all(dan, ben)
    dan.delete("north")
    dan.collect()
    ben.ahead = 2
    ben.edit("north", remarks="stays")
    ben.sync()
    (told,) = dan.sync().overtaken
    assert (told["kind"], told["by"], theirs_words(told)) == (
        *("delete", "Ben"),
        "the project, edited later",
    )
    assert dan.book.projects["north"].remarks == "stays"


def test_a_deletion_after_an_edit_stands_and_the_edit_is_told(copies: dict[str, StoreCopy]) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", remarks="x")
    sync_all(dan, ben)
    ben.edit("north", remarks="y")
    ben.collect()
    dan.ahead = 1
    dan.delete("north")
    dan.sync()
    report = ben.sync()
    assert [each["path"] for each in report.overtaken] == ["remarks"]
    assert report.deleted == ["north"]
    assert not ben.book.projects


def test_shared_lists_are_the_teams(copies: dict[str, StoreCopy]) -> None:
    dan, finn = copies["Dan"], copies["Finn"]
    cell = MarketCell(dimension="price", note="cheap")
    dan.commit(lambda book: book.with_lists(competitors=(Competitor(name="Rival", notes=(cell,)),)))
    dan.sync()
    finn.sync()
    assert [each.name for each in finn.book.competitors] == ["Rival"]
    service = MarketCell(dimension="service", note="slow")
    both = Competitor(name="Rival", notes=(cell, service))
    finn.commit(lambda book: book.with_lists(competitors=(both,)))
    delivery = MarketCell(dimension="delivery", note="late")
    other = Competitor(name="Rival", notes=(cell, delivery))
    dan.commit(lambda book: book.with_lists(competitors=(other,)))
    sync_all(dan, finn)
    assert dan.contents() == finn.contents()
    assert {each.dimension for each in dan.book.competitors[0].notes} == {
        *("price", "service", "delivery")
    }


def test_a_joining_copys_note_that_gives_way_is_told(copies: dict[str, StoreCopy]) -> None:
    def note(copy: StoreCopy, text: str) -> None:
        rival = Competitor(name="Rival", notes=(MarketCell(dimension="price", note=text),))
        copy.commit(lambda book: book.with_lists(competitors=(rival,)))

    dan, finn = copies["Dan"], copies["Finn"]
    note(dan, "cheap")
    note(finn, "dear")
    dan.sync()
    (lost,) = finn.sync().overtaken
    assert (lost["path"], lost["value"]["note"]) == ("competitors/rival/notes/price", "dear")
    assert finn.contents() == dan.contents()


def record_rate(copy: StoreCopy, on: date, win: float) -> None:
    """Have a copy record a win rate, as the app does by itself from a playbook."""
    recorded = WinRates(name=f"{on}", on=on, rates=(StageRate(stage="P4", win=win),))
    copy.commit(lambda book: book.with_lists(win_rates=(*book.win_rates, recorded)))


def test_whoever_joins_reckons_by_the_teams_win_rates(copies: dict[str, StoreCopy]) -> None:
    record_rate(copies["Ada"], date(2026, 11, 1), 0.5)
    copies["Ada"].sync()
    everybody = [copies[name] for name in ("Dan", "Ben", "Finn", "Ada")]
    for copy in everybody[:-1]:  # as they joined: before they knew of a team
        record_rate(copy, date(2026, 11, 30), 0.2)
        assert copy.sync().refused == []
    record_rate(copies["Ada"], date(2026, 12, 1), 0.6)
    copies["Ada"].sync()
    for copy in everybody:
        copy.sync()
        assert [each.rates[0].win for each in copy.book.win_rates] == [0.5, 0.6], copy.person
        assert leads_team(copy.book) == (copy.person == "Ada")
        with copy.state() as state:
            assert not [*state.failures("refused"), *state.failures("overtaken")]
            assert not state.outbox()


def test_win_rates_are_recorded_by_who_leads_those_who_report_to_nobody(
    copies: dict[str, StoreCopy],
) -> None:
    for name, noted in (("Ben", 0), ("Finn", 0), ("Ada", 1)):  # the team has none yet
        record_rate(copies[name], date(2026, 11, 30), 0.2)
        copies[name].sync()
        assert len(copies[name].book.win_rates) == noted, name
    record_rate(copies["Ben"], date(2026, 12, 1), 0.3)  # by a program that knows no better
    assert copies["Ben"].sync().refused == []
    assert copies["Ben"].sync().pushed == 0
    assert copies["Ben"].book.win_rates == copies["Ada"].book.win_rates


def test_a_change_of_owner_moves_the_project(copies: dict[str, StoreCopy]) -> None:
    dan, eve, ben = (copies[name] for name in ("Dan", "Eve", "Ben"))
    dan.add("north", contacts=[contact("li", 3)], touches=[MET])
    sync_all(dan, eve, ben)
    ben.edit("north", owner="Eve")
    ben.sync()
    eve.sync()
    report = dan.sync()
    assert report.purged == ["north"]
    assert not dan.book.projects
    assert eve.contents()["north"] == ben.contents()["north"]
    assert dan.sync().pushed == 0


def test_who_gives_a_project_away_keeps_no_copy(copies: dict[str, StoreCopy]) -> None:
    """Also where it went on from there before one heard of it: by hands that one follows."""
    dan, eve, ben, ada = (copies[name] for name in ("Dan", "Eve", "Ben", "Ada"))
    for name in ("north", "south"):
        dan.add(name)
    sync_all(dan, eve, ben, ada)
    dan.edit("north", owner="Eve")
    ada.edit("south", owner="Eve")
    assert dan.sync().purged == ["north"]
    ada.sync()
    ada.edit("south", owner="Ada")
    ada.sync()
    assert ben.sync().purged == ["south"]
    assert dan.sync().purged == ["south"]
    sync_all(dan, eve, ben, ada)
    assert (set(ben.book.projects), set(ada.book.projects)) == ({"north"}, {"north", "south"})


def test_a_project_that_was_made_and_given_away_without_a_line_travels(
    copies: dict[str, StoreCopy],
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    ben.add("north")
    ben.collect()
    ben.edit("north", owner="Dan")
    ben.collect()
    sync_all(ben, dan)
    assert dan.book.projects["north"].owner == "Dan"
    assert dan.contents()["north"] == ben.contents()["north"]


def test_a_deletion_counts_from_when_it_was_made_and_not_from_when_it_was_noted(
    copies: dict[str, StoreCopy],
) -> None:
    dan, ben = copies["Dan"], copies["Ben"]
    dan.ahead = -2 * 86400
    dan.add("north")
    dan.ahead = 0
    sync_all(dan, ben)
    at = datetime.fromtimestamp(dan.clock() - 1, UTC)
    buried = DeletedProject.of(dan.book.projects["north"], at, "Dan")
    dan.commit(lambda book: book.without("north").with_lists(deleted=(buried,)))
    ben.edit("north", remarks="later")
    dan.ahead = 3
    dan.sync()
    assert not ben.sync().overtaken
    sync_all(dan, ben)
    assert dan.book.projects["north"].remarks == "later"
    assert ben.contents()["north"] == dan.contents()["north"]
