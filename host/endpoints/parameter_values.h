#pragma once
#include "endpoint.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// The values of one request's parameters, in the text forms of their types. Thread: the request's.
class ParameterValues
{
public:
    explicit ParameterValues(const Endpoint& endpoint) : _endpoint(&endpoint), _values(endpoint.parameters.size()) {}

    /// `place` is where it stood.
    void set(std::size_t parameter, std::string text, fw_place place)
    {
        _values[parameter].text = std::move(text);
        _values[parameter].place = place;
    }

    /// Notes that what the client gave is no value of the parameter.
    void refuse(std::size_t parameter) { _values[parameter].refused = true; }

    /// Whether the client gave the parameter, be it right or wrong.
    bool given(std::size_t parameter) const noexcept { return _values[parameter].text || _values[parameter].refused; }

    /// The value of a path parameter after binding.
    const std::string& at(std::size_t parameter) const { return *_values[parameter].text; }

    /// The value or the fallback of a parameter; nothing when it has neither, or when there is no such parameter.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// The fw_place where a parameter's value stood; 0 when it was left out, or when there is no such parameter.
    std::uint32_t place(std::string_view name) const noexcept;

private:
    struct Value
    {
        std::optional<std::string> text;
        std::uint32_t place = 0;
        bool refused = false;
    };

    const Endpoint* _endpoint;
    std::vector<Value> _values; ///< in the order of the endpoint's parameters
};

} // namespace flyte_webhook::host
