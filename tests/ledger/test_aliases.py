"""Other names of an object: they lead to it, and never away from another."""

from __future__ import annotations

from piclets.domain.names import spellings, synonyms
from piclets.ledger.candidates import MAX_CANDIDATES, Candidates
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from tests.making import scan

NAME = "teddy_bear"
ALIAS = "teddybear"


def test_aliases_lead_to_their_object(ledger: Ledger) -> None:
    assert ALIAS in spellings(NAME)
    ledger.record(scan("ada", NAME))
    recorded = ledger.record(scan("bob", ALIAS))
    assert (recorded.status, recorded.object_name) == ("existing", NAME)
    assert ledger.record(scan("bob", ALIAS, "blue")).type_id == "teddy_bear_001"
    details = Queries(ledger.database).object_details(ALIAS, 10)
    assert details is not None
    assert details.name == NAME


def test_an_alias_never_shadows_an_object(ledger: Ledger) -> None:
    """Who was there first keeps the name."""
    ledger.record(scan("ada", ALIAS))
    ledger.record(scan("ada", "pillow"))
    assert ledger.record(scan("bob", NAME)).object_name in {NAME, ALIAS}
    assert ledger.record(scan("bob", ALIAS)).object_name == ALIAS


def test_every_alias_leads_to_one_object_that_is_there(ledger: Ledger) -> None:
    names = ["cushion", "pillow", "sofa", "couch", "mug", "cup", "tv", "television", NAME, ALIAS]
    for name in names:
        ledger.record(scan("ada", name))
    queries = Queries(ledger.database)
    for name in names:
        for alias in (name, *spellings(name), *synonyms(name)):
            details = queries.object_details(alias, 1)
            assert details is not None
            assert details.canonical["objectName"] == details.name
    assert all(ledger.rebuild().values())


def test_what_a_text_names_comes_first(ledger: Ledger) -> None:
    for name in ("pillow", "cup", NAME, "sofa_bed", "blue_whale"):
        ledger.record(scan("ada", name))
    ledger.record(scan("ada", "pillow", "velvet"))
    candidates = Candidates(ledger.database)
    assert candidates.suggested_by("Two teddy bears on a velvet sofa, a blue thing behind.") == [
        NAME,
        *candidates.suggested_by("velvet sofa blue thing behind"),
    ]
    assert set(candidates.suggested_by("a velvet sofa, and blue")) == {"pillow", "sofa_bed", "blue_whale"}
    assert candidates.suggested_by("Cups of coffee") == ["cup"]
    assert candidates.suggested_by("") == candidates.suggested_by("?!") == candidates.suggested_by("of a") == []


def test_candidates_are_few_however_long_the_text(ledger: Ledger) -> None:
    for number in range(40):
        ledger.record(scan("ada", f"blue_thing{number}"))
    text = " ".join(["blue", *(f"word{number}" for number in range(2_000))])
    suggested = Candidates(ledger.database).suggested_by(text)
    assert suggested == [f"blue_thing{number}" for number in range(39, 39 - MAX_CANDIDATES, -1)]
