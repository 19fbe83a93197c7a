# ruff: noqa: E501 - tables of what models write, one answer after the other
"""Whole answers as models dress them, and what a careful reader takes from each.

An answer is (its text, what is read): "pillow" stands for `concept_answers.PLAIN` word for word, a `Read` for whatever
differs, a `Doubt` for an answer that is asked for again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from piclets.domain.concepts import Doubt
from tests.domain.concept_answers import HEADINGS, PLAIN, answer


@dataclass(frozen=True)
class Read:
    """What is read of an answer; None: anything."""

    thing: str = "pillow"
    name: str | None = "Pillowpuff"
    attributes: tuple[str, ...] | None = ("blue", "velvet")
    stats: tuple[int, int, int, int] | None = (45, 60, 50, 70)
    size: tuple[float, float] | None = (0.6, 1.3)
    tier: str | None = "uncommon"
    kind: str | None = "structure"
    safe: bool = True


PILLOW = Read()
BODIES = {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() for part in PLAIN.split("# ")[1:]}
ONE_LINE = {heading: body.replace("\n", ", ") for heading, body in BODIES.items()}


def _snake(heading: str) -> str:
    return heading.lower().replace(" ", "_")


def _camel(heading: str) -> str:
    words = heading.split()
    return words[0].lower() + "".join(words[1:])


def _each(pattern: str, bodies: dict[str, str] = BODIES, between: str = "\n") -> str:
    """Every heading by a pattern: {h} its words, {b} its text, {n} its number, {s} snake and {c} camel case."""
    return between.join(
        pattern.format(
            h=heading,
            b=body,
            n=number,
            s=_snake(heading),
            c=_camel(heading),
            u=heading.upper(),
            g=_camel(heading).lower(),
        )
        for number, (heading, body) in enumerate(bodies.items(), start=1)
    )


def _about(thing: str, name: str, **more: str) -> str:
    return answer(Canonical_Object=thing, Monster_Name=name, **more)


FLAT = {
    "canonicalObject": "pillow", "variation": "blue, velvet", "objectRarity": "uncommon", "monsterName": "Pillowpuff",
    "primaryType": "structure", "hp": 45, "attack": 60, "defense": 50, "speed": 70, "heightMetres": 0.6,
    "weightKilograms": 1.3, "personality": BODIES["Personality"], "description": BODIES["Description"],
    "monsterImagePrompt": BODIES["Monster Image Prompt"], "safety": "ok",
}  # fmt: skip
NESTED = {
    "canonical_object": "pillow", "variation": ["blue", "velvet"], "object_rarity": "uncommon",
    "monster_name": "Pillowpuff", "primary_type": "structure", "stats": {"hp": 45, "attack": 60, "defense": 50, "speed": 70},
    "physical_stats": {"height": "0.6 m", "weight": "1.3 kg"}, "personality": "Dreamy.", "description": "It naps.",
    "monster_image_prompt": "A plump creature", "safety": "ok",
}  # fmt: skip
SPANISH = """\
# Objeto canónico
pan
# Variación
redondo
# Rareza del objeto
común
# Nombre del monstruo
Panzón
# Tipo principal
cuisine
# Estadísticas
PV: 40
Ataque: 30
Defensa: 50
Velocidad: 20
# Estadísticas físicas
Altura: 0,3
Peso: 1,2
# Personalidad
Tranquilo y cálido.
# Descripción
Huele a pan recién hecho y duerme en la cocina.
# Prompt de imagen del monstruo
Una criatura redonda de pan con ojos de pasas
# Seguridad
ok
"""
TEMPLATE = """\
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
REASONING = (
    "We need to produce an answer with the headings. The object: maybe a horn? Description says brass horn. "
    "Canonical Object: horn or french horn? Let's choose. Monster Name: Hornet? Stats: HP 1-100. Safety: ok.\n"
)
FAKE = "# Canonical Object\nfree iphone\n# Monster Name\nScamling\n# Stats\nHP: 100\n# Safety\nok\n"

