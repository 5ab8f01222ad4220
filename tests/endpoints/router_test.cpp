#include "endpoints/router.h"
#include <cppunit/extensions/HelperMacros.h>
#include <stdexcept>

using flyte_webhook::host::Captures;
using flyte_webhook::host::Router;

namespace
{

/// "METHOD number" of each method at the path, then the captured segments; "none" when nothing matches.
std::string at(const Router& router, std::string_view path, std::string_view method = {})
{
    Captures captures;
    const auto* methods = router.match(path, captures, method);
    if (!methods) return "none";
    std::string text;
    for (const auto& [name, number] : *methods) text += (text.empty() ? "" : " ") + name + std::to_string(number);
    for (std::size_t i = 0; i < captures.count; ++i) text += " <" + std::string(captures.segments[i]) + ">";
    return text;
}

class RouterTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RouterTest);
    CPPUNIT_TEST(PlainPathsMatchWholeAndExactly);
    CPPUNIT_TEST(NamesCaptureOneWholeSegmentEach);
    CPPUNIT_TEST(AnEncodedSlashStaysInItsSegment);
    CPPUNIT_TEST(PlainSegmentsGoBeforeNames);
    CPPUNIT_TEST(ADeadEndIsLeftAgain);
    CPPUNIT_TEST(OnePathHasSeveralMethods);
    CPPUNIT_TEST(ATemplateWithTheMethodGoesBeforeOneWithout);
    CPPUNIT_TEST(TheRootIsAPathAsWell);
    CPPUNIT_TEST(EmptySegmentsAreCapturedAsSuch);
    CPPUNIT_TEST(WhatIsNoPathMatchesNothing);
    CPPUNIT_TEST(TwoEndpointsOnOnePathAreRefused);
    CPPUNIT_TEST(TooManyNamesAreRefused);
    CPPUNIT_TEST(ManyEndpointsAreFound);
    CPPUNIT_TEST(LongPathsAreNoTrouble);
    CPPUNIT_TEST(ARouterMayBeMoved);
    CPPUNIT_TEST_SUITE_END();

    void PlainPathsMatchWholeAndExactly()
    {
        Router router;
        router.add("GET", "/health", 1);
        router.add("GET", "/a/b", 2);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1"), at(router, "/health"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET2"), at(router, "/a/b"));
        for (const char* path :
             {"/", "/healt", "/healthy", "/Health", "/health/", "/a", "/a/", "/a/b/", "/a/b/c", "//a/b", "/a//b", "/%68ealth"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string("none"), at(router, path));
    }

    void NamesCaptureOneWholeSegmentEach()
    {
        Router router;
        router.add("GET", "/task/{domain}/{project}/{name}", 1);
        router.add("POST", "/run/{name}/abort", 2);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1 <d> <p> <env.task>"), at(router, "/task/d/p/env.task"));
        CPPUNIT_ASSERT_EQUAL(std::string("POST2 <x>"), at(router, "/run/x/abort"));
        for (const char* path : {"/task/d/p", "/task/d/p/n/x", "/run/x", "/run/x/y", "/run//x/abort"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string("none"), at(router, path));
    }

    void AnEncodedSlashStaysInItsSegment()
    {
        Router router;
        router.add("GET", "/run/{name}", 1);
        router.add("GET", "/run/{name}/io", 2);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1 <a%2Fio>"), at(router, "/run/a%2Fio"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET2 <a%2Fb>"), at(router, "/run/a%2Fb/io"));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, "/run%2Fa"));
    }

    void PlainSegmentsGoBeforeNames()
    {
        Router router;
        router.add("GET", "/app/{name}", 1);
        router.add("GET", "/app/all", 2);
        router.add("GET", "/{kind}/all", 3);
        CPPUNIT_ASSERT_EQUAL(std::string("GET2"), at(router, "/app/all"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET1 <al>"), at(router, "/app/al"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET3 <run>"), at(router, "/run/all"));
    }

    void ADeadEndIsLeftAgain()
    {
        Router router;
        router.add("GET", "/a/b/c", 1);
        router.add("GET", "/{x}/b/{y}", 2);
        router.add("GET", "/a/{x}/{y}/d", 3);
        CPPUNIT_ASSERT_EQUAL(std::string("GET2 <a> <z>"), at(router, "/a/b/z"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET3 <b> <c>"), at(router, "/a/b/c/d"));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, "/a/b/c/e"));
    }

    void OnePathHasSeveralMethods()
    {
        Router router;
        router.add("GET", "/x", 1);
        router.add("POST", "/x", 2);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1 POST2"), at(router, "/x"));
    }

    void ATemplateWithTheMethodGoesBeforeOneWithout()
    {
        Router router;
        router.add("POST", "/app/search", 1);
        router.add("GET", "/app/{name}", 2);
        CPPUNIT_ASSERT_EQUAL(std::string("GET2 <search>"), at(router, "/app/search", "GET"));
        CPPUNIT_ASSERT_EQUAL(std::string("POST1"), at(router, "/app/search", "POST"));
        CPPUNIT_ASSERT_EQUAL(std::string("POST1"), at(router, "/app/search", "DELETE"));
        CPPUNIT_ASSERT_EQUAL(std::string("POST1"), at(router, "/app/search"));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, "/app", "GET"));
    }

    void TheRootIsAPathAsWell()
    {
        Router router;
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, "/"));
        router.add("GET", "/", 1);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1"), at(router, "/"));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, "//"));
    }

    void EmptySegmentsAreCapturedAsSuch()
    {
        Router router;
        router.add("GET", "/run/{name}", 1);
        router.add("GET", "/run/{name}/io", 2);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1 <>"), at(router, "/run/"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET2 <>"), at(router, "/run//io"));
    }

    void WhatIsNoPathMatchesNothing()
    {
        Router router;
        router.add("GET", "/{name}", 1);
        for (const char* path : {"", "*", "x", "x/y", "http://h/x"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string("none"), at(router, path));
    }

    void TwoEndpointsOnOnePathAreRefused()
    {
        Router router;
        router.add("GET", "/run/{name}", 1);
        CPPUNIT_ASSERT_THROW(router.add("GET", "/run/{name}", 2), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(router.add("GET", "/run/{other}", 2), std::invalid_argument);
        router.add("POST", "/run/{other}", 3);
        router.add("GET", "/run/{name}/io", 4);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1 POST3 <x>"), at(router, "/run/x"));
    }

    void TooManyNamesAreRefused()
    {
        Router router;
        std::string path;
        for (std::size_t i = 0; i < Captures::most; ++i) path += "/{p" + std::to_string(i) + "}";
        router.add("GET", path, 1);
        CPPUNIT_ASSERT_THROW(router.add("GET", path + "/{more}", 2), std::invalid_argument);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1 <a> <b> <c> <d> <e> <f> <g> <h> <i> <j> <k> <l> <m> <n> <o> <p>"),
                             at(router, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p"));
    }

    void ManyEndpointsAreFound()
    {
        Router router;
        for (std::size_t i = 0; i < 2000; ++i) router.add("GET", "/group" + std::to_string(i % 50) + "/{name}/verb" + std::to_string(i), i);
        for (std::size_t i = 0; i < 2000; ++i)
            CPPUNIT_ASSERT_EQUAL("GET" + std::to_string(i) + " <x>",
                                 at(router, "/group" + std::to_string(i % 50) + "/x/verb" + std::to_string(i)));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, "/group1/x/verb2"));
    }

    void LongPathsAreNoTrouble()
    {
        Router router;
        router.add("GET", "/{a}/{b}", 1);
        std::string path;
        for (int i = 0; i < 100000; ++i) path += "/x";
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, path));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), at(router, std::string(100000, '/')));
    }

    void ARouterMayBeMoved()
    {
        Router first;
        first.add("GET", "/x", 1);
        Router second(std::move(first));
        Router third;
        third = std::move(second);
        CPPUNIT_ASSERT_EQUAL(std::string("GET1"), at(third, "/x"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RouterTest);

} // namespace
