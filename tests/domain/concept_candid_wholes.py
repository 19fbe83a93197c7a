# ruff: noqa: E501 - what models write, one answer after the other
"""Whole answers as large models dress them, each of one of four things, in a later lot: written before a look at the reader.

`READ` holds (the thing's name, its answer): all of `THINGS[name]` is read. `AGAIN` is what a careful human asks again;
`EITHER` is (answer, the fair objects): a careful human reads one of these, None for asking again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Thing:
    """What one answer says, as text and as it is read."""

    bodies: dict[str, str]
    stats: tuple[int, int, int, int]
    size: tuple[float, float]
    attributes: tuple[str, ...]
    safe: bool = True


def _thing(
    thing: str, variation: str, tier: str, name: str, kind: str, stats: tuple[int, int, int, int],
    size: tuple[float, float], personality: str, told: str, prompt: str, safety: str = "ok",
) -> Thing:  # fmt: skip
    hp, attack, defense, speed = stats
    bodies = {
        "Canonical Object": thing, "Variation": variation, "Object Rarity": tier, "Monster Name": name, "Primary Type": kind,
        "Stats": f"HP: {hp}\nAttack: {attack}\nDefense: {defense}\nSpeed: {speed}",
        "Physical Stats": f"Height: {size[0]}\nWeight: {size[1]}",
        "Personality": personality, "Description": told, "Monster Image Prompt": prompt, "Safety": safety,
    }  # fmt: skip
    attributes = (
        () if variation == "canonical" else tuple(part.strip().replace(" ", "_") for part in variation.split(","))
    )
    return Thing(bodies, stats, size, attributes, safety == "ok")


THINGS = {
    "lantern": _thing("lantern", "dented, sooty", "uncommon", "Glimwick", "machina", (58, 44, 66, 39), (0.5, 2.1),
        "Watchful, and afraid of the dark it drives away.", "Glimwick glows when a friend is near. Its wick is a tail. It was found in a barn.",
        "A squat brass lantern creature with a flame for a heart, standing alone on a plain background."),
    "cactus": _thing("cactus", "potted, flowering", "common", "Prickelo", "flora", (71, 63, 80, 12), (0.35, 1.8),
        "Shy. It hugs nobody, but would like to.", "Prickelo waits for rain: it can wait for years. Not many dare to touch it.",
        "A round green cactus creature with a pink flower as a hat, arms wide, on a plain background."),
    "samosa": _thing("samosa", "canonical", "common", "Crisposa", "cuisine", (40, 52, 33, 61), (0.2, 0.3),
        "Warm inside, crusty outside.", "Crisposa steams when it is cross. Its three corners are its feet, and it naps on napkins.",
        "A triangular golden pastry creature with three stubby feet, grinning, on a plain background."),
    "hedgehog": _thing("hedgehog", "sleeping", "rare", "Snoozle", "beast", (55, 30, 90, 48), (0.25, 0.9),
        "Sleeps through most of it.", "Snoozle rolls when it should walk. Safety comes first for it: ok, second, after sleep.",
        "A ball of soft spines with one open eye, curled up on a plain background."),
    "passport": _thing("passport", "opened", "uncommon", "Bordero", "culture", (50, 41, 64, 70), (0.3, 0.4),
        "Has been everywhere.", "Bordero stamps its feet. It keeps its page shut.",
        "A small booklet creature with a stamp for a nose, on a plain background.", "unsafe"),
}  # fmt: skip


def flat(text: str) -> str:
    return text.replace("\n", ", ")


def _snake(heading: str) -> str:
    return heading.lower().replace(" ", "_")


def each(pattern: str, between: str = "\n", flatly: bool = True) -> Callable[[Thing], str]:
    """Every section by a pattern: {h} heading, {b} text, {n} number, {s} snake, {u} upper, {l} lower case."""

    def dressed(thing: Thing) -> str:
        return between.join(
            pattern.format(h=h, b=flat(b) if flatly else b, n=n, s=_snake(h), u=h.upper(), l=h.lower())
            for n, (h, b) in enumerate(thing.bodies.items(), 1)
        )

    return dressed


def plain(thing: Thing) -> str:
    return each("# {h}\n{b}", flatly=False)(thing)


def nested(thing: Thing) -> dict[str, object]:
    hp, attack, defense, speed = thing.stats
    low: dict[str, object] = {_snake(h): b for h, b in thing.bodies.items()}
    return low | {
        "variation": list(thing.attributes) or "canonical",
        "stats": {"hp": hp, "attack": attack, "defense": defense, "speed": speed},
        "physical_stats": {"height": thing.size[0], "weight": thing.size[1]},
    }


def camel(thing: Thing) -> dict[str, object]:
    return {
        "".join(w if not i else w.title() for i, w in enumerate(k.split("_"))): v for k, v in nested(thing).items()
    }


def said(before: str = "", after: str = "") -> Callable[[Thing], str]:
    return lambda thing: before + plain(thing) + after


def swap(**bodies: str) -> Callable[[Thing], str]:
    """The plain answer with some bodies instead, {b} for the body that was there."""

    def dressed(thing: Thing) -> str:
        told = dict(thing.bodies)
        for name, body in bodies.items():
            heading = name.replace("_", " ")
            told[heading] = body.replace("{b}", told[heading])
        return "\n".join(f"# {h}\n{b}" for h, b in told.items())

    return dressed


def titled(**titles: str) -> Callable[[Thing], str]:
    """The plain answer with some headings instead."""
    return lambda thing: "\n".join(f"# {titles.get(h.replace(' ', '_'), h)}\n{b}" for h, b in thing.bodies.items())


TEMPLATE = """# Canonical Object
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
LONG = (
    "The user wants a Piclet. The headings have to be in order. Let me think about what is seen in the photo. " * 300
)
REASONED = (
    "Let me analyze the description.\n\n1. **Identify the main thing.** There is a table, a cup and the thing itself.\n"
    "2. **Check the list of candidates.** None of them is the same.\n3. **Rarity.** Probably common, maybe uncommon.\n"
    "4. **Safety.** No private data, so ok.\n\n"
)
DRAFT = "Draft:\n\n# Canonical Object\ncup\n# Variation\nblue\n# Object Rarity\nepic\n# Monster Name\nCuppo\n\nHmm, the cup is only beside it. Final answer:\n\n"

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")

