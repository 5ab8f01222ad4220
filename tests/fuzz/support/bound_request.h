#pragma once
#include "endpoints/endpoint.h"
#include <flyte_webhook/testing/fake_host.h>
#include <optional>
#include <string_view>

namespace flyte_webhook::fuzz
{

/// A request as the host lets it through to that endpoint: the path's parameters as segments with slashes between them, the query, the
/// body. Nothing when the host would refuse it. Both must outlive it.
std::optional<testing::FakeRequest> boundRequest(testing::FakeHost& host, const host::Endpoint& endpoint, std::string_view segments,
                                                 std::string_view query, std::string_view body);

} // namespace flyte_webhook::fuzz
