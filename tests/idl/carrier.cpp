#include "carrier.h"
#include "flyteidl2/core/literals.pb.h"

using flyteidl2::core::Literal;

const void* carrier_default_instance() { return &Literal::default_instance(); }

bool carrier_round_trip(const char* data, std::size_t size, bool (*take)(void*, const char*, std::size_t), void* user)
{
    Literal literal;
    if (!literal.ParseFromArray(data, static_cast<int>(size))) return false;
    const auto again = literal.SerializeAsString();
    return take(user, again.data(), again.size());
}
