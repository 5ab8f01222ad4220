#include "control_plane/grpc/grpc_status.h"
#include "control_plane/status_mapping.h"
#include <cppunit/extensions/HelperMacros.h>
#include <string>
#include <vector>

namespace host = flyte_webhook::host;

namespace
{

int statusOf(int code) { return flyte_webhook::factsOf(host::kindOf(code)).status; }

} // namespace

/// What each gRPC code is over HTTP and in logs.
class StatusMappingTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StatusMappingTest);
    CPPUNIT_TEST(mapsEachCode);
    CPPUNIT_TEST(takesNumbersThatGrpcDoesNotHaveForUnknown);
    CPPUNIT_TEST(whatReachedAServerWasSent);
    CPPUNIT_TEST_SUITE_END();

    void mapsEachCode()
    {
        const std::vector<std::pair<std::string, int>> rows{{"cancelled", 502},
                                                            {"unknown", 502},
                                                            {"invalid_argument", 400},
                                                            {"deadline_exceeded", 504},
                                                            {"not_found", 404},
                                                            {"already_exists", 409},
                                                            {"permission_denied", 403},
                                                            {"resource_exhausted", 429},
                                                            {"failed_precondition", 409},
                                                            {"aborted", 409},
                                                            {"out_of_range", 400},
                                                            {"unimplemented", 501},
                                                            {"internal", 502},
                                                            {"unavailable", 503},
                                                            {"data_loss", 502},
                                                            {"unauthenticated", 401}};
        for (std::size_t i = 0; i < rows.size(); ++i)
        {
            const int code = static_cast<int>(i) + 1;
            CPPUNIT_ASSERT_EQUAL(rows[i].first, std::string(host::grpcCodeName(code)));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(rows[i].first, rows[i].second, statusOf(code));
        }
        CPPUNIT_ASSERT_EQUAL(std::string("ok"), std::string(host::grpcCodeName(0)));
    }

    void takesNumbersThatGrpcDoesNotHaveForUnknown()
    {
        for (const int code : {-1, 17, 1000})
        {
            CPPUNIT_ASSERT_EQUAL(502, statusOf(code));
            CPPUNIT_ASSERT_EQUAL(std::string("unknown"), std::string(host::grpcCodeName(code)));
        }
    }

    /// A server, or a proxy in front of it, may use the words of gRPC's own refusal.
    void whatReachedAServerWasSent()
    {
        for (const char* words : {"UNKNOWN:failed to connect to all addresses", "UNAVAILABLE:DNS resolution failed for x"})
            for (const bool reached : {false, true})
                CPPUNIT_ASSERT_EQUAL(!reached, host::grpcStatus(host::grpc_code::unavailable, words, words, reached).neverSent);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StatusMappingTest);
