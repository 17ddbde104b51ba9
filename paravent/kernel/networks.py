"""The network of an address: as much of it as tells one place from another, and no more."""

from ipaddress import IPv6Address, ip_address, ip_network

KEPT = {4: 24, 6: 48}
"""How many bits of an address are kept, by the version of the protocol."""


def network_of(address: str) -> str | None:
    """Return the network of an address, 192.0.2.0/24 or 2001:db8::/48; nothing where it is no address."""
    try:
        found = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{KEPT[found.version]}", strict=False))
