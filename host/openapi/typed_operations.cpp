#include "typed_operations.h"
#include "endpoints/resource_path.h"
#include "endpoints/text_forms.h"
#include <Poco/Checksum.h>
#include <Poco/NumberFormatter.h>
#include <algorithm>
#include <flyte_webhook/plugin/json_reader.h>
#include <map>

namespace flyte_webhook::host
{

namespace
{

bool isOf(const Endpoint& endpoint, fw_resource_kind kind) { return endpoint.guard && endpoint.guard->kind == kind; }

/// Letters and digits, with one underscore for all that stands between them: programs make names of functions and files from it.
std::string idText(const std::string& text)
{
    std::string id;
    bool between = false;
    for (const char c : text)
    {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = (c >= 'a' && c <= 'z') || upper || (c >= '0' && c <= '9');
        if (plain && between) id += '_';
        if (plain) id += upper ? static_cast<char>(c - 'A' + 'a') : c;
        between = !plain && !id.empty();
    }
    return id;
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names) text += "/" + name;
    return text;
}

std::string checksum(const std::string& text)
{
    Poco::Checksum sum(Poco::Checksum::TYPE_CRC32);
    sum.update(text);
    return Poco::NumberFormatter::formatHex(sum.checksum(), 8);
}

/// Where two would be called alike, both get a number that only they have, so that neither's id depends on the other one's place.
void nameOperations(const Api& api, std::vector<TypedEndpoint>& all)
{
    std::map<std::string, int> taken;
    for (const auto& group : api.groups)
        for (const auto* endpoint : group.endpoints) ++taken[endpoint->id];
    for (auto& typed : all) ++taken[typed.id = typed.endpoint->id + "_" + idText(joined(typed.names))];
    for (auto& typed : all)
        if (taken[typed.id] > 1) typed.id += "_" + checksum(joined(typed.names));
}

/// The endpoint as it acts on one resource alone.
Endpoint narrowed(const Endpoint& endpoint, const std::vector<std::string>& names)
{
    auto narrow = endpoint;
    narrow.path = resourcePath(endpoint, names);
    narrow.summary += (narrow.summary.empty() ? "" : ": ") + names.back();
    auto named = endpoint.guard->parameters;
    std::sort(named.rbegin(), named.rend());
    for (const auto place : named) narrow.parameters.erase(narrow.parameters.begin() + static_cast<std::ptrdiff_t>(place));
    narrow.guard.reset(); // the operator has allowed it
    return narrow;
}

const rapidjson::Value* memberOf(const rapidjson::Value& object, const char* name)
{
    const auto found = object.FindMember(name);
    return found == object.MemberEnd() ? nullptr : &found->value;
}

} // namespace

std::vector<TypedEndpoint> typedEndpoints(const Api& api, const std::vector<NamedResource>& resources)
{
    std::vector<TypedEndpoint> all;
    for (std::size_t place = 0; place < api.groups.size(); ++place)
        for (const auto* endpoint : api.groups[place].endpoints)
        {
            if (endpoint->role != FW_ROLE_TYPED) continue;
            const auto& tellers = api.groups[place].types;
            const auto kind = endpoint->guard->kind;
            const auto types = std::find_if(tellers.begin(), tellers.end(), [&](const Endpoint* teller) { return isOf(*teller, kind); });
            if (types == tellers.end()) continue;
            for (const auto& resource : resources)
                if (resource.kind == kind) all.push_back({place, endpoint, *types, resource.names, {}});
        }
    nameOperations(api, all);
    return all;
}

std::string resourceName(const TypedEndpoint& endpoint) { return joined(endpoint.names).substr(1); }

TypesPaths typesPaths(const std::vector<TypedEndpoint>& endpoints)
{
    TypesPaths all;
    std::map<std::string, std::size_t> known;
    for (const auto& typed : endpoints)
    {
        const auto [found, isNew] = known.try_emplace(resourcePath(*typed.types, typed.names), all.paths.size());
        if (isNew) all.paths.push_back(found->first);
        all.places.push_back(found->second);
    }
    return all;
}

std::optional<TypedOperation> typedOperation(const TypedEndpoint& typed, std::string_view told)
{
    auto answer = parseJson(told);
    if (!answer || !answer->IsObject()) return std::nullopt;
    const auto found = answer->FindMember("inputs");
    if (found == answer->MemberEnd() || !found->value.IsObject()) return std::nullopt;
    found->value.EraseMember("$schema"); // the document says for all
    TypedOperation operation{typed.id, narrowed(*typed.endpoint, typed.names)};
    operation.endpoint.bodySchema = toJson(found->value);
    if (const auto* description = memberOf(*answer, "description"); description && description->IsString())
        operation.endpoint.description.assign(description->GetString(), description->GetStringLength());
    return operation;
}

} // namespace flyte_webhook::host
