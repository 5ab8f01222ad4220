// How the author of a plugin tests it: the plugin's own source, the installed fake host, no server. Exits with 1 when something is wrong.
#include <flyte_webhook/testing/fake_host.h>
#include <iostream>

int main()
{
    flyte_webhook::testing::FakeHost host(&flyte_webhook_plugin);
    host.setting("greeting", "Moin");
    const auto reply = host.request("greet").parameter("name", "Zoe").send();
    std::cout << reply.status << ' ' << reply.body << '\n';
    return reply.status == 200 && reply.json()["text"] == "Moin, Zoe" ? 0 : 1;
}
