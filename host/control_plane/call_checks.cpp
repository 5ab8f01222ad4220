#include "call_checks.h"
#include "control_plane/call_mistake.h"
#include "control_plane/metadata_name.h"
#include <algorithm>
#include <cctype>

namespace flyte_webhook::host
{
namespace
{

bool isMethod(std::string_view method)
{
    const auto isLegal = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '/'; };
    const auto slash = method.find('/');
    return slash != method.npos && slash > 0 && slash + 1 < method.size() && method.rfind('/') == slash &&
           std::all_of(method.begin(), method.end(), isLegal);
}

void check(const Credential& credential)
{
    const auto refuse = [&](const char* reason)
    {
        throw CallMistake(grpc_code::invalidArgument,
                          "the header '" + std::string(credential.name) + "' cannot be passed on to the control plane: " + reason);
    };
    if (!isMetadataName(credential.name)) refuse("the protocol allows no header of that name");
    if (!isMetadataValue(credential.value)) refuse("its value may hold printable ASCII characters only");
}

} // namespace

std::string toPath(std::string_view method)
{
    if (!isMethod(method))
        throw CallMistake(grpc_code::internal, "'" + std::string(method) + "' is no method; it must be package.Service/Method");
    std::string path;
    path.reserve(method.size() + 1);
    path += '/';
    path += method;
    return path;
}

void checkCredentials(const CallContext& context)
{
    for (const auto& credential : context.credentials) check(credential);
}

} // namespace flyte_webhook::host
