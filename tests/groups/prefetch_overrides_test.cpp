#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/core/tasks.pb.h>
#include <google/protobuf/struct.pb.h>
#include <prefetch/task_overrides.h>

using namespace flyte_webhook::prefetch;
using namespace flyteidl2::core;

/// What of the registered template gives way to the caller's wishes, and what does not.
class PrefetchOverridesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PrefetchOverridesTest);
    CPPUNIT_TEST(RequestsAreReplacedOrAdded);
    CPPUNIT_TEST(ALimitThatIsThereFollowsItsRequest);
    CPPUNIT_TEST(AcceleratorsStay);
    CPPUNIT_TEST(APodsPrimaryContainerIsMeant);
    CPPUNIT_TEST(WithoutANameThePodsFirstContainerIsMeant);
    CPPUNIT_TEST(APodsLimitsFollowToo);
    CPPUNIT_TEST(WithoutAContainerNothingCanBeGiven);
    CPPUNIT_TEST(TheTokensSecretIsTheOneInItsVariable);
    CPPUNIT_TEST(ASingleSecretIsTheTokens);
    CPPUNIT_TEST(WithoutASecretOneIsAdded);
    CPPUNIT_TEST(AMountedFileStaysOne);
    CPPUNIT_TEST(WithoutAKeyTheTokensSecretGoes);
    CPPUNIT_TEST_SUITE_END();

    const ResourceWish wish{"4", "16Gi", "100Gi"};
    using Entries = google::protobuf::RepeatedPtrField<Resources::ResourceEntry>;

    static void add(Entries& entries, Resources::ResourceName name, const char* value)
    {
        auto& entry = *entries.Add();
        entry.set_name(name);
        entry.set_value(value);
    }

    static std::string textOf(const Entries& entries)
    {
        std::string text;
        for (const auto& entry : entries) text += std::to_string(entry.name()) + "=" + entry.value() + " ";
        return text;
    }

    static Secret& add(SecurityContext& security, const char* key, const char* variable, Secret::MountType mount = Secret::ENV_VAR)
    {
        auto& secret = *security.add_secrets();
        secret.set_key(key);
        secret.set_env_var(variable);
        secret.set_mount_requirement(mount);
        return secret;
    }

    static std::string textOf(const SecurityContext& security)
    {
        std::string text;
        for (const auto& secret : security.secrets())
            text += secret.key() + ":" + secret.env_var() + ":" + std::to_string(secret.mount_requirement()) + " ";
        return text;
    }

    static google::protobuf::Struct& addContainer(TaskTemplate& task, const char* name)
    {
        auto& containers = *(*task.mutable_k8s_pod()->mutable_pod_spec()->mutable_fields())["containers"].mutable_list_value();
        auto& container = *containers.add_values()->mutable_struct_value();
        (*container.mutable_fields())["name"].set_string_value(name);
        return container;
    }

    static std::string amount(const TaskTemplate& task, int container, const char* kind, const char* name)
    {
        const auto& list = task.k8s_pod().pod_spec().fields().at("containers").list_value();
        const auto& fields = list.values(container).struct_value().fields();
        if (!fields.count("resources")) return "no resources";
        const auto& resources = fields.at("resources").struct_value().fields();
        if (!resources.count(kind)) return std::string("no ") + kind;
        const auto& amounts = resources.at(kind).struct_value().fields();
        return amounts.count(name) ? amounts.at(name).string_value() : "none";
    }

