# One image for the web server, the worker and the migrations; docker-compose.yml says which of them a container is.
FROM node:26-slim

ENV NODE_ENV=production
WORKDIR /app

# The optional packages are the Node and the Postgres that `npm start` brings to a laptop. Here Node is the image's own and Postgres a
# container of its own. No package needs its install script for anything else.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

COPY . .

# The file system is read-only when it runs: what npm wants to note goes to /tmp.
ENV HOST=0.0.0.0 NPM_CONFIG_CACHE=/tmp/npm NPM_CONFIG_UPDATE_NOTIFIER=false
USER node
EXPOSE 3000
CMD ["npm", "run", "web"]
