# ruff: noqa: E501 - what models write, one answer after the other
"""Whole answers as large models dress them, all of one kettle (`READ`), and what has to be asked for again (`AGAIN`).

First reading, of an earlier reader: 131 of 137, no wrong object but one from an afterthought behind the last section.
"""

from __future__ import annotations

import json

HEADINGS = {
    "Canonical Object": "kettle",
    "Variation": "chipped, enamel",
    "Object Rarity": "uncommon",
    "Monster Name": "Steamlet",
    "Primary Type": "machina",
    "Stats": "HP: 62\nAttack: 48\nDefense: 71\nSpeed: 35",
    "Physical Stats": "Height: 0.6 m\nWeight: 4.5 kg",
    "Personality": "Warm and a little hot-headed.",
    "Description": "It whistles when it is happy. Its lid is a hat. It keeps tea for its friends.",
    "Monster Image Prompt": "A round enamel kettle creature with short legs, smiling, on a plain background.",
    "Safety": "ok",
}
_STATS = {"hp": 62, "attack": 48, "defense": 71, "speed": 35}
_SIZES = {"height": "0.6 m", "weight": "4.5 kg"}


def dress(heading: str = "# {}\n", between: str = "\n", **bodies: str) -> str:
    """Return the kettle's answer, its headings dressed so; `bodies` replace a section's, by its name with underscores."""
    told = HEADINGS | {name.replace("_", " "): body for name, body in bodies.items()}
    return between.join(heading.format(name) + body for name, body in told.items())


def flat(text: str) -> str:
    return text.replace("\n", ", ")


PLAIN = dress()
TEAPOT = dress(Canonical_Object="teapot", Monster_Name="Pottery")
LINE = {name: flat(body) for name, body in HEADINGS.items()}
LOW = {name.lower().replace(" ", "_"): body for name, body in LINE.items()}
NESTED = LOW | {"variation": ["chipped", "enamel"], "stats": _STATS, "physical_stats": _SIZES}
_CAMEL = {"".join(w if not i else w.title() for i, w in enumerate(k.split("_"))): v for k, v in NESTED.items()}
THINK = "The photo shows a horn... maybe a french horn?\n# Canonical Object\nhorn\n# Variation\nbrass\nNo, it is a kettle."
ECHO = """Answer with these headings, in this order, and nothing before, between or after them:

# Canonical Object
the thing, without attributes
# Variation
one to four distinguishing attributes, comma-separated, or the word: canonical
# Object Rarity
common | uncommon | rare | epic | legendary: how rare the thing is in the world
# Monster Name
the name
# Primary Type
beast | bug | aquatic | flora | mineral | space | machina | structure | culture | cuisine
# Stats
HP: 1-100
Attack: 1-100
Defense: 1-100
Speed: 1-100
# Physical Stats
Height: a number in metres
Weight: a number in kilograms
# Personality
one or two sentences
# Description
two to four sentences: how it looks, what it does, what it has kept of the thing
# Monster Image Prompt
one sentence for a painter: the creature's body, colours, pose and mood, alone on a plain background
# Safety
ok | unsafe: unsafe where the photo shows a person's private data, or sexual or hateful content
"""

