"""The studio's reading and writing: file names, captions, monster names, the grammar."""

from __future__ import annotations

import hashlib
import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.concepts import is_unsafe_name, parse
from piclets.domain.records import PRIMARY_TYPES, TIERS
from piclets.studio.filename import saying
from piclets.studio.grammar import answer
from piclets.studio.lexicon import type_of
from piclets.studio.naming import joined, monster_name
from piclets.studio.subject import subject_of

THINGS = [
    "pillow", "coffee mug", "telescope", "chair", "sofa", "desk", "umbrella", "toaster", "cat", "striped thing",
    "glass",
    "keyboard", "teddy bear", "lamp", "bicycle", "apple", "rhythm", "strengths", "eye", "house plant", "alarm clock",
]  # fmt: skip


@pytest.mark.parametrize(
    ("filename", "said"),
    [
        ("velvet pillow.jpg", "velvet pillow"), ("my_red-mug (2).png", "red mug"),
        ("Kaffeetasse.jpg", "kaffeetasse"),
        ("redMug.png", "red mug"), ("VelvetPillow.jpg", "velvet pillow"), ("MacBook Pro.jpg", "macbook pro"),
        ("levis 501.jpg", "levis 501"), ("Levi's 501.heic", "levi's 501"), ("iphone 15 pro.jpg", "iphone 15 pro"),
        ("pillow 2.jpg", "pillow"), ("teddy_bear_final_v2.jpg", "teddy bear"),
        ("cup of coffee.jpg", "cup of coffee"),
        ("black & white cat.jpg", "black and white cat"), ("blue%20pillow.jpg", "blue pillow"),
        ("The Teapot.webp", "teapot"),
        ("ちゃわん.jpg", "ちゃわん"), ("кот.jpg", "кот"), ("cafe\u0301 au lait.jpg", "café au lait"),
        ("bus.jpeg", "bus"),
        ("pillow-1024x768.jpg", "pillow"), ("C:\\fakepath\\teapot.jpg", "teapot"),
        ("photo of a teapot.jpg", "teapot"),
        ("teapot.jpg.png", "teapot"),
    ],
)  # fmt: skip
def test_a_files_name_that_says_something(filename: str, said: str) -> None:
    assert saying(filename) == said


@pytest.mark.parametrize(
    "filename",
    [
        "IMG_2041.jpg", "DSC00012.JPG", "image.png", "photo", "Screenshot 2026-07-26 at 10.30.00.png", "blob", "",
        "WhatsApp Image 2024-01-01 at 10.00.00.jpeg", "signal-2024-01-01-123456.jpg", "tmpabc123", "tmp9f8k2.png",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301.jpg", "6B29FC40-CA47-1067-B31D-00DD010662DA.heic", "a.jpg", "1.png",
        "d41d8cd98f00b204e9800998ecf8427e.png", "download (3).jpg", "PXL_20260726_103000123.jpg", "....",
        "20260726_103000.jpg", "image (1).jpeg", "P1010234.JPG", "IMG-20240101-WA0003.jpg", "image0.jpeg",
        "photo_2024-01-01_10-00-00.jpg", "photo-1502920917128-1aa500764cbd.jpg", "unnamed-1.png",
        "FullSizeRender.jpg",
        "Bildschirmfoto 2026-01-01 um 10.00.00.png", "DJI_0001.jpg", "GOPR0123.JPG", "12345", "xkcdqf.png", "🦄.png",
    ],
)  # fmt: skip
def test_a_files_name_that_says_nothing(filename: str) -> None:
    assert saying(filename) == ""


@given(st.text(max_size=120))
def test_what_a_name_says_is_short_and_harmless(filename: str) -> None:
    said = saying(filename)
    assert len(said) <= 60
    assert not set(said) & set('"<>[]()#|\n/\\')


@pytest.mark.parametrize(
    ("caption", "thing", "attributes"),
    [
        ("This is a photograph of a blue velvet pillow resting on a wooden chair.", ["pillow"], ["blue", "velvet"]),
        ("A high-resolution photograph shows two old wooden chairs in a garden.", ["chair"], ["old", "wooden"]),
        ("The image shows a pair of scissors lying on a table.", ["scissors"], []),
        ("This is a teapot. It is white.", ["teapot"], []),
        ("An orange", ["orange"], []),
        ("", ["thing"], []),
        ("!!!", ["thing"], []),
        ("A photo of nothing.", ["thing"], []),
        ('A photo called "velvet pillow". To the eye: mostly blue, round, smooth, bright.', ["pillow"], ["velvet"]),
        (
            "A photo of a striped blue thing. To the eye: mostly blue and white, tall, striped, bright.",
            ["striped", "thing"],
            ["blue", "white", "tall"],
        ),
    ],
)
def test_what_a_caption_is_about(caption: str, thing: list[str], attributes: list[str]) -> None:
    subject = subject_of(caption)
    assert (subject.thing, subject.attributes) == (thing, attributes)


