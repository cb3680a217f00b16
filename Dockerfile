# One image; docker-compose.yml says which process of the portal a container is.
FROM node:22-bookworm-slim AS front-end
WORKDIR /shield
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --home-dir /var/lib/shield --create-home shield
WORKDIR /shield
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY --from=front-end /shield/node_modules node_modules
COPY . .
ENV PYTHONUNBUFFERED=1 SHIELD_DATA_DIR=/var/lib/shield SHIELD_DEV_TOOLS=0
# Building the static files reads the settings, which ask for these; no server is spoken to.
RUN DATABASE_URL=postgresql://nowhere/none REDIS_URL=memory:// SECRET_KEY=unused-while-building \
    sh -c 'python -c "from shield.local import assets; assets.build()" \
           && python manage.py collectstatic --noinput --verbosity 0'
USER shield
EXPOSE 8000
CMD ["gunicorn", "shield.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
