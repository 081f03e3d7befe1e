# syntax=docker/dockerfile:1
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
FROM ${PYTHON_IMAGE} AS build
WORKDIR /app
ARG SET=base
COPY requirements/ requirements/
RUN python3 -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements/${SET}.txt

FROM ${PYTHON_IMAGE}
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=landing_app.settings
WORKDIR /app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin app
COPY --from=build /venv /venv
COPY manage.py ./
COPY landing_app/ landing_app/
COPY portal_emulator/ portal_emulator/
COPY templates/ templates/
COPY static/ static/
COPY locale/ locale/
COPY LICENSE NOTICE ./
# Collected at build time with throw-away values: nothing secret stays in the image.
RUN eval "$(python3 -m portal_emulator.demo_environment --production)" \
    && python3 manage.py collectstatic --no-input -v 0 \
    && mkdir -p var && chown 10001:10001 var
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
CMD ["gunicorn", "landing_app.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--no-control-socket", "--access-logfile", "-"]
