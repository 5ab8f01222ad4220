#include "sandbox/services/caller.h"
#include "sandbox/base/digest.h"
#include "sandbox/services/rpc_error.h"
#include <Poco/Base64Decoder.h>
#include <Poco/Exception.h>
#include <Poco/String.h>
#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

namespace flyte_webhook::sandbox
{
namespace
{

bool looksLikeName(std::string_view text)
{
    constexpr std::size_t longest = 32;
    const auto fits = [](unsigned char c)
    { return std::isalnum(c) || std::string_view(".-_@+").find(static_cast<char>(c)) != std::string_view::npos; };
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), fits);
}

std::string nameFrom(const std::string& kind, std::string_view credential)
{
    return looksLikeName(credential) ? std::string(credential) : kind + "-" + sha256(credential).substr(0, 12);
}

/// What tools send that try whether credentials are looked at.
bool saysInvalid(std::string_view credential) { return Poco::toLower(std::string(credential)).find("invalid") != std::string::npos; }

/// Nothing that looks like a name when there is none.
std::string userOfBasic(std::string_view encoded)
{
    std::istringstream text{std::string(encoded)};
    Poco::Base64Decoder decoder(text);
    try
    {
        const std::string pair{std::istreambuf_iterator<char>(decoder), std::istreambuf_iterator<char>()};
        return pair.substr(0, pair.find(':'));
    }
    catch (const Poco::DataFormatException&) // it is no Base64: all of it is the credential
    {
        return std::string(encoded) + ":";
    }
}

Caller callerOfAuthorization(std::string_view header)
{
    const std::string scheme = Poco::toLower(std::string(header.substr(0, header.find(' '))));
    const std::size_t begin = header.find_first_not_of(' ', scheme.size());
    const std::string_view credential = begin == std::string_view::npos ? std::string_view() : header.substr(begin);
    if (credential.empty()) return {nameFrom("token", header)};
    if (scheme == "bearer" && credential == "bad") throw RpcError(Code::Unauthenticated, "the token `bad` is always refused");
    if (scheme == "bearer") return {nameFrom("token", credential)};
    if (scheme == "basic") return {nameFrom("basic", userOfBasic(credential))};
    return {"token-" + sha256(credential).substr(0, 12)};
}

} // namespace

Caller callerOf(const Credentials& credentials)
{
    for (const auto credential : {credentials.authorization, credentials.apiKey, credentials.cookie})
        if (saysInvalid(credential)) throw RpcError(Code::Unauthenticated, "credentials that say that they are invalid are always refused");
    if (!credentials.authorization.empty()) return callerOfAuthorization(credentials.authorization);
    if (!credentials.apiKey.empty()) return {nameFrom("key", credentials.apiKey)};
    if (!credentials.cookie.empty()) return {"cookie-" + sha256(credentials.cookie).substr(0, 12)};
    throw RpcError(Code::Unauthenticated, "no credentials: send `authorization: Bearer NAME`");
}

} // namespace flyte_webhook::sandbox
