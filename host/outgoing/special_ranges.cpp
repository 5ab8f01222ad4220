#include "special_ranges.h"
#include <algorithm>
#include <array>
#include <cstdint>
#include <netinet/in.h>
#include <vector>

namespace flyte_webhook::host::outgoing
{
namespace
{

using Poco::Net::IPAddress;

struct Range
{
    IPAddress network;
    unsigned prefix;
};

const std::vector<Range>& specialRanges()
{
    static const std::vector<Range> ranges{
        {IPAddress("0.0.0.0"), 8},      // this host, this network
        {IPAddress("10.0.0.0"), 8},     // private
        {IPAddress("100.64.0.0"), 10},  // shared by carriers
        {IPAddress("127.0.0.0"), 8},    // loopback
        {IPAddress("169.254.0.0"), 16}, // link-local, metadata services of clouds
        {IPAddress("172.16.0.0"), 12},  // private
        {IPAddress("192.0.0.0"), 24},   // protocol assignments
        {IPAddress("192.0.2.0"), 24},   // documentation
        {IPAddress("192.88.99.0"), 24}, // 6to4 relays
        {IPAddress("192.168.0.0"), 16}, // private
        {IPAddress("198.18.0.0"), 15},  // benchmarks
        {IPAddress("198.51.100.0"), 24}, {IPAddress("203.0.113.0"), 24}, {IPAddress("224.0.0.0"), 4}, // multicast
        {IPAddress("240.0.0.0"), 4},                                                                  // reserved, broadcast
        {IPAddress("::"), 96},                                           // unspecified, loopback, IPv4-compatible
        {IPAddress("::ffff:0:0"), 96},   {IPAddress("64:ff9b:1::"), 48}, // local translation
        {IPAddress("100::"), 64},                                        // discard
        {IPAddress("2001::"), 23},                                       // protocol assignments, Teredo among them
        {IPAddress("2001:db8::"), 32},                                   // documentation
        {IPAddress("3fff::"), 20},       {IPAddress("5f00::"), 16},      // segment routing
        {IPAddress("fc00::"), 7},                                        // private
        {IPAddress("fe80::"), 10},                                       // link-local
        {IPAddress("fec0::"), 10},                                       // site-local of old
        {IPAddress("ff00::"), 8},                                        // multicast
    };
    return ranges;
}

IPAddress ipv4At(const IPAddress& address, std::size_t offset)
{
    return IPAddress(static_cast<const std::uint8_t*>(address.addr()) + offset, sizeof(in_addr));
}

bool isIpv6(const IPAddress& address) { return address.family() == IPAddress::IPv6; }

} // namespace

bool isWithin(const IPAddress& address, const IPAddress& network, unsigned prefix)
{
    if (address.family() != network.family()) return false;
    const auto* one = static_cast<const std::uint8_t*>(address.addr());
    const auto* other = static_cast<const std::uint8_t*>(network.addr());
    const auto whole = prefix / 8, rest = prefix % 8;
    if (!std::equal(one, one + whole, other)) return false;
    return rest == 0 || ((one[whole] ^ other[whole]) >> (8 - rest)) == 0;
}

IPAddress plainAddress(const IPAddress& address)
{
    static const IPAddress mapped("::ffff:0:0"), translated("64:ff9b::");
    return isWithin(address, mapped, 96) || isWithin(address, translated, 96) ? ipv4At(address, 12) : address;
}

bool isSpecial(const IPAddress& address)
{
    static const IPAddress sixToFour("2002::");
    const auto plain = plainAddress(address);
    if (isIpv6(plain) && isWithin(plain, sixToFour, 16)) return isSpecial(ipv4At(plain, 2));
    const auto& ranges = specialRanges();
    return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) { return isWithin(plain, range.network, range.prefix); });
}

} // namespace flyte_webhook::host::outgoing
