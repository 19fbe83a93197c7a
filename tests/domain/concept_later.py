# ruff: noqa: E501 - tables of what models write, one answer after the other
"""Classes of answers that later lots showed (`docs/reading.md`), a few of each, with every reading that is fair; None: ask again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from piclets.domain.concepts.prompt import HINTS
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
    # and the same in another script: what stands in brackets translates it
    ("茶壶 (teapot)", "teapot"),
    ("ложка (spoon)", "spoon"),
    # labels, what a screen shows, another name in front
    ("Name of the object: accordion", "accordion"),
    ("The name of this thing: accordion", "accordion"),
    ("laptop displaying a spreadsheet", "laptop"),
    ('a.k.a. "sea cow": manatee', None, "manatee"),
    ("Also known as squeezebox: accordion", None, "accordion"),
    # one of a list to choose from, two of which nothing is chosen, and one that became another
    ("B) kalimba", "kalimba"),
    ("Option B: kalimba", "kalimba"),
    ("A) cello\nB) kalimba", None),
    ("mbira → kalimba", None, "kalimba"),
    ("Teekanne / teapot", None, "teapot"),
    ("several kitchen utensils", None),
    ("laptop AND a coffee mug", None),
    ("the birdcage from the caption", "birdcage"),
    ("a bunch of bananas", "bunch_of_bananas", "banana", "bunch_of_banana"),
    # a word that is surely another language's, and its translation
    ("un vélo (bicycle)", "bicycle"),
    ("le chat (cat)", "cat"),
    ("La Croix (sparkling water)", None, "la_croix"),
    ("Labubu (plush toy)", None, "labubu"),
    # said twice and more by a model that stutters; what is called twice the same stays
    ("lunchbox lunchbox", "lunchbox"),
    ("Stapler stapler stapler stapler", "stapler"),
    ("tea towel tea towel tea towel", "tea_towel"),
    ("yo yo", "yo_yo"),
    ("can can", "can_can"),
    ("bora bora", "bora_bora"),
    ("tuk tuk", "tuk_tuk"),
    # how far something has happened to it is no part of its name; a kind of thing is
    ("a well-used cast iron skillet", "cast_iron_skillet"),
    ("Well-Loved Teddy Bear", "teddy_bear"),
    ("half-eaten apple", "apple"),
    ("half eaten sandwich", "sandwich"),
    ("slightly worn leather boots", "leather_boot"),
    ("heavily rusted iron gate", "iron_gate"),
    ("never-used notebook", "notebook"),
    ("half-timbered house", "half_timbered_house"),
    ("hard-boiled egg", "hard_boiled_egg"),
    ("over-ear headphones", "over_ear_headphones"),
    # three things and more, of which none is chosen; other names for one are one
    ("trumpet, cornet or flugelhorn", None),
    ("a fork, a knife and a spoon", None),
    ("cup, mug, or tumbler", None),
    ("bacon, egg and cheese sandwich", None, "bacon_egg_and_cheese_sandwich"),
    ("couch, sofa or settee", "couch", "sofa"),
    ("pillow, blue and soft", "pillow"),
    ("bowl of apples, oranges and pears", "bowl_of_apples", None),
    # what state it is in; names and kinds that begin with such words stay
    ("broken wine glass", "wine_glass"),
    ("empty plastic bottle", "plastic_bottle"),
    ("closed umbrella", "umbrella"),
    ("deflated balloon", "balloon"),
    ("broken heart necklace", "broken_heart_necklace"),
    ("open sign", "open_sign"),
    ("tall blue vase", "vase"),
    ("tall ship", "tall_ship"),
    ("closed sign", "closed_sign"),
    ("open sandwich", "open_sandwich"),
    ("a cat sleeping on a sofa", "cat"),
    ("dog walking belt", "dog_walking_belt", None),
    ("Matches: accordion", "accordion"),
    ("Sure! accordion", "accordion"),
    ("Sure, here it is: accordion", "accordion"),
    ("accordion in English", "accordion"),
    ("accordion #1", "accordion"),
    ("kitchenware: whisk", "whisk"),
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
    # marks around it, and how sure it is
    ("Heron #bird #wetland #nofilter", "heron"),
    ("C#", "c_sharp"),
    ("mbira — (a thumb piano of wood with metal tines) [90 % sure]", "mbira"),
    # two things that make none together
    ("lantern and notebook", None, "lantern"),
    ("the objects are a laptop and a mug", None, "laptop"),
    ("cup and saucer", "cup_and_saucer"),
    ("salt and pepper shaker", "salt_and_pepper_shaker"),
    ("bacon and eggs", "bacon_and_egg"),
    ("~~mbira~~ kalimba", "kalimba"),
    # a list to tick
    ("- [ ] mbira\n- [x] kalimba", None, "kalimba"),
    ("[x] kalimba [ ] mbira", None, "kalimba"),
    ("mbira ❌ kalimba ✅", None, "kalimba"),
]
VARIATIONS: Rows = [
    ("Color: amber; Condition: scratched; Part: missing bridge", ("amber", "scratched", "missing_bridge")),
    ("acoustic acoustic acoustic", ("acoustic",)),
    ("chipped/brown/old", ("chipped", "brown", "old")),
    ("N/A", ()),
    ("striped shell [1]", ("striped_shell",)),
    ("asleep, sleeping in a tea cup", ("asleep", "sleeping_in_a_tea_cup")),
    ("<co: 1>rusty</co: 1>, bent", ("rusty", "bent")),
]
RARITIES: Rows = [
    ("lengendary", "legendary"),
    ("Uncomon", "uncommon"),
    ("legandary!", "legendary"),
    ("rarely seen", "rare", "common"),
    ("While meteorites are rare, slices are sold everywhere, so: uncommon", "uncommon"),
    ("at least uncommon, arguably rare: rare", "rare"),
    ("everything but common: rare", "rare"),
    ("common to uncommon; I'd go with uncommon", "uncommon"),
    ("common/uncommon -> uncommon", "uncommon"),
    ("I was going to say rare, but uncommon fits better.", "uncommon"),
    ("~~common~~ rare", "rare"),
]
STATS: Rows = [
    ("HP: 60 → 62\nAttack: 48\nDefense: 64\nSpeed: 41", (62, 48, 64, 41)),
    ("HP: 50 + 12 = 62\nAttack: 40 + 8 = 48\nDefense: 64\nSpeed: 41", (62, 48, 64, 41)),
]
NAMES: Rows = [
    ("Cindertail? Too long. Emberly.", "Emberly"),
    ("Waddler → Pondelle (Waddler is taken)", "Pondelle"),
    ("Pillow + Puff = Pillowpuff", "Pillowpuff"),
    ("Pillowpuff → a puffy pillow", "Pillowpuff"),
    ("Changed from Puffo to Pillowpuff", "Pillowpuff"),
]
SAFE: Rows = [
    ("ok\n\nThe description is safe. There is no private data. If there were, I would write unsafe.", True),
    ("unsafe where the photo shows a person's private data, or sexual or hateful content", None),
    ("unsafe → ok (on reflection the number is the maker's)", True),
    ("ok → unsafe: a home address", False),
    ("If it were public I would say ok, but it shows a passport, unsafe.", False),
    # boxes that are ticked, signs with a reason, questions that are answered
    ("- [x] ok\n- [ ] unsafe", True),
    ("- [ ] ok\n- [x] unsafe", False),
    ("ok ☐ / unsafe ☑", False),
    ("✅ ok / ❌ unsafe", True),
    ("❌ ok ✅ unsafe", False),
    ("- [ ] ok\n- [ ] unsafe", None),
    ('ok - the phrase "unsafe for swimming" is only printed on the sign', True),
    ('ok, a warning plate that says "Danger! Unsafe to enter"', True),
    ('safe - or rather "unsafe": it shows a passport', False, None),
    ('ok? No: "unsafe for everyone", as a passport is legible', False, None),
    ("⛔ A full name and a birth date can be read.", False),
    ("✅ The mug bears no writing.", True),
    ("🚫 nothing to report", True, None),
    ("ok? I'd say not: a badge with name and photo hangs from it.", False),
    ("unsafe? Hardly: it is a toy.", True),
    ("ok? hmm", None),
    ("~~ok~~ unsafe", False),
    ("**ok** | unsafe", True),
    ("ok, the license plate is blurred beyond recognition.", True),
    ("unsafe: the name is legible, the number is blurred", False),
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
SHORT = {
    line[2:]: body.replace("\n", ", ")
    for line, body in zip(HEADINGS, re.split(r"# .*\n", PLAIN)[1:], strict=True)
    for body in [body.strip()]
}
TEMPLATE = "\n".join(f"# {heading}\n{hint}" for heading, hint in HINTS.items())
SHEETS = {
    "a template in other marks": f"I'll use this format:\n\n```\n{TEMPLATE}\n```\n\nFilled in:\n\n{headed('**{}**'.format)}",
    "a column of notes": "| Heading | Answer | Notes |\n|:--|:--|:--|\n"
    + "\n".join(f"| {heading} | {said} | my view |" for heading, said in SHORT.items()),
    "a column of hints": "| Heading | Format | Answer |\n|---|---|---|\n"
    + "\n".join(f"| {heading} | as asked | {said} |" for heading, said in SHORT.items()),
    "tabs": "\t".join(SHORT) + "\n" + "\t".join(SHORT.values()),
    "semicolons": ";".join(SHORT) + "\n" + ";".join(SHORT.values()),
}
# What is said behind an answer about a mouth organ, with the things that may be read then; None: asked again
CORRECTIONS: list[tuple[str, set[str | None]]] = [
    ('EDIT: Canonical Object should read "kazoo", not "mouth organ"; the rest stands.', {"kazoo"}),
    ("Correction:\nCanonical Object: kazoo", {"kazoo"}),
    ("## Note\nOn a closer look, the canonical object should be kazoo, not mouth organ.", {"kazoo"}),
    ("Sorry, I misread the caption: it's a kazoo, not a mouth organ.", {"kazoo"}),
    ('Please replace "mouth organ" with "kazoo".', {"kazoo"}),
    ("Actually, it's a kazoo.", {None}),
    ("Edit: the object isn't a mouth organ.", {None}),
    ("Update: object name changed from mouth organ to kazoo.", {None, "kazoo"}),
    ("Let me know if you want the Canonical Object changed to something else!", {"mouth_organ"}),
    ("Note: Canonical Object was chosen as mouth organ, not harmonica.", {"mouth_organ"}),
]
# What stands beside the name, what stands under Variation, and the attributes that are read
BESIDE: list[tuple[str, str, tuple[str, ...]]] = [
    ("pizza cutter (blue handle)", "canonical", ("blue_handle",)),
    ("smartphone with a cracked screen", "blue case", ("blue_case", "cracked_screen")),
    ("Fjällräven Kånken backpack, yellow, size M", "canonical", ("yellow", "size_m")),
    ("coffee mug, chipped", "chipped rim", ("chipped_rim",)),
    ("bowl (wooden)", "canonical", ("wooden",)),
    ("teddy bear with a missing eye", "canonical", ("missing_eye",)),
    # glosses, places and the thing itself are none
    ("apple (Red Delicious)", "canonical", ()),
    ("guitar (string instrument)", "canonical", ()),
    ("lion (stone statue)", "canonical", ()),
    ("cat (orange cat)", "canonical", ()),
    ("bicycle with a basket", "canonical", ()),
    ("Nothing Phone (2a)", "canonical", ()),
]

LABELS = ("HP", "Attack", "Defense", "Speed", "Height", "Weight")


def translated(headings: str, labels: str, tier: str) -> str:
    """The plain answer with its headings, its labels and its rarity in another language, and decimal commas."""
    said = PLAIN
    for one, other in zip([*HEADINGS, *LABELS], [*headings.split("; "), *labels.split("; ")], strict=True):
        said = said.replace(f"{one}\n", f"# {other}\n") if one in HEADINGS else said.replace(f"{one}:", f"{other}:")
    return said.replace("uncommon", tier).replace("0.6", "0,6").replace("1.3", "1,3")


TRANSLATED = {
    "German": translated(
        "Kanonisches Objekt; Variation; Seltenheit des Objekts; Monstername; Primärtyp; Werte; Körperwerte; "
        "Persönlichkeit; Beschreibung; Bildprompt; Sicherheit",
        "LP; Angriff; Verteidigung; Geschwindigkeit; Höhe (m); Gewicht (kg)",
        "ungewöhnlich",
    ),
    "Spanish": translated(
        "Objeto canónico; Variación; Rareza del objeto; Nombre del monstruo; Tipo principal; Estadísticas; "
        "Características físicas; Personalidad; Descripción; Prompt de imagen; Seguridad",
        "Puntos de vida; Ataque; Defensa; Velocidad; Altura; Peso",
        "poco común, creo",
    ),
    "Chinese": translated(
        "标准物体; 变体; 物体稀有度; 怪物名称; 主要类型; 属性; 身体属性; 性格; 描述; 怪物图像提示; 安全",
        "生命; 攻击; 防御; 速度; 高度; 重量",
        "不常见",
    ),
    "French": translated(
        "Objet canonique; Variation; Rareté de l'objet; Nom du monstre; Type principal; Statistiques; "
        "Attributs physiques; Personnalité; Description; Prompt d'image; Sécurité",
        "PV; Attaque; Défense; Vitesse; Hauteur; Poids",
        "peu commun",
    ),
}
GROUNDED = {
    "grounded": f"Relevant Documents: None\nCited Documents: None\nAnswer: {PLAIN}Grounded answer: "
    + PLAIN.replace("pillow\n", "<co: 0>pillow</co: 0>\n", 1),
    "an answer behind its label": f"Relevant Documents: None\nAnswer: {PLAIN}",
}
THOUGHT = {"thoughts never closed": f"<think>\nIt is soft, so a pillow. I'll write it out.\n\n{PLAIN}"}
SPELLED = (
    ("Rarity", "Rarety"),
    ("Monster Name", "Monster Nane"),
    ("Primary", "Primery"),
    ("# Stats", "# Stat"),
    ("Physical", "Phisical"),
    ("Personality", "Personalty"),
    ("Description", "Discription"),
    ("Prompt", "Promt"),
    ("Safety", "Safty"),
    ("Attack", "Atack"),
    ("Speed", "Spead"),
    ("Height", "Heigth"),
)
MISSPELT = PLAIN
for right, wrong in SPELLED:
    MISSPELT = MISSPELT.replace(right, wrong)
READ = (
    CALLS
    | FORUMS
    | SHEETS
    | TRANSLATED
    | GROUNDED
    | THOUGHT
    | {"misspelt": MISSPELT}
    | {"sentences": SENTENCES, "commas": COMMAS, "a bare heading among others": BARE_HEADING}
)
SOFA = PLAIN.replace("pillow", "sofa")
AGAIN = {
    "a heading that is another word": PLAIN.replace("# Monster Name", "# Monster Game Notes"),
    "a misspelt heading out of its place": PLAIN.replace("# Monster Name\nPillowpuff\n", "") + "# Monster Nane\nPuff",
    "thoughts with two answers": f"<think>\nA sofa?\n{SOFA}\nNo.\n{PLAIN}",
    "thoughts that go on behind an answer": f"<think>\nA pillow.\n{PLAIN}\nOr is it a sofa? Let me see.",
    "thoughts with part of an answer": f"<think>\nA pillow.\n{PLAIN.split('# Safety')[0]}",
    "two answers behind labels": f"Answer: {SOFA}\nAnswer: {PLAIN}",
    "an invented next photo": f"{PLAIN}\nThe description of the photo:\n```\nA sofa.\n```\n\n{SOFA}",
    "a word that broke off": PLAIN.split(" with sleepy eyes")[0].removesuffix("ure"),
    "an object that broke off": (
        '{"canonicalObject": "pizza", "variation": "canonical", "objectRarity": "common", "monsterName": "Pizzarro", '
        '"primaryType": "cuisine", "hp": 60, "attack": 66, "defense": 42, "speed": 48, "heightMetres": 0.9, '
        '"weightKilograms": 4, "personality": "bold", "description": "Pizzarro is round and flat'
    ),
}
