"""The parser reads what models really send."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.concepts import Concept, Unreadable, parse
from piclets.domain.records import PRIMARY_TYPES, TIERS, Models, Stats
from tests.domain.concept_answers import HEADINGS, PLAIN, answer

EXPECTED = Concept(
    object_name="pillow",
    attributes=("blue", "velvet"),
    tier="uncommon",
    name="Pillowpuff",
    type="structure",
    stats=Stats(hp=45, attack=60, defense=50, speed=70),
    height=0.6,
    weight=1.3,
    personality="Dreamy, and quick to forgive.",
    description="Pillowpuff naps where naps are not allowed. It remembers every dream.",
    image_prompt="A plump blue velvet creature with sleepy eyes, on a plain background",
    safe=True,
)


def _headed(pattern: str) -> str:
    """PLAIN with each heading written as `pattern` says: {n} its number, {h} its words."""
    text = PLAIN
    for number, heading in enumerate(HEADINGS, start=1):
        text = text.replace(f"# {heading}\n", pattern.format(n=number, h=heading))
    return text


def _on_heading_line(mark: str) -> str:
    parts = [part.split("\n", 1) for part in PLAIN.split("# ")[1:]]
    return "".join(
        f"{mark.format(h=heading)} {body}" if body.count("\n") == 1 else f"# {heading}\n{body}"
        for heading, body in parts
    )


DRESSED = {
    "as asked for": PLAIN,
    "second level": _headed("## {h}\n"),
    "sixth level": _headed("###### {h}\n"),
    "closing hashes": _headed("## {h} ##\n\n"),
    "no space after the hash": _headed("#{h}\n"),
    "colon": _headed("# {h}:\n"),
    "capitals": _headed("# {h}\n").replace("# Monster Name", "# MONSTER NAME"),
    "bold": _headed("**{h}**\n"),
    "bold with colon inside": _headed("**{h}:**\n"),
    "bold with colon outside": _headed("**{h}**:\n"),
    "bold in a heading": _headed("### **{h}**\n"),
    "numbered": _headed("## {n}. {h}\n"),
    "numbered in bold": _headed("**{n}. {h}**\n"),
    "numbered before bold": _headed("{n}. **{h}**\n"),
    "no marks at all": _headed("{h}\n"),
    "no marks, colon": _headed("{h}:\n"),
    "remark in brackets": _headed("# {h} (required)\n"),
    "an emoji": _headed("# ✨ {h}\n"),
    "value on the line": _on_heading_line("# {h}:"),
    "value on the line, bold": _on_heading_line("**{h}:**"),
    "value on the line, list": _on_heading_line("- **{h}**:"),
    "value on the line, dash": _on_heading_line("# {h} —"),
    "windows line ends": PLAIN.replace("\n", "\r\n"),
    "blank lines": PLAIN.replace("\n", "\n\n"),
    "rules between": PLAIN.replace("# ", "\n---\n# "),
    "one fence around all": f"```markdown\n{PLAIN}```\n",
    "fences around values": PLAIN.replace("pillow\n", "```\npillow\n```\n", 1),
    "backticks around values": PLAIN.replace("\npillow\n", "\n`pillow`\n").replace("\nok\n", "\n`ok`\n"),
    "emphasis around values": PLAIN.replace("\nPillowpuff\n", "\n**Pillowpuff**\n")
    .replace("structure", "*structure*"),
    "quoted": "\n".join(f"> {line}" for line in PLAIN.splitlines()),
    "quotation marks": PLAIN.replace("\npillow\n", '\n"pillow"\n').replace("\nPillowpuff\n", "\n“Pillowpuff”.\n"),
    "bullets": PLAIN.replace("\npillow\n", "\n- pillow\n").replace("HP:", "- HP:")
    .replace("Attack:", "* **Attack**:"),
    "a preface and a farewell": f"Sure! Here is your Piclet:\n\n{PLAIN}\n# Notes\nEnjoy!",
    "thoughts": f"<think># Canonical Object\nsofa? no\n# Safety\nunsafe</think>\n{PLAIN}",
    "the end of thoughts": f"a sofa, or a pillow...\n# Monster Name\nWrong\n</think>\n{PLAIN}",
    "a folded analysis": f"<details><summary>Analysis</summary>\n# Monster Name\nWrong\n</details>\n\n{PLAIN}",
    "the service's marker": f"**🤔 Analysis:**\n# Monster Name\nWrong\n\n---\n\n**💬 Response:**\n\n{PLAIN}",
    "all of it folded": f"<details><summary>Answer</summary>\n\n{PLAIN}\n</details>",
    "a byte order mark": "\ufeff" + PLAIN,
    "sections again at the end": PLAIN + "\n# Monster Name\nSecond\n# Stats\nHP: 1\n",
    "an empty one before": "# Monster Name\n\n" + PLAIN,
    "short headings": PLAIN.replace("# Canonical Object", "# Object").replace("# Monster Name", "# Name")
    .replace("# Primary Type", "# Type").replace("# Object Rarity", "# Rarity").replace("# Monster Image", "# Image"),
    "stats as a tall table": PLAIN.replace(
        "HP: 45\nAttack: 60\nDefense: 50\nSpeed: 70",
        "| Stat | Value |\n|------|:-----:|\n| HP | 45 |\n| **Attack** | 60 |\n| Defense | 50/100 |\n| Speed | 70 |",
    ),
    "stats as a wide table": PLAIN.replace(
        "HP: 45\nAttack: 60\nDefense: 50\nSpeed: 70",
        "| HP | Attack | Defense | Speed |\n|---|---|---|---|\n| 45 | 60 | 50 | 70 |",
    ),
    "stats under headings": PLAIN.replace("HP: 45\nAttack: 60", "# HP\n45\n# Attack: 60\n"),
    "name as a table row": PLAIN.replace("# Monster Name\nPillowpuff", "| Monster Name | Pillowpuff |"),
}  # fmt: skip


@pytest.mark.parametrize("markdown", DRESSED.values(), ids=DRESSED.keys())
def test_reads_the_same_concept_however_it_is_dressed(markdown: str) -> None:
    assert parse(markdown) == EXPECTED


def test_reads_any_order() -> None:
    parts = ["# " + part for part in PLAIN.split("# ")[1:]]
    assert parse("".join(reversed(parts))) == EXPECTED


def test_a_thing_may_be_called_like_a_heading() -> None:
    assert parse(answer(Canonical_Object="stats")).object_name == "stat"
    assert parse(answer(Canonical_Object="monster name")).object_name == "monster_name"


def test_a_plain_line_with_a_colon_is_a_heading_all_the_same() -> None:
    concept = parse(answer(Description="Description: Soft.\nSafety: unsafe"))
    assert concept.description == "Soft."
    assert not concept.safe


def test_gives_what_is_recorded() -> None:
    models = Models(caption="c", concept="g", image="p")
    data = parse(PLAIN).piclet_data(models)
    assert data.name == "Pillowpuff"
    assert data.models == models
    assert data.wire()["imagePrompt"] == EXPECTED.image_prompt


@pytest.mark.parametrize(
    ("said", "thing", "variation", "attributes"),
    [
        ("pillow", "pillow", "canonical", ()),
        ("pillow", "pillow", "Canonical", ()),
        ("pillow", "pillow", "none", ()),
        ("pillow", "pillow", "N/A", ()),
        ("pillow", "pillow", "no distinguishing attributes", ()),
        ("pillow", "pillow", "", ()),
        ("The Blue Pillow", "pillow", "canonical", ("blue",)),
        ("blue pillow", "pillow", "velvet, blue", ("blue", "velvet")),
        ("pillow", "pillow", "- blue\n- velvet", ("blue", "velvet")),
        ("pillow", "pillow", "blue; velvet", ("blue", "velvet")),
        ("pillow", "pillow", "old and dusty", ("old", "dusty")),
        ("cat", "cat", "black and white", ("black_and_white",)),
        ("pillow", "pillow", "big/old, wet, red, torn, thin", ("big", "old", "wet", "red")),
        ("pillow", "pillow", "blue, it lies on a sofa that somebody has left in the rain", ("blue",)),
        ("pillow (a soft cushion)", "pillow", "canonical", ()),
        ("[pillow]", "pillow", "canonical", ()),
        ("C#", "c_sharp", "canonical", ()),
        ("чашка", "чашка", "canonical", ()),
    ],
)
def test_reads_object_and_variation(said: str, thing: str, variation: str, attributes: tuple[str, ...]) -> None:
    concept = parse(answer(Canonical_Object=said, Variation=variation))
    assert concept.object_name == thing
    assert concept.attributes == attributes


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Machina", "machina"), ("**Space**", "space"), ("beasts", "beast"), ("machine", "machina"),
        ("food", "cuisine"), ("plants", "flora"), ("Insect", "bug"), ("water/ice", "aquatic"), ("rock", "mineral"),
        ("a plant, so flora", "flora"), ("food, but really a structure", "structure"), ("nonsense", "beast"),
        ("", "beast"), ("glass", "mineral"), ("ｍａｃｈｉｎａ", "machina"),
    ],
)  # fmt: skip
def test_reads_types_kindly(said: str, kind: str) -> None:
    assert parse(answer(Primary_Type=said)).type == kind


@pytest.mark.parametrize(
    ("said", "tier"),
    [("Uncommon", "uncommon"), ("**Epic**", "epic"), ("very rare", "rare"), ("mythic", "legendary"),
     ("everyday", "common"), ("", "common"), ("purple", "common"), ("It is rare, not common.", "rare")],
)  # fmt: skip
def test_reads_tiers_kindly(said: str, tier: str) -> None:
    assert parse(answer(Object_Rarity=said)).tier == tier


@pytest.mark.parametrize(
    ("said", "safe"),
    [("ok", True), ("OK.", True), ("**ok**", True), ("✅ ok", True), ("Safe", True), ("", True),
     ("ok - nothing private in it", True), ("unsafe", False), ("UNSAFE: a letter", False), ("not ok", False),
     ("ok | unsafe", False), ("no", False), ("nsfw", False), ("❌", False), ("I cannot help with that.", False)],
)  # fmt: skip
def test_anything_but_ok_is_unsafe(said: str, safe: bool) -> None:
    assert parse(answer(Safety=said)).safe is safe


def test_a_missing_safety_section_is_taken_as_ok() -> None:
    assert parse(PLAIN.replace("# Safety\nok\n", "")).safe


def test_one_unsafe_section_is_enough() -> None:
    assert not parse(PLAIN + "\n# Safety\nunsafe\n").safe


def test_optional_sections_have_defaults() -> None:
    concept = parse("# Canonical Object\nteapot\n# Monster Name\nTeapuff")
    assert concept.stats == Stats(hp=50, attack=50, defense=50, speed=50)
    assert (concept.height, concept.weight) == (0.5, 5.0)
    assert (concept.type, concept.tier, concept.attributes) == ("beast", "common", ())
    assert "teapot" in concept.description
    assert "teapot" in concept.image_prompt
    assert concept.personality
    assert concept.safe


@pytest.mark.parametrize(
    "markdown",
    [
        "", "   \n", "❌ Error: the model is overloaded", "I'm sorry, I can't help with that.",
        PLAIN.replace("# Canonical Object\npillow\n", ""), PLAIN.replace("# Monster Name\nPillowpuff\n", ""),
        answer(Canonical_Object=""), answer(Canonical_Object="none"), answer(Canonical_Object="🦄"),
        answer(Canonical_Object="N/A"), answer(Monster_Name="***"), answer(Monster_Name="🦄"),
        answer(Monster_Name=""),
        "<think>" + PLAIN, PLAIN[:60], '{"canonicalObject": "pillow"}',
    ],
)  # fmt: skip
def test_nothing_to_make_a_piclet_of(markdown: str) -> None:
    with pytest.raises(Unreadable):
        parse(markdown)


def test_texts_are_cut_at_words() -> None:
    long = "word " * 2_000
    concept = parse(answer(Personality=long, Description=long, Monster_Image_Prompt=long, Monster_Name="Puff" * 40))
    assert len(concept.name) == 60
    assert len(concept.personality) <= 300
    assert len(concept.description) <= 1_000
    assert len(concept.image_prompt) <= 1_000
    assert concept.description.endswith("word…")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        concept = parse(text)
    except Unreadable:
        return
    assert concept.object_name


@given(st.dictionaries(st.sampled_from([h.replace(" ", "_") for h in HEADINGS]), st.text(max_size=120)))
def test_whatever_a_section_says_the_bounds_hold(sections: dict[str, str]) -> None:
    try:
        concept = parse(answer(**sections))
    except Unreadable:
        return
    assert 1 <= len(concept.name) <= 60
    assert concept.type in PRIMARY_TYPES
    assert concept.tier in TIERS
    assert len(concept.attributes) <= 4
    assert 0 < concept.height <= 10_000
    assert 0 < concept.weight <= 1e9
    concept.piclet_data(Models(caption="c", concept="g", image="p"))


@pytest.mark.parametrize(
    ("said", "capture"),
    [
        (f"{PLAIN}# Capture\nscreen\n", "screen"),
        (f"{PLAIN}# Capture\n**Print** (a poster)\n", "print"),
        (PLAIN.replace("# Safety", "# Capture\nA drawing.\n# Safety"), "drawing"),
        (f"# Capture: direct\n{PLAIN}", "direct"),
        (f"{PLAIN}# Capture\ndirect | screen | print | drawing: the thing itself, or a picture of it\n", None),
        (f"{PLAIN}# Capture\nwho knows\n", None),
        (PLAIN, None),
    ],
)
def test_how_the_photo_was_taken_is_read_and_changes_nothing_else(said: str, capture: str | None) -> None:
    concept = parse(said)
    assert concept.capture == capture
    assert replace(concept, capture=None) == EXPECTED
