#include "value_checks.h"
#include "control_plane/endpoint.h"
#include <algorithm>
#include <arpa/inet.h>
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz", digits = "0123456789";

bool consistsOf(std::string_view text, std::string_view more)
{
    const auto fits = [more](char c) { return lower.find(c) != lower.npos || digits.find(c) != digits.npos || more.find(c) != more.npos; };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

bool isWord(std::string_view text, std::string_view joints) { return consistsOf(text, joints) && lower.find(text.front()) != lower.npos; }

bool beginsWith(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Headers that proxies, HTTP itself or gRPC write: a caller is not known by them, and sent on as metadata they would harm. An underscore
/// is a dash to many who read them.
bool isNoCredential(std::string header)
{
    std::replace(header.begin(), header.end(), '_', '-');
    static constexpr std::string_view begins[] = {"grpc-",
                                                  "x-forwarded-",
                                                  "x-user-",
                                                  "x-amzn-oidc-",
                                                  "content-",
                                                  "proxy-",
                                                  "connect-",
                                                  "accept",
                                                  "if-",
                                                  "x-request-",
                                                  "sec-",
                                                  "access-control-",
                                                  "x-auth-request-",
                                                  "x-remote-",
                                                  "x-envoy-",
                                                  "x-ms-client-principal",
                                                  "x-goog-authenticated-user-"};
    static constexpr std::string_view names[] = {"host",        "connection",    "transfer-encoding",
                                                 "te",          "trailer",       "upgrade",
                                                 "keep-alive",  "user-agent",    "expect",
                                                 "date",        "via",           "forwarded",
                                                 "origin",      "referer",       "range",
                                                 "traceparent", "tracestate",    "x-real-ip",
                                                 "remote-user", "cache-control", "pragma",
                                                 "baggage"};
    return endsWith(header, "-bin") || std::any_of(std::begin(begins), std::end(begins), [&](auto b) { return beginsWith(header, b); }) ||
           std::find(std::begin(names), std::end(names), header) != std::end(names);
}

} // namespace

std::string problem(std::string_view text, const std::string& isNo, const std::string& right)
{
    return shown(text) + " is no " + isNo + "; write " + right;
}

Problem kubernetesNameProblem(std::string_view text)
{
    if (consistsOf(text, "-") && text.size() <= 63 && text.front() != '-' && text.back() != '-') return std::nullopt;
    return problem(text, "Kubernetes name", "at most 63 lower-case letters, digits and inner dashes");
}

Problem pathSegmentProblem(std::string_view text)
{
    if (!text.empty() && text.find_first_of("/ \t") == text.npos) return std::nullopt;
    return problem(text, "name of a project or domain", "one without slashes and spaces, as the control plane shows it");
}

Problem listenAddressProblem(std::string_view text)
{
    const std::string address(text);
    in6_addr bytes; // large enough for both kinds
    if (address == "localhost" || ::inet_pton(AF_INET, address.c_str(), &bytes) == 1 || ::inet_pton(AF_INET6, address.c_str(), &bytes) == 1)
        return std::nullopt;
    return problem(text, "address to listen on", "an IP address of this machine without a port: 0.0.0.0, 127.0.0.1, ::");
}

Problem endpointProblem(std::string_view text)
{
    if (text.find('@') != text.npos)
        return shown(text) + " holds a user or password, which an endpoint does not have; write host:port, callers bring their credentials";
    try
    {
        ControlPlaneEndpoint endpoint(text);
        return std::nullopt;
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
}

Problem consoleUrlProblem(std::string_view text)
{
    const auto wrong = problem(text, "console URL", "http(s)://host, with a port or path where needed and nothing behind");
    const bool http = beginsWith(text, "http://") || beginsWith(text, "https://");
    if (!http || text.find_first_of("?# @\"<>\\^`{|}") != text.npos) return wrong;
    const auto authority = text.substr(text.find("://") + 3);
    if (endpointProblem(authority.substr(0, authority.find('/')))) return wrong;
    return std::nullopt;
}

Problem groupNameProblem(std::string_view text)
{
    if (isWord(text, "-")) return std::nullopt;
    return problem(text, "name of a group", "all, or names of lower-case letters, digits and dashes between commas");
}

Problem endpointIdProblem(std::string_view text)
{
    if (isWord(text, "_")) return std::nullopt;
    return problem(text, "endpoint id", "names of lower-case letters, digits and underscores between commas");
}

Problem credentialHeaderProblem(std::string_view text)
{
    const auto name = lowerCase(text);
    if (!consistsOf(name, "-_.")) return problem(text, "header name that gRPC can carry", "letters, digits, dashes, dots and underscores");
    if (!isNoCredential(name)) return std::nullopt;
    return shown(text) + " cannot count as a credential, because others than the caller set it; name headers such as authorization, "
                         "cookie or x-api-key";
}

Problem emptyProblem(std::string_view text)
{
    if (!text.empty()) return std::nullopt;
    return "it is empty; write a text, or leave the key out";
}

} // namespace flyte_webhook::host
