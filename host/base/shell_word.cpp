#include "shell_word.h"

namespace flyte_webhook::host
{

std::string shellWord(std::string_view text)
{
    std::string word = "'";
    for (const char c : text)
        if (c == '\'')
            word += "'\\''";
        else
            word += c;
    return word + "'";
}

} // namespace flyte_webhook::host
