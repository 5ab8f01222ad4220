#pragma once
#include "control_plane/test_ca.h"
#include "outgoing/http_client.h"
#include "support/waiting.h"
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// Settings that take certificates of that authority.
inline host::HttpClient::Settings trusting(const TestCa& ca)
{
    host::HttpClient::Settings settings;
    settings.caFile = ca.file();
    return settings;
}

/// An HTTP client that may reach loopback, and one request at a time through it.
struct Sender
{
    explicit Sender(const host::HttpClient::Settings& settings = {}) : client(settings) {}

    host::OutgoingAnswer get(const std::string& url) { return send("GET", url); }

    host::OutgoingAnswer send(const std::string& method, const std::string& url, const std::string& body = {})
    {
        host::OutgoingRequest request;
        request.method = method;
        request.url = url;
        request.body = body;
        for (const auto& [name, value] : headers) request.headers.emplace_back(name, value);
        request.credentials = credentials.empty() ? nullptr : &credentials;
        request.deadline = std::chrono::steady_clock::now() + time;
        request.cancellation = &cancellation;
        return client.send(request, policy);
    }

    host::HttpClient client;
    host::TargetPolicy policy{{"127.0.0.1", "localhost"}};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::vector<host::Credential> credentials{};
    std::chrono::milliseconds time{20'000};
    host::Cancellation cancellation{};
};

inline std::string headerOf(const host::OutgoingAnswer& answer, const std::string& name)
{
    const auto header = std::find_if(answer.headers.begin(), answer.headers.end(), [&](const auto& each) { return each.first == name; });
    return header == answer.headers.end() ? "(none)" : header->second;
}

} // namespace flyte_webhook::test
