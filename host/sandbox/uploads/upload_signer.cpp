#include "sandbox/uploads/upload_signer.h"
#include <Poco/Exception.h>
#include <Poco/HMACEngine.h>
#include <Poco/NumberParser.h>
#include <Poco/RandomStream.h>
#include <Poco/SHA2Engine.h>
#include <Poco/URI.h>
#include <vector>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr const char* prefix = "/uploads/";
constexpr std::size_t keySize = 32;

/// SHA-256 with the sizes that the HMAC needs to know.
struct Sha256 : Poco::SHA2Engine
{
    enum
    {
        BLOCK_SIZE = 64,
        DIGEST_SIZE = 32
    };
};

std::string randomKey()
{
    std::string key(keySize, '\0');
    Poco::RandomInputStream random;
    random.read(key.data(), static_cast<std::streamsize>(key.size()));
    if (!random) throw std::runtime_error("cannot read random bytes for the key of the uploads");
    return key;
}

/// Takes the same time wherever the texts differ.
bool isSame(const std::string& one, const std::string& other)
{
    unsigned difference = one.size() == other.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
        difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
    return difference == 0;
}

/// What the target says, true or not; the signature is put into `signature`.
UploadTicket parsed(const std::string& target, std::string& signature)
{
    const Poco::URI uri(target);
    std::vector<std::string> segments;
    uri.getPathSegments(segments);
    if (segments.size() != 5) throw UploadRefused(403, "this is no URL for an upload; ask for one by CreateUploadLocation");
    UploadTicket ticket{segments[1], segments[2], segments[4], segments[3]};
    for (const auto& [key, value] : uri.getQueryParameters())
    {
        if (key == "size") ticket.size = Poco::NumberParser::parse64(value);
        if (key == "expires") ticket.expires = Poco::NumberParser::parse64(value);
        if (key == "signature") signature = value;
    }
    return ticket;
}

} // namespace

UploadSigner::UploadSigner() : _key(randomKey()) {}

std::string UploadSigner::sign(const UploadTicket& ticket) const
{
    return prefix + pathOf(ticket) + "?size=" + std::to_string(ticket.size) + "&expires=" + std::to_string(ticket.expires) +
           "&signature=" + signatureOf(ticket);
}

UploadTicket UploadSigner::verify(const std::string& target, Time now) const
{
    try
    {
        std::string signature;
        const UploadTicket ticket = parsed(target, signature);
        if (!isSame(signature, signatureOf(ticket))) throw UploadRefused(403, "the signature of the URL does not fit it");
        if (std::chrono::seconds(ticket.expires) < now.time_since_epoch()) throw UploadRefused(403, "the URL has expired");
        return ticket;
    }
    catch (const Poco::Exception&)
    {
        throw UploadRefused(403, "the URL cannot be read");
    }
}

/// Lines, since no part of a ticket holds a line's end.
std::string UploadSigner::signatureOf(const UploadTicket& ticket) const
{
    Poco::HMACEngine<Sha256> engine(_key);
    engine.update("PUT\n" + pathOf(ticket) + "\n" + std::to_string(ticket.size) + "\n" + std::to_string(ticket.expires));
    return Poco::DigestEngine::digestToHex(engine.digest());
}

bool isUpload(std::string_view target) { return target.rfind(prefix, 0) == 0; }

} // namespace flyte_webhook::sandbox
