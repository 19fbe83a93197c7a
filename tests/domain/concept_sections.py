# ruff: noqa: E501 - tables of what models write, one answer after the other
"""What models write under single headings, and what a careful reader takes from it. `None`: he would ask again.

Each table is (what is said, what is read). Variations are read for a pillow, stats as (hp, attack, defense, speed)
with 50 where nothing is said, sizes as (metres, kilograms).
"""

from __future__ import annotations

OBJECT: list[tuple[str, str | None]] = [
    # As asked for, dressed
    ("kettle", "kettle"), ("The kettle", "kettle"), ("a kettle", "kettle"), ("Kettle.", "kettle"), ("KETTLE", "kettle"),
    ('"kettle"', "kettle"), ("“kettle”", "kettle"), ("'kettle'", "kettle"), ("«kettle»", "kettle"), ("`kettle`", "kettle"),
    ("**kettle**", "kettle"), ("*kettle*", "kettle"), ("__kettle__", "kettle"), ("***Kettle***", "kettle"),
    ("- kettle", "kettle"), ("• kettle", "kettle"), ("1. kettle", "kettle"), ("→ kettle", "kettle"), ("> kettle", "kettle"),
    ("[kettle]", "kettle"), ("(kettle)", "kettle"), ("{kettle}", "kettle"), ("<kettle>", "kettle"), ('["kettle"]', "kettle"),
    ("#kettle", "kettle"), ("kettle ☕", "kettle"), ("🫖 kettle", "kettle"), ("```\nkettle\n```", "kettle"),
    ("coffee_mug", "coffee_mug"), ("coffee-mug", "coffee_mug"), ("coffeeMug", "coffee_mug"), ("Coffee Mug", "coffee_mug"),
    ("pillow_canonical", "pillow"), ("kettle (canonical)", "kettle"), ("<b>kettle</b>", "kettle"), ("kettle\n\n", "kettle"),
    ("a pair of scissors", "scissors"), ("MacBook Pro", "macbook_pro"), ("iPhone 15 Pro Max", "iphone_15_pro_max"),
    ("Levi's 501 jeans", "levis_501_jeans"), ("Dr. Pepper can", "dr_pepper_can"), ("Rubik's Cube", "rubiks_cube"),
    ("Post-it note", "post_it_note"), ("US quarter", "us_quarter"), ("AC/DC t-shirt", "acdc_t_shirt"), ("C#", "c_sharp"),
    ("salt and pepper shakers", "salt_and_pepper_shaker"), ("Black & Decker drill", "black_and_decker_drill"),
    ("trick or treat bucket", "trick_or_treat_bucket"), ("corn on the cob", "corn_on_the_cob"),
    ("jack-in-the-box", "jack_in_the_box"), ("chest of drawers", "chest_of_drawers"), ("name tag", "name_tag"),
    ("picture frame", "picture_frame"), ("mystery box", "mystery_box"), ("text book", "text_book"),
    ("Nintendo Switch (OLED model)", "nintendo_switch"), ("чашка", "чашка"), ("ティーポット", "ティーポット"),
    ("stats", "stat"), ("monster name", "monster_name"),
    # Labels
    ("Object: coffee mug", "coffee_mug"), ("Main object: coffee mug", "coffee_mug"), ("Name: coffee mug", "coffee_mug"),
    ("Canonical Object: coffee mug", "coffee_mug"), ("Object - coffee mug", "coffee_mug"), ("Item: coffee mug", "coffee_mug"),
    ("**Object:** coffee mug", "coffee_mug"), ("Object name: coffee mug", "coffee_mug"), ("Answer: coffee mug", "coffee_mug"),
    ("object = coffee mug", "coffee_mug"), ("The thing: coffee mug", "coffee_mug"), ("Identified object: coffee mug", "coffee_mug"),
    ("the thing, without attributes: coffee mug", "coffee_mug"), ("the thing, without attributes\ncoffee mug", "coffee_mug"),
    # Glosses
    ("coffee mug – a ceramic drinking vessel", "coffee_mug"), ("coffee mug - a ceramic drinking vessel", "coffee_mug"),
    ("coffee mug — a drinking vessel", "coffee_mug"), ("coffee mug: a drinking vessel", "coffee_mug"),
    ("coffee mug (a ceramic drinking vessel)", "coffee_mug"), ("coffee mug, a ceramic drinking vessel", "coffee_mug"),
    ("coffee mug; used for drinking", "coffee_mug"), ("coffee mug\nA ceramic drinking vessel.", "coffee_mug"),
    ("coffee mug which holds coffee", "coffee_mug"), ("coffee mug, i.e. a cup with a handle", "coffee_mug"),
    ("Coffee mug. It is made of ceramic.", "coffee_mug"), ("coffee mug [ceramic]", "coffee_mug"), ("coffee mug -> vessel", "coffee_mug"),
    ("coffee mug, also known as a coffee cup", "coffee_mug"), ("tea kettle aka teapot", "tea_kettle"), ("mug = cup", "mug"),
    ("kettle (95% confidence)", "kettle"), ("kettle – 95% sure", "kettle"), ("kettle (likely)", "kettle"), ("kettle, probably", "kettle"),
    ("kettle with a broken lid", "kettle"), ("kettle on a stove", "kettle"), ("kettle, not a teapot", "kettle"),
    ("pillow, blue", "pillow"), ("pillow (blue)", "pillow"), ("The Blue Pillow", "pillow"),
    # Sentences
    ("The main object is a kettle.", "kettle"), ("The main object in the photo is a kettle.", "kettle"),
    ("This is a kettle.", "kettle"), ("It is a kettle", "kettle"), ("It's a kettle!", "kettle"), ("That's a kettle.", "kettle"),
    ("It appears to be a kettle.", "kettle"), ("This looks like a kettle", "kettle"), ("I see a kettle.", "kettle"),
    ("The photo shows a kettle on a stove.", "kettle"), ("The image depicts a vintage camera.", "vintage_camera"),
    ("The object in the picture is a MacBook Pro.", "macbook_pro"), ("There is a kettle on the stove.", "kettle"),
    ("Based on the description, the main object is a kettle.", "kettle"), ("Based on the description: kettle", "kettle"),
    ("The main thing here is a kettle, which is used to boil water.", "kettle"), ("The object is:\nkettle", "kettle"),
    ("Here is the object: kettle", "kettle"), ("The canonical object is kettle", "kettle"), ("A photo of a kettle", "kettle"),
    ("The object's name is kettle", "kettle"), ("The canonical object would be a kettle", "kettle"), ("I would say it is a kettle.", "kettle"),
    ("The main subject of this image is a french horn.", "french_horn"), ("The central item is best described as a kettle", "kettle"),
    # Hedges
    ("probably a kettle", "kettle"), ("most likely a kettle", "kettle"), ("possibly a kettle", "kettle"), ("a kind of kettle", "kettle"),
    ("some kind of kettle", "kettle"), ("a type of kettle", "kettle"), ("what appears to be a kettle", "kettle"), ("kettle?", "kettle"),
    ("unknown bird", "bird"), ("generic kettle", "kettle"), ("unidentified flying object", "unidentified_flying_object"),
    # Alternatives: the first
    ("kettle / teapot", "kettle"), ("kettle or teapot", "kettle"), ("kettle/teapot", "kettle"), ("kettle | teapot", "kettle"),
    ("either a kettle or a teapot", "kettle"), ("kettle, teapot", "kettle"), ("- kettle\n- teapot", "kettle"), ('["kettle", "teapot"]', "kettle"),
    ("1. kettle\n2. teapot", "kettle"), ("cup or coffee mug?", "cup"), ("kettle (or teapot)", "kettle"), ("1) kettle 2) teapot", "kettle"),
    # Second thoughts: the last
    ("horn? No, french horn", "french_horn"), ("horn... no, french horn", "french_horn"), ("cup, wait, coffee mug", "coffee_mug"),
    ("~~cup~~ coffee mug", "coffee_mug"), ("cup\nActually: coffee mug", "coffee_mug"), ("cup, or rather coffee mug", "coffee_mug"),
    ("cup. Correction: coffee mug", "coffee_mug"), ("cup – sorry, coffee mug", "coffee_mug"), ("cup\nWait, coffee mug", "coffee_mug"),
    # Nothing, in any wording
    *((said, None) for said in (
        "", "none", "None.", "N/A", "n/a", "NA", "null", "nil", "-", "—", "...", "???", "🦄", "TBD", "TBA", "to be determined",
        "unknown", "Unknown object", "unknown item", "Unidentified", "unidentified object", "unidentifiable item", "not specified",
        "not applicable", "Not available", "not identified", "not determined", "not visible", "unclear", "Unclear object", "undefined",
        "thing", "a thing", "the thing", "something", "object", "Object", "an object", "item", "image", "the image", "photo", "picture",
        "photograph", "subject", "main object", "main subject", "canonical object", "canonical", "placeholder", "example", "[object name]",
        "<object>", "{object}", "[insert object here]", "your object here", "the thing, without attributes", "thing without attributes",
        "object name", "no object", "No object detected", "No main object visible.", "nothing", "nothing in particular", "no specific object",
        "multiple objects", "various items", "several things", "small metal object", "household item", "everyday object", "mystery item",
        "blurry image", "dark photo", "random thing", "stuff", "generic object", "untitled", "unnamed", "unspecified", "undetermined",
        "indeterminate object", "cannot be determined", "Could not identify", "Unable to identify the object", "can't tell",
        "I cannot identify the object", "I'm sorry, but I cannot identify the object.", "I'm sorry, but I can't help with that.",
        "Sorry, I can't assist with that request.", "The main object in this picture is unclear.", "The description does not mention a specific object.",
        "It is unclear what the object is.", "The object is not specified.", "The photo does not show a clear object", "no clear object",
        "unrecognizable object", "ambiguous object", "error", "Error: no object", "hidden", "[redacted]", "As an AI, I cannot see images.",
        "the object cannot be identified from the description", "Not enough information", "insufficient information", "insufficient data",
        "There is no main object.", "Please provide an image.", "Please describe the photo.", "whatever is in the photo", "47", "blue",
    )),
]  # fmt: skip

