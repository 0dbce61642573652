# The bot in an image: slim, as a user of its own, with all that it writes in /data.
# Without PostgreSQL's programs, which have to be as new as its server: compose.yaml says how a
# database there is backed up.
FROM python:3.11-slim AS build
WORKDIR /app
COPY data/deploy/requirements.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
# Pillow joins the letters of Hindi and turns those of Arabic around with it, and brings none.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfribidi0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin cliffhanger \
    && mkdir /data && chown cliffhanger /data
COPY --from=build /venv /venv
WORKDIR /app
COPY bot bot
COPY cogs cogs
COPY data data
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite+aiosqlite:////data/cliffhanger.db \
    BACKUP_DIR=/data/backups \
    CACHE_DIR=/data \
    HEALTH_PORT=8767
USER 10001
VOLUME /data
# The process itself is the first one, so that SIGTERM reaches it and it ends within five seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["/venv/bin/python", "-c", "import os, urllib.request as u; p = os.environ.get('HEALTH_PORT'); p and u.build_opener(u.ProxyHandler({})).open(f'http://127.0.0.1:{p}/livez', timeout=4)"]
ENTRYPOINT ["/venv/bin/python", "-m", "bot"]
CMD ["run"]
