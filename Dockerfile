# One image; docker-compose.yml says which process of the portal a container is.
# Versions are pinned. Where your registry vouches for a digest, put it behind the tag (@sha256:…).
FROM node:22.23.1-bookworm-slim AS front-end
WORKDIR /shield
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11.15-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 shield \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/shield \
      --shell /usr/sbin/nologin shield \
 && install --directory --owner 10001 --group 10001 --mode 0700 /var/lib/shield
WORKDIR /shield
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY --from=front-end /shield/node_modules node_modules
COPY . .
# What is written at run time: files in /var/lib/shield (a volume), the rest in /tmp and /dev/shm.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp/cache \
    SHIELD_DATA_DIR=/var/lib/shield SHIELD_DEV_TOOLS=0
# Building the static files reads the settings, which ask for these. They end with this step: it is a
# demo's, because a real portal refuses such keys, and no server is spoken to.
RUN SHIELD_DEMO=1 SHIELD_DATA_DIR=/tmp/build DATABASE_URL=postgresql://nowhere/none \
    REDIS_URL=memory:// SECRET_KEY=unused SHIELD_DATA_KEYS=unused SHIELD_LOOKUP_KEY=unused \
    SHIELD_AUDIT_KEY=unused \
    sh -c 'python -c "from shield.local import assets; assets.build()" \
           && python manage.py collectstatic --noinput --verbosity 0 \
           && python -m compileall -q shield incidents'
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 \
  CMD ["python", "-I", "shield/healthy.py"]
CMD ["python", "-m", "gunicorn", "shield.wsgi:application", "--config", "python:shield.gunicorn", \
     "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--graceful-timeout", "30", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