VARIATION: list[tuple[str, tuple[str, ...]]] = [
    *((said, ()) for said in (
        "canonical", "Canonical", "CANONICAL", "canonical.", "**canonical**", '"canonical"', "`canonical`", "- canonical", "[canonical]",
        "canonical – nothing special", "canonical - nothing special", "canonical (nothing special)", "canonical: no distinguishing attributes",
        "canonical, nothing distinguishing", "canonical, because nothing sets it apart", "the word: canonical", "The word canonical",
        "Not applicable", "N/A", "n/a", "none", "None.", "none observed", "no variation", "No variations", "no distinguishing attributes",
        "No distinguishing features are visible.", "There are no distinguishing attributes.", "It is the canonical version.", "nothing special",
        "Nothing notable", "standard", "standard version", "default", "-", "—", "", "[]", "null", "This is the canonical form.", "canonical form",
        "a canonical pillow", "Canonical pillow", "not specified", "unspecified", "unknown", "regular", "plain", "just canonical", "canonical ✅",
        "one to four distinguishing attributes, comma-separated, or the word: canonical", "Variation: canonical", "canonical\n\nNo attributes stand out.",
        "pillow", "No notable variation from the canonical object", "none (canonical)", "None – canonical", "canonical; a typical pillow",
    )),
    ("blue, velvet", ("blue", "velvet")), ("Blue, Velvet", ("blue", "velvet")), ("blue; velvet", ("blue", "velvet")),
    ("blue / velvet", ("blue", "velvet")), ("blue | velvet", ("blue", "velvet")), ("blue\nvelvet", ("blue", "velvet")),
    ("- blue\n- velvet", ("blue", "velvet")), ("* blue\n* velvet", ("blue", "velvet")), ("1. blue\n2. velvet", ("blue", "velvet")),
    ("1. blue 2. velvet", ("blue", "velvet")), ('["blue", "velvet"]', ("blue", "velvet")), ("['blue', 'velvet']", ("blue", "velvet")),
    ("[blue, velvet]", ("blue", "velvet")), ("#blue #velvet", ("blue", "velvet")), ("#blue, #velvet", ("blue", "velvet")),
    ("blue and velvet", ("blue", "velvet")), ("blue & velvet", ("blue", "velvet")), ("blue + velvet", ("blue", "velvet")),
    ("**blue**, **velvet**", ("blue", "velvet")), ("`blue`, `velvet`", ("blue", "velvet")), ('"blue", "velvet"', ("blue", "velvet")),
    ("chipped, tall, and blue", ("chipped", "tall", "blue")), ("chipped, tall & blue", ("chipped", "tall", "blue")),
    ("chipped, tall, blue.", ("chipped", "tall", "blue")), ("color: blue", ("blue",)), ("Color: blue, Material: velvet", ("blue", "velvet")),
    ("colour: blue; material: velvet", ("blue", "velvet")), ("- Color: blue\n- Material: velvet", ("blue", "velvet")),
    ("color = blue, material = velvet", ("blue", "velvet")), ("color: blue, blue", ("blue",)), ("blue, color: blue", ("blue",)),
    ("Attributes: blue, velvet", ("blue", "velvet")), ("Variation: blue, velvet", ("blue", "velvet")), ("blue (dominant), velvet", ("blue", "velvet")),
    ("blue, velvet (soft)", ("blue", "velvet")),
    ("It is blue and made of velvet.", ("blue", "velvet")), ("This one is blue, velvet", ("blue", "velvet")), ("a blue pillow", ("blue",)),
    ("blue pillow, velvet", ("blue", "velvet")), ("with a chipped rim", ("chipped_rim",)), ("chipped rim, faded print", ("chipped_rim", "faded_print")),
    ("black and white", ("black_and_white",)), ("black and white, striped", ("black_and_white", "striped")), ("hand-painted", ("hand_painted",)),
    ("dark blue", ("dark_blue",)), ("blue, no tassels", ("blue",)), ("blue, n/a", ("blue",)), ("color: blue, pattern: none", ("blue",)),
    ("wet, old, red, torn, thin", ("wet", "old", "red", "torn")), ("blue, it lies on a sofa that was left in the rain", ("blue",)),
    ("blue\nvelvet\n\nThese attributes make it stand out.", ("blue", "velvet")), ("blue_velvet", ("blue_velvet",)), ("🔵 blue, velvet", ("blue", "velvet")),
    ("blue, canonical", ("blue",)), ("<li>blue</li><li>velvet</li>", ("blue", "velvet")), ("blue • velvet", ("blue", "velvet")),
    ("blue, velvet, and with tassels", ("blue", "velvet", "tassels")), ("mostly blue", ("mostly_blue",)), ("size: large", ("large",)),
    ("big/old, wet", ("big", "old", "wet")), ("blue, velvet\n# Notes", ("blue", "velvet")), ("blue、velvet", ("blue", "velvet")),
]  # fmt: skip

