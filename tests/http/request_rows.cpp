#include "request_rows.h"

namespace flyte_webhook::host
{

namespace
{

std::string get(const std::string& lines) { return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n"; }
std::string target(const std::string& text) { return "GET " + text + " HTTP/1.1\r\nHost: a\r\n\r\n"; }
std::string chunked(const std::string& chunks) { return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks; }
std::string sized(const std::string& length, const std::string& body)
{
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + body;
}
std::string repeated(const std::string& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

const std::string nul(1, '\0');

} // namespace

std::vector<Row> goodRequests()
{
    return {
        {get(""), "GET / []"},
        {"GET / HTTP/1.0\r\n\r\n", "GET / []"},
        {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", "GET / []"},
        {"\r\n" + get(""), "GET / []"},
        {get("") + "\r\n" + get(""), "GET / [], GET / []"},
        {get("x:\r\n"), "GET / []"},
        {get("x: \t a \xc3\xa4\tb \t \r\n"), "GET / []"},
        {get("host2: b\r\n"), "GET / []"},
        {"GET / HTTP/1.1\r\nhOsT:a:80\r\n\r\n", "GET / []"},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / []"},
        {"GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "GET / []"},
        {target("/a%2Fb/c;d?x=1&y=%00"), "GET /a%2Fb/c;d?x=1&y=%00 []"},
        {target("//health"), "GET //health []"},
        {target("/health/..;/%2e"), "GET /health/..;/%2e []"},
        {target("http://b/c?d"), "GET /c?d []"},
        {target("HTTPS://b:443/c"), "GET /c []"},
        {target("http://b"), "GET / []"},
        {target("http://b?c=d"), "GET /?c=d []"},
        {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * []"},
        {"M-SEARCH /x HTTP/1.1\r\nHost: a\r\n\r\n", "M-SEARCH /x []"},
        {sized("5", "hello"), "POST / [hello]"},
        {sized("0", ""), "POST / []"},
        {sized("005", "hello"), "POST / [hello]"},
        {sized("5", "hello") + get(""), "POST / [hello], GET / []"},
        {sized("38", "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\nabc"), "POST / [GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\nabc]"},
        {sized("1000", std::string(1000, 'b')), "POST / [" + std::string(1000, 'b') + "]"},
        {chunked("0\r\n\r\n"), "POST / []"},
        {chunked("5\r\nhello\r\n0\r\n\r\n"), "POST / [hello]"},
        {chunked("2\r\nhe\r\n3\r\nllo\r\n00\r\n\r\n") + get(""), "POST / [hello], GET / []"},
        {chunked("A\r\n0123456789\r\n0\r\n\r\n"), "POST / [0123456789]"},
        {chunked("a\r\n0123456789\r\n0\r\n\r\n"), "POST / [0123456789]"},
        {chunked("5;name=value;b=\"c d\"\r\nhello\r\n0;last\r\n\r\n"), "POST / [hello]"},
        {chunked("5\r\nhello\r\n0\r\nTrailer: x\r\nOther:\r\n\r\n") + get(""), "POST / [hello], GET / []"},
        {chunked("2\r\n\r\n\r\n0\r\n\r\n"), "POST / [\r\n]"},
        {chunked(repeated("1\r\nx\r\n", 1000) + "0\r\n\r\n"), "POST / [" + std::string(1000, 'x') + "]"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked \r\n\r\n1\r\nx\r\n0\r\n\r\n", "POST / [x]"},
        {get(repeated("n: v\r\n", 199)), "GET / []"},
        {"GET / HT", "..."},
        {get("") + "GE", "GET / [], ..."},
        {sized("5", "hell"), "..."},
        {chunked("5\r\nhello\r\n0\r\n"), "..."},
        {chunked("5\r\nhello\r\n0\r\nTrailer: x\r\n"), "..."},
    };
}

std::vector<Row> badRequestLines()
{
    return {
        {"GET /\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/1.1\nHost: a\n\n", "400"},
        {"GET / HTTP/1.1\rHost: a\r\n\r\n", "400"},
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "400"},
        {"GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {" GET / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"\r\n \r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {repeated("\r\n", 4000) + "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
        {"\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"G" + nul + "T / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {std::string(33, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"\x16\x03\x01\x02", "400"},
        {"GET / http/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/1.10\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/1\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", "505"},
        {"GET / HTTP/0.9\r\nHost: a\r\n\r\n", "505"},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
        {target("a"), "400"},
        {target("*"), "400"},
        {"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {target("ftp://a/b"), "400"},
        {target("http:///b"), "400"},
        {target("http://"), "400"},
        {target("http://u@a/b"), "400"},
        {target("/a b"), "400"},
        {target("/a#b"), "400"},
        {target("/a\tb"), "400"},
        {target("/a" + nul), "400"},
        {target("/a\x7f"), "400"},
        {target("/\xc3\xa4"), "400"},
        {target("/" + std::string(8000, 'a')), "431"},
        {"GET /" + std::string(8000, 'a'), "431"},
        {"\x16" + std::string(8000, 'a'), "400"},
        {std::string(8000, 'a') + "\r\n", "400"},
        {repeated("\r\n", 3999) + "GE(", "431"},
    };
}

std::vector<Row> badHeaders()
{
    return {
        {"GET / HTTP/1.1\r\n\r\n", "400"},
        {get("Host: b\r\n"), "400"},
        {get("Host: a\r\n"), "400"},
        {"GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400"},
        {get("x : y\r\n"), "400"},
        {get("x\t: y\r\n"), "400"},
        {get(" x: y\r\n"), "400"},
        {get("x: y\r\n z\r\n"), "400"},
        {get("x: y\r\n\tz\r\n"), "400"},
        {get("x: y\r\n \r\n"), "400"},
        {get("x\r\n"), "400"},
        {get(": y\r\n"), "400"},
        {get("x: y\n"), "400"},
        {get("x: y\rz\r\n"), "400"},
        {get("x: y\r\r\n"), "400"},
        {get("x: " + nul + "\r\n"), "400"},
        {get("x: a\x01\r\n"), "400"},
        {get("x: a\x7f\r\n"), "400"},
        {get("x" + nul + ": a\r\n"), "400"},
        {get("x(y): a\r\n"), "400"},
        {get("x\xc3\xa4: a\r\n"), "400"},
        {"GET / HTTP/1.1\r\nHost: a\r\n\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a\n\r\n", "400"},
        {get("x: " + std::string(8000, 'a') + "\r\n"), "431"},
        {get("x: " + std::string(8000, 'a')), "431"},
        {get(repeated("n: v\r\n", 200)), "431"},
        {get(repeated("nnnnnnnnnnnnnnnnnnnn: vvvvvvvvvvvvvvvvvvvvvvvvvvvvv\r\n", 180)), "431"},
    };
}

std::vector<Row> badLengths()
{
    return {
        {sized("", ""), "400"},
        {sized("+5", "hello"), "400"},
        {sized("-5", "hello"), "400"},
        {sized("5 5", "hello"), "400"},
        {sized("5, 5", "hello"), "400"},
        {sized("5,6", "hello"), "400"},
        {sized("0x5", "hello"), "400"},
        {sized("5.0", "hello"), "400"},
        {sized("5;", "hello"), "400"},
        {sized("5\r\nContent-Length: 5", "hello"), "400"},
        {sized("5\r\nContent-Length: 6", "hello"), "400"},
        {sized("5\r\ncontent-length: 0", "hello"), "400"},
        {sized("5\r\nContent-Length : 0", "hello"), "400"},
        {sized("5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello", "400"},
        {sized("1001", ""), "413"},
        {sized("99999999999999999999999999", ""), "413"},
        {sized("18446744073709551616", ""), "413"},
    };
}

std::vector<Row> badCodings()
{
    const auto coded = [](const std::string& coding)
    { return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n"; };
    return {
        {coded("gzip"), "501"},
        {coded("identity"), "501"},
        {coded("xchunked"), "501"},
        {coded("gzip, chunked"), "501"},
        {coded("chunked, gzip"), "501"},
        {coded("chunked, identity"), "501"},
        {coded(""), "400"},
        {coded("chunked, chunked"), "400"},
        {coded("chunked,"), "400"},
        {coded(",chunked"), "400"},
        {coded("\"chunked\""), "400"},
        {coded("chunked;q=1"), "400"},
        {coded("\x0b"
               "chunked"),
         "400"},
        {coded("chunked\r\nTransfer-Encoding: chunked"), "400"},
        {coded("chunked\r\nTransfer-Encoding: identity"), "400"},
        {coded("chunked\r\n chunked"), "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "400"},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
    };
}

std::vector<Row> badChunks()
{
    return {
        {chunked("\r\n"), "400"},
        {chunked("x\r\n"), "400"},
        {chunked("0x5\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("+5\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("-1\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked(" 5\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5 \r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5 ;a\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5_0\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5\rhello\r\n0\r\n\r\n"), "400"},
        {chunked("5\r\nhello\n0\r\n\r\n"), "400"},
        {chunked("5\r\nhello0\r\n\r\n"), "400"},
        {chunked("4\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("6\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5;a\nb\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5;a\x01\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5;" + std::string(300, 'a') + "\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("5;" + std::string(300, 'a')), "400"},
        {chunked("00000000000000005\r\nhello\r\n0\r\n\r\n"), "400"},
        {chunked("ffffffffffffffff\r\nhello\r\n0\r\n\r\n"), "413"},
        {chunked("3e9\r\n"), "413"},
        {chunked("3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\n"), "413"},
        {chunked("0\r\n\n"), "400"},
        {chunked("0\r\nno colon\r\n\r\n"), "400"},
        {chunked("0\r\nx : y\r\n\r\n"), "400"},
        {chunked("0\r\nx: y\n\r\n"), "400"},
        {chunked("0\r\nx: \x01\r\n\r\n"), "400"},
        {chunked("0\r\n" + repeated("name: value\r\n", 400) + "\r\n"), "400"},
        {chunked("0\r\nx: " + std::string(5000, 'a')), "400"},
        {chunked("5\r\nhello\r\n0\r\n\r\nGET /\r\n\r\n"), "POST / [hello], 400"},
    };
}

} // namespace flyte_webhook::host