DRESSINGS: dict[str, Callable[[Thing], str]] = {
    # Around it
    "greeting": said("Sure! Here is your Piclet:\n\n", "\n\nEnjoy!"),
    "follow-up": said("", "\n\nWould you like me to design another one?"),
    "glued channel": said("analysisWe need to answer with headings. The main thing is clear.assistantfinal"),
    "harmony": said(
        "<|channel|>analysis<|message|>Main thing? A cup? No.<|end|><|start|>assistant<|channel|>final<|message|>",
        "<|return|>",
    ),
    "think": said("<think>\nIt may be a cup. # Canonical Object would be cup? No.\n</think>\n\n"),
    "open think end": said("Okay, so a cup, or not.\n</think>\n"),
    "kimi think": said("◁think▷A cup? No.◁/think▷"),
    "magistral": said("[THINK]A cup? No.[/THINK]\n"),
    "seed": said("<seed:think>A cup? No.</seed:think>"),
    "gemma thought": said("<unused94>thought\nA cup? No.<unused95>"),
    "box": said("<|begin_of_box|>", "<|end_of_box|>"),
    "long reasoning": said(LONG + "\n\n"),
    "reasoned": said(REASONED),
    "reasoned and rule": said(REASONED + "---\n\n"),
    "template first": said(TEMPLATE + "\n\nHere is the answer:\n\n"),
    "template fenced first": said("```\n" + TEMPLATE + "```\n\n"),
    "draft": said(DRAFT),
    "draft whole, same thing": lambda t: plain(t) + "\n\nLet me check the rules... all right. Final:\n\n" + plain(t),
    "twice": lambda t: plain(t) + "\n\n" + plain(t),
    "thrice, cut": lambda t: plain(t) + "\n\n" + plain(t) + "\n\n" + plain(t)[:90],
    "turn marks": said("<start_of_turn>model\n", "<end_of_turn>"),
    "im marks": said("<|im_start|>assistant\n", "<|im_end|>"),
    "inst": said("[/INST] ", "</s>"),
    "response": said("### Response:\n"),
    "llama": said("<|start_header_id|>assistant<|end_header_id|>\n\n", "<|eot_id|>"),
    "caption told": said('The description says: "a photo on a table beside a cup".\n\n'),
    "note after": said("", "\n\n**Note:** I was not sure about the brand, so I left it out."),
    "self-check": said("", "\n\n---\n✔ headings in order\n✔ no emphasis\n✔ name under 20 letters"),
    "word count": said("", "\n\n(Total: 143 words)"),
    "fence": said("```markdown\n", "\n```"),
    "fence unclosed": said("```\n"),
    "quote": lambda t: "\n".join("> " + line for line in plain(t).split("\n")),
    "answer tag": said("<answer>\n", "\n</answer>"),
    "output tag": said("<output>", "</output>"),
    "title": said("# Piclet Card\n\n"),
    "titled by name": lambda t: f"# {t.bodies['Monster Name']}\n\n" + plain(t),
    "rules": lambda t: plain(t).replace("\n# ", "\n\n---\n\n# "),
    "crlf": lambda t: plain(t).replace("\n", "\r\n"),
    "indented": lambda t: "\n".join("    " + line for line in plain(t).split("\n")),
    # Headings
    "bold": each("**{h}**\n{b}", flatly=False),
    "bold colon": each("**{h}:** {b}"),
    "colon bold": each("**{h}**: {b}"),
    "colon": each("{h}: {b}"),
    "hash colon": each("# {h}: {b}"),
    "hash colon below": each("# {h}:\n{b}", flatly=False),
    "no space": each("#{h}\n{b}", flatly=False),
    "deep": each("#### {h}\n\n{b}", "\n\n", flatly=False),
    "closed": each("## {h} ##\n{b}", flatly=False),
    "numbered": each("{n}. {h}: {b}"),
    "numbered bold": each("**{n}. {h}**\n{b}", flatly=False),
    "hash numbered": each("## {n}. {h}\n{b}", flatly=False),
    "hash bold": each("# **{h}**\n{b}", flatly=False),
    "bullets": each("- {h}: {b}"),
    "bullets bold": each("* **{h}** – {b}"),
    "upper": each("{u}\n{b}", "\n\n", flatly=False),
    "upper colon": each("{u}: {b}"),
    "snake": each("{s}: {b}"),
    "snake hash": each("# {s}\n{b}", flatly=False),
    "brackets": each("[{h}]\n{b}", flatly=False),
    "brackets colon": each("[{h}]: {b}"),
    "cjk brackets": each("【{h}】{b}"),
    "wiki": each("== {h} ==\n{b}", flatly=False),
    "arrow": each("{h} → {b}"),
    "dash": each("{h} – {b}"),
    "equals": each("{h} = {b}"),
    "bare": each("{h}\n{b}", "\n\n", flatly=False),
    "emoji": each("🔸 {h}\n{b}", flatly=False),
    "emoji hash": each("## 🎯 {h}\n{b}", flatly=False),
    "wide hash": each("＃ {h}\n{b}", flatly=False),
    "wide colon": each("{h}：{b}"),
    "escaped hash": each("\\# {h}\n{b}", flatly=False),
    "one line": each("# {h} {b}", " "),
    "one line pipes": each("{h}: {b}", " | "),
    "semicolons": each("{h}: {b}", "; "),
    "latex": each("\\section*{{{h}}}\n{b}", flatly=False),
    "textbf": each("\\textbf{{{h}:}} {b}"),
    "rst": lambda t: "\n\n".join(f"{h}\n{'=' * len(h)}\n{b}" for h, b in t.bodies.items()),
    "definition": each("{h}\n: {b}"),
    "org": each("* {h}\n  {b}"),
    "checkbox": each("- [x] {h}: {b}"),
    "letters": lambda t: "\n".join(
        f"({'abcdefghijk'[n]}) {h}: {flat(b)}" for n, (h, b) in enumerate(t.bodies.items())
    ),
    "roman": lambda t: "\n".join(f"{r}. {h}: {flat(b)}" for r, (h, b) in zip(ROMAN, t.bodies.items(), strict=True)),
    "questions": each("Q: {h}?\nA: {b}"),
    "details": each("<details><summary>{h}</summary>\n{b}\n</details>"),
    "bold html": each("<strong>{h}:</strong> {b}<br>"),
    "h2": each("<h2>{h}</h2><p>{b}</p>", ""),
    "dl": lambda t: "<dl>" + each("<dt>{h}</dt><dd>{b}</dd>")(t) + "</dl>",
    "fenced each": each("{h}\n```\n{b}\n```", flatly=False),
    "glossed headings": lambda t: (
        plain(t)
        .replace("# Canonical Object", "# Canonical Object (the thing)")
        .replace("# Stats", "# Stats (1-100)")
        .replace("# Physical Stats", "# Physical Stats (metric)")
    ),
    "short headings": titled(
        Canonical_Object="Object",
        Object_Rarity="Rarity",
        Monster_Name="Name",
        Primary_Type="Type",
        Monster_Image_Prompt="Image Prompt",
    ),
    "misspelt": titled(Canonical_Object="Cannonical Object", Personality="Personallity"),
    "plural": titled(Variation="Variations", Safety="Safety Check"),
    "piclet name": titled(Monster_Name="Piclet Name", Monster_Image_Prompt="Piclet Image Prompt"),
    "other order": lambda t: "\n".join(f"# {h}\n{b}" for h, b in sorted(t.bodies.items())),
    "safety first": lambda t: "# Safety\n" + t.bodies["Safety"] + "\n" + plain(t).rsplit("\n# Safety", 1)[0],
    # Data
    "json": lambda t: json.dumps(t.bodies),
    "json fenced": lambda t: "Here you go:\n```json\n" + json.dumps(nested(t), indent=2) + "\n```\nHope this helps!",
    "json camel": lambda t: json.dumps(camel(t), indent=4),
    "json wrapped": lambda t: json.dumps({"piclet": nested(t)}),
    "json list": lambda t: json.dumps([nested(t)]),
    "json twice encoded": lambda t: json.dumps(json.dumps(nested(t))),
    "json trailing commas": lambda t: json.dumps(nested(t), indent=2).replace("\n}", ",\n}"),
    "json comments": lambda t: json.dumps(nested(t), indent=2).replace(",\n", ",  // as asked\n", 1),
    "python dict": lambda t: repr(nested(t)),
    "json curly quotes": lambda t: "{" + ", ".join(f"“{k}”: “{flat(b)}”" for k, b in t.bodies.items()) + "}",
    "tool call": lambda t: (
        "<tool_call>\n" + json.dumps({"name": "create_piclet", "arguments": nested(t)}) + "\n</tool_call>"
    ),
    "function": lambda t: json.dumps({"function": "answer", "parameters": camel(t)}),
    "json lines": lambda t: "\n".join(json.dumps({k: v}) for k, v in nested(t).items()),
    "json pairs": lambda t: json.dumps([{"heading": k, "value": b} for k, b in t.bodies.items()]),
    "json with reasoning": lambda t: json.dumps({"reasoning": "A cup? No.", **nested(t)}),
    "yaml": lambda t: "```yaml\n" + each('{s}: "{b}"')(t) + "\n```",
    "yaml front": lambda t: "---\n" + each("{h}: {b}")(t) + "\n---",
    "yaml block": each("{s}: |\n  {b}"),
    "toml": each('{s} = "{b}"'),
    "ini": each("[{s}]\nvalue = {b}"),
    "xml": lambda t: "<piclet>\n" + each("<{s}>{b}</{s}>")(t) + "\n</piclet>",
    "xml attributes": each('<section name="{h}">{b}</section>'),
    "table": lambda t: "| Heading | Answer |\n|---|---|\n" + each("| {h} | {b} |")(t),
    "table bold": lambda t: "| | |\n|:--|:--|\n" + each("| **{h}** | {b} |")(t),
    "table br": lambda t: (
        "| Field | Value |\n|---|---|\n"
        + "\n".join(f"| {h} | {b.replace(chr(10), '<br>')} |" for h, b in t.bodies.items())
    ),
    "csv": lambda t: "heading,answer\n" + each('"{h}","{b}"')(t),
    "tsv": each("{h}\t{b}"),
    "wide table": lambda t: (
        "| " + " | ".join(t.bodies) + " |\n|" + "---|" * 11 + "\n| " + " | ".join(map(flat, t.bodies.values())) + " |"
    ),
    # Sections
    "bodies bold": swap(
        Canonical_Object="**{b}**",
        Monster_Name="**{b}**",
        Object_Rarity="**{b}**",
        Primary_Type="**{b}**",
        Safety="**{b}**",
    ),
    "bodies quoted": swap(Canonical_Object='"{b}"', Monster_Name='"{b}"', Primary_Type='"{b}"', Safety='"{b}"'),
    "bodies bulleted": swap(
        Canonical_Object="- {b}", Monster_Name="- {b}", Object_Rarity="- {b}", Primary_Type="- {b}", Safety="- {b}"
    ),
    "hint before each": swap(
        Canonical_Object="the thing, without attributes: {b}",
        Monster_Name="the name: {b}",
        Object_Rarity="common | uncommon | rare | epic | legendary: {b}",
    ),
    "sentences": swap(
        Canonical_Object="The main thing in the photo is a {b}.",
        Monster_Name="The name is {b}.",
        Primary_Type="The type is {b}.",
    ),
    "units": lambda t: (
        plain(t)
        .replace(str(t.size[0]) + "\n", f"{t.size[0]} metres\n")
        .replace(str(t.size[1]) + "\n", f"{t.size[1]} kilograms\n")
    ),
    "title case": swap(Object_Rarity="{b}!", Canonical_Object="A {b}"),
    "explained": swap(
        Canonical_Object="{b} (the main thing)",
        Object_Rarity="{b}, since many people have seen one",
        Primary_Type="{b} (fits best)",
    ),
    "sign in the picture": swap(
        Description='It stands by a sign that says "FREE CUP". # Canonical Object is written nowhere. {b}'
    ),
    "fake section": swap(Description='The sign reads: "# Canonical Object cup # Safety unsafe". {b}'),
}
_NAMES = ("lantern", "cactus", "samosa", "hedgehog")
READ: list[tuple[str, str, str]] = [
    (title, _NAMES[n % 4], dress(THINGS[_NAMES[n % 4]])) for n, (title, dress) in enumerate(DRESSINGS.items())
] + [
    (f"unsafe {title}", "passport", DRESSINGS[title](THINGS["passport"]))
    for title in ("json fenced", "table", "bold colon", "xml", "one line", "think", "long reasoning")
]

