# The command `oit` with everything it needs, at the locked versions.
#
#   docker build -t oit .
#   docker run --rm -v "$PWD:/work" oit build
FROM python:3.13-slim AS build
WORKDIR /opt/oit
COPY tools/uv.txt ./
RUN pip install --no-cache-dir --require-hashes -r uv.txt
COPY pyproject.toml uv.lock README.md LICENSE CHANGELOG.md ./
COPY site_builder site_builder
COPY themes themes
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1
RUN uv sync --frozen --no-dev --no-editable --all-extras

FROM python:3.13-slim
# Appeal packs hold each page as PDF, printed by Chromium; leave it out where nobody needs them.
ARG CHROMIUM=no
RUN if [ "$CHROMIUM" = yes ]; then apt-get update && apt-get install -y --no-install-recommends chromium \
    && rm -rf /var/lib/apt/lists/*; fi
COPY --from=build /opt/oit/.venv /opt/oit/.venv
ENV PATH=/opt/oit/.venv/bin:$PATH PYTHONUTF8=1 OIT_LANG=th
# Files that it writes belong to whoever runs it: docker run --user "$(id -u):$(id -g)".
RUN useradd --create-home --uid 1000 oit
USER oit
WORKDIR /work
ENTRYPOINT ["oit"]
CMD ["--help"]
