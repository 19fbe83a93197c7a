"""The noun decides how a thing's creature looks."""

from __future__ import annotations

import pytest
from PIL import Image

from piclets.domain.records import TIERS
from piclets.studio.grammar import answer
from piclets.studio.likeness import plan_for, plan_of, type_like
from piclets.studio.painting import PLANS, draw_creature

LIKE = """
guitar: guitar ukulele violin electric_guitar
book: book notebook cookbook
cup: mug cup coffee_mug
teapot: teapot
kettle: kettle
pillow: pillow cushion velvet_pillow
armchair: armchair
chair: chair stool office_chair
sofa: sofa couch
bed: bed
table: table desk coffee_table
shoe: shoe boot sneaker running_shoe
hat: hat cap baseball_cap
garment: shirt coat sweater t_shirt
satchel: backpack handbag suitcase
pencil: pencil pen crayon
fruit: apple pear
tomato: tomato cherry_tomato
bird: sparrow owl duck robin
fish: salmon goldfish
quadruped: horse lion
cat: cat kitten siamese_cat
dog: dog puppy
treant: oak tree
slab: phone smartphone iphone_15
rover: bus truck
car: car sports_car toy_car
train: train
bicycle: bicycle mountain_bike
mallet: hammer
burger: burger hamburger sandwich hot_dog
die: die
fork: fork
spoon: spoon wooden_spoon
knife: knife butter_knife
plate: plate saucer
pan: pan wok frying_pan
bottle: bottle water_bottle
bucket: bucket pail
banana: banana
carrot: carrot
loaf: bread toast baguette
egg: egg easter_egg
pizza: pizza
cheese: cheese cheddar
clock: clock alarm_clock watch
lamp: lamp desk_lamp
candle: candle
umbrella: umbrella parasol
key: key door_key
scissors: scissors
door: door
window: window
mirror: mirror hand_mirror
broom: broom
glasses: glasses sunglasses
glove: glove mitten
ball: ball football
"""


@pytest.mark.parametrize(
    ("thing", "plan"),
    [(thing, line.split(": ")[0]) for line in LIKE.strip().split("\n") for thing in line.split(": ")[1].split()],
)
def test_a_thing_has_the_plan_of_its_kind(thing: str, plan: str) -> None:
    found = plan_of(thing)
    assert found is not None
    assert found.__name__ == plan


def test_a_thing_without_a_plan_of_its_own_keeps_one() -> None:
    assert plan_of("zorblax") is None
    assert plan_for("zorblax", "machina") is plan_for("zorblax", "machina") in PLANS["machina"]
    assert plan_for("", "machina") is None
    assert type_like("zorblax") is None
    assert type_like("velvet_pillow") == "structure"


@pytest.mark.parametrize("thing", ["guitar", "pillow"])
def test_the_prompt_tells_what_is_drawn(thing: str) -> None:
    concept = answer(f'A photo called "blue {thing}". To the eye: mostly blue.', "0" * 64)
    assert f"in the shape of a {thing}" in concept.partition("# Monster Image Prompt")[2]


def test_a_rare_thing_shows_it() -> None:
    photo = Image.new("RGB", (32, 32), (90, 140, 200))
    seen = {draw_creature(photo, "structure", 3, plan_of("pillow"), tier).tobytes() for tier in TIERS}
    assert len(seen) == 4  # common and uncommon alike
