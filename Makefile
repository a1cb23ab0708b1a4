# The commands of a day; each says what it does and installs what it needs.
.PHONY: run build release test lint format docs bench soak clean

# Builds, and migrates the embedded SQLite database ecs.db.
run:
	@scripts/install.sh build
	swift build --product migrator
	swift run --skip-build migrator upgrade head
	swift run --skip-build migrator current

build:
	@scripts/install.sh build
	@scripts/build.sh --build-tests

# The program for other machines; prints where it is.
release:
	@scripts/install.sh build
	@scripts/release.sh

# Everything that must hold: one debug build, all suites, heavy ones with reduced rounds.
test:
	@scripts/install.sh test
	@scripts/test.sh

# The gates that need no build, then the build with its own.
lint:
	@scripts/lint.sh

format:
	swift format --in-place --recursive --parallel Sources Plugins migrations Tests Examples Benchmarks Documentation \
		Package.swift

# Every catalogue as pages, without a warning; prints where they are.
docs:
	@scripts/install.sh build
	@scripts/docs.sh

# Ratios against Alembic and the tools beside it, in the same run, in release mode.
bench:
	@scripts/install.sh bench
	@scripts/bench.sh

# Full counts, sanitizers, release, examples and benchmarks; takes hours.
soak:
	@scripts/install.sh test
	@scripts/install.sh bench
	@scripts/soak.sh

clean:
	@scripts/ages.sh clean
	rm -rf .build ecs.db ecs.db-wal ecs.db-shm
