#include "pages/compression.h"
#include "pages/content.h"
#include "pages/page_paths.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

/// What the host serves by itself, in the form that a client takes.
class ContentTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ContentTest);
    CPPUNIT_TEST(theSmallestFormThatIsTakenIsSent);
    CPPUNIT_TEST(eachFormHasATagOfItsOwn);
    CPPUNIT_TEST(whatTheClientHasIsNotSentAgain);
    CPPUNIT_TEST(aFormThatIsNotKeptIsMade);
    CPPUNIT_TEST(answersHoldTheSameBytes);
    CPPUNIT_TEST(answersOutliveTheirContent);
    CPPUNIT_TEST(whatServesOnceIsTheAnswersOwn);
    CPPUNIT_TEST(whatServesOnceIsAnsweredWithAlike);
    CPPUNIT_TEST(theSameBytesHaveTheSameTag);
    CPPUNIT_TEST(theServersOwnPathsAreReserved);
    CPPUNIT_TEST_SUITE_END();

    const std::string _text = std::string(1000, 'x') + "end";

    static HttpReply ask(const Content& content, const char* encodings, const std::string& held = {})
    {
        HttpRequest request;
        request.headers.push_back({"Accept-Encoding", encodings});
        if (!held.empty()) request.headers.push_back({"If-None-Match", held});
        return answerWith(content, request);
    }

    static std::string textOf(const HttpReply& reply) { return std::string(reply.content()); }

    static std::string header(const HttpReply& reply, std::string_view name)
    {
        for (const auto& [key, value] : reply.headers)
            if (key == name) return value;
        return {};
    }

    Content all() const
    {
        auto content = Content::changing("text/plain", _text);
        content.brotli = SharedBytes("as brotli");
        return content;
    }

    void theSmallestFormThatIsTakenIsSent()
    {
        const auto content = all();
        CPPUNIT_ASSERT_EQUAL(_text, textOf(ask(content, "")));
        CPPUNIT_ASSERT_EQUAL(std::string(), header(ask(content, ""), "Content-Encoding"));
        CPPUNIT_ASSERT_EQUAL(_text, decompress(ask(content, "gzip").content()));
        CPPUNIT_ASSERT_EQUAL(std::string("gzip"), header(ask(content, "deflate, gzip, br;q=0"), "Content-Encoding"));
        CPPUNIT_ASSERT_EQUAL(std::string("as brotli"), textOf(ask(content, "gzip, br")));
        CPPUNIT_ASSERT_EQUAL(std::string("br"), header(ask(content, "*"), "Content-Encoding"));
        CPPUNIT_ASSERT_EQUAL(std::string("Accept-Encoding"), header(ask(content, ""), "Vary"));
    }

    void eachFormHasATagOfItsOwn()
    {
        const auto content = all();
        const auto plain = header(ask(content, ""), "ETag"), gzip = header(ask(content, "gzip"), "ETag");
        CPPUNIT_ASSERT_EQUAL('"', plain.front());
        CPPUNIT_ASSERT_EQUAL('"', gzip.back());
        CPPUNIT_ASSERT(plain != gzip);
    }

    void whatTheClientHasIsNotSentAgain()
    {
        const auto content = all();
        const auto tag = header(ask(content, "gzip"), "ETag");
        for (const auto& held : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")})
        {
            const auto reply = ask(content, "gzip", held);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(held, 304, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::string(), textOf(reply));
            CPPUNIT_ASSERT_EQUAL(tag, header(reply, "ETag"));
            CPPUNIT_ASSERT_EQUAL(std::string("no-cache"), header(reply, "Cache-Control"));
        }
        CPPUNIT_ASSERT_EQUAL(200, ask(content, "", tag).status);
        CPPUNIT_ASSERT_EQUAL(200, ask(content, "gzip", tag.substr(1, 8)).status);
    }

    void aFormThatIsNotKeptIsMade()
    {
        auto content = all();
        content.plain = {};
        CPPUNIT_ASSERT_EQUAL(_text, textOf(ask(content, "")));
    }

    void answersHoldTheSameBytes()
    {
        auto content = all();
        for (const auto* encodings : {"", "gzip", "br"})
            CPPUNIT_ASSERT(ask(content, encodings).content().data() == ask(content, encodings).content().data());
        content.plain = {};
        const auto first = ask(content, ""), second = ask(content, "");
        CPPUNIT_ASSERT(first.content().data() == second.content().data());
        CPPUNIT_ASSERT_EQUAL(std::string(), first.body + second.body);
    }

    void answersOutliveTheirContent()
    {
        auto content = std::make_unique<Content>(all());
        const auto kept = ask(*content, "");
        content->plain = {};
        const auto made = ask(*content, "");
        content.reset();
        CPPUNIT_ASSERT_EQUAL(_text, textOf(kept));
        CPPUNIT_ASSERT_EQUAL(_text, textOf(made));
    }

    void whatServesOnceIsTheAnswersOwn()
    {
        const auto content = Content::changing("text/plain", _text, Content::Serves::Once);
        for (const auto* encodings : {"", "gzip"}) CPPUNIT_ASSERT(!ask(content, encodings).body.empty());
    }

    void whatServesOnceIsAnsweredWithAlike()
    {
        for (const auto& text : {_text, std::string()})
        {
            const auto often = Content::changing("text/plain", text);
            const auto once = Content::changing("text/plain", text, Content::Serves::Once);
            for (const auto* encodings : {"", "gzip"})
            {
                const auto expected = ask(often, encodings), answer = ask(once, encodings);
                CPPUNIT_ASSERT_EQUAL(textOf(expected), textOf(answer));
                CPPUNIT_ASSERT(expected.headers == answer.headers);
                CPPUNIT_ASSERT_EQUAL(304, ask(once, encodings, header(answer, "ETag")).status);
            }
        }
    }

    void theSameBytesHaveTheSameTag()
    {
        CPPUNIT_ASSERT_EQUAL(all().tag, all().tag);
        CPPUNIT_ASSERT(Content::changing("text/plain", "a").tag != Content::changing("text/plain", "b").tag);
    }

    void theServersOwnPathsAreReserved()
    {
        for (const char* path : {"/openapi.json", "/docs", "/docs/x", "/redoc", "/redoc/x/y"})
            CPPUNIT_ASSERT_MESSAGE(path, isReserved(path));
        for (const char* path : {"/", "/openapi", "/docsx", "/a/docs", "/{docs}", ""}) CPPUNIT_ASSERT_MESSAGE(path, !isReserved(path));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ContentTest);
