#pragma once
#include <algorithm>
#include <cppunit/TestAssert.h>
#include <flyte_webhook/testing/fake_host.h>

/// Fails `method` with each gRPC code but OK and those that the endpoint treats in a way of its own, and checks the status that the HTTP
/// contract has for it, and that the control plane's message is told.
template <typename Send>
void checkErrorTable(const fw_plugin_table* (*entry)(const fw_host*, fw_const*), const std::string& method, const std::vector<int>& except,
                     Send send)
{
    const int statuses[] = {200, 502, 502, 400, 504, 404, 409, 403, 429, 409, 409, 400, 501, 502, 503, 502, 401};
    for (int code = 1; code <= 16; ++code)
    {
        if (std::find(except.begin(), except.end(), code) != except.end()) continue;
        flyte_webhook::testing::FakeHost host(entry);
        host.fail(method, static_cast<flyte_webhook::Code>(code), "told by the plane");
        const flyte_webhook::testing::FakeReply reply = send(host);
        const auto where = method + " failing with " + std::to_string(code) + ": " + reply.body;
        CPPUNIT_ASSERT_EQUAL_MESSAGE(where, statuses[code], reply.status);
        CPPUNIT_ASSERT_MESSAGE(where, reply.body.find("told by the plane") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(where, std::size_t(1), host.calls(method).size());
    }
}
