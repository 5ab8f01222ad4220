#include "build_host.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/imagebuilder/definition.pb.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// build_image: what the parameters may be, and that nothing at all happens when they may not.
class BuildWishTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(BuildWishTest);
    CPPUNIT_TEST(PythonVersionsAreMajorAndMinor);
    CPPUNIT_TEST(FlyteVersionsAreThoseOfReleases);
    CPPUNIT_TEST(NamesAreThoseOfRepositories);
    CPPUNIT_TEST(ABaseImageIsOneWord);
    CPPUNIT_TEST(PackagesAndPlatformsAreTexts);
    CPPUNIT_TEST(AThousandPackagesAreTheMost);
    CPPUNIT_TEST(ARefusalTellsParameterValueAndForm);
    CPPUNIT_TEST(AllThatIsWrongIsToldAtOnce);
    CPPUNIT_TEST_SUITE_END();

    using List = std::vector<std::string>;

    template <typename T> FakeReply send(const std::string& name, const T& value)
    {
        FakeHost host(&flyte_webhook_plugin);
        scriptBuilder(host);
        auto reply = host.request("build_image").parameter(name, value).send();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(reply.body, reply.status == 200 ? std::size_t(1) : std::size_t(0), host.httpCalls().size());
        if (reply.status != 200) CPPUNIT_ASSERT_MESSAGE(reply.body, host.calls().empty());
        return reply;
    }

    template <typename T> void takes(const std::string& name, const T& value)
    {
        const auto reply = send(name, value);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(reply.body, 200, reply.status);
    }

    template <typename T> void refuses(const std::string& name, const T& value)
    {
        const auto reply = send(name, value);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(name + " " + reply.body, 422, reply.status);
        CPPUNIT_ASSERT_EQUAL(name, std::string(reply.json()["detail"][0]["loc"][1].GetString()));
    }

public:
    void PythonVersionsAreMajorAndMinor()
    {
        for (const char* good : {"3.12", "3.9", "3.100", "4.0"}) takes("python_version", good);
        for (const char* bad : {"three.x", "3", "3.", ".12", "3.x", "3.12.1", "-3.12", "3.12 ", "03.12", "3.012", "3,12", "3.1e1", "３.12",
                                "3.12\n", "3.9999"})
            refuses("python_version", bad);
    }

    void FlyteVersionsAreThoseOfReleases()
    {
        for (const char* good : {"2.0.1", "v2.0.1", "2.0.0b35", "2.6.9-rc.1"}) takes("flyte_version", good);
        for (const char* bad : {"latest", "v", "vv2", "2.0 1", "2.0+local", "2/0", "2:0", "2.0\t"}) refuses("flyte_version", bad);
        refuses("flyte_version", std::string(65, '2'));
    }

    void NamesAreThoseOfRepositories()
    {
        for (const char* good : {"img", "a", "my-img_2.x", "team/img", "ghcr.io/team/img", "Registry.example.com:5000/a/b"})
            takes("name", good);
        for (const char* bad : {"Img", "im g", "img:1", "img@sha256", "/img", "img/", "a//b", "-img", "img-", "a..b", "../img", "ïmg",
                                "a/Host:1/b", "reg:port/a", "reg:/a", "img\x7f", "img\xC2\x85"})
            refuses("name", bad);
        refuses("name", std::string(256, 'a'));
    }

    void ABaseImageIsOneWord()
    {
        for (const char* good : {"python:3.12-slim", "ghcr.io/a/b@sha256:0123", "ubuntu"}) takes("base_image", good);
        for (const char* bad : {"python 3", " ", "a\nRUN b", "a\tb"}) refuses("base_image", bad);
        refuses("base_image", std::string(513, 'a'));
    }

    void PackagesAndPlatformsAreTexts()
    {
        takes("pip_packages", List{"pandas==2.2", "git+https://example.com/x.git", "x; python_version < '3.9'", "näme"});
        takes("apt_packages", List{"git", "libx=1:2.3*"});
        takes("platform", List{"linux/amd64", "linux/arm64"});
        for (const char* name : {"pip_packages", "apt_packages", "platform"})
        {
            for (const char* bad : {"", " ", "a\nb", "a\x1b[0m", "a\x7f", "a\xC2\x9F"}) refuses(name, List{"good", bad});
            refuses(name, List{std::string("a\0b", 3)});
            refuses(name, List{"a\xED\xB0\x80"}); // half a character, which JSON can spell
        }
    }

    void AThousandPackagesAreTheMost()
    {
        takes("pip_packages", List(1000, "a"));
        refuses("pip_packages", List(1001, "a"));
        refuses("apt_packages", List(1001, "a"));
        FakeHost host(&flyte_webhook_plugin);
        scriptBuilder(host);
        auto request = host.request("build_image");
        request.parameter("pip_packages", List(501, "a")).parameter("apt_packages", List(500, "b"));
        const auto reply = request.send();
        CPPUNIT_ASSERT_EQUAL(422, reply.status);
        CPPUNIT_ASSERT_MESSAGE(reply.body, reply.body.find("1001 packages are too many") != std::string::npos);
    }

    void AllThatIsWrongIsToldAtOnce()
    {
        FakeHost host(&flyte_webhook_plugin);
        auto request = host.request("build_image");
        request.parameter("name", "Img").parameter("python_version", "three.x").parameter("flyte_version", "latest");
        const auto reply = request.parameter("apt_packages", List{"", "git", "a\nb"}).send();
        CPPUNIT_ASSERT_EQUAL(422, reply.status);
        const auto told = reply.json();
        std::string wrong;
        for (const auto& error : told["detail"].GetArray()) wrong += error["loc"][1].GetString() + std::string(" ");
        CPPUNIT_ASSERT_EQUAL(std::string("python_version flyte_version name apt_packages apt_packages "), wrong);
    }

    void ARefusalTellsParameterValueAndForm()
    {
        const auto reply = send("python_version", "three.x");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":[{"type":"value_error","loc":["query","python_version"],"msg":"Value error, )"
                                         R"('three.x' is no Python version; write major.minor, such as 3.12","input":"three.x"}]})"),
                             reply.body);
        FakeHost host(&flyte_webhook_plugin);
        const auto inBody = host.request("build_image").parameter("python_version", "three.x").inBody("python_version").send();
        CPPUNIT_ASSERT_EQUAL(std::string("body"), std::string(inBody.json()["detail"][0]["loc"][0].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("Value error, the text holds a control character; write it without"),
                             std::string(send("name", std::string("a\0b", 3)).json()["detail"][0]["msg"].GetString()));
        const auto large = send("base_image", std::string(100000, ' ')).body;
        CPPUNIT_ASSERT_MESSAGE(large, large.size() < 1000);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BuildWishTest);
