#include "request_id.h"
#include <algorithm>
#include <random>

namespace flyte_webhook::host
{

namespace
{

bool isSane(std::string_view id)
{
    const auto fits = [](char c)
    { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), fits);
}

/// Ids tell log lines apart and guard nothing, so a generator a thread is enough.
std::string newId()
{
    thread_local std::mt19937_64 random{std::random_device{}()};
    constexpr char digits[] = "0123456789abcdef";
    std::string id(24, '0');
    auto bits = random();
    for (std::size_t i = 0; i < id.size(); ++i, bits >>= 4)
    {
        if (i == 16) bits = random();
        id[i] = digits[bits & 15];
    }
    return id;
}

} // namespace

std::optional<HttpReply> RequestIdStep::run(RequestContext& context) const
{
    context.id = idFor(context.request().header("X-Request-Id"));
    return std::nullopt;
}

std::string RequestIdStep::idFor(std::string_view given) { return isSane(given) ? std::string(given) : newId(); }

} // namespace flyte_webhook::host