SHAPES = {
    "as asked for": PLAIN,
    "second level": _each("## {h}\n{b}\n"),
    "third level, bold, numbered, colon": _each("### **{n}. {h}:**\n{b}\n"),
    "number outside of bold": _each("{n}. **{h}**\n{b}\n"),
    "number in brackets": _each("({n}) {h}:\n{b}"),
    "number and bracket": _each("{n}) {h}: {b}", ONE_LINE),
    "keycap numbers": _each("{n}️⃣ **{h}:** {b}", ONE_LINE),
    "bold and colon": _each("**{h}:** {b}\n", ONE_LINE),
    "bold, colon behind": _each("**{h}**: {b}\n", ONE_LINE),
    "bold in a list": _each("- **{h}**: {b}", ONE_LINE),
    "bold italics": _each("***{h}***\n{b}\n"),
    "underlines": _each("__{h}__\n{b}\n"),
    "italics": _each("*{h}:* {b}\n", ONE_LINE),
    "colon only": _each("{h}: {b}", ONE_LINE),
    "colon, next line": _each("{h}:\n{b}\n"),
    "no marks": _each("{h}\n{b}\n"),
    "no marks, blank lines": _each("{h}\n\n{b}\n\n"),
    "capitals": _each("{u}\n{b}\n"),
    "capitals and colon": _each("{u}: {b}", ONE_LINE),
    "setext": _each("{h}\n======\n{b}\n"),
    "setext dashes": _each("{h}\n---\n{b}\n"),
    "brackets": _each("[{h}]\n{b}\n"),
    "brackets that are closed": _each("[{h}]\n{b}\n[/{h}]\n"),
    "brackets on the line": _each("[{h}] {b}", ONE_LINE),
    "brackets and colon": _each("[{h}]: {b}", ONE_LINE),
    "cjk brackets": _each("【{h}】\n{b}\n"),
    "cjk brackets on the line": _each("【{h}】{b}", ONE_LINE),
    "fullwidth colon": _each("{h}：{b}", ONE_LINE),
    "arrow": _each("{h} → {b}", ONE_LINE),
    "ascii arrow": _each("{h} -> {b}", ONE_LINE),
    "fat arrow": _each("{h} => {b}", ONE_LINE),
    "equals": _each("{h} = {b}", ONE_LINE),
    "dash": _each("{h} - {b}", ONE_LINE),
    "long dash": _each("{h} — {b}", ONE_LINE),
    "arrow before": _each("➤ {h}: {b}", ONE_LINE),
    "arrow in a list": _each("→ **{h}** → {b}", ONE_LINE),
    "snake case": _each("{s}: {b}", ONE_LINE),
    "snake case headings": _each("# {s}\n{b}\n"),
    "glued case": _each("{g}: {b}", ONE_LINE),
    "camel case": _each("{c}: {b}", ONE_LINE),
    "camel case headings": _each("## {c}\n{b}\n"),
    "code headings": _each("`{h}`: {b}", ONE_LINE),
    "code headings on a line": _each("`{s}`\n{b}\n"),
    "emoji headings": _each("## 🎯 {h}\n{b}\n"),
    "emoji and bold": _each("✨ **{h}** ✨\n{b}\n"),
    "headings that end in emoji": _each("# {h} 🐾\n{b}\n"),
    "remark behind": _each("# {h} (required)\n{b}\n"),
    "localized": _each("## {h} (Objeto / Nombre)\n{b}\n"),
    "Section": _each("Section {n}: {h}\n{b}\n"),
    "quoted": "\n".join("> " + line for line in PLAIN.splitlines()),
    "indented by four": "\n".join("    " + line for line in PLAIN.splitlines()),
    "indented by a tab": "\n".join("\t" + line for line in PLAIN.splitlines()),
    "indented values": _each("# {h}\n    {b}\n"),
    "CRLF": PLAIN.replace("\n", "\r\n"),
    "CR": PLAIN.replace("\n", "\r"),
    "line separators": PLAIN.replace("\n", "\u2028"),
    "in a fence": f"```markdown\n{PLAIN}```",
    "in a fence of tildes": f"~~~\n{PLAIN}~~~",
    "values in fences": _each("# {h}\n```\n{b}\n```\n"),
    "an unclosed fence": f"Here you go:\n```\n{PLAIN}",
    "rules between": _each("---\n# {h}\n{b}\n"),
    "box of signs": _each("═══ {h} ═══\n{b}\n"),
    "hashes around": _each("# {h} #\n{b}\n"),
    "no space": _each("#{h}\n{b}\n"),
    "six hashes": _each("###### {h}\n{b}\n"),
    "one line, hashes": _each("# {h} {b}", ONE_LINE, " "),
    "one line, hashes and colons": _each("# {h}: {b}", ONE_LINE, " "),
    "one line, bold": _each("**{h}** {b}", ONE_LINE, " "),
    "one line, bold and colons": _each("**{h}:** {b}", ONE_LINE, " "),
    "one line, colons": _each("{h}: {b}", ONE_LINE, " "),
    "one line, semicolons": _each("{h}: {b}", ONE_LINE, "; "),
    "one line, bars": _each("{h}: {b}", ONE_LINE, " | "),
    "one line, nothing": _each("{h} {b}", ONE_LINE, " "),
    "two columns": "| Heading | Value |\n|---|---|\n" + _each("| {h} | {b} |", ONE_LINE),
    "two columns, bold": "| Field | Value |\n|:--|:--|\n" + _each("| **{h}** | {b} |", ONE_LINE),
    "two columns, no header": _each("| {h} | {b} |", ONE_LINE),
    "two columns, no outer bars": "Heading | Value\n---|---\n" + _each("{h} | {b}", ONE_LINE),
    "three columns, number": "| # | Heading | Value |\n|---|---|---|\n" + _each("| {n} | {h} | {b} |", ONE_LINE),
    "three columns, remark": "| Heading | Value | Why |\n|---|---|---|\n" + _each("| {h} | {b} | it is so |", ONE_LINE),
    "horizontal table": "| " + " | ".join(HEADINGS) + " |\n|" + "---|" * 11 + "\n| " + " | ".join(ONE_LINE.values()) + " |",
    "box table": "┌──────┬──────┐\n" + _each("│ {h} │ {b} │", ONE_LINE) + "\n└──────┴──────┘",
    "tabs": _each("{h}\t{b}", ONE_LINE),
    "JSON, flat": json.dumps(FLAT, indent=2),
    "JSON, one line": json.dumps(FLAT),
    "JSON, nested": json.dumps(NESTED, indent=2),
    "JSON in a fence": f"Here is the JSON:\n```json\n{json.dumps(NESTED, indent=2)}\n```\nLet me know!",
    "JSON with headings": json.dumps(BODIES),
    "JSON in a wrapper": json.dumps({"piclet": NESTED}),
    "JSON list of fields": json.dumps([{"heading": heading, "value": body} for heading, body in BODIES.items()]),
    "JSON with markdown in it": json.dumps({"response": PLAIN}),
    "JSON, trailing commas": json.dumps(NESTED, indent=2).replace('"ok"\n', '"ok",\n'),
    "JSON, single quotes": str(NESTED),
    "JSON, a comment": json.dumps(NESTED, indent=2).replace('"pillow",', '"pillow", // the thing'),
    "JSON, cut behind the last field": json.dumps(NESTED, indent=2)[:-2],
    "JSON lines": "\n".join(json.dumps({_snake(heading): body}) for heading, body in BODIES.items()),
    "YAML": _each("{s}: {b}", ONE_LINE),
    "YAML, nested": (
        "canonical_object: pillow\nvariation:\n  - blue\n  - velvet\nobject_rarity: uncommon\nmonster_name: Pillowpuff\n"
        "primary_type: structure\nstats:\n  hp: 45\n  attack: 60\n  defense: 50\n  speed: 70\nphysical_stats:\n  height: 0.6\n"
        "  weight: 1.3\npersonality: >\n  Dreamy.\ndescription: |\n  It naps.\nmonster_image_prompt: A plump creature\nsafety: ok\n"
    ),
    "YAML, quoted": _each('{s}: "{b}"', ONE_LINE),
    "TOML": _each('{s} = "{b}"', ONE_LINE),
    "XML": "<piclet>\n" + _each("  <{s}>{b}</{s}>") + "\n</piclet>",
    "XML, one line": "<piclet>" + _each("<{c}>{b}</{c}>", ONE_LINE, "") + "</piclet>",
    "XML, nested stats": "<piclet>" + _each("<{s}>{b}</{s}>", {
        **ONE_LINE, "Stats": "<hp>45</hp><attack>60</attack><defense>50</defense><speed>70</speed>",
    }) + "</piclet>",
    "XML, named sections": _each('<section name="{h}">{b}</section>'),
    "HTML headings": _each("<h2>{h}</h2>\n<p>{b}</p>"),
    "HTML headings, one line": _each("<h2>{h}</h2><p>{b}</p>", ONE_LINE, ""),
    "HTML table": "<table>" + _each("<tr><td>{h}</td><td>{b}</td></tr>", ONE_LINE, "") + "</table>",
    "HTML table, th": "<table>\n" + _each("<tr>\n<th>{h}</th>\n<td>{b}</td>\n</tr>", ONE_LINE) + "\n</table>",
    "HTML list": "<ul>" + _each("<li><strong>{h}:</strong> {b}</li>", ONE_LINE, "") + "</ul>",
    "HTML definitions": "<dl>" + _each("<dt>{h}</dt><dd>{b}</dd>", ONE_LINE, "") + "</dl>",
    "HTML breaks": _each("<b>{h}:</b> {b}<br>", ONE_LINE, ""),
    "CSV": _each('"{h}","{b}"', ONE_LINE),
    "short headings": PLAIN.replace("# Canonical Object", "# Object").replace("# Monster Name", "# Name")
    .replace("# Primary Type", "# Type").replace("# Object Rarity", "# Rarity").replace("# Monster Image", "# Image"),
    "short labels": PLAIN.replace("# Canonical Object\n", "Object: ").replace("# Monster Name\n", "Name: ")
    .replace("# Primary Type\n", "Type: ").replace("# Object Rarity\n", "Rarity: ").replace("# Variation\n", "Variation: ")
    .replace("# Personality\n", "Personality: ").replace("# Description\n", "Description: ").replace("# Safety\n", "Safety: ")
    .replace("# Physical Stats\n", "").replace("# Monster Image Prompt\n", "Image Prompt: ").replace("# Stats\n", "Stats:\n"),
    "other order": "".join("# " + part for part in reversed(PLAIN.split("# ")[1:])),
    "stats under headings": PLAIN.replace("HP: 45\nAttack: 60", "## HP\n45\n## Attack\n60"),
    "no stats heading": PLAIN.replace("# Stats\n", "").replace("# Physical Stats\n", ""),
    "values in bold": _each("# {h}\n**{b}**\n"),
    "values in quotation marks": _each('# {h}\n"{b}"\n'),
    "values in lists": _each("# {h}\n- {b}\n", ONE_LINE),
    "a byte order mark": "\ufeff" + PLAIN,
    "zero-width spaces": PLAIN.replace("# ", "\u200b# "),
    "no-break spaces": PLAIN.replace(" ", "\u00a0"),
    "heading echoed in the value": _each("# {h}\n{h}: {b}\n"),
    "hints echoed with values": PLAIN.replace("# Canonical Object\n", "# Canonical Object\nthe thing, without attributes\n")
    .replace("# Safety\n", "# Safety\nok | unsafe: unsafe where the photo shows a person's private data, or sexual or hateful content\n"),
}  # fmt: skip

