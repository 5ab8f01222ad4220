#pragma once
#include <Poco/Net/IPAddress.h>

namespace flyte_webhook::host::outgoing
{

/// Whether the first `prefix` bits of both are the same. Addresses of different families never are.
bool isWithin(const Poco::Net::IPAddress& address, const Poco::Net::IPAddress& network, unsigned prefix);

/// The IPv4 address that an IPv6 address is only another spelling of or leads to (mapped, or translated by NAT64); else the address.
Poco::Net::IPAddress plainAddress(const Poco::Net::IPAddress& address);

/// Whether an address is not a public one: loopback, link-local, private, multicast or otherwise special (RFC 6890 and the registries
/// that it began), also where an IPv6 address carries such an IPv4 address.
bool isSpecial(const Poco::Net::IPAddress& address);

} // namespace flyte_webhook::host::outgoing
