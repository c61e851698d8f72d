#!/bin/sh
# Tailcall, without telemetry. Its binary wants glibc 2.39: on older systems glibc.sh unpacks a newer one into bin/glibc.
cd "$(dirname "$0")/../.." || exit 1
export TAILCALL_TRACKER=false TAILCALL_LOG_LEVEL=error
mkdir -p bin
sed "s|http://127.0.0.1:4100|$UPSTREAM|g; s|port: 4000|port: $PORT|" peers/tailcall/vault.graphql > bin/vault.graphql
tailcall=peers/tailcall/node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall
if [ -d bin/glibc ]; then exec bin/glibc/ld-linux-x86-64.so.2 --library-path bin/glibc $tailcall start bin/vault.graphql; fi
exec $tailcall start bin/vault.graphql
