# Never run where this was written (no container runtime there): report what it lacks.
FROM node:24-bookworm-slim
WORKDIR /srv/kaituan
ENV PRISMA_SCHEMA_ENGINE_BINARY=/bin/true PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# The build's own action key is replaced at run time by the one kept in DATA_DIR.
RUN DATA_DIR=/tmp/build DEMO=0 npm run build && rm -rf /tmp/build
ENV DEMO=0 DATA_DIR=/data
RUN mkdir -p /data && chown -R node:node /data /srv/kaituan
USER node
VOLUME /data
EXPOSE 3000
CMD ["npm", "start"]
