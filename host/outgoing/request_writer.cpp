#include "request_writer.h"
#include "base/header_text.h"
#include "outgoing/outgoing_failure.h"
#include <algorithm>
#include <array>

namespace flyte_webhook::host::outgoing
{
namespace
{

constexpr std::array<std::string_view, 13> ownHeaders{
    "connection",          "content-length",   "expect", "host",    "keep-alive",        "proxy-authenticate",
    "proxy-authorization", "proxy-connection", "te",     "trailer", "transfer-encoding", "upgrade",
    "http2-settings"};

bool isOwn(std::string_view name)
{
    return std::any_of(ownHeaders.begin(), ownHeaders.end(), [&](auto own) { return sameName(name, own); });
}

/// What it is called in a message; a name that is none is not repeated.
std::string called(std::string_view name) { return isToken(name) ? "the header '" + std::string(name) + "'" : "a header"; }

void checkHeader(std::string_view name, std::string_view value)
{
    const auto refuse = [&](const char* reason) { throw OutgoingFailure(FW_HTTP_REFUSED, called(name) + " cannot be sent: " + reason); };
    if (!isToken(name)) refuse("its name is none");
    if (isOwn(name)) refuse("the server sets it itself");
    if (!isHeaderValue(value)) refuse("its value holds a control character");
}

bool isCredential(std::string_view name, const std::vector<Credential>& credentials)
{
    return std::any_of(credentials.begin(), credentials.end(), [&](const auto& credential) { return sameName(name, credential.name); });
}

/// Without a length many servers would wait for a body of any method but these.
bool saysLength(const OutgoingRequest& request)
{
    constexpr std::array<std::string_view, 5> bodiless{"GET", "HEAD", "OPTIONS", "DELETE", "TRACE"};
    return !request.body.empty() || std::find(bodiless.begin(), bodiless.end(), request.method) == bodiless.end();
}

void addHeader(std::string& head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

/// An upper bound, so that the text never grows and leaves a copy behind.
std::size_t sizeOf(const OutgoingRequest& request, const Url& url)
{
    std::size_t size = request.method.size() + url.target().size() + url.host().size() + 256;
    for (const auto& [name, value] : request.headers) size += name.size() + value.size() + 4;
    if (request.credentials)
        for (const auto& credential : *request.credentials) size += credential.name.size() + credential.value.size() + 4;
    return size;
}

} // namespace

void checkRequest(const OutgoingRequest& request)
{
    if (!isToken(request.method) || request.method == "CONNECT") throw OutgoingFailure(FW_HTTP_REFUSED, "the HTTP method cannot be sent");
    for (const auto& [name, value] : request.headers) checkHeader(name, value);
    if (!request.credentials) return;
    for (const auto& credential : *request.credentials) checkHeader(credential.name, credential.value);
}

std::string requestHead(const OutgoingRequest& request, const Url& url, bool withCredentials)
{
    static const std::vector<Credential> none;
    const auto& credentials = withCredentials && request.credentials ? *request.credentials : none;
    std::string head;
    head.reserve(sizeOf(request, url));
    head.append(request.method).append(" ").append(url.target()).append(" HTTP/1.1\r\n");
    addHeader(head, "Host", url.hostHeader());
    for (const auto& [name, value] : request.headers)
        if (!isCredential(name, credentials)) addHeader(head, name, value);
    for (const auto& credential : credentials) addHeader(head, credential.name, credential.value);
    if (saysLength(request)) addHeader(head, "Content-Length", std::to_string(request.body.size()));
    head.append("\r\n");
    return head; // as it is: a copy would leave the first one behind
}

bool isIdempotent(std::string_view method)
{
    constexpr std::array<std::string_view, 6> idempotent{"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"};
    return std::find(idempotent.begin(), idempotent.end(), method) != idempotent.end();
}

} // namespace flyte_webhook::host::outgoing
