"""Stats and sizes, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.concepts.measures import read_height, read_weight
from piclets.domain.concepts.stats import read_stats
from piclets.domain.records import Stats


@pytest.mark.parametrize(
    ("said", "height", "weight"),
    [
        ("Height: 0.6\nWeight: 1.3", 0.6, 1.3),
        ("Height: 0.6 m, Weight: 1.3 kg", 0.6, 1.3),
        ("Height: 60 cm, Weight: 1.3 lbs", 0.6, 0.59),
        ("- **Height:** 60 centimetres\n- **Weight:** 500 grams", 0.6, 0.5),
        ("Height: 5'11\"\nWeight: 180 pounds", 1.803, 81.647),
        ("Height: 5′ 11″ (1.8 m)\nWeight: 2 lbs 3 oz", 1.803, 0.992),
        ("Height: 5'11\nWeight: 6 tonnes", 1.803, 6000.0),
        ("Height: 2 feet 3 inches\nWeight: 1,200 kg", 0.686, 1200.0),
        ("Height: 2 feet and 3 inches\nWeight: half a tonne", 0.686, 500.0),
        ("Height: 0,6 m\nWeight: 1,5 kg", 0.6, 1.5),
        ("Height: 1.200,5 m\nWeight: 1,200.5 kg", 1200.5, 1200.5),
        ("Height: 1.2–1.8 m\nWeight: 2 to 4 kg", 1.5, 3.0),
        ("Height: about ½ m\nWeight: 1½ kg", 0.5, 1.5),
        ("Height: ~3 inches (7.6 cm) tall\nWeight: approx. 4 oz", 0.076, 0.113),
        ("| Height | Weight |\n|---|---|\n| 0.6 m | 1.2 kg |", 0.6, 1.2),
        ("| Height (cm) | 60 |\n| Weight (g) | 500 |", 0.6, 0.5),
        ("Height (cm): 60\nWeight (lbs): 2", 0.6, 0.907),
        ("### Height\n45 centimeters\n### Weight\n300 grams", 0.45, 0.3),
        ("Weight: 2 kg\nHeight: 1 m", 1.0, 2.0),
        ("about 60 cm tall and 1.3 lbs", 0.6, 0.59),
        ("Height: 2.1e3 m\nWeight: 5.97 × 10^3 kg", 2100.0, 5970.0),
        ("Height: 5.97 × 10^24 m\nWeight: 1e400 kg", 10_000.0, 1e9),
        ("Height: 99999999999999999999 m\nWeight: 0 kg", 10_000.0, 0.001),
        ("Height: tall\nWeight: heavy", 0.5, 5.0),
        ("", 0.5, 5.0),
    ],
)
def test_sizes_in_metres_and_kilograms(said: str, height: float, weight: float) -> None:
    assert read_height(said) == pytest.approx(height)
    assert read_weight(said) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("said", "stats"),
    [
        ("HP: 45\nAttack: 60\nDefense: 50\nSpeed: 70", (45, 60, 50, 70)),
        ("HP: 45, Attack: 60, Defense: 50, Speed: 70", (45, 60, 50, 70)),
        ("**HP:** 45/100\n**Attack** - 60\n*Defence*: 50\n+ Speed: **70**", (45, 60, 50, 70)),
        ("HP=45; ATK=60; DEF=50; SPD=70", (45, 60, 50, 70)),
        ("Hit Points: 45\nAttack (physical): 60\nDefense is 50\nSpeed of 70", (45, 60, 50, 70)),
        ("Speed: 70\nDefense: 50\nAttack: 60\nHP: 45", (45, 60, 50, 70)),
        ("HP: 9999\nAttack: -5\nDefense: 0\nSpeed: 999999999999999999999999", (100, 1, 1, 100)),
        ("HP: 45.9\nAttack: ４２", (45, 42, 50, 50)),
        ("HP: forty-five", (45, 50, 50, 50)),
        ("", (50, 50, 50, 50)),
        ("Chp: 3, counterattack: 4, speedometer: 5", (50, 50, 50, 50)),
    ],
)
def test_stats(said: str, stats: tuple[int, int, int, int]) -> None:
    hp, attack, defense, speed = stats
    assert read_stats(said) == Stats(hp=hp, attack=attack, defense=defense, speed=speed)


@given(st.text(alphabet="0123456789.,-–~x× eE^kmcgftinlbs'\"½|:\nhgtweHW ", max_size=200))
def test_no_digits_escape_the_bounds(text: str) -> None:
    assert 0.001 <= read_height(text) <= 10_000
    assert 0.001 <= read_weight("Weight: " + text) <= 1e9
    assert 1 <= read_stats("HP: " + text).hp <= 100
