-- What wrk asks: LOAD_METHOD, LOAD_BODY (a file's name), LOAD_MIX ("/path=count,..." asked in turn), LOAD_CLOSE. Ends with one line of JSON.
local method = os.getenv("LOAD_METHOD") or "GET"
wrk.method = method
wrk.headers["Authorization"] = os.getenv("LOAD_TOKEN")
if os.getenv("LOAD_CLOSE") then wrk.headers["Connection"] = "close" end
local body = os.getenv("LOAD_BODY")
if body then
  local file = assert(io.open(body, "rb"))
  wrk.body = file:read("*a")
  file:close()
  wrk.headers["Content-Type"] = "application/json"
elseif method == "POST" then
  wrk.headers["Content-Length"] = "0"
end

local mix = os.getenv("LOAD_MIX")
if mix then
  local requests, turn = {}, 0
  init = function()
    for path, count in mix:gmatch("([^=,]+)=(%d+)") do
      for _ = 1, tonumber(count) do requests[#requests + 1] = wrk.format("GET", path) end
    end
  end
  request = function()
    turn = turn % #requests + 1
    return requests[turn]
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('LOAD {"requests":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f,"max_ms":%f,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    e.connect, e.read, e.write, e.status, e.timeout))
end
