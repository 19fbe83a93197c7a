"""Who a token belongs to: one suite for both ways, then what can go wrong with the Hub."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import string
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from piclets.domain.records import Player
from piclets.errors import InvalidToken, ServiceUnavailable
from piclets.identity import (
    MAX_ANSWER_BYTES,
    MAX_REFUSED_AT_ONCE,
    MAX_RETRY_AFTER_S,
    REFUSED_FOR_S,
    VERIFIED_FOR_S,
    HubIdentity,
    Identity,
    LocalIdentity,
)
from piclets.play.verification import UNKNOWN_THREADS, Verification
from tests.loopback.accounts import Accounts, Fault
from tests.loopback.serving import serving

ADA = "hf_oauth_ada_secret"
ADA_SUB = "62f264b9f3c90f4b6514a269"
SHORT = (1.0, 0.3)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Hub:
    url: str
    accounts: Accounts
    elsewhere: list[str]


@pytest.fixture(scope="module")
def hub_server() -> Iterator[Hub]:
    accounts = Accounts()
    elsewhere: list[str] = []

    async def other(request: Request) -> Response:
        elsewhere.append(request.headers.get("authorization", ""))
        return RedirectResponse("/", 302)

    app = Starlette(routes=[*accounts.routes(), Route("/{anything:path}", other)])
    with serving(app) as url:
        yield Hub(url, accounts, elsewhere)


@pytest.fixture
def hub(hub_server: Hub) -> Iterator[Hub]:
    accounts = hub_server.accounts
    accounts.calls.clear()
    accounts.released.clear()
    hub_server.elsewhere.clear()
    accounts.sign_in(ADA, sub=ADA_SUB, username="ada")
    yield hub_server
    accounts.faults.clear()
    accounts.always = None
    accounts.released.set()
    accounts.revoke(ADA)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def identity(hub: Hub, clock: Clock) -> Iterator[HubIdentity]:
    identity = HubIdentity(hub.url, clock=clock)
    yield identity
    identity.close()


# ---- the same for both


@pytest.fixture(params=["hub", "local"])
def way(request: pytest.FixtureRequest) -> tuple[Identity, str, Player]:
    """An identity, a token it knows, and whose that is."""
    if request.param == "local":
        return LocalIdentity(), "local_ada", Player(sub="local:ada", username="ada")
    return request.getfixturevalue("identity"), ADA, Player(sub=ADA_SUB, username="ada")


def test_a_known_token_is_its_player_each_time(way: tuple[Identity, str, Player]) -> None:
    identity, token, player = way
    assert [identity.verify(token), identity.verify(f"  {token}\n")] == [player, player]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "   ",
        "hf_unknown",
        "hf_oauth_unknown",
        "local_",
        "local_Ada",
        "local_a b",
        "local_../../etc/passwd",
        "local_" + "a" * 33,
        "nothing",
        "two words",
        "line\nbreak: header",
        "nul\0",
        "pässword",
        "hf_\u202egnp",
        "x" * 2_001,
        "\ud800",
        None,
        7,
        {"token": "x"},
    ],
)
def test_anything_else_is_refused_in_a_sentence(way: tuple[Identity, str, Player], token: str) -> None:
    identity, _, _ = way
    with pytest.raises(InvalidToken) as refusal:
        identity.verify(token)
    assert refusal.value.message.endswith(".")
    assert refusal.value.retry_after is None
    if isinstance(token, str) and len(token) > 6:
        assert token not in refusal.value.message


@pytest.mark.parametrize("token", ["local_a b", "local_pär", "hf_real", "x" * 2_001])
def test_a_local_game_says_what_a_token_is_like(token: str) -> None:
    with pytest.raises(InvalidToken, match="plays locally: the token is local_ and a name"):
        LocalIdentity().verify(token)


def test_who_was_just_verified_is_known_at_once(way: tuple[Identity, str, Player]) -> None:
    identity, token, player = way
    identity.verify(token)
    assert identity.remembered(f" {token} ") == player
    with pytest.raises(InvalidToken):
        identity.remembered("two words")


def test_the_hub_is_asked_before_and_after_anybody_is_remembered(
    identity: HubIdentity, hub: Hub, clock: Clock
) -> None:
    assert identity.remembered(ADA) is None
    assert hub.accounts.calls == []
    identity.verify(ADA)
    clock.now += VERIFIED_FOR_S
    assert identity.remembered(ADA) is None
    for unknown in (ADA + "x", "hf_" + ADA):
        assert identity.remembered(unknown) is None


def test_a_malformed_token_never_reaches_the_hub(identity: HubIdentity, hub: Hub) -> None:
    for token in ("", "two words", "x" * 2_001, "ключ", "a\x00b", "a\r\nHost: evil"):
        with pytest.raises(InvalidToken):
            identity.verify(token)
    assert hub.accounts.calls == []


@given(st.text(max_size=50))
def test_local_players_have_small_plain_names(name: str) -> None:
    good = 1 <= len(name) <= 32 and set(name) <= set(string.ascii_lowercase + string.digits + "_-")
    try:
        player = LocalIdentity().verify("local_" + name)
    except InvalidToken:
        assert not good
    else:
        assert player == Player(sub=f"local:{name.strip()}", username=name.strip())


# ---- what the Hub is asked


def test_oauth_tokens_go_to_userinfo_and_personal_ones_to_whoami(identity: HubIdentity, hub: Hub) -> None:
    hub.accounts.access_token("hf_ada_own", sub=ADA_SUB, username="ada")
    assert identity.verify(ADA) == identity.verify("hf_ada_own")
    assert [(call.path, call.token) for call in hub.accounts.calls] == [
        ("/oauth/userinfo", ADA),
        ("/api/whoami-v2", "hf_ada_own"),
    ]
    assert all("cookie" not in call.headers for call in hub.accounts.calls)


def test_a_token_of_no_known_kind_is_asked_about_at_whoami(identity: HubIdentity, hub: Hub) -> None:
    hub.accounts.access_token("api_of_old", sub="old", username="grace")
    assert identity.verify("api_of_old") == Player(sub="old", username="grace")
    assert hub.accounts.asked("/oauth/userinfo") == 0


@pytest.mark.parametrize("kind", ["org", "app"])
def test_organizations_and_apps_are_no_players(identity: HubIdentity, hub: Hub, kind: str) -> None:
    hub.accounts.access_token("hf_of_many", sub="cafe", username="acme", type=kind)
    with pytest.raises(InvalidToken):
        identity.verify("hf_of_many")


def test_a_verified_token_is_asked_about_once_in_five_minutes(identity: HubIdentity, hub: Hub, clock: Clock) -> None:
    identity.verify(ADA)
    clock.now += VERIFIED_FOR_S - 1
    identity.verify(ADA)
    assert len(hub.accounts.calls) == 1
    hub.accounts.sign_in(ADA, sub=ADA_SUB, username="countess")
    clock.now += 1
    assert identity.verify(ADA).username == "countess"


def test_a_revoked_token_is_refused_after_five_minutes(identity: HubIdentity, hub: Hub, clock: Clock) -> None:
    identity.verify(ADA)
    hub.accounts.revoke(ADA)
    clock.now += VERIFIED_FOR_S
    with pytest.raises(InvalidToken):
        identity.verify(ADA)


def test_junk_is_asked_about_once_in_a_while(identity: HubIdentity, hub: Hub, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(InvalidToken):
            identity.verify("hf_junk")
    assert len(hub.accounts.calls) == 1
    hub.accounts.access_token("hf_junk", sub="late", username="late")
    clock.now += REFUSED_FOR_S
    assert identity.verify("hf_junk").username == "late"
    hub.accounts.revoke("hf_junk")


def test_memory_is_bounded_and_junk_pushes_no_player_out(hub: Hub) -> None:
    identity = HubIdentity(hub.url, remembered=2)
    others = [hub.accounts.sign_in(f"hf_oauth_{n}", sub=f"sub{n}", username=f"player{n}") for n in range(2)]
    identity.verify(ADA)
    for number in range(5):
        with pytest.raises(InvalidToken):
            identity.verify(f"hf_junk_{number}")
    identity.verify(ADA)
    assert hub.accounts.asked("/oauth/userinfo") == 1
    for token in others:
        identity.verify(token)
    identity.verify(ADA)
    assert hub.accounts.asked("/oauth/userinfo") == 4
    identity.close()


def test_who_comes_with_the_same_token_waits_for_one_answer(identity: HubIdentity, hub: Hub) -> None:
    hub.accounts.faults.append(Fault(hang=True, body=b"{}", status=503))
    with ThreadPoolExecutor(20) as pool:
        first = pool.submit(identity.verify, ADA)
        _until(lambda: len(hub.accounts.calls) == 1)
        others = [pool.submit(identity.verify, ADA) for _ in range(19)]
        hub.accounts.released.set()
        wait([first, *others])
    with pytest.raises(ServiceUnavailable):
        first.result()
    # Whoever arrived while it hung shared its failure; whoever came later asked again, together.
    assert all(o.exception() is None or isinstance(o.exception(), ServiceUnavailable) for o in others)
    assert identity.verify(ADA).username == "ada"


def test_a_crowd_costs_one_question(identity: HubIdentity, hub: Hub) -> None:
    with ThreadPoolExecutor(32) as pool:
        players = list(pool.map(lambda _: identity.verify(ADA), range(200)))
    assert {player.sub for player in players} == {ADA_SUB}
    assert len(hub.accounts.calls) == 1


def test_many_players_at_once_are_each_themselves(identity: HubIdentity, hub: Hub) -> None:
    tokens = [hub.accounts.sign_in(f"hf_oauth_{n}", sub=f"sub{n}", username=f"player{n}") for n in range(100)]
    with ThreadPoolExecutor(32) as pool:
        players = list(pool.map(identity.verify, tokens))
    assert [player.sub for player in players] == [f"sub{n}" for n in range(100)]


# ---- the Hub fails: nobody is let in, and nobody is told that a good token is bad


@pytest.mark.parametrize("status", [400, 404, 408, 418, 429, 500, 502, 503, 504])
def test_a_hub_that_cannot_answer_is_a_wait(identity: HubIdentity, hub: Hub, status: int) -> None:
    hub.accounts.always = Fault(status, b'{"error": "no"}')
    with pytest.raises(ServiceUnavailable) as failure:
        identity.verify(ADA)
    assert failure.value.retry_after is not None
    hub.accounts.always = None
    assert identity.verify(ADA).sub == ADA_SUB  # a failure is not remembered


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_definite(identity: HubIdentity, hub: Hub, status: int) -> None:
    hub.accounts.faults.append(Fault(status, b"nope"))
    with pytest.raises(InvalidToken):
        identity.verify(ADA)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "99999"}, MAX_RETRY_AFTER_S),
        ({"Retry-After": "9" * 400}, 10),
        ({"Retry-After": "²"}, 10),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, 10),
        ({"RateLimit": '"api";r=0;t=55'}, 55),
        ({"RateLimit": "nonsense"}, 10),
        ({}, 10),
    ],
)
def test_how_long_to_wait_is_what_the_hub_says(
    identity: HubIdentity, hub: Hub, headers: dict[str, str], seconds: int
) -> None:
    sent = {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}
    hub.accounts.faults.append(Fault(429, headers=sent))
    with pytest.raises(ServiceUnavailable) as failure:
        identity.verify(ADA)
    assert failure.value.retry_after == seconds


GARBAGE = [
    b"",
    b"<html>sign in</html>",
    b"null",
    b"[]",
    b'"ada"',
    b"{",
    b"{}",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"sub": "a", "preferred_username": "a"} trailing',
    b" " * (MAX_ANSWER_BYTES + 1),
    *(
        json.dumps({"sub": sub, "preferred_username": name, "type": "user", "id": sub}).encode()
        for sub, name in [
            (None, "ada"),
            (7, "ada"),
            ("", "ada"),
            ("../../etc/passwd", "ada"),
            ("local:ada", "ada"),
            ("a" * 65, "ada"),
            ("a\n", "ada"),
            ("ok", None),
            ("ok", ""),
            ("ok", "\u202e\u0007"),
            ("ok", ["ada"]),
        ]
    ),
]


@pytest.mark.parametrize("body", GARBAGE)
@pytest.mark.parametrize("token", [ADA, "hf_personal"])
def test_garbage_is_no_answer(identity: HubIdentity, hub: Hub, body: bytes, token: str) -> None:
    hub.accounts.faults.append(Fault(200, body))
    with pytest.raises(ServiceUnavailable):
        identity.verify(token)


def test_a_username_is_shown_plain_and_short(identity: HubIdentity, hub: Hub) -> None:
    hub.accounts.sign_in("hf_oauth_odd", sub="odd", username="x\u202e\x07" + "y" * 100)
    assert identity.verify("hf_oauth_odd").username == "x" + "y" * 63


def test_an_account_without_a_username_is_called_by_its_name(identity: HubIdentity, hub: Hub) -> None:
    hub.accounts.sign_in("hf_oauth_plain", sub="plain", username="grace", preferred_username=None)
    assert identity.verify("hf_oauth_plain").username == "Grace"


def test_a_redirect_is_not_followed(identity: HubIdentity, hub: Hub) -> None:
    hub.accounts.faults.append(Fault(302, headers={"Location": f"{hub.url}/elsewhere"}))
    with pytest.raises(ServiceUnavailable):
        identity.verify(ADA)
    assert hub.elsewhere == []


def test_cookies_of_one_answer_do_not_travel_with_the_next(identity: HubIdentity, hub: Hub) -> None:
    hub.accounts.faults.append(Fault(503, headers={"Set-Cookie": "session=ada; Path=/"}))
    with pytest.raises(ServiceUnavailable):
        identity.verify(ADA)
    identity.verify(ADA)
    assert "cookie" not in hub.accounts.calls[-1].headers


def test_a_silent_hub_is_given_up_on(hub: Hub) -> None:
    hub.accounts.always = Fault(hang=True)
    identity = HubIdentity(hub.url, timeout=SHORT)
    with pytest.raises(ServiceUnavailable):
        identity.verify(ADA)
    identity.close()


def test_a_hub_that_is_not_there_is_a_wait() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(ServiceUnavailable):
        HubIdentity(f"http://127.0.0.1:{port}", timeout=SHORT).verify(ADA)


def test_an_endless_answer_is_given_up_on() -> None:
    """One byte at a time, for ever: each wait is short, the whole is not."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(head)
                try:
                    while not over.wait(0.02):
                        connection.sendall(b" ")
                except OSError:
                    over.set()

        server = Thread(target=drip, daemon=True)
        server.start()
        identity = HubIdentity(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=SHORT)
        with pytest.raises(ServiceUnavailable):
            identity.verify(ADA)
        identity.close()
        over.set()
        server.join(5)


