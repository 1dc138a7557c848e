#!/usr/bin/env bash
# Records what a real API server answers to the scripts of tests/Playground/Recordings, or replays the recordings there.
#
#   KUBEBUILDER_ASSETS=DIR ./record.sh            records every script, from the kube-apiserver and etcd of DIR
#   KUBEBUILDER_ASSETS=DIR ./record.sh FILTER     records those that have FILTER in their name, such as apply/
#   ./record.sh [FILTER]                          replays recordings to the embedded API server and says what differs
#   KUBEBUILDER_ASSETS=DIR ./record.sh --replay [FILTER]    replays them to the real one: they must not differ either
#
# DIR also needs kube-controller-manager, for the scripts that say so. kubectl comes from .tools or PATH. A recording is
# written only when its script went as it says; nobody edits one by hand: see CONTRIBUTING.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root="$PWD"
case "${1:-}" in
  -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
. .ci/prepare.sh
prepare
dotnet build tests/Recorder --configuration Release --nologo --verbosity quiet
exec artifacts/bin/Recorder/release/recorder "$@"
