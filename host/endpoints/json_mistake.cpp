#include "json_mistake.h"
#include <algorithm>
#include <string>

namespace flyte_webhook::host
{

namespace
{

bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }
bool isHexDigit(char c) noexcept { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Walks over a text as far as it is JSON. Depth takes no stack.
class Walk
{
public:
    explicit Walk(std::string_view text) : _text(text) {}

    std::optional<JsonMistake> mistake()
    {
        do
            if (const char* what = value()) return JsonMistake{_at, what};
        while (!_open.empty());
        skipSpace();
        return _at < _text.size() ? std::optional(JsonMistake{_at, "Extra data"}) : std::nullopt;
    }

private:
    using Wrong = const char*; ///< nullptr: nothing is; else what, and _at stands where

    /// A value, or the begin of one, and then all that ends before the next value begins.
    Wrong value()
    {
        skipSpace();
        if (takes('[') || takes('{'))
        {
            _open += _text[_at - 1];
            skipSpace();
            if (!takes(_open.back() == '[' ? ']' : '}')) return _open.back() == '{' ? key() : nullptr;
            _open.pop_back();
        }
        else if (peek() == '"')
        {
            if (Wrong wrong = string()) return wrong;
        }
        else if (!takesWord("true") && !takesWord("false") && !takesWord("null") && !takesNumber())
            return "Expecting value";
        return behindValue();
    }

    Wrong behindValue()
    {
        while (!_open.empty())
        {
            skipSpace();
            if (takes(',')) return _open.back() == '{' ? key() : nullptr;
            if (!takes(_open.back() == '[' ? ']' : '}')) return "Expecting ',' delimiter";
            _open.pop_back();
        }
        return nullptr;
    }

    Wrong key()
    {
        skipSpace();
        if (peek() != '"') return "Expecting property name enclosed in double quotes";
        if (Wrong wrong = string()) return wrong;
        skipSpace();
        return takes(':') ? nullptr : "Expecting ':' delimiter";
    }

    Wrong string()
    {
        const auto begin = _at++;
        while (_at < _text.size())
        {
            if (takes('"')) return nullptr;
            if (static_cast<unsigned char>(_text[_at]) < 0x20) return "Invalid control character at";
            if (_text[_at] != '\\')
                ++_at;
            else if (_at + 1 == _text.size())
                break;
            else if (Wrong wrong = escape())
                return wrong;
        }
        _at = begin;
        return "Unterminated string starting at";
    }

    Wrong escape()
    {
        constexpr std::string_view single = "\"\\/bfnrt";
        const char c = _text[_at + 1];
        if (c != 'u' && single.find(c) == single.npos) return "Invalid \\escape";
        ++_at;
        if (c == 'u')
        {
            const auto digits = _text.substr(_at + 1, 4);
            if (digits.size() < 4 || !std::all_of(digits.begin(), digits.end(), isHexDigit)) return "Invalid \\uXXXX escape";
            _at += 4;
        }
        ++_at;
        return nullptr;
    }

    bool takesNumber()
    {
        const auto first = _at + (peek() == '-' ? 1 : 0);
        if (!isDigit(peek(first))) return false;
        _at = peek(first) == '0' ? first + 1 : behindDigits(first);
        if (peek() == '.' && isDigit(peek(_at + 1))) _at = behindDigits(_at + 1);
        if (peek() == 'e' || peek() == 'E')
        {
            const auto sign = peek(_at + 1);
            const auto exponent = _at + (sign == '+' || sign == '-' ? 2 : 1);
            if (isDigit(peek(exponent))) _at = behindDigits(exponent);
        }
        return true;
    }

    std::size_t behindDigits(std::size_t at) const
    {
        while (isDigit(peek(at))) ++at;
        return at;
    }

    bool takesWord(std::string_view word)
    {
        const bool taken = _text.substr(_at, word.size()) == word;
        if (taken) _at += word.size();
        return taken;
    }

    bool takes(char c)
    {
        const bool taken = _at < _text.size() && _text[_at] == c;
        if (taken) ++_at;
        return taken;
    }

    void skipSpace() { _at = std::min(_text.find_first_not_of(" \t\n\r", _at), _text.size()); }

    char peek() const { return peek(_at); }
    char peek(std::size_t at) const { return at < _text.size() ? _text[at] : '\0'; }

    const std::string_view _text;
    std::size_t _at = 0;
    std::string _open; ///< the brackets that are
};

} // namespace

std::optional<JsonMistake> findJsonMistake(std::string_view text) { return Walk(text).mistake(); }

} // namespace flyte_webhook::host
