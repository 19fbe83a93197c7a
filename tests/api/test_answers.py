"""The answers' models are what is said of them everywhere: in the catalogue, the documents, and by a real server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from piclets.api.catalogue import BY_NAME, FAILURE
from piclets.domain.records import Record
from piclets.errors import PicletsError
from piclets.play.answers import Piclet, ScanAnswer
from tests.photos import take_photo
from tests.server import Server

ROOT = Path(__file__).parents[2]


def fits(answer: dict[str, Any], kind: type[Record]) -> bool:
    """Whether an answer has all fields of a model, and no others."""
    told = {name: value for name, value in answer.items() if name != "success"}
    return kind.model_validate(told).wire() == told


def samples(document: str) -> list[dict[str, Any]]:
    blocks = re.findall(r"^```json\n(.*?)^```", (ROOT / document).read_text(), flags=re.MULTILINE | re.DOTALL)
    return [json.loads(block) for block in blocks]


def test_every_endpoint_answers_what_its_model_says(server: Server, tmp_path: Path) -> None:
    answers = {
        "generate_piclet": server.scan(take_photo(tmp_path, "harmonica", seed=77), "local_answers"),
        "get_user_piclets": server.call("get_user_piclets", hf_token="local_answers"),
        "get_object_details": server.call("get_object_details", object_name="harmonica"),
        "get_recent_activity": server.call("get_recent_activity"),
        "get_leaderboard": server.call("get_leaderboard"),
    }
    assert answers.keys() == BY_NAME.keys()
    for name, answer in answers.items():
        assert answer["success"], answer
        assert fits(answer, type(BY_NAME[name].success)), name


def test_the_documents_samples_are_answers() -> None:
    [whole, failure] = samples("docs/contract.md")
    assert fits(whole, Piclet)
    assert failure.keys() == json.loads(FAILURE).keys()
    answer, failed = samples("README.md")[:2]
    assert answer.keys() - {"success"} == {field.alias for field in ScanAnswer.model_fields.values()}
    assert answer["piclet"].keys() - {"..."} <= {field.alias for field in Piclet.model_fields.values()}
    assert failed.keys() == failure.keys()


def test_the_contract_names_every_code() -> None:
    told = (ROOT / "docs" / "contract.md").read_text()
    for kind in PicletsError.__subclasses__():
        assert f"`{kind.code}`" in told, kind
