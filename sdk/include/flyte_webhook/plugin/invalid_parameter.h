#pragma once
#include <flyte_webhook/plugin/json.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace flyte_webhook
{

/// 422: a value that fits its description and cannot be used all the same. The client reads it in the shape in which the host tells its
/// own findings: {"detail":[{"type":"value_error","loc":["query","path"],"msg":"...","input":"..."}]}.
class InvalidParameter : public std::runtime_error
{
public:
    /// `location` is "path", "query" or "body", then the parameter's name and, for what lies within it, keys. what() is the message, as
    /// the end of a sentence that begins with "Value error, ": what was wrong and what would be right. `input` is the value that came;
    /// none is told as null.
    InvalidParameter(std::vector<std::string> location, const std::string& message, std::optional<std::string> input = {})
        : std::runtime_error(message), _location(std::move(location)), _input(std::move(input))
    {
    }

    const std::vector<std::string>& location() const noexcept { return _location; }
    const std::optional<std::string>& input() const noexcept { return _input; }

    /// The body of the answer.
    std::string body() const
    {
        rapidjson::StringBuffer buffer;
        {
            JsonWriter writer(buffer);
            JsonObject answer(writer);
            auto errors = answer.array("detail");
            write(errors.object());
        }
        return std::string(buffer.GetString(), buffer.GetSize());
    }

private:
    /// An answer is not made large by a request: a long input is left out, as the host does.
    void write(JsonObject error) const
    {
        constexpr std::size_t longestInput = 1024;
        error.field("type", "value_error");
        {
            auto location = error.array("loc");
            for (const auto& part : _location) location.add(part);
        }
        const bool told = _input && _input->size() <= longestInput;
        error.field("msg", std::string("Value error, ") + what()).field("input", told ? _input : std::nullopt);
    }

    std::vector<std::string> _location;
    std::optional<std::string> _input;
};

} // namespace flyte_webhook
