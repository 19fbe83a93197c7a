"""Whose request it is: the peer's, or what a trusted proxy says of the one before it."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from starlette.datastructures import Headers

from piclets.api.addresses import PLATFORM, Addresses, is_foreign
from piclets.settings import Settings

PROXY = ip_network("10.0.0.7/32")


def client(peer: str | None, *told: str, trusted: tuple[object, ...] = (PROXY,)) -> str:
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in told]
    scope = {"type": "http", "client": (peer, 1) if peer is not None else None, "headers": headers}
    return Addresses(trusted).client(scope)  # type: ignore[arg-type]  # networks of either kind


@pytest.mark.parametrize(
    ("peer", "told", "expected"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),  # not a proxy of ours: it may say what it likes
        ("10.0.0.7", (), "10.0.0.7"),
        ("10.0.0.7", ("198.51.100.1",), "198.51.100.1"),
        ("10.0.0.7", ("1.1.1.1, 198.51.100.1",), "198.51.100.1"),  # the client wrote the first one itself
        ("10.0.0.7", ("1.1.1.1", "198.51.100.1"), "198.51.100.1"),
        ("10.0.0.7", ("198.51.100.1, 10.0.0.7",), "198.51.100.1"),  # two proxies, both trusted
        ("10.0.0.7", ("198.51.100.1:4711",), "198.51.100.1"),
        ("10.0.0.7", ("[2001:db8:1:2:3::4]:443",), "2001:db8:1:2::/64"),
        ("10.0.0.7", ("2001:db8:1:2:ffff::9",), "2001:db8:1:2::/64"),
        ("10.0.0.7", ("::ffff:198.51.100.1",), "198.51.100.1"),
        ("10.0.0.7", ("nonsense",), "10.0.0.7"),
        ("10.0.0.7", ("198.51.100.1, nonsense",), "10.0.0.7"),
        ("10.0.0.7", ("," * 5000,), "10.0.0.7"),
        ("10.0.0.7", (", ".join(["10.0.0.7"] * 500),), "10.0.0.7"),
        ("::ffff:10.0.0.7", ("198.51.100.1",), "198.51.100.1"),
        ("testclient", ("198.51.100.1",), "testclient"),
        (None, ("198.51.100.1",), ""),
    ],
)
def test_who_is_the_client(peer: str | None, told: tuple[str, ...], expected: str) -> None:
    assert client(peer, *told) == expected


def test_the_platforms_own_proxy_is_believed_on_a_space_only() -> None:
    assert client("10.16.4.2", "198.51.100.1", trusted=PLATFORM) == "198.51.100.1"
    assert client("10.16.4.2", "198.51.100.1", trusted=()) == "10.16.4.2"


def test_an_operator_names_proxies_and_networks() -> None:
    settings = Settings.model_validate({"PICLETS_TRUSTED_PROXIES": "10.0.0.7, 192.168.0.0/16 ,fd00::/8"})
    assert client("192.168.3.4", "198.51.100.1", trusted=settings.trusted_proxies) == "198.51.100.1"
    assert client("10.0.0.8", "198.51.100.1", trusted=settings.trusted_proxies) == "10.0.0.8"


def test_a_space_may_have_several_hosts() -> None:
    settings = Settings.model_validate({"SPACE_HOST": "Fraser-Piclets.hf.space, piclets.example ,"})
    assert settings.public_url == "https://fraser-piclets.hf.space"
    own = frozenset(settings.space_hosts)

    def foreign(origin: str) -> bool:
        return is_foreign(Headers({"host": "10.0.0.2:7860", "origin": origin}), own)

    assert not foreign("https://piclets.example")
    assert not foreign("https://fraser-piclets.hf.space")
    assert not foreign("http://10.0.0.2:7860")
    assert all(map(foreign, ("https://evil.example", "null", "", "https://[", "https://x.piclets.example")))
