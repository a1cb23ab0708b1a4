import MigratorDatabase

/// A workflow of GitHub that checks the revisions of a project that `init` makes, at each push and pull request.
struct WorkflowText {
    /// Where the file lies in the project.
    static let path = ".github/workflows/migrations.yml"

    /// The steps that make the program, and the program's path.
    private let program: (steps: String, path: String)
    private let kind: DatabaseKind?

    private init(_ program: (steps: String, path: String), _ kind: DatabaseKind?) {
        self.program = program
        self.kind = kind
    }

    /// The workflow of a package with a program of its own.
    static func package(_ engine: EnginePackage, _ kind: DatabaseKind?) -> WorkflowText {
        let advice =
            engine.isURL
            ? "" : "      # Package.swift names the engine by a folder of one machine; here it needs a URL.\n"
        let build = """
                  - name: Build the program
                    run: swift build --product migrate

            """
        return WorkflowText((advice + build, ".build/debug/migrate"), kind)
    }

    /// The workflow of a folder of SQL, for which the program is built from its own package.
    static func folder(_ engine: EnginePackage?, _ kind: DatabaseKind?) -> WorkflowText {
        let url = engine.flatMap { $0.isURL ? $0.plainLocation : nil }
        let place = url.map { "\"\($0)\"" } ?? "${{ vars.MIGRATOR_PACKAGE }}"
        let advice =
            url == nil
            ? "      # The variable MIGRATOR_PACKAGE of the repository is the URL of the program's package.\n" : ""
        let build = """
                  - name: Build the program
                    env:
                      MIGRATOR_PACKAGE: \(place)
                    run: |
                      git clone --quiet --depth 1 "$MIGRATOR_PACKAGE" "$RUNNER_TEMP/migrator"
                      swift build --package-path "$RUNNER_TEMP/migrator" --product migrator
                      cp "$RUNNER_TEMP/migrator/.build/debug/migrator" "$RUNNER_TEMP/check-migrations"

            """
        return WorkflowText((advice + build, "\"$RUNNER_TEMP/check-migrations\""), kind)
    }

    var text: String {
        """
        # Looks for what should stop a pull request; '\(ProgramName.current) help check' says what.
        name: migrations

        on:
          push:
          pull_request:

        permissions:
          contents: read
          security-events: write

        jobs:
          check:
            runs-on: ubuntu-24.04
            container: swift:6.2-noble
        \(database)
            steps:
              - uses: actions/checkout@v4
              - name: Install what the program is built with
                run: |
                  apt-get update -qq
                  apt-get install -y -qq --no-install-recommends libsqlite3-dev libpq-dev libhiredis-dev libzstd-dev \\
                    zlib1g-dev pkg-config
        \(program.steps)      - name: Check the revisions
                run: |
                  \(program.path) check --no-pending --format github --sarif-output check.sarif
              - name: Run them on an empty database
                run: |
                  \(program.path) upgrade heads
              # Code scanning may be off for the repository, and a fork may not write to it.
              - name: Show what was found under code scanning
                if: ${{ !cancelled() && hashFiles('check.sarif') != '' }}
                continue-on-error: true
                uses: github/codeql-action/upload-sarif@v3
                with:
                  sarif_file: check.sarif

        """
    }

    /// The database that is there for the job, and gone after it.
    private var database: String {
        switch kind {
        case .postgres:
            """
                services:
                  postgres:
                    image: postgres:18
                    env:
                      POSTGRES_PASSWORD: postgres
                    options: --health-cmd pg_isready --health-interval 2s --health-timeout 5s --health-retries 30
                env:
                  DATABASE_URL: postgres://postgres:postgres@postgres:5432/postgres
            """
        default:
            """
                env:
                  DATABASE_URL: sqlite:check.db
            """
        }
    }
}
