// The reader of requests: the sizes of three pieces, then what a client sends.
#include "support/input.h"
#include "support/reading.h"

using namespace flyte_webhook::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    Cuts cuts{input.byte(), input.byte(), input.byte()};
    const auto bytes = input.rest();
    const auto whole = readPieces(bytes, {});
    for (const auto& others : {cuts, Cuts(bytes.size(), 1)})
    {
        const auto cut = readPieces(bytes, others);
        require(cut.text() == whole.text(), "how bytes are cut makes no difference", "whole: " + whole.text() + "\ncut: " + cut.text());
    }
    return 0;
}
