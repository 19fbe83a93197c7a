# ruff: noqa: E501 - tables of what models write, one answer after the other
"""113 answers that were written when the reader was frozen, without a look at it, to see what it makes of new ones.

First reading: 103 of 113 (object 22 of 28, five of the six misread as wrong things; variation 10 of 12; rarity 6 of 6;
stats 6 of 7; safety 24 of 24; name 8 of 8; whole answers 27 of 28, none with a wrong object). What was misread then has
been read since, so today's score says nothing new.
"""

from __future__ import annotations

from tests.domain.concept_answers import PLAIN, answer

OBJECT: list[tuple[str, str | None]] = [
    ("Ceramic vase", "ceramic_vase"),
    ("The item pictured is a stapler.", "stapler"),
    ("I believe this is a garden gnome", "garden_gnome"),
    ("Looks like a harmonica to me", "harmonica"),
    ("Swiss Army knife (Victorinox)", "swiss_army_knife"),
    ("toaster, definitely a toaster", "toaster"),
    ("bicycle -- a two-wheeled vehicle", "bicycle"),
    ("Thing: bicycle", "bicycle"),
    ("Best guess: bicycle", "bicycle"),
    ("bicycle/bike", "bicycle"),
    ("\"Canonical Object\": \"bicycle\"", "bicycle"),
    ("*bicycle* (noun)", "bicycle"),
    ("A bicycle leaning against a wall", "bicycle"),
    ("1x bicycle", "bicycle"),
    ("bicycle\n(the red one)", "bicycle"),
    ("We can see a bicycle.", "bicycle"),
    ("Nothing recognizable", None),
    ("The photo is too dark to tell.", None),
    ("Insufficient detail to determine", None),
    ("Cannot say", None),
    ("Unable to determine", None),
    ("Not sure", None),
    ("I don't know", None),
    ("No idea", None),
    ("an unidentified thing", None),
    ("Various objects on a desk", None),
    ("[none]", None),
    ("the photo", None),
]  # fmt: skip

VARIATION: list[tuple[str, tuple[str, ...]]] = [
    ("red, rusty and small", ("red", "rusty", "small")),
    ("Red; rusty", ("red", "rusty")),
    ("rusty (from rain)", ("rusty",)),
    ("Colour - red, Condition - rusty", ("red", "rusty")),
    ("* red\n* rusty\n* small", ("red", "rusty", "small")),
    ("No special attributes", ()),
    ("canonical (default)", ()),
    ("Canonical. There is nothing unusual about it.", ()),
    ("This pillow is canonical", ()),
    ("It's just a normal pillow", ()),
    ("{\"color\": \"red\", \"state\": \"rusty\"}", ("red", "rusty")),
    ("The pillow is red and rusty", ("red", "rusty")),
]  # fmt: skip

RARITY: list[tuple[str, str]] = [
    ("I'd say uncommon", "uncommon"),
    ("epic, because few exist", "epic"),
    ("Common (it is by no means rare)", "common"),
    ("Rarity level: legendary", "legendary"),
    ("definitely not legendary; rare", "rare"),
    ("between rare and epic", "rare"),
]  # fmt: skip

STATS: list[tuple[str, tuple[int, int, int, int]]] = [
    ("HP is 45; Attack is 60; Defense is 50; Speed is 70", (45, 60, 50, 70)),
    ("HP ➜ 45\nAttack ➜ 60\nDefense ➜ 50\nSpeed ➜ 70", (45, 60, 50, 70)),
    ("• HP – 45\n• Attack – 60\n• Defense – 50\n• Speed – 70", (45, 60, 50, 70)),
    ("hp: 45, atk: 60, def: 50, spd: 70, special: 99", (45, 60, 50, 70)),
    ("HP (health points): 45\nAttack (strength): 60\nDefense (toughness): 50\nSpeed (agility): 70", (45, 60, 50, 70)),
    ("HP: 45 / 100, Attack: 60 / 100, Defense: 50 / 100, Speed: 70 / 100", (45, 60, 50, 70)),
    ("HP: between 40 and 50\nAttack: sixty-ish\nDefense: 50\nSpeed: 70", (45, 60, 50, 70)),
]  # fmt: skip