RARITY: list[tuple[str, str]] = [
    ("common", "common"), ("Common", "common"), ("UNCOMMON", "uncommon"), ("**rare**", "rare"), ("`epic`", "epic"), ("Legendary!", "legendary"),
    ("rare.", "rare"), ('"rare"', "rare"), ("Rarity: rare", "rare"), ("very rare", "rare"), ("extremely rare", "rare"), ("quite common", "common"),
    ("Not rare at all – common", "common"), ("not rare at all", "common"), ("Not rare, common", "common"), ("isn't rare", "common"),
    ("not common, but not rare: uncommon", "uncommon"), ("not uncommon", "common"), ("It is rare, not common.", "rare"), ("common rather than rare", "common"),
    ("rare rather than common", "rare"), ("common (not rare)", "common"), ("common, found in every home", "common"), ("everyday", "common"),
    ("ubiquitous", "common"), ("mythic", "legendary"), ("unique", "legendary"), ("unusual", "uncommon"), ("uncommon to rare", "uncommon"),
    ("Common | found everywhere", "common"), ("common | uncommon | rare | epic | legendary", "common"), ("common | uncommon | **rare** | epic | legendary", "rare"),
    ("common | uncommon | rare | epic | legendary: how rare the thing is in the world\nepic", "epic"), ("[x] rare", "rare"),
    ("common | uncommon | rare | epic | legendary\n\nrare", "rare"), ("[ ] common [ ] uncommon [x] rare [ ] epic [ ] legendary", "rare"),
    ("", "common"), ("purple", "common"), ("rare? no, uncommon", "uncommon"), ("rare... actually uncommon", "uncommon"), ("★★★☆☆", "rare"),
    ("3/5", "rare"), ("Tier 2", "uncommon"), ("far from common: epic", "epic"), ("neither common nor rare: uncommon", "uncommon"),
    ("The object is common in the world.", "common"), ("less than rare: uncommon", "uncommon"), ("~rare", "rare"), ("rare 💎", "rare"),
    ("more common than rare", "common"), ("nothing rare about it, common", "common"), ("epic (rarer than most)", "epic"), ("Uncommonly seen, so uncommon", "uncommon"),
]  # fmt: skip

