#include "build_host.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/imagebuilder/definition.pb.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// build_image: how the specification comes to its place.
class BuildUploadTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(BuildUploadTest);
    CPPUNIT_TEST(WhatIsStoredIsTheSpecification);
    CPPUNIT_TEST(ThePlaceIsAskedForByDigestAndSize);
    CPPUNIT_TEST(TheSignedUrlGetsItsHeadersAndTheDigest);
    CPPUNIT_TEST(TheCallersCredentialsStayHere);
    CPPUNIT_TEST(AzureIsToldTheKindOfBlob);
    CPPUNIT_TEST(AnyStatusOf2xxWillDo);
    CPPUNIT_TEST(AConnectionErrorIsTriedOnceMore);
    CPPUNIT_TEST(NoOtherFailureIsTriedAgain);
    CPPUNIT_TEST(AFailedUploadStartsNoRun);
    CPPUNIT_TEST(ATimeThatIsOverIsA504);
    CPPUNIT_TEST(TheSignatureIsToldNobody);
    CPPUNIT_TEST(APlaceWithoutAnAddressIsA502);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeReply build()
    {
        auto request = host.request("build_image");
        return request.parameter("pip_packages", std::vector<std::string>{"numpy"}).send();
    }

    FakeReply buildWith(const std::vector<ScriptedHttp>& answers)
    {
        for (const auto& answer : answers) host.http(signedUrl, answer);
        scriptBuilder(host, {signedUrl});
        return build();
    }

    /// The value of a header of the upload, "-" when it was not sent; it must not be sent twice.
    std::string header(const std::string& name)
    {
        std::string found = "-";
        const auto put = host.httpCalls().at(0);
        for (const auto& [key, value] : put.headers)
        {
            if (key != name) continue;
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("-"), found);
            found = value;
        }
        return found;
    }

    static ScriptedHttp failed(fw_http_result result) { return {0, {}, {}, result, "it did not work"}; }

