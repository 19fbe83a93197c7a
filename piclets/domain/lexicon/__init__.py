"""What is known of things by their names: what each is a kind of, and what it is, in a line.

Names are normalized ones (`piclets.domain.names`), and so are the terms that come back: "piece_of_furniture". Facts
come from WordNet 3.0 (`tables`) and a short list of what came after it (`modern`). A name in several senses is all of
them, most frequent first: a crane is a machine and a bird. A name that is not listed is what its head is: a
"zebra_striped_coffee_mug" is a coffee mug. Nothing is read before the first question; the answers are kept.

    broader("sofa")            ("seat", "furniture", "piece_of_furniture", ..., "artifact")
    is_a("sofa", "furniture")  True
    kinds_of("furniture")      ("sofa", "armchair", "bookcase", ...)
    gloss("sofa")              "an upholstered seat for more than one person"
    is_other_word("pending")   True: a word of English, and no thing
"""

from __future__ import annotations

from piclets.domain.lexicon.explained import explained_with, with_kinds
from piclets.domain.lexicon.kinds import (
    broader,
    gloss,
    is_a,
    is_listed,
    is_other_word,
    kinds_of,
    known_head,
    same_things,
)

__all__ = [
    "broader",
    "explained_with",
    "gloss",
    "is_a",
    "is_listed",
    "is_other_word",
    "kinds_of",
    "known_head",
    "same_things",
    "with_kinds",
]