STATS: list[tuple[str, tuple[int, int, int, int]]] = [
    *((said, (45, 60, 50, 70)) for said in (
        "HP: 45\nAttack: 60\nDefense: 50\nSpeed: 70", "HP: 45, Attack: 60, Defense: 50, Speed: 70", "HP 45 Attack 60 Defense 50 Speed 70",
        "HP 45, Attack 60, Defense 50, Speed 70", "HP=45; ATK=60; DEF=50; SPD=70", "- HP: 45\n- Attack: 60\n- Defense: 50\n- Speed: 70",
        "**HP:** 45/100\n**Attack:** 60/100\n**Defense:** 50/100\n**Speed:** 70/100", "HP: 45 | Attack: 60 | Defense: 50 | Speed: 70",
        "| Stat | Value |\n|---|---|\n| HP | 45 |\n| Attack | 60 |\n| Defense | 50 |\n| Speed | 70 |",
        "| HP | Attack | Defense | Speed |\n|---|---|---|---|\n| 45 | 60 | 50 | 70 |",
        "| Stat | Value | Reason |\n|---|---|---|\n| HP | 45 | soft |\n| Attack | 60 | strong |\n| Defense | 50 | ok |\n| Speed | 70 | fast |",
        '{"hp": 45, "attack": 60, "defense": 50, "speed": 70}', "hp: 45\nattack: 60\ndefense: 50\nspeed: 70", "HP -> 45\nAttack -> 60\nDefense -> 50\nSpeed -> 70",
        "HP 1-100: 45\nAttack 1-100: 60\nDefense 1-100: 50\nSpeed 1-100: 70", "HP: 1-100: 45\nAttack: 1-100: 60\nDefense: 1-100: 50\nSpeed: 1-100: 70",
        "HP (1-100): 45\nAttack (1-100): 60\nDefense (1-100): 50\nSpeed (1-100): 70", "HP [1–100] = 45\nAttack [1–100] = 60\nDefense [1–100] = 50\nSpeed [1–100] = 70",
        "HP: forty-five\nAttack: sixty\nDefense: fifty\nSpeed: seventy", "HP: 4.5/10\nAttack: 6/10\nDefense: 5/10\nSpeed: 7/10",
        "HP: about 45\nAttack: approx. 60\nDefense: ~50\nSpeed: ≈ 70", "HP: around 45\nAttack: roughly 60\nDefense: circa 50\nSpeed: 70ish",
        "HP: 40-50\nAttack: 55–65\nDefense: 45 to 55\nSpeed: 65-75", "HP: 45%\nAttack: 60%\nDefense: 50%\nSpeed: 70 %",
        "45 HP, 60 Attack, 50 Defense, 70 Speed", "45/60/50/70", "HP/Attack/Defense/Speed: 45/60/50/70", "HP, Attack, Defense, Speed: 45, 60, 50, 70",
        "HP: 45 (soft)\nAttack: 60 (pillow fights)\nDefense: 50 (feathers)\nSpeed: 70 (naps first)", "HP: 45 — soft\nAttack: 60 — hits\nDefense: 50 — eh\nSpeed: 70 — fast",
        "Hit Points: 45\nAttack (physical): 60\nDefence is 50\nSpeed of 70", "Health: 45\nAttack Power: 60\nDefense: 50\nSpeed: 70",
        "Special Attack: 90\nAttack: 60\nHP: 45\nDefense: 50\nSpecial Defense: 95\nSpeed: 70", "HP: 45\nSp. Atk: 99\nAttack: 60\nSp. Def: 98\nDefense: 50\nSpeed: 70",
        "Attack Speed: 99\nHP: 45\nAttack: 60\nDefense: 50\nSpeed: 70", "HP: 45\nAttack: 60\nDefense: 50\nSpeed: 70\nTotal: 225", "Total: 225\nHP: 45\nAttack: 60\nDefense: 50\nSpeed: 70",
        "HP: [45]\nAttack: [60]\nDefense: [50]\nSpeed: [70]", "HP : 45\nAttack : 60\nDefense : 50\nSpeed : 70", "HP:45\nAttack:60\nDefense:50\nSpeed:70",
        "❤️ HP: 45\n⚔️ Attack: 60\n🛡️ Defense: 50\n⚡ Speed: 70", "Base HP: 45\nBase Attack: 60\nBase Defense: 50\nBase Speed: 70", "HP: 45 out of 100\nAttack: 6 out of 10\nDefense: 50 of 100\nSpeed: 70",
        "HP ..... 45\nAttack ..... 60\nDefense ..... 50\nSpeed ..... 70", "Its HP is 45, its Attack is 60, its Defense is 50 and its Speed is 70.", "HP: ████▌░░░░░ 45\nAttack: 60\nDefense: 50\nSpeed: 70",
        "HP\n45\nAttack\n60\nDefense\n50\nSpeed\n70", "HP: 45.0\nAttack: 60.0\nDefense: 50.0\nSpeed: 70.0", "HP: ４５\nAttack: ６０\nDefense: ５０\nSpeed: ７０", "1. HP: 45\n2. Attack: 60\n3. Defense: 50\n4. Speed: 70",
    )),
    ("HP: 1-100\nAttack: 1-100\nDefense: 1-100\nSpeed: 1-100", (50, 50, 50, 50)), ("", (50, 50, 50, 50)), ("unknown", (50, 50, 50, 50)),
    ("HP: 1-100\nHP: 70", (70, 50, 50, 50)), ("Special Attack: 90", (50, 50, 50, 50)), ("HP: 9999\nAttack: -5\nDefense: 0", (100, 1, 1, 50)),
    ("HP: one hundred\nSpeed: a hundred", (100, 50, 50, 100)), ("HP: 120/100", (100, 50, 50, 50)), ("HP: ★★★★☆\nSpeed: ★☆☆☆☆", (80, 50, 50, 20)),
    ("HP: 150/200", (75, 50, 50, 50)), ("Chp: 3, counterattack: 4, speedometer: 5", (50, 50, 50, 50)),
]  # fmt: skip

