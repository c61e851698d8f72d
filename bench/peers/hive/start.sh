#!/bin/sh
# Hive Gateway over the supergraph that `npx mesh-compose -c mesh.config.mjs -o supergraph.graphql` wrote.
cd "$(dirname "$0")" || exit 1
mkdir -p ../../bin
sed "s|http://127.0.0.1:4100|$UPSTREAM|g" supergraph.graphql > ../../bin/supergraph.graphql
exec node node_modules/.bin/hive-gateway supergraph ../../bin/supergraph.graphql --host 127.0.0.1 --port "$PORT" --fork 1 --jit
