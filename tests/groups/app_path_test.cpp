#include "app/app_path.h"
#include <cppunit/extensions/HelperMacros.h>

using flyte_webhook::app::AppPath;
using flyte_webhook::app::StrayPath;

/// What becomes of a path that a caller asks for.
class AppPathTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppPathTest);
    CPPUNIT_TEST(APathBeginsWithOneSlash);
    CPPUNIT_TEST(WhatIsNoPathIsEscaped);
    CPPUNIT_TEST(EscapesStayAsTheyAre);
    CPPUNIT_TEST(AQueryIsKeptApart);
    CPPUNIT_TEST(AFragmentIsLeftOut);
    CPPUNIT_TEST(ForeignPlacesAreMerePaths);
    CPPUNIT_TEST(DotSegmentsAreRefusedInEveryDisguise);
    CPPUNIT_TEST(DotsWithinNamesAreNone);
    CPPUNIT_TEST(LineBreaksAndControlsAreRefusedInEveryDisguise);
    CPPUNIT_TEST(BackslashesAreRefusedInEveryDisguise);
    CPPUNIT_TEST(WhatIsNoUtf8IsRefused);
    CPPUNIT_TEST_SUITE_END();

    static std::string path(std::string_view given) { return AppPath(given).path(); }
    static void expectStray(std::string_view given) { CPPUNIT_ASSERT_THROW_MESSAGE(std::string(given), AppPath path(given), StrayPath); }

public:
    void APathBeginsWithOneSlash()
    {
        for (const char* given : {"x/y", "/x/y", "//x/y", "////x/y"}) CPPUNIT_ASSERT_EQUAL(std::string("/x/y"), path(given));
        for (const char* given : {"", "/", "//"}) CPPUNIT_ASSERT_EQUAL(std::string("/"), path(given));
        CPPUNIT_ASSERT_EQUAL(std::string("/x//y/"), path("x//y/"));
    }

    void WhatIsNoPathIsEscaped()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("/a%20b/%C3%BC/100%25/%22%3C%3E%5B%5D%5E%60%7B%7C%7D"), path("a b/ü/100%/\"<>[]^`{|}"));
        CPPUNIT_ASSERT_EQUAL(std::string("/-._~!$&'()*+,;=:@"), path("-._~!$&'()*+,;=:@"));
        CPPUNIT_ASSERT_EQUAL(std::string("/%25zz%25/%25f"), path("%zz%/%f"));
    }

    void EscapesStayAsTheyAre() { CPPUNIT_ASSERT_EQUAL(std::string("/a%2Fb%3fc%2523"), path("a%2Fb%3fc%2523")); }

    void AQueryIsKeptApart()
    {
        const AppPath given("/x?a=1&b=/?c d%0A\\");
        CPPUNIT_ASSERT_EQUAL(std::string("/x"), given.path());
        CPPUNIT_ASSERT_EQUAL(std::string("a=1&b=/?c%20d%0A%5C"), given.query());
        CPPUNIT_ASSERT_EQUAL(std::string("../.."), AppPath("x?../..").query());
        CPPUNIT_ASSERT_EQUAL(std::string(), AppPath("x?").query());
    }

    void AFragmentIsLeftOut()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("/x"), path("/x#@evil/../y"));
        CPPUNIT_ASSERT_EQUAL(std::string("a=1"), AppPath("/x?a=1#b?c").query());
    }

    void ForeignPlacesAreMerePaths()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("/evil.example/x"), path("//evil.example/x"));
        CPPUNIT_ASSERT_EQUAL(std::string("/@evil.example/x"), path("@evil.example/x"));
        CPPUNIT_ASSERT_EQUAL(std::string("/:80/x"), path(":80/x"));
        CPPUNIT_ASSERT_EQUAL(std::string("/.evil.example"), path(".evil.example"));
        CPPUNIT_ASSERT_EQUAL(std::string("/http://evil.example/x"), path("http://evil.example/x"));
        CPPUNIT_ASSERT_EQUAL(std::string("/%2f%2fevil.example"), path("%2f%2fevil.example"));
    }

    void DotSegmentsAreRefusedInEveryDisguise()
    {
        for (const char* given : {"..",     ".",          "/..",          "../x",
                                  "x/../y", "x/..",       "x/.",          "./x",
                                  "x/./y",  "//..//x",    "%2e%2e/x",     "%2E./x",
                                  ".%2e/x", "x%2f..%2fy", "x/..%2f",      "%2e%2e%2fx",
                                  "..%5cx", "x%5c..%5cy", "%252e%252e/x", "x/%25252e%25252E",
                                  "..;/x",  "x/..;a=b/y", "%2e%2e;x",     "x/..%3bz/y",
                                  "%2e",    "..?a=1",     "..#x",         "%25252525252525252e./x"})
            expectStray(given);
    }

    void DotsWithinNamesAreNone()
    {
        for (const char* given : {"...", "a..b", "..a", "a..", ".well-known/x", "v1.0/x", "x;..", "a%2e%2e", "x;a=../y"})
            CPPUNIT_ASSERT_EQUAL("/" + std::string(given), path(given));
    }

    void LineBreaksAndControlsAreRefusedInEveryDisguise()
    {
        for (const char* given : {"x\r\nHost: evil", "x\ny", "x\ry", "\tx", "x\x7f", "x%0d%0aHost:%20evil", "x%0Ay", "%00", "x%250d%250a",
                                  "x%25250a", "x%1f", "x?a\r\nb", "x?\n", "\r\n/x"})
            expectStray(given);
    }

    void BackslashesAreRefusedInEveryDisguise()
    {
        for (const char* given : {"\\evil.example", "/\\evil.example", "\\\\evil.example", "x\\y", "/%5c", "/%5C%5cevil.example/x", "a%5cb",
                                  "/a%255cb", "a%25255Cb", "x/%5c?a=1"})
            expectStray(given);
    }

    void WhatIsNoUtf8IsRefused()
    {
        for (const char* given : {"%c0%ae%c0%ae/x", "%c0%af", "%ff", "\xc0\xae", "%e0%80%ae", "%ed%a0%80"}) expectStray(given);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppPathTest);
