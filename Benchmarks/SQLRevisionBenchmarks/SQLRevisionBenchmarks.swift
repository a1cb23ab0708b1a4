import Benchmark
import BenchmarkSupport
import Foundation
import MigrationDSL
import Migrator

private let fileCount = 1_000
private let fileRate = BenchmarkMetric.figure("files per second", .prefersLarger)

let benchmarks: @Sendable () -> Void = {
    let folder = TemporaryFolder()
    let memory = TemporaryFolder()

    Benchmark("read \(fileCount) files cold", configuration: .measuring([fileRate])) { benchmark in
        try measure(benchmark, folder, remembersFolders: false)
    } setup: {
        try SQLFiles.write(fileCount, into: folder)
    } teardown: {
        folder.remove()
    }

    Benchmark("read \(fileCount) files warm", configuration: .measuring([fileRate])) { benchmark in
        try measure(benchmark, folder, remembersFolders: true)
    } setup: {
        setenv("MIGRATOR_CACHE_DIR", memory.path, 1)
        try SQLFiles.write(fileCount, into: folder)
        // Files that are younger than two seconds are not remembered.
        try await Task.sleep(for: .seconds(2.5))
        _ = try RevisionHistory([.folder(folder.path)])
        guard !memory.names.isEmpty else { throw NothingRemembered() }
    } teardown: {
        folder.remove()
        memory.remove()
    }
}

private func measure(_ benchmark: Benchmark, _ folder: TemporaryFolder, remembersFolders: Bool) throws {
    let seconds = try benchmark.time {
        try RevisionHistory([.folder(folder.path)], remembersFolders: remembersFolders)
    }
    benchmark.measurement(fileRate, Int(Double(fileCount) / seconds))
}

/// The folder was read and nothing was kept, so that reading it again would be cold.
private struct NothingRemembered: Error {}
