#!/usr/bin/env bash
# Runs every test, prints the ten slowest and ends with one line: N passed, N failed.
#
#   ./test.sh              everything but the long tests
#   ./test.sh --long       everything
#   ./test.sh FILTER       tests whose full name contains FILTER; the native programs are not published then
#
# The tests that need a cluster use the embedded one. With KUBEBUILDER_ASSETS, a folder with kube-apiserver and etcd,
# or E2E_KUBECONFIG and E2E_HOST, they run on a real one. Your kubeconfig is not touched.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root="$PWD"

long=""
filter=""
while [ $# -gt 0 ]; do
  case "$1" in
    --long) long=1 ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "test.sh: unknown option $1; it takes --long and a filter" >&2; exit 2 ;;
    *)
      [ -z "$filter" ] || { echo "test.sh: one filter at a time" >&2; exit 2; }
      filter="$1"
      ;;
  esac
  shift
done

. .ci/prepare.sh
[ -n "$filter" ] || check_compiler
prepare

results="$root/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"
unset KUBECONFIG

echo "building"
if ! dotnet build GitOpsGuard.sln --configuration Release --nologo --verbosity quiet; then
  echo "The build failed; no test ran."
  echo "0 passed, 1 failed"
  exit 1
fi

broken=0
fail() { # fail TEXT
  echo "failed: $1"
  broken=$((broken + 1))
}
checked=0
check() { # check NAME COMMAND...: a check of a published program, counted like a test
  local name="$1"
  shift
  if "$@"; then checked=$((checked + 1)); else fail "$name"; fi
}

# Apart from the build that the tests run on, which a native publish would take programs from. It is for this machine's
# platform: asking for that by name would write it into every lock file.
publish() { # publish PROJECT
  local log="$results/publish-$1.log"
  echo "publishing $1 as a native program"
  if ! dotnet publish "src/$1" --configuration Release --nologo --artifacts-path "$root/artifacts/native" >"$log" 2>&1; then
    cat "$log"
    return 1
  fi
  if grep -E 'warning IL[0-9]+' "$log"; then
    echo "src/$1 does something that a native program cannot"
    return 1
  fi
}
prints() { # prints TEXT COMMAND...: it succeeds and its output has the text
  local text="$1" output
  shift
  output="$("$@" 2>&1)" && grep -qi -- "$text" <<<"$output" || { echo "$output"; return 1; }
}
refuses() { # refuses TEXT COMMAND...: it fails and its output has the text
  local text="$1" output
  shift
  if output="$("$@" 2>&1)"; then echo "$output"; return 1; fi
  grep -qi -- "$text" <<<"$output" || { echo "$output"; return 1; }
}

if [ -z "$filter" ]; then
  check "the guard is published as a native program" publish Webhook
  check "the plugin is published as a native program" publish KubectlPlugin
  check "the native plugin says its version" prints '[0-9]\.[0-9]' artifacts/native/publish/KubectlPlugin/release/kubectl-gitops --version
  check "the native plugin explains itself" prints propose artifacts/native/publish/KubectlPlugin/release/kubectl-gitops --help
  check "the native guard names what is wrong with its settings" refuses GITOPSGUARD_HTTPS_PORT \
    env GITOPSGUARD_HTTPS_PORT=none timeout 20 artifacts/native/publish/Webhook/release/gitopsguard-webhook
fi

if [ -z "$filter" ]; then
  check "the benchmarks run" prints 'kubernetes.queue.ratio' timeout 10m artifacts/bin/Kubernetes.Bench/release/GitOpsGuard.Kubernetes.Bench --smoke
  check "the benchmarks of the guard run" prints 'webhook.start.ms' timeout 10m artifacts/bin/Webhook.Bench/release/GitOpsGuard.Webhook.Bench --smoke
fi

# The test programs themselves, which name tests that take long and are ended when they do not end.
patience="$([ -z "$long" ] && echo 30m || echo 90m)"
for directory in tests/*/; do
  name="$(basename "$directory")"
  [ -f "$directory$name.Tests.csproj" ] || continue
  arguments=(-noColor -noLogo -longRunning 240 -result-trx "$results/$name.trx")
  [ -z "$filter" ] || arguments+=(-method "*$filter*")
  [ -n "$long" ] || arguments+=(-trait- "Category=Long")
  echo "testing $name"
  code=0
  timeout --kill-after=20s "$patience" "artifacts/bin/$name.Tests/release/GitOpsGuard.$name.Tests" "${arguments[@]}" \
    >"$results/$name.log" 2>&1 </dev/null || code=$?
  [ $code -ne 0 ] || continue
  cat "$results/$name.log"
  if [ $code -eq 124 ] || [ $code -eq 137 ]; then
    fail "the tests of $name had not ended after $patience; those that still ran are named in the log above"
  elif ! grep -qs 'outcome="Failed"' "$results/$name.trx"; then
    fail "the tests of $name ended with exit code $code"
  fi
done

# One line per test, from the reports: outcome, seconds, name.
tests="$results/tests.txt"
cat "$results"/*.trx 2>/dev/null | tr '\n' ' ' | grep -o '<UnitTestResult [^>]*>' | awk '
  function attribute(name,   start, rest) {
    start = index($0, " " name "=\"")
    if (!start) return ""
    rest = substr($0, start + length(name) + 3)
    return substr(rest, 1, index(rest, "\"") - 1)
  }
  {
    split(attribute("duration"), time, ":")
    printf "%s %.3f %s\n", attribute("outcome"), time[1] * 3600 + time[2] * 60 + time[3], attribute("testName")
  }' >"$tests" || true

count() { grep -c "^$1 " "$tests" || true; }
passed=$(($(count Passed) + checked))
failed=$(($(count Failed) + broken))
skipped=$(count NotExecuted)

echo
echo "the ten slowest tests:"
sort -k2,2 -rn "$tests" | awk 'NR <= 10 { seconds = $2; sub(/^[^ ]+ [^ ]+ /, ""); printf "%9.3f s  %s\n", seconds, $0 }'
grep '^NotExecuted ' "$tests" | sed 's/^NotExecuted [^ ]* /skipped: /' || true
grep '^Failed ' "$tests" | sed 's/^Failed [^ ]* /failed: /' || true
if [ $((passed + failed)) -eq 0 ]; then
  echo "No test ran${filter:+: none has $filter in its name}."
  failed=1
fi
echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
[ "$failed" -eq 0 ]