SIZES: list[tuple[str, tuple[float, float]]] = [
    *((said, (0.6, 1.3)) for said in (
        "Height: 0.6\nWeight: 1.3", "Height: 0.6 m\nWeight: 1.3 kg", "Height: 60 cm\nWeight: 1300 g", "Height: 0.6 m, Weight: 1.3 kg", "0.6 m, 1.3 kg", "0.6 m / 1.3 kg",
        "0.6 / 1.3", "0.6, 1.3", "60 cm tall, 1.3 kg", "60 cm tall and weighs 1.3 kilograms", "H: 0.6 m, W: 1.3 kg", "Ht: 0.6 m\nWt: 1.3 kg", "Height - 0.6 m\nWeight - 1.3 kg",
        "Height: 0.6 meters (about 2 feet)\nWeight: 1.3 kilograms (2.9 lbs)", "**Height**: 0.6m\n**Weight**: 1.3kg", "Height (m): 0.6\nWeight (kg): 1.3", "Height in metres: 0.6\nWeight in kilograms: 1.3",
        "Height: 0.5-0.7 m\nWeight: 1.2–1.4 kg", "Height: about 0.6 m\nWeight: approx. 1.3 kg", "height_m: 0.6\nweight_kg: 1.3", "Height: 0,6 m\nWeight: 1,3 kg", "Weight: 1.3 kg\nHeight: 0.6 m",
        "| Height | 0.6 m |\n| Weight | 1.3 kg |", "Height: 600 mm\nWeight: 1.3 kg", "Height: a number in metres: 0.6\nWeight: a number in kilograms: 1.3", "Height: sixty centimetres\nWeight: one point three kilograms",
        "Height: ~60cm | Weight: ~1.3kg", "- 0.6 m\n- 1.3 kg", "1.3 kg, 0.6 m", "Size: 60 cm, Weight: 1.3 kg", "Height = 0.6 m; Weight = 1.3 kg", "It stands 60 cm tall. It weighs 1.3 kg.", '{"height": "0.6 m", "weight": "1.3 kg"}',
    )),
    ("Height: 5'11\"\nWeight: 180 pounds", (1.803, 81.647)), ("Height: 2 ft 3 in\nWeight: 2 lbs 3 oz", (0.686, 0.992)), ("Height: two feet\nWeight: three pounds", (0.61, 1.361)),
    ("Height: half a metre\nWeight: half a kilo", (0.5, 0.5)), ("Height: 1/2 m\nWeight: 3/4 kg", (0.5, 0.75)), ("Height: 1 ½ m\nWeight: 2 ½ kg", (1.5, 2.5)), ("Height: six inches\nWeight: twelve ounces", (0.152, 0.34)),
    ("Height: a number in metres\nWeight: a number in kilograms", (0.5, 5.0)), ("", (0.5, 5.0)), ("tall and heavy", (0.5, 5.0)), ("Height: 12 inches (30 cm)\nWeight: 1 lb (450 g)", (0.305, 0.454)),
    ("Height: 6'\nWeight: 1 stone", (1.829, 6.35)), ("Height: 1,200 m\nWeight: 1,200 kg", (1200.0, 1200.0)),
]  # fmt: skip

