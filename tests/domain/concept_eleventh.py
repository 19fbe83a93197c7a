# ruff: noqa: E501 - tables of what models write, one answer after the other
"""Classes of answers that lot 11 showed (`docs/reading.md`), a few of each, with every reading that is fair; None: ask again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from piclets.domain.concepts.prompt import HINTS
from tests.domain.concept_answers import HEADINGS, PLAIN

Rows = list[tuple[Any, ...]]

OBJECTS: Rows = [
    # the question's own examples, which name nothing together
    ('"pillow", "macbook pro"', None),
    ("pillow, macbook pro, coffee mug", None),
    ('e.g. "pillow", "macbook pro"', None),
    ('"pillow" or "macbook pro"', None),
    ("pillow macbook pro", None),
    ("- pillow\n- coffee mug", None),
    ('the specific thing: "pillow", "macbook pro"', None),
    ('"pillow", "macbook pro"\nkettle', "kettle"),
    ('"pillow"', "pillow"),
    ("macbook pro", "macbook_pro"),
    ("pillow, cushion", "pillow"),
    # a hint before the answer, or instead of one
    ("brand and model where there is one", None),
    ("*the specific thing, no attributes*\nkettle", "kettle"),
    ("*(specific thing, brand and model if there is one)*\nkettle", "kettle"),
    ("_the specific thing, with no attributes_\nkettle", "kettle"),
    ("*the specific thing, no attributes* kettle", "kettle"),
    ("(the specific thing, no attributes) kettle", "kettle"),
    ("<!-- the specific thing -->\nkettle", "kettle"),
    ("the specific thing, no attributes → kettle", "kettle"),
    ("*Hint: the thing itself, without attributes*\nkettle", "kettle"),
    ("*Name the thing as a shop or a museum would*\nkettle", None, "kettle"),
    ("no specific thing\nkettle", None),
    ("the thing is not specific\nkettle", None),
    ("The Thing", None),
    # one of a list, by its letter; makers' names begin so, too
    ("C. kalimba", "kalimba"),
    ("C: kalimba", "kalimba"),
    ("Choice C: kalimba", "kalimba"),
    ("B. Electric guitar", "electric_guitar"),
    ("III. kalimba", "kalimba"),
    ("A. Lange & Söhne watch", None, "a_lange_and_söhne_watch"),
    ("M. C. Escher print", "m_c_escher_print"),
    ("A. teapot\nB. kettle", None),
    ("white pages", "white_pages"),
    ("white page", "page"),
    # a stammer within a name
    ("a a kettle", "kettle"),
    ("coffee coffee mug", "coffee_mug"),
    ("electric kettle kettle", "electric_kettle"),
    ("choo choo train", "choo_choo_train"),
    ("pom pom hat", "pom_pom_hat"),
    # what state it is in
    ("Well used mug", "mug"),
    ("half filled bottle", "bottle"),
    ("water-stained book", "book"),
    ("dog-eared paperback", "paperback"),
    ("rust-covered bolt", "bolt"),
    ("brand new sneaker", "sneaker"),
    ("dirty plates", "plate"),
    ("wet umbrella", "umbrella"),
    ("rotten banana", "banana"),
    ("dead wasp", "wasp"),
    ("crushed can", "can"),
    ("sleeping cat", "cat"),
    ("ordinary mug", "mug"),
    ("plain thing", "plain_thing"),
    # and what only looks like one
    ("dirty martini", "dirty_martini"),
    ("new potatoes", "new_potato"),
    ("crushed ice", "crushed_ice"),
    ("sleeping pad", "sleeping_pad"),
    ("dead bolt", "dead_bolt"),
    ("wet suit", "wet_suit"),
    ("wet wipes", "wet_wipe"),
    ("plain bagel", "plain_bagel"),
    ("chocolate-covered strawberry", "chocolate_covered_strawberry"),
    ("New Balance sneaker", "new_balance_sneaker"),
    # three things, of which none is chosen
    ("trumpet, cornet, flugelhorn", None),
    ("trumpet; cornet; flugelhorn", None),
    ("- trumpet\n- cornet\n- flugelhorn", None),
    ("fork | knife | spoon", None),
    ("couch, sofa, settee", "couch"),
    ("chair, wood, metal", "chair"),
    ("kettle, kitchen appliance, appliance", "kettle"),
    # what it is decorated with, where it is, how many there are, how sure it is
    ("teapot decorated with flowers", "teapot"),
    ("teapot full of tea", "teapot"),
    ("painted turtle", "painted_turtle"),
    ("cat on sofa", "cat"),
    ("shrimp on toast", "shrimp_on_toast"),
    ("some flowers", "flower"),
    ("many teapots", None, "teapot"),
    ("couple of teapots", "teapot", None),
    ("giant teddy bear", "teddy_bear"),
    ("giant panda", "giant_panda"),
    ("medium-sized dog", "dog"),
    ("The object in question is undoubtedly a teapot", "teapot"),
    ("brand: none, model: none, thing: kettle", None, "kettle"),
    ("teapot if not kettle", None, "teapot"),
    ("teapot|kettle", "teapot", None),
    ("teapot.png", "teapot", None),
    ("en: teapot", "teapot", None),
    ("English muffin", "english_muffin"),
    # a product's model behind a mark
    ("Nintendo Switch™ – OLED Model", "nintendo_switch_oled"),
    ("Nintendo Switch (OLED Model)", "nintendo_switch_oled"),
    ("iPhone 15 (Pro Max)", "iphone_15_pro_max"),
    ("PlayStation 5 - Digital Edition", "playstation_5_digital_edition"),
    ("Coffee Mug – Special Edition", "coffee_mug"),
    ("MacBook Pro (16-inch, 2021)", "macbook_pro"),
]
OBJECTS += [
    # how many there are, and hesitations
    ("three tealight candles", "tealight_candle"),
    ("two way radios", "two_way_radio"),
    ("three piece suits", "three_piece_suit"),
    ("one of those fidget spinners", "fidget_spinner"),
    ("cuckoo clock   <-- final", "cuckoo_clock"),
    ("a… theremin", "theremin"),
    ("I think it's a... theremin? Yes, a theremin.", "theremin"),
    # an animal by its name
    ("Biscuit, the golden retriever", "golden_retriever"),
    ("Mochi, my siamese cat", "siamese_cat"),
    ("Robin, the bird", "robin"),
]

VARIATIONS: Rows = [
    ("*one to four attributes* red", ("red",)),
    ("[up to four distinguishing attributes or canonical]\nred", ("red",)),
    ("comma-separated", ()),
]
RARITIES: Rows = [
    ("*how rare the thing is in the world*\nuncommon", "uncommon"),
    ("how rare the thing is in the world", "common"),
    ("*How rare is this thing in the world?* epic", "epic"),
    ("rare: how rare the thing is in the world", "rare"),
    ("common, uncommon, rare, epic or legendary\nuncommon", "uncommon"),
    ("rare in the world", "rare"),
]
SAFE: Rows = [
    ("*ok | unsafe: reason*\nunsafe: a passport", False),
    ("(unsafe where the photo shows private data, sexual or hateful content)\nok", True),
    ("*a person's private data, sexual or hateful content*\nok", True),
    ("*ok, or unsafe with a reason*\nok", True),
    ("unsafe if the photo shows private data", None),
    ("unsafe: sexual content", False),
    ("unsafe: a person's private data", False),
    ("No private data, sexual or hateful content.", True),
    # a danger of the thing says nothing of the photo
    ("Caution: small parts, not suitable for children under 3", None, True),
    ("WARNING: CHOKING HAZARD - Small parts", None, True),
    ("Not safe for children under 3 years due to small parts", None, True),
    ("Danger: high voltage", None, True),
    ("⚠️ Sharp blade, dangerous", None, True),
    ("Adult supervision required", None, True),
    ("ok. Warning: contains small parts.", True),
    ("Suitable for all audiences, though knives are dangerous", True),
    ("Risk assessment: low risk of injury", True),
    ("Not suitable for children under 18", False),
    ("Warning: clear view of a passport", False),
    ("Danger: shows a home address", False),
    ("content warning", False),
    ("harmful content", False),
    ("⚠️ shows a home address", False),
    # nothing was found
    ("Nothing to report", True),
    ("I have nothing to declare.", True),
    ("Nothing.", True),
    ("No objections", True),
    ("Nothing. But a passport is visible", False),
    ("ok. But a passport is visible", False),
    ("ok. But it could be cleaner.", True),
    ("nothing but a passport", False),
    ("A license plate is visible but unreadable", True),
]

_REWORDED = {
    "Canonical Object": "the specific thing, with no attributes",
    "Variation": "1-4 distinguishing attributes, or canonical",
    "Object Rarity": "common, uncommon, rare, epic or legendary",
    "Monster Name": "the monster's name",
    "Primary Type": "one of: beast, bug, aquatic, flora, mineral, space, machina, structure, culture, cuisine",
    "Stats": "each from 1 to 100",
    "Physical Stats": "in metres and kilograms",
    "Personality": "1-2 sentences",
    "Description": "2-4 sentences",
    "Monster Image Prompt": "one sentence for a painter",
    "Safety": "ok or unsafe: reason",
}
_OWN = {heading: hint.replace("\n", ", ") for heading, hint in HINTS.items()}


def _hinted(hints: Mapping[str, str], mark: str) -> str:
    """The plain answer with a hint before each value, marked so."""
    said = PLAIN
    for heading, hint in hints.items():
        said = said.replace(f"# {heading}\n", f"# {heading}\n{mark.format(hint)}\n")
    return said


_SAID = dict(zip(HEADINGS, (part.split("\n", 1)[1].strip() for part in PLAIN.split("# ")[1:]), strict=True))
_ON_ONE = {heading: said.replace("\n", ", ") for heading, said in _SAID.items()}
_SNAKES = {heading.lower().replace(" ", "_"): said for heading, said in _ON_ONE.items()}
# The plain answer in other dressings
DRESSED = {
    "an object in Python": repr(_SAID),
    "an object of Python's with other values": f"Here:\n```python\n{_SAID | {'Shiny': None, 'Seen': True}!r}\n```\nIt's done.",
    "a comma behind the last value": json.dumps(_SAID)[:-1] + ",\n}",
    "lines of JSON": "\n".join(json.dumps({"heading": heading, "content": said}) for heading, said in _SAID.items()),
    "arguments": "Piclet(\n" + "\n".join(f'    {key}="{said}",' for key, said in _SNAKES.items()) + "\n)",
    "blocks of YAML": "\n".join(f"{key}: |\n  {said}" for key, said in _SNAKES.items()),
    "items of LaTeX": "\n".join(f"\\item \\textbf{{{heading}}}: {said}" for heading, said in _ON_ONE.items()),
    "values in brackets": "\n".join(f"# {heading}\n[{said}]" for heading, said in _SAID.items()),
    "values in angles": "\n".join(f"# {heading}\n<{said}>" for heading, said in _ON_ONE.items()),
    "values behind a label": "\n".join(f"# {heading}\n**Answer:** {said}" for heading, said in _SAID.items()),
    "slashes": " // ".join(f"{heading}: {said}" for heading, said in _ON_ONE.items()),
    "a call of a tool": "<function=piclet>\n"
    + "\n".join(f"<parameter={key}>\n{said}\n</parameter>" for key, said in _SNAKES.items())
    + "\n</function>",
    "numbers of lines": "\n".join(f"{number:3} | {line}" for number, line in enumerate(PLAIN.split("\n"), 1)),
}
HINTED = {
    f"{title}, {mark}": _hinted(hints, mark)
    for title, hints in (("the hints", _OWN), ("reworded", _REWORDED))
    for mark in ("*{}*", "_{}_", "({})", "> {}", '"{}"', "**{}**", "*Format: {}*", "{}")
}
