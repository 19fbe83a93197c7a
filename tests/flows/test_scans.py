"""The way of a scan: what it costs, what it tells, what it leaves behind when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from prometheus_client.parser import text_string_to_metric_families

from piclets.domain.records import Player
from piclets.errors import (
    InvalidToken,
    QuotaExceeded,
    RateLimited,
    ServiceUnavailable,
    StorageUnavailable,
    UnsafeContent,
)
from tests.flows.conftest import MOSTLY_EMBEDDED, Table
from tests.loopback.ai_spaces import CONCEPT, Raised, Says
from tests.loopback.hub import TOKEN as SERVER_TOKEN
from tests.photos import take_photo


def concept(thing: str = "pillow", manner: str = "canonical", name: str = "Pillowpuff", safety: str = "ok") -> str:
    return CONCEPT.format(thing=thing, manner=manner, name=name).replace("# Safety\nok", f"# Safety\n{safety}")


def imagine(table: Table, *answers: str) -> None:
    """Let the concept Space answer so, the last answer for ever."""
    waiting = list(answers)
    table.spaces.answers.concept = lambda _message: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def calls(table: Table) -> dict[str, int]:
    return {step: len(table.spaces.called(step)) for step in ("caption", "concept", "image")}


def test_a_scan_through_the_spaces(table: Table, tmp_path: Path) -> None:
    imagine(table, concept("velvet pillow", "velvet"))
    [played] = table.scan((take_photo(tmp_path, "IMG_1"), table.sign_in("ada")))

    assert played.answer is not None, played.error
    assert played.answer["discoveryStatus"] == "new"
    assert played.piclet["discovererId"] == "sub-ada"
    assert played.piclet["picletData"]["name"] == "Pillowpuff"
    assert played.told[0] == "Looking at your photo"
    assert {"Looking at your photo", "Imagining", "Drawing", "Saving"} <= set(played.told)
    picture = table.game.find_image(played.piclet["image"])
    assert picture is not None
    with Image.open(picture) as image:
        assert image.format == "WEBP"
        assert max(image.size) <= 1024


@MOSTLY_EMBEDDED
def test_each_call_carries_the_players_token_and_none_the_servers(
    lay_table: Callable[..., Table], tmp_path: Path
) -> None:
    table = lay_table(HF_TOKEN=SERVER_TOKEN, PICLETS_DURABILITY="local")
    table.start()
    token = table.sign_in("bea")
    [played] = table.scan((take_photo(tmp_path, "IMG_2"), token))

    assert played.answer is not None, played.error
    assert calls(table) == {"caption": 1, "concept": 1, "image": 1}
    for call in table.spaces.calls:
        assert token in json.dumps(call.headers)
        assert SERVER_TOKEN not in json.dumps(call.headers)
    assert token not in json.dumps(played.answer)


def test_a_player_with_a_new_name_reads_the_old_collection_under_it(table: Table, tmp_path: Path) -> None:
    table.scan((take_photo(tmp_path, "pillow"), table.sign_in("ada")))
    answer = table.game.browsing.user_piclets(Player(sub="sub-ada", username="countess"), 10, 0, "")
    assert answer["stats"]["username"] == answer["piclets"][0]["discoveredBy"] == "countess"


def test_a_known_object_is_not_drawn_again(table: Table, tmp_path: Path) -> None:
    imagine(table, concept())
    table.scan((take_photo(tmp_path, "IMG_3", seed=3), table.sign_in("ada")))
    [played] = table.scan((take_photo(tmp_path, "IMG_4", seed=4), table.sign_in("bea")))

    assert played.answer is not None
    assert (played.answer["discoveryStatus"], played.piclet["scanCount"]) == ("existing", 2)
    assert calls(table) == {"caption": 2, "concept": 2, "image": 1}


def test_a_known_photo_costs_nothing(table: Table, tmp_path: Path) -> None:
    photo, ada = take_photo(tmp_path, "IMG_5", seed=5), table.sign_in("ada")
    [first] = table.scan((photo, ada))
    before = calls(table)
    [again], [other] = table.scan((photo, ada)), table.scan((photo, table.sign_in("cleo")))

    assert calls(table) == before
    assert again.answer == first.answer
    assert other.answer is not None
    assert other.answer["discoveryStatus"] == "existing"


def test_identical_scans_in_flight_share_one_run(table: Table, tmp_path: Path) -> None:
    photo, ada = take_photo(tmp_path, "IMG_6", seed=6), table.sign_in("ada")
    first, second = table.scan((photo, ada), (photo, ada))

    assert first.answer == second.answer is not None
    assert calls(table) == {"caption": 1, "concept": 1, "image": 1}


def test_a_copy_of_a_photo_is_that_photos_piclet(table: Table, tmp_path: Path) -> None:
    original = take_photo(tmp_path, "IMG_7", seed=7, size=(640, 480))
    copy = tmp_path / "copy.jpg"
    with Image.open(original) as image:
        image.resize((500, 375)).save(copy, quality=60)
    imagine(table, concept("pillow", "velvet"), concept("pillow", "striped"))
    table.scan((original, table.sign_in("ada")))
    [played] = table.scan((copy, table.sign_in("bea")))

    assert played.answer is not None
    assert (played.answer["discoveryStatus"], played.piclet["typeId"]) == ("existing", "pillow_canonical")


def test_a_copy_that_shows_another_object_is_none(table: Table, tmp_path: Path) -> None:
    original = take_photo(tmp_path, "IMG_8", seed=8)
    copy = tmp_path / "copy.jpg"
    with Image.open(original) as image:
        image.save(copy, quality=60)
    imagine(table, concept("pillow"), concept("kettle", name="Kettlekin"))
    table.scan((original, table.sign_in("ada")))
    [played] = table.scan((copy, table.sign_in("bea")))

    assert played.answer is not None
    assert played.piclet["typeId"] == "kettle_canonical"


@MOSTLY_EMBEDDED
def test_an_unreadable_concept_is_asked_for_once_more(table: Table, tmp_path: Path) -> None:
    imagine(table, "I had rather talk about the weather.", concept())
    [played] = table.scan((take_photo(tmp_path, "IMG_9", seed=9), table.sign_in("ada")))

    assert played.answer is not None, played.error
    assert calls(table)["concept"] == 2


@MOSTLY_EMBEDDED
def test_two_unreadable_concepts_are_service_unavailable(table: Table, tmp_path: Path) -> None:
    imagine(table, "I had rather talk about the weather.")
    [played] = table.scan((take_photo(tmp_path, "IMG_10", seed=10), table.sign_in("ada")))

    assert isinstance(played.error, ServiceUnavailable)
    assert table.game.ledger.head() == 0


def test_a_retry_pays_only_for_what_is_missing(table: Table, tmp_path: Path) -> None:
    photo, ada = take_photo(tmp_path, "IMG_11", seed=11), table.sign_in("ada")
    table.spaces.fail(
        "image",
        Raised("You have exceeded your free ZeroGPU quota (90s requested vs. 12s left). Try again in 0:41:22."),
        times=1,
    )
    [failed] = table.scan((photo, ada))
    [played] = table.scan((photo, ada))

    assert isinstance(failed.error, QuotaExceeded)
    assert failed.error.retry_after == 41 * 60 + 22
    assert played.answer is not None, played.error
    assert calls(table)["caption"] == 1
    assert calls(table)["concept"] == 1


@pytest.mark.parametrize("what", ["safety", "name"])
def test_unsafe_content_leaves_only_a_count(table: Table, tmp_path: Path, what: str) -> None:
    imagine(table, concept(safety="unsafe") if what == "safety" else concept(name="Nazi Pillow"))
    [played] = table.scan((take_photo(tmp_path, "IMG_12", seed=12), table.sign_in("ada")))

    assert isinstance(played.error, UnsafeContent)
    assert table.game.ledger.head() == 0
    assert calls(table)["image"] == 0
    assert b'piclets_scans_total{outcome="unsafe_content"} 1.0' in table.game.metrics.text()


@MOSTLY_EMBEDDED
def test_a_wrong_token_spends_nothing(table: Table, tmp_path: Path) -> None:
    [played] = table.scan((take_photo(tmp_path, "IMG_13"), "hf_oauth_nobody"))

    assert isinstance(played.error, InvalidToken)
    assert calls(table) == {"caption": 0, "concept": 0, "image": 0}


def test_scans_of_a_player_are_few_at_once(table: Table, tmp_path: Path) -> None:
    photos = [take_photo(tmp_path, f"IMG_{seed}", seed=seed) for seed in range(20, 25)]
    ada = table.sign_in("ada")
    played = table.scan(*((photo, ada) for photo in photos))

    assert sum(isinstance(scan.error, RateLimited) for scan in played) == 2
    assert sum(scan.answer is not None for scan in played) == 3


def test_scans_of_an_hour_are_counted_and_failures_given_back(
    lay_table: Callable[..., Table], tmp_path: Path
) -> None:
    table = lay_table(PICLETS_SCANS_PER_HOUR=2)
    ada = table.sign_in("ada")
    table.spaces.fail("caption", Raised("ZeroGPU illegal duration"), times=1)
    photos = [take_photo(tmp_path, f"IMG_{seed}", seed=seed) for seed in range(30, 34)]
    played = [table.scan((photo, ada))[0] for photo in photos]

    assert [scan.answer is not None for scan in played] == [False, True, True, False]
    assert isinstance(played[-1].error, RateLimited)
    assert 0 < (played[-1].error.retry_after or 0) <= 1800
    [replay] = table.scan((photos[1], ada))
    assert replay.answer is not None


def test_more_scans_than_slots_wait_and_are_told_their_place(lay_table: Callable[..., Table], tmp_path: Path) -> None:
    table = lay_table(PICLETS_MAX_SCANS=2)
    scans = [
        (take_photo(tmp_path, f"IMG_{seed}", seed=seed), table.sign_in(f"player{seed}")) for seed in range(40, 52)
    ]
    played = table.scan(*scans)

    assert all(scan.answer is not None for scan in played)
    told = {words for scan in played for words in scan.told}
    assert any(words.startswith("Waiting in line you are number") for words in told)


@MOSTLY_EMBEDDED
def test_one_thing_has_one_name(table: Table, tmp_path: Path) -> None:
    imagine(table, concept("sofa", name="Sofalump"))
    table.scan((take_photo(tmp_path, "IMG_60", seed=60), table.sign_in("ada")))
    imagine(table, concept("couches", name="Couchling"))
    [played] = table.scan((take_photo(tmp_path, "IMG_61", seed=61), table.sign_in("bea")))

    assert played.piclet["typeId"] == "sofa_canonical"
    assert table.game.browsing.object_details("Couch", "")["objectName"] == "sofa"


@MOSTLY_EMBEDDED
def test_known_names_are_shown_to_the_concept_model(table: Table, tmp_path: Path) -> None:
    imagine(table, concept("swiss army knife", name="Knifling"))
    table.scan((take_photo(tmp_path, "IMG_70", seed=70), table.sign_in("ada")))
    table.spaces.answers.caption = lambda _picture: "A red swiss army knife on a table."
    table.scan((take_photo(tmp_path, "IMG_71", seed=71), table.sign_in("bea")))

    question = json.dumps(table.spaces.called("concept")[-1].arguments)
    assert "swiss_army_knife" in question or "swiss army knife\\n" in question


def test_what_cannot_be_stored_is_not_confirmed(table: Table, tmp_path: Path) -> None:
    photo, ada = take_photo(tmp_path, "IMG_80", seed=80), table.sign_in("ada")
    images = table.game.settings.data_dir / "images"
    images.write_text("a file where the folder should be")
    [failed] = table.scan((photo, ada))
    images.unlink()
    [played] = table.scan((photo, ada))

    assert isinstance(failed.error, StorageUnavailable)
    assert played.answer is not None, played.error
    assert table.game.ledger.head() == 1


@MOSTLY_EMBEDDED
def test_an_answer_that_is_a_failure_in_words_records_nothing(table: Table, tmp_path: Path) -> None:
    table.spaces.fail("concept", Says("❌ Error: the model is away"))
    [played] = table.scan((take_photo(tmp_path, "IMG_90", seed=90), table.sign_in("ada")))

    assert isinstance(played.error, ServiceUnavailable)
    assert table.game.ledger.head() == 0


@MOSTLY_EMBEDDED
def test_the_services_figures_are_told(table: Table, tmp_path: Path) -> None:
    table.spaces.fail("caption", Raised("GPU task aborted"), times=1)
    table.scan((take_photo(tmp_path, "IMG_95", seed=95), table.sign_in("ada")))
    text = table.game.metrics.text().decode()
    told = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    caption = table.spaces.caption_url

    assert told["piclets_service_up", "caption", caption] == 1
    assert told["piclets_service_answers_total", "caption", caption] == 1
    assert sum(value for key, value in told.items() if key[0] == "piclets_service_errors_total") == 1
    assert told["piclets_cache_lookups_total", "caption", "misses"] == 1
    assert "ada" not in text
    [service] = table.game.readiness()[1]["ai"]["services"]["caption"]
    assert (service["breaker"], service["answered"]) == ("closed", 1)
