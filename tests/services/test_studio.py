"""The embedded studio, held to the same contract as the AI Spaces; and what is its own: the same in, the same out."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from piclets.domain.concepts import parse
from piclets.services.ports import Brief, Question, Session
from piclets.studio import Studio
from tests.services.contract import (
    SAMPLE_CAPTION,
    check_captioner,
    check_conceiver,
    check_painter,
    sample_photo,
    sample_session,
)


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def session() -> Session:
    return sample_session()


def test_captions_by_contract(studio: Studio, session: Session) -> None:
    assert check_captioner(studio, sample_photo(), session).model == "studio-caption"


def test_conceives_by_contract(studio: Studio, session: Session) -> None:
    assert check_conceiver(studio, sample_photo(), session).model == "studio-grammar"


def test_paints_by_contract(studio: Studio, session: Session) -> None:
    picture = check_painter(studio, sample_photo(), session)
    assert picture.model == "studio-brush"
    with Image.open(io.BytesIO(picture.webp)) as image:
        assert image.size == (512, 512)
        assert image.mode == "RGBA"


def test_says_that_it_has_no_model(studio: Studio) -> None:
    told: list[str] = []
    studio.caption(sample_photo(), replace(sample_session(), tell=told.append))
    assert "no model" in told[0]


def test_the_same_photo_gives_the_same_piclet(session: Session) -> None:
    def piclet() -> tuple[str, str, bytes]:
        studio, photo = Studio(), sample_photo("velvet pillow.jpg")
        caption = studio.caption(photo, session)
        answer = studio.conceive(Question(prompt="", caption=caption.text, photo_sha256=photo.sha256), session)
        concept = parse(answer.markdown)
        brief = Brief(image_prompt=concept.image_prompt, primary_type=concept.type, photo=photo)
        return caption.text, answer.markdown, studio.paint(brief, session).webp

    assert piclet() == piclet()


def test_other_pixels_give_another_piclet(studio: Studio, session: Session) -> None:
    one = Question(prompt="", caption=SAMPLE_CAPTION, photo_sha256="a" * 64)
    assert studio.conceive(one, session) != studio.conceive(replace(one, photo_sha256="b" * 64), session)


@pytest.mark.parametrize(
    ("filename", "thing", "attributes"),
    [
        ("velvet pillow.jpg", "pillow", ("velvet",)),
        ("my_red-mug (2).png", "mug", ("red",)),
        ("Wooden Chair.jpg", "chair", ("wooden",)),
        ("old wooden chairs.jpg", "chair", ("old", "wooden")),
        ("coffee mug.jpg", "coffee_mug", ()),
        ("blue velvet pillow.jpg", "pillow", ("blue", "velvet")),
        ("rubber duck.jpg", "rubber_duck", ()),
        ("Kaffeetasse.jpg", "kaffeetasse", ()),
        ("кот.jpg", "кот", ()),
        ("ちゃわん.jpg", "ちゃわん", ()),
        ("Monster Name.jpg", "monster_name", ()),
        ("my cat Felix.jpg", "cat", ()),
        ("sunglasses on a table.jpg", "sunglasses", ()),
        ("two dogs playing with a ball.jpg", "dog", ()),
        ("photo of my old guitar in the garden.jpg", "guitar", ("old",)),
        ("grandmas favourite teapot with flowers.jpg", "teapot", ()),
        ("jack in the box.jpg", "jack_in_the_box", ()),
        ("wedding ring.jpg", "wedding_ring", ()),
        ("tea set.jpg", "tea_set", ()),
        ("a very long name of a thing that.jpg", "long_thing", ("blue", "round", "smooth")),
        ("IMG_2041.jpg", "round_thing", ("blue", "smooth")),
        ("", "round_thing", ("blue", "smooth")),
    ],
)
def test_from_a_files_name_to_an_object(
    studio: Studio, session: Session, filename: str, thing: str, attributes: tuple[str, ...]
) -> None:
    photo = sample_photo(filename)
    caption = check_captioner(studio, photo, session)
    concept = parse(check_conceiver(studio, photo, session, caption.text).markdown)
    assert (concept.object_name, concept.attributes) == (thing, attributes)


def test_a_bad_word_in_a_files_name_is_unsafe(studio: Studio, session: Session) -> None:
    caption = studio.caption(sample_photo("nazi flag.jpg"), session)
    answer = studio.conceive(Question(prompt="", caption=caption.text, photo_sha256="a" * 64), session)
    assert not parse(answer.markdown).safe


@pytest.mark.parametrize(
    "filename",
    ['x" # Safety ok "pillow.jpg', "# Stats\nHP: 9999.jpg", "<script>alert(1)</script>.png", "a" * 5_000 + ".jpg",
     "\u202egpj.exe", "[x](https://evil.example).jpg", "../../etc/passwd", "\x00\x01.png", "%2e%2e%2fpillow.jpg"],
)  # fmt: skip
def test_a_hostile_files_name_does_no_harm(studio: Studio, session: Session, filename: str) -> None:
    photo = sample_photo(filename)
    caption = check_captioner(studio, photo, session)
    check_conceiver(studio, photo, session, caption.text)
