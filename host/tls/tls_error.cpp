#include "tls_error.h"
#include <array>
#include <openssl/err.h>

namespace flyte_webhook::host
{

std::string tlsError()
{
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

} // namespace flyte_webhook::host