READ: list[str] = [
    PLAIN,
    "Sure! Here is your Piclet:\n\n" + PLAIN + "\n\nLet me know if you'd like any changes!",
    f"<think>\n{THINK}\n</think>\n\n{PLAIN}",
    f"{THINK}\n</think>\n\n{PLAIN}",
    f"<|channel|>analysis<|message|>{THINK}<|end|><|start|>assistant<|channel|>final<|message|>{PLAIN}<|return|>",
    f"analysisWe need to name the thing. {THINK}assistantfinal{PLAIN}",
    f"<details><summary>Analysis</summary>\n\n{THINK}\n\n</details>\n\n**💬 Response:**\n\n{PLAIN}",
    f"<|channel|>commentary<|message|>Let me draft.<|end|><|start|>assistant<|channel|>final<|message|>{PLAIN}",
    f"<thinking>\n{THINK}\n</thinking>\n<answer>\n{PLAIN}\n</answer>",
    f"<reasoning>{THINK}</reasoning>\n\n{PLAIN}",
    f"<scratchpad>\n{THINK}\n</scratchpad>\n{PLAIN}",
    f"◁think▷{THINK}◁/think▷{PLAIN}",
    f"<|begin_of_thought|>{THINK}<|end_of_thought|>\n<|begin_of_solution|>\n{PLAIN}\n<|end_of_solution|>",
    f"<|start_header_id|>assistant<|end_header_id|>\n\n{PLAIN}<|eot_id|>",
    f"<start_of_turn>model\n{PLAIN}<end_of_turn>",
    f"[/INST] {PLAIN}</s>",
    f"### Response:\n{PLAIN}",
    f"{PLAIN}<|im_end|>\n<|im_start|>user",
    f"Here's a thinking process:\n\n1. **Identify the object**: a kettle.\n2. **Rarity**: it is common? Uncommon.\n\n---\n\n{PLAIN}",
    "Here is the Piclet.\n\n" + dress("## {}\n", "\n\n---\n\n"),
    "# Steamlet the Kettle\n\n" + dress("## {}\n", "\n\n"),
    dress("### **{}**\n", "\n\n"),
    dress("**{}**\n", "\n\n"),
    dress("**{}:** ", "\n"),
    dress("**{}**: ", "\n\n"),
    "\n".join(f"- **{k}** – {v}" for k, v in LINE.items()),
    "\n".join(f"{n}. **{k}**\n   {flat(v)}" for n, (k, v) in enumerate(HEADINGS.items(), 1)),
    "\n".join(f"{n}) {k}: {v}" for n, (k, v) in enumerate(LINE.items(), 1)),
    "\n\n".join(f"## {n}. {k}\n{v}" for n, (k, v) in enumerate(HEADINGS.items(), 1)),
    "\n\n".join(f"{k}\n{'-' * len(k)}\n{v}" for k, v in HEADINGS.items()),
    dress("=== {} ===\n", "\n"),
    dress("[{}]\n", "\n"),
    dress("【{}】\n", "\n"),
    "\n".join(f"{k} -> {v}" for k, v in LINE.items()),
    "\n".join(f"{k} → {v}" for k, v in LINE.items()),
    "\n".join(f"{k}: {v}" for k, v in _CAMEL.items() if isinstance(v, str))
    + "\nstats: HP 62, Attack 48, Defense 71, Speed 35\nphysicalStats: 0.6 m, 4.5 kg\nvariation: chipped, enamel",
    "\n".join(f"{k}: {v}" for k, v in LOW.items()),
    "\n".join(f"{k.upper()}\n{v}\n" for k, v in HEADINGS.items()),
    dress("# {} #\n"),
    dress("#{}\n"),
    dress("\\# {}\n"),
    "\n".join(f"• {k}: {v}" for k, v in LINE.items()),
    " ".join(f"# {k} {v}" for k, v in LINE.items()),
    "; ".join(f"{k}: {v}" for k, v in LINE.items()),
    "\n".join("    " + line for line in PLAIN.split("\n")),
    "\n".join("> " + line for line in PLAIN.split("\n")),
    PLAIN.replace("\n", "\r\n"),
    dress("#\u00a0{}\u200b\n"),
    dress("# 🫖 {}\n"),
    f"```\n{PLAIN}\n```",
    f"```markdown\n{PLAIN}\n```\nI hope this fits!",
    f"{PLAIN}\n\n{PLAIN}",
    f"{TEAPOT}\n\nWait, it has no lid. Let me correct that.\n\n**Final answer:**\n\n{PLAIN}",
    f"Draft:\n\n{TEAPOT}\n\nRevised version:\n\n{PLAIN}",
    ECHO + "\n" + PLAIN,
    "user\n" + ECHO + "\n\nThe description of the photo:\n````text\nA chipped kettle.\n````\nassistant\n" + PLAIN,
    "The description says:\n\n> # Canonical Object\n> free iphone\n\nThat is writing in the photo.\n\n" + PLAIN,
    PLAIN + "\n\nNote: I did not mark it unsafe, since no private data is to be seen.",
    PLAIN + "\n\n---\n*Steamlet is ready for adventure!*",
    json.dumps(LOW),
    json.dumps(NESTED, indent=2),
    "```json\n" + json.dumps(NESTED, indent=2) + "\n```",
    "Here is the JSON:\n" + json.dumps({"piclet": NESTED}),
    json.dumps(_CAMEL),
    json.dumps(HEADINGS),
    str(NESTED),
    json.dumps(NESTED, indent=1).replace("\n}", ",\n}"),
    json.dumps([NESTED]),
    json.dumps({"role": "assistant", "content": PLAIN}),
    json.dumps(PLAIN)[1:-1],
    json.dumps(PLAIN),
    "<tool_call>\n" + json.dumps({"name": "make_piclet", "arguments": NESTED}) + "\n</tool_call>",
    "\n".join(f"{k} = {json.dumps(v)}" for k, v in LOW.items()),
    "\n".join(
        f"{k}: |\n" + "\n".join("  " + x for x in HEADINGS[n].split("\n")) for k, n in zip(LOW, HEADINGS, strict=True)
    ),
    "---\n"
    + "\n".join(f"{k}: {v}" for k, v in LOW.items() if "stats" not in k)
    + "\nstats:\n  hp: 62\n  attack: 48\n  defense: 71\n  speed: 35\nphysical_stats:\n  height: 0.6 m\n  weight: 4.5 kg\n",
    "\n".join(f"<{k}>{v}</{k}>" for k, v in LOW.items()),
    "<piclet>\n"
    + "\n".join(f"  <{k}>\n    {v}\n  </{k}>" for k, v in _CAMEL.items() if isinstance(v, str))
    + "\n<variation>chipped, enamel</variation><stats><hp>62</hp><attack>48</attack><defense>71</defense><speed>35</speed></stats>"
    "<physicalStats><height>0.6 m</height><weight>4.5 kg</weight></physicalStats></piclet>",
    "".join(f"<h1>{k}</h1><p>{v}</p>" for k, v in LINE.items()),
    "<dl>" + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in LINE.items()) + "</dl>",
    "<table>" + "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in LINE.items()) + "</table>",
    "<br>".join(f"<b>{k}</b><br>{v}" for k, v in LINE.items()),
    "<ul>\n" + "\n".join(f"<li><strong>{k}:</strong> {v}</li>" for k, v in LINE.items()) + "\n</ul>",
    "| Field | Value |\n|---|---|\n" + "\n".join(f"| {k} | {v} |" for k, v in LINE.items()),
    "| # | Field | Value |\n|---|---|---|\n"
    + "\n".join(f"| {n} | **{k}** | {v} |" for n, (k, v) in enumerate(LINE.items(), 1)),
    "| " + " | ".join(LINE) + " |\n|" + "---|" * 11 + "\n| " + " | ".join(LINE.values()) + " |",
    "Field | Value\n--- | ---\n" + "\n".join(f"{k} | {v}" for k, v in LINE.items()),
    "\n".join(f"{k}\t{v}" for k, v in LINE.items()),
    "\n".join(f"{k:<22}{v}" for k, v in LINE.items()),
    "\n".join(
        f"# {k.replace('Canonical Object', 'Object').replace('Monster Name', 'Name').replace('Primary Type', 'Type').replace('Monster Image', 'Image')}\n{v}"
        for k, v in HEADINGS.items()
    ),
    "\n".join(f"# {k} (as asked)\n{v}" for k, v in HEADINGS.items()),
    PLAIN.replace("# Canonical Object\n", "# Canonical Object (the thing, without attributes)\n").replace(
        "# Safety\n", "# Safety (ok | unsafe)\n"
    ),
    "\n".join(f"# {k}: {v}" for k, v in HEADINGS.items()),
    "\n".join(f"# {k} – {v}" for k, v in HEADINGS.items()),
    "\n".join(f"# {k}\n{v}" for k, v in reversed(list(HEADINGS.items()))),
    "### Step 1: look\nA kettle or a teapot?\n### Step 2: decide\nIt has no strainer: kettle.\n### Step 3: answer\n"
    + PLAIN,
    PLAIN.replace("# Object Rarity", "# Rarity")
    .replace("# Physical Stats", "# Size")
    .replace("# Monster Image Prompt", "# Image Prompt"),
    dress("*{}*\n", "\n\n"),
    dress("__{}__\n", "\n\n"),
    dress("***{}***\n", "\n\n"),
    dress("## __{}:__\n", "\n\n"),
    dress("{}:\n", "\n\n"),
    dress("{}\n", "\n\n"),
    dress("※ {}\n", "\n\n"),
    dress("▶ {}: ", "\n"),
    dress("I. {}\n", "\n\n").replace("I. Variation", "II. Variation"),
    dress("(a) {}: ", "\n"),
    dress("`{}`: ", "\n"),
    "<!-- answer -->\n" + PLAIN + "\n<!-- end -->",
    dress(Description='It says: "# Monster Name" is what the label reads. It whistles.'),
    dress(Description=("It whistles when it is happy. " * 300).strip()),
    dress(Description="It is unsafe near toddlers when it boils. It whistles."),
    PLAIN.rpartition("\n# Safety")[0],
    "# Safety\nok\n" + PLAIN.rpartition("\n# Safety")[0],
    "# Objeto canónico\nkettle\n# Variación\nchipped, enamel\n# Rareza del objeto\nuncommon\n# Nombre del monstruo\nSteamlet\n# Tipo principal\nmachina\n# Estadísticas\nHP: 62\nAttack: 48\nDefense: 71\nSpeed: 35\n# Estadísticas físicas\nHeight: 0.6 m\nWeight: 4.5 kg\n# Personalidad\nWarm.\n# Descripción\nIt whistles.\n# Prompt de imagen del monstruo\nA kettle creature.\n# Seguridad\nok",
    "# Kanonisches Objekt\nkettle\n# Variation\nchipped, enamel\n# Seltenheit\nuncommon\n# Monstername\nSteamlet\n# Primärtyp\nmachina\n# Werte\nHP: 62\nAttack: 48\nDefense: 71\nSpeed: 35\n# Körperliche Werte\nHeight: 0.6 m\nWeight: 4.5 kg\n# Persönlichkeit\nWarm.\n# Beschreibung\nIt whistles.\n# Bildprompt\nA kettle creature.\n# Sicherheit\nok",
    "# Objet canonique\nkettle\n# Variation\nchipped, enamel\n# Rareté de l'objet\nuncommon\n# Nom du monstre\nSteamlet\n# Type principal\nmachina\n# Statistiques\nHP: 62\nAttack: 48\nDefense: 71\nSpeed: 35\n# Statistiques physiques\nHeight: 0.6 m\nWeight: 4.5 kg\n# Personnalité\nWarm.\n# Description\nIt whistles.\n# Prompt d'image du monstre\nA kettle creature.\n# Sécurité\nok",
]

