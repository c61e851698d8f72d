-- wrk script: rotates the requests of a file (a line each: Authorization, a tab, the JSON body) and prints one JSON line.
function init(args)
  requests, n = {}, 0
  for line in io.lines(args[1]) do
    local authorization, body = line:match("^(.-)\t(.*)$")
    local headers = { ["content-type"] = "application/json" }
    if authorization ~= "" then headers["authorization"] = authorization end
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end
function request()
  n = n % #requests + 1
  return requests[n]
end
function done(s, latency)
  local e = s.errors
  io.write(string.format('RESULT {"requests":%d,"seconds":%.3f,"p50":%.3f,"p99":%.3f,"errors":%d}\n', s.requests,
    s.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
