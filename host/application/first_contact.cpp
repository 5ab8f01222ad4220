#include "first_contact.h"
#include <chrono>
#include <thread>

namespace flyte_webhook::host
{

namespace
{

constexpr auto patience = std::chrono::seconds(10);
constexpr auto betweenLooks = std::chrono::milliseconds(10);

} // namespace

void awaitFirstContact(const Service& next, const Service& present, const Signals& signals)
{
    auto &controlPlane = *next.parts().controlPlane, &before = *present.parts().controlPlane;
    if (&controlPlane == &before || !before.reached()) return;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!controlPlane.reached() && !signals.endIsPending() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(betweenLooks);
}

} // namespace flyte_webhook::host
