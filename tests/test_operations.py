"""The tools for bad days, and a scan for trying services out."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from piclets.admin.fair_play import FairPlay
from piclets.admin.operations import CHART_HOURS, Operations
from piclets.admin.trial import Trial, TrialStep
from piclets.clock import utc_now
from piclets.domain.photo import Photo
from piclets.errors import InvalidRequest, ServiceUnavailable
from piclets.images.intake import read_photo
from piclets.ledger.candidates import Candidates
from piclets.ledger.counters import Counters
from piclets.logs import Recent
from piclets.server.wiring import Game, build_game
from piclets.services.ports import Answer, Brief, Picture, Question, Session
from piclets.settings import Settings
from piclets.studio import Studio
from piclets.web.console import Console
from tests.loopback.postgres import PostgresServer
from tests.making import scan
from tests.photos import take_photo

STUDIO = {"caption": "studio", "concept": "studio", "image": "studio"}


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = build_game(Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data"}))
    yield game
    game.close()


@pytest.fixture
def errors() -> Recent:
    return Recent(most=3)


@pytest.fixture
def operations(game: Game, errors: Recent) -> Operations:
    return Operations(game.settings, game.ledger, game.dataset, game.readiness, errors)


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    path = take_photo(tmp_path, "velvet sofa")
    return read_photo(path, path.name)


def test_scans_are_counted_by_the_hour(game: Game, operations: Operations) -> None:
    game.ledger.record(scan("ada", "mug", at="2020-01-01T00:00:00Z"))
    for who in ("ada", "bob", "cy"):
        game.ledger.record(scan(who, "kettle", at=utc_now()))
    game.moderation.decide("block", "sub-cy", why="a test")
    hours = operations.hours()
    assert len(hours) == CHART_HOURS
    assert (sum(hour.scans for hour in hours), sum(hour.discoveries for hour in hours)) == (3, 1)


def test_the_latest_errors_are_shown_without_secrets(operations: Operations, errors: Recent) -> None:
    for number in range(5):
        record = logging.makeLogRecord({"msg": f"no {number} for hf_abcdefgh", "levelno": logging.ERROR, "name": "x"})
        record.reference = "f00d"
        errors.handle(record)
    shown = operations.health()["errors"]
    assert [error.words for error in shown] == [f"no {number} for hf_[hidden]" for number in (4, 3, 2)]
    assert shown[0].reference == "f00d"


def test_refused_scans_are_counted(game: Game, operations: Operations) -> None:
    assert operations.health()["refusals"] == {}
    for _ in range(2):
        Counters(game.ledger.database).add("invalid_image")
    assert operations.health()["refusals"] == {"invalid_image": 2}


def test_a_backup_is_whole_and_goes_away(game: Game, operations: Operations) -> None:
    game.ledger.record(scan("ada", "mug"))
    with operations.backup() as copy, closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT count(*) FROM events").fetchone() == (1,)
    assert not copy.exists()


def test_without_a_dataset_there_is_nothing_to_publish_or_verify(operations: Operations) -> None:
    for work in (operations.publish_now, operations.verify):
        with pytest.raises(InvalidRequest, match="HF_TOKEN"):
            work()
    assert all(line.endswith("as it was") for line in operations.rebuild())


def test_a_trial_shows_every_step_and_records_nothing(game: Game, photo: Photo) -> None:
    steps = list(game.trial.run(photo, "", STUDIO))
    assert [step.step for step in steps] == ["caption", "concept", "reading", "image"]
    assert "sofa" in steps[0].output
    assert steps[0].output.partition("\n")[0] in steps[1].input
    assert steps[1].output.startswith("# Canonical Object")
    assert "object_name: sofa" in steps[2].output
    assert steps[3].picture.startswith("data:image/webp;base64,")
    assert game.ledger.head() == 0
    with pytest.raises(InvalidRequest, match="concept"):
        list(game.trial.run(photo, "", {**STUDIO, "concept": "nobody"}))


class Mute:
    def conceive(self, _question: Question, _session: Session) -> Answer:
        return Answer("I had rather talk about the weather.", "mute")


class Tired:
    def paint(self, _brief: Brief, _session: Session) -> Picture:
        raise ServiceUnavailable("Too tired.")


@pytest.mark.parametrize(
    ("step", "adapter", "said"), [("concept", Mute(), "unreadable"), ("image", Tired(), "tired")]
)
def test_a_trial_ends_with_the_step_that_fails(
    game: Game, photo: Photo, step: str, adapter: object, said: str
) -> None:
    services: dict[str, dict[str, object]] = {each: {"studio": Studio()} for each in STUDIO}
    services[step]["other"] = adapter
    *_, last = Trial(Candidates(game.ledger.database), services, 60).run(photo, "", {**STUDIO, step: "other"})
    assert isinstance(last, TrialStep)
    assert last.failed
    assert said in last.output


def test_the_console_says_how_sight_is(game: Game, operations: Operations) -> None:
    console = Console(game.moderation, FairPlay(game.ledger, game.moderation), operations, game.trial)
    assert "Plain sight: no model is asked for." in console.health()
    assert "<td>plain-1</td>" in console.health()
    state = game.readiness()[1]
    model = {"model": "a/b", "state": "looking", "reason": None, "reached": 1_200, "of": 4_000, "waitingFor": None}

    def says(**sight: object) -> str:
        told = {**state, "sight": {**state["sight"], **sight}}
        asked = Operations(game.settings, game.ledger, game.dataset, lambda: (True, told), Recent())
        return Console(game.moderation, FairPlay(game.ledger, game.moderation), asked, game.trial).health()

    assert "It has looked at 1,200 of 4,000 events." in says(model=model)
    failed = says(model={"model": "a/b", "state": "failed", "reason": "<b>no such model</b>"})
    assert "has failed: &lt;b&gt;no such model&lt;/b&gt;." in failed
    assert "3 shards" in says(shardsToPublish=3)
    assert "PICLETS_SIGHT=off" in says(catalogues=[])


def test_the_metrics_are_told_while_the_database_is_away(
    postgres: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    settings = {"PICLETS_DATA_DIR": tmp_path / "data", "DATABASE_URL": postgres_url}
    game = build_game(Settings.model_validate(settings))
    try:
        assert "piclets_events 0.0" in game.metrics.text().decode()
        postgres.drop_database(str(make_url(postgres_url).database))
        told = game.metrics.text().decode()
        assert "piclets_events NaN" in told
        assert "piclets_scans_working 0.0" in told
    finally:
        game.close()
