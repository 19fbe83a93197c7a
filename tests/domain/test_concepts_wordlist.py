"""The small word list for names."""

from __future__ import annotations

import pytest

from piclets.domain.concepts import is_unsafe_name


@pytest.mark.parametrize(
    "text",
    [
        "fuck", "Fuck You", "FUCKPUFF", "MotherFucker", "f u c k", "f.u.c.k", "fuuuuck", "f\u00fcck", "sh1t", "$hit",
        "SHIT!",
        "p0rn star", "porn_star", "ShitPuff", "nigger", "n1gg3r", "nazi", "Nazis", "n\u0430zi nazi", "nazi-flag",
        "ｆｕｃｋ",
        "rapist", "Hitler", "enculé", "ENCULE", "Schei\u00dfe", "scheisse", "хуй", "сука", "whore's den",
        "d\u200dildo dildo",
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    assert is_unsafe_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "pillow", "Pillowpuff", "Scunthorpe", "shiitake", "shitake mushroom", "Ashkenazi bread", "grape", "grapes",
        "scrape",
        "drape", "rapeseed oil", "râpe à fromage", "carottes râpées", "analyst", "canal", "cocktail", "cockatoo",
        "weathercock", "Moby Dick", "dickens", "blue tit", "great tits", "Maine coon", "raccoon",
        "chink in the armour",
        "spic and span", "assassin", "classic glass", "bass guitar", "pussy willow", "essex", "Middlesex", "sextant",
        "therapist", "snigger", "niggle", "Nigeria", "Niger river", "Special K", "KKK", "Levi's 501", "455", "5417",
        "puttanesca", "Putty", "salopette", "computation", "peniston", "pen is mightier", "i phone", "a b c", "",
        "   ",
        "кот", "ちゃわん", "bitcoin", "twatter cactus", "mishit", "Shih Tzu", "button", "titan", "hello!", "C++",
    ],
)  # fmt: skip
def test_let_through(text: str) -> None:
    assert not is_unsafe_name(text)
