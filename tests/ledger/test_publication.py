"""What the publisher notes in the ledger: which documents of the dataset are out of date."""

from __future__ import annotations

from piclets.ledger.documents import Document
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication
from tests.making import scan

PAGE, SHELF = ("piclets", "pillow/0"), ("shelf", "0")


def out_of_date(publication: Publication) -> set[Document]:
    with publication.snapshot() as snapshot:
        return set(snapshot.out_of_date((), 1_000)[0])


def test_a_document_that_changed_again_stays_out_of_date(ledger: Ledger) -> None:
    publication = Publication(ledger.database)
    for player in ("ada", "bob", "cyd"):
        ledger.record(scan(player, "pillow"))
    with publication.snapshot() as snapshot:
        publication.note_published(snapshot.out_of_date((), 1_000)[0], snapshot.head)
    publication.mark([(*PAGE, 2), (*SHELF, 2)])
    publication.mark([(*PAGE, 3), (*PAGE, 1), (*SHELF, 1)])
    publication.note_published([PAGE, SHELF], 1)
    assert out_of_date(publication) == {PAGE, SHELF}
    publication.note_published([PAGE, SHELF], 2)
    assert out_of_date(publication) == {PAGE}
    publication.note_published([PAGE], 3)
    assert out_of_date(publication) == set()


def test_nothing_to_note_changes_nothing(ledger: Ledger) -> None:
    publication = Publication(ledger.database)
    publication.mark([])
    publication.note_published([], 0, published="0")
    assert out_of_date(publication) == set()
    assert publication.meta("published") == "0"
