// Prints each kind of error that the code has, one a line: word, status and meaning, with tabs between them.
#include <cstdio>
#include <flyte_webhook/plugin/error_kind.h>

using namespace flyte_webhook;

int main()
{
    forEachErrorKind(
        [](ErrorKind kind)
        {
            const auto facts = factsOf(kind);
            std::printf("%s\t%d\t%s\n", facts.word, facts.status, facts.meaning);
        });
}
