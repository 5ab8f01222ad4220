#pragma once
#include "problem.h"
#include <flyte_webhook/plugin/json.h>
#include <flyte_webhook/plugin/json_reader.h>

namespace flyte_webhook::flyte
{

using Allocator = rapidjson::Document::AllocatorType;

/// The value that `write(JsonWriter&)` writes. Nothing when it is none that a body could hold.
template <typename Write> std::optional<Json> writtenJson(Allocator& allocator, Write write)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    write(writer);
    const auto document = parseJson({buffer.GetString(), buffer.GetSize()});
    return document ? std::optional<Json>(std::in_place, *document, allocator) : std::nullopt;
}

inline Json textJson(std::string_view text, Allocator& allocator)
{
    return Json(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
}

} // namespace flyte_webhook::flyte
