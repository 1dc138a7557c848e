# Read by bench.sh: the programs under test, native for figures; --smoke takes the ordinary builds.
for project in src/Webhook bench/Webhook/Echo; do
  if [[ " ${arguments[*]-} " == *" --smoke "* ]]; then
    dotnet build "$project" --configuration Release --nologo --verbosity quiet >&2
  else
    dotnet publish "$project" --configuration Release --nologo --verbosity quiet --artifacts-path artifacts/native >&2
  fi
done
