#pragma once
#include "problem.h"
#include <flyte_webhook/plugin/json.h>
#include <flyte_webhook/plugin/json_reader.h>
#include <optional>
#include <string>
#include <utility>

namespace flyte_webhook::flyte
{

using Allocator = rapidjson::Document::AllocatorType;

/// A value that was made, as std::optional can hold it everywhere: RapidJSON's own is assigned from a variable that it empties, which clang
/// does not let into one.
class MadeJson : public Json
{
public:
    using Json::Json;
    MadeJson(Json&& value) noexcept : Json(std::move(value)) {}
    MadeJson(MadeJson&&) noexcept = default;
    MadeJson& operator=(MadeJson&&) noexcept = default;
    MadeJson(const MadeJson&) = delete;
    MadeJson& operator=(const MadeJson&) = delete;
    ~MadeJson() = default;
};

/// The JSON text that `write(JsonWriter&)` writes.
template <typename Write> std::string writtenText(Write write)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    write(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

/// The value that `write(JsonWriter&)` writes. Nothing when it is none that a body could hold.
template <typename Write> std::optional<MadeJson> writtenJson(Allocator& allocator, Write write)
{
    const auto document = parseJson(writtenText(write));
    return document ? std::optional<MadeJson>(std::in_place, *document, allocator) : std::nullopt;
}

inline Json textJson(std::string_view text, Allocator& allocator)
{
    return Json(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
}

} // namespace flyte_webhook::flyte
