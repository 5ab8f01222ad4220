#include <build/image_spec.h>
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/imagebuilder/definition.pb.h>
#include <set>

using namespace flyte_webhook::build;

/// What the image builder reads, and the tag that follows from it.
class BuildSpecTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(BuildSpecTest);
    CPPUNIT_TEST(WithoutWishesItIsFlytesOwnImage);
    CPPUNIT_TEST(AptComesBeforePip);
    CPPUNIT_TEST(AnEmptyListIsNoLayer);
    CPPUNIT_TEST(PackagesStayInTheCallersOrder);
    CPPUNIT_TEST(PrereleasesAreAnOptionOfPip);
    CPPUNIT_TEST(ABaseImageTakesThePlaceOfTheVersions);
    CPPUNIT_TEST(PlatformsAreKept);
    CPPUNIT_TEST(TheTagIsTheSameEverywhere);
    CPPUNIT_TEST(TheOrderOfPackagesDoesNotChangeTheTag);
    CPPUNIT_TEST(WhateverDiffersChangesTheTag);
    CPPUNIT_TEST(TheNameDoesNotChangeTheTag);
    CPPUNIT_TEST_SUITE_END();

    using List = std::vector<std::string>;

    static ImageWish wish()
    {
        ImageWish wish{};
        wish.pythonVersion = "3.12";
        wish.flyteVersion = "2.6.9";
        return wish;
    }

    template <typename Change> static ImageWish with(Change change)
    {
        auto changed = wish();
        change(changed);
        return changed;
    }

    static std::string tag(const ImageWish& wish) { return tagOf(toSpec(wish)); }

public:
    void WithoutWishesItIsFlytesOwnImage()
    {
        const auto spec = toSpec(wish());
        CPPUNIT_ASSERT_EQUAL(std::string("ghcr.io/flyteorg/flyte:py3.12-v2.6.9"), spec.base_image());
        CPPUNIT_ASSERT_EQUAL(std::string("3.12"), spec.python_version());
        CPPUNIT_ASSERT_EQUAL(0, spec.layers_size());
        CPPUNIT_ASSERT_EQUAL(0, spec.platform_size());
    }

    void AptComesBeforePip()
    {
        const auto spec = toSpec(with(
            [](ImageWish& w)
            {
                w.pipPackages = List{"numpy"};
                w.aptPackages = List{"git"};
            }));
        CPPUNIT_ASSERT_EQUAL(2, spec.layers_size());
        CPPUNIT_ASSERT_EQUAL(std::string("git"), spec.layers(0).apt_packages().packages(0));
        CPPUNIT_ASSERT_EQUAL(std::string("numpy"), spec.layers(1).pip_packages().packages(0));
    }

    void AnEmptyListIsNoLayer()
    {
        const auto spec = toSpec(with([](ImageWish& w) { w.pipPackages = w.aptPackages = w.platforms = List{}; }));
        CPPUNIT_ASSERT_EQUAL(0, spec.layers_size());
    }

    void PackagesStayInTheCallersOrder()
    {
        const auto spec = toSpec(with([](ImageWish& w) { w.pipPackages = List{"b", "a", "c"}; }));
        const auto& packages = spec.layers(0).pip_packages().packages();
        CPPUNIT_ASSERT((List(packages.begin(), packages.end()) == List{"b", "a", "c"}));
    }

    void PrereleasesAreAnOptionOfPip()
    {
        const auto spec = [&](bool pre)
        {
            return toSpec(with(
                [&](ImageWish& w)
                {
                    w.pipPackages = List{"x"};
                    w.prereleases = pre;
                }));
        };
        CPPUNIT_ASSERT(spec(true).layers(0).pip_packages().options().pre());
        CPPUNIT_ASSERT(!spec(false).layers(0).pip_packages().options().pre());
    }

    void ABaseImageTakesThePlaceOfTheVersions()
    {
        const auto spec = toSpec(with([](ImageWish& w) { w.baseImage = "ubuntu:24.04"; }));
        CPPUNIT_ASSERT_EQUAL(std::string("ubuntu:24.04"), spec.base_image());
        CPPUNIT_ASSERT_EQUAL(std::string("3.12"), spec.python_version());
    }

    void PlatformsAreKept()
    {
        const auto spec = toSpec(with([](ImageWish& w) { w.platforms = List{"linux/arm64"}; }));
        CPPUNIT_ASSERT_EQUAL(std::string("linux/arm64"), spec.platform(0));
    }

    /// SHA-256 of the lines, as any tool computes it: a change here makes every image of every installation be built again.
    void TheTagIsTheSameEverywhere()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("b8e9d4c3d4bb4ba85549750db819abe4"), tag(wish()));
        CPPUNIT_ASSERT_EQUAL(std::string("994ea71d386ddecda4c574169ca2f965"), tag(with(
                                                                                  [](ImageWish& w)
                                                                                  {
                                                                                      w.pipPackages = List{"pandas==2.2", "numpy"};
                                                                                      w.aptPackages = List{"git"};
                                                                                      w.platforms = List{"linux/amd64"};
                                                                                      w.prereleases = true;
                                                                                  })));
    }

    void TheOrderOfPackagesDoesNotChangeTheTag()
    {
        const auto ordered = [](List pip, List apt, List platforms)
        {
            return tag(with(
                [&](ImageWish& w)
                {
                    w.pipPackages = pip;
                    w.aptPackages = apt;
                    w.platforms = platforms;
                }));
        };
        CPPUNIT_ASSERT_EQUAL(ordered({"a", "b", "c"}, {"x", "y"}, {"p", "q"}), ordered({"c", "a", "b"}, {"y", "x"}, {"q", "p"}));
        CPPUNIT_ASSERT_EQUAL(ordered({"a"}, {"x"}, {}), ordered({"a", "a"}, {"x", "x"}, {}));
    }

    void WhateverDiffersChangesTheTag()
    {
        std::set<std::string> tags{tag(wish())};
        std::size_t count = 1;
        const auto add = [&](auto change)
        {
            tags.insert(tag(with(change)));
            CPPUNIT_ASSERT_EQUAL(++count, tags.size());
        };
        add([](ImageWish& w) { w.pythonVersion = "3.11"; });
        add([](ImageWish& w) { w.flyteVersion = "2.6.8"; });
        add([](ImageWish& w) { w.baseImage = "ubuntu"; });
        add([](ImageWish& w) { w.pipPackages = List{"a"}; });
        add([](ImageWish& w) { w.aptPackages = List{"a"}; });
        add([](ImageWish& w) { w.platforms = List{"a"}; });
        add([](ImageWish& w) { w.pipPackages = List{"a", "b"}; });
        add([](ImageWish& w) { w.pipPackages = List{"ab"}; });
        add([](ImageWish& w) { w.pipPackages = List{"a b"}; });
        add([](ImageWish& w) { w.pipPackages = w.aptPackages = List{"a"}; });
        add(
            [](ImageWish& w)
            {
                w.pipPackages = List{"a"};
                w.prereleases = true;
            });
        add([](ImageWish& w) { w.pipPackages = List{"a", "--pre"}; });
    }

    void TheNameDoesNotChangeTheTag()
    {
        CPPUNIT_ASSERT_EQUAL(tag(wish()), tag(with([](ImageWish& w) { w.name = "other"; })));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BuildSpecTest);
