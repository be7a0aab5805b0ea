"""Fetching an address: from a real server on this machine, which the rules allow on purpose."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from claims.text.errors import BadAddress
from claims.web.fetching import CannotFetch, Fetched, Rules, fetch
from tests.web.site import PAGE, Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as here:
        yield here


def refused(call: Callable[[], Fetched]) -> CannotFetch:
    with pytest.raises(CannotFetch) as caught:
        call()
    return caught.value


def test_a_page_is_fetched_with_what_its_headers_say(site: Site) -> None:
    url = site.puts("/page?a=1", Content_Type="text/html; charset=ISO-8859-1")
    found = fetch(url + "#part", site.rules)
    assert found == Fetched(url, PAGE, "text/html", "iso-8859-1")
    [(path, headers)] = site.asked
    assert (path, headers["Host"]) == ("/page?a=1", f"127.0.0.1:{site.port}")
    assert "Cookie" not in headers


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_page_is_unpacked(
    site: Site, packing: str, pack: Callable[[bytes], bytes]
) -> None:
    url = site.puts("/", pack(PAGE * 5_000), Content_Encoding=packing)
    assert fetch(url, site.rules).data == PAGE * 5_000


def test_redirects_are_followed_to_their_end(site: Site) -> None:
    site.puts("/end")
    site.puts("/2", b"", 302, Location="end")
    first = site.puts("/1", b"", 301, Location=site.at("/2"))
    assert fetch(first, site.rules).url == site.at("/end")


def test_the_sixth_redirect_is_not_followed(site: Site) -> None:
    for number in range(1, 7):
        site.puts(f"/{number}", b"", 302, Location=f"/{number + 1}")
    site.puts("/7")
    assert "more than 5 times" in str(refused(lambda: fetch(site.at("/1"), site.rules)))
    assert fetch(site.at("/2"), site.rules).data == PAGE


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("http://[::1]/", "not fetched from"),
        ("http://169.254.169.254/latest", "not fetched from"),
        ("file:///etc/passwd", "cannot be used"),
        ("gopher://127.0.0.1/", "cannot be used"),
        ("https://user:word@127.0.0.1/", "cannot be used"),
    ],
)
def test_a_redirect_is_judged_as_the_address_was(site: Site, place: str, words: str) -> None:
    url = site.puts("/", b"", 302, Location=place)
    assert words in str(refused(lambda: fetch(url, site.rules)))
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/", "http://10.0.0.1/", "http://0.0.0.0/", "http://[64:ff9b::7f00:1]/",
        "http://0x7f000001/", "http://2130706433/", "http://127.1/", "http://0177.0.0.1/",
    ],
)  # fmt: skip
def test_nothing_of_this_machine_or_a_private_network_is_reached(url: str) -> None:
    with pytest.raises((CannotFetch, BadAddress)) as caught:
        fetch(url)
    assert "does not answer" not in str(caught.value)


def test_a_name_with_one_private_address_among_public_ones_is_refused(site: Site) -> None:
    rules = Rules(resolve=lambda host, port: ["93.184.216.34", "127.0.0.1"])
    assert "private network" in str(refused(lambda: fetch("http://two.example/", rules)))


def test_the_connection_goes_to_the_address_that_was_looked_at(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    rules = replace(site.rules, resolve=lambda host, port: next(answers))
    site.puts("/")
    assert fetch(f"http://turns.example:{site.port}/", rules).data == PAGE
    assert site.asked[0][1]["Host"] == f"turns.example:{site.port}"


def test_other_ports_are_not_fetched_from(site: Site) -> None:
    rules = replace(site.rules, ports=frozenset({80, 443}))
    assert f"Port {site.port}" in str(refused(lambda: fetch(site.puts("/"), rules)))


@pytest.mark.parametrize("packing", ["", "gzip"])
def test_a_page_that_is_too_large_is_broken_off(site: Site, packing: str) -> None:
    body = b"a" * 100_001
    rules = replace(site.rules, max_bytes=100_000)
    headers = {"Content_Encoding": packing} if packing else {}
    url = site.puts("/", gzip.compress(body) if packing else body, **headers)
    assert "larger than" in str(refused(lambda: fetch(url, rules)))
    assert len(fetch(url, replace(rules, max_bytes=100_001)).data) == 100_001


def test_a_bomb_is_broken_off_long_before_it_is_unpacked(site: Site) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(400)) + packer.flush()
    url = site.puts("/", bomb, Content_Encoding="gzip")
    assert "larger than 20 MB" in str(refused(lambda: fetch(url, site.rules)))


def test_a_site_that_drips_is_left_at_the_deadline(site: Site) -> None:
    def drips() -> Iterator[bytes]:
        while not site.over.wait(0.05):
            yield b"a"

    rules = replace(site.rules, seconds=0.5)
    refusal = refused(lambda: fetch(site.puts("/", drips), rules))
    assert "longer than 0.5 seconds" in str(refusal)
    assert refusal.passing


def test_a_name_that_takes_long_to_resolve_is_left_at_the_deadline(site: Site) -> None:
    def slow(host: str, port: int) -> list[str]:
        site.over.wait(5)
        return []

    rules = Rules(seconds=0.3, resolve=slow)
    assert "longer than 0.3" in str(refused(lambda: fetch("http://slow.example/", rules)))


@pytest.mark.parametrize(
    ("status", "passing"), [(404, False), (403, False), (503, True), (429, True)]
)
def test_what_a_site_refuses_is_said_with_its_number(
    site: Site, status: int, passing: bool
) -> None:
    refusal = refused(lambda: fetch(site.puts("/", b"", status), site.rules))
    assert (str(status) in str(refusal), refusal.passing) == (True, passing)


def test_damaged_packing_and_unknown_packing_are_one_sentence(site: Site) -> None:
    damaged = site.puts("/1", b"\x1f\x8bnot really", Content_Encoding="gzip")
    unknown = site.puts("/2", Content_Encoding="br")
    assert "damaged" in str(refused(lambda: fetch(damaged, site.rules)))
    assert "not understood" in str(refused(lambda: fetch(unknown, site.rules)))


def test_a_server_that_speaks_no_http_is_one_sentence(site: Site) -> None:
    url = f"https://127.0.0.1:{site.port}/"
    assert "does not answer as it should" in str(refused(lambda: fetch(url, site.rules)))
