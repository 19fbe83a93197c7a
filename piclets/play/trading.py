"""Giving and trading prints: what a player may do with those that they hold (contract, part 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from piclets.clock import utc_now
from piclets.domain import gift_codes
from piclets.domain.records import Player
from piclets.domain.spots import hex_of, pid_of
from piclets.domain.trading import Door, Offer
from piclets.errors import InvalidRequest
from piclets.ledger.durability import Durability, acknowledged
from piclets.ledger.queries import Queries
from piclets.ledger.relations import Relations
from piclets.ledger.trades import Accepted, Trades
from piclets.play.print_answers import (
    DoneTradeAnswer,
    GiftAnswer,
    OfferAnswer,
    OffersAnswer,
    PrintAnswer,
    TradeSettingsAnswer,
)
from piclets.play.printing import Printing

Json = dict[str, Any]

DOORS: Final[tuple[Door, ...]] = get_args(Door)
NOT_CONFIRMED: Final = (
    "It is done, but the game's dataset has not confirmed it yet. Please send the same request again in a minute: "
    "nothing is lost, and it happens only once."
)


class Trading:
    """Blocking but for `confirm`. Giving a very first print (#1) away is refused where it is not `confirmed`.

    Methods raise what `Trades` and `Relations` raise, and offers, gifts and trades what keeps the game from
    acknowledging them now.
    """

    def __init__(
        self,
        trades: Trades,
        relations: Relations,
        printing: Printing,
        queries: Queries,
        gift_key: bytes,
        durability: Durability,
        confirmation_s: float,
    ) -> None:
        self._trades = trades
        self._relations = relations
        self._printing = printing
        self._queries = queries
        self._gift_key = gift_key
        self._durability = durability
        self._confirmation_s = confirmation_s

    def _check_open(self) -> None:
        """Raises what keeps the game from acknowledging anything now, before anything is done."""
        refusal = self._durability.refusal()
        if refusal is not None:
            raise refusal

    async def confirm(self, accepted: Accepted) -> None:
        """Returns when a trade is as durable as promised. Raises StorageUnavailable."""
        await acknowledged(self._durability, accepted.seq, self._confirmation_s, NOT_CONFIRMED)

    def mine(self, player: Player, limit: int, offset: int, base_url: str) -> Json:
        """A player's open offers, made and received."""
        offers = self._trades.mine(player.sub, utc_now(), limit, offset)
        return OffersAnswer(offers=self._offers(offers, player.sub, base_url)).wire()

    def board(self, sub: str | None, limit: int, offset: int, base_url: str) -> Json:
        """Open offers to everyone; whose they are is told when they are done."""
        offers = self._trades.board(utc_now(), limit, offset)
        return OffersAnswer(offers=self._offers(offers, sub, base_url)).wire()

    def offer(
        self,
        player: Player,
        give: Sequence[str],
        want: Sequence[str],
        to: str | None,
        base_url: str,
        *,
        confirmed: bool,
    ) -> Json:
        """Offer prints for others, to a player by username or, without `to`, to everyone."""
        self._check_open()
        self._ask_twice(player, _pids(give), confirmed)
        made = self._trades.offer(player, _pids(give), want, to, utc_now())
        return self._offer(made, player.sub, base_url)

    def counter(
        self,
        player: Player,
        offer_id: str,
        revision: int,
        give: Sequence[str],
        want: Sequence[str],
        base_url: str,
        *,
        confirmed: bool,
    ) -> Json:
        """Answer an offer with another one."""
        self._check_open()
        self._ask_twice(player, _pids(give), confirmed)
        countered = self._trades.counter(player, offer_id, revision, _pids(give), want, utc_now())
        return self._offer(countered, player.sub, base_url)

    def end(self, player: Player, offer_id: str, base_url: str) -> Json:
        """Withdraw an own offer, or decline one that was received."""
        return self._offer(self._trades.end(player, offer_id, utc_now()), player.sub, base_url)

    def accept(
        self, player: Player, offer_id: str, revision: int, give: Sequence[str] | None, *, confirmed: bool
    ) -> Accepted:
        """Make the trade. To be confirmed before it is told."""
        self._check_open()
        given = None if give is None else _pids(give)
        if not confirmed:
            offer = self._trades.find(offer_id) if given is None else None
            self._ask_twice(player, given or (offer.want if offer else ()), confirmed)
        return self._trades.accept(player, offer_id, revision, given, utc_now())

    def done(self, accepted: Accepted, base_url: str) -> Json:
        """What an accepting player is told: the offer, as long as it is kept, and the prints that are theirs now."""
        offer = self._trades.find(accepted.id)
        done = DoneTradeAnswer(
            id=accepted.id, state="done", prints=self._printing.by_pids(list(accepted.got), base_url)
        )
        return done.wire() if offer is None else {**self._offer(offer, None, base_url), **done.wire()}

    def gift(self, player: Player, pid: str, *, confirmed: bool) -> Json:
        """A code with which the print can be taken, once."""
        self._check_open()
        [pid] = _pids([pid])
        self._ask_twice(player, [pid], confirmed)
        gift = self._trades.gift(player, pid, utc_now())
        code = gift_codes.written(gift, self._gift_key)
        return GiftAnswer(code=code, pid=gift.pid, until=gift.until).wire()

    def redeem(self, player: Player, code: str) -> Accepted:
        """Take a gift. To be confirmed before it is told."""
        self._check_open()
        try:
            gift = gift_codes.read(code, self._gift_key)
        except gift_codes.NoGiftCode:
            raise InvalidRequest("This is no gift code of this game. Please check every letter.") from None
        return self._trades.redeem(player, gift, utc_now())

    def received(self, accepted: Accepted, base_url: str) -> Json:
        """The print of a gift."""
        return self._printing.by_pid(accepted.got[0], base_url)

    def settings(self, player: Player) -> Json:
        """Whose offers a player takes, whose never, and whom the player follows."""
        sub = player.sub
        answer = TradeSettingsAnswer(
            door=self._relations.door(sub),
            blocked=tuple(self._relations.barred(sub)),
            following=tuple(self._relations.followed(sub)),
        )
        return answer.wire()

    def set_door(self, player: Player, door: str) -> None:
        known = next((each for each in DOORS if each == door), None)
        if known is None:
            raise InvalidRequest(f"`door` is one of: {', '.join(DOORS)}.")
        self._relations.set_door(player.sub, known)

    def bar(self, player: Player, username: str, *, barred: bool) -> None:
        """Take no offers from a player any more, or again."""
        change = self._relations.bar if barred else self._relations.unbar
        change(player.sub, username)

    def follow(self, player: Player, username: str, *, following: bool) -> None:
        change = self._relations.follow if following else self._relations.unfollow
        change(player.sub, username)

    def _ask_twice(self, player: Player, give: Sequence[str], confirmed: bool) -> None:
        """Raises InvalidRequest where a player is about to give away a very first print and has not confirmed it."""
        firsts = [] if confirmed else self._printing.firsts_of(player.sub, give)
        if firsts:
            raise InvalidRequest(
                f"{' and '.join(firsts)}: there is only one very first print. Please confirm that you give it away."
            )

    def _offer(self, offer: Offer, sub: str | None, base_url: str) -> Json:
        return self._offers([offer], sub, base_url)[0].wire()

    def _offers(self, offers: Sequence[Offer], sub: str | None, base_url: str) -> tuple[OfferAnswer, ...]:
        """Offers as `sub` sees them, with the prints in them and the names of players read once for all."""
        gave = self._printing.by_pids([pid for offer in offers for pid in offer.gave], base_url)
        prints = {each.pid: each for each in gave}
        names = self._queries.usernames({who for offer in offers for who in (offer.maker, offer.to) if who})
        now = utc_now()
        return tuple(_told(offer.at(now), sub, prints, names) for offer in offers)


def _told(offer: Offer, sub: str | None, prints: Mapping[str, PrintAnswer], names: Mapping[str, str]) -> OfferAnswer:
    """On the board an offer is anonymous, but for who made it."""
    named = offer.to is not None or offer.maker == sub
    return OfferAnswer(
        id=offer.id,
        revision=offer.revision,
        maker=names[offer.maker] if named else None,
        to=names[offer.to] if offer.to else None,
        give=offer.gave,
        want=offer.want,
        until=offer.until,
        state=offer.state,
        mine=offer.maker == sub,
        prints=tuple(prints[pid] for pid in offer.gave if pid in prints),
    )


def _pids(texts: Sequence[str]) -> list[str]:
    return [hex_of(pid_of(text)) for text in texts]
