#include "members.h"
#include "words.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

namespace
{

constexpr std::size_t few = 16; // up to here looking at every pair is quicker than sorting

bool isUnique(const Json& object)
{
    for (auto a = object.MemberBegin(); a != object.MemberEnd(); ++a)
        for (auto b = object.MemberBegin(); b != a; ++b)
            if (textOf(a->name) == textOf(b->name)) return false;
    return true;
}

std::vector<const Json::Member*> all(const Json& object)
{
    std::vector<const Json::Member*> members;
    members.reserve(object.MemberCount());
    for (const auto& member : object.GetObject()) members.push_back(&member);
    return members;
}

/// Sorted, not hashed: whoever sends the keys cannot choose them so that they cost more.
std::vector<const Json::Member*> lastOfEach(std::vector<const Json::Member*> members)
{
    const auto sameName = [](const auto* a, const auto* b) { return textOf(a->name) == textOf(b->name); };
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b)
              {
                  const int order = textOf(a->name).compare(textOf(b->name));
                  return order < 0 || (order == 0 && a > b); // the last of equal names comes first
              });
    members.erase(std::unique(members.begin(), members.end(), sameName), members.end());
    std::sort(members.begin(), members.end());
    return members;
}

} // namespace

std::vector<const Json::Member*> membersOf(const Json& object)
{
    auto members = all(object);
    return members.size() <= few && isUnique(object) ? members : lastOfEach(std::move(members));
}

} // namespace flyte_webhook::flyte
