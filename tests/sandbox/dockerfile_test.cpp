#include "sandbox/modes/dockerfile.h"
#include "support/program.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;
using flyteidl2::imagebuilder::ImageSpec;

namespace
{

class DockerfileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(DockerfileTest);
    CPPUNIT_TEST(LayersFollowTheBaseImageInTheirOrder);
    CPPUNIT_TEST(PlatformsAreNamed);
    CPPUNIT_TEST(OptionsOfPipAreGivenToIt);
    CPPUNIT_TEST(NoPackageGetsOutOfItsWord);
    CPPUNIT_TEST(WhatMeansNoDockerfileIsRefused);
    CPPUNIT_TEST(TheProgramPrintsThatOfAnUploadedSpecification);
    CPPUNIT_TEST_SUITE_END();

    static ImageSpec spec()
    {
        ImageSpec spec;
        spec.set_base_image("debian:12");
        spec.set_python_version("3.12");
        return spec;
    }

    void LayersFollowTheBaseImageInTheirOrder()
    {
        auto image = spec();
        auto& apt = *image.add_layers()->mutable_apt_packages();
        apt.add_packages("git");
        apt.add_packages("curl");
        auto& pip = *image.add_layers()->mutable_pip_packages();
        pip.add_packages("pandas>=2,<3");
        pip.mutable_options()->set_pre(true);
        CPPUNIT_ASSERT_EQUAL(std::string("FROM debian:12\n"
                                         "RUN apt-get update && apt-get install -y --no-install-recommends git curl && rm -rf "
                                         "/var/lib/apt/lists/*\n"
                                         "RUN python3.12 -m pip install --no-cache-dir --pre 'pandas>=2,<3'\n"),
                             dockerfileOf(image));
    }

    void PlatformsAreNamed()
    {
        auto image = spec();
        image.add_platform("linux/arm64");
        CPPUNIT_ASSERT_EQUAL(std::string("FROM --platform=linux/arm64 debian:12\n"), dockerfileOf(image));
        image.add_platform("linux/amd64");
        CPPUNIT_ASSERT_EQUAL(std::string("# Platforms: linux/arm64 linux/amd64\nFROM --platform=$TARGETPLATFORM debian:12\n"),
                             dockerfileOf(image));
    }

    void OptionsOfPipAreGivenToIt()
    {
        auto image = spec();
        image.clear_python_version();
        auto& pip = *image.add_layers()->mutable_pip_packages();
        pip.add_packages("x");
        pip.mutable_options()->set_index_url("https://a/s");
        pip.mutable_options()->add_extra_index_urls("https://b/?c&d");
        pip.mutable_options()->set_extra_args("--no-deps");
        pip.add_secret_mounts()->set_key("TOKEN");
        CPPUNIT_ASSERT_EQUAL(
            std::string("FROM debian:12\nRUN --mount=type=secret,id=TOKEN python3 -m pip install --no-cache-dir --index-url "
                        "https://a/s --extra-index-url 'https://b/?c&d' --no-deps x\n"),
            dockerfileOf(image));
    }

    void NoPackageGetsOutOfItsWord()
    {
        auto image = spec();
        image.add_layers()->mutable_apt_packages()->add_packages("a'; $(id) #");
        const std::string text = dockerfileOf(image);
        CPPUNIT_ASSERT_MESSAGE(text, text.find(R"('a'\''; $(id) #')") != std::string::npos);
    }

    void WhatMeansNoDockerfileIsRefused()
    {
        CPPUNIT_ASSERT_THROW(dockerfileOf(ImageSpec()), std::runtime_error);
        auto twoLines = spec(), twoWords = spec(), unknown = spec();
        twoLines.add_layers()->mutable_pip_packages()->add_packages("a\nRUN evil");
        twoWords.set_base_image("a b");
        unknown.add_layers();
        for (const auto& image : {twoLines, twoWords, unknown}) CPPUNIT_ASSERT_THROW(dockerfileOf(image), std::runtime_error);
    }

    void TheProgramPrintsThatOfAnUploadedSpecification()
    {
        TemporaryDirectory folder;
        folder.write("uploads/p/spec.pb", spec().SerializeAsString());
        folder.write("uploads/p/text", "no specification");
        folder.write("secret.pb", spec().SerializeAsString());
        const std::string program = builtProgram("flyte-webhook-sandbox"), uploads = folder.path() / "uploads";
        const auto print = [&](const std::string& address) { return runProgram(program, {"--dockerfile-of", address, uploads}); };
        const auto printed = print("sandbox://uploads/p/spec.pb");
        CPPUNIT_ASSERT_EQUAL(std::string("FROM debian:12\n"), printed.output);
        CPPUNIT_ASSERT_EQUAL(0, printed.status);
        for (const char* address : {"sandbox://uploads/p/nope", "sandbox://uploads/p/text", "sandbox://uploads/../secret.pb",
                                    "sandbox://uploads/p/../../secret.pb", "/etc/passwd", ""})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(address, 1, print(address).status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DockerfileTest);

} // namespace
