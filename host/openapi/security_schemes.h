#pragma once
#include <flyte_webhook/plugin/json.h>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// How a request may show who sends it; any one will do.
class SecuritySchemes
{
public:
    /// The names of the headers that are credentials, lower case.
    explicit SecuritySchemes(const std::vector<std::string>& headers);

    /// As "securitySchemes" of the components.
    void writeTo(JsonObject& schemes) const;

    /// As "security" of the document: one of them.
    void writeRequirementTo(JsonArray& security) const;

private:
    struct Scheme
    {
        std::string name, json;
    };
    std::vector<Scheme> _schemes;
};

} // namespace flyte_webhook::host
