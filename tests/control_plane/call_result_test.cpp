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
