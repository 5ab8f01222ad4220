#pragma once

// Regular expressions (ECMA 262) for the texts that the converter takes, as JSON strings. A look-ahead stands behind each end: in some
// languages `$` lets a line feed follow.
namespace flyte_webhook::flyte::pattern
{

#define FW_DATE                                                                                                                            \
    "(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"                           \
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
#define FW_CLOCK "(?:[01][0-9]|2[0-3]):[0-5][0-9]"

constexpr auto datetime = "\"^" FW_DATE "(?:[Tt ]" FW_CLOCK ":[0-5][0-9](?:\\\\.[0-9]+)?(?:[Zz]|[+-]" FW_CLOCK ")?)?$(?!\\\\n)\"";

#undef FW_CLOCK
#undef FW_DATE

// So many digits of each unit that the sum stays below 10000 years.
constexpr auto duration = R"re("^[+-]?(?:[0-9]{1,11}(?:[.,][0-9]+)?s|(?!.*[.,][0-9]+[A-Z].)P(?=[0-9T]))re"
                          R"re((?:[0-9]{1,5}(?:[.,][0-9]+)?W)?(?:[0-9]{1,6}(?:[.,][0-9]+)?D)?)re"
                          R"re((?:T(?=[0-9])(?:[0-9]{1,7}(?:[.,][0-9]+)?H)?(?:[0-9]{1,9}(?:[.,][0-9]+)?M)?)re"
                          R"re((?:[0-9]{1,10}(?:[.,][0-9]+)?S)?)?)$(?!\\n)")re";

constexpr auto base64 = R"re("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$(?!\\n)")re";

} // namespace flyte_webhook::flyte::pattern
