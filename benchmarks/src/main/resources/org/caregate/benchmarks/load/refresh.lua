-- Exchanges refresh tokens: each line of the file is a client's id and its refresh token. The one that waits longest is next, so there must be
-- more lines than connections; those under way at the end are lost.
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
    sent = headers(args[3])
    waiting = {}
    first = 1
    last = 0
    local line = 0
    for entry in io.lines(args[1]) do
        if line % threads == number then
            last = last + 1
            waiting[last] = entry
            client = entry:match("^(%S+) ")
        end
        line = line + 1
    end
end

function request()
    if first > last then
        wrk.thread:stop()
        return wrk.format("GET", "/nothing-left")
    end
    local entry = waiting[first]
    waiting[first] = nil
    first = first + 1
    return wrk.format("POST", nil, sent, "grant_type=refresh_token&client_id=" .. client .. "&refresh_token="
        .. entry:match(" (%S+)$"))
end

function response(status, headers, body)
    local token = body:match('"refresh_token":"([^"]+)"')
    if token then
        last = last + 1
        waiting[last] = client .. " " .. token
    end
end
-- One line that the benchmark reads.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
