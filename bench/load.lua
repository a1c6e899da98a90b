-- Varied requests for wrk: lines of a file as bodies, each with a number of its own that never comes twice.
--   FILE HEADER…    every `@@@@@@@@@@@@` in a line is replaced by twelve digits; headers are `Name: value`
-- Heads and tails are made once, so that making a request is one concatenation.
-- At the end one line of JSON goes to standard output.

local threads = {}
local MARK = "@@@@@@@@@@@@"

function setup(thread)
   thread:set("number", #threads)
   table.insert(threads, thread)
end

function init(args)
   local headers = {}
   for index = 2, #args do
      local name, value = args[index]:match("^([^:]+):%s*(.*)$")
      headers[name] = value
   end
   heads, tails, refused = {}, {}, 0
   for line in io.lines(args[1]) do
      local whole = wrk.format("POST", wrk.path, headers, line)
      local from, to = whole:find(MARK, 1, true)
      table.insert(heads, whole:sub(1, from - 1))
      table.insert(tails, whole:sub(to + 1))
   end
   -- The second half of the seconds keeps the numbers of two runs apart.
   turn, serial = number * 7919, (os.time() % 100000) * 10000000 + number * 5000000
end

function request()
   turn, serial = turn + 1, serial + 1
   local index = turn % #heads + 1
   return heads[index] .. string.format("%012d", serial) .. tails[index]
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
      errors.connect + errors.read + errors.write + errors.timeout))
end
