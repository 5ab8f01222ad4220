#pragma once
#include "endpoint.h"
#include "validation_errors.h"
#include <optional>
#include <rapidjson/document.h>

namespace flyte_webhook::host
{

/// A request's body as far as its endpoint wants it read. Refers to the bytes. Thread: one at a time.
class BodyContent
{
public:
    /// Reads the body as its type says: JSON is application/json and application/...+json, anything else is a text. Nothing when it is to
    /// be JSON and is none, which is told then. Without a body, or where none is wanted, there is nothing in it.
    static std::optional<BodyContent> read(const Endpoint& endpoint, std::string_view contentType, std::string_view body,
                                           ValidationErrors& errors);

    bool empty() const { return _bytes.empty(); }
    bool isJson() const { return _json; }
    bool isObject() const { return _object; }

    std::string_view bytes() const { return _bytes; }

    /// The body as JSON text: itself, or the text that it is; null where an answer would not show it.
    std::string asJson() const;

    /// Its value, where parameters of the endpoint may lie in it.
    const rapidjson::Value& value() const { return _value; }

    /// The value under a key, the last one of a key that stands twice; nullptr when it is no object with that key.
    const rapidjson::Value* find(std::string_view key) const;

    /// Whether something is given in it for a parameter.
    bool holds(const Parameter& parameter) const;

private:
    std::string_view _bytes;
    bool _json = false;
    bool _object = false;
    rapidjson::Document _value;
};

} // namespace flyte_webhook::host
