#include "fingerprint.h"
#include <array>
#include <openssl/evp.h>
#include <stdexcept>

namespace flyte_webhook::host
{

std::string fingerprint(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL has no SHA-256");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < 16; ++i) (text += digits[digest[i] >> 4]) += digits[digest[i] & 15];
    return text;
}

} // namespace flyte_webhook::host
