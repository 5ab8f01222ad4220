#pragma once
#include <flyte_webhook/plugin/json.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace flyte_webhook
{

/// 422: a value that fits its description and cannot be used all the same, or several of them. The client reads it in the shape in which
/// the host tells its own findings: {"detail":[{"type":"value_error","loc":["query","path"],"msg":"...","input":"..."}]}.
class InvalidParameter : public std::runtime_error
{
public:
    /// `location` is "path", "query" or "body", then the parameter's name and, for what lies within it, keys. "query" of a
    /// parameter that may stand in the query or in the body: the client is told "body" when it stood there. what() is the message, as
    /// the end of a sentence that begins with "Value error, ": what was wrong and what would be right. `input` is the value that came;
    /// none is told as null.
    InvalidParameter(std::vector<std::string> location, const std::string& message, std::optional<std::string> input = {})
        : std::runtime_error(message), _findings{{std::move(location), message, std::move(input)}}
    {
    }

    /// Adds what another one tells. After the hundredth finding the rest is left out, as the host does.
    void add(const InvalidParameter& other)
    {
        for (const auto& finding : other._findings)
            if (!isFull()) _findings.push_back(finding);
    }
    bool isFull() const noexcept { return _findings.size() >= 100; }

    /// Tells which of them stood in the body: `isInBody(name)` of a parameter. Called by the SDK.
    template <typename IsInBody> void locate(IsInBody isInBody)
    {
        for (auto& finding : _findings)
        {
            auto& location = finding.location;
            if (location.size() > 1 && location[0] == "query" && isInBody(location[1])) location[0] = "body";
        }
    }

    /// Of the first finding.
    const std::vector<std::string>& location() const noexcept { return _findings.front().location; }
    const std::optional<std::string>& input() const noexcept { return _findings.front().input; }

    /// The body of the answer.
    std::string body() const
    {
        rapidjson::StringBuffer buffer;
        {
            JsonWriter writer(buffer);
            JsonObject answer(writer);
            auto errors = answer.array("detail");
            for (const auto& finding : _findings) finding.writeTo(errors.object());
        }
        return std::string(buffer.GetString(), buffer.GetSize());
    }

private:
    struct Finding
    {
        std::vector<std::string> location;
        std::string message;
        std::optional<std::string> input;

        /// An answer is not made large by a request: a long input is left out, as the host does.
        void writeTo(JsonObject error) const
        {
            constexpr std::size_t longestInput = 1024;
            error.field("type", "value_error");
            {
                auto parts = error.array("loc");
                for (const auto& part : location) parts.add(part);
            }
            const bool told = input && input->size() <= longestInput;
            error.field("msg", "Value error, " + message).field("input", told ? input : std::nullopt);
        }
    };

    std::vector<Finding> _findings;
};

/// Runs the checks of a request's parameters one by one, so that a client is told at once of all that is wrong. Thread: one at a time.
class ParameterChecks
{
public:
    /// Runs a check. An InvalidParameter that it throws is kept; once there are enough of them, nothing more is checked.
    template <typename Check> void run(Check check)
    {
        if (_wrong && _wrong->isFull()) return;
        try
        {
            check();
        }
        catch (const InvalidParameter& e)
        {
            if (_wrong)
                _wrong->add(e);
            else
                _wrong = e;
        }
    }

    /// Throws what was kept, all as one.
    void finish() const
    {
        if (_wrong) throw *_wrong;
    }

private:
    std::optional<InvalidParameter> _wrong;
};

} // namespace flyte_webhook
