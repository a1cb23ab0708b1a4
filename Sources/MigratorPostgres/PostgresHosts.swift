import CMigratorPostgres

/// The servers that a list of hosts names, each to be tried by itself.
///
/// libpq tries the hosts of such a list, and the addresses of one name, only when a server refuses: timeouts are left
/// to its callers.
package struct PostgresHosts {
    /// The keywords for each host, in the order of trying.
    package let list: [[String: String]]
    /// The keywords of each round of trying that differ from the options.
    package let rounds: [[String: String]]

    /// Reads the options of a connection, wherever they come from.
    package init(_ options: [String: String]) {
        func parts(_ name: String) -> [String] {
            let text = options[name] ?? ""
            return text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let (names, addresses, ports) = (parts("host"), parts("hostaddr"), parts("port"))
        let hosts = (0..<max(names.count, addresses.count, 1)).map { index -> [String: String] in
            var host: [String: String] = [:]
            if names.indices.contains(index), !names[index].isEmpty { host["host"] = names[index] }
            if addresses.indices.contains(index), !addresses[index].isEmpty { host["hostaddr"] = addresses[index] }
            let port = ports.indices.contains(index) ? ports[index] : ports.count == 1 ? ports[0] : ""
            host["port"] = port.isEmpty ? "5432" : port
            return host
        }
        list = options["load_balance_hosts"] == "random" ? hosts.shuffled() : hosts
        let prefersStandby = options["target_session_attrs"] == "prefer-standby"
        rounds = prefersStandby ? ["standby", "any"].map { ["target_session_attrs": $0] } : [[:]]
    }

    /// The addresses of a name; none if it is a socket's path or has an address beside it.
    package static func addresses(of host: [String: String]) -> [String] {
        guard host["hostaddr"] == nil, let name = host["host"], name.first != "/", name.first != "@" else { return [] }
        var text = [CChar](repeating: 0, count: 4096)
        migrator_pq_addresses(name, &text, Int32(text.count))
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        var seen: Set<Substring> = []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { seen.insert($0).inserted }
            .map(String.init)
    }
}
