#include "sandbox/services/rpc_error.h"
#include "sandbox/services/upload_answers.h"
#include "sandbox_fixture.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;
using flyte_webhook::Code;
using flyteidl2::dataproxy::CreateUploadLocationRequest;

namespace
{

class UploadAnswersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UploadAnswersTest);
    CPPUNIT_TEST(ALocationIsASignedUrlAndAnAddress);
    CPPUNIT_TEST(ItsLifeCanBeChosen);
    CPPUNIT_TEST(WhatCannotBeTakenIsRefused);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    const UploadAnswers _answers{_sandbox.tasks, _sandbox.signer, "http://127.0.0.1:1"};

    static CreateUploadLocationRequest request()
    {
        CreateUploadLocationRequest request;
        request.set_project("flytesnacks");
        request.set_domain("development");
        request.set_filename("spec.pb");
        request.set_content_md5("0123456789abcdef");
        request.set_content_length(7);
        return request;
    }

    void ALocationIsASignedUrlAndAnAddress()
    {
        const auto location = _answers.location(request());
        CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1:1/uploads/"), location.signed_url().substr(0, 27));
        const auto ticket = _sandbox.signer.verify(location.signed_url().substr(18), currentTime());
        CPPUNIT_ASSERT(ticket.size == 7 && ticket.md5 == "30313233343536373839616263646566");
        CPPUNIT_ASSERT_EQUAL("sandbox://uploads/" + pathOf(ticket), location.native_url());
        CPPUNIT_ASSERT_EQUAL(std::string("MDEyMzQ1Njc4OWFiY2RlZg=="), location.headers().at("Content-MD5"));
        CPPUNIT_ASSERT_EQUAL(ticket.expires, std::int64_t(location.expires_at().seconds()));
        const auto now = currentTime();
        CPPUNIT_ASSERT_THROW(_sandbox.signer.verify(location.signed_url().substr(18), now + std::chrono::hours(2)), UploadRefused);
    }

    void ItsLifeCanBeChosen()
    {
        auto asked = request();
        asked.mutable_expires_in()->set_seconds(2);
        const auto rest = _answers.location(asked).expires_at().seconds() - currentTime().time_since_epoch().count() / 1'000'000;
        CPPUNIT_ASSERT(rest >= 1 && rest <= 4);
    }

    template <typename Change> Code refusal(Change&& change) const
    {
        auto asked = request();
        change(asked);
        try
        {
            _answers.location(asked);
        }
        catch (const RpcError& e)
        {
            return e.code();
        }
        return Code::Ok;
    }

    void WhatCannotBeTakenIsRefused()
    {
        CPPUNIT_ASSERT(refusal([](auto& asked) { asked.set_project("nope"); }) == Code::NotFound);
        for (const char* name : {"", "a/b", "..", ".hidden", "a b", "a\n"})
            CPPUNIT_ASSERT_MESSAGE(name, refusal([&](auto& asked) { asked.set_filename(name); }) == Code::InvalidArgument);
        CPPUNIT_ASSERT(refusal([](auto& asked) { asked.set_domain("../x"); }) == Code::InvalidArgument);
        CPPUNIT_ASSERT(refusal([](auto& asked) { asked.clear_content_md5(); }) == Code::InvalidArgument);
        CPPUNIT_ASSERT(refusal([](auto& asked) { asked.set_content_length(1LL << 40); }) == Code::InvalidArgument);
        CPPUNIT_ASSERT(refusal([](auto& asked) { asked.set_content_length(-1); }) == Code::InvalidArgument);
        CPPUNIT_ASSERT(refusal([](auto& asked) { asked.mutable_expires_in()->set_seconds(999999); }) == Code::InvalidArgument);
        CPPUNIT_ASSERT(refusal([](auto& asked) { asked.mutable_expires_in()->set_seconds(0); }) == Code::InvalidArgument);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UploadAnswersTest);

} // namespace