AROUND = {
    "a preface": f"Sure! Here is your Piclet:\n\n{PLAIN}",
    "a farewell": f"{PLAIN}\n\nLet me know if you would like any changes!",
    "a farewell about issues": f"{PLAIN}\n\nIf there are any issues or concerns, tell me.",
    "notes behind": f"{PLAIN}\n# Notes\nThe description was short. Unsafe near fire.\n",
    "bold notes behind": f"{PLAIN}\n**Note:** I chose pillow because it is the main thing.\n",
    "a title before": f"# Piclet: Pillowpuff\n\n{PLAIN.replace('# ', '## ')}",
    "a title like a heading": f"# Monster Card\n\n{PLAIN.replace('# ', '## ')}",
    "think": f"<think>\n{REASONING}</think>\n\n{PLAIN}",
    "think, headings inside": f"<think>\n{FAKE}Hmm, no.\n</think>\n\n{PLAIN}",
    "think without its opening": f"{REASONING}</think>\n\n{PLAIN}",
    "thinking": f"<thinking>{FAKE}</thinking>{PLAIN}",
    "reasoning in brackets": f"[think]{FAKE}[/think]\n{PLAIN}",
    "two thoughts": f"<think>{FAKE}</think>\n<think>{FAKE}</think>\n{PLAIN}",
    "channels": f"<|channel|>analysis<|message|>{REASONING}{FAKE}<|end|><|start|>assistant<|channel|>final<|message|>{PLAIN}<|return|>",
    "channels without marks": f"analysis{REASONING}{FAKE}assistantfinal{PLAIN}",
    "channels glued": f"analysisWe need to answer.assistantfinal{PLAIN}",
    "channels, commentary": f"analysisLet me see.assistantcommentaryI will answer.assistantfinal{PLAIN}",
    "assistant final apart": f"analysis{REASONING}\nassistant final\n{PLAIN}",
    "long reasoning": f"<think>{REASONING * 110}</think>{PLAIN}",
    "long reasoning, glued": f"analysis{REASONING * 110}assistantfinal{PLAIN}",
    "long reasoning without marks": f"{REASONING * 110}\n\n{PLAIN}",
    "the service's marker": f"<details><summary>Analysis</summary>\n{FAKE}</details>\n\n**💬 Response:**\n\n{PLAIN}",
    "the marker alone": f"**🤔 Analysis:**\n{REASONING}{FAKE}\n\n---\n\n**💬 Response:**\n\n{PLAIN}",
    "all of it folded": f"<details><summary>Answer</summary>\n\n{PLAIN}\n</details>",
    "a template first": f"{TEMPLATE}\n{PLAIN}",
    "a template first, with a sentence": f"The answer should look like this:\n\n{TEMPLATE}\nSo here it is:\n\n{PLAIN}",
    "a template behind": f"{PLAIN}\n\n{TEMPLATE}",
    "a template in a fence": f"```\n{TEMPLATE}```\n\n{PLAIN}",
    "the question echoed": f"You invent creatures for Piclets.\nRules\n- Name the thing.\n\n{TEMPLATE}\nThe description of the photo:\n````text\nA pillow.\n````\n\n{PLAIN}",
    "a draft": f"Draft:\n{_about('cushion', 'Cushlet')}\nWait, it is rather a pillow. Final:\n\n{PLAIN}",
    "first attempt": f"First attempt:\n\n{_about('cushion', 'Cushlet')}\n\nRevised answer:\n\n{PLAIN}",
    "corrected": f"{_about('cushion', 'Cushlet')}\nActually, that is wrong. Correction:\n\n{PLAIN}",
    "let me rewrite": f"{_about('cushion', 'Cushlet')}\n\nLet me rewrite this more carefully.\n\n{PLAIN}",
    "a broken draft": f"# Canonical Object\ncushion\n# Variation\n\n# Canonical Object\n{PLAIN.split(chr(10), 1)[1]}",
    "a draft without marks": f"Canonical Object: horn?\nVariation: brass\nMonster Name: Hornlet\n\n{PLAIN}",
    "twice the same": f"{PLAIN}\n{PLAIN}",
    "an example first": f"Example:\n{_about('macbook pro', 'Bookling')}\n\nYour Piclet:\n{PLAIN}",
    "a summary behind": f"{PLAIN}\nSummary: Pillowpuff is a pillow.\n",
    "writing quoted before": f'The poster reads:\n\n> # Canonical Object\n> free iphone\n> # Monster Name\n> Scamling\n\n{PLAIN}',
    "writing quoted inside": PLAIN.replace("# Description\n", f"# Description\nThe label reads:\n{FAKE}"),
    "writing quoted on a line": answer(Description='The label reads "# Canonical Object free iphone # Monster Name Scamling". Soft.'),
    "writing quoted in one paragraph": answer(Description="It says: Canonical Object: free iphone, Monster Name: Scamling, Stats: HP 100."),
    "unsafe in the description": answer(Description="Unsafe near toddlers.\nSafety: unsafe near toddlers and open fire."),
    "unsafe in the personality": answer(Personality="Unsafe at any speed, not ok with loud noises."),
    "sections again": f"{PLAIN}\n# Monster Name\nSecond\n# Stats\nHP: 1\n",
    "an empty one before": f"# Monster Name\n\n{PLAIN}",
    "an error in words before": f"Note: the description is short.\n\n{PLAIN}",
    "chat tokens": f"<|im_start|>assistant\n{PLAIN}<|im_end|>",
    "end of text": f"{PLAIN}</s>",
    "turns": f"<start_of_turn>model\n{PLAIN}<end_of_turn>",
    "assistant said": f"Assistant: {PLAIN}",
    "no safety section": PLAIN.replace("# Safety\nok\n", ""),
    "hashes for one, bold for the rest": "# Canonical Object\npillow\n" + _each("**{h}:** {b}", {k: v for k, v in ONE_LINE.items() if k != "Canonical Object"}),
}  # fmt: skip

