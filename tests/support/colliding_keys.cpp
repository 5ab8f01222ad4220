#include "colliding_keys.h"
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <random>
#include <stdexcept>
#include <string_view>

namespace flyte_webhook::test
{

namespace
{

using Word = std::uint64_t;

constexpr Word multiplier = (Word{0xc6a4a793} << 32) + 0x5bd1e995; ///< of MurmurHash64A, by which GCC's library hashes

/// What multiplies to 1 with it; each step doubles the bits that are right.
constexpr Word inverse()
{
    Word found = multiplier;
    for (int step = 0; step < 6; ++step) found *= 2 - multiplier * found;
    return found;
}

bool isAscii(Word block)
{
    unsigned char bytes[sizeof block];
    std::memcpy(bytes, &block, sizeof block);
    return std::all_of(bytes, bytes + sizeof bytes, [](unsigned char c) { return c > 0 && c < 0x80; });
}

/// A block whose contribution to the hash differs from this one's by the highest bit alone.
Word twinOf(Word block)
{
    const Word mixed = block * multiplier;
    return (mixed ^ (Word{1} << 63) ^ (Word{1} << 16)) * inverse();
}

/// Two texts of one block each.
struct Twins
{
    std::string first, second;
};

std::string textOf(Word block) { return {reinterpret_cast<const char*>(&block), sizeof block}; }

Twins findTwins(std::minstd_rand& random)
{
    for (int attempt = 0; attempt < 10000000; ++attempt)
    {
        std::string text(sizeof(Word), '\0');
        for (auto& c : text) c = static_cast<char>(1 + random() % 0x7f);
        Word block;
        std::memcpy(&block, text.data(), sizeof block);
        if (isAscii(twinOf(block))) return {text, textOf(twinOf(block))};
    }
    throw std::logic_error("no texts that collide can be found");
}

} // namespace

std::vector<std::string> collidingKeys(std::size_t count)
{
    std::minstd_rand random(1);
    std::vector<std::string> keys{""};
    while (keys.size() < count)
    {
        const auto one = findTwins(random), other = findTwins(random); // the bit that one turns the other turns back
        const auto before = keys.size();
        for (std::size_t i = 0; i < before; ++i)
        {
            keys.push_back(keys[i] + one.second + other.second);
            keys[i] += one.first + other.first;
        }
    }
    keys.resize(count);
    const std::hash<std::string_view> hash;
    const auto alike = [&](const std::string& key) { return hash(key) == hash(keys.front()); };
    if (!std::all_of(keys.begin(), keys.end(), alike)) throw std::logic_error("this compiler's std::hash tells the keys apart");
    return keys;
}

} // namespace flyte_webhook::test
