#pragma once
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// Everything that is wrong with a request's parameters and body, in the shape that FastAPI clients know (http-contract.md, General):
/// {"detail":[{"type","loc","msg","input"}]}. Thread: one at a time.
class ValidationErrors
{
public:
    /// `location` is path, query or body, then the names below it. `input` is what came, as JSON text; it is left out as null when it is
    /// long, so that an answer cannot be made large by a request.
    void add(const char* type, std::vector<std::string> location, std::string_view message, std::string_view inputJson = "null");

    /// A body that is no JSON: `offset` is the byte where reading ended.
    void addInvalidJson(std::size_t offset, std::string_view reason);

    bool empty() const noexcept { return _count == 0; }

    /// The body of the answer.
    std::string body() const;

private:
    rapidjson::StringBuffer _buffer;
    std::size_t _count = 0;
};

/// A text as JSON text.
std::string quoted(std::string_view text);

} // namespace flyte_webhook::host
