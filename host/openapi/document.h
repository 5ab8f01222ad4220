#pragma once
#include "endpoints/endpoint.h"
#include <set>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// An operation of its own on one resource, with the types of that.
struct TypedOperation
{
    std::string id;
    Endpoint endpoint; ///< that acts on this resource alone; its answers are named as those of the one that acts on any
};

/// A group of endpoints that are served.
struct ApiGroup
{
    std::string name, summary;
    std::vector<const Endpoint*> endpoints;
    std::vector<const Endpoint*> types; ///< that tell types, and are not shown
    std::vector<TypedOperation> typed;  ///< shown behind the endpoints
    std::set<std::string> unreadable;   ///< what would have typed operations if its types could be read
};

/// What a document is made of.
struct Api
{
    std::string title, description;
    bool authRequired = true;
    std::vector<std::string> credentialHeaders; ///< lower case
    std::vector<ApiGroup> groups;               ///< one without endpoints is left out
};

/// The OpenAPI 3.1 document of an API, as JSON text. The same API gives the same bytes. Any thread.
std::string makeDocument(const Api& api);

} // namespace flyte_webhook::host
