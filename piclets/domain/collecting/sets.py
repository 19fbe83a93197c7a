"""Sets of things to find: what belongs together, as people see it.

Kinds were drafted from WordNet's hierarchy, places by hand. A set may grow at its end; nothing is taken out of one,
and a changed meaning is a new id. Every name is written as the game writes it, and no two of a set are one thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Difficulty = Literal["easy", "medium", "hard"]


@dataclass(frozen=True)
class ThingSet:
    """`difficulty` says how near its things are: at home, out of the door, or further away."""

    id: str
    title: str
    difficulty: Difficulty
    names: tuple[str, ...]


def _set(set_id: str, title: str, difficulty: Difficulty, names: str) -> ThingSet:
    return ThingSet(set_id, title, difficulty, tuple(names.split()))


SETS: Final[tuple[ThingSet, ...]] = (
    _set(
        "kitchen",
        "Things of a kitchen",
        "easy",
        """
        mug cup plate bowl spoon fork knife teaspoon kettle teapot saucepan frying_pan wok ladle whisk
        spatula rolling_pin corkscrew can_opener colander sieve grater peeler cutting_board toaster oven
        stove refrigerator microwave_oven dishwasher blender apron pepper_mill salt_shaker thermos jar
        lunchbox
        """,
    ),
    _set(
        "bathroom",
        "Things of a bathroom",
        "easy",
        """
        toothbrush toothpaste towel bathtub shower washbasin soap sponge comb hairbrush hair_dryer razor
        toilet toilet_paper bath_mat nail_clippers mirror bathrobe rubber_duck shampoo tweezers perfume
        lipstick
        """,
    ),
    _set(
        "bedroom",
        "Things of a bedroom",
        "easy",
        """
        bed pillow blanket quilt mattress alarm_clock wardrobe nightstand bedspread lampshade pajamas
        slipper teddy_bear cradle coat_hanger dresser curtain bunk_bed
        """,
    ),
    _set(
        "living_room",
        "Things of a living room",
        "easy",
        """
        sofa armchair coffee_table bookcase television carpet cushion vase candle picture_frame fireplace
        lamp chandelier houseplant wall_clock rocking_chair remote_control piano chess_set jigsaw_puzzle
        record_player photo_album
        """,
    ),
    _set(
        "desk",
        "Things on a desk",
        "easy",
        """
        pen pencil eraser ruler notebook stapler paper_clip scissors tape_dispenser calculator
        computer_keyboard computer_mouse laptop monitor headphones desk_lamp envelope postage_stamp calendar
        globe hole_punch pencil_sharpener printer highlighter letter_opener magnifying_glass
        """,
    ),
    _set(
        "school",
        "Things of a school",
        "medium",
        """
        backpack blackboard chalk textbook dictionary atlas compass protractor crayon paintbrush glue locker
        microscope school_bus pencil_case whistle report_card test_tube abacus
        """,
    ),
    _set(
        "tools",
        "Tools",
        "medium",
        """
        hammer screwdriver wrench pliers handsaw axe chisel crowbar drill clamp level tape_measure mallet
        trowel soldering_iron ladder toolbox nail screw bolt paint_roller hacksaw anvil vise
        """,
    ),
    _set(
        "garden",
        "Things of a garden",
        "medium",
        """
        rake shovel wheelbarrow watering_can garden_hose lawn_mower flowerpot garden_gnome birdhouse hammock
        fence gate greenhouse compost sundial pruning_shears pitchfork sprinkler beehive deck_chair trellis
        """,
    ),
    _set(
        "street",
        "Things of a street",
        "easy",
        """
        traffic_light streetlight mailbox fire_hydrant bench bus_stop parking_meter manhole_cover crosswalk
        phone_booth billboard stop_sign trash_can bicycle_rack fountain statue traffic_cone kiosk
        street_sign
        """,
    ),
    _set(
        "playground",
        "Things of a playground",
        "medium",
        """
        swing seesaw slide sandbox merry_go_round trampoline jump_rope kite hula_hoop frisbee balloon
        skateboard roller_skate tricycle scooter pogo_stick monkey_bar
        """,
    ),
    _set(
        "beach",
        "Things of a beach",
        "hard",
        """
        seashell sandcastle beach_ball beach_umbrella sunscreen snorkel surfboard starfish lighthouse
        seagull crab lifebuoy driftwood anchor flip_flop bikini seaweed jellyfish pier
        """,
    ),
    _set(
        "farm",
        "Things of a farm",
        "hard",
        """
        tractor barn haystack cow pig sheep goat horse chicken duck goose turkey donkey plow milk_can
        scarecrow windmill silo saddle horseshoe egg rooster
        """,
    ),
    _set(
        "instruments",
        "Musical instruments",
        "hard",
        """
        guitar violin cello piano trumpet trombone tuba flute clarinet oboe bassoon saxophone harp accordion
        harmonica drum tambourine xylophone banjo ukulele mandolin bagpipes french_horn cymbal triangle
        maraca recorder double_bass
        """,
    ),
    _set(
        "fruit",
        "Fruit",
        "easy",
        """
        apple pear banana cherry plum peach apricot grape strawberry raspberry blueberry blackberry
        pineapple mango papaya kiwi lemon lime grapefruit melon watermelon fig date pomegranate coconut
        mandarin nectarine cranberry lychee
        """,
    ),
    _set(
        "vegetables",
        "Vegetables",
        "easy",
        """
        potato tomato onion carrot cucumber pumpkin cabbage lettuce spinach broccoli cauliflower radish
        turnip eggplant zucchini celery asparagus artichoke leek garlic pea bean mushroom beet bell_pepper
        sweet_potato
        """,
    ),
    _set(
        "baking",
        "Bread and cakes",
        "medium",
        """
        bread bagel croissant pretzel baguette muffin cupcake doughnut pancake waffle cookie brownie
        cheesecake birthday_cake apple_pie eclair scone cracker gingerbread pizza
        """,
    ),
    _set(
        "drinks",
        "Drinks",
        "easy",
        """
        coffee tea milk lemonade beer wine champagne cider orange_juice milkshake smoothie hot_chocolate
        cola water espresso cocktail
        """,
    ),
    _set(
        "clothing",
        "Clothing",
        "easy",
        """
        shirt sweater jacket coat raincoat skirt dress trousers jeans sock hat cap scarf glove mitten belt
        tie bow_tie vest hoodie beret helmet kimono tuxedo
        """,
    ),
    _set(
        "shoes",
        "Shoes and bags",
        "medium",
        """
        sneaker sandal boot high_heel ballet_shoe clog moccasin shoelace handbag wallet suitcase briefcase
        umbrella walking_stick messenger_bag
        """,
    ),
    _set(
        "jewelry",
        "Small treasures",
        "medium",
        """
        ring necklace bracelet earring brooch wristwatch pocket_watch coin key medal crown button safety_pin
        marble die cufflink keychain music_box
        """,
    ),
    _set(
        "vehicles",
        "Vehicles",
        "medium",
        """
        car bus truck van bicycle motorcycle tram train taxi ambulance fire_engine police_car excavator
        bulldozer helicopter airplane sailboat canoe ferry submarine hot_air_balloon tractor_trailer
        garbage_truck caravan rowboat
        """,
    ),
    _set(
        "furniture",
        "Furniture",
        "easy",
        """
        chair table desk stool cabinet chest_of_drawers shelf cupboard bench_swing dining_table highchair
        deskchair ottoman sideboard coat_rack umbrella_stand stepladder
        """,
    ),
    _set(
        "pets",
        "Pets and their things",
        "medium",
        """
        dog cat hamster rabbit guinea_pig goldfish parrot canary tortoise aquarium birdcage dog_collar leash
        kennel litter_box hamster_wheel catnip
        """,
    ),
    _set(
        "birds",
        "Birds",
        "hard",
        """
        sparrow robin blackbird pigeon crow magpie owl eagle hawk swan heron stork woodpecker kingfisher
        hummingbird penguin ostrich flamingo peacock pelican swallow raven
        """,
    ),
    _set(
        "insects",
        "Small creatures",
        "hard",
        """
        ant bee wasp butterfly moth dragonfly ladybug grasshopper cricket spider snail slug worm beetle
        caterpillar mosquito fly centipede scorpion firefly
        """,
    ),
    _set(
        "wild",
        "Wild animals",
        "hard",
        """
        fox deer squirrel hedgehog badger bear wolf lion tiger elephant giraffe zebra monkey kangaroo otter
        bat frog lizard snake crocodile seal dolphin whale octopus
        """,
    ),
    _set(
        "flowers",
        "Flowers",
        "medium",
        """
        rose tulip daisy sunflower lily orchid daffodil dandelion poppy lavender violet carnation dahlia
        hyacinth iris peony snowdrop geranium chrysanthemum water_lily
        """,
    ),
    _set(
        "trees",
        "Trees and what falls from them",
        "medium",
        """
        oak maple birch willow pine palm chestnut walnut acorn pine_cone leaf twig beech cactus bonsai
        bamboo fern moss ivy christmas_tree
        """,
    ),
    _set(
        "toys",
        "Toys",
        "medium",
        """
        doll dollhouse toy_car yo_yo puppet spinning_top building_block rocking_horse toy_soldier
        playing_card board_game model_train rattle water_pistol domino stuffed_animal slingshot
        """,
    ),
    _set(
        "sports",
        "Sports",
        "medium",
        """
        soccer_ball basketball tennis_ball golf_ball baseball volleyball football_helmet tennis_racket
        baseball_bat golf_club hockey_stick ice_skate ski snowboard dumbbell boxing_glove shuttlecock
        bowling_ball dart trophy goalpost punching_bag
        """,
    ),
    _set(
        "devices",
        "Devices",
        "easy",
        """
        smartphone camera radio loudspeaker microphone flashlight battery power_strip light_bulb
        vacuum_cleaner washing_machine iron sewing_machine fan telescope binoculars typewriter telephone
        game_controller thermometer router
        """,
    ),
)

BY_ID: Final = {each.id: each for each in SETS}

SETS_OF: Final = {name: tuple(s.id for s in SETS if name in s.names) for each in SETS for name in each.names}
"""Everything that belongs to a set, with the ids of its sets."""


def things_among(names: Iterable[str]) -> tuple[str, ...]:
    """Those of an object's names that are things of a set, sorted."""
    return tuple(sorted({name for name in names if name in SETS_OF}))