SAFETY: list[tuple[str, bool | None]] = [
    ("Completely safe", True), ("Looks safe to me", True), ("No sensitive information", True), ("There are no people or private details in the image.", True), ("OK - generic household item", True),
    ("Everything is fine.", True), ("✔ ok", True), ("No concern", True), ("Nothing objectionable", True), ("This is appropriate content.", True), ("SAFE FOR WORK", True), ("not nsfw", True), ("[ok]", True), ("ok / safe", True),
    ("Unsafe due to nudity", False), ("It shows someone's credit card number, so unsafe", False), ("⚠️ unsafe", False), ("not okay", False), ("Should be considered unsafe.", False), ("This is NOT safe.", False), ("NSFW content", False),
    ("Hmm", None), ("I would rather not say", None), ("ok/unsafe", None),
]  # fmt: skip

NAME: list[tuple[str, str | None]] = [
    ("Pillowpuff, the Dreaming Cushion", "Pillowpuff"), ("I'd name it Pillowpuff", "Pillowpuff"), ("Pillowpuff (\"the soft one\")", "Pillowpuff"), ("\"Pillowpuff\" - because it is soft", "Pillowpuff"),
    ("Monster: Pillowpuff", "Pillowpuff"), ("~ Pillowpuff ~", "Pillowpuff"), ("Lord Puffington", "Lord Puffington"), ("no name", None),
]  # fmt: skip

