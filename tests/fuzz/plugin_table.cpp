// Tables that a plugin hands over (support/odd_tables.h). What the host accepts can be routed, bound, configured and measured.
#include "base/utf8.h"
#include "config/plugin_settings.h"
#include "endpoints/binder.h"
#include "endpoints/endpoint_reader.h"
#include "plugins/declaration_reader.h"
#include "plugins/plugin_metrics.h"
#include "support/odd_tables.h"

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;

namespace
{

/// Runs a step; true when the host accepts what it read.
template <typename Step> bool accepted(Step step)
{
    try
    {
        step();
        return true;
    }
    catch (const host::BadDescription& e)
    {
        require(*e.what() && host::isUtf8(e.what()), "a refusal says why, in UTF-8", e.what());
        return false;
    }
}

void checkEndpoint(const host::Endpoint& endpoint)
{
    for (const auto* text :
         {&endpoint.id, &endpoint.path, &endpoint.summary, &endpoint.description, &endpoint.bodyHelp, &endpoint.bodySchema})
        require(host::isUtf8(*text), "texts are UTF-8", *text);
    host::Router router;
    router.add(endpoint.method, endpoint.path, endpoint.index);
    host::Captures captures;
    const auto* methods = router.match(endpoint.path, captures, endpoint.method);
    require(methods && methods->count(endpoint.method) == 1, "an endpoint has a route", endpoint.path);
    host::ParameterValues values(endpoint);
    host::ValidationErrors errors;
    host::bindPath(endpoint, captures, values, errors);
    host::bindRest(endpoint, {"a=1&b=x&name=y", "application/json", R"({"a":"1","x_1":{"k":2}})"}, values, errors);
    require(host::isUtf8(errors.body()), "an answer is UTF-8", errors.body());
    if (endpoint.guard)
        for (const auto place : endpoint.guard->parameters)
            require(place < endpoint.parameters.size() && endpoint.parameters[place].place == FW_PATH, "a guard names path parameters");
}

void checkEndpoints(const fw_plugin_table& table)
{
    for (std::size_t i = 0; table.endpoints && i < table.endpoint_count; ++i)
        if (table.endpoints[i]) accepted([&] { checkEndpoint(host::readEndpoint(*table.endpoints[i], i)); });
}

void checkSettings(const fw_plugin_table& table)
{
    const auto declared = host::readSettings(table);
    host::Settings settings;
    settings.plugin["p"]["a"] = {"1", "file:1"};
    settings.plugin["p"]["b"] = {"x, y", "file:2"};
    host::ConfigErrors errors;
    host::PluginSettings(settings).read("p", declared, errors);
    for (const auto& error : errors) require(host::isUtf8(error.text()), "an error is UTF-8", error.text());
}

void checkMetrics(const fw_plugin_table& table)
{
    const auto declared = host::readMetrics(table);
    host::PluginMetrics metrics(declared);
    for (std::uint32_t i = 0; i <= declared.size(); ++i)
        for (const double value : {0.0, -1.0, 1e300}) metrics.record(i, value);
    for (std::uint32_t i = 0; i < declared.size(); ++i)
        require(metrics.read(i).buckets.size() == 1 || declared[i].kind == FW_HISTOGRAM, "a counter has one number");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    OddTables tables(input);
    const auto& table = tables.plugin();
    checkEndpoints(table);
    accepted([&] { checkSettings(table); });
    accepted([&] { checkMetrics(table); });
    return 0;
}
