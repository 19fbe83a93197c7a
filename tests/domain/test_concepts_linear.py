"""Reading takes time in proportion to what is read, whatever it is: one answer cannot stop the server.

The work for 40,000 characters is compared with that for 10,000 of the same: four times as much is linear, sixteen
times is quadratic. Each is the best of several runs in this thread's own CPU time, and what is over in no time needs
no comparison, so that a busy machine changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from piclets.domain.concepts import (
    Unreadable,
    answers,
    asides,
    bodies,
    build_prompt,
    corrections,
    described,
    designations,
    headings,
    hints,
    is_unsafe_name,
    kinds,
    languages,
    measures,
    misspelt,
    monsters,
    numbers,
    parse,
    phrases,
    relations,
    rows,
    runs,
    safety,
    shapes,
    stammers,
    standing,
    stats,
    tables,
    text,
    translations,
    unanswered,
    variation,
)
from tests.domain.concept_answers import HEADINGS, answer

SHORT, LONG = 10_000, 40_000
MOST_TIMES = 10  # four is linear, sixteen is quadratic
NO_TIME_S = 0.02
TRIES = 5

Read = Callable[[str], Any]


def _under(heading: str) -> Read:
    return lambda said: parse(answer(**{heading.replace(" ", "_"): said}))


READERS: dict[str, Read] = {
    "parse": parse,
    **{f"parse, {heading}": _under(heading) for heading in HEADINGS},
    "build_prompt": lambda said: build_prompt(said, [said] * 3),
    "is_unsafe_name": is_unsafe_name,
    "final_part": answers.final_part,
    "open_thoughts": answers.open_thoughts,
    "heading": headings.heading,
    "label": headings.label,
    "section_of": headings.section_of,
    "part_of": headings.part_of,
    "read_type": kinds.read_type,
    "read_tier": kinds.read_tier,
    "read_height": measures.read_height,
    "read_weight": measures.read_weight,
    "in_digits": numbers.in_digits,
    "read_object": phrases.read_object,
    "check_chosen": bodies.check_chosen,
    "lines_of": bodies.lines_of,
    "read_name": monsters.read_name,
    "of_its_kind": relations.of_its_kind,
    "leaves_two": relations.leaves_two,
    "are_two": relations.are_two,
    "listed": relations.listed,
    "corrected": lambda said: corrections.corrected({"canonical object": "a"}, said),
    "from_sheets": lambda said: list(rows.from_sheets(said.split("\n"))),
    "from_tables": lambda said: list(rows.from_tables(said.split("\n"))),
    "with_model": designations.with_model,
    "once": stammers.once,
    "unlettered": relations.unlettered,
    "says_how_far": described.says_how_far,
    "without_hint": lambda said: hints.without_hint("canonical object", said),
    "sections_of": runs.sections_of,
    "read_safety": lambda said: safety.read_safety([said]),
    "objects": shapes.objects,
    "nested_answer": shapes.nested_answer,
    "lines": shapes.lines,
    "is_mark": shapes.is_mark,
    "with_english_headings": translations.with_english_headings,
    "with_spelled_headings": misspelt.with_spelled_headings,
    "language_of": languages.language_of,
    "why_unanswered": lambda said: unanswered.why_unanswered(said, said),
    "read_stats": stats.read_stats,
    "flatten": tables.flatten,
    "visible": text.visible,
    "plain": text.plain,
    "cut": lambda said: text.cut(said, 100),
    "word_set": text.word_set,
    "is_said_in": lambda said: standing.is_said_in(said, "a_b"),
    "standing_of": lambda said: standing.standing_of(f"a {said}"),
    "without_descriptions": described.without_descriptions,
    "said_beside": lambda said: asides.said_beside(said, ["a"]),
    "describes": described.describes,
    "is_colour": standing.is_colour,
    "read_variation": lambda said: variation.read_variation(said, "pillow"),
}

PIECES = [
    "a", "ab", " ", "*", "\n", "# ", "#", "[", "]", "<", "<a", "**", "_", "a.", "&amp;", "![](", "| ", "|", "1",
    "1,", "1.", "\u0301", "a@", "(", ")", "~ ", "> ", "- ", "5'", "5 ft ", "hp ", "a-", "://", "a, ", "a and ",
    "blue ", "**a:** ", "\n# a", "\n| a | 1 |", "<think>", "</think>", "<details>", "</details>", '{"', "[{",
    '{"a":', "Height ", "1 × 10", "# Canonical Object\na\n", "Canonical Object: a\n", "# Monster Name\nb\n",
    "Stats: ", "Canonical Object ", "no ", "not ok ", "ok: no. ", "is ", " or ", "the ", "seventy ",
    "💬 Response", "1/", "assistantfinal", "<|channel|>", "half a ", '"a" ', "a/a", "★", "-", "–", "=", ". no ",
    "ﷺ", "\u3000", "<td>", "</td> ", "```\n", "\t", "<b a='", "safe? ", "wait ", "\r\n", "'", "\\", "f ",
    "rape ", "1-", "this is ", "a=b&", "[b]", "h2. a\n", "old ", "@@ -1\n", "【1†", "a,b,c,d,e\n", "1 + ", "so: ",
    "Canonical Object,Variation,Safety,Stats,Description\n", ", I think ", "Objeto: a\n", "\U0001d5ee",
    "half eaten ", ", mug", "mug mug ", "\n# Safty\n", "\nHeigth: 1", "Answer: ", "\nGrounded answer: ",
    " with a cracked ", "\n# Objeto\na\n# Rareza\nselten",
]  # fmt: skip


def _seconds(read: Read, said: str) -> float:
    started = time.thread_time()
    with suppress(Unreadable):
        read(said)
    return time.thread_time() - started


def _filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _grows_linearly(read: Read, piece: str) -> bool:
    short, long = (_filled(piece, size) + "c" for size in (SHORT, LONG))
    best_short = best_long = float("inf")
    for _ in range(TRIES):
        best_long = min(best_long, _seconds(read, long))
        if best_long <= NO_TIME_S:
            return True
        best_short = min(best_short, _seconds(read, short))
        if best_long <= MOST_TIMES * best_short:
            return True
    return False


@pytest.mark.parametrize("name", READERS)
@pytest.mark.timeout(300)
@example(["ab", " " * 4_000])
@example(["*"])
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3))
def test_time_grows_linearly(name: str, pieces: list[str]) -> None:
    assert _grows_linearly(READERS[name], "".join(pieces))
