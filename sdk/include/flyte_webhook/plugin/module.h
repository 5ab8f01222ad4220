#pragma once
#include <flyte_webhook/plugin/invalid_parameter.h>
#include <flyte_webhook/plugin/plugin.h>
#include <flyte_webhook/plugin/reply.h>
#include <flyte_webhook/plugin/request.h>

namespace flyte_webhook
{

/// One plugin's side of the C interface: its table, and the barrier that no exception crosses. Lives as long as the process; the macro
/// FLYTE_WEBHOOK_PLUGIN makes it. A class of its own for each set-up function, which is a static one, so that two plugins never share a
/// symbol or a state. Thread: open() on the starting one, the table's functions as abi.h says.
template <void (*SetUp)(Plugin&)> class __attribute__((visibility("hidden"))) Module
{
public:
    Module(std::string name, std::string version) : _name(std::move(name)), _version(std::move(version)) {}
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;

    /// The plugin's table, or nullptr and the reason. May be called again, also with another host.
    const fw_plugin_table* open(const fw_host* host, fw_const* why)
    {
        if (host->major != FW_ABI_MAJOR || host->size < sizeof(fw_host))
            return decline("it was built with version " + std::to_string(FW_ABI_MAJOR) + "." + std::to_string(FW_ABI_MINOR) +
                               " of the plugin interface and this host has " + std::to_string(host->major) + "." +
                               std::to_string(host->minor),
                           why);
        _host = host;
        _module = this;
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
        auto description = std::make_unique<Description>();
        Plugin plugin(*description);
        SetUp(plugin);
        _description = std::move(description);
        for (const auto& setting : _description->settings) _settings.push_back(&setting);
        for (const auto& metric : _description->metrics) _metrics.push_back(&metric);
        for (auto& endpoint : _description->endpoints) _endpoints.push_back(endpoint.table());
        _table = {sizeof(fw_plugin_table), FW_ABI_MAJOR,      FW_ABI_MINOR,     toBytes(_name),   toBytes(_version),
                  _description->summary,   _settings.data(),  _settings.size(), _metrics.data(),  _metrics.size(),
                  _endpoints.data(),       _endpoints.size(), &Module::create,  &Module::destroy, &Module::handle};
    }

    static fw_bool create(fw_plugin* plugin, void** instance, fw_bytes* why)
    {
        *instance = nullptr;
        return _module->guard(why, [&] { *instance = _module->make(plugin).release(); });
    }

    std::unique_ptr<Instance> make(fw_plugin* plugin) const
    {
        auto made = std::make_unique<Instance>();
        Plugin setUp(*_host, plugin, made->handlers);
        SetUp(setUp);
        if (made->handlers.size() != _endpoints.size())
            throw std::logic_error("its set-up function added " + std::to_string(_endpoints.size()) +
                                   " endpoints when asked what it is and " + std::to_string(made->handlers.size()) +
                                   " with these settings");
        return made;
    }

    static void destroy(void* instance) { std::unique_ptr<Instance>(static_cast<Instance*>(instance)).reset(); }

    static void handle(void* instance, fw_plugin* plugin, fw_request* request, std::size_t endpoint)
    {
        try
        {
            serve(*static_cast<Instance*>(instance)->handlers.at(endpoint), plugin, request);
        }
        catch (const Error& e)
        {
            fail(plugin, request, e.status(), e.kind(), e.detail(), e.cause());
        }
        catch (InvalidParameter& e)
        {
            e.locate([&](std::string_view name) { return _host->place(request, toBytes(name)) == FW_BODY; });
            if (!_host->reply(request, 422, toBytes("application/json"), toBytes(e.body()))) tellLateFailure(plugin, request, e.what());
        }
        catch (const CallError& e)
        {
            if (!_host->fail_call(request, static_cast<std::int32_t>(e.code()), toBytes(e.attempt()), toBytes(e.message())))
                tellLateFailure(plugin, request, e.attempt() + ": " + e.message());
        }
        catch (const std::exception& e)
        {
            failUnexpectedly(plugin, request, e.what());
        }
        catch (...)
        {
            failUnexpectedly(plugin, request, "an exception that is no std::exception");
        }
    }

    static void serve(Handler& handler, fw_plugin* plugin, fw_request* request)
    {
        Request in(*_host, plugin, request);
        Reply out(*_host, request);
        handler.handle(in, out);
        out.finish();
    }

    static void failUnexpectedly(fw_plugin* plugin, fw_request* request, std::string_view what)
    {
        constexpr auto facts = factsOf(ErrorKind::HandlerFailed);
        fail(plugin, request, facts.status, facts.word, "Internal Server Error", what);
    }

    static void fail(fw_plugin* plugin, fw_request* request, int status, std::string_view kind, std::string_view detail,
                     std::string_view cause)
    {
        if (!_host->fail(request, status, toBytes(kind), toBytes(detail), toBytes(cause)))
            tellLateFailure(plugin, request, std::string(detail).append(cause.empty() ? "" : ": ").append(cause));
    }

    /// The answer was given or begun before: the client cannot be told any more, the operator can.
    static void tellLateFailure(fw_plugin* plugin, fw_request* request, const std::string& what)
    {
        _host->log(plugin, request, FW_LOG_ERROR, toBytes("The handler failed after its answer had begun: " + what));
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
    static inline Module* _module = nullptr;
    static inline const fw_host* _host = nullptr;

    const std::string _name, _version;
    std::string _why;
    std::unique_ptr<Description> _description;
    std::vector<const fw_setting*> _settings;
    std::vector<const fw_metric*> _metrics;
    std::vector<const fw_endpoint*> _endpoints;
    fw_plugin_table _table{};
};

} // namespace flyte_webhook