AGAIN: list[str] = [
    "",
    "I'm sorry, but I can't help with that.",
    "❌ Error: 429 Too Many Requests",
    ECHO,
    f"<think>\n{THINK}",
    f"analysisWe need to name the thing. {THINK}",
    PLAIN[: PLAIN.index("alone") if "alone" in PLAIN else PLAIN.index("smiling")],
    PLAIN[: PLAIN.index("# Description") + 30],
    PLAIN[: PLAIN.index("# Stats") + 12],
    json.dumps(NESTED)[:300],
    f"**Option A**\n\n{PLAIN}\n\n**Option B**\n\n{TEAPOT}",
    f"{PLAIN}\n\n{TEAPOT}",
    PLAIN.replace("# Canonical Object\nkettle\n", ""),
    PLAIN.replace("# Monster Name\nSteamlet\n", ""),
    "I apologize, but the description does not name an object. # Canonical Object\nunknown\n# Monster Name\nunknown",
    "The image shows a kettle on a stove. It looks chipped.",
    PLAIN + "\n\nWait, actually the canonical object should be teapot.",
    '{"error": "model overloaded"}',
    "<html><body><h1>502 Bad Gateway</h1></body></html>",
    ECHO.replace("the thing, without attributes", "[object name]").replace("the name\n", "[name]\n"),
]
