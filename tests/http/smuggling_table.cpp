#include "smuggling_table.h"
#include <algorithm>

namespace flyte_webhook::test
{

namespace
{

using namespace std::string_literals;
using Rows = std::vector<SmugglingRow>;

const std::vector<int> served{200}, bad{400}, tooLarge{413}, unknownCoding{501}, otherVersion{505}, tooLong{431};

/// Makes rows around one hidden request.
class Table
{
public:
    explicit Table(const std::string& hidden) : _hidden(hidden) {}

    Rows lengths() const;
    Rows codings() const;
    Rows chunks() const;
    Rows lines() const;
    Rows requestLines() const;
    Rows targets() const;
    Rows hosts() const;
    Rows fields() const;
    Rows connections() const;

private:
    static std::string post(const std::string& lines, const std::string& body)
    {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n" + body;
    }

    /// The hidden request stands where the body would.
    std::string post(const std::string& lines) const { return post(lines, _hidden); }

    /// With this as Content-Length.
    std::string sized(const std::string& length) const { return post("Content-Length: " + length + "\r\n"); }

    /// With this as Transfer-Encoding, and a good chunk in front of the hidden request.
    std::string coded(const std::string& coding) const { return post("Transfer-Encoding:" + coding + "\r\n", "0\r\n\r\n" + _hidden); }

    std::string chunked(const std::string& chunks) const { return post("Transfer-Encoding: chunked\r\n", chunks); }

    /// The hidden request as one chunk.
    std::string hiddenChunk(const std::string& sizeLine) const { return sizeLine + "\r\n" + _hidden + "\r\n0\r\n\r\n"; }

    std::string hex() const
    {
        char digits[20];
        std::snprintf(digits, sizeof digits, "%zx", _hidden.size());
        return digits;
    }

