#include "control_plane/status_mapping.h"
#include <cppunit/extensions/HelperMacros.h>
#include <string>
#include <vector>

namespace host = flyte_webhook::host;

/// What each gRPC code is over HTTP and in logs.
class StatusMappingTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StatusMappingTest);
    CPPUNIT_TEST(mapsEachCode);
    CPPUNIT_TEST(takesNumbersThatGrpcDoesNotHaveForUnknown);
    CPPUNIT_TEST_SUITE_END();

    void mapsEachCode()
    {
        const std::vector<std::pair<std::string, int>> rows{{"ok", 200},
                                                            {"cancelled", 502},
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
        for (std::size_t code = 0; code < rows.size(); ++code)
        {
            CPPUNIT_ASSERT_EQUAL(rows[code].first, std::string(host::grpcCodeName(static_cast<int>(code))));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(rows[code].first, rows[code].second, host::httpStatus(static_cast<int>(code)));
        }
    }

    void takesNumbersThatGrpcDoesNotHaveForUnknown()
    {
        for (const int code : {-1, 17, 1000})
        {
            CPPUNIT_ASSERT_EQUAL(502, host::httpStatus(code));
            CPPUNIT_ASSERT_EQUAL(std::string("unknown"), std::string(host::grpcCodeName(code)));
        }
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StatusMappingTest);
