-- POSTs the forms of a file, each of them once: a thread that has sent all of its own stops.
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
    local threads = tonumber(args[2])
    local sent = headers(args[3])
    requests = {}
    local line = 0
    for form in io.lines(args[1]) do
        if line % threads == number then
            requests[#requests + 1] = wrk.format("POST", nil, sent, form)
        end
        line = line + 1
    end
    position = 0
end

function request()
    position = position + 1
    if position >= #requests then
        wrk.thread:stop()
    end
    return requests[math.min(position, #requests)]
end
-- One line that the benchmark reads.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
