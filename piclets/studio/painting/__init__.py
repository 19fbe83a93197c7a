"""The studio's painter: draws a creature for a photo, with Pillow and numpy alone.

The photo gives the colours and the skin, the type of the creature decides which body plans suit it, and the seed
decides everything else. What looks like drawing here is geometry: a plan lists shapes, the canvas paints them.
"""

import random
from collections.abc import Callable, Mapping

from PIL import Image

from piclets.domain.records import Tier

from . import (
    plans_beasts,
    plans_bugs,
    plans_foods,
    plans_household,
    plans_kitchen,
    plans_larder,
    plans_machines,
    plans_pets,
    plans_places,
    plans_plants,
    plans_rooms,
    plans_space,
    plans_stones,
    plans_streets,
    plans_things,
    plans_tools,
    plans_waters,
)
from .canvas import paint
from .drawing import Drawing
from .palette import read_palette
from .patterns import read_texture
from .sparkle import sparkle

Plan = Callable[[Drawing], None]

PLANS: Mapping[str, tuple[Plan, ...]] = {
    "beast": (
        plans_beasts.biped,
        plans_beasts.quadruped,
        plans_beasts.serpent,
        plans_beasts.bird,
        plans_beasts.puffball,
    ),
    "bug": (
        plans_bugs.beetle,
        plans_bugs.butterfly,
        plans_bugs.caterpillar,
        plans_bugs.snail,
        plans_bugs.bee,
        plans_bugs.moth,
    ),
    "aquatic": (
        plans_waters.fish,
        plans_waters.crab,
        plans_waters.jelly,
        plans_waters.octopus,
        plans_waters.whale,
        plans_waters.starfish,
        plans_waters.seal,
    ),
    "flora": (
        plans_plants.potted,
        plans_plants.mushroom,
        plans_plants.bulb,
        plans_plants.cactus,
        plans_plants.flower,
        plans_plants.treant,
        plans_plants.bud,
    ),
    "mineral": (
        plans_stones.crystal,
        plans_stones.golem,
        plans_stones.cairn,
        plans_stones.geode,
        plans_stones.tortoise,
    ),
    "space": (
        plans_space.planet,
        plans_space.shooting_star,
        plans_space.comet,
        plans_space.spectre,
        plans_space.visitor,
        plans_space.saucer,
        plans_space.rocket,
    ),
    "machina": (
        plans_machines.robot,
        plans_machines.rover,
        plans_machines.television,
        plans_machines.drone,
        plans_machines.automaton,
        plans_household.slab,
        plans_household.mallet,
    ),
    "structure": (
        plans_places.cottage,
        plans_places.castle,
        plans_places.lighthouse,
        plans_places.pagoda,
        plans_places.tent,
        plans_places.windmill,
        plans_household.pillow,
        plans_household.armchair,
    ),
    "culture": (
        plans_things.book,
        plans_things.mask,
        plans_things.guitar,
        plans_things.drum,
        plans_things.lantern,
        plans_things.vase,
        plans_things.matryoshka,
        plans_things.die,
        plans_household.shoe,
        plans_household.pencil,
        plans_household.satchel,
        plans_household.garment,
        plans_household.hat,
    ),
    "cuisine": (
        plans_foods.cup,
        plans_foods.bowl,
        plans_foods.dumpling,
        plans_foods.cake,
        plans_foods.onigiri,
        plans_foods.sundae,
        plans_foods.teapot,
        plans_foods.burger,
        plans_household.fruit,
    ),
}

# Plans that are one thing and no other: drawn for that thing, never by chance
LIKENESSES: Mapping[str, tuple[Plan, ...]] = {
    "beast": (plans_pets.cat, plans_pets.dog),
    "aquatic": (plans_kitchen.bottle, plans_kitchen.bucket, plans_tools.umbrella),
    "flora": (plans_tools.broom,),
    "mineral": (
        plans_kitchen.fork,
        plans_kitchen.spoon,
        plans_kitchen.knife,
        plans_tools.key,
        plans_tools.scissors,
        plans_tools.candle,
        plans_rooms.mirror,
    ),
    "space": (plans_tools.clock, plans_tools.lamp, plans_streets.ball),
    "machina": (plans_kitchen.kettle, plans_streets.bicycle, plans_streets.car, plans_streets.train),
    "structure": (
        plans_rooms.chair,
        plans_rooms.sofa,
        plans_rooms.bed,
        plans_rooms.table,
        plans_rooms.door,
        plans_rooms.window,
    ),
    "culture": (plans_streets.glasses, plans_streets.glove),
    "cuisine": (
        plans_kitchen.plate,
        plans_kitchen.pan,
        plans_larder.banana,
        plans_larder.carrot,
        plans_larder.tomato,
        plans_larder.loaf,
        plans_larder.egg,
        plans_larder.pizza,
        plans_larder.cheese,
    ),
}


def draw_creature(
    photo: Image.Image, primary_type: str, seed: int, plan: Plan | None = None, tier: Tier = "common"
) -> Image.Image:
    """A creature of the type in the photo's colours: 512 x 512 px RGBA on a transparent background.

    Without a `plan` chance chooses one of the type's. The same arguments give the same pixels. Raises ValueError for
    a type that the game does not know.
    """
    plans = PLANS.get(primary_type)
    if plans is None:
        raise ValueError(f"no body plan for the type {primary_type!r}")
    rng = random.Random(f"{seed}:{primary_type}")
    chosen = rng.choice(plans)
    return draw_plan(photo, plan or chosen, rng, tier)


def draw_plan(photo: Image.Image, plan: Plan, rng: random.Random, tier: Tier = "common") -> Image.Image:
    """The creature that the plan draws for the photo, everything left open decided by `rng`; rare ones sparkle."""
    rgb = photo.convert("RGB")
    drawing = Drawing(rng, read_palette(rgb, rng), read_texture(rgb), flipped=rng.random() < 0.5)
    plan(drawing)
    sparkle(drawing, tier)
    return paint(drawing.items, drawing.texture.tones, drawing.pose())