def test_a_cut_answer_is_no_answer(hub: Hub, identity: HubIdentity) -> None:
    hub.accounts.faults.append(Fault(200, b"not gzip at all", {"Content-Encoding": "gzip"}))
    with pytest.raises(ServiceUnavailable):
        identity.verify(ADA)


# ---- the token stays where it is


def test_a_netrc_does_not_replace_the_players_token(
    hub: Hub, identity: HubIdentity, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login server password of_the_server\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    identity.verify(ADA)
    assert hub.accounts.calls[-1].headers["authorization"] == f"Bearer {ADA}"


def test_no_token_in_logs_errors_or_what_is_kept(
    hub: Hub, identity: HubIdentity, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hub.accounts.faults.extend([Fault(500), Fault(200, b"garbage")])
    for _ in range(2):
        with pytest.raises(ServiceUnavailable) as failure:
            identity.verify(ADA)
        assert ADA not in failure.value.message
        assert failure.value.__cause__ is None
    identity.verify(ADA)
    assert ADA not in caplog.text
    assert ADA not in repr(vars(identity))


def _until(condition: Callable[[], bool]) -> None:
    """Waits for another thread; pytest's own limit ends a wait in vain."""
    tick = Event()
    while not condition():
        tick.wait(0.005)


# ---- made-up tokens


@pytest.mark.parametrize(
    "token", ["x", "local_ada", "Bearer", "hf-ada", "hf_", "hf_a b", "hf_é", "sk-proj-123", "hf_<b>"]
)
def test_a_token_of_a_shape_that_the_hub_never_gives_out_never_leaves(
    identity: HubIdentity, hub: Hub, token: str
) -> None:
    for ask in (identity.verify, identity.remembered, identity.knows, identity.confirm):
        with pytest.raises(InvalidToken):
            ask(token)
    assert hub.accounts.calls == []


def test_made_up_tokens_cost_few_questions_and_known_players_nothing(
    identity: HubIdentity, hub: Hub, clock: Clock
) -> None:
    identity.verify(ADA)
    clock.now += VERIFIED_FOR_S
    asked = len(hub.accounts.calls)
    refusals = []
    for number in range(1_200):
        with pytest.raises((InvalidToken, ServiceUnavailable)) as refused:
            identity.verify(f"hf_junk{number}")
        refusals.append(refused.value)
    assert len(hub.accounts.calls) - asked == MAX_REFUSED_AT_ONCE
    assert isinstance(refusals[-1], ServiceUnavailable)
    assert refusals[-1].retry_after == 1
    assert identity.knows(ADA)
    assert identity.verify(ADA).username == "ada"
    clock.now += 10
    hub.accounts.sign_in("hf_oauth_new", sub="new", username="new")
    assert identity.verify("hf_oauth_new").username == "new"


@pytest.mark.thorough
def test_those_whom_the_hub_knows_use_nothing_up(identity: HubIdentity, hub: Hub) -> None:
    for number in range(3 * MAX_REFUSED_AT_ONCE):
        hub.accounts.sign_in(f"hf_oauth_{number}", sub=f"sub{number}", username=f"player{number}")
        assert identity.verify(f"hf_oauth_{number}").sub == f"sub{number}"


def test_who_is_remembered_is_asked_about_again_when_there_is_reason_to(identity: HubIdentity, hub: Hub) -> None:
    identity.verify(ADA)
    assert identity.confirm(ADA).username == "ada"
    assert len(hub.accounts.calls) == 2
    hub.accounts.revoke(ADA)
    for ask in (identity.confirm, identity.verify, identity.remembered):
        with pytest.raises(InvalidToken):
            ask(ADA)
    assert len(hub.accounts.calls) == 3
    assert not identity.knows(ADA)


def test_known_players_are_not_behind_made_up_tokens(identity: HubIdentity, hub: Hub, clock: Clock) -> None:
    """However many unknown ones hang, on threads that are not theirs; and too many are refused at once."""
    identity.verify(ADA)
    clock.now += VERIFIED_FOR_S

    async def crowd() -> list[Player | BaseException]:
        verification = Verification(identity)
        junk = [asyncio.create_task(verification.player(f"hf_junk{number}")) for number in range(400)]
        while len(hub.accounts.calls) < 1 + UNKNOWN_THREADS:
            await asyncio.sleep(0.005)
        assert (await verification.player(ADA)).username == "ada"
        hub.accounts.released.set()
        outcomes = await asyncio.gather(*junk, return_exceptions=True)
        verification.close()
        return outcomes

    hub.accounts.faults.extend(Fault(401, hang=True) for _ in range(UNKNOWN_THREADS))
    outcomes = asyncio.run(crowd())
    assert len(hub.accounts.calls) <= 2 + MAX_REFUSED_AT_ONCE
    assert all(isinstance(outcome, InvalidToken | ServiceUnavailable) for outcome in outcomes)
