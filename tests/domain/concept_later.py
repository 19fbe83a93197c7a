# ruff: noqa: E501 - tables of what models write, one answer after the other
"""Classes of answers that later lots showed (`docs/reading.md`), a few of each, with every reading that is fair; None: ask again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from tests.domain.concept_answers import PLAIN

Rows = list[tuple[Any, ...]]

OBJECTS: Rows = [
    # what is left of a sentence is English, and no thing
    ("Pending", None),
    ("Awaiting details", None),
    ("Behold, an accordion", None, "accordion"),
    ("Definitely an accordion, no doubt", None, "accordion"),
    ("Without a doubt, accordion", None, "accordion"),
    ("Hard to be sure, but accordion", None, "accordion"),
    ("My analysis points to an accordion", None, "accordion"),
    ("Awaiting caption", None),
    ("What the hell is this", None),
    ("We can see an accordion here", None, "accordion"),
    ("Top candidate: accordion (0.82)", "accordion"),
    ("Who Framed Roger Rabbit VHS tape", "who_framed_roger_rabbit_vhs_tape"),
    ("Insufficiently certain", None),
    ("indistinguishable", None),
    ("unmistakably", None),
    # what English has no common word for may be new, foreign or a maker's
    ("Labubu", "labubu"),
    ("okonomiyaki", "okonomiyaki"),
    ("kuksa", "kuksa"),
    ("Steam Deck OLED", "steam_deck_oled"),
    ("Surface Pro", "surface_pro"),
    ("playstation 5 slim", "playstation_5_slim"),
    ("Nothing Phone (2a)", "nothing_phone"),
    ("out of order sign", "out_of_order_sign", None),
    # who has it, or what he has
    ("Man wearing a fez", None),
    ("A hand holding a whisk", None, "whisk"),
    # a word of another language beside the English one
    ("piring (plate)", None, "plate"),
    ("un vélo (a bicycle)", None, "bicycle"),
    ("Hohner, accordion", None, "accordion"),
    # what only describes it
    ("old rusty kettle", "kettle"),
    ("Small wooden chair", "wooden_chair"),
    ("large print book", "large_print_book"),
    ("old fashioned", "old_fashioned"),
    ("Old Spice deodorant", "old_spice_deodorant"),
    ("Old rusty bicycle", "bicycle"),
    ("two pears", "pear"),
    ("seven dwarfs", "seven_dwarfs", "seven_dwarf", "dwarf"),
    ("six pack", "six_pack"),
    ("large blue heron statue", "heron_statue"),
    ("rusty garden gate", "garden_gate"),
    ("two toy cars", "toy_car"),
    ("Siamese cat named Mochi", "siamese_cat"),
    ("PS5 (PlayStation 5)", "ps5", "playstation_5"),
    ("たこ焼き (takoyaki)", "takoyaki"),
    ("It's a trap! (Venus flytrap)", None, "venus_flytrap"),
    ("A legendary weapon from a myth that only the worthy may lift, here as a replica on a stand", None),
    # said twice, quoted, with marks of sources
    ("pencil sharpener pencil sharpener", "pencil_sharpener"),
    ("yo yo", "yo_yo"),
    ("hermit crab【1†source】", "hermit_crab"),
    ("hermit crab[^2]", "hermit_crab"),
]
VARIATIONS: Rows = [
    ("acoustic acoustic acoustic", ("acoustic",)),
    ("chipped/brown/old", ("chipped", "brown", "old")),
    ("N/A", ()),
    ("striped shell [1]", ("striped_shell",)),
]
RARITIES: Rows = [
    ("lengendary", "legendary"),
    ("Uncomon", "uncommon"),
    ("legandary!", "legendary"),
    ("rarely seen", "rare", "common"),
    ("While meteorites are rare, slices are sold everywhere, so: uncommon", "uncommon"),
    ("at least uncommon, arguably rare: rare", "rare"),
    ("everything but common: rare", "rare"),
]
STATS: Rows = [
    ("HP: 60 → 62\nAttack: 48\nDefense: 64\nSpeed: 41", (62, 48, 64, 41)),
    ("HP: 50 + 12 = 62\nAttack: 40 + 8 = 48\nDefense: 64\nSpeed: 41", (62, 48, 64, 41)),
]
NAMES: Rows = [("Cindertail? Too long. Emberly.", "Emberly")]
SAFE: Rows = [
    ("ok\n\nThe description is safe. There is no private data. If there were, I would write unsafe.", True),
    ("unsafe where the photo shows a person's private data, or sexual or hateful content", None),
    ("unsafe → ok (on reflection the number is the maker's)", True),
    ("ok → unsafe: a home address", False),
    ("If it were public I would say ok, but it shows a passport, unsafe.", False),
]
SENTENCES = (
    "The canonical object is a pillow. The variation is blue, velvet. The object rarity is uncommon. The monster name is "
    "Pillowpuff. The primary type is structure. The stats are HP: 45, Attack: 60, Defense: 50, Speed: 70. The physical stats "
    "are height 0.6 metres and weight 1.3 kilograms. The personality is dreamy. The description is: It naps. The monster "
    "image prompt is: a plump blue creature. The safety is ok."
)
COMMAS = (
    "Canonical Object,Variation,Object Rarity,Monster Name,Primary Type,HP,Attack,Defense,Speed,Height,Weight,Personality,"
    "Description,Monster Image Prompt,Safety\n"
    'pillow,"blue, velvet",uncommon,Pillowpuff,structure,45,60,50,70,0.6,1.3,dreamy,"It naps, always.",a plump creature,ok'
)
BARE_HEADING = (
    "# Canonical Object\npillow\nVariation\nblue, velvet\n## Object Rarity\nuncommon\n**Monster Name**\nPillowpuff\n"
    "Primary Type: structure\n# Stats\nHP: 45\nAttack: 60\nDefense: 50\nSpeed: 70\n# Physical Stats\nHeight: 0.6\nWeight: 1.3\n"
    "# Personality\nDreamy.\n# Description\nIt naps.\n# Monster Image Prompt\nA plump blue creature\n# Safety\nok\n"
)
AS_JSON = (
    '{"canonicalObject": "pillow", "variation": "blue, velvet", "objectRarity": "uncommon", "monsterName": "Pillowpuff", '
    '"primaryType": "structure", "hp": 45, "attack": 60, "defense": 50, "speed": 70, "heightMetres": 0.6, "weightKilograms": 1.3, '
    '"personality": "Dreamy.", "description": "It naps.", "monsterImagePrompt": "a plump blue creature", "safety": "ok"}'
)
_CALL = {"name": "submit", "arguments": AS_JSON}
CALLS = {
    "a tool call": f"<tool_call>\n{json.dumps(_CALL)}\n</tool_call>",
    "a tool call in its envelope": json.dumps({"choices": [{"message": {"tool_calls": [{"function": _CALL}]}}]}),
    "a call in a channel": f"<|channel|>commentary to=functions.create <|constrain|>json<|message|>{AS_JSON}<|call|>",
    "the schema with values": json.dumps(
        {"properties": {key: {"type": "string", "value": value} for key, value in json.loads(AS_JSON).items()}}
    ),
    "a diff": "@@ -1,2 +1,2 @@\n # Canonical Object\n-cushion\n+pillow\n " + "\n ".join(PLAIN.split("\n")[2:]),
}
STYLED = str.maketrans({letter: chr(0x1D5EE + at) for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz")})
HEADINGS = [line for line in PLAIN.splitlines() if line.startswith("# ")]


def headed(mark: Callable[[str], str]) -> str:
    """The plain answer with its headings marked so."""
    return "\n".join(mark(line[2:]) if line in HEADINGS else line for line in PLAIN.splitlines())


FORUMS = {
    "BBCode": headed("[b]{}[/b]".format),
    "a wiki's headings": headed("h2. {}".format),
    "letters of mathematics": headed(lambda heading: heading.lower().translate(STYLED)),
    "its headings": headed("# Its {}".format),
    "a form": "&".join(f"{key}={quote_plus(str(value))}" for key, value in json.loads(AS_JSON).items()),
}
READ = CALLS | FORUMS | {"sentences": SENTENCES, "commas": COMMAS, "a bare heading among others": BARE_HEADING}
AGAIN = {
    "a word that broke off": PLAIN.split(" with sleepy eyes")[0].removesuffix("ure"),
    "an object that broke off": (
        '{"canonicalObject": "pizza", "variation": "canonical", "objectRarity": "common", "monsterName": "Pizzarro", '
        '"primaryType": "cuisine", "hp": 60, "attack": 66, "defense": 42, "speed": 48, "heightMetres": 0.9, '
        '"weightKilograms": 4, "personality": "bold", "description": "Pizzarro is round and flat'
    ),
}
