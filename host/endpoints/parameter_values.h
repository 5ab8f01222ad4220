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
    explicit ParameterValues(const Endpoint& endpoint)
        : _endpoint(&endpoint), _values(endpoint.parameters.size()), _places(endpoint.parameters.size()),
          _refused(endpoint.parameters.size())
    {
    }

    /// `place` is where it stood.
    void set(std::size_t parameter, std::string text, fw_place place)
    {
        _values[parameter] = std::move(text);
        _places[parameter] = place;
    }

    /// Notes that what the client gave is no value of the parameter.
    void refuse(std::size_t parameter) { _refused[parameter] = true; }

    /// Whether the client gave the parameter, be it right or wrong.
    bool given(std::size_t parameter) const noexcept { return _values[parameter].has_value() || _refused[parameter]; }

    /// The value of a path parameter after binding.
    const std::string& at(std::size_t parameter) const { return *_values[parameter]; }

    /// The value or the fallback of a parameter; nothing when it has neither, or when there is no such parameter.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// The fw_place where a parameter's value stood; 0 when it was left out, or when there is no such parameter.
    std::uint32_t place(std::string_view name) const noexcept;

private:
    const Endpoint* _endpoint;
    std::vector<std::optional<std::string>> _values;
    std::vector<std::uint32_t> _places;
    std::vector<bool> _refused;
};

} // namespace flyte_webhook::host
