#include "app/app_address.h"
#include <cppunit/extensions/HelperMacros.h>

using flyte_webhook::app::AppAddress;

/// Where an app is, and which redirects stay there.
class AppAddressTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppAddressTest);
    CPPUNIT_TEST(UrlsLieBelowThePublicUrl);
    CPPUNIT_TEST(WhatIsNoHttpUrlOfAHostIsNone);
    CPPUNIT_TEST(RedirectsAreResolved);
    CPPUNIT_TEST(RedirectsToTheSameHostAndPortStay);
    CPPUNIT_TEST(RedirectsElsewhereAreNone);
    CPPUNIT_TEST(RedirectsOutOfTheBasePathAreNone);
    CPPUNIT_TEST_SUITE_END();

    static std::string urlOf(const char* publicUrl)
    {
        const auto address = AppAddress::parse(publicUrl);
        return address ? address->url("/x") : "";
    }

    /// Where a location leads from https://a.example/base/dir/x?q; "" when that is elsewhere.
    static std::string redirected(std::string_view location)
    {
        static const auto address = AppAddress::parse("https://a.example/base");
        return address->redirected("https://a.example/base/dir/x?q", location).value_or("");
    }

public:
    void UrlsLieBelowThePublicUrl()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/x"), urlOf("https://a.example"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/x"), urlOf("https://a.example//"));
        CPPUNIT_ASSERT_EQUAL(std::string("http://a.example:8080/base/more/x"), urlOf("http://a.example:8080/base/more/"));
        CPPUNIT_ASSERT_EQUAL(std::string("http://[::1]:80/x"), urlOf("HTTP://[::1]:80/"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/x"), urlOf("https://a.example/base?a=b/c"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/x"), urlOf("https://a.example#b"));
    }

    void WhatIsNoHttpUrlOfAHostIsNone()
    {
        for (const char* url : {"", "a.example", "//a.example", "ftp://a.example", "http:/a.example", "http://", "https:///x", "https://?x",
                                "https://user@a.example", "https://a.example:80@b.example/", "http://a b/", "http://a\\b/",
                                "http://a\r\nb/", "http://\xc3\xbc/", "file:///etc/passwd", " http://a.example"})
            CPPUNIT_ASSERT_MESSAGE(url, !AppAddress::parse(url));
    }

    void RedirectsAreResolved()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/y?z"), redirected("/base/y?z#f"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/dir/y"), redirected("y"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/dir/y/"), redirected("./y/"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/y"), redirected("../y"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/"), redirected(".."));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/dir/"), redirected("."));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/dir/x?r"), redirected("?r"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/dir/x?q"), redirected("#f"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/dir/x?q"), redirected(""));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base"), redirected("/base"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/y:z?a:b//c"), redirected("/base/y:z?a:b//c"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://a.example/base/dir/y?/../.."), redirected("y?/../.."));
    }

    void RedirectsToTheSameHostAndPortStay()
    {
        for (const char* location :
             {"https://a.example/base/y", "HTTPS://A.Example/base/y", "https://a.example:443/base/y", "//a.example/base/y",
              "//a.example:443/base/y", "http://a.example/base/y", "http://a.example:80/base/y"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(location, std::string("https://a.example/base/y"), redirected(location));
        const auto root = AppAddress::parse("http://a.example:8080");
        CPPUNIT_ASSERT_EQUAL(std::string("http://a.example:8080/"), *root->redirected("http://a.example:8080/x", "http://a.example:8080"));
        CPPUNIT_ASSERT_EQUAL(std::string("http://a.example:8080/?q"), *root->redirected("http://a.example:8080/x", "//a.example:8080?q"));
    }

    void RedirectsElsewhereAreNone()
    {
        for (const char* location : {"https://b.example/base/y",
                                     "//b.example/base/y",
                                     "https://a.example.b.example/base/y",
                                     "https://a.example:8443/base/y",
                                     "https://a.example@b.example/base/y",
                                     "//b.example@a.example/base/y",
                                     "https://a.example:80/base/y",
                                     "http://a.example:443/base/y",
                                     "https://a.example./base/y",
                                     "https:b",
                                     "http:/base/y",
                                     "javascript:x",
                                     "ftp://a.example/base/y",
                                     "data:,x",
                                     "\\\\b.example",
                                     "/\\b.example/base/y",
                                     "/base/\\..",
                                     "https://a.example\\@b.example/base/y",
                                     " /base/y",
                                     "/base/y z",
                                     "/base/\xc3\xbc",
                                     "///b.example",
                                     "https:///base/y",
                                     "https://",
                                     "//"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(location, std::string(), redirected(location));
    }

    void RedirectsOutOfTheBasePathAreNone()
    {
        for (const char* location :
             {"/", "/y", "/based/y", "/Base/y", "../../y", "../../../base2", "/base/../y", "/base/%2e%2e/y", "/base/..%2fy", "/base/%5cy",
              "%2e%2e/%2e%2e/y", "/base/%252e%252e/y", "//a.example", "https://a.example", "/base/..;/y", "/%62ase/y"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(location, std::string(), redirected(location));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppAddressTest);