public:
    void WhatIsStoredIsTheSpecification()
    {
        scriptBuilder(host);
        build();
        const auto put = host.httpCalls().at(0);
        CPPUNIT_ASSERT_EQUAL(std::string("PUT ") + signedUrl, put.method + " " + put.url);
        flyteidl2::imagebuilder::ImageSpec spec;
        CPPUNIT_ASSERT(spec.ParseFromString(put.body));
        CPPUNIT_ASSERT_EQUAL(std::string("numpy"), spec.layers(0).pip_packages().packages(0));
    }

    void ThePlaceIsAskedForByDigestAndSize()
    {
        scriptBuilder(host);
        build();
        const auto request = messageOf<flyteidl2::dataproxy::CreateUploadLocationRequest>(host.calls(createUploadLocation).at(0));
        CPPUNIT_ASSERT_EQUAL(std::string("spec.pb"), request.filename());
        CPPUNIT_ASSERT_EQUAL(std::size_t(16), request.content_md5().size());
        CPPUNIT_ASSERT_EQUAL(host.httpCalls().at(0).body.size(), static_cast<std::size_t>(request.content_length()));
    }

    void TheSignedUrlGetsItsHeadersAndTheDigest()
    {
        host.http(signedUrl, {});
        scriptBuilder(host, {signedUrl});
        CPPUNIT_ASSERT_EQUAL(200,
                             host.request("build_image").parameter("base_image", "a").parameter("python_version", "3.12").send().status);
        CPPUNIT_ASSERT_EQUAL(std::string("\x0a\x01\x61\x12\x04"
                                         "3.12"),
                             host.httpCalls().at(0).body);
        CPPUNIT_ASSERT_EQUAL(std::string("+EBtE4fxUl3PnSU+24yNTQ=="), header("Content-MD5"));
        CPPUNIT_ASSERT_EQUAL(std::string("yes"), header("x-signed"));
        CPPUNIT_ASSERT_EQUAL(std::string("-"), header("content-length"));
        CPPUNIT_ASSERT_EQUAL(std::string("-"), header("host"));
        CPPUNIT_ASSERT_EQUAL(std::string("-"), header("x-ms-blob-type"));
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), host.httpCalls().at(0).headers.size());
    }

    void TheCallersCredentialsStayHere()
    {
        scriptBuilder(host);
        build();
        CPPUNIT_ASSERT(!host.httpCalls().at(0).credentials);
    }

    void AzureIsToldTheKindOfBlob()
    {
        auto location = uploadLocation();
        location.set_native_url("abfs://container/spec.pb");
        host.answer(createUploadLocation, location.SerializeAsString());
        scriptBuilder(host, {createUploadLocation});
        build();
        CPPUNIT_ASSERT_EQUAL(std::string("BlockBlob"), header("x-ms-blob-type"));
    }

    void AnyStatusOf2xxWillDo()
    {
        for (const int status : {200, 201, 204})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.http(signedUrl, {status});
            scriptBuilder(fresh, {signedUrl});
            CPPUNIT_ASSERT_EQUAL(200, fresh.request("build_image").send().status);
        }
    }

    void AConnectionErrorIsTriedOnceMore()
    {
        CPPUNIT_ASSERT_EQUAL(200, buildWith({failed(FW_HTTP_UNREACHABLE), {200}}).status);
        const auto puts = host.httpCalls();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), puts.size());
        CPPUNIT_ASSERT(puts[0].body == puts[1].body && puts[0].headers == puts[1].headers);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.calls(createUploadLocation).size());
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.calls(createRun).size());
        CPPUNIT_ASSERT(host.log().at(0).level == FW_LOG_WARNING);
    }

    void NoOtherFailureIsTriedAgain()
    {
        for (const auto& answer : {failed(FW_HTTP_REFUSED), failed(FW_HTTP_TIMED_OUT), ScriptedHttp{503}})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.http(signedUrl, answer).http(signedUrl, {200});
            scriptBuilder(fresh, {signedUrl});
            CPPUNIT_ASSERT(fresh.request("build_image").send().status >= 500);
            CPPUNIT_ASSERT_EQUAL(std::size_t(1), fresh.httpCalls().size());
        }
    }

    void AFailedUploadStartsNoRun()
    {
        for (const auto& answer : {failed(FW_HTTP_UNREACHABLE), failed(FW_HTTP_REFUSED), failed(FW_HTTP_TOO_LARGE), ScriptedHttp{302},
                                   ScriptedHttp{400}, ScriptedHttp{403}, ScriptedHttp{500}})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.http(signedUrl, answer);
            scriptBuilder(fresh, {signedUrl});
            const auto reply = fresh.request("build_image").send();
            CPPUNIT_ASSERT_EQUAL_MESSAGE(reply.body, 502, reply.status);
            CPPUNIT_ASSERT_MESSAGE(reply.detail, reply.detail.find("Storing spec.pb: ") == 0);
            CPPUNIT_ASSERT(fresh.calls(uploadInputs).empty() && fresh.calls(createRun).empty());
        }
    }

    void ATimeThatIsOverIsA504()
    {
        CPPUNIT_ASSERT_EQUAL(504, buildWith({failed(FW_HTTP_TIMED_OUT)}).status);
        CPPUNIT_ASSERT(host.calls(createRun).empty());
    }

    void TheSignatureIsToldNobody()
    {
        for (const auto& answer :
             {failed(FW_HTTP_UNREACHABLE), failed(FW_HTTP_REFUSED), ScriptedHttp{403, "<Key>secret</Key> at store.example.com"}})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.http(signedUrl, answer);
            scriptBuilder(fresh, {signedUrl});
            const auto reply = fresh.request("build_image").send();
            CPPUNIT_ASSERT_MESSAGE(reply.body, reply.body.find("store.example.com") == std::string::npos);
            CPPUNIT_ASSERT_MESSAGE(reply.cause, reply.cause.find("https://store.example.com") != std::string::npos);
            auto told = reply.body + reply.cause;
            for (const auto& line : fresh.log()) told += line.text;
            CPPUNIT_ASSERT_MESSAGE(told, told.find("secret") == std::string::npos);
        }
    }

    void APlaceWithoutAnAddressIsA502()
    {
        host.answer(createUploadLocation, "");
        scriptBuilder(host, {createUploadLocation});
        CPPUNIT_ASSERT_EQUAL(502, build().status);
        CPPUNIT_ASSERT(host.httpCalls().empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BuildUploadTest);
