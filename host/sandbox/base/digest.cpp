#include "sandbox/base/digest.h"
#include <Poco/SHA2Engine.h>

namespace flyte_webhook::sandbox
{

std::string sha256(std::string_view bytes)
{
    Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
    engine.update(bytes.data(), static_cast<unsigned>(bytes.size()));
    return Poco::DigestEngine::digestToHex(engine.digest());
}

} // namespace flyte_webhook::sandbox
