"""What visitors of a Space look for: something to try, whom to thank, what is kept; and the page in a frame."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from piclets.web.credits import CREDITS, MODELS
from piclets.web.markup import render
from tests.web.browser import PHONE
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]


def test_an_example_is_scanned_like_a_photo_of_ones_own(open_window: Open) -> None:
    visitor = open_window(PHONE)
    visitor.visit("/?section=scan")
    name = visitor.page.get_by_label("Your name")
    expect(name).to_be_visible()
    name.fill("visitor")
    visitor.page.get_by_role("button", name="cactus").click()
    expect(visitor.page.locator("#photo img").first).to_be_visible()
    expect(visitor.page.get_by_label("What is it?")).to_have_value("cactus")
    visitor.page.get_by_role("button", name="Scan it").click()
    expect(visitor.page.locator("#stage .reveal")).to_contain_text("cactus")
    assert visitor.overflow() <= 0


@pytest.mark.parametrize("sign_in", [True, False])
def test_examples_say_whose_account_they_are_scanned_with(sign_in: bool) -> None:
    assert ("sign in first" in render("examples", sign_in=sign_in)) == sign_in


def test_what_is_kept_is_said_in_five_sentences() -> None:
    about = render("about", credits=CREDITS, dataset="Fraser/piclets", studio=False)
    kept = re.sub("<[^>]+>", "", about.partition("never is</h2>")[2].partition("</p>")[0])
    assert len(re.findall(r"\.(?=\s|$)", kept)) == 5
    assert 'href="https://huggingface.co/datasets/Fraser/piclets"' in about


def test_every_model_is_credited_everywhere() -> None:
    listed = re.search(r"^models: \[(.*)\]$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert listed
    assert listed[1].split(", ") == [model.name for model in MODELS]
    thanks = (ROOT / "docs" / "credits.md").read_text()
    for model in MODELS:
        assert f"| [{model.name}]({model.link}) | {model.does} | {model.licence} |" in thanks


def test_the_page_works_in_a_frame_of_another_site(open_window: Open) -> None:
    visitor = open_window(PHONE)
    frame = f'<iframe src="{visitor.url}/?object=pillow" style="width:100%;height:800px;border:0"></iframe>'
    visitor.page.set_content(frame)  # of about:blank, whose origin is nobody's
    inside = visitor.page.frame_locator("iframe")
    expect(inside.locator("gradio-app #sheet h2")).to_have_text("Pillowpuff 0")
    inside.get_by_role("link", name="All things").click()
    expect(inside.locator("#objects .card").first).to_be_visible()
    assert visitor.page.url == "about:blank"
