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
-- An answer with errors in it has status 200 all the same.
refused = 0
function response(status, headers, body)
  if status ~= 200 or body:find('"errors":', 1, true) then
    refused = refused + 1
    if refused == 1 then io.stderr:write("first refusal: " .. status .. " " .. body:sub(1, 600) .. "\n") end
  end
end
function setup(thread) threads = { thread } end
function request()
  n = n % #requests + 1
  return requests[n]
end
function done(s, latency)
  local e = s.errors
  io.write(string.format('RESULT {"requests":%d,"seconds":%.3f,"p50":%.3f,"p99":%.3f,"errors":%d}\n', s.requests,
    s.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.timeout + threads[1]:get("refused")))
end
