#include "support/odd_tables.h"
#include <cstring>

namespace flyte_webhook::fuzz
{

std::string_view OddTables::keep(std::string_view bytes)
{
    const auto& kept = _texts.emplace_back(bytes.begin(), bytes.end());
    return {kept.data(), kept.size()};
}

/// One of the usual texts; bytes of the input; nothing; or NULL with a length.
fw_const OddTables::text(std::initializer_list<std::string_view> usual)
{
    const auto choice = _input.byte();
    std::string_view bytes;
    if (choice == 255) return {nullptr, _input.byte()};
    if (choice == 254) bytes = _input.until('\n');
    if (choice == 253) return {nullptr, 0};
    if (choice < 253) bytes = usual.begin()[choice % usual.size()];
    const auto kept = keep(bytes);
    return {kept.data(), kept.size()};
}

fw_const OddTables::word() { return text({"a", "b", "name", "project", "x_1", "allow_forwarding_to"}); }

fw_const OddTables::schema()
{
    return text({"", R"({"minimum":1,"maximum":9})", R"({"minLength":1,"maxLength":2})", R"({"enum":["a","b"]})", R"({"enum":[1]})",
                 R"({"enum":[]})", R"({"minimum":"1"})", R"({"enum":[null]})", "[]", "{"});
}

/// Mostly one of from .. to.
std::uint32_t OddTables::number(std::uint32_t from, std::uint32_t to)
{
    const auto choice = _input.byte();
    return choice >= 250 ? static_cast<std::uint32_t>(_input.number()) : from + choice % (to - from + 1);
}

template <typename Item> Item OddTables::sized()
{
    Item item{};
    item.size = _input.chance(40) ? _input.byte() : static_cast<std::uint32_t>(sizeof item);
    return item;
}

template <typename Item, typename Make> const Item* const* OddTables::list(std::size_t& count, Make make)
{
    count = _input.below(6);
    const auto choice = _input.byte();
    if (choice == 255) return nullptr;
    auto& items = _lists.emplace_back();
    for (std::size_t i = 0; i < count; ++i)
    {
        const Item item = make();
        const auto* bytes = reinterpret_cast<const char*>(&item);
        items.push_back(_items.emplace_back(bytes, bytes + sizeof item).data());
    }
    if (choice == 254 && count > 0) items.back() = nullptr;
    return reinterpret_cast<const Item* const*>(items.data());
}

fw_setting OddTables::setting()
{
    auto made = sized<fw_setting>();
    made.type = number(FW_STRING, FW_STRING_LIST);
    made.key = word();
    made.fallback = text({"", "1", "true", "a,b", "0.5", "text"});
    made.required = _input.chance(4);
    made.help = text({"help", ""});
    made.schema = schema();
    return made;
}

fw_metric OddTables::metric()
{
    auto made = sized<fw_metric>();
    made.kind = number(FW_COUNTER, FW_HISTOGRAM);
    made.name = text({"a_total", "b_seconds", "c_bytes", "a"});
    made.help = text({"help", ""});
    auto& buckets = _numbers.emplace_back();
    for (auto count = _input.below(4); count > 0; --count)
    {
        const auto bits = _input.number();
        std::memcpy(&buckets.emplace_back(), &bits, sizeof bits);
    }
    made.buckets = _input.chance(20) ? nullptr : buckets.data();
    made.bucket_count = buckets.size();
    return made;
}

fw_parameter OddTables::parameter()
{
    auto made = sized<fw_parameter>();
    made.type = number(FW_STRING, FW_OBJECT);
    made.place = number(FW_PATH, FW_QUERY_OR_BODY);
    made.required = _input.chance(4);
    made.name = word();
    made.has_fallback = _input.chance(3);
    made.fallback = text({"", "1", "true", R"(["a"])", "0.5", "text", "{}"});
    made.bare_body = _input.chance(6);
    made.help = text({"help", ""});
    made.schema = schema();
    return made;
}

fw_reply OddTables::reply()
{
    auto made = sized<fw_reply>();
    made.status = static_cast<std::int32_t>(number(200, 404));
    made.help = text({"help", ""});
    made.content_type = text({"", "text/plain"});
    made.schema = text({"", "{}", R"({"type":"object"})", "["});
    return made;
}

fw_guard OddTables::guard()
{
    auto made = sized<fw_guard>();
    made.kind = number(FW_RESOURCE_TASK, FW_RESOURCE_TRIGGER);
    auto& names = _names.emplace_back();
    for (auto count = _input.below(5); count > 0; --count) names.push_back(word());
    made.parameters = _input.chance(20) ? nullptr : names.data();
    made.parameter_count = names.size();
    made.self_refusal = text({"", "not itself"});
    return made;
}

fw_endpoint OddTables::endpoint()
{
    auto made = sized<fw_endpoint>();
    made.body = number(FW_BODY_NONE, FW_BODY_RAW);
    made.id = text({"one", "two", "three", "Bad Id"});
    made.method = text({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"});
    made.path = text({"/a", "/a/{name}", "/{a}/{b}", "/{project}/{name}/{a}", "/", "/{a}/{a}", "/x{a}", "//"});
    made.summary = text({"summary", ""});
    made.description = text({"", "more"});
    made.body_help = text({"", "a body"});
    made.body_schema = text({"", "{}", "[]"});
    made.parameters = list<fw_parameter>(made.parameter_count, [this] { return parameter(); });
    made.replies = list<fw_reply>(made.reply_count, [this] { return reply(); });
    if (_input.chance(2)) made.guard = &_guards.emplace_back(guard());
    made.open = _input.chance(4);
    return made;
}

const fw_plugin_table& OddTables::plugin()
{
    _plugin.size = sizeof _plugin;
    _plugin.endpoints = list<fw_endpoint>(_plugin.endpoint_count, [this] { return endpoint(); });
    _plugin.settings = list<fw_setting>(_plugin.setting_count, [this] { return setting(); });
    _plugin.metrics = list<fw_metric>(_plugin.metric_count, [this] { return metric(); });
    return _plugin;
}

} // namespace flyte_webhook::fuzz