def test_names_are_many_pronounceable_and_decent() -> None:
    things = [thing.split() for thing in THINGS]
    names = {monster_name(words, type_of(words) or "beast", Random(seed)) for words in things for seed in range(60)}
    assert len(names) > 400
    for name in names:
        assert 3 <= len(name) <= 30
        assert name[0].isupper()
        assert not re.search(r"[^aeiouy ]{5}|[aeiou]{4}|(.)\1\1", name.split()[0].lower()) or " " in name
        assert not is_unsafe_name(name)


def test_names_in_other_scripts_keep_their_word() -> None:
    assert monster_name(["кот"], "beast", Random(1)).startswith("Кот ")
    assert monster_name(["ちゃわん"], "cuisine", Random(1)).startswith("ちゃわん ")


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("pillow", "owl", "pillowl"),
        ("sofa", "oodle", "sofoodle"),
        ("desk", "snout", "deskasnout"),
        ("mug", "ling", "mugling"),
    ],
)
def test_parts_grow_together(first: str, second: str, whole: str) -> None:
    assert joined(first, second) == whole


def test_a_cast_is_varied_and_stats_follow_the_tier() -> None:
    hashes = [hashlib.sha256(bytes([number])).hexdigest() for number in range(30)]
    captions = [f'A photo called "{thing}". To the eye: mostly blue, round.' for thing in THINGS]
    concepts = [parse(answer(caption, sha256)) for caption in captions for sha256 in hashes]
    assert {concept.type for concept in concepts} >= {"beast", "structure", "cuisine", "machina", "space"}
    assert {concept.tier for concept in concepts} == set(TIERS)
    assert len({concept.description for concept in concepts}) > 0.9 * len(concepts)
    assert len({concept.image_prompt for concept in concepts}) > 0.9 * len(concepts)
    totals: dict[str, list[int]] = {tier: [] for tier in TIERS}
    for concept in concepts:
        stats = concept.stats
        totals[concept.tier].append(stats.hp + stats.attack + stats.defense + stats.speed)
    means = [sum(totals[tier]) / len(totals[tier]) for tier in TIERS]
    assert means == sorted(means)
    assert all(0.05 <= concept.height <= 5 and 0.05 <= concept.weight <= 2_000 for concept in concepts)


def test_looks_tell_the_type_where_no_word_does() -> None:
    kinds = {
        parse(answer(f"A photo of a smooth {colour} thing. To the eye: mostly {colour}.", "ab" * 32)).type
        for colour in ("green", "blue", "grey", "brown", "red", "orange", "yellow", "pink", "black")
    }
    assert len(kinds) >= 4
    assert kinds <= set(PRIMARY_TYPES)


@pytest.mark.parametrize(
    ("caption", "thing"),
    [("kettle old", "kettle"), ("a lamp I", "lamp"), ("aahh he i", "aahh_he_i"), ("", "plain_thing")],
)
def test_words_that_are_no_name_are_left_out(caption: str, thing: str) -> None:
    assert parse(answer(caption, "ab" * 32)).object_name == thing


@given(st.text(max_size=200))
def test_any_caption_gets_an_answer_that_is_read(caption: str) -> None:
    concept = parse(answer(caption, "ab" * 32))
    assert concept.object_name
    assert "{" not in concept.description.replace(caption, "")


@pytest.mark.parametrize(
    ("said", "thing", "attributes"),
    [
        ("grandma's old teapot", "teapot", ("old",)),
        ("mug bought in rome", "mug", ()),
        ("close up of a sunflower", "sunflower", ()),
        ("here is a lamp", "lamp", ()),
        ("kettle chipped and blue", "kettle", ("chipped", "blue")),
        ("vase blue broken", "vase", ("blue", "broken")),
        ("umbrella red", "umbrella", ("red",)),
        ("felix the cat", "cat", ()),
        ("cat named tom", "cat", ()),
        ("hamster mr pickles", "hamster", ()),
        ("birthday cake for mum", "birthday_cake", ()),
        ("toolbox of dad", "toolbox", ()),
        ("what a nice hat", "hat", ("nice",)),
        ("really big tree", "tree", ("big",)),
        ("best pizza ever", "pizza", ()),
        ("lego castle son built", "lego_castle", ()),
        ("red wine glass", "red_wine_glass", ()),
        ("black belt", "black_belt", ()),
        ("cup of coffee", "cup_of_coffee", ()),
        ("dad's toolbox", "toolbox", ()),
        ("levis 501", "levis_501", ()),
        ("winnie the pooh", "winnie_the_pooh", ()),
        ("flower wife gave me", "flower", ()),
    ],
)
def test_what_people_call_a_photo_is_heard_as_a_thing(said: str, thing: str, attributes: tuple[str, ...]) -> None:
    concept = parse(answer(f'A photo called "{said}".', "ab" * 32))
    assert (concept.object_name, concept.attributes) == (thing, attributes)