# More of both
MORE = {
    "md escapes": PLAIN.replace("# ","\\# "),
    "latex": _each("\\textbf{{{h}}}: {b}",ONE_LINE),
    "latex section": _each("\\section{{{h}}}\n{b}\n"),
    "bold w/ colon newline bullet": _each("**{h}:**\n- {b}\n",ONE_LINE),
    "numbered dots nested": "\n".join(f"{i}. {h}\n   {b}" for i,(h,b) in enumerate(ONE_LINE.items(),1)),
    "rst": _each("{h}\n----------------\n\n{b}\n"),
    "rst field": _each(":{h}: {b}",ONE_LINE),
    "asciidoc": _each("== {h}\n{b}\n"),
    "org": _each("* {h}\n{b}\n"),
    "wiki": _each("== {h} ==\n{b}\n"),
    "lettered": "\n".join(f"{chr(65+i)}. {h}: {b}" for i,(h,b) in enumerate(ONE_LINE.items())),
    "roman": "\n".join(f"{r}. {h}: {b}" for r,(h,b) in zip(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"], ONE_LINE.items(), strict=True)),
    "pipes after": _each("{h} | {b}",ONE_LINE),
    "double colon": _each("{h} :: {b}",ONE_LINE),
    "gt": _each("{h} > {b}",ONE_LINE),
    "quotes": _each('"{h}": "{b}"',ONE_LINE),
    "single quotes": _each("'{h}': '{b}'",ONE_LINE),
    "angle": _each("<{h}>\n{b}\n"),
    "angle line": _each("<{h}> {b}",ONE_LINE),
    "curly": _each("{{{h}}} {b}",ONE_LINE),
    "dashes around": _each("--- {h} ---\n{b}\n"),
    "stars around": _each("*** {h} ***\n{b}\n"),
    "kebab": "\n".join(f"{h.lower().replace(' ','-')}: {b}" for h,b in ONE_LINE.items()),
    "pascal": "\n".join(f"{h.replace(' ','')}: {b}" for h,b in ONE_LINE.items()),
    "constant": "\n".join(f"{h.upper().replace(' ','_')}: {b}" for h,b in ONE_LINE.items()),
    "ini": "[piclet]\n"+_each("{s}={b}",ONE_LINE),
    "details each": _each("<details><summary>{h}</summary>\n\n{b}\n\n</details>"),
    "xml attrs": '<piclet canonical_object="pillow" variation="blue, velvet" object_rarity="uncommon" monster_name="Pillowpuff" primary_type="structure" hp="45" attack="60" defense="50" speed="70" height="0.6" weight="1.3" personality="Dreamy." description="It naps." monster_image_prompt="A plump" safety="ok"/>',
    "xml attr stats": "<piclet>"+_each("<{s}>{b}</{s}>",{**ONE_LINE,"Stats":"HP: 45, Attack: 60, Defense: 50, Speed: 70"})+"</piclet>",
    "xml item": _each("<item><heading>{h}</heading><value>{b}</value></item>",ONE_LINE),
    "html p": _each("<p><strong>{h}</strong><br/>{b}</p>",ONE_LINE,""),
    "html entities": _each("&lt;h2&gt;{h}&lt;/h2&gt;\n{b}"),
    "html div class": _each('<div class="field"><span class="label">{h}</span><span class="value">{b}</span></div>',ONE_LINE,"\n"),
    "js object": "{\n"+",\n".join(f"  {_camel(h)}: '{b}'" for h,b in ONE_LINE.items())+"\n}",
    "python repr": "Piclet("+", ".join(f"{_snake(h)}='{b}'" for h,b in ONE_LINE.items())+")",
    "JSON numbers nested": json.dumps({"canonicalObject":"pillow","variation":"blue, velvet","objectRarity":"uncommon","monsterName":"Pillowpuff","primaryType":"structure","stats":[{"name":"HP","value":45},{"name":"Attack","value":60},{"name":"Defense","value":50},{"name":"Speed","value":70}],"physicalStats":{"heightMetres":0.6,"weightKilograms":1.3},"personality":"a","description":"b","monsterImagePrompt":"c","safety":{"verdict":"ok"}}),
    "JSON attrs dict": json.dumps({**NESTED,"variation":{"color":"blue","material":"velvet"},"safety":{"safe":True}}),
    "JSON escaped twice": json.dumps(json.dumps(NESTED)),
    "JSON safety list":json.dumps({**NESTED,"safety":["ok"]}),
    "JSON title keys":json.dumps({h.title():b for h,b in BODIES.items()}),
    "JSON upper":json.dumps({h.upper():b for h,b in BODIES.items()}),
    "JSON then md": "```json\n"+json.dumps(NESTED)+"\n```\n\n"+PLAIN,
    "JSON thinking field": json.dumps({"thinking":"maybe a cushion { or so","answer":NESTED}),
    "md table w/ stats cells": "| Heading | Value |\n|---|---|\n"+_each("| {h} | {b} |",{**ONE_LINE,"Stats":"HP: 45<br>Attack: 60<br>Defense: 50<br>Speed: 70"}),
    "md table flat": "| Field | Value |\n|---|---|\n| Canonical Object | pillow |\n| Variation | blue, velvet |\n| Object Rarity | uncommon |\n| Monster Name | Pillowpuff |\n| Primary Type | structure |\n| HP | 45 |\n| Attack | 60 |\n| Defense | 50 |\n| Speed | 70 |\n| Height | 0.6 m |\n| Weight | 1.3 kg |\n| Personality | Dreamy. |\n| Description | It naps. |\n| Monster Image Prompt | A plump |\n| Safety | ok |",
    "flat lines": "Canonical Object: pillow\nVariation: blue, velvet\nObject Rarity: uncommon\nMonster Name: Pillowpuff\nPrimary Type: structure\nHP: 45\nAttack: 60\nDefense: 50\nSpeed: 70\nHeight: 0.6 m\nWeight: 1.3 kg\nPersonality: Dreamy.\nDescription: It naps.\nMonster Image Prompt: A plump\nSafety: ok",
    "bold subparts": PLAIN.replace("HP: 45\nAttack: 60\nDefense: 50\nSpeed: 70","**HP:** 45\n**Attack:** 60\n**Defense:** 50\n**Speed:** 70"),
    "sub headings in description": PLAIN.replace("# Description\n","# Description\n## Appearance\nSoft.\n## Habits\n"),
    "answer in bold hash one": PLAIN.replace("# Canonical Object\npillow","# Canonical Object: **pillow**"),
    "plural headings": PLAIN.replace("# Canonical Object","# Canonical Objects").replace("# Variation","# Variations").replace("# Monster Name","# Monster Names"),
    "typo headings": PLAIN.replace("# Canonical Object","# Cannonical Object").replace("# Monster Name","# Monster's Name"),
    "object name": PLAIN.replace("# Canonical Object","# Canonical Object Name"),
    "The": PLAIN.replace("# ","# The "),
    "Step": "\n".join(f"### Step {i}: {h}\n{b}" for i,(h,b) in enumerate(BODIES.items(),1)),
    "final answer heading": "## Analysis\nThe photo shows a cushion.\n\n## Final Answer\n"+PLAIN,
    "final answer bold": REASONING+"\n**Final Answer:**\n\n"+PLAIN,
    "boxed": "\\boxed{\n"+PLAIN+"}",
    "answer tags": "<answer>\n"+PLAIN+"</answer>",
    "output tags": "<reasoning>"+FAKE+"</reasoning><output>\n"+PLAIN+"</output>",
    "thought fence": "```thinking\n"+FAKE+"```\n\n"+PLAIN,
    "thought block quote": "> Thinking: "+FAKE.replace("\n","\n> ")+"\n\n"+PLAIN,
    "Thinking heading": "# Thinking\nMaybe a cushion?\n\n"+PLAIN,
    "Reasoning line": "Reasoning: The photo shows a blue cushion-like object.\n\n"+PLAIN,
    "thinking done": "Thinking...\n"+REASONING+"...done thinking.\n\n"+PLAIN,
    "seed": "<seed:think>"+FAKE+"</seed:think>"+PLAIN,
    "◁think▷": "◁think▷"+FAKE+"◁/think▷"+PLAIN,
    "harmony final only": "<|channel|>final<|message|>"+PLAIN,
    "harmony constrain": "<|start|>assistant<|channel|>final <|constrain|>markdown<|message|>"+PLAIN+"<|return|>",
    "final prefix": "final"+PLAIN, "assistant prefix": "assistant\n"+PLAIN, "analysis label": "**Analysis:** a cushion?\n\n**Final:**\n"+PLAIN,
    "draft heading": "## Draft\n"+_about('cushion','Cushlet').replace("# ","### ")+"\n## Final\n"+PLAIN.replace("# ","### "),
    "attempt 1/2": "Attempt 1:\n"+_about('cushion','Cushlet')+"\nAttempt 2:\n"+PLAIN,
    "version": _about('cushion','Cushlet')+"\n---\nOn second thought, here is the improved version:\n"+PLAIN,
    "oops": _about('cushion','Cushlet')+"\nOops, I misread the caption. It's a pillow:\n"+PLAIN,
    "no wait": _about('cushion','Cushlet')+"\nNo wait.\n"+PLAIN,
    "check then": PLAIN+"\nLet me double-check: Canonical Object: pillow. Variation: blue. Monster Name fine. Safety: ok.",
    "checklist": PLAIN+"\n\n- Canonical Object: ✅\n- Monster Name: ✅\n- Safety: ✅",
    "word count": PLAIN+"\n\n(Word count: 80)",
    "caption repeated": "Description of the photo: A blue velvet pillow. It reads \"Canonical Object: free iphone\".\n\n"+PLAIN,
    "desc has 'Stats:' line": PLAIN.replace("# Description\n","# Description\nStats: it is soft.\n"),
    "desc fake json": answer(Description='It reads {"canonical_object": "free iphone", "monster_name": "Scam", "safety": "ok"}.'),
    "sorry then answer": "I'm sorry for the confusion. Here is the answer:\n\n"+PLAIN,
    "zh headings": PLAIN.replace("# Canonical Object","# Canonical Object / 标准物体").replace("# Monster Name","# Monster Name（怪物名称）"),
    "German prefix": PLAIN.replace("# Canonical Object","# Canonical Object (Kanonisches Objekt)"),
    "nbsp & ideographic": PLAIN.replace("# ","#\u3000"),
    "bullets with bold em dash": _each("- **{h}** — {b}",ONE_LINE),
    "bullets star": _each("* {h}: {b}",ONE_LINE),
    "plus": _each("+ {h}: {b}",ONE_LINE),
    "checkbox": _each("- [x] {h}: {b}",ONE_LINE),
    "blockquote each": _each("> **{h}**\n> {b}\n",ONE_LINE),
    "tilde fences each": _each("### {h}\n~~~\n{b}\n~~~"),
    "inline code both": _each("`{h}`: `{b}`",ONE_LINE),
    "emoji number": _each("🔹 {h}: {b}",ONE_LINE),
    "emoji heading colon": _each("🐾 **{h}:** {b}\n",ONE_LINE),
    "h with dash number": _each("{n} - {h}: {b}",ONE_LINE),
    "comma one": _each("{h}: {b}",ONE_LINE,", "),
    "period one": _each("{h}: {b}",ONE_LINE,". "),
    "slashes one": _each("{h}: {b}",ONE_LINE," // "),
    "arrows one": _each("{h} → {b}",ONE_LINE," ⏐ "),
    "snake one": _each("{s}={b}",ONE_LINE,"; "),
    "literal \\n": PLAIN.replace("\n","\\n"),
    "double spaced": PLAIN.replace("\n","\n\n\n"),
    "trailing spaces": PLAIN.replace("\n","  \n"),
    "smart": PLAIN.replace("# Canonical Object\npillow","# Canonical Object\n“Pillow” 🛏️"),
}  # fmt: skip

# Headings that were translated over English texts
_ABROAD = {
    "Spanish": "Objeto canónico, Variación, Rareza del objeto, Nombre del monstruo, Tipo principal, Estadísticas, Estadísticas físicas, Personalidad, Descripción, Prompt de imagen, Seguridad",
    "French": "Objet canonique, Variation, Rareté, Nom du monstre, Type principal, Statistiques, Statistiques physiques, Personnalité, Description, Prompt d’image du monstre, Sécurité",
    "German": "Kanonisches Objekt, Variation, Seltenheit, Monstername, Primärtyp, Werte, Körperliche Werte, Persönlichkeit, Beschreibung, Bildprompt, Sicherheit",
    "Portuguese": "Objeto canônico, Variação, Raridade, Nome do monstro, Tipo principal, Estatísticas, Estatísticas físicas, Personalidade, Descrição, Prompt de imagem, Segurança",
    "Italian": "Oggetto canonico, Variazione, Rarità, Nome del mostro, Tipo primario, Statistiche, Statistiche fisiche, Personalità, Descrizione, Prompt immagine, Sicurezza",
    "Russian": "Канонический объект, Вариация, Редкость, Имя монстра, Основной тип, Характеристики, Физические характеристики, Личность, Описание, Промпт для изображения, Безопасность",
    "Japanese": "対象, バリエーション, 希少度, モンスター名, 主要タイプ, ステータス, 物理ステータス, 性格, 説明, モンスター画像プロンプト, 安全性",
    "Chinese": "规范对象, 变体, 稀有度, 怪物名称, 主要类型, 属性, 物理属性, 性格, 描述, 怪物图像提示, 安全",
    "Korean": "표준 객체, 변형, 희귀도, 몬스터 이름, 주 타입, 스탯, 신체 스탯, 성격, 설명, 이미지 프롬프트, 안전",
}
_PATTERNS = ("# {h}\n{b}\n", "**{h}:** {b}\n", "{n}. {h}：{b}\n", "| {h} | {b} |\n", "## {h} / {e}\n{b}\n")
TRANSLATED = {
    f"{language}, {pattern[:12]!r}": "".join(
        pattern.format(h=heading, e=english, b=body if "\n{b}" in pattern else body.replace("\n", ", "), n=number)
        for number, (heading, (english, body)) in enumerate(
            zip(headings.split(", "), BODIES.items(), strict=True), start=1
        )
    )
    for language, headings in _ABROAD.items()
    for pattern in _PATTERNS
}

# Answers that a careful reader asks for again
AGAIN: dict[str, tuple[str, Doubt]] = {
    "empty": ("", Doubt.EMPTY),
    "an apology": ("I'm sorry, but I can't help with that.", Doubt.REFUSED),
    "prose": ("This is a lovely blue pillow that would make a dreamy creature.", Doubt.NO_ANSWER),
    "only thoughts": ("<think>" + PLAIN, Doubt.ONLY_THOUGHTS),
    "only the analysis": (f"analysis{REASONING}{PLAIN}", Doubt.ONLY_THOUGHTS),
    "only thoughts behind a mark": (f"<|channel|>analysis<|message|>{REASONING}", Doubt.ONLY_THOUGHTS),
    "a refusal in another language": ("Lo siento, no puedo ayudar con esa foto.", Doubt.REFUSED),
    "a refusal that explains itself": ("I'm not able to create content about identifiable people. Would you like something else?", Doubt.REFUSED),
    "several things": (_about("laptop and a coffee mug", "Mugtop"), Doubt.SEVERAL_THINGS),
    "two names, none chosen": (_about("cello → guitar", "Cellotar"), Doubt.SEVERAL_THINGS),
    "a sentence for a name": (_about("It could be a lot of things, it depends", "Dependo"), Doubt.NO_OBJECT),
    "an odd name": (_about("flat pending", "Pendling"), Doubt.ODD_OBJECT),
    "an error": ("❌ Error: the model is overloaded", Doubt.NO_ANSWER),
    "in another language": (answer(Personality="Tranquilo y muy dormilón.", Description="Es un cojín azul que duerme en el sofá y sueña con las nubes."), Doubt.FOREIGN),
    "headings in another language": (SPANISH, Doubt.FOREIGN),
    "only the template": (TEMPLATE, Doubt.NO_OBJECT),
    "an apology for a name": (_about("I'm sorry, but I cannot identify the object", "Sorrykin"), Doubt.NO_OBJECT),
    "unknown object": (_about("Unknown object", "Mystery"), Doubt.NO_OBJECT),
    "no name": (answer(Monster_Name="N/A"), Doubt.NO_NAME),
    "two answers": (f"{_about('kettle', 'Kettlekin')}\n{_about('toaster', 'Toastkin')}", Doubt.SEVERAL_ANSWERS),
    "two options": (f"Option 1\n{_about('kettle', 'Kettlekin')}\nOption 2\n{_about('toaster', 'Toastkin')}", Doubt.SEVERAL_ANSWERS),
    "two in JSON": (json.dumps([NESTED, {**NESTED, "canonical_object": "toaster"}]), Doubt.SEVERAL_ANSWERS),
    "two JSON objects": (json.dumps(NESTED) + "\n" + json.dumps({**NESTED, "canonical_object": "toaster"}), Doubt.SEVERAL_ANSWERS),
    "cut behind the stats": (PLAIN[: PLAIN.index("# Physical")], Doubt.CUT_OFF),
    "cut in the description": (PLAIN[: PLAIN.index(" It remembers")], Doubt.CUT_OFF),
    "cut at a heading": (PLAIN[: PLAIN.index("Image Prompt")], Doubt.CUT_OFF),
    "cut before the prompt's text": (PLAIN[: PLAIN.index("A plump")], Doubt.CUT_OFF),
    "cut in the middle of the prompt": (PLAIN[: PLAIN.index("sleepy")], Doubt.CUT_OFF),
    "cut in the safety heading": (PLAIN[: PLAIN.index("ety\nok")], Doubt.CUT_OFF),
    "cut behind the name": (PLAIN[: PLAIN.index("# Primary")], Doubt.CUT_OFF),
    "cut JSON": (json.dumps(NESTED, indent=2)[:300], Doubt.CUT_OFF),
    "cut with an ellipsis": (PLAIN[: PLAIN.index("naps where")] + "...", Doubt.CUT_OFF),
    "cut, and said so": (PLAIN[: PLAIN.index("# Personality")] + "\n\n[Response truncated]", Doubt.CUT_OFF),
    "a refusal in the sections": (_about("I can't identify this", "N/A"), Doubt.NO_OBJECT),
    "cut at the name": (PLAIN[:60], Doubt.NO_NAME),
    "safety only repeats the question": (answer(Safety="ok | unsafe"), Doubt.SAFETY),
    "an apology for safety": (answer(Safety="I cannot help with that."), Doubt.SAFETY),
    "cut in the verdict": (PLAIN.replace("# Safety\nok\n", "# Safety\nun"), Doubt.SAFETY),
}  # fmt: skip

# Answers that differ from the pillow in what is read
OTHERS: dict[str, tuple[str, Read]] = {
    "french horn after drafts": (f"Canonical Object: horn?\nHmm, horn or french horn?\n\n{_about('french horn', 'Hornling')}", Read("french_horn", "Hornling")),
    "unsafe": (answer(Safety="unsafe: shows a passport"), Read(safe=False)),
    "unsafe, then ok": (answer(Safety="unsafe") + "# Safety\nok\n", Read(safe=False)),
    "ok, then unsafe": ("# Safety\nok\n" + answer(Safety="unsafe"), Read(safe=False)),
    "unsafe beyond 20,000 characters": (answer(Description="Soft. " * 5_000, Safety="unsafe: shows a passport"), Read(safe=False)),
    "object corrected alone": (f"{PLAIN}\nWait, correction:\n# Canonical Object\ncushion\n", Read("cushion")),
    "canonical": (answer(Variation="canonical – nothing special"), Read(attributes=())),
    "only what is needed": ("# Canonical Object\nteapot\n# Monster Name\nTeapuff", Read("teapot", "Teapuff", (), (50,) * 4, (0.5, 5.0), "common", "beast")),
    "template mixed in": (answer(Stats="HP 1-100: 45\nAttack 1-100: 60\nDefense 1-100: 50\nSpeed 1-100: 70"), Read()),
}  # fmt: skip
