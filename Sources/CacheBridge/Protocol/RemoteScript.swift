/// The scripts that Redis runs for the protocol; `InProcessStore` of `CacheTestKit` does the same in Swift.
///
/// The first two arguments of those that write under an incarnation are `run_id` and `master_replid`; if the server has
/// others, or is no primary, they answer `-1` and have done nothing. Time is the server's own.
public enum RemoteScript {
    private static let prelude = """
        local server = redis.call('INFO', 'server')
        local replication = redis.call('INFO', 'replication')
        if string.match(server, 'run_id:(%w+)') ~= ARGV[1]
            or string.match(replication, 'master_replid:(%w+)') ~= ARGV[2]
            or not string.find(replication, 'role:master', 1, true) then return -1 end
        """

    private static let clock = """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        """

    /// Stores a value if the tokens are what they were.
    ///
    /// Keys: the value's name, the tokens' names. Arguments: identity, lifetime in ms, value, the tokens. Answers 1 if
    /// it was stored, 0 if a token moved.
    public static let store = """
        \(prelude)
        for index = 2, #KEYS do
            if redis.call('GET', KEYS[index]) ~= ARGV[index + 3] then return 0 end
        end
        redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[3])
        return 1
        """

    /// Stores a value behind its order in 16 hexadecimal digits, if that is above the order there.
    ///
    /// Keys: the name. Arguments: identity, lifetime in ms, order, value. Answers 1 if it was stored, else 0.
    public static let storeNewer = """
        \(prelude)
        local old = redis.call('GETRANGE', KEYS[1], 0, 15)
        if #old == 16 and old > ARGV[4] then return 0 end
        redis.call('SET', KEYS[1], ARGV[4] .. ARGV[5], 'PX', ARGV[3])
        return 1
        """

    /// Replaces tokens by a run's fence, beside those of others.
    ///
    /// Keys: the tokens' names. Arguments: identity, lifetime in ms, run. Answers what lay there, nil as false.
    public static let fence = """
        \(prelude)
        \(clock)
        local before = {}
        for index, key in ipairs(KEYS) do
            local old = redis.call('GET', key)
            local ending = now + tonumber(ARGV[3])
            local latest, owners, mark = ending, {}, 'fence:'
            local shared, list = string.match(old or '', '^fence(!?):(.+)$')
            if list then
                if shared == '!' then mark = 'fence!:' end
                for run, stop in string.gmatch(list, '([^@,]+)@(%d+)') do
                    if run ~= ARGV[4] then
                        mark = 'fence!:'
                        if tonumber(stop) > now then
                            owners[#owners + 1] = run .. '@' .. stop
                            if tonumber(stop) > latest then latest = tonumber(stop) end
                        end
                    end
                end
            end
            owners[#owners + 1] = ARGV[4] .. '@' .. string.format('%.0f', ending)
            redis.call('SET', key, mark .. table.concat(owners, ','), 'PX', string.format('%.0f', latest - now))
            before[index] = old
        end
        return before
        """

    /// Replaces tokens and a run's fence by fresh tokens; where others fence, theirs stays.
    ///
    /// Keys: the tokens' names. Arguments: identity, lifetime in ms, run (empty for none), 1 if only names are touched
    /// that the run fences, the fresh tokens. Answers the raw values of `TokenReplacement.Outcome`.
    public static let replace = """
        \(prelude)
        \(clock)
        local outcomes = {}
        for index, key in ipairs(KEYS) do
            local old = redis.call('GET', key) or ''
            local shared, list = string.match(old, '^fence(!?):(.+)$')
            local own, latest, others = false, 0, {}
            if list then
                for run, stop in string.gmatch(list, '([^@,]+)@(%d+)') do
                    if run == ARGV[4] then own = true
                    elseif tonumber(stop) > now then
                        others[#others + 1] = run .. '@' .. stop
                        if tonumber(stop) > latest then latest = tonumber(stop) end
                    end
                end
            end
            if ARGV[5] == '1' and not own then
                outcomes[index] = 3
            elseif #others > 0 then
                redis.pcall('SET', key, 'fence!:' .. table.concat(others, ','), 'PX',
                    string.format('%.0f', latest - now))
                outcomes[index] = 0
            else
                local reply = redis.pcall('SET', key, ARGV[index + 5], 'PX', ARGV[3])
                outcomes[index] = (own and shared ~= '!') and 2 or 1
                if type(reply) == 'table' and reply.err then
                    redis.call('DEL', key)
                    outcomes[index] = 1
                end
            end
        end
        return outcomes
        """

    /// Adds to the counters of a hash, which then lives on for a while.
    ///
    /// Keys: the hash. Arguments: lifetime in ms, then each counter's name and its growth.
    public static let count = """
        for index = 2, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[index], ARGV[index + 1]) end
        return redis.call('PEXPIRE', KEYS[1], ARGV[1])
        """

    /// Gives a lock back if it is still the owner's.
    ///
    /// Keys: the lock. Arguments: the owner. Answers how many were deleted.
    public static let release = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        return redis.call('DEL', KEYS[1])
        """

    /// Notes that a subscriber is alive, removes those that were silent for longer than the window, and answers which
    /// are left.
    ///
    /// Keys: the sorted set. Arguments: window in ms, the subscriber (empty for none).
    public static let beat = """
        \(clock)
        if ARGV[2] ~= '' then redis.call('ZADD', KEYS[1], now, ARGV[2]) end
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now - tonumber(ARGV[1])))
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        return redis.call('ZRANGE', KEYS[1], 0, -1)
        """
}
