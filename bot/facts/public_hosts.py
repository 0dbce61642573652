"""Which hosts are on the public internet, by address or by name; no name is looked up."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_PRIVATE_NAMES = frozenset(
    ("localhost", "local", "internal", "invalid", "arpa", "lan", "home", "corp", "intranet")
)
"""Top-level names that only private networks use: RFC 6761, 6762 and 8375, and those that ICANN has
reserved."""

_RESERVED = (ip_network("192.0.0.0/24"), ip_network("3fff::/20"))
"""Networks that only newer releases of Python know not to be public: those of protocols (RFC 6890;
one of them serves the credentials of a cloud's machines) and of examples (RFC 9637)."""

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def is_public_host(host: str) -> bool:
    """Whether the host of a link may be one that everybody can reach.

    A host whose last label is a number is an address (the URL standard, "ends in a number"), and is
    accepted only in its usual form: `127.1` and `0x7f.0.0.1` are spellings of this machine.
    """
    name = unicodedata.normalize("NFKC", host).casefold().replace("\u3002", ".").rstrip(".")
    try:
        return is_public_address(ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    last = name.rpartition(".")[2]
    return (
        "." in name
        and ":" not in name
        and not _NUMBER.fullmatch(last)
        and (last not in _PRIVATE_NAMES)
    )


def is_public_address(address: Address) -> bool:
    """Whether it is an address of the public internet.

    An IPv6 address that carries an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64) is as public
    as the one it carries.
    """
    carried = _carried(address)
    if carried is not None and not _is_global(carried):
        return False
    return (_is_global(address) or carried is not None) and not address.is_multicast


def _is_global(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not any(address in network for network in _RESERVED)
        and not (isinstance(address, IPv6Address) and address.is_site_local)
    )


def _carried(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    whole = int(address)
    if whole >> 32 in (0, 0x64FF9B << 64):  # ::a.b.c.d, 64:ff9b::a.b.c.d (RFC 4291, RFC 6052)
        return IPv4Address(whole & 0xFFFFFFFF)
    return None
