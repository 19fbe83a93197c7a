"""The documents say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from piclets.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
OPERATING = (ROOT / "docs" / "operating.md").read_text()
GUIDE = (ROOT / "CLAUDE.md").read_text()
NAMED = re.compile(r"`((?:piclets|tests|benchmarks|\.ci)/[\w./]*|app\.py)`")
PIN = re.compile(r"[A-Za-z0-9_.\-\[\]]+==[\w.]+")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ROOMS = sorted(path for path in (ROOT / "piclets").iterdir() if not path.name.startswith("_"))


def table_row(name: str) -> str:
    """A variable's row in the tables of `docs/operating.md`, as the settings say it."""
    field = next(field for field in Settings.model_fields.values() if field.validation_alias == name)
    default = field.default
    if default is None or default == ():
        shown = "unset"
    elif isinstance(default, tuple):
        shown = f"`{','.join(default)}`"
    else:
        shown = f"`{default}`"
    return f"| `{name}` | {shown} | {field.description} |"


@pytest.mark.parametrize("name", [str(field.validation_alias) for field in Settings.model_fields.values()])
def test_the_documents_tell_every_variable(name: str) -> None:
    assert table_row(name) in OPERATING


def test_the_documents_tell_no_variable_that_is_none() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATING, flags=re.MULTILINE))
    assert told == {str(field.validation_alias) for field in Settings.model_fields.values()}


def test_the_guide_and_readme_are_short() -> None:
    assert len(GUIDE.splitlines()) <= 100
    assert len(README.splitlines()) <= 130


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_what_is_there(document: Path) -> None:
    for path in re.findall(r"`((?:piclets|tests|benchmarks|docs|\.ci)/[\w./]*|app\.py)`", document.read_text()):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:piclets|tests|benchmarks|\.ci)/[\w./]*|app\.py)`", GUIDE)))
)
def test_the_guide_names_what_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("room", ROOMS)
def test_the_guide_names_every_room(room: Path) -> None:
    assert f"{room.relative_to(ROOT)}{'/' if room.is_dir() else ''}`" in GUIDE


def test_the_guides_constants_are_there() -> None:
    assert "FOLD_VERSION" in (ROOT / "piclets/ledger/schema.py").read_text()
    assert "has_launched = True" in (ROOT / "piclets/api/server.py").read_text()


def test_every_requirement_is_pinned() -> None:
    for file in ROOT.glob("requirements*.txt"):
        for line in file.read_text().splitlines():
            assert not line or line.startswith(("#", "-r ")) or re.fullmatch(r"[A-Za-z0-9_.\-\[\]]+==[\w.]+", line), (
                line
            )
