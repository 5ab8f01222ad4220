#pragma once
#include <cstddef>
#include <flyte_webhook/plugin/json.h>
#include <map>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// The named schemas of a document. Thread: one at a time.
class Components
{
public:
    /// Keeps a schema (one JSON object) under a name and returns what refers to it: {"$ref":"#/components/schemas/..."}. Each schema in its
    /// $defs is kept under its own name, and each in the $defs of a part of it under the name of the whole and its own. A name that stands
    /// for another schema already gets a number.
    std::string add(const std::string& name, std::string_view schema);

    /// The body of every error: {"detail": text}. A schema that says the same comes to it as well.
    std::string error();

    /// The body of a 422 of the host and of plugins that refuse a parameter: a list of what is wrong.
    std::string validationError();

    /// Whether a schema describes {"detail": text} and nothing else.
    static bool isError(std::string_view schema);

    /// Writes them, by name.
    void writeTo(JsonObject& schemas) const;

private:
    std::string nameFor(const std::string& wanted, const std::string& origin);

    /// Of the schemas that wanted the same name.
    struct Wishes
    {
        std::map<std::string, std::string> names; ///< that they got, by the schemas as they were given
        std::size_t tried = 0;                    ///< how many names, taken ones among them
    };

    std::map<std::string, std::string> _schemas;  ///< by name, as the document has them
    std::map<std::string, Wishes> _wishes;        ///< by the name that was wanted
    std::map<std::string, std::size_t> _families; ///< all that one schema defines, and its number
};

/// The name of an endpoint's schemas: "look_up" is LookUp.
std::string schemaName(std::string_view id);

} // namespace flyte_webhook::host
