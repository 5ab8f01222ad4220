#include "members.h"
#include "words.h"
#include <algorithm>
#include <unordered_set>

namespace flyte_webhook::flyte
{

namespace
{

constexpr std::size_t few = 16; // up to here looking at every pair is quicker than a set

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

} // namespace

std::vector<const Json::Member*> membersOf(const Json& object)
{
    auto members = all(object);
    if (members.size() <= few && isUnique(object)) return members;
    std::unordered_set<std::string_view> seen;
    std::vector<const Json::Member*> last;
    for (auto member = members.rbegin(); member != members.rend(); ++member)
        if (seen.insert(textOf((*member)->name)).second) last.push_back(*member);
    std::reverse(last.begin(), last.end());
    return last;
}

} // namespace flyte_webhook::flyte
