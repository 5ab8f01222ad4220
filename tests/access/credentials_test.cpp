#include "access/credentials.h"
#include <cppunit/extensions/HelperMacros.h>
#include <set>

using namespace flyte_webhook::host;

namespace
{

HttpRequest requestWith(std::vector<HeaderField> headers)
{
    HttpRequest request;
    request.headers = std::move(headers);
    return request;
}

/// "name=value name=value" of what counts as credentials.
std::string extracted(std::vector<HeaderField> headers, std::vector<std::string> names = {"authorization", "cookie"})
{
    const CredentialExtractor extractor(std::move(names));
    const auto request = requestWith(std::move(headers));
    std::string text;
    for (const auto& [name, value] : extractor.extract(request))
        text += (text.empty() ? "" : " ") + std::string(name) + "=" + std::string(value);
    return text;
}

class CredentialsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CredentialsTest);
    CPPUNIT_TEST(ConfiguredHeadersAreFoundInAnyCase);
    CPPUNIT_TEST(CredentialsComeInTheConfiguredOrder);
    CPPUNIT_TEST(OtherHeadersAreNone);
    CPPUNIT_TEST(AnEmptyHeaderIsNone);
    CPPUNIT_TEST(TheFirstOfSeveralValuesCounts);
    CPPUNIT_TEST(AValueThatGrpcCannotCarryIsNone);
    CPPUNIT_TEST(ValuesAreViewsIntoTheRequest);
    CPPUNIT_TEST(NamesAreComparedWhole);
    CPPUNIT_TEST(TheDigestTellsCallersApart);
    CPPUNIT_TEST(TheDigestKnowsWhereAPartEnds);
    CPPUNIT_TEST(NoCredentialsHaveNoDigest);
    CPPUNIT_TEST(TwoProcessesKeysDiffer);
    CPPUNIT_TEST_SUITE_END();

    void ConfiguredHeadersAreFoundInAnyCase()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("authorization=Bearer a"), extracted({{"AUTHORIZATION", "Bearer a"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("cookie=sid=1; other=2"), extracted({{"cookie", "sid=1; other=2"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("x-api-key=k"), extracted({{"X-Api-Key", "k"}}, {"authorization", "x-api-key"}));
    }

    void CredentialsComeInTheConfiguredOrder()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("authorization=a cookie=b"), extracted({{"Cookie", "b"}, {"Host", "h"}, {"Authorization", "a"}}));
    }

    void OtherHeadersAreNone()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), extracted({{"Host", "h"}, {"X-Api-Key", "k"}, {"Proxy-Authorization", "p"}}));
        CPPUNIT_ASSERT_EQUAL(std::string(), extracted({{"Authorization", "a"}}, {"x-api-key"}));
        CPPUNIT_ASSERT_EQUAL(std::string(), extracted({{"Authorization", "a"}}, {}));
    }

    void AnEmptyHeaderIsNone()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), extracted({{"Authorization", ""}}));
        CPPUNIT_ASSERT_EQUAL(std::string("cookie=c"), extracted({{"Authorization", ""}, {"Cookie", "c"}}));
    }

    void TheFirstOfSeveralValuesCounts()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("authorization=one"), extracted({{"Authorization", "one"}, {"authorization", "two"}}));
        CPPUNIT_ASSERT_EQUAL(std::string(), extracted({{"Authorization", ""}, {"authorization", "two"}}));
    }

    void AValueThatGrpcCannotCarryIsNone()
    {
        for (const char* value : {"caf\xC3\xA9", "\xFF", "a\tb", "a\x7f", "a\nb", "a\x01"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(value, std::string(), extracted({{"Authorization", value}}));
        CPPUNIT_ASSERT_EQUAL(std::string("authorization= ~"), extracted({{"Authorization", " ~"}}));
    }

    void ValuesAreViewsIntoTheRequest()
    {
        const std::string value = "Bearer secret";
        const CredentialExtractor extractor({"authorization"});
        const auto credentials = extractor.extract(requestWith({{"Authorization", value}}));
        CPPUNIT_ASSERT(credentials.at(0).value.data() == value.data());
    }

    void NamesAreComparedWhole()
    {
        const CredentialExtractor extractor({"authorization", "x-api-key"});
        for (const char* name : {"authorization", "Authorization", "X-API-KEY"}) CPPUNIT_ASSERT_MESSAGE(name, extractor.counts(name));
        for (const char* name : {"", "author", "authorization2", "x_api_key", "cookie", "xauthorization"})
            CPPUNIT_ASSERT_MESSAGE(name, !extractor.counts(name));
    }

    void TheDigestTellsCallersApart()
    {
        const CallerDigest digest;
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i)
        {
            const auto token = "Bearer " + std::to_string(i);
            const auto made = digest.of({{"authorization", token}});
            CPPUNIT_ASSERT_EQUAL(std::size_t{32}, made.size());
            CPPUNIT_ASSERT(made == digest.of({{"authorization", token}}));
            CPPUNIT_ASSERT(seen.insert(made).second);
        }
        CPPUNIT_ASSERT(digest.of({{"authorization", "a"}}) != digest.of({{"cookie", "a"}}));
        CPPUNIT_ASSERT(digest.of({{"authorization", "a"}, {"cookie", "b"}}) != digest.of({{"authorization", "a"}}));
    }

    void TheDigestKnowsWhereAPartEnds()
    {
        const CallerDigest digest;
        CPPUNIT_ASSERT(digest.of({{"ab", "c"}}) != digest.of({{"a", "bc"}}));
        CPPUNIT_ASSERT(digest.of({{"a", "b"}, {"c", "d"}}) != digest.of({{"c", "d"}, {"a", "b"}}));
        CPPUNIT_ASSERT(digest.of({{"a", "bcd"}}) != digest.of({{"a", "b"}, {"c", "d"}}));
    }

    void NoCredentialsHaveNoDigest() { CPPUNIT_ASSERT_EQUAL(std::string(), CallerDigest().of({})); }

    void TwoProcessesKeysDiffer()
    {
        const std::vector<Credential> credentials{{"authorization", "Bearer a"}};
        CPPUNIT_ASSERT(CallerDigest().of(credentials) != CallerDigest().of(credentials));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CredentialsTest);

} // namespace
