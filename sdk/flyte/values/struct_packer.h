#pragma once
#include "problem.h"
#include "schema.h"
#include <string>
#include <vector>

namespace flyte_webhook::flyte
{

/// Packs JSON as msgpack, and checks it against a schema on the way, by all keywords that count. What did not fit leaves no bytes behind.
class StructPacker
{
public:
    StructPacker(std::string& out, Conversion& conversion) : _out(out), _conversion(conversion) {}

    /// Appends the value. Nothing when it does not fit: the conversion then has the problem.
    std::optional<Fit> pack(const Schema& schema, const Json& value, const Path& path);

private:
    using Known = KnownSchemas::Known;

    static constexpr std::size_t mostLevels = 250; ///< of schemas inside one another: a member that may be null takes two

    std::optional<Fit> packChecked(Schema schema, const Json& value, const Path& path);
    std::optional<std::string_view> check(const Schema& schema, const Known& known, const Json& value, const Path& path);
    std::nullopt_t refuseDepth(const Path& path);
    std::nullopt_t refuseType(const Schema& schema, const std::vector<std::string_view>& types, const Json& value, const Path& path);
    std::nullopt_t refuseConstant(const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packAnyOf(const std::vector<Schema>& choices, const Json& value, const Path& path);
    std::optional<Fit> packAll(std::string_view type, const Schema& schema, const Known& known, const Json& value, const Path& path);
    void unite(std::size_t start, std::size_t middle, const Json& value, const Path& path);
    std::optional<Fit> packAs(std::string_view type, const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packObject(const Schema& schema, const Json& value, const Path& path);
    const Json::Member* wrongConstant(const std::vector<const Json::Member*>& members, const Schema& schema);
    std::optional<Fit> checkMembers(const std::vector<const Json::Member*>& members, const Schema& schema, const Path& path);
    std::optional<Fit> packMember(const Schema& schema, const Json::Member& member, const Path& path);
    std::optional<Fit> packArray(const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packInteger(const Json& value, const Path& path);
    std::optional<Fit> packNumber(const Json& value);
    std::optional<Fit> packText(const Json& value, const Path& path);

    std::string& _out;
    Conversion& _conversion;
    std::size_t _levels = 0;
};

} // namespace flyte_webhook::flyte
