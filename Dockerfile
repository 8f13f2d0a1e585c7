# The program with everything it needs but models: on Debian, for amd64 and arm64, under an account of its own, with a
# root that may be read-only. /data holds the database, and what Node compiled; /models the models; /tmp may be a tmpfs.
#
# Images are named by tag. Whoever wants the same bytes every time appends the digests that `docker buildx imagetools
# inspect IMAGE` prints: --build-arg NODE_IMAGE=node:24-bookworm-slim@sha256:…
ARG NODE_IMAGE=node:24-bookworm-slim
ARG DEBIAN_IMAGE=debian:bookworm-slim

FROM ${NODE_IMAGE} AS node

# What the program runs with. Install scripts stay off: all binaries are in the packages.
FROM node AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY scripts/prune-install.mjs scripts/
RUN npm ci --omit=dev --ignore-scripts --no-update-notifier && node scripts/prune-install.mjs

# The source of whisper.cpp comes with the packages. Its server takes the fastest of these variants that the processor
# running it knows (`greenroom models build` builds for one processor alone). The others differ in what helps quantised
# models only, or need a newer compiler than Debian 12 has.
FROM ${DEBIAN_IMAGE} AS whisper-build
RUN apt-get update && apt-get install --yes --no-install-recommends cmake g++ make && rm -rf /var/lib/apt/lists/*
COPY --from=packages /build/node_modules/nodejs-whisper/cpp/whisper.cpp /source
RUN sed -i -E '/ggml_add_cpu_backend_variant\((x64|sandybridge|haswell|skylakex|armv8\.0_1|armv8\.2_2|armv8\.2_3|armv8\.6_2)[ )]/!{/ggml_add_cpu_backend_variant\((x64|[a-z]|armv)/d}' \
      /source/ggml/src/CMakeLists.txt \
 && cmake -S /source -B /build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DGGML_NATIVE=OFF \
      -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON -DCMAKE_INSTALL_RPATH='$ORIGIN' \
      -DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_EXAMPLES=ON \
 && cmake --build /build --parallel "$(nproc)" --target whisper-server \
 && mkdir /whisper && cp /build/bin/whisper-server /whisper/ \
 && find /build -name 'lib*.so*' -exec cp --no-dereference {} /whisper/ \; \
 && find /whisper -type f -exec strip --strip-unneeded {} +
# Without the names that only a debugger reads, Node is 18 MB smaller.
COPY --from=node /usr/local/bin/node /stripped/node
RUN strip --strip-unneeded /stripped/node

# JavaScript from the TypeScript, and packages without what nothing reads while the program runs.
FROM packages AS program
COPY . ./
RUN npm ci --ignore-scripts --no-update-notifier && npm run build
FROM packages AS slim-packages
COPY deploy/image/slim-packages.mjs deploy/image/
RUN node deploy/image/slim-packages.mjs

FROM ${DEBIAN_IMAGE} AS greenroom
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates espeak-ng libgomp1 libstdc++6 tini \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin greenroom \
 && install --directory --owner=greenroom --group=greenroom --mode=0700 /data /models \
 && ln -s /opt/greenroom/bin/greenroom.mjs /usr/local/bin/greenroom
COPY --from=whisper-build /stripped/node /usr/local/bin/
COPY --from=whisper-build /whisper /opt/whisper
WORKDIR /opt/greenroom
COPY --from=slim-packages /build/node_modules node_modules
COPY package.json LICENSE ./
COPY bin bin
COPY assets assets
COPY migrations migrations
COPY slack slack
COPY --from=program /build/dist dist
COPY deploy/image/is-alive.mjs ./
ENV GREENROOM_DATA=/data \
    GREENROOM_MODELS=/models \
    WHISPER_SERVER=/opt/whisper/whisper-server \
    METRICS_PORT=9464 \
    METRICS_HOST=0.0.0.0 \
    NODE_COMPILE_CACHE=/data/cache \
    NODE_ENV=production
USER 10001:10001
WORKDIR /data
VOLUME ["/data", "/models"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "/opt/greenroom/is-alive.mjs"]
# tini passes signals on and buries the children of children, which the first process of a container must do.
ENTRYPOINT ["tini", "--", "node", "/opt/greenroom/bin/greenroom.mjs"]
CMD ["start"]
