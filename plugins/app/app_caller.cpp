#include "app_caller.h"
#include <flyte_webhook/plugin/errors.h>
#include <strings.h>

namespace flyte_webhook::app
{

namespace
{

constexpr int mostRedirects = 5;

std::string attempt(const AppRequest& call) { return "Calling the app " + call.name + ": "; }

std::string_view header(const HttpAnswer& answer, std::string_view name)
{
    for (const auto& [key, value] : answer.headers)
        if (key.size() == name.size() && ::strncasecmp(key.data(), name.data(), name.size()) == 0) return value;
    return {};
}

bool isRedirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

/// What clients make of the method on their way (RFC 9110, sections 15.4.2 to 15.4.4).
void follow(AppRequest& call, int status, std::string url)
{
    call.url = std::move(url);
    const bool asGet = (status == 303 && call.method != "HEAD") || (status <= 302 && call.method == "POST");
    if (!asGet) return;
    call.method = "GET";
    call.body.clear();
}

} // namespace

HttpAnswer AppCaller::call(const Request& request, const AppAddress& address, AppRequest call) const
{
    for (int redirects = 0; redirects <= mostRedirects; ++redirects)
    {
        auto answer = send(request, call);
        if (answer.status < 300 || answer.status >= 400) return answer;
        const auto location = header(answer, "Location");
        if (!isRedirect(answer.status) || location.empty())
            throw BadGateway(attempt(call) + "it answered with the status " + std::to_string(answer.status) + ", which is no answer");
        auto url = address.redirected(call.url, location);
        if (!url) throw BadGateway(attempt(call) + "it redirects to another place, and only redirects within the app are followed");
        follow(call, answer.status, *std::move(url));
    }
    throw BadGateway(attempt(call) + "it redirects more than " + std::to_string(mostRedirects) + " times");
}

HttpAnswer AppCaller::send(const Request& request, const AppRequest& call) const
{
    constexpr bool withCredentials = true; // where the host lets them go
    HttpRequest http{call.method, call.url, call.body, {{"User-Agent", _userAgent}, {"Accept-Encoding", "identity"}}, withCredentials};
    if (!call.body.empty()) http.headers.emplace_back("Content-Type", "application/json");
    auto answer = request.send(http);
    check(call, answer);
    return answer;
}

void AppCaller::check(const AppRequest& call, const HttpAnswer& answer) const
{
    const auto sentence = attempt(call) + std::string(answer.error);
    switch (answer.result)
    {
    case FW_HTTP_ANSWERED: break;
    case FW_HTTP_REFUSED: throw PermissionDenied(sentence);
    case FW_HTTP_TIMED_OUT: throw GatewayTimeout(sentence);
    case FW_HTTP_TOO_LARGE:
    case FW_HTTP_UNREACHABLE: throw BadGateway(sentence);
    }
    if (answer.body.size() > _mostBytes)
        throw BadGateway(attempt(call) + "its answer is larger than " + std::to_string(_mostBytes) + " bytes");
    const auto encoding = header(answer, "Content-Encoding");
    if (!encoding.empty() && encoding != "identity")
        throw BadGateway(attempt(call) + "its answer is compressed, which it was not asked for");
}

} // namespace flyte_webhook::app
