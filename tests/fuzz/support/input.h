#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace flyte_webhook::fuzz
{

/// The bytes of one run, taken from their front. At their end numbers are 0 and texts empty.
class Input
{
public:
    Input(const std::uint8_t* data, std::size_t size) : _rest(reinterpret_cast<const char*>(data), size) {}

    std::uint8_t byte();

    /// One of 0 .. count - 1.
    std::size_t below(std::size_t count) { return byte() % count; }
    bool chance(unsigned oneIn) { return byte() % oneIn == oneIn - 1; }

    /// Eight bytes, the lowest first.
    std::uint64_t number();

    /// Up to the next `end`, which is taken as well, or all.
    std::string_view until(char end);
    std::string_view line() { return until('\n'); }

    /// As many bytes as the next two say, the lower first; fewer when there are none left.
    std::string_view sized();

    std::string_view rest() { return take(_rest.size()); }
    bool empty() const { return _rest.empty(); }

private:
    std::string_view take(std::size_t size);
    std::string_view _rest;
};

/// Ends the program with both texts when something does not hold that always must.
void require(bool holds, const char* what, std::string_view detail = {});

} // namespace flyte_webhook::fuzz
