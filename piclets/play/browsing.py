"""What players look at: collections, objects, the feed of discoveries and the leaderboard, as the contract writes it.

`base_url` is the address that the caller knows this server by; image addresses are built on it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from piclets.clock import utc_now
from piclets.domain.names import NothingLeft, normalize
from piclets.domain.records import DiscoveryStatus, Entry, Evidence, Player
from piclets.errors import InvalidRequest, InvalidToken, Missing, NotFound, UnsafeContent
from piclets.identity import Identity
from piclets.ledger.dex import DexQueries
from piclets.ledger.ledger import MAINTENANCE, Ledger
from piclets.ledger.queries import Find, Queries, Standing
from piclets.ledger.scans import Recorded
from piclets.play import answers

MAX_VARIATIONS = 500
MAX_NAME_CHARS = 400
"""Far more than a normalized name has bytes. Cut before anything is computed of it."""

Json = dict[str, Any]


class Browsing:
    def __init__(self, identity: Identity, ledger: Ledger, queries: Queries, dex: DexQueries) -> None:
        self._identity = identity
        self._ledger = ledger
        self._queries = queries
        self._dex = dex

    def player(self, token: str) -> Player:
        """Who a token belongs to. Raises InvalidToken, ServiceUnavailable."""
        return self._identity.verify(token)

    def known(self, token: str) -> str | None:
        """The sub of the player whose token it is, if that is known without asking anyone."""
        try:
            player = self._identity.remembered(token)
        except InvalidToken:
            return None
        return player.sub if player else None

    def head(self) -> int:
        """The place of the last event: where it has not changed, nothing that players look at has."""
        return self._ledger.head()

    def closed(self) -> str:
        """What players are told while no scans are taken; "" while they are. Raises StorageUnavailable."""
        return self._ledger.meta_get(MAINTENANCE) or ""

    def totals(self) -> answers.GameTotals:
        """The whole game in numbers."""
        totals = self._queries.totals()
        return answers.GameTotals(
            objects=totals.objects, piclets=totals.piclets, players=totals.players, scans=totals.scans
        )

    def newest(self, limit: int, base_url: str) -> list[Json]:
        """The newest Piclets, whole, newest first."""
        return [answers.piclet(entry.wire(), base_url) for entry in self._queries.recent(limit)]

    def neighbours(self, sub: str, around: int) -> list[Json]:
        """A player's place on the leaderboard and who is next to it; `own` marks the player."""
        found = self._dex.neighbours(sub, around)
        return [{**answers.Leader.of(each.standing).wire(), "own": each.own} for each in found]

    def user_piclets(self, player: Player, limit: int, offset: int, base_url: str) -> Json:
        """The Piclets that a verified player has scanned."""
        found, finds = self._collected(player, limit, offset)
        standing = found or self._newcomer(player)
        return {
            "piclets": [answers.collected(find, base_url) for find in finds],
            "total": standing.piclets,
            "stats": answers.PlayerStats.of(standing).wire(),
        }

    def _collected(self, player: Player, limit: int, offset: int) -> tuple[Standing | None, list[Find]]:
        """With the player's name of today."""
        standing, finds = self._queries.standing_and_collection(player.sub, limit, offset)
        if standing is None or standing.username == player.username:
            return standing, finds
        self._ledger.follow_rename(player, utc_now())
        return self._queries.standing_and_collection(player.sub, limit, offset)

    def is_newcomer(self, player: Player) -> bool:
        """Whether a verified player has scanned nothing yet."""
        return self._queries.standing(player.sub) is None

    def _newcomer(self, player: Player) -> Standing:
        return Standing(
            player.username, score=0, total_finds=0, unique_finds=0, piclets=0, rank=self._queries.rank_of(0)
        )

    def normalized(self, object_name: str) -> str:
        """The name that a spelling stands for (contract, part 3). Raises InvalidRequest."""
        return _normalized(object_name[:MAX_NAME_CHARS])  # cut before it is remembered

    def object_details(self, object_name: str, base_url: str) -> Json:
        """An object in any spelling, with its variations. Raises NotFound, InvalidRequest."""
        name = self.normalized(object_name)
        details = self._queries.object_details(name, MAX_VARIATIONS)
        if details is None:
            raise NotFound("This has not been discovered yet. You could be the first!", object_name=name)
        return {
            "objectName": details.name,
            "canonical": answers.piclet(details.canonical, base_url),
            "variations": [answers.piclet(entry, base_url) for entry in details.variations],
            "totalScans": details.total_scans,
            "variationCount": details.variation_count,
        }

    def piclet(self, type_id: str, base_url: str) -> Json:
        """One Piclet that is shown. Raises Missing."""
        entry = self._queries.piclet(type_id)
        if entry is None:
            raise Missing("There is no such Piclet.")
        return answers.piclet(entry.wire(), base_url)

    def recent_activity(self, limit: int, base_url: str) -> Json:
        """Discoveries, newest first."""
        found = tuple(answers.Activity.of(entry, base_url) for entry in self._queries.recent(limit))
        return answers.ActivityAnswer(activities=found).wire()

    def leaderboard(self, limit: int) -> Json:
        """The best players."""
        leaders = tuple(answers.Leader.of(standing) for standing in self._queries.leaders(limit))
        return answers.LeaderboardAnswer(leaderboard=leaders).wire()

    def scanned(self, recorded: Recorded, base_url: str) -> Json:
        """The answer to a scan, with the counts of this moment."""
        entry = self._queries.piclet(recorded.type_id)
        if entry is None:
            raise UnsafeContent("This Piclet was just taken out of the game.")
        answer = answers.ScanAnswer(
            piclet=answers.Piclet.of(entry, base_url),
            discovery_status=recorded.status,
            canonical_id=self._queries.canonical_of(entry.object_name),
            message=message(recorded.status, entry, recorded.evidence),
        )
        return answer.wire()


@lru_cache(maxsize=4096)
def _normalized(object_name: str) -> str:
    try:
        return normalize(object_name).name
    except NothingLeft:
        raise InvalidRequest("Please name an object, in words.") from None


def message(status: DiscoveryStatus, entry: Entry, evidence: Evidence | None = None) -> str:
    """The sentence of a scan. It says nothing that changes, so a replay says the same."""
    thing = entry.object_name.replace("_", " ")
    if status == "new":
        return f"Congratulations! You discovered the first {thing} Piclet!"
    if status == "variation":
        kind = ", ".join(attribute.replace("_", " ") for attribute in entry.attributes)
        return f"You discovered a new variation: a {thing} that is {kind}!"
    found = f"You found {entry.piclet_data.name}, a {thing} Piclet that the world knows already."
    if evidence == "copy":
        return f"{found} This photo was already in the game: the Piclet is yours to keep, but not for quests."
    return found
