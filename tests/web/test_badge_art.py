"""The drawings of badges: one for each, well-formed, and told apart."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from piclets.domain.collecting.badges import BADGES, Badge
from piclets.web.badge_art import DRAWINGS, badge_svg
from piclets.web.silhouettes import silhouette


@pytest.mark.parametrize("badge", BADGES, ids=lambda badge: badge.id)
def test_every_badge_has_a_drawing(badge: Badge) -> None:
    for tier in range(len(badge.tiers) + 1):
        drawn = badge_svg(badge.id, tier, len(badge.tiers))
        assert fromstring(drawn).get("viewBox") == "0 0 64 72"
        assert "nan" not in drawn


def test_each_drawing_is_of_a_badge_and_another_one() -> None:
    assert DRAWINGS.keys() == {badge.id for badge in BADGES}
    assert len({badge_svg(badge) for badge in DRAWINGS}) == len(DRAWINGS)


def test_a_secret_shows_nothing_of_its_badge() -> None:
    assert badge_svg("leap-day", secret=True) == badge_svg("new-year", secret=True) == badge_svg("of a newer game")


def test_silhouettes_are_many() -> None:
    assert len({silhouette(number) for number in range(1, 41)}) == 30
