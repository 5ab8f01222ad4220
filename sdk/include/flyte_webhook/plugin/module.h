#pragma once
#include <flyte_webhook/plugin/plugin.h>
#include <flyte_webhook/plugin/reply.h>
#include <flyte_webhook/plugin/request.h>

namespace flyte_webhook
{

/// One plugin's side of the C interface: its table, and the barrier that no exception crosses. Lives as long as the process; the macro
/// FLYTE_WEBHOOK_PLUGIN makes it. Hidden whatever the compiler's options, so that two plugins never share its statics. Thread: open() on
/// the starting one, the table's functions as abi.h says.
class __attribute__((visibility("hidden"))) Module
{
public:
    using SetUp = void (*)(Plugin&);

    Module(std::string name, std::string version, SetUp setUp) : _name(std::move(name)), _version(std::move(version)), _setUp(setUp) {}
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;

    const fw_plugin_table* open(const fw_host* host, fw_const* why)
    {
        if (host->size < sizeof(fw_host)) return decline("the host offers fewer functions than this plugin was built with", why);
        theHost() = host;
        theModule() = this;
        return guard(why, [&] { describe(); }) ? &_table : nullptr;
    }

private:
    struct Instance
    {
        std::vector<std::unique_ptr<Handler>> handlers;
    };

    void describe()
    {
        if (_table.size) return; // opened before
        Plugin plugin(_description);
        _setUp(plugin);
        for (const auto& setting : _description.settings) _settings.push_back(&setting);
        for (const auto& metric : _description.metrics) _metrics.push_back(&metric);
        for (auto& endpoint : _description.endpoints) _endpoints.push_back(endpoint.table());
        _table = {sizeof(fw_plugin_table), FW_ABI_MAJOR,      FW_ABI_MINOR,     toBytes(_name),   toBytes(_version),
                  _description.summary,    _settings.data(),  _settings.size(), _metrics.data(),  _metrics.size(),
                  _endpoints.data(),       _endpoints.size(), &Module::create,  &Module::destroy, &Module::handle};
    }

    static fw_bool create(fw_plugin* plugin, void** instance, fw_bytes* why)
    {
        auto made = std::make_unique<Instance>();
        const bool done = theModule()->guard(why,
                                             [&]
                                             {
                                                 Plugin setUp(*theHost(), plugin, made->handlers);
                                                 theModule()->_setUp(setUp);
                                             });
        *instance = done ? made.release() : nullptr;
        return done;
    }

    static void destroy(void* instance) { std::unique_ptr<Instance>(static_cast<Instance*>(instance)).reset(); }

    static void handle(void* instance, fw_plugin* plugin, fw_request* request, std::size_t endpoint)
    {
        const fw_host& host = *theHost();
        try
        {
            serve(host, *static_cast<Instance*>(instance)->handlers.at(endpoint), plugin, request);
        }
        catch (const Error& e)
        {
            host.fail(request, e.status(), toBytes(e.kind()), toBytes(e.what()), toBytes(e.cause()));
        }
        catch (const CallError& e)
        {
            host.fail_call(request, static_cast<std::int32_t>(e.code()), toBytes(e.attempt()), toBytes(e.what()));
        }
        catch (const std::exception& e)
        {
            failUnexpectedly(host, request, e.what());
        }
        catch (...)
        {
            failUnexpectedly(host, request, "an exception that is no std::exception");
        }
    }

    static void serve(const fw_host& host, Handler& handler, fw_plugin* plugin, fw_request* request)
    {
        Request in(host, plugin, request);
        Reply out(host, request);
        handler.handle(in, out);
        out.finish();
    }

    static void failUnexpectedly(const fw_host& host, fw_request* request, std::string_view what)
    {
        host.fail(request, 500, toBytes("handler_failed"), toBytes("Internal Server Error"), toBytes(what));
    }

    /// Runs `step`; what it throws becomes the reason. False when it threw.
    template <typename Step> bool guard(fw_bytes* why, Step step)
    {
        try
        {
            step();
            return true;
        }
        catch (const std::exception& e)
        {
            decline(e.what(), why);
        }
        catch (...)
        {
            decline("it threw an exception that is no std::exception", why);
        }
        return false;
    }

    const fw_plugin_table* decline(std::string reason, fw_bytes* why)
    {
        _why = std::move(reason);
        *why = toBytes(_why);
        return nullptr;
    }

    // The C functions carry no pointer to the module: the two belong to the library, which is never closed.
    static Module*& theModule()
    {
        static Module* module = nullptr;
        return module;
    }
    static const fw_host*& theHost()
    {
        static const fw_host* host = nullptr;
        return host;
    }

    const std::string _name, _version;
    const SetUp _setUp;
    std::string _why;
    Description _description;
    std::vector<const fw_setting*> _settings;
    std::vector<const fw_metric*> _metrics;
    std::vector<const fw_endpoint*> _endpoints;
    fw_plugin_table _table{};
};

} // namespace flyte_webhook
