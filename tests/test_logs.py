"""Tokens leave the process neither through the log nor past it."""

from __future__ import annotations

import io
import logging
import subprocess
import sys

import pytest

from piclets.logs import JsonLines, Redacted, redacted
from tests.server import ROOT

TOKEN = "hf_TokenThatMayNotBeSeen"


@pytest.mark.parametrize(
    "text",
    [
        TOKEN, f"\n{TOKEN}", f"\\n{TOKEN}", f"x\\\\n{TOKEN}", f"%0A{TOKEN}", f"_{TOKEN}",
        f'Received inputs: ["{TOKEN}"]',
        f"token={TOKEN}&x=1", f"Authorization: Bearer {TOKEN[3:]}", f"bearer {TOKEN[3:]}", f"a{TOKEN}b{TOKEN}",
        "local_TokenThatMayNotBeSeen", f"{TOKEN}.with.dots-and~more",
        f"hf%5F{TOKEN[3:]}", f"hf\\u005f{TOKEN[3:]}", "hf_Token%2DMayNotBeSeen", "api_org_TokenThatMayNotBeSeen",
        "api_TokenThatMayNotBeSeen", f"Bearer%20{TOKEN[3:]}", f"Bearer\t{TOKEN[3:]}", f'"bearer": "{TOKEN[3:]}"',
    ],
)  # fmt: skip
def test_a_token_is_redacted_wherever_it_stands(text: str) -> None:
    assert "MayNotBeSeen" not in redacted(text)
    record = logging.LogRecord("x", logging.INFO, "", 0, repr(text), (), None)
    assert "MayNotBeSeen" not in JsonLines().format(record)


def test_what_is_no_token_stays() -> None:
    assert redacted("the bearer of news, hf_ and a half") == "the bearer [hidden] news, hf_ and a half"


def test_a_stream_sees_tokens_that_are_written_in_pieces() -> None:
    inner = io.StringIO()
    stream = Redacted(inner)
    for piece in ("first ", TOKEN[:5], TOKEN[5:], "\nsecond\n", "rest"):
        stream.write(piece)
    assert inner.getvalue() == "first hf_[hidden]\nsecond\n"
    stream.flush()
    assert inner.getvalue().endswith("second\nrest")
    stream.write("x" * 200_000)
    assert len(inner.getvalue()) > 200_000, "a line without an end is not kept"


@pytest.mark.parametrize(
    "pieces",
    [
        ("see h", "f_MayNotBeSeen"), ("see hf_", "MayNotBeSeen"), ("see hf_Token", "MayNotBeSeen"),
        ("loca", "l_MayNotBeSeen"),
        ("Authorization: Bearer ", "MayNotBeSeen"), ("Authorization: Bearer", " MayNotBeSeen"),
        ("Authorization: Bearer Token", "MayNotBeSeen"), ("see ap", "i_org_TokenThatMayNotBeSeen"),
    ],
)  # fmt: skip
def test_a_flush_between_the_pieces_of_a_token_shows_neither(pieces: tuple[str, str]) -> None:
    inner = io.StringIO()
    stream = Redacted(inner)
    for piece in pieces:
        stream.write(piece)
        stream.flush()
    stream.write(" and on\n")
    assert "MayNotBeSeen" not in inner.getvalue()
    assert inner.getvalue().endswith("[hidden] and on\n")


def test_what_a_library_prints_is_redacted() -> None:
    script = (
        "import sys, traceback; from piclets.logs import start_logging; start_logging(); token = sys.argv[1]\n"
        "print('out', token); print('err', token, file=sys.stderr)\n"
        "try: raise ValueError(f'Received inputs: [\"{token}\"]')\n"
        "except ValueError: traceback.print_exc()\n"
        "import logging; logging.getLogger('x').error('logged %r', 'a\\n' + token)\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", script, TOKEN], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    assert child.stdout == "out hf_[hidden]\n"
    assert child.stderr.count("hf_[hidden]") == 3
    assert "MayNotBeSeen" not in child.stderr
