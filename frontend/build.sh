#!/bin/sh
# Bundles the pages into static/built/. Third-party code comes from node_modules and is never committed.
set -e
cd "$(dirname "$0")/.."
rm -rf static/built
exec node_modules/.bin/esbuild \
  frontend/src/pages/theme.ts frontend/src/pages/site.ts frontend/src/pages/editor.ts frontend/src/pages/run.ts frontend/src/pages/report.ts \
  frontend/src/pages/landing.ts frontend/src/pages/lesson.ts frontend/src/pages/authoring.ts frontend/src/pages/interview.ts frontend/src/pages/replay.ts frontend/src/pages/desk.ts frontend/src/pages/wall.ts frontend/src/pages/seat.ts frontend/src/pages/projector.ts frontend/src/pages/exchange.ts static/css/backlot.css \
  --bundle --format=esm --splitting --minify --sourcemap --target=es2022 \
  --loader:.woff2=file --loader:.woff=empty --asset-names=[name]-[hash] --chunk-names=chunk-[hash] \
  --entry-names=[name] --outdir=static/built --log-level=warning --external:/static/* "$@"
