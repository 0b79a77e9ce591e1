# Debian, not Alpine: the native part of Temporal's SDK needs glibc. The version is that of .nvmrc.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No scripts: the package's own `prepare` would build before the sources are there.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM node:20.20.2-bookworm-slim AS runtime
# The slim image has no certificates, without which every TLS connection fails; tini passes signals on and reaps.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates tini \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production TZ=UTC
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY --from=build /app/dist ./dist
COPY engine ./engine
COPY examples ./examples
# A named volume mounted here takes over this owner.
RUN install -d -o node -g node /var/lib/panelkeeper
ENV PANELKEEPER_CONFIG=/etc/panelkeeper/panelkeeper.yaml PANELKEEPER_DATA=/var/lib/panelkeeper
USER node
ENTRYPOINT ["tini", "--", "node", "dist/cli/main.js"]
CMD ["worker"]
