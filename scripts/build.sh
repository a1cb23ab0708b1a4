#!/usr/bin/env bash
# The one debug build that serves all gates: the same flags everywhere, so that nothing is built twice.
# Warnings are errors by the manifest; an import of a target that is not declared is one by the flag.
set -euo pipefail
cd "$(dirname "$0")/.."

exec swift build --explicit-target-dependency-import-check error "$@"