public:
    void RequestsAreReplacedOrAdded()
    {
        TaskTemplate task;
        add(*task.mutable_container()->mutable_resources()->mutable_requests(), Resources::MEMORY, "1Gi");
        overrideResources(task, wish);
        CPPUNIT_ASSERT_EQUAL(std::string("3=16Gi 1=4 5=100Gi "), textOf(task.container().resources().requests()));
        CPPUNIT_ASSERT_EQUAL(0, task.container().resources().limits_size());
    }

    void ALimitThatIsThereFollowsItsRequest()
    {
        TaskTemplate task;
        add(*task.mutable_container()->mutable_resources()->mutable_limits(), Resources::MEMORY, "1Gi");
        overrideResources(task, wish);
        CPPUNIT_ASSERT_EQUAL(std::string("3=16Gi "), textOf(task.container().resources().limits()));
    }

    void AcceleratorsStay()
    {
        TaskTemplate task;
        auto& resources = *task.mutable_container()->mutable_resources();
        add(*resources.mutable_requests(), Resources::GPU, "8");
        add(*resources.mutable_limits(), Resources::GPU, "8");
        overrideResources(task, wish);
        CPPUNIT_ASSERT_EQUAL(std::string("2=8 1=4 3=16Gi 5=100Gi "), textOf(resources.requests()));
        CPPUNIT_ASSERT_EQUAL(std::string("2=8 "), textOf(resources.limits()));
    }

    void APodsPrimaryContainerIsMeant()
    {
        TaskTemplate task;
        addContainer(task, "sidecar");
        addContainer(task, "main");
        task.mutable_k8s_pod()->set_primary_container_name("main");
        overrideResources(task, wish);
        CPPUNIT_ASSERT_EQUAL(std::string("no resources"), amount(task, 0, "requests", "cpu"));
        CPPUNIT_ASSERT_EQUAL(std::string("4 16Gi 100Gi"), amount(task, 1, "requests", "cpu") + " " + amount(task, 1, "requests", "memory") +
                                                              " " + amount(task, 1, "requests", "ephemeral-storage"));
        CPPUNIT_ASSERT_EQUAL(std::string("no limits"), amount(task, 1, "limits", "cpu"));
    }

    void WithoutANameThePodsFirstContainerIsMeant()
    {
        TaskTemplate task;
        addContainer(task, "one");
        addContainer(task, "two");
        overrideResources(task, wish);
        CPPUNIT_ASSERT_EQUAL(std::string("4"), amount(task, 0, "requests", "cpu"));
        CPPUNIT_ASSERT_EQUAL(std::string("no resources"), amount(task, 1, "requests", "cpu"));
    }

    void APodsLimitsFollowToo()
    {
        TaskTemplate task;
        auto& resources = *(*addContainer(task, "one").mutable_fields())["resources"].mutable_struct_value();
        auto& limits = *(*resources.mutable_fields())["limits"].mutable_struct_value();
        (*limits.mutable_fields())["memory"].set_string_value("1Gi");
        (*limits.mutable_fields())["nvidia.com/gpu"].set_string_value("1");
        overrideResources(task, wish);
        CPPUNIT_ASSERT_EQUAL(std::string("16Gi none 1"), amount(task, 0, "limits", "memory") + " " + amount(task, 0, "limits", "cpu") +
                                                             " " + amount(task, 0, "limits", "nvidia.com/gpu"));
    }

    void WithoutAContainerNothingCanBeGiven()
    {
        TaskTemplate task, emptyPod;
        emptyPod.mutable_k8s_pod();
        CPPUNIT_ASSERT_THROW(overrideResources(task, wish), flyte_webhook::NotImplemented);
        CPPUNIT_ASSERT_THROW(overrideResources(emptyPod, wish), flyte_webhook::NotImplemented);
    }

    void TheTokensSecretIsTheOneInItsVariable()
    {
        SecurityContext security;
        add(security, "OTHER", "");
        add(security, "hugging-face", "HF_TOKEN").set_group("models");
        overrideToken(security, "MINE");
        CPPUNIT_ASSERT_EQUAL(std::string("OTHER::1 MINE:HF_TOKEN:1 "), textOf(security));
        CPPUNIT_ASSERT_EQUAL(std::string("models"), security.secrets(1).group());
    }

    void ASingleSecretIsTheTokens()
    {
        SecurityContext security;
        add(security, "token", "");
        overrideToken(security, "MINE");
        CPPUNIT_ASSERT_EQUAL(std::string("MINE:HF_TOKEN:1 "), textOf(security));
    }

    void WithoutASecretOneIsAdded()
    {
        SecurityContext none, two;
        overrideToken(none, "MINE");
        CPPUNIT_ASSERT_EQUAL(std::string("MINE:HF_TOKEN:1 "), textOf(none));
        add(two, "A", "");
        add(two, "B", "");
        overrideToken(two, "MINE");
        CPPUNIT_ASSERT_EQUAL(std::string("A::1 B::1 MINE:HF_TOKEN:1 "), textOf(two));
    }

    void AMountedFileStaysOne()
    {
        SecurityContext security;
        add(security, "HF_TOKEN", "", Secret::FILE);
        overrideToken(security, "MINE");
        CPPUNIT_ASSERT_EQUAL(std::string("MINE::2 "), textOf(security));
    }

    void WithoutAKeyTheTokensSecretGoes()
    {
        SecurityContext security, none;
        add(security, "OTHER", "");
        add(security, "HF_TOKEN", "");
        overrideToken(security, std::nullopt);
        CPPUNIT_ASSERT_EQUAL(std::string("OTHER::1 "), textOf(security));
        overrideToken(none, std::nullopt);
        CPPUNIT_ASSERT_EQUAL(0, none.secrets_size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PrefetchOverridesTest);