# True: ok. False: unsafe for sure. None: neither, so it is asked again and no photo is refused for good.
SAFETY: list[tuple[str, bool | None]] = [
    *((said, True) for said in (
        "ok", "OK", "Ok.", "okay", "**ok**", "`ok`", '"ok"', "- ok", "✅", "✅ ok", "👍", "🟢", "🟢 Safe", "safe", "Safe.", "SAFE", "The photo is safe.", "This image is safe.", "It is safe.", "Content is safe for all ages.",
        "SFW", "sfw", "Safe for work", "Image is SFW", "No issues.", "No issues found", "No issues detected.", "no concerns", "No concerns.", "No safety concerns", "None", "none.", "N/A", "Not unsafe", "not unsafe", "nothing unsafe",
        "Nothing unsafe in the photo.", "No unsafe content.", "No unsafe content detected", "ok - nothing private in it", "ok: no private data", "ok (no private data, no sexual or hateful content)", "ok – the photo shows a pillow",
        "This photo contains no private data, sexual or hateful content.", "The photo does not show any private data.", "does not contain any personal information", "There is nothing private, sexual or hateful here.",
        "Free of private data", "No private data, no sexual content, no hateful content", "Private data: none. Sexual content: none. Hateful content: none.", "Unsafe content: none", "unsafe: false", "safe: true", "Is it safe? Yes.", "Is it unsafe? No.",
        "Private data: no\nSexual content: no\nHateful content: no", "Appropriate for all audiences", "Suitable for all ages", "family-friendly", "Family friendly content", "G-rated", "Rated G", "PG", "All ages", "clean", "All clear", "all good",
        "approved", "passed", "Pass ✅", "harmless", "The object is harmless and appropriate.", "No personal data is visible.", "Personal data is not visible.", "No problem", "no red flags", "nothing to worry about", "No violations",
        "neither sexual nor hateful", "isn't unsafe", "The photo isn't inappropriate.", "ok | this photo shows a lamp", "Safety: ok", "Status: ok", "ok\n\nLet me know if you would like changes!", "ok. Let me know if there are any issues!",
        "ok\n---\nEnjoy your Piclet!", "ok (sharp edges, handle with care)", "safe, a private garden", "Verdict: safe", "The content is compliant.", "fine", "This is fine.", "Looks good", "ok!", "okay - it's a pillow", "ＯＫ", "true", "",
        "nsfw: no", "NSFW: false", "low risk", "Risk: none", "No, it is safe.", "No. Nothing unsafe.", "without any unsafe content", "ok, not unsafe",
    )),
    *((said, False) for said in (
        "unsafe", "Unsafe.", "UNSAFE", "**unsafe**", "unsafe: shows a passport", "UNSAFE: a letter", "unsafe - a person's private data", "unsafe (private data)", "❌", "❌ unsafe", "🚫", "🔞", "nsfw", "NSFW", "not safe", "Not safe.", "not ok", "Not OK",
        "The photo is unsafe.", "This photo is not safe.", "It isn't safe", "Not safe for work", "The image shows a person's private data.", "Contains sexual content", "Explicit nudity", "hateful content", "Contains personal information (a passport)",
        "ok, but it shows a passport number which is private", "safe: false", "unsafe: true", "Is it safe? No.", "Is it unsafe? Yes.", "Inappropriate", "Not appropriate", "not suitable for children", "rejected", "Private data: yes", "Safety: unsafe",
        "The photo is unsafe because it shows a credit card.", "Sexual content: present", "flagged", "violates the policy", "unsafe\n\nThe letter shows an address.", "Verdict: unsafe", "This content is not acceptable.", "Unsafe – hateful symbols",
    )),
    *((said, None) for said in (
        "ok | unsafe", "ok or unsafe", "no", "maybe", "I cannot help with that.", "I'm sorry, I can't assist with that.", "not sure", "unclear", "un", "uns", "o", "?", "It is unclear whether it is safe.", "borderline", "Handle with care.",
        "a pillow", "I can't determine whether it is safe", "...", "possibly unsafe", "ok | unsafe: unsafe where the photo shows a person's private data, or sexual or hateful content!",
    )),
]  # fmt: skip

