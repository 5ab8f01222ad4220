#pragma once
#include "integration/fixture.h"
#include "outgoing/servers.h"

namespace flyte_webhook::test
{

// Apps as a control plane tells of them, as bytes: these tests link no Flyte messages.

/// A length-delimited field of a message.
inline std::string field(int number, const std::string& bytes)
{
    std::string text(1, static_cast<char>(number << 3 | 2));
    auto size = bytes.size();
    for (; size >= 0x80; size >>= 7) text += static_cast<char>(size | 0x80);
    return text + static_cast<char>(size) + bytes;
}

/// An enumeration or small number.
inline std::string field(int number, int value) { return {static_cast<char>(number << 3), static_cast<char>(value)}; }

constexpr int stoppedStatus = 4, failedStatus = 6, activeStatus = 7, deployingStatus = 10;

/// The app shop of the configured place: App {metadata {id}, status {ingress {public_url}, conditions}}.
inline std::string shopAt(const std::string& publicUrl, int status = activeStatus)
{
    const auto id = field(2, "flytesnacks") + field(3, "development") + field(4, "shop");
    return field(1, field(1, id)) + field(3, field(3, field(1, publicUrl)) + field(6, field(2, status)));
}

/// A control plane whose one app has an address that the test may change. Thread: setting it is for between requests.
class AppPlane : public Plane
{
public:
    explicit AppPlane(std::string publicUrl = {}) : Plane([this](const ReceivedCall&) { return get(); }), _url(std::move(publicUrl)) {}

    void moveTo(std::string publicUrl)
    {
        const std::lock_guard lock(_urlMutex);
        _url = std::move(publicUrl);
    }

private:
    Answer get()
    {
        const std::lock_guard lock(_urlMutex);
        return {{field(1, shopAt(_url))}};
    }

    std::mutex _urlMutex;
    std::string _url;
};

/// The keys of a server with the group app, whose apps may be called where `reachable` says.
inline std::map<std::string, std::string> appKeys(const Plane& plane, const std::string& reachable)
{
    return {{"control_plane.endpoint", plane.address()}, {"webhook.endpoint_groups", "app"}, {"plugin.app.allow_forwarding_to", reachable}};
}

/// A text as the value of a query parameter.
inline std::string inQuery(const std::string& text)
{
    std::string encoded;
    char escape[4];
    for (const char c : text) std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned char>(c)), encoded += escape;
    return encoded;
}

inline std::string callOf(const std::string& path) { return "/app/shop/call?path=" + inQuery(path); }

} // namespace flyte_webhook::test
