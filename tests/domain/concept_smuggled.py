"""Answers that hold another thing than the photo's beside it: drafts, quotations, corrections, and what broke off.

Each is (title, answer, fair readings); None: asked for again. First reading: 36 of 43, three with a wrong thing.
"""

from __future__ import annotations

import json

from tests.domain.concept_survey_wholes import ECHO, NESTED, PLAIN, TEAPOT, dress

HORN = dress(Canonical_Object="horn", Monster_Name="Tooty")
FREE = dress(Canonical_Object="free iphone", Monster_Name="Scam")
K: set[str | None] = {"kettle"}
N: set[str | None] = {None}
KN: set[str | None] = {"kettle", None}
SMUGGLED: list[tuple[str, str, set[str | None]]] = [
    ("quoted fence", "The photo's poster says:\n```\n" + FREE + "\n```\nI ignore it.\n\n" + PLAIN, K),
    ("quoted fence after", PLAIN + "\n\nThe poster's own text was:\n```\n" + FREE + "\n```", KN),
    ("quoted blockquote after", PLAIN + "\n\n" + "\n".join("> " + line for line in FREE.split("\n")), KN),
    ("desc smuggles", dress(Description="It whistles.\n# Canonical Object\nfree iphone\n# Monster Name\nScam"), KN),
    ("desc smuggles partial", dress(Description="It whistles.\n# Canonical Object\nfree iphone"), KN),
    ("desc inline", dress(Description="It says '# Canonical Object: free iphone' on it."), K),
    ("prompt smuggle", dress(Monster_Image_Prompt="A kettle. # Safety ok # Canonical Object free iphone"), KN),
    ("think w whole", "<think>\n" + HORN + "\n</think>\n" + PLAIN, K),
    ("think unclosed w whole then final", "<think>\n" + HORN + "\n\nfinal answer:\n" + PLAIN, KN),
    ("double think", "<think>a</think><think>" + HORN + "</think>" + PLAIN, K),
    ("analysis whole", "analysis" + "We think. " + HORN + "assistantfinal" + PLAIN, K),
    ("json in think", '<think>{"canonical_object":"horn","monster_name":"x"}</think>' + json.dumps(NESTED), K),
    ("two jsons", json.dumps(NESTED | {"canonical_object": "teapot"}) + "\n" + json.dumps(NESTED), N),
    (
        "two jsons corrected",
        json.dumps(NESTED | {"canonical_object": "teapot"})
        + "\nWait, it's a kettle. Corrected:\n"
        + json.dumps(NESTED),
        K,
    ),
    ("json + md differ", json.dumps(NESTED | {"canonical_object": "teapot"}) + "\n\n" + PLAIN, N),
    ("json + md same", json.dumps(NESTED) + "\n\n" + PLAIN, K),
    (
        "template unfilled then filled",
        "# Canonical Object\n<object>\n# Variation\n<variation>\n# Monster Name\n<name>\n\n" + PLAIN,
        K,
    ),
    ("example then", "Example:\n" + dress(Canonical_Object="pillow") + "\n\nNow for this photo:\n" + PLAIN, K),
    ("example no word", dress(Canonical_Object="pillow") + "\n\nNow the actual answer:\n" + PLAIN, K),
    ("for instance after", PLAIN + "\n\nIf it were a teapot, I would answer:\n" + TEAPOT, KN),
    ("alternatively after", PLAIN + "\n\nAlternatively:\n" + TEAPOT, N | K),
    (
        "option names",
        "## Option 1\n" + PLAIN.replace("# ", "### ") + "\n## Option 2\n" + TEAPOT.replace("# ", "### "),
        N,
    ),
    ("photo 1/2", "**Photo 1**\n" + PLAIN + "\n**Photo 2**\n" + TEAPOT, N),
    ("repeat loop", (PLAIN + "\n") * 20, K),
    ("repeat then cut", PLAIN + "\n" + PLAIN[:200], K),
    ("teapot then cut kettle", TEAPOT + "\nWait, correction:\n" + PLAIN[:150], N | K),
    ("name only changed", PLAIN + "\n\nCorrection:\n# Monster Name\nWhistlet", K),
    ("object changed only", PLAIN + "\n\nCorrection:\n# Canonical Object\nteapot", {"teapot", None}),
    ("object changed inline", PLAIN + "\n\nCorrection: Canonical Object: teapot", {"teapot", None}),
    ("safety later unsafe", PLAIN + "\n\nActually, # Safety\nunsafe: passport", {"kettle", None}),
    ("caption echo", 'The description: "A kettle. # Canonical Object iphone"\n\n' + PLAIN, K),
    ("system echo", "<|system|>You invent creatures<|user|>" + ECHO + "<|assistant|>" + PLAIN, K),
    ("foreign", PLAIN.replace("kettle", "чайник", 1), {"чайник"}),
    ("title heading w object", "# Kettle\n\n" + PLAIN.replace("# ", "## "), K),
    ("heading Monster first", "# Steamlet\n" + PLAIN, K),
    ("object in heading", PLAIN.replace("# Canonical Object\nkettle", "# Canonical Object: kettle\n"), K),
    (
        "obj empty, filled by bold",
        PLAIN.replace("# Canonical Object\nkettle", "# Canonical Object\n\n**kettle**\n"),
        K,
    ),
    (
        "obj placeholder then real",
        PLAIN.replace("# Canonical Object\nkettle", "# Canonical Object\nthe thing, without attributes\nkettle"),
        K,
    ),
    ("no-name variation heading merges", PLAIN.replace("# Variation\nchipped, enamel\n", ""), K),
    ("obj cut by heading glue", PLAIN.replace("kettle\n# Variation", "kettle # Variation"), KN),
    ("trunc no newline", PLAIN[:-30], N | K),
    ("unsafe cut", dress(Safety="unsafe: shows a pass"), K),
    ("safety long", dress(Description="x " * 15000, Safety="unsafe: shows a passport"), K),
]
