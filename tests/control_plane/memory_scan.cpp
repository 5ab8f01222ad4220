#include "control_plane/memory_scan.h"
#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace flyte_webhook::test
{
namespace
{

constexpr std::size_t shadow = std::size_t(1) << 30; // mappings of that size belong to a sanitizer

struct Region
{
    std::size_t begin, end;
};

std::vector<Region> writableRegions()
{
    std::vector<Region> regions;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
    {
        Region region{};
        char dash = 0;
        std::string rights;
        std::istringstream(line) >> std::hex >> region.begin >> dash >> region.end >> rights;
        if (rights.compare(0, 2, "rw") == 0 && region.end - region.begin < shadow) regions.push_back(region);
    }
    return regions;
}

/// A buffer that is not found itself: it is not among the regions that were listed before it was made.
class Window
{
public:
    static constexpr std::size_t size = 1 << 20;
    Window() : _memory(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {}
    ~Window() { ::munmap(_memory, size); }
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    char* data() { return static_cast<char*>(_memory); }

private:
    void* const _memory;
};

} // namespace

std::size_t Trace::copies() const
{
    const auto regions = writableRegions();
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    Window window;
    const auto matches = [&](const char* at) { return std::equal(_backwards.rbegin(), _backwards.rend(), at); };
    std::size_t found = 0;
    for (const auto& region : regions)
        for (auto at = region.begin; at < region.end; at += Window::size - _backwards.size())
        {
            const auto count = ::pread(memory, window.data(), std::min(Window::size, region.end - at), static_cast<off_t>(at));
            for (ssize_t i = 0; i + static_cast<ssize_t>(_backwards.size()) <= count; ++i)
                if (window.data()[i] == _backwards.back() && matches(window.data() + i)) ++found;
        }
    ::close(memory);
    return found;
}

} // namespace flyte_webhook::test
