// The plugin without a server: one check a line, 1 at the end when one of them failed.
#include <flyte_webhook/testing/fake_host.h>
#include <iostream>

using flyte_webhook::testing::FakeHost;

static int failures = 0;

template <typename T, typename U> static void check(const char* what, const T& expected, const U& got)
{
    if (expected == got) return;
    std::cerr << what << ": expected " << expected << ", got " << got << '\n';
    ++failures;
}

int main()
{
    FakeHost host(&flyte_webhook_plugin);
    const auto answer = host.request("example").parameter("name", "Ada").send();
    check("the status", 200, answer.status);
    check("the body", R"({"text":"Hello, Ada"})", answer.body);

    FakeHost polite(&flyte_webhook_plugin);
    polite.setting("greeting", "Good day");
    check("with a setting", R"({"text":"Good day, Ada"})", polite.request("example").parameter("name", "Ada").send().body);
    return failures ? 1 : 0;
}
