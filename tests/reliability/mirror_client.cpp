#include "reliability/mirror_client.h"
#include "reliability/mirror.h"

namespace flyte_webhook::test
{
namespace
{

std::string quoted(const std::string& key, const std::string& value) { return "\"" + key + "\":\"" + value + "\""; }

/// What a caller's requests are made of.
struct Names
{
    std::string who, count, number;

    std::string own(const char* what) const { return who + "-" + what + count; }
};

using Make = MirrorRequest (*)(const Names&);

MirrorRequest get(const char* kind, std::string target, std::vector<std::string> expected)
{
    return {kind, "GET", std::move(target), {}, std::move(expected)};
}

MirrorRequest post(const char* kind, std::string target, std::string body, std::vector<std::string> expected)
{
    return {kind, "POST", std::move(target), std::move(body), std::move(expected)};
}

std::string inputOf(const Names& names) { return "{" + quoted(names.who + "-input", names.own("k")) + "}"; }

constexpr Make makers[] = {
    [](const Names&) { return get("health", "/health", {"healthy"}); },
    [](const Names& n) {
        return get("me", "/me", {quoted("subject", n.who), quoted("name", n.who + "-name")});
    },
    [](const Names& n)
    {
        return get("get_task", "/task/development/demo/" + n.who + ".task",
                   {quoted("version", n.who + "-v1"), quoted("task_type", n.who + "-type")});
    },
    [](const Names& n) { return get("get_task", "/task/development/demo/shared.task?version=v1", {quoted("task_type", n.who + "-type")}); },
    [](const Names& n)
    { return post("run_task", "/run-task/development/demo/" + n.who + ".task", inputOf(n), {"\"name\":\"" + n.who + "-run-"}); },
    [](const Names& n)
    { return post("run_task", "/run-task/development/demo/shared.task?version=v1", inputOf(n), {"\"name\":\"" + n.who + "-run-"}); },
    [](const Names& n) {
        return get("get_run", "/run/" + n.own("r"), {quoted("name", n.own("r")), quoted("phase", "succeeded")});
    },
    [](const Names& n)
    {
        return get("get_run_io", "/run/" + n.own("r") + "/io",
                   {quoted("name", n.own("r")), quoted(n.who + "-input", n.who + "-value"), "\"o0\":" + n.number});
    },
    [](const Names& n)
    {
        return post("abort_run", "/run/" + n.own("running") + "/abort?reason=" + n.own("reason"), {},
                    {quoted("name", n.own("running")), quoted("reason", n.own("reason"))});
    },
    [](const Names& n) {
        return get("get_app", "/app/" + n.own("app"), {quoted("name", n.own("app")), "\"revision\":" + n.number + ","});
    },
    [](const Names& n) { return post("activate_app", "/app/" + n.own("app") + "/activate", {}, {quoted("name", n.own("app"))}); },
    [](const Names& n) { return post("deactivate_app", "/app/" + n.own("app") + "/deactivate", {}, {"\"is_deactivated\":true"}); },
    [](const Names& n)
    {
        return post("activate_trigger", "/trigger/" + n.who + ".task/" + n.own("on") + "/activate", {},
                    {quoted("trigger_name", n.own("on")), "\"active\":true"});
    },
    [](const Names& n)
    {
        return post("deactivate_trigger", "/trigger/" + n.who + ".task/" + n.own("on") + "/deactivate", {},
                    {quoted("trigger_name", n.own("on")), "\"active\":false"});
    },
    [](const Names& n)
    {
        return post("build_image", "/build-image?name=" + n.own("image"), {},
                    {quoted("image_name", n.own("image")), "\"image_build_run_name\":null"});
    },
    [](const Names& n)
    { return post("prefetch_hf_model", "/prefetch/hf-model?repo=org/" + n.own("k"), {}, {"\"name\":\"" + n.who + "-run-"}); },
    [](const Names& n)
    { return get("get_prefetch_hf_model", "/prefetch/hf-model/" + n.own("model-r"), {quoted("name", n.own("model-r"))}); },
    [](const Names& n)
    {
        return get("get_prefetch_hf_model_io", "/prefetch/hf-model/" + n.own("model-r") + "/io",
                   {quoted(n.who + "-input", n.who + "-value"), "\"o0\":" + n.number});
    },
    [](const Names& n)
    {
        return post("abort_prefetch_hf_model", "/prefetch/hf-model/" + n.own("model-running") + "/abort", {},
                    {quoted("name", n.own("model-running"))});
    },
    [](const Names& n)
    { return post("call_app", "/app/" + n.own("app") + "/call?path=/" + n.own("page"), {}, {quoted("page", n.own("page"))}); },
    [](const Names& n) { return post("show", "/show/" + n.own("thing"), "{}", {quoted("name", n.own("thing"))}); },
    [](const Names& n)
    { return post("relay", "/relay?method=pkg.Svc/Do", n.own("message"), {"answer to " + n.own("message") + " for " + n.who}); },
    [](const Names& n) { return get("follow", "/follow?method=pkg.Svc/Follow", {n.who + "-1\n" + n.who + "-2\n" + n.who + "-3\n"}); },
};

bool isOf(const MirrorRequest& request, std::initializer_list<const char*> kinds)
{
    for (const std::string kind : kinds)
        if (kind == request.kind) return true;
    return false;
}

} // namespace

MirrorClient::MirrorClient(int number, std::uint16_t port, bool plugins, bool apps)
    : _number(number), _name(callerName(number)), _header(callerHeader(number)), _port(port), _plugins(plugins), _apps(apps),
      _random(static_cast<unsigned>(number) + 1)
{
}

std::size_t MirrorClient::kinds() { return std::size(makers); }

std::optional<MirrorRequest> MirrorClient::make(std::size_t kind)
{
    auto request = makers[kind]({_name, std::to_string(_count++), std::to_string(_number)});
    if (!_apps && isOf(request, {"call_app"})) return std::nullopt;
    if (!_plugins && isOf(request, {"show", "relay", "follow"})) return std::nullopt;
    return request;
}

MirrorClient::Result MirrorClient::step()
{
    for (;;)
        if (auto request = make(_random() % kinds())) return ask(*std::move(request));
}

MirrorClient::Result MirrorClient::ask(MirrorRequest request)
try
{
    if (!_connection) _connection = std::make_unique<WebConnection>(_port);
    std::vector<std::string> headers{_header};
    if (!request.body.empty()) headers.emplace_back("Content-Type: application/json");
    auto answer = _connection->ask(webRequest(request.method, request.target, headers, request.body));
    if (answer.headers.count("connection") && answer.headers["connection"] == "close") _connection.reset();
    auto wrong = check(request, answer);
    return {std::move(request), std::move(answer), std::move(wrong), {}};
}
catch (const std::exception& e)
{
    _connection.reset();
    return {std::move(request), {}, {}, e.what()};
}

std::string MirrorClient::check(const MirrorRequest& request, const WebAnswer& answer) const
{
    auto strangers = strangersIn(answer.body, _name);
    for (const auto& [name, value] : answer.headers) strangers += strangersIn(value, _name);
    if (!strangers.empty()) return "another's name: " + strangers;
    if (answer.status != 200) return {};
    for (const auto& part : request.expected)
        if (answer.body.find(part) == std::string::npos) return "'" + part + "' is not in: " + answer.body;
    return {};
}

} // namespace flyte_webhook::test
