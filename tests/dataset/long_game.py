"""A game long enough for its oldest part to be packed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from piclets.domain.events import AnyEvent, Discovery, Scanned
from piclets.domain.records import DiscoveryStatus
from piclets.domain.scoring import points
from tests.dataset.game import AT, Server, creature, picture, player

EVENTS = 2_150


SCANS = 10
"""Of each thing."""


PLAYERS = 40


LIKE = {"thing150": "thing7", "thing205": "thing7"}
"""Things of the second pack, and of none, whose picture is one of the first pack's."""


def a_long_game(server: Server) -> Iterator[tuple[int, AnyEvent]]:
    """Every `SCANS`-th event discovers a thing; the next ones are other players' scans of it."""
    for number in range(EVENTS):
        thing, nth = f"thing{number // SCANS}", number % SCANS
        seed = hashlib.sha256(str(number).encode()).hexdigest()
        image = server.images.keep_here(picture(LIKE.get(thing, thing))) if nth == 0 else ""
        status: DiscoveryStatus = "existing" if nth else "new"
        yield (
            number + 1,
            Scanned(
                id=seed[:32],
                at=AT,
                player=player(str((number // SCANS + nth) % PLAYERS)),
                photo=seed,
                phash=seed[:16],
                status=status,
                object_name=thing,
                type_id=f"{thing}_canonical",
                number=0,
                first_find=True,
                points=points(status, first_find=True, scan_count=nth + 1),
                discovery=None if nth else Discovery(attributes=(), piclet_data=creature(thing), image=image),
            ),
        )
