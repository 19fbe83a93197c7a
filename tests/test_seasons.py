"""Seasons at the console: written down, tried out on the log, opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from piclets.admin.season_drafts import EXAMPLE, Draft, draft_of, plan_of_draft
from piclets.admin.seasons import SeasonDesk
from piclets.clock import later, utc_now
from piclets.domain.season_plans import check, plan_of
from piclets.errors import InvalidRequest
from piclets.ledger.ledger import Ledger
from piclets.ledger.seasons import SeasonQueries
from piclets.web.season_console import SeasonConsole
from tests.making import scan

DRAFT = Draft(
    title=" A  quiet month ",
    starts="2100-03-01",
    ends="2100-04-01 18:00",
    quests="Tea time | 2 | The Blue Mug, kettles, set:drinks\n\nShade | 1 | umbrella",
    together="A hundred finds",
    together_goal="100",
)


@pytest.fixture
def desk(ledger: Ledger) -> SeasonDesk:
    return SeasonDesk(ledger)


def test_a_draft_is_a_plan_and_a_plan_a_draft() -> None:
    plan = plan_of_draft(DRAFT)
    assert (plan.title, plan.starts, plan.ends) == ("A quiet month", "2100-03-01T00:00:00Z", "2100-04-01T18:00:00Z")
    tea, shade = plan.quests
    assert (tea.id, tea.title, tea.goal, tea.names[:3]) == ("1-tea-time", "Tea time", 2, ("mug", "kettle", "coffee"))
    assert (shade.names, plan.together and plan.together.goal) == (("umbrella",), 100)
    assert plan_of_draft(draft_of(plan)) == plan


def test_the_example_is_a_season_but_for_its_dates() -> None:
    plan = plan_of_draft(replace(EXAMPLE, starts="2100-03-01", ends="2100-04-01"))
    check(plan, days=31)
    assert len(plan.quests) == 4


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 61}, "title"),
        ({"starts": "tomorrow"}, "2027-03-01"),
        ({"quests": "Tea time"}, "Quest 1 has to be"),
        ({"quests": "Tea | many | mug"}, "Quest 1 has to be"),
        ({"quests": "Tea | 1 | set:nowhere"}, "no set nowhere"),
        ({"quests": "Tea | 1 | , ,"}, "names no things"),
        ({"quests": "Tea | 1 | the"}, "names no thing"),
        ({"quests": "Tea | 0 | mug"}, "cannot be a season"),
        ({"quests": "Tea | 1 | mug\n" * 13}, "12 quests"),
        ({"quests": "x" * 50_000}, "too long"),
        ({"together_goal": "lots"}, "how many finds"),
        ({"together_goal": "9" * 400}, "cannot be a season"),
        ({"ends": "9999-12-31T23:59:59-23:00"}, "2027-03-01"),
    ],
)
def test_what_is_no_season_is_told_in_a_sentence(changes: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidRequest, match=words):
        plan_of_draft(replace(DRAFT, **changes))


def test_a_preview_counts_the_last_fortnight_and_records_nothing(ledger: Ledger, desk: SeasonDesk) -> None:
    def found(who: str, what: str, days: int) -> None:
        ledger.record(scan(who, what, at=later(utc_now(), timedelta(days=-days))))

    found("ada", "umbrella", 15)
    found("ada", "mug", 13)
    found("bob", "mug", 2)
    found("ada", "kettle", 1)
    before = ledger.head()
    told = desk.preview(replace(DRAFT, starts="", ends=""))
    tea, shade = told.quests
    assert (told.complete, told.players, told.found, told.best) == (True, 2, 3, (220, 10))
    assert (tea.begun, tea.met, shade.begun) == (2, 1, 0)
    assert (ledger.head(), desk.all()) == (before, [])


def test_opened_amended_and_cancelled_at_the_console(ledger: Ledger, desk: SeasonDesk) -> None:
    console = SeasonConsole(desk)
    assert "tick the box" in console.decide("Open", "quiet", DRAFT, "it is time", False)
    assert "Please give a reason" in console.decide("Open", "quiet", DRAFT, "", True)
    assert "lower-case letters" in console.decide("Open", "../Quiet\x00", DRAFT, "it is time", True)
    assert "Done" in console.decide("Open", "quiet", DRAFT, "it is time", True)
    told = replace(console.draft("quiet"), title="A <b>loud</b> month")
    assert "Done" in console.decide("Amend", "quiet", told, "it is louder", True)
    assert "A &lt;b&gt;loud" in console.all()
    assert [quest.id for quest in plan_of(SeasonQueries(ledger.database).one("quiet").plan).quests] == [
        "1-tea-time",
        "2-shade",
    ]
    assert "can be settled from 2100-04-08T18:30:00Z" in console.decide("Settle", "quiet", DRAFT, "over", True)
    assert "Done" in console.decide("Cancel", "quiet", DRAFT, "it rains", True)
    assert "There is no such season" in console.decide("Cancel", "no\x00where", DRAFT, "it rains", True)
    assert "choose what to do" in console.decide("Burn", "quiet", DRAFT, "it rains", True)
    assert console.ids() == ["quiet"]
    assert "1 of" not in console.preview(replace(DRAFT, quests=""))
