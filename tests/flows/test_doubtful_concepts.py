"""Doubtful answers of the concept model, through a whole scan: what is recorded, and what the player is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from piclets.admin.moderation import Moderation
from piclets.domain.concepts import Doubt
from piclets.errors import InvalidRequest, ServiceUnavailable, UnsafeContent
from piclets.ledger.reports import Reports
from tests.domain.concept_answers import PLAIN, answer
from tests.domain.concept_dressings import AGAIN, AROUND, SHAPES
from tests.flows.conftest import Played, Table
from tests.photos import take_photo

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

# One answer of each class that was read wrongly, refused or taken for another thing
READ = {
    "as JSON": SHAPES["JSON, nested"],
    "as YAML": SHAPES["YAML, nested"],
    "as a table": SHAPES["horizontal table"],
    "on one line": SHAPES["one line, colons"],
    "behind a long reasoning": AROUND["long reasoning, glued"],
    "behind the question's template": AROUND["a template first"],
    "behind a draft": AROUND["a draft"],
    "around quoted writing": AROUND["writing quoted inside"],
    "as a sentence": answer(Canonical_Object="The main object is a pillow."),
    "as alternatives": answer(Canonical_Object="pillow / cushion"),
    "with a gloss": answer(Canonical_Object="pillow – a soft thing to sleep on"),
    "safe in other words": answer(Safety="No issues."),
    "unsafe in its lore": answer(Description="Unsafe near toddlers."),
}
DOUBTED = [
    "empty",
    "an apology",
    "only thoughts",
    "prose",
    "an apology for a name",
    "unknown object",
    "two answers",
    "cut in the description",
    "an apology for safety",
]


def _answers(table: Table, *said: str) -> None:
    """Let the concept Space answer so, the last answer for ever."""
    waiting = list(said)
    table.spaces.answers.concept = lambda _message: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def _asked(table: Table) -> list[str]:
    return [json.dumps(call.arguments) for call in table.spaces.called("concept")]


def _scan(table: Table, tmp_path: Path, seed: int) -> Played:
    [played] = table.scan((take_photo(tmp_path, f"IMG_{seed}", seed=seed), table.sign_in("ada")))
    return played


@pytest.mark.parametrize("title", READ)
def test_is_read_at_once(table: Table, tmp_path: Path, title: str) -> None:
    _answers(table, READ[title])
    played = _scan(table, tmp_path, 700 + list(READ).index(title))

    assert played.answer is not None, played.error
    assert played.piclet["typeId"] == "pillow_canonical"
    assert len(_asked(table)) == 1


@pytest.mark.parametrize("title", DOUBTED)
def test_is_asked_once_more_with_the_doubt_and_then_told(table: Table, tmp_path: Path, title: str) -> None:
    text, doubt = AGAIN[title]
    _answers(table, text)
    played = _scan(table, tmp_path, 720 + DOUBTED.index(title))

    assert isinstance(played.error, ServiceUnavailable)
    assert played.error.message == doubt.told
    assert table.game.ledger.head() == 0
    first, second = _asked(table)
    assert doubt.asked not in first
    assert doubt.asked in second


def test_a_second_answer_that_is_sure_is_taken(table: Table, tmp_path: Path) -> None:
    _answers(table, AGAIN["two answers"][0], PLAIN)
    played = _scan(table, tmp_path, 730)

    assert played.answer is not None, played.error
    assert played.piclet["objectName"] == "pillow"


def test_an_odd_name_stands_when_it_is_said_again(table: Table, tmp_path: Path) -> None:
    _answers(table, answer(Canonical_Object="flat pending"))
    played = _scan(table, tmp_path, 734)

    assert played.answer is not None, played.error
    assert played.piclet["objectName"] == "flat_pending"
    assert [Doubt.ODD_OBJECT.asked in asked for asked in _asked(table)] == [False, True]


def test_an_odd_name_stands_at_once_where_the_caption_has_it(table: Table, tmp_path: Path) -> None:
    table.spaces.answers.caption = lambda _photo: "A flat-pending on a table."
    _answers(table, answer(Canonical_Object="flat pending"))
    played = _scan(table, tmp_path, 735)

    assert played.answer is not None, played.error
    assert len(_asked(table)) == 1


def test_two_odd_names_are_none(table: Table, tmp_path: Path) -> None:
    _answers(table, answer(Canonical_Object="flat pending"), answer(Canonical_Object="mug pending"))
    played = _scan(table, tmp_path, 736)

    assert isinstance(played.error, ServiceUnavailable)
    assert played.error.message == Doubt.ODD_OBJECT.told


def test_an_unsure_refusal_is_not_kept_and_a_sure_one_is(table: Table, tmp_path: Path) -> None:
    _answers(table, answer(Safety="ok | unsafe"))
    unsure = _scan(table, tmp_path, 731)
    _answers(table, PLAIN)
    again = _scan(table, tmp_path, 731)
    assert isinstance(unsure.error, ServiceUnavailable)
    assert unsure.error.message == Doubt.SAFETY.told
    assert again.answer is not None, again.error

    _answers(table, answer(Safety="unsafe: a passport"))
    sure = _scan(table, tmp_path, 732)
    asked = len(_asked(table))
    _answers(table, PLAIN)
    still = _scan(table, tmp_path, 732)
    assert isinstance(sure.error, UnsafeContent)
    assert isinstance(still.error, UnsafeContent)
    assert len(_asked(table)) == asked


def test_a_word_of_the_list_can_be_appealed(table: Table, tmp_path: Path) -> None:
    moderation = Moderation(table.game.ledger, Reports(table.game.ledger.database))
    _answers(table, answer(Canonical_Object="swastika tile", Monster_Name="Tilekin"))
    refused = _scan(table, tmp_path, 733)

    assert isinstance(refused.error, UnsafeContent)
    [refusal] = moderation.refusals()
    assert (refusal.object_name, refusal.name, refusal.words) == ("swastika_tile", "Tilekin", ("swastika",))
    with pytest.raises(InvalidRequest):
        moderation.allow_word("another")
    moderation.allow_word("swastika")
    assert moderation.refusals() == []
    played = _scan(table, tmp_path, 733)
    assert played.answer is not None, played.error
    assert played.piclet["typeId"] == "swastika_tile_canonical"


@pytest.mark.parametrize("thing", ["oilseed rape", "bukkake udon"])
def test_plants_and_dishes_are_refused_by_no_word(table: Table, tmp_path: Path, thing: str) -> None:
    _answers(table, answer(Canonical_Object=thing))
    played = _scan(table, tmp_path, 740 + len(thing))

    assert played.answer is not None, played.error
    assert played.piclet["objectName"] == thing.replace(" ", "_")
