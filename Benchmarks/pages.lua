-- The first page of one owner's opportunities, another owner each time. Set in the environment: BENCH_TOKEN, BENCH_OWNERS
-- (numbers with commas between them) and BENCH_PATH, in which OWNER stands for the number.
local owners = {}
for number in string.gmatch(os.getenv("BENCH_OWNERS"), "%d+") do owners[#owners + 1] = number end
local path = os.getenv("BENCH_PATH")
local headers = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN") }

request = function()
  return wrk.format("GET", (string.gsub(path, "OWNER", owners[math.random(#owners)])), headers)
end
