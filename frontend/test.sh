#!/bin/sh
# Bundles the tests and runs them with Node's own test runner.
set -e
cd "$(dirname "$0")/.."
rm -rf var/frontend-tests
node_modules/.bin/esbuild 'frontend/tests/**/*.test.ts' --bundle --format=esm --platform=node --target=node20 \
  --outdir=var/frontend-tests --out-extension:.js=.mjs --log-level=warning --packages=external
exec node --test --test-reporter=dot $(find var/frontend-tests -name "*.test.mjs")
