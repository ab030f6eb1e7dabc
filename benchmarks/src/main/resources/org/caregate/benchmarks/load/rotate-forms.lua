-- POSTs the forms of a file in rotation; each thread starts elsewhere in the file.
local started = 0

function setup(thread)
    thread:set("number", started)
    started = started + 1
end

function headers(authorization)
    local all = {
        ["Host"] = wrk.headers["Host"],
        ["Content-Type"] = "application/x-www-form-urlencoded",
    }
    if authorization ~= "-" then
        all["Authorization"] = authorization
    end
    return all
end

function init(args)
    local sent = headers(args[3])
    requests = {}
    for form in io.lines(args[1]) do
        requests[#requests + 1] = wrk.format("POST", nil, sent, form)
    end
    position = number * math.floor(#requests / 2)
end

function request()
    position = position % #requests + 1
    return requests[position]
end
-- One line that the benchmark reads.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
