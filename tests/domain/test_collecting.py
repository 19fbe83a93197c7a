"""The sets hold what they should, and the daily three are what past days asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from piclets.domain.collecting.badges import BADGES, GROUPS, standings
from piclets.domain.collecting.daily import EDITIONS, daily_three
from piclets.domain.collecting.sets import BY_ID, SETS, ThingSet
from piclets.domain.names import normalize, spellings, synonyms

DAY = date(2026, 11, 28)


@pytest.mark.parametrize("chosen", SETS, ids=lambda each: each.id)
def test_a_set_is_ten_to_forty_different_things_as_the_game_writes_them(chosen: ThingSet) -> None:
    assert 10 <= len(chosen.names) <= 40
    assert len(set(chosen.names)) == len(chosen.names)
    for name in chosen.names:
        normalized = normalize(name.replace("_", " "))
        assert (normalized.name, normalized.attributes) == (name, ())
        others = {*spellings(name), *synonyms(name)} - {name}
        assert not others & set(chosen.names)


def test_there_are_sets_enough() -> None:
    assert len(SETS) == len(BY_ID) >= 25


def test_what_past_days_asked_for_never_changes() -> None:
    assert {str(day): [thing.name for thing in daily_three(day)] for day in (DAY, DAY + timedelta(days=400))} == {
        "2026-11-28": ["vacuum_cleaner", "skateboard", "penguin"],
        "2028-01-02": ["apricot", "snowdrop", "whale"],
    }


def test_every_thing_has_its_day_before_any_comes_again() -> None:
    for place, difficulty in enumerate(("easy", "medium", "hard")):
        names = EDITIONS[0].names(difficulty)  # type: ignore[arg-type]  # one of the three
        first = EDITIONS[0].first_day
        asked = Counter(daily_three(first + timedelta(days=day))[place].name for day in range(len(names)))
        assert asked == Counter(names)
        assert {thing.difficulty for thing in daily_three(DAY)} == {"easy", "medium", "hard"}


def test_an_edition_names_no_more_than_a_set_has() -> None:
    for edition in EDITIONS:
        for set_id, size in edition.sizes:
            assert size <= len(BY_ID[set_id].names)


PINNED = """
finder finds 1 10 50 100 500
discoverer discoveries 1 10 50 100 500
connoisseur variations 1 5 20 50
regular days 1 7 30 100 365
all-rounder types 3 6 10
set-starter sets_begun 1 5 20 50
completionist sets_complete 1 3 10
rare-eye rare 1 5 20 50
giver given 1 3 10
keeper received 1 3 10
beast-friend type_beast 1 5 20 50
bug-friend type_bug 1 5 20 50
aquatic-friend type_aquatic 1 5 20 50
flora-friend type_flora 1 5 20 50
mineral-friend type_mineral 1 5 20 50
space-friend type_space 1 5 20 50
machina-friend type_machina 1 5 20 50
structure-friend type_structure 1 5 20 50
culture-friend type_culture 1 5 20 50
cuisine-friend type_cuisine 1 5 20 50
faithful weeks 1 4 12 26 52
day-caller dailies 1 7 30 100
climber hard_dailies 1 5 20
curator things 10 50 150 400
lamplighter firsts 1 10 50
balanced least_type 3 10 25
legend-seeker legends 1 3 10
homebody group_homebody 3 10 25
desk-hand group_desk-hand 3 10 25
mechanic group_mechanic 3 10 25
gardener group_gardener 3 10 25
stroller group_stroller 3 10 25
farmhand group_farmhand 3 10 25
musician group_musician 3 10 25
gourmet group_gourmet 3 10 25
well-dressed group_well-dressed 3 10 25
naturalist group_naturalist 3 10 25
player group_player 3 10 25
seasoned seasons 1 3 10
adventurer quests 1 5 20 50
medallist podiums 1 3 10
hat-trick hat_tricks 1 7
leap-day leap_days 1
long-year weeks_53 1
new-year new_years 1 3
lucky-seven sevens 1 7
"""
"""Badges as they were published: id, counter, tiers. A line may be added, and none is ever changed."""


def test_the_tiers_of_badges_never_change() -> None:
    now = [f"{badge.id} {badge.counter} {' '.join(map(str, badge.tiers))}" for badge in BADGES]
    assert now == PINNED.split("\n")[1:-1]
    assert len({badge.id for badge in BADGES}) == len(BADGES)
    assert all(list(badge.tiers) == sorted(set(badge.tiers)) for badge in BADGES)


def test_every_set_belongs_to_the_badge_of_a_group_that_can_be_earned() -> None:
    assert sorted(each for *_, sets in GROUPS for each in sets) == sorted(BY_ID)
    for group, _, _, sets in GROUPS:
        badge = next(badge for badge in BADGES if badge.id == group)
        assert badge.tiers[-1] <= len({name for each in sets for name in BY_ID[each].names})


@pytest.mark.parametrize(
    ("have", "tier", "goal"), [(0, 0, 1), (1, 1, 10), (9, 1, 10), (100, 4, 500), (499, 4, 500), (5000, 5, None)]
)
def test_a_tier_is_reached_at_its_count(have: int, tier: int, goal: int | None) -> None:
    finder = standings({"finds": have})[0]
    assert (finder.have, finder.tier, finder.goal) == (have, tier, goal)
