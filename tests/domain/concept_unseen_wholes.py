"""Whole answers of the same kettle, written once all else had been read. First reading: 49 of 50, no wrong object."""

from __future__ import annotations

import json
from typing import Any

from tests.domain.concept_survey_wholes import HEADINGS, LINE, LOW, PLAIN, dress

ST: dict[str, Any] = {
    "Stats": {"HP": 62, "Attack": 48, "Defense": 71, "Speed": 35},
    "Physical Stats": {"Height": "0.6 m", "Weight": "4.5 kg"},
}
READ: list[str] = [
    json.dumps({**HEADINGS, **ST}, ensure_ascii=False, indent=2),
    json.dumps(
        {
            **LINE,
            "Stats": [
                {"name": "HP", "value": 62},
                {"name": "Attack", "value": 48},
                {"name": "Defense", "value": 71},
                {"name": "Speed", "value": 35},
            ],
        }
    ),
    json.dumps(
        {"Canonical Object": {"value": "kettle"}, **{k: v for k, v in LINE.items() if k != "Canonical Object"}}
    ),
    json.dumps([{"heading": k, "content": v} for k, v in LINE.items()]),
    json.dumps({"sections": [{"title": k, "text": v} for k, v in LINE.items()]}),
    "```yaml\n" + "\n".join(f"{k}: {json.dumps(v)}" for k, v in LOW.items()) + "\n```",
    "```xml\n<response>\n" + "\n".join(f"<{k}>{v}</{k}>" for k, v in LOW.items()) + "\n</response>\n```",
    "<!DOCTYPE html><html><body>"
    + "".join(f"<h2>{k}</h2>\n<p>{v}</p>\n" for k, v in LINE.items())
    + "</body></html>",
    "<ol>" + "".join(f"<li><b>{k}</b>: {v}</li>" for k, v in LINE.items()) + "</ol>",
    "+---+---+\n" + "\n".join(f"| {k} | {v} |" for k, v in LINE.items()) + "\n+---+---+",
    "\n".join(f"║ {k} ║ {v} ║" for k, v in LINE.items()),
    "\n".join(f"{k} .......... {v}" for k, v in LINE.items()),
    "\n".join(f"{k}: **{v}**" for k, v in LINE.items()),
    "\n".join(f"_{k}_: {v}" for k, v in LINE.items()),
    "\n".join(f"🔹 **{k}:** {v}" for k, v in LINE.items()),
    "\n".join(f"✅ {k}: {v}" for k, v in LINE.items()),
    "\n".join(f"{n}️⃣ {k}: {v}" for n, (k, v) in enumerate(LINE.items(), 1)),
    "\n\n".join(f"<u>{k}</u>\n{v}" for k, v in HEADINGS.items()),
    "\n\n".join(f"### {k} ###\n\n{v}" for k, v in HEADINGS.items()),
    "\n\n".join(f"##### {k}\n{v}" for k, v in HEADINGS.items()),
    "\n\n".join(f"**{k.upper()}**\n{v}" for k, v in HEADINGS.items()),
    "\n\n".join(f"## {k.lower()}\n{v}" for k, v in HEADINGS.items()),
    "\n\n".join(f"# The {k}\n{v}" for k, v in HEADINGS.items()),
    "Piclet data sheet\n=================\n\n"
    + "\n\n".join(f"{k}\n{'~' * len(k)}\n{v}" for k, v in HEADINGS.items()),
    "I'll go step by step.\n\n**Step 1.** The object: a kettle.\n\n**Step 2.** Its rarity is uncommon.\n\n" + PLAIN,
    "<reflection>It may be a teapot: no.</reflection>\n" + PLAIN,
    "<|channel|>final <|message|>" + PLAIN,
    "<|assistant|>\n" + PLAIN + "<|end|>",
    "Assistant: " + PLAIN,
    "AI: Sure!\n\n" + PLAIN + "\n\nHuman: thanks",
    PLAIN.replace("\n", "\n\n\n"),
    PLAIN.replace("\n", " \n"),
    PLAIN.replace("# ", "\t# "),
    PLAIN.replace(": ", ":"),
    "\ufeff" + PLAIN,
    PLAIN.replace("kettle\n", "Kettle.\n", 1).replace("Steamlet", '"Steamlet"').replace("\nok", "\nOK."),
    PLAIN.upper().replace("STEAMLET", "Steamlet"),
    "**Output:**\n```text\n" + PLAIN + "\n```",
    "> [!NOTE]\n> This is a game.\n\n" + PLAIN,
    "(thinking: teapot? no: kettle)\n" + PLAIN,
]
AGAIN: list[str] = [
    "I can't help with identifying this.",
    "# Safety\nunsafe",
    "Sorry, something went wrong. Please try again.",
    "<think>long</think>",
    "```json\n{}\n```",
    PLAIN.replace("kettle", "the image is too dark to tell"),
    PLAIN.replace("Steamlet", "N/A"),
    dress(Canonical_Object="kettle? teapot?"),
    dress(Canonical_Object=""),
    PLAIN.split("# Personality")[0],
]