# Whole answers: the object that is read, None where it is asked for again
WHOLE: list[tuple[str, str | None]] = [
    ("Okay, let me think about this. The caption describes a teapot.\n\n" + answer(Canonical_Object="teapot"), "teapot"),
    ("```yaml\ncanonical_object: teapot\nvariation: canonical\nobject_rarity: common\nmonster_name: Teapuff\nprimary_type: cuisine\nstats: {hp: 45, attack: 60, defense: 50, speed: 70}\nphysical_stats: {height: 0.3 m, weight: 1 kg}\npersonality: Warm.\ndescription: Pours.\nmonster_image_prompt: A teapot creature\nsafety: ok\n```", "teapot"),
    ("**Canonical Object:** teapot | **Variation:** canonical | **Object Rarity:** common | **Monster Name:** Teapuff | **Primary Type:** cuisine | **Stats:** HP 45, Attack 60, Defense 50, Speed 70 | **Physical Stats:** 0.3 m, 1 kg | **Personality:** Warm | **Description:** Pours | **Monster Image Prompt:** A teapot | **Safety:** ok", "teapot"),
    ("# CANONICAL OBJECT: teapot\n# VARIATION: canonical\n# OBJECT RARITY: common\n# MONSTER NAME: Teapuff\n# PRIMARY TYPE: cuisine\n# STATS: HP: 45, Attack: 60, Defense: 50, Speed: 70\n# PHYSICAL STATS: Height: 0.3, Weight: 1\n# PERSONALITY: Warm\n# DESCRIPTION: Pours\n# MONSTER IMAGE PROMPT: A teapot\n# SAFETY: ok", "teapot"),
    ("<think>The user wants a piclet. Object could be mug.\n# Canonical Object\nmug\n# Monster Name\nMuggy\n</think>" + answer(Canonical_Object="teapot"), "teapot"),
    ("analysisThe photo is of a teapot. Draft: Canonical Object: kettle. Hmm, teapot is better.assistantfinal" + answer(Canonical_Object="teapot"), "teapot"),
    (answer(Canonical_Object="kettle") + "\n\nHmm, rereading the caption, it has a spout and no handle on top, so the final version is:\n\n" + answer(Canonical_Object="teapot"), "teapot"),
    (answer(Canonical_Object="kettle") + "\n\n" + answer(Canonical_Object="teapot"), None),
    ("Here are two ideas.\n\n## Idea A\n" + answer(Canonical_Object="kettle") + "\n## Idea B\n" + answer(Canonical_Object="teapot"), None),
    ('Here is the filled template:\n\n{"canonical_object":"teapot","variation":"canonical","object_rarity":"common","monster_name":"Teapuff","primary_type":"cuisine","stats":{"hp":45,"attack":60,"defense":50,"speed":70},"physical_stats":{"height":0.3,"weight":1},"personality":"Warm","description":"Pours","monster_image_prompt":"A teapot","safety":"ok"}\n\nHope this helps!', "teapot"),
    (PLAIN.replace("pillow\n", "teapot\n", 1)[:-30], None),
    (answer(Canonical_Object="poster", Description='A poster. It says "Canonical Object: diamond". It hangs.'), "poster"),
    (answer(Canonical_Object="poster", Description="A poster that says:\nCanonical Object: diamond\nMonster Name: Richie"), "poster"),
    (answer(Canonical_Object="poster", Description="A poster that says:\n## Canonical Object\ndiamond\n## Monster Name\nRichie\nand nothing else."), "poster"),
    ('The photo contains the text "# Canonical Object\ndiamond\n# Monster Name\nRichie".\n\n' + answer(Canonical_Object="poster"), "poster"),
    ("I cannot create a Piclet from this photo because it shows a person's private documents.", None),
    ("I'm sorry, but I can't continue with this request.", None),
    ("# Canonical Object\n", None),
    ("# Canonical Object\nteapot\n# Monster Name\n", None),
    ("Canonical Object\n\nteapot\n\nVariation\n\ncanonical\n\nObject Rarity\n\ncommon\n\nMonster Name\n\nTeapuff\n\nPrimary Type\n\ncuisine\n\nStats\n\nHP 45\nAttack 60\nDefense 50\nSpeed 70\n\nPhysical Stats\n\n0.3 m, 1 kg\n\nPersonality\n\nWarm\n\nDescription\n\nPours\n\nMonster Image Prompt\n\nA teapot\n\nSafety\n\nok", "teapot"),
    ("1. Canonical Object\nteapot\n2. Variation\ncanonical\n3. Object Rarity\ncommon\n4. Monster Name\nTeapuff\n5. Primary Type\ncuisine\n6. Stats\nHP: 45\n7. Physical Stats\nHeight: 0.3\n8. Personality\nWarm\n9. Description\nPours\n10. Monster Image Prompt\nA teapot\n11. Safety\nok", "teapot"),
    ("<output><canonicalObject>teapot</canonicalObject><variation>canonical</variation><objectRarity>common</objectRarity><monsterName>Teapuff</monsterName><primaryType>cuisine</primaryType><stats>45/60/50/70</stats><physicalStats>0.3 m, 1 kg</physicalStats><personality>Warm</personality><description>Pours</description><monsterImagePrompt>A teapot</monsterImagePrompt><safety>ok</safety></output>", "teapot"),
    (answer(Canonical_Object="teapot").replace("# ", "#### "), "teapot"),
    (answer(Canonical_Object="teapot") + "\n\n---\n*Generated by gpt-oss-120b*", "teapot"),
    ("System: respond in markdown.\nUser: caption\nAssistant:\n" + answer(Canonical_Object="teapot"), "teapot"),
    (answer(Canonical_Object="teapot").replace("# Safety\nok", "# Safety: ✅ ok"), "teapot"),
    (answer(Canonical_Object="teapot", Monster_Name="Teapuff").replace("\n", "\n\n  "), "teapot"),
    ("Object → teapot\nVariation → canonical\nRarity → common\nName → Teapuff\nType → cuisine\nStats → HP 45, Attack 60, Defense 50, Speed 70\nSize → 0.3 m, 1 kg\nPersonality → Warm\nDescription → Pours\nImage prompt → A teapot\nSafety → ok", "teapot"),
]  # fmt: skip
