# syntax=docker/dockerfile:1
# One image for web, worker and beat; docker-compose.yml says which of them a container becomes.

FROM python:3.12-slim-bookworm AS dependencies
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
COPY requirements/uv.txt requirements/base.txt /requirements/
RUN python -m venv /opt/venv \
    && python -m pip install --require-hashes --requirement /requirements/uv.txt \
    && uv pip sync --no-cache --compile-bytecode --python /opt/venv/bin/python \
        --require-hashes /requirements/base.txt

FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="BOLS portal" \
      org.opencontainers.image.licenses="EUPL-1.2"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BOLS_HOST=0.0.0.0 \
    BOLS_PORT=8000 \
    BOLS_VAR=/data \
    BOLS_STATIC=/app/collected
RUN groupadd --gid 10001 bols \
    && useradd --uid 10001 --gid bols --no-create-home --home-dir /nonexistent bols \
    && install --directory --owner=bols --group=bols /data
COPY --from=dependencies /opt/venv /opt/venv
WORKDIR /app
COPY . .
# The settings of the demo are enough to gather files; nothing of them stays in the image.
RUN BOLS_DEMO=1 BOLS_VAR=/tmp/build python -m bols_portal.prepare static \
    && rm -r /tmp/build \
    && python -m compileall -q allocation bols_portal complaints consultation
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-m", "bols_portal.serve", "check", "web"]
CMD ["python", "-m", "bols_portal.serve", "web"]