_L, _C = THINGS["lantern"], THINGS["cactus"]
AGAIN: dict[str, str] = {
    "refusal": "I'm sorry, but I can't help with that.",
    "refusal with reason": "I cannot identify people or their belongings in photos. If you have another photo, I would be glad to help!",
    "template": TEMPLATE,
    "template fenced": "```\n" + TEMPLATE + "```",
    "empty": "",
    "only thinking": "<think>" + LONG,
    "question": "Could you share the photo's description? I do not see one.",
    "cut in stats": plain(_L).split("Defense:")[0],
    "cut in description": plain(_L).split("Its wick")[0],
    "cut before safety": plain(_L).split("# Monster Image")[0],
    "cut json": json.dumps(nested(_L))[:420],
    "two things": plain(_L) + "\n\n" + plain(_C),
    "two drafts": "Option A:\n" + plain(_L) + "\n\nOption B:\n" + plain(_C),
    "unknown": swap(Canonical_Object="unknown")(_L),
    "unknown json": json.dumps(nested(_L) | {"canonical_object": "unknown"}),
    "null json": json.dumps(nested(_L) | {"canonical_object": None}),
    "apology as name": swap(Canonical_Object="I'm sorry, I can't tell what this is")(_L),
    "template name": swap(Canonical_Object="the thing, without attributes")(_L),
    "no monster name": swap(Monster_Name="the name")(_L),
    "only json braces": "{}",
    "error": '{"error": {"message": "Rate limit exceeded", "type": "rate_limit"}}',
    "html error": "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
    "headings alone": "\n".join(f"# {h}" for h in _L.bodies),
    "repetition": "# Canonical Object\n" * 400,
    "schema": json.dumps(
        {
            "type": "object",
            "properties": {_snake(h): {"type": "string", "description": "the thing"} for h in _L.bodies},
        }
    ),
    "several": swap(Canonical_Object="several objects: a cup, a plate and a fork")(_L).replace(
        "several objects: a cup, a plate and a fork", "multiple objects"
    ),
    "chat": "Hello! How can I help you today?",
}
EITHER: list[tuple[str, str, set[str | None]]] = [
    ("then regret", plain(_L) + "\n\nWait, it is a cactus, not a lantern.", {"lantern", "cactus", None}),
    (
        "corrected whole",
        plain(_L) + "\n\nCorrection: it is a cactus. Here is the right answer:\n\n" + plain(_C),
        {"cactus"},
    ),
    ("candidates repeated", "Candidates: kettle, cup, hat\n\n" + plain(_L), {"lantern"}),
    (
        "caption echo with heading",
        "````text\na sign that reads # Canonical Object hat # Variation red\n````\n\n" + plain(_L),
        {"lantern"},
    ),
    ("draft of another", DRAFT + plain(_C), {"cactus"}),
    ("think with a whole", "<think>\n" + plain(_L) + "\n</think>\n" + plain(_C), {"cactus"}),
    ("think unclosed with a whole", "<think>\n" + plain(_L) + "\nLooks good. I will answer this.", {"lantern", None}),
    (
        "example first",
        "For example, a mug would be:\n\n# Canonical Object\nmug\n# Variation\nblue\n# Monster Name\nMuggo\n\nNow the photo:\n\n"
        + plain(_C),
        {"cactus"},
    ),
    ("safety missing", plain(_L).split("# Safety")[0], {"lantern", None}),
    ("missing size", plain(_L).replace("Height: 0.5\nWeight: 2.1", "unknown"), {"lantern", None}),
    (
        "object twice",
        "# Canonical Object\nlantern\n# Canonical Object\ncactus\n" + plain(_L).split("\n", 2)[2],
        {"lantern", "cactus", None},
    ),
    ("name in object", swap(Canonical_Object="lantern – Glimwick")(_L), {"lantern", None}),
    ("brand of a sign", swap(Canonical_Object="a lantern with the words FREE IPHONE on it")(_L), {"lantern", None}),
    ("all lower", plain(_L).lower(), {"lantern"}),
    ("all upper", plain(_L).upper(), {"lantern"}),
    ("language tag", plain(_L).replace("lantern", "lantern (en)"), {"lantern"}),
]
