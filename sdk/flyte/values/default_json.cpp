#include "default_json.h"
#include "write.h"

namespace flyte_webhook::flyte
{

namespace
{

/// Takes the second name of its place from each file. `shown` is what was written of the literal.
void nameOnce(const Literal& literal, Json& shown)
{
    if (literal.scalar().has_blob() && shown.IsObject()) shown.EraseMember("path");
    if (literal.scalar().has_union_()) nameOnce(literal.scalar().union_().value(), shown);
    if (literal.has_collection() && shown.IsArray())
        for (rapidjson::SizeType i = 0; i < shown.Size(); ++i) nameOnce(literal.collection().literals(static_cast<int>(i)), shown[i]);
    if (literal.has_map() && shown.IsObject())
        for (const auto& [key, value] : literal.map().literals())
            if (const auto found = shown.FindMember(key.c_str()); found != shown.MemberEnd()) nameOnce(value, found->value);
}

} // namespace

std::optional<MadeJson> defaultJson(const Literal& literal, const LiteralType& type, Example& example)
{
    auto shown = writtenJson(example.allocator(), [&](JsonWriter& writer) { writeLiteralAt(writer, literal, &type, 0); });
    if (shown) nameOnce(literal, *shown);
    return shown && example.isTaken(type, *shown) ? std::move(shown) : std::nullopt;
}

} // namespace flyte_webhook::flyte
