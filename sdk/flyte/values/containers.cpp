#include "convert.h"
#include "utf8.h"
#include "words.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

std::optional<Fit> convertCollection(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsArray()) return conversion.mismatch(path, "array", value);
    auto& literals = *literal.mutable_collection()->mutable_literals();
    literals.Reserve(static_cast<int>(value.Size()));
    auto worst = Fit::Exact;
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i)
    {
        const auto fit = convert(type.collection_type(), value[i], *literals.Add(), Path(path, i), conversion);
        if (!fit) return std::nullopt;
        worst = std::max(worst, *fit);
    }
    return worst;
}

std::optional<Fit> convertMap(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsObject()) return conversion.mismatch(path, "object", value);
    auto& literals = *literal.mutable_map()->mutable_literals();
    auto worst = Fit::Exact;
    for (const auto& member : value.GetObject())
    {
        const Path at(path, textOf(member.name));
        if (!isUtf8(textOf(member.name))) return conversion.refuse(at, "is no key: it holds a lone surrogate");
        auto& element = literals[std::string(textOf(member.name))];
        element.Clear(); // a key that came before: the last one counts
        const auto fit = convert(type.map_value_type(), member.value, element, at, conversion);
        if (!fit) return std::nullopt;
        worst = std::max(worst, *fit);
    }
    return worst;
}

} // namespace flyte_webhook::flyte