    std::string get(const std::string& lines) const { return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n" + _hidden; }
    std::string line(const std::string& requestLine) const { return requestLine + "\r\nHost: a\r\n\r\n" + _hidden; }
    std::string target(const std::string& text) const { return line("GET " + text + " HTTP/1.1"); }

    /// The same, with nothing behind it.
    static std::string alone(const std::string& text, const std::string& lines = {})
    {
        return "GET " + text + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
    }

    const std::string& _hidden;
};

Rows Table::lengths() const
{
    const auto size = std::to_string(_hidden.size());
    return {
        {"Content-Length: as long as the hidden request", sized(size), served, After::Kept},
        {"Content-Length: of a GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n" + _hidden, served, After::Kept},
        {"Content-Length: zeros in front", sized("000" + size), served, After::Kept},
        {"Content-Length: blanks around", sized(" \t" + size + " \t"), served, After::Kept},
        {"Content-Length: more than comes", sized("9" + size), {}, After::Waiting},
        {"Content-Length: twice the same", sized(size + "\r\nContent-Length: " + size), bad},
        {"Content-Length: two that differ", sized("0\r\nContent-Length: " + size), bad},
        {"Content-Length: two that differ, in other cases", sized(size + "\r\ncONTENT-lENGTH: 0"), bad},
        {"Content-Length: list of the same", sized(size + ", " + size), bad},
        {"Content-Length: list that differs", sized("0, " + size), bad},
        {"Content-Length: comma behind", sized(size + ","), bad},
        {"Content-Length: plus sign", sized("+" + size), bad},
        {"Content-Length: minus sign", sized("-" + size), bad},
        {"Content-Length: minus zero", sized("-0"), bad},
        {"Content-Length: hexadecimal", sized("0x10"), bad},
        {"Content-Length: decimal point", sized(size + ".0"), bad},
        {"Content-Length: exponent", sized("1e1"), bad},
        {"Content-Length: blank inside", sized("1 0"), bad},
        {"Content-Length: underscore inside", sized("1_0"), bad},
        {"Content-Length: letters behind", sized(size + "x"), bad},
        {"Content-Length: parameter behind", sized(size + ";x=1"), bad},
        {"Content-Length: quoted", sized("\"" + size + "\""), bad},
        {"Content-Length: empty", sized(""), bad},
        {"Content-Length: full-width digit", sized("\xef\xbc\x95"), bad},
        {"Content-Length: vertical tab in front", sized("\x0b" + size), bad},
        {"Content-Length: NUL behind", sized(size + "\0"s), bad},
        {"Content-Length: on a folded line", post("Content-Length:\r\n " + size + "\r\n"), bad},
        {"Content-Length: blank before the colon", post("Content-Length : " + size + "\r\n"), bad},
        {"Content-Length: tab before the colon", post("Content-Length\t: " + size + "\r\n"), bad},
        {"Content-Length: beyond max_body", sized("99999999999"), tooLarge},
        {"Content-Length: 2^64, which wraps to 0", sized("18446744073709551616"), tooLarge},
        {"Content-Length: 2^64 + 5, which wraps to 5", sized("18446744073709551621"), tooLarge},
        {"Content-Length: thirty digits", sized(std::string(30, '9')), tooLarge},
    };
}

Rows Table::codings() const
{
    const auto size = std::to_string(_hidden.size());
    return {
        {"Transfer-Encoding: in capitals", post("Transfer-Encoding: CHUNKED\r\n", hiddenChunk(hex())), served, After::Kept},
        {"Transfer-Encoding: with Content-Length behind", post("Transfer-Encoding: chunked\r\nContent-Length: " + size + "\r\n"), bad},
        {"Transfer-Encoding: with Content-Length in front", sized(size + "\r\nTransfer-Encoding: chunked"), bad},
        {"Transfer-Encoding: with Content-Length: 0", sized("0\r\nTransfer-Encoding: chunked"), bad},
        {"Transfer-Encoding: identity with Content-Length", sized(size + "\r\nTransfer-Encoding: identity"), bad},
        {"Transfer-Encoding: xchunked", coded(" xchunked"), unknownCoding},
        {"Transfer-Encoding: identity", coded(" identity"), unknownCoding},
        {"Transfer-Encoding: chunked, identity", coded(" chunked, identity"), unknownCoding},
        {"Transfer-Encoding: identity, chunked", coded(" identity, chunked"), unknownCoding},
        {"Transfer-Encoding: gzip, chunked", coded(" gzip, chunked"), unknownCoding},
        {"Transfer-Encoding: chunked, chunked", coded(" chunked, chunked"), bad},
        {"Transfer-Encoding: comma behind", coded(" chunked,"), bad},
        {"Transfer-Encoding: comma in front", coded(" , chunked"), bad},
        {"Transfer-Encoding: parameter", coded(" chunked;q=1"), bad},
        {"Transfer-Encoding: quoted", coded(" \"chunked\""), bad},
        {"Transfer-Encoding: empty", coded(""), bad},
        {"Transfer-Encoding: vertical tab in front",
         coded(" \x0b"
               "chunked"),
         bad},
        {"Transfer-Encoding: form feed behind", coded(" chunked\x0c"), bad},
        {"Transfer-Encoding: NUL behind", coded(" chunked\0"s), bad},
        {"Transfer-Encoding: Kelvin sign as k",
         coded(" chun\xe2\x84\xaa"
               "ed"),
         bad},
        {"Transfer-Encoding: on a folded line", coded("\r\n chunked"), bad},
        {"Transfer-Encoding: folded behind a comma", coded(" identity,\r\n chunked"), bad},
        {"Transfer-Encoding: twice", coded(" chunked\r\nTransfer-Encoding: chunked"), bad},
        {"Transfer-Encoding: twice, in other cases", coded(" identity\r\ntransfer-encoding: chunked"), bad},
        {"Transfer-Encoding: blank before the colon", post("Transfer-Encoding : chunked\r\n"), bad},
        {"Transfer-Encoding: blank in the name", post("Transfer Encoding: chunked\r\n"), bad},
        {"Transfer-Encoding: blank before the name", post(" Transfer-Encoding: chunked\r\n"), bad},
        {"Transfer-Encoding: behind a bare LF", post("X: y\nTransfer-Encoding: chunked\r\n"), bad},
        {"Transfer-Encoding: behind a bare CR", post("X: y\rTransfer-Encoding: chunked\r\n"), bad},
        {"Transfer-Encoding: in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + _hidden, bad},
    };
}

Rows Table::chunks() const
{
    const auto size = hex();
    const auto end = "0\r\n\r\n"s;
    return {
        {"chunk: holds the hidden request", chunked(hiddenChunk(size)), served, After::Kept},
        {"chunk: extensions", chunked(hiddenChunk(size + ";a=b;c=\"d\"")), served, After::Kept},
        {"chunk: Content-Length as trailer", chunked("0\r\nContent-Length: 9\r\n\r\n"), served, After::Kept},
        {"chunk: Transfer-Encoding as trailer", chunked("0\r\nTransfer-Encoding: identity\r\n\r\n"), served, After::Kept},
        {"chunk: the last one is missing", chunked(size + "\r\n" + _hidden + "\r\n"), {}, After::Waiting},
        {"chunk: size with plus sign", chunked(hiddenChunk("+" + size)), bad},
        {"chunk: size with minus sign", chunked(hiddenChunk("-" + size)), bad},
        {"chunk: size with 0x", chunked(hiddenChunk("0x" + size)), bad},
        {"chunk: size with underscore", chunked(hiddenChunk("0_" + size)), bad},
        {"chunk: blank in front of the size", chunked(hiddenChunk(" " + size)), bad},
        {"chunk: blank behind the size", chunked(hiddenChunk(size + " ")), bad},
        {"chunk: tab behind the size", chunked(hiddenChunk(size + "\t")), bad},
        {"chunk: blank before the extension", chunked(hiddenChunk(size + " ;a")), bad},
        {"chunk: size of no digit", chunked(hiddenChunk("g")), bad},
        {"chunk: no size", chunked(hiddenChunk("")), bad},
        {"chunk: size of 17 digits, which wraps", chunked(hiddenChunk("1" + std::string(16 - size.size(), '0') + size)), bad},
        {"chunk: size of 16 digits", chunked(hiddenChunk("ffffffffffffffff")), tooLarge},
        {"chunk: bare LF behind the size", chunked(size + "\n" + _hidden + "\r\n" + end), bad},
        {"chunk: bare CR behind the size", chunked(size + "\r" + _hidden + "\r\n" + end), bad},
        {"chunk: CR CR LF behind the size", chunked(size + "\r\r\n" + _hidden + "\r\n" + end), bad},
        {"chunk: no line end behind its data", chunked("5\r\nhello" + end + _hidden), bad},
        {"chunk: bare LF behind its data", chunked("5\r\nhello\n" + end + _hidden), bad},
        {"chunk: bare CR behind its data", chunked("5\r\nhello\r" + end + _hidden), bad},
        {"chunk: longer than its size", chunked("2\r\nhello\r\n" + end + _hidden), bad},
        {"chunk: shorter than its size", chunked("6\r\nhello\r\n" + end + _hidden), bad},
        {"chunk: bare LF in an extension", chunked("5;a\nb\r\nhello\r\n" + end + _hidden), bad},
        {"chunk: bare CR in an extension", chunked("5;a\rb\r\nhello\r\n" + end + _hidden), bad},
        {"chunk: NUL in an extension", chunked("5;a\0b\r\nhello\r\n"s + end + _hidden), bad},
        {"chunk: endless extension", chunked("5;" + std::string(300, 'a') + "\r\nhello\r\n" + end + _hidden), bad},
        {"chunk: the last one without its empty line", chunked("0\r\n" + _hidden), bad},
        {"chunk: the last one ended by bare LF", chunked("0\r\n\n" + _hidden), bad},
        {"chunk: the last one as 00 with bare LF", chunked("00\n\r\n" + _hidden), bad},
        {"chunk: trailer ended by bare LF", chunked("0\r\nx: y\n\r\n" + _hidden), bad},
        {"chunk: trailer with a blank before the colon", chunked("0\r\nx : y\r\n\r\n" + _hidden), bad},
        {"chunk: trailer with NUL", chunked("0\r\nx: \0\r\n\r\n"s + _hidden), bad},
        {"chunk: endless trailers", chunked("0\r\nx: " + std::string(5000, 'y') + "\r\n\r\n" + _hidden), bad},
    };
}

Rows Table::lines() const
{
    return {
        {"line: empty ones in front of the request", "\r\n\r\n" + alone("/"), served, After::Kept},
        {"line: bare LF in front of the request", "\n" + target("/"), bad},
        {"line: bare CR in front of the request", "\r" + target("/"), bad},
        {"line: blank in front of the request", " " + target("/"), bad},
        {"line: bare LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n" + _hidden, bad},
        {"line: bare CR behind the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n" + _hidden, bad},
        {"line: bare LF behind a field", "GET / HTTP/1.1\r\nHost: a\n\r\n" + _hidden, bad},
        {"line: bare CR behind a field", "GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n" + _hidden, bad},
        {"line: CR CR LF behind a field", get("X: y\r\r\n"), bad},
        {"line: bare LF at the header's end", "GET / HTTP/1.1\r\nHost: a\r\n\n" + _hidden, bad},
        {"line: bare LF everywhere", "GET / HTTP/1.1\nHost: a\n\n" + _hidden, bad},
        {"line: folded by a blank", get("X: y\r\n z\r\n"), bad},
        {"line: folded by a tab", get("X: y\r\n\tz\r\n"), bad},
        {"line: of blanks alone", get("X: y\r\n \r\n"), bad},
        {"line: blank before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n" + _hidden, bad},
        {"line: NUL in the method", line("G\0T / HTTP/1.1"s), bad},
        {"line: NUL in the target", target("/\0"s), bad},
        {"line: NUL in the version", line("GET / HTTP/1.1\0"s), bad},
        {"line: NUL in a field's name", get("X\0: y\r\n"s), bad},
        {"line: NUL in a field's value", get("X: y\0z\r\n"s), bad},
        {"line: NUL alone", get("\0\r\n"s), bad},
    };
}

Rows Table::requestLines() const
{
    return {
        {"request line: no version (HTTP/0.9)", "GET /\r\n" + _hidden, bad},
        {"request line: HTTP/0.9", line("GET / HTTP/0.9"), otherVersion},
        {"request line: HTTP/1.2", line("GET / HTTP/1.2"), otherVersion},
        {"request line: HTTP/2.0", line("GET / HTTP/2.0"), otherVersion},
        {"request line: preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + _hidden, otherVersion},
        {"request line: http/1.1", line("GET / http/1.1"), bad},
        {"request line: HTTP/1.10", line("GET / HTTP/1.10"), bad},
        {"request line: HTTP/+1.1", line("GET / HTTP/+1.1"), bad},
        {"request line: HTTP/1", line("GET / HTTP/1"), bad},
        {"request line: version twice", line("GET / HTTP/1.1 HTTP/1.1"), bad},
        {"request line: two blanks", line("GET  / HTTP/1.1"), bad},
        {"request line: tabs", line("GET\t/\tHTTP/1.1"), bad},
        {"request line: blank behind", line("GET / HTTP/1.1 "), bad},
        {"request line: method of odd characters", line("G(T / HTTP/1.1"), bad},
        {"request line: method that is not ASCII", line("G\xc3\x8bT / HTTP/1.1"), bad},
        {"request line: quoted method", line("\"GET\" / HTTP/1.1"), bad},
        {"request line: no method", line(" / HTTP/1.1"), bad},
        {"request line: endless method", line(std::string(5000, 'A') + " / HTTP/1.1"), bad},
        {"request line: hello of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s + _hidden, bad},
    };
}

Rows Table::targets() const
{
    return {
        {"target: absolute, of another host", alone("http://other/x"), served, After::Kept},
        {"target: absolute, without path", alone("HTTP://other"), served, After::Kept},
        {"target: absolute, with a user", target("http://user@a/x"), bad},
        {"target: absolute, with user and password", target("http://user:password@a/x"), bad},
        {"target: absolute, without host", target("http:///x"), bad},
        {"target: absolute, of another scheme", target("ftp://a/x"), bad},
        {"target: absolute, with a blank in the host", target("http://a b/x"), bad},
        {"target: authority of a CONNECT", line("CONNECT a:443 HTTP/1.1"), bad},
        {"target: authority of a GET", target("a:443"), bad},
        {"target: asterisk of OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", served, After::Kept},
        {"target: asterisk of a GET", target("*"), bad},
        {"target: no slash in front", target("x"), bad},
        {"target: blank inside", target("/x HTTP/1.1 y"), bad},
        {"target: tab inside", target("/x\ty"), bad},
        {"target: fragment", target("/x#y"), bad},
        {"target: bytes that are not ASCII", target("/\xc3\xa4"), bad},
        {"target: DEL", target("/\x7f"), bad},
        {"target: CR inside", target("/\rx"), bad},
        {"target: LF inside", target("/\nx"), bad},
        {"target: longer than max_header", target("/" + std::string(70000, 'x')), tooLong},
    };
}

Rows Table::hosts() const
{
    const auto hosted = [this](const std::string& lines) { return "GET / HTTP/1.1\r\n" + lines + "\r\n" + _hidden; };
    return {
        {"host: none", hosted(""), bad},
        {"host: twice the same", hosted("Host: a\r\nHost: a\r\n"), bad},
        {"host: two that differ", hosted("Host: a\r\nhost: b\r\n"), bad},
        {"host: list", hosted("Host: a, b\r\n"), bad},
        {"host: blank inside", hosted("Host: a b\r\n"), bad},
        {"host: with a path", hosted("Host: a/b\r\n"), bad},
        {"host: with a user", hosted("Host: u@a\r\n"), bad},
        {"host: NUL inside", hosted("Host: a\0b\r\n"s), bad},
        {"host: that is not ASCII", hosted("Host: \xc3\xa4\r\n"), bad},
        {"host: on a folded line", hosted("Host:\r\n a\r\n"), bad},
        {"host: blank before the colon", hosted("Host : a\r\n"), bad},
        {"host: twice in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n" + _hidden, bad},
    };
}

Rows Table::fields() const
{
    std::string many, big;
    for (int i = 0; i < 300; ++i) many += "n: v\r\n";
    for (int i = 0; i < 80; ++i) big += "n: " + std::string(1000, 'v') + "\r\n";
    return {
        {"field: no colon", get("nonsense\r\n"), bad},
        {"field: no name", get(": y\r\n"), bad},
        {"field: name of HTTP/2", get(":path: /hidden\r\n"), bad},
        {"field: odd characters in the name", get("x(y): z\r\n"), bad},
        {"field: blank in the name", get("x y: z\r\n"), bad},
        {"field: slash in the name", get("x/y: z\r\n"), bad},
        {"field: name that is not ASCII", get("x\xc3\xa4: z\r\n"), bad},
        {"field: DEL in the name", get("x\x7f: z\r\n"), bad},
        {"field: control character in the value", get("x: \x01\r\n"), bad},
        {"field: DEL in the value", get("x: \x7f\r\n"), bad},
        {"field: escape in the value", get("x: \x1b[2J\r\n"), bad},
        {"field: three hundred of them", get(many), tooLong},
        {"field: together longer than max_header", get(big), tooLong},
        {"field: one longer than max_header", get("x: " + std::string(70000, 'y') + "\r\n"), tooLong},
    };
}

Rows Table::connections() const
{
    return {
        {"connection: request behind Connection: close", get("Connection: close\r\n"), served},
        {"connection: request behind close in a list", get("Connection: keep-alive, Close\r\n"), served},
        {"connection: request behind one of HTTP/1.0", "GET / HTTP/1.0\r\n\r\n" + _hidden, served},
        {"connection: Upgrade to h2c", alone("/", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"),
         served, After::Kept},
        {"connection: Upgrade to websocket", alone("/", "Connection: Upgrade\r\nUpgrade: websocket\r\n"), served, After::Kept},
        {"connection: garbage behind a request", alone("/") + "\x01\x02\r\n" + _hidden, {200, 400}},
        {"connection: bad request behind two good ones", alone("/1") + alone("/2") + "GET /\r\n" + _hidden, {200, 200, 400}},
    };
}

} // namespace

int SmugglingRow::served() const { return static_cast<int>(std::count(answers.begin(), answers.end(), 200)); }

std::vector<SmugglingRow> smugglingTable(const std::string& hidden)
{
    const Table table(hidden);
    Rows all;
    for (const auto& rows : {table.lengths(), table.codings(), table.chunks(), table.lines(), table.requestLines(), table.targets(),
                             table.hosts(), table.fields(), table.connections()})
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

} // namespace flyte_webhook::test
