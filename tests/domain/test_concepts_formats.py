"""Markdown and JSON under the same damages: never another thing than was meant; the figures are printed."""

from __future__ import annotations

import pytest

from benchmarks import formats
from piclets.domain.concepts import Unreadable, parse


@pytest.mark.parametrize("name", formats.DAMAGES)
@pytest.mark.parametrize("form", ["markdown", "json"])
def test_a_damaged_answer_names_no_other_thing(name: str, form: str) -> None:
    write = formats.as_markdown if form == "markdown" else formats.as_json
    found = formats.survived(formats.DAMAGES[name], write, most=60)
    print(f"\n{name}, {form}: {dict(found)}")  # noqa: T201 - the score
    assert found["another thing"] == 0


@pytest.mark.parametrize("name", ["in a fence, in prose", "all in one line", "quotation marks changed", "said twice"])
@pytest.mark.parametrize("write", [formats.as_markdown, formats.as_json])
def test_what_only_dresses_an_answer_loses_nothing(name: str, write: formats.Write) -> None:
    assert formats.survived(formats.DAMAGES[name], write).keys() == {"as meant"}


@pytest.mark.parametrize("mark", ["# ", "{"])
def test_the_question_alone_is_no_answer(mark: str) -> None:
    with pytest.raises(Unreadable):
        parse(formats.question(mark))
