"""Which addresses of the Internet are open to everybody, and which lead into private networks."""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

type Place = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

NAT64 = ip_network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address, which such a network translates to."""
COMPATIBLE = ip_network("::/96")
"""RFC 4291, 2.5.5.1: the same, long out of use."""
RESERVED = [
    IPv4Address("168.63.129.16"),  # answers machines in a cloud about themselves
]


def is_open_to_all(text: str, but: tuple[Network, ...] = ()) -> bool:
    """Whether an address is one of the public Internet, or of the networks named in `but`.

    An address that carries an IPv4 address within it is judged by that one.
    """
    try:
        place = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if any(place.version == network.version and place in network for network in but):
        return True
    return all(_is_public(one) for one in (place, *_carried(place)))


def _is_public(place: Place) -> bool:
    if isinstance(place, IPv6Address) and (place in NAT64 or place.ipv4_mapped):
        return True  # the address that it carries says it
    return place.is_global and not place.is_multicast and place not in RESERVED


def _carried(place: Place) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(place, IPv4Address):
        return []
    found = [place.ipv4_mapped, place.sixtofour, *(place.teredo or ())]
    if place in NAT64 or place in COMPATIBLE:
        found.append(IPv4Address(int(place) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
