#!/usr/bin/env bash
# Shows the whole loop on a cluster on this machine: a repository is synced, a direct change is denied with an address,
# the denied change becomes a pull request, and its merge is synced. Prints "demo: passed" at the end.
#
#   ./demo.sh                                   tells the story with the sample
#   ./demo.sh --repo PATH_OR_URL --path DIR     tells it with your repository, which is only read
#   ./demo.sh --keep                            leaves everything running until Ctrl-C
#
# The cluster is embedded. KUBEBUILDER_ASSETS, a folder with kube-apiserver and etcd, makes it a real control plane;
# E2E_KUBECONFIG with E2E_HOST, the address at which that cluster reaches this machine, uses one that exists.
# Everything is written under .playground/ and .tools/ in this clone; your kubeconfig is not touched.
set -euo pipefail
invoked_from="$PWD"
cd "$(dirname "${BASH_SOURCE[0]}")"
root="$PWD"
. .ci/prepare.sh
prepare

echo "building (about a minute the first time)"
dotnet build GitOpsGuard.Demo.slnf --configuration Release --nologo --verbosity minimal

# Paths among the arguments are the caller's.
cd "$invoked_from"
exec "$root/artifacts/bin/Playground/release/playground" demo "$@"
