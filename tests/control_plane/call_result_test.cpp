#include "base/utf8.h"
#include "control_plane/call_result.h"
#include "control_plane/caller.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// What is left of a failure's text: it is cut, and no credential stands in it.
class CallResultTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CallResultTest);
    CPPUNIT_TEST(textsAreCutAt16KiB);
    CPPUNIT_TEST(eachPartOfACredentialIsRemoved);
    CPPUNIT_TEST(aCredentialAcrossTheCutIsRemoved);
    CPPUNIT_TEST(whatWasRemovedBringsNoPieceOfACredentialIntoView);
    CPPUNIT_TEST(noCredentialIsPutTogetherOfWhatCannotBeTold);
    CPPUNIT_TEST(theCutIsBetweenCharacters);
    CPPUNIT_TEST(shortCredentialsDoNotSwellTheText);
    CPPUNIT_TEST(aLongTextCostsNoMoreThanWhatIsKeptOfIt);
    CPPUNIT_TEST(credentialsOfTooManyPartsLeaveNoText);
    CPPUNIT_TEST(addressesWithinTheControlPlanesNetworkAreReplaced);
    CPPUNIT_TEST(whatOnlyLooksLikeAnAddressStays);
    CPPUNIT_TEST(aStackTraceIsCutOff);
    CPPUNIT_TEST(noTextMakesTheSearchSlow);
    CPPUNIT_TEST_SUITE_END();

    static constexpr std::size_t most = 16 * 1024;

    /// Of a server's words, which stand in gRPC's text as well; both come out the same.
    static std::string wordsOf(const std::string& text, std::vector<host::Credential> credentials)
    {
        Caller caller{std::move(credentials)};
        const auto result = host::toResult({code::internal, text, text, true, true}, caller.context());
        CPPUNIT_ASSERT_EQUAL(code::internal, result.code);
        CPPUNIT_ASSERT_EQUAL(result.message, result.cause);
        return result.message;
    }

    static std::string toldOf(const std::string& text)
    {
        Caller caller{{}};
        const auto result = host::toResult({code::internal, text, text, true, true}, caller.context());
        CPPUNIT_ASSERT_EQUAL(std::min(text.size(), most), result.cause.size()); // the log has all
        return result.message;
    }

    void addressesWithinTheControlPlanesNetworkAreReplaced()
    {
        const std::string told = "dial tcp (an internal address): connect: connection refused";
        for (const char* address :
             {"10.1.2.3:8080", "10.1.2.3", "127.0.0.1:80", "172.16.0.9", "172.31.255.1:1", "192.168.1.1", "169.254.169.254", "8.8.8.8:53",
              "[::1]:80", "[fe80::1%eth0]:8080", "admin.flyte.svc", "admin.flyte.svc.cluster.local:81", "db-0.db.flyte.svc:5432",
              "ip-10-0-0-1.eu-west-1.compute.internal:443"})
            CPPUNIT_ASSERT_EQUAL(told, toldOf("dial tcp " + std::string(address) + ": connect: connection refused"));
        CPPUNIT_ASSERT_EQUAL(std::string("(an internal address), (an internal address)."), toldOf("10.0.0.1:1, 10.0.0.2."));
    }

    void whatOnlyLooksLikeAnAddressStays()
    {
        for (const char* text : {"no task flytesnacks/hello in version 1.2.3.4", "version 110.1.2.3 of hello", "hello-10.1.2.3 is no name",
                                 "see https://docs.example.com:443/svc.html", "172.32.0.1 and 192.169.0.1 are elsewhere", "a.svc-b",
                                 "at 10:30", "names are given at run time (see main.py)", "internal error", "no item [1]:2"})
            CPPUNIT_ASSERT_EQUAL(std::string(text), toldOf(text));
    }

    void aStackTraceIsCutOff()
    {
        for (const char* trace :
             {"\n\ngoroutine 17 [running]:\nmain.main()\n\t/src/main.go:3 +0x1d",
              "\nTraceback (most recent call last):\n  File \"/app/x.py\", line 3, in f\nKeyError: 'a'",
              "\nstack backtrace:\n   0: std::panicking", "\n\tat com.acme.Runs.get(Runs.java:12)\n\tat com.acme.Main.main(M.java:1)",
              "\n    at Object.<anonymous> (/app/x.js:1:2)"})
            CPPUNIT_ASSERT_EQUAL(std::string("panic: index out of range"), toldOf("panic: index out of range" + std::string(trace)));
        CPPUNIT_ASSERT_EQUAL(std::string("the control plane failed, and tells nothing but where it did"),
                             toldOf("goroutine 1 [running]: x"));
    }

    void noTextMakesTheSearchSlow()
    {
        for (const char* piece : {"a", "a.", "1.", "10.", "10.0.0.1 ", "at a(b ", "[::", "goroutine 1 ", " ", "-", "a.svc "})
        {
            std::string text;
            while (text.size() < most) text += piece;
            CPPUNIT_ASSERT(!toldOf(text + "!").empty());
        }
    }

    /// As many words as that, each of ten letters and digits.
    static std::string cookie(int words)
    {
        std::string text;
        for (int i = 0; i < words; ++i) text += (i ? "; " : "") + std::string("xxxxx") + std::to_string(10000 + i);
        return text;
    }

    void textsAreCutAt16KiB()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(most, 'x'), wordsOf(std::string(most, 'x'), {}));
        CPPUNIT_ASSERT_EQUAL(std::string(most, 'x'), wordsOf(std::string(most + 1, 'x'), {{"authorization", "Bearer 0123456789"}}));
    }

    void eachPartOfACredentialIsRemoved()
    {
        const std::vector<host::Credential> credentials{{"authorization", "Bearer 0123456789"}, {"cookie", "a=1; session=0123456789abc"}};
        CPPUNIT_ASSERT_EQUAL(std::string("'***' ***! ***, a ***"),
                             wordsOf("'Bearer 0123456789' 0123456789! 0123456789abc, a a=1; session=0123456789abc", credentials));
        CPPUNIT_ASSERT_EQUAL(std::string("***"), wordsOf("k", {{"x-key", "k"}}));
    }

    void aCredentialAcrossTheCutIsRemoved()
    {
        const std::string token(100, 't');
        for (const std::size_t before : {most - 99, most - 50, most - 1})
        {
            const auto words = wordsOf(std::string(before, 'x') + token + "yyy", {{"authorization", token}});
            CPPUNIT_ASSERT_EQUAL((std::string(before, 'x') + "***").substr(0, most), words);
        }
    }

    void whatWasRemovedBringsNoPieceOfACredentialIntoView()
    {
        const std::string token(1000, 't');
        for (std::size_t filling = most - 2000; filling < most + 1000; filling += 100)
        {
            const auto words = wordsOf(token + std::string(filling, 'x') + token, {{"authorization", token}});
            CPPUNIT_ASSERT_EQUAL(std::string::npos, words.find('t'));
            CPPUNIT_ASSERT(words.size() <= most);
        }
    }

    void noCredentialIsPutTogetherOfWhatCannotBeTold()
    {
        const std::vector<host::Credential> credentials{{"x-key", "key one"}};
        for (const std::string space : {" ", "\t", "\x16", "\xC2\x85"})
            CPPUNIT_ASSERT_EQUAL(std::string("got ***!"), wordsOf("got key" + space + "one!", credentials));
        std::string controls;
        for (std::size_t i = 0; i < most - 3; ++i) controls += "\xC2\x85"; // each becomes one space
        CPPUNIT_ASSERT_EQUAL(std::string(most - 3, ' ') + "***", wordsOf(controls + "key\tone", credentials));
    }

    void theCutIsBetweenCharacters()
    {
        for (const std::string character : {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xFF"})
            for (const std::size_t before : {most - 4, most - 3, most - 2, most - 1})
            {
                const auto words = wordsOf(std::string(before, 'x') + character + character, {});
                CPPUNIT_ASSERT_MESSAGE(words.substr(before), flyte_webhook::host::isUtf8(words) && words.size() <= most);
            }
    }

    void shortCredentialsDoNotSwellTheText()
    {
        const std::vector<host::Credential> credentials(16, {"x-key", "*"});
        CPPUNIT_ASSERT_EQUAL(std::string("***"), wordsOf(std::string(most, '*'), credentials));
        std::string text;
        for (std::size_t i = 0; i < most; ++i) text += i % 2 ? "*" : "x";
        CPPUNIT_ASSERT_EQUAL(most, wordsOf(text, credentials).size());
    }

    void aLongTextCostsNoMoreThanWhatIsKeptOfIt()
    {
        const auto value = cookie(400);
        const std::string text(64 << 20, 'x');
        std::string words;
        const auto time = timeOf([&] { words = wordsOf(text, {{"cookie", value}}); });
        CPPUNIT_ASSERT_EQUAL(std::string(most, 'x'), words);
        CPPUNIT_ASSERT_MESSAGE(std::to_string(time.count()), time < 10s); // to search all of it takes a minute
    }

    void credentialsOfTooManyPartsLeaveNoText()
    {
        const auto value = cookie(5000);
        const auto words = wordsOf("the cookie has xxxxx14999", {{"cookie", value}});
        CPPUNIT_ASSERT_EQUAL(std::string("the text is left out: the request's credentials have too many parts to be removed from it"),
                             words);
        CPPUNIT_ASSERT_EQUAL(std::string("ok"), wordsOf("ok", {{"cookie", cookie(500)}}));
        const std::string repeated = [] // the same word over and over is one
        {
            std::string text;
            for (int i = 0; i < 5000; ++i) text += "0123456789;";
            return text;
        }();
        CPPUNIT_ASSERT_EQUAL(std::string("got ***"), wordsOf("got 0123456789", {{"cookie", repeated}}));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CallResultTest);
