-- GETs one address with the tokens of a file in rotation; each thread starts elsewhere in the file. With a second argument each connection
-- pauses for about so many milliseconds before each request.
local started = 0

function setup(thread)
    thread:set("number", started)
    started = started + 1
end

function init(args)
    pause = tonumber(args[2] or "0")
    math.randomseed(number + 1)
    requests = {}
    for token in io.lines(args[1]) do
        requests[#requests + 1] = wrk.format("GET", nil, {
            ["Host"] = wrk.headers["Host"],
            ["Accept"] = "application/fhir+json",
            ["Authorization"] = "Bearer " .. token,
        })
    end
    position = number * math.floor(#requests / 2)
end

function request()
    position = position % #requests + 1
    return requests[position]
end
function delay()
    if pause == 0 then
        return 0
    end
    return math.random(0, 2 * pause)
end

-- One line that the benchmark reads.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
