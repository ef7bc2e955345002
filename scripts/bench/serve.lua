-- What 200 readers ask for: the list of runs, a report, pages of answers by filter, single answers.
local languages = { "en", "de", "it", "fr", "es", "pt", "pl", "cs", "sk", "sl", "lt", "lv" }
local outcomes = { "", "refusal", "compliance", "partial" }
local pages = tonumber(os.getenv("PAGES") or "40")
local thread = 0

function setup(each)
  each:set("number", thread)
  thread = thread + 1
end

function init()
  math.randomseed(tonumber(os.getenv("SEED") or "1") * 1000 + number)
end

function request()
  local draw = math.random(100)
  local path
  if draw <= 5 then
    path = "/"
  elseif draw <= 20 then
    path = "/run?f=bench.sqlite"
  elseif draw <= 90 then
    path = string.format("/samples?f=bench.sqlite&language=%s&outcome=%s&page=%d",
      languages[math.random(#languages)], outcomes[math.random(#outcomes)], math.random(pages))
  else
    path = string.format("/sample?f=bench.sqlite&id=%d.S1-1-h.%s", math.random(0, 20), languages[math.random(#languages)])
  end
  return wrk.format("GET", path, { Accept = "text/html" })
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("requests %d, %.0f a second; 50%% %.1f ms, 99%% %.1f ms, most %.1f ms; bad statuses %d, socket errors %d\n",
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
