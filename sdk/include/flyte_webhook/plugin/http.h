#pragma once
#include <flyte_webhook/plugin/bytes.h>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook
{

/// One outgoing HTTP request. The views must hold until it is answered.
struct HttpRequest
{
    std::string_view method = "GET";
    std::string_view url;
    std::string_view body{};
    std::vector<std::pair<std::string_view, std::string_view>> headers{};
    bool credentials = false; ///< with the caller's credentials, where the operator allows that for the target
};

/// What came of it. `status` and `body` hold when result is FW_HTTP_ANSWERED, else `error` is a sentence for the client. Valid until the
/// request ends.
struct HttpAnswer
{
    fw_http_result result = FW_HTTP_ANSWERED;
    int status = 0;
    std::string_view body{};
    std::vector<std::pair<std::string_view, std::string_view>> headers{};
    std::string_view error{};
    bool answered() const noexcept { return result == FW_HTTP_ANSWERED; }
};

/// Sends it within the request's time. Blocks. No redirect is followed.
inline HttpAnswer sendHttp(const fw_host& host, fw_request* request, const HttpRequest& http)
{
    std::vector<fw_header> headers;
    headers.reserve(http.headers.size());
    for (const auto& [name, value] : http.headers) headers.push_back({toBytes(name), toBytes(value)});
    fw_http_call call{};
    call.size = sizeof call;
    call.credentials = http.credentials;
    call.method = toBytes(http.method);
    call.url = toBytes(http.url);
    call.body = toBytes(http.body);
    call.headers = headers.data();
    call.header_count = headers.size();

    fw_http_answer answer{};
    answer.size = sizeof answer;
    fw_lent error{};
    HttpAnswer result;
    result.result = static_cast<fw_http_result>(host.http(request, &call, &answer, &error));
    result.error = toView(error);
    result.status = answer.status;
    result.body = toView(answer.body);
    for (std::size_t i = 0; i < answer.header_count; ++i)
        result.headers.emplace_back(toView(answer.headers[i].name), toView(answer.headers[i].value));
    return result;
}

} // namespace flyte_webhook
