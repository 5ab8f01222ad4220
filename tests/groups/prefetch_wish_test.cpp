#include "prefetch_host.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// prefetch_hf_model: what the parameters may be, and that nothing at all happens when they may not.
class PrefetchWishTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PrefetchWishTest);
    CPPUNIT_TEST(ARepositoryIsOwnerAndName);
    CPPUNIT_TEST(AmountsAreKubernetesQuantities);
    CPPUNIT_TEST(AnArtifactsNameIsAWord);
    CPPUNIT_TEST(NoTextHoldsAControlCharacter);
    CPPUNIT_TEST(ARefusalTellsParameterValueAndForm);
    CPPUNIT_TEST(AllThatIsWrongIsToldAtOnce);
    CPPUNIT_TEST_SUITE_END();

    template <typename T> FakeReply send(const std::string& name, const T& value)
    {
        FakeHost host(&flyte_webhook_plugin);
        host.answer(getTaskDetails, detailsOf(prefetchTask({"architecture", "artifact_name", "model_type", "raw_data_path", "serial_format",
                                                            "short_description"})));
        scriptPrefetch(host, {getTaskDetails});
        auto reply = prefetch(host).parameter(name, value).send();
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
    void ARepositoryIsOwnerAndName()
    {
        for (const char* good : {"a/b", "meta-llama/Llama-2-7b-hf", "org/tiny.model", "_x_/_y_", "0/1.2"}) takes("repo", good);
        for (const char* bad : {"",
                                "gpt2",
                                "/b",
                                "a/",
                                "a/b/c",
                                "a//b",
                                "a b/c",
                                "a/b c",
                                "../b",
                                "a/..",
                                "a/b..c",
                                "a/b--c",
                                "-a/b",
                                "a/b-",
                                ".a/b",
                                "a/b.",
                                "a/b.git",
                                "a/b.ipynb",
                                "https://huggingface.co/a/b",
                                "a/b?x",
                                "a/b#x",
                                "a\\b",
                                "ä/b",
                                "a/b\n",
                                "a/b\xC2\x80"})
            refuses("repo", bad);
        takes("repo", "a/" + std::string(96, 'b'));
        refuses("repo", "a/" + std::string(97, 'b'));
    }

    void AmountsAreKubernetesQuantities()
    {
        for (const char* good : {"2",  "0",  "0.5", ".5", "5.", "500m", "1.5", "+2", "8Gi", "100Mi", "1Ki",  "1Ti",  "1Pi",  "1Ei",
                                 "1k", "1M", "1G",  "1T", "1P", "1E",   "1n",  "1u", "1e3", "1E3",   "1e+3", "1e-3", "1.5e3"})
            for (const char* name : {"cpu", "memory", "disk"}) takes(name, good);
        for (const char* bad : {"",     "two",   "-2", "2 ",  " 2",    "2 Gi",  "2gi",  "2GI", "2g",   "2K", "2GB", "Gi",  ".",  "+",
                                "1..2", "1.2.3", "1e", "1e+", "1e3Gi", "1e999", "0x10", "1,5", "2;rm", "２", "2\n", "NaN", "inf"})
            for (const char* name : {"cpu", "memory", "disk"}) refuses(name, bad);
        refuses("cpu", std::string(33, '1'));
    }

    void AnArtifactsNameIsAWord()
    {
        for (const char* good : {"mine", "My_Model-2", "_"}) takes("artifact_name", good);
        for (const char* bad : {"a.b", "a b", "a/b", "ä", "a\tb"}) refuses("artifact_name", bad);
    }

    void NoTextHoldsAControlCharacter()
    {
        for (const char* name :
             {"raw_data_path", "architecture", "task", "serial_format", "model_type", "short_description", "hf_token_key"})
        {
            takes(name, "some text ü");
            for (const char* bad : {"a\nb", "a\x1b", "a\x7f", "a\xC2\x9F"}) refuses(name, bad);
            refuses(name, std::string("a\0b", 3));
        }
        refuses("modality", std::vector<std::string>{"text", "im\nage"});
    }

    void AllThatIsWrongIsToldAtOnce()
    {
        FakeHost host(&flyte_webhook_plugin);
        auto request = host.request("prefetch_hf_model");
        request.parameter("repo", "alone").parameter("cpu", "two").parameter("artifact_name", "a.b");
        const auto reply = request.parameter("modality", std::vector<std::string>{"a\nb", "text", "\x7f"}).send();
        CPPUNIT_ASSERT_EQUAL(422, reply.status);
        const auto told = reply.json();
        std::string wrong;
        for (const auto& error : told["detail"].GetArray()) wrong += error["loc"][1].GetString() + std::string(" ");
        CPPUNIT_ASSERT_EQUAL(std::string("repo artifact_name modality modality cpu "), wrong);
    }

    void ARefusalTellsParameterValueAndForm()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":[{"type":"value_error","loc":["query","memory"],"msg":"Value error, '8GB' is no )"
                                         R"(quantity; write it as Kubernetes does, such as 8Gi","input":"8GB"}]})"),
                             send("memory", "8GB").body);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PrefetchWishTest);
