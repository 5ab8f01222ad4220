#pragma once
#include "endpoints/endpoint.h"
#include "openapi/components.h"
#include "openapi/host_answers.h"
#include <map>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The answers of one endpoint by status, those of its own and those of the host's steps. Thread: one at a time.
class Responses
{
public:
    Responses(const Endpoint& endpoint, Components& components) : _endpoint(endpoint), _components(components) {}

    void add(const DeclaredReply& reply);
    void add(const HostAnswer& answer);

    void writeTo(JsonObject& responses) const;

private:
    /// All that may be answered with one status.
    struct Answer
    {
        std::vector<std::string> help;
        std::string contentType = "application/json";
        std::vector<std::string> schemas; ///< JSON text
        std::string example;              ///< JSON text; empty: none, or the schema has one
    };

    void add(int status, const std::string& help, const std::string& schema, std::string example);
    void addError(int status, const std::string& help, std::string example);
    std::string replySchema(const DeclaredReply& reply);
    static void write(JsonObject& response, int status, const Answer& answer);

    const Endpoint& _endpoint;
    Components& _components;
    std::map<int, Answer> _answers;
};

} // namespace flyte_webhook::host
