#pragma once
#include "problem.h"
#include "schema.h"
#include <string>
#include <vector>

namespace flyte_webhook::flyte
{

/// Packs JSON as msgpack, and checks it against a schema on the way. What did not fit leaves no bytes behind.
class StructPacker
{
public:
    StructPacker(std::string& out, Conversion& conversion) : _out(out), _conversion(conversion) {}

    /// Appends the value. Nothing when it does not fit: the conversion then has the problem.
    std::optional<Fit> pack(const Schema& schema, const Json& value, const Path& path);

private:
    std::optional<Fit> packChecked(const Schema& schema, const Json& value, const Path& path);
    std::nullopt_t refuseConstant(const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packAnyOf(const std::vector<Schema>& choices, const Json& value, const Path& path);
    std::optional<Fit> packAllOf(const std::vector<Schema>& parts, const Json& value, const Path& path);
    std::optional<Fit> packTyped(std::string_view type, const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packOneType(const std::vector<std::string_view>& types, const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packObject(const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packMember(const Schema& schema, const Json::Member& member, const Path& path);
    std::optional<Fit> packArray(const Schema& schema, const Json& value, const Path& path);
    std::optional<Fit> packInteger(const Json& value, const Path& path);
    std::optional<Fit> packNumber(const Json& value, const Path& path);
    std::optional<Fit> packText(const Json& value, const Path& path);
    std::optional<Fit> packAny(const Json& value, const Path& path);

    std::string& _out;
    Conversion& _conversion;
};

} // namespace flyte_webhook::flyte
