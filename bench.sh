#!/usr/bin/env bash
# Runs benchmarks and prints lines `name: value unit (least to most)`: medians of five runs. See docs/benchmarks.md.
#
#   ./bench.sh NAME           those of bench/NAME, such as kubernetes
#   ./bench.sh                all
#   ./bench.sh NAME --smoke   in small, only to see that they run
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

wanted=""
arguments=()
for argument in "$@"; do
  case "$argument" in
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) arguments+=("$argument") ;;
    *) wanted="$argument" ;;
  esac
done

found=""
for directory in bench/*/; do
  name="$(basename "$directory")"
  [ -f "$directory$name.Bench.csproj" ] || continue
  [ -z "$wanted" ] || [ "${wanted,,}" = "${name,,}" ] || continue
  found=1
  dotnet build "$directory$name.Bench.csproj" --configuration Release --nologo --verbosity quiet >&2
  [ ! -f "${directory}prepare.sh" ] || . "${directory}prepare.sh"
  "artifacts/bin/$name.Bench/release/GitOpsGuard.$name.Bench" ${arguments[@]+"${arguments[@]}"}
done

if [ -z "$found" ]; then
  echo "bench.sh: there is no benchmark $wanted; there are:$(cd bench && printf ' %s' */ | tr -d / | tr '[:upper:]' '[:lower:]')" >&2
  exit 2
fi
