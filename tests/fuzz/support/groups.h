#pragma once
#include "endpoints/endpoint.h"
#include <flyte_webhook/testing/fake_host.h>
#include <map>
#include <string_view>

namespace flyte_webhook::fuzz
{

/// One endpoint of a shipped group, as the host reads it, and the way into its library.
struct GroupEndpoint
{
    host::Endpoint endpoint;
    testing::FakeHost::Entry entry;
};

/// All endpoints of all shipped groups by their ids. Opens the libraries.
const std::map<std::string, GroupEndpoint, std::less<>>& groupEndpoints();

} // namespace flyte_webhook::fuzz
