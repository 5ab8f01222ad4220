#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>

using namespace flyte_webhook::testing;

/// Outgoing HTTP, log lines and metrics as a plugin makes them.
class HttpTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(HttpTest);
    CPPUNIT_TEST(ARequestIsSentAsThePluginPutItTogether);
    CPPUNIT_TEST(AnAnswerHasStatusHeadersAndBody);
    CPPUNIT_TEST(ARefusedTargetIsTold);
    CPPUNIT_TEST(ALogLineBearsTheRequest);
    CPPUNIT_TEST(MetricsAreRecordedByName);
    CPPUNIT_TEST(AHistogramHasItsBuckets);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&samplePlugin};

    FakeReply fetch() { return host.request("fetch").parameter("url", "http://there/x").id("r-7").send(); }

public:
    void ARequestIsSentAsThePluginPutItTogether()
    {
        fetch();
        const auto sent = host.httpCalls().at(0);
        CPPUNIT_ASSERT_EQUAL(std::string("POST"), sent.method);
        CPPUNIT_ASSERT_EQUAL(std::string("http://there/x"), sent.url);
        CPPUNIT_ASSERT_EQUAL(std::string("ping"), sent.body);
        CPPUNIT_ASSERT(sent.credentials);
        CPPUNIT_ASSERT(sent.headers == (Headers{{"Accept", "text/plain"}}));
    }

    void AnAnswerHasStatusHeadersAndBody()
    {
        host.http("http://there/x", {207, "pong", {{"X-Kind", "test"}}});
        const auto json = fetch().json();
        CPPUNIT_ASSERT(json["answered"].GetBool());
        CPPUNIT_ASSERT_EQUAL(207, json["status"].GetInt());
        CPPUNIT_ASSERT_EQUAL(std::string("pong"), std::string(json["body"].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("test"), std::string(json["header"].GetString()));
    }

    void ARefusedTargetIsTold()
    {
        host.http("http://there/x", {0, "", {}, FW_HTTP_REFUSED, "not there"});
        const auto json = fetch().json();
        CPPUNIT_ASSERT(!json["answered"].GetBool());
        CPPUNIT_ASSERT_EQUAL(std::string("not there"), std::string(json["error"].GetString()));
    }

    void ALogLineBearsTheRequest()
    {
        fetch();
        CPPUNIT_ASSERT_EQUAL(std::string("set up"), host.log().at(0).text);
        CPPUNIT_ASSERT_EQUAL(std::string(), host.log().at(0).requestId);
        CPPUNIT_ASSERT_EQUAL(std::string("fetched http://there/x"), host.log().at(1).text);
        CPPUNIT_ASSERT_EQUAL(std::string("r-7"), host.log().at(1).requestId);
    }

    void MetricsAreRecordedByName()
    {
        host.http("http://there/x", {200, "12345"});
        fetch();
        const auto metrics = host.metrics();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), metrics.size());
        CPPUNIT_ASSERT_EQUAL(std::string("fetched_total"), metrics[0].name);
        CPPUNIT_ASSERT_EQUAL(1.0, metrics[0].value);
        CPPUNIT_ASSERT_EQUAL(std::string("fetched_bytes"), metrics[1].name);
        CPPUNIT_ASSERT_EQUAL(5.0, metrics[1].value);
    }

    void AHistogramHasItsBuckets()
    {
        const auto& sizes = *host.table().metrics[1];
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(FW_HISTOGRAM), sizes.kind);
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), sizes.bucket_count);
        CPPUNIT_ASSERT_EQUAL(100.0, sizes.buckets[2]);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), host.table().metrics[0]->bucket_count);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HttpTest);
