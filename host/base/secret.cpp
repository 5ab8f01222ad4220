#include "secret.h"
#include <cstring>

namespace flyte_webhook::host
{

void wipe(void* memory, std::size_t size) noexcept
{
    if (size) ::explicit_bzero(memory, size);
}

void wipe(std::string& text) noexcept
{
    text.resize(text.capacity());
    wipe(text.data(), text.size());
    text.clear();
}

} // namespace flyte_webhook::host
