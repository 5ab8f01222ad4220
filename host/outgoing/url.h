#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace flyte_webhook::host::outgoing
{

/// An http or https URL, read strictly: what two parsers may read in two ways is none.
class Url
{
public:
    /// Throws OutgoingFailure (refused) that says what is wrong. A fragment is left out, as it is never sent.
    explicit Url(std::string_view text);

    bool secure() const noexcept { return _secure; }
    const std::string& host() const noexcept { return _host; } ///< lower case, an IPv6 address without brackets
    std::uint16_t port() const noexcept { return _port; }
    const std::string& target() const noexcept { return _target; } ///< path and query, as it is sent
    std::string hostHeader() const;                                ///< as the Host header says it

private:
    void takeScheme(std::string_view& text);
    void takeAuthority(std::string_view authority);
    void takePort(std::string_view rest);

    bool _secure = false;
    bool _bracketed = false;
    std::string _host;
    std::uint16_t _port = 0;
    std::string _target;
};

} // namespace flyte_webhook::host::outgoing
