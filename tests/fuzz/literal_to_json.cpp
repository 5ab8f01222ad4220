// Literals to JSON: a letter says what follows. "m": msgpack, "n": bytes of a double, "t" and "d": seconds and nanoseconds, "p": the bytes
// of a type, its length first, and of a literal. JSON comes out, whatever the bytes are.
#include "support/input.h"
#include "support/values.h"
#include <cstring>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;

namespace
{

constexpr std::int64_t most = 1 << 22; // seconds; a double has no nanoseconds beside more of them

core::LiteralType simple(core::SimpleType kind)
{
    core::LiteralType type;
    type.set_simple(kind);
    return type;
}

void checkMsgpack(std::string_view bytes)
{
    core::Literal literal;
    auto& binary = *literal.mutable_scalar()->mutable_binary();
    binary.set_value(bytes.data(), bytes.size());
    binary.set_tag("msgpack");
    const auto type = simple(core::STRUCT);
    written(literal, &type);
    written(literal, nullptr);
    binary.clear_tag();
    written(literal, &type);
}

template <typename Time> void setTime(Time& time, Input& input)
{
    time.set_seconds(static_cast<std::int64_t>(input.number()));
    time.set_nanos(static_cast<std::int32_t>(input.number()));
}

/// A value of that type; what is shown for it is read as the same value where it can be read.
void checkAgain(const core::Literal& literal, core::SimpleType kind)
{
    const auto type = simple(kind);
    const auto shown = written(literal, &type);
    try
    {
        const auto again = flyte::toLiteral(type, *parseJson(shown), "x");
        require(bytesOf(again) == bytesOf(literal), "what is shown is read as the same", shown + "\n" + written(again, &type));
    }
    catch (const InvalidArgument& e)
    {
        require(*e.what(), "a refusal says why");
    }
}

void checkMessages(Input& input)
{
    core::LiteralType type;
    core::Literal literal;
    if (!type.ParseFromString(std::string(input.sized()))) type.Clear();
    if (!literal.ParseFromString(std::string(input.rest()))) return;
    written(literal, &type);
    written(literal, nullptr);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    core::Literal literal;
    auto& primitive = *literal.mutable_scalar()->mutable_primitive();
    switch (input.byte())
    {
    case 'm': checkMsgpack(input.rest()); break;
    case 'n':
    {
        const auto bits = input.number();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        primitive.set_float_value(value);
        checkAgain(literal, core::FLOAT);
        break;
    }
    case 't':
        setTime(*primitive.mutable_datetime(), input);
        checkAgain(literal, core::DATETIME);
        break;
    case 'd':
        setTime(*primitive.mutable_duration(), input);
        if (const auto seconds = primitive.duration().seconds(); seconds > -most && seconds < most)
            checkAgain(literal, core::DURATION);
        else
            written(literal, nullptr);
        break;
    case 'p': checkMessages(input); break;
    default: return -1;
    }
    return 0;
}
