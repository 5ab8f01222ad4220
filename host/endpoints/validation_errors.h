#pragma once
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flyte_webhook::host
{

/// Everything that is wrong with a request's parameters and body, in the shape that FastAPI clients know (http-contract.md, General):
/// {"detail":[{"type","loc","msg","input","ctx"}]}. An answer cannot be made large by a request: after the hundredth error the rest is left
/// out. Thread: one at a time.
class ValidationErrors
{
public:
    /// path, query or body, then names, and places in a list.
    using Location = std::vector<std::variant<std::string, std::size_t>>;

    /// `input` is what came, as JSON text; it becomes null when it is long. `context` is a JSON object with more, or empty.
    void add(const char* type, const Location& location, std::string_view message, std::string_view inputJson = "null",
             std::string_view contextJson = {});

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
