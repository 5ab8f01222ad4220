#include "sandbox/modes/modes.h"
#include "sandbox/modes/dockerfile.h"
#include "sandbox/modes/echo_app.h"
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{
namespace
{

using Arguments = std::vector<std::string>;

struct Mode
{
    std::string_view option;
    int (*run)(const Arguments& arguments);
};

constexpr Mode modes[] = {
    {"--dockerfile-of", printDockerfile},
    {"--echo-app", runEchoApp},
};

} // namespace

std::optional<int> runMode(int count, const char* const* arguments)
{
    if (count < 2) return std::nullopt;
    for (const auto& mode : modes)
        if (mode.option == arguments[1]) try
            {
                return mode.run(Arguments(arguments + 2, arguments + count));
            }
            catch (const std::exception& e)
            {
                std::cerr << e.what() << "\n";
                return 1;
            }
    return std::nullopt;
}

} // namespace flyte_webhook::sandbox
