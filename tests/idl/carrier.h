#pragma once
#include <cstddef>

/// What a shared library that carries the messages shows of itself; the same in each copy.
extern "C"
{
#define CARRIER_EXPORT __attribute__((visibility("default")))
    /// The address of the library's own default literal.
    CARRIER_EXPORT const void* carrier_default_instance();
    /// Parses a literal and gives its bytes to `take`.
    CARRIER_EXPORT bool carrier_round_trip(const char* data, std::size_t size, bool (*take)(void*, const char*, std::size_t), void* user);
}