NAME: list[tuple[str, str | None]] = [
    *((said, "Pillowpuff") for said in (
        "Pillowpuff", "**Pillowpuff**", "*Pillowpuff*", "`Pillowpuff`", '"Pillowpuff"', "“Pillowpuff”", "'Pillowpuff'", "«Pillowpuff»", "Pillowpuff.", "Pillowpuff!", "- Pillowpuff", "1. Pillowpuff", "# Pillowpuff", "[Pillowpuff]", "> Pillowpuff", "Pillowpuff ✨", "✨ Pillowpuff ✨",
        "Name: Pillowpuff", "Monster Name: Pillowpuff", "**Name:** Pillowpuff", "Pillowpuff (PIL-oh-puff)", "Pillowpuff [PIL-oh-puff]", "Pillowpuff /ˈpɪləʊpʌf/", 'Pillowpuff (a pun on "pillow" and "puff")', "Pillowpuff – a pun on pillow and puff", "Pillowpuff - from pillow + puff",
        "Pillowpuff: a mix of pillow and puff", "Pillowpuff, a pun on pillow", "Pillowpuff (or Puffling)", "Pillowpuff / Puffling", "Pillowpuff or Puffling", "Pillowpuff; alternatively Puffling", "Pillowpuff\nPuffling", "1. Pillowpuff\n2. Puffling", "- Pillowpuff\n- Puffling",
        "The monster is called Pillowpuff.", "I would call it Pillowpuff.", "Its name is Pillowpuff", "The monster's name is Pillowpuff.", "Meet Pillowpuff!", "the name: Pillowpuff", "the name\nPillowpuff", "Pillowpuff aka Puffy", 'Pillowpuff, because it is puffy', '["Pillowpuff"]',
        "Pillowpuff™", "Pillowpuff. It is soft.", "<b>Pillowpuff</b>", "Pillowpuff pronounced PIL-oh-puff", "Pillowpuff\n\nA blend of pillow and puff.", "Pillowpuff = pillow + puff", "Let's call it Pillowpuff", "Suggested name: Pillowpuff", "How about Pillowpuff?",
    )),
    ("Mr. Puff", "Mr. Puff"), ("Sir Fluff-a-Lot", "Sir Fluff-a-Lot"), ("O'Puff", "O'Puff"), ("The Nameless One", "The Nameless One"), ("Café Crème", "Café Crème"), ("Puff Daddy 3000", "Puff Daddy 3000"), ("Kettle & Co", "Kettle & Co"), ("くまもん", "くまもん"),
    *((said, None) for said in ("", "***", "🦄", "N/A", "none", "TBD", "unknown", "the name", "[name]", "Monster Name", "unnamed", "-", "I'm sorry, I can't help with that.")),
]  # fmt: skip
