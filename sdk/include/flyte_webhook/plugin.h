#pragma once
/// The C++ interface for plugin authors: a header-only layer over flyte_webhook/abi.h.
///
/// A plugin is one shared library with one group of endpoints:
///
///     #include <flyte_webhook/plugin.h>
///     namespace fw = flyte_webhook;
///
///     class Hello final: public fw::Handler
///     {
///     public:
///         explicit Hello(std::string greeting): _greeting(std::move(greeting)) {}
///
///         static void describe(fw::Endpoint& endpoint)
///         {
///             endpoint.get("hello", "/hello/{name}").summary("A greeting").reply(200, "the greeting");
///         }
///
///         void handle(fw::Request& request, fw::Reply& reply) override
///         {
///             reply.json().field("text", _greeting + " " + request.parameter<std::string>("name"));
///         }
///
///     private:
///         const std::string _greeting;
///     };
///
///     FLYTE_WEBHOOK_PLUGIN("hello", "1.0.0")(fw::Plugin& plugin)
///     {
///         plugin.add<Hello>(plugin.setting<std::string>("greeting", "Hello", "the first word"));
///     }
///
/// Before handle() the host has authenticated the caller, checked the allow-list and validated every parameter. A handler reports a
/// failure by throwing one of the classes in plugin/errors.h, or InvalidParameter; any other exception becomes a 500 and a log line.
#include <flyte_webhook/plugin/control_plane.h>
#include <flyte_webhook/plugin/endpoint.h>
#include <flyte_webhook/plugin/errors.h>
#include <flyte_webhook/plugin/handler.h>
#include <flyte_webhook/plugin/invalid_parameter.h>
#include <flyte_webhook/plugin/json.h>
#include <flyte_webhook/plugin/module.h>
#include <flyte_webhook/plugin/plugin.h>
#include <flyte_webhook/plugin/reply.h>
#include <flyte_webhook/plugin/request.h>

/// Opens the definition of the function that sets the plugin up; the plugin's one exported symbol comes with it. The function runs once
/// to learn what the plugin is, with every setting at its fallback, and once for each configuration, with the operator's settings. What
/// it throws is told to the operator as the reason why the plugin does not start.
#define FLYTE_WEBHOOK_PLUGIN(name, version)                                                                                                \
    static void flyteWebhookSetUp(::flyte_webhook::Plugin&);                                                                               \
    extern "C" FW_EXPORT const fw_plugin_table* flyte_webhook_plugin(const fw_host* host, fw_const* why)                                   \
    {                                                                                                                                      \
        static ::flyte_webhook::Module<&flyteWebhookSetUp> module(name, version);                                                          \
        return module.open(host, why);                                                                                                     \
    }                                                                                                                                      \
    static void flyteWebhookSetUp
