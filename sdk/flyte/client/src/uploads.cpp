#include <Poco/Base64Encoder.h>
#include <Poco/MD5Engine.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <flyte_webhook/flyte/uploads.h>
#include <sstream>

namespace flyte_webhook::flyte
{

namespace
{

std::string md5(std::string_view bytes)
{
    Poco::MD5Engine engine;
    engine.update(bytes.data(), static_cast<unsigned>(bytes.size()));
    const auto& digest = engine.digest();
    return std::string(digest.begin(), digest.end());
}

std::string base64(const std::string& bytes)
{
    std::ostringstream text;
    Poco::Base64Encoder encoder(text);
    encoder << bytes;
    encoder.close();
    return text.str();
}

bool sameName(std::string_view one, std::string_view other)
{
    const auto lower = [](unsigned char c) { return std::tolower(c); };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [&](char a, char b) { return lower(a) == lower(b); });
}

/// What belongs to the connection, or is said better here: the open-source control plane gives the digest's length as Content-Length.
bool isOurs(std::string_view name)
{
    constexpr std::array<std::string_view, 6> ours{"Connection", "Content-Length", "Content-MD5", "Expect", "Host", "Transfer-Encoding"};
    return std::any_of(ours.begin(), ours.end(), [&](auto own) { return sameName(name, own); });
}

HttpRequest toRequest(const flyteidl2::dataproxy::CreateUploadLocationResponse& location, const std::string& digest, std::string_view bytes)
{
    HttpRequest put{"PUT", location.signed_url(), bytes, {{"Content-MD5", digest}}};
    bool saysBlobType = false;
    for (const auto& [name, value] : location.headers())
    {
        if (!isOurs(name)) put.headers.emplace_back(name, value);
        saysBlobType = saysBlobType || sameName(name, "x-ms-blob-type");
    }
    // Azure takes no upload without it, and not every control plane knows.
    if (!saysBlobType && location.native_url().rfind("abfs", 0) == 0) put.headers.emplace_back("x-ms-blob-type", "BlockBlob");
    return put;
}

HttpAnswer sendTwiceAtMost(const Request& request, const HttpRequest& put, const std::string& what)
{
    const auto answer = request.send(put);
    if (answer.result != FW_HTTP_UNREACHABLE) return answer;
    request.log(FW_LOG_WARNING, what + " is tried once more: " + std::string(answer.error));
    return request.send(put);
}

/// Scheme and host of a signed URL, for the log: what follows is as good as a password.
std::string storeOf(const std::string& url)
{
    const auto host = url.find("://");
    return host == std::string::npos ? "no URL" : url.substr(0, url.find_first_of("/?#", host + 3));
}

[[noreturn]] void fail(const std::string& what, const std::string& url, const HttpAnswer& answer)
{
    const auto cause = "the store is " + storeOf(url);
    if (answer.result == FW_HTTP_TIMED_OUT) throw GatewayTimeout(what + ": the store did not take it within the request's time", cause);
    if (answer.result == FW_HTTP_REFUSED)
        throw BadGateway(what + ": the store may not be reached: " + std::string(answer.error),
                         cause + "; the plugin's setting allow_forwarding_to names the stores that are not on a public network");
    if (!answer.answered()) throw BadGateway(what + ": " + std::string(answer.error), cause);
    throw BadGateway(what + ": the store answered with status " + std::to_string(answer.status), cause);
}

} // namespace

std::string Uploads::store(const Place& place, const std::string& filename, std::string_view bytes) const
{
    const auto what = "Storing " + filename;
    const auto digest = md5(bytes);
    const auto location = _data.uploadLocation(place, filename, digest, bytes.size());
    if (location.native_url().empty()) throw BadGateway(what + ": the control plane did not say where it can be read");
    const auto digestText = base64(digest);
    const auto answer = sendTwiceAtMost(_request, toRequest(location, digestText, bytes), what);
    if (!answer.answered() || answer.status < 200 || answer.status >= 300) fail(what, location.signed_url(), answer);
    return location.native_url();
}

} // namespace flyte_webhook::flyte
