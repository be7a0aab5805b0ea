"""Which addresses are open to everybody."""

from ipaddress import ip_network

import pytest

from claims.web.places import is_open_to_all


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "100.100.100.200", "169.254.169.254", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "168.63.129.16", "::", "::1", "::7f00:1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
        "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:0:1:2:3:4:80ff:fffe",
        "localhost", "", "2130706433",
    ],
)  # fmt: skip
def test_private_reserved_and_disguised_addresses_are_closed(place: str) -> None:
    assert not is_open_to_all(place)


@pytest.mark.parametrize(
    "place", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_addresses_are_open(place: str) -> None:
    assert is_open_to_all(place)


def test_a_private_network_that_is_allowed_is_open_and_no_other() -> None:
    allowed = (ip_network("10.1.0.0/16"),)
    assert is_open_to_all("10.1.2.3", allowed)
    assert not is_open_to_all("10.2.2.3", allowed)
    assert not is_open_to_all("::1", allowed)
