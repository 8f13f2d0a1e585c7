# whisper.cpp's server for NVIDIA cards, from the source in the nodejs-whisper package. It needs NVIDIA's container toolkit
# on the machine. Built from the root of the repository: docker build --file deploy/image/whisper-cuda.Dockerfile .
ARG NODE_IMAGE=node:24-bookworm-slim
ARG CUDA_TAG=12.6.3

FROM ${NODE_IMAGE} AS source
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-update-notifier

FROM nvidia/cuda:${CUDA_TAG}-devel-ubuntu24.04 AS build
RUN apt-get update && apt-get install --yes --no-install-recommends cmake g++ make && rm -rf /var/lib/apt/lists/*
COPY --from=source /build/node_modules/nodejs-whisper/cpp/whisper.cpp /source
# The driver's own library is there only where the server runs.
RUN cmake -S /source -B /build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=OFF -DGGML_CUDA=ON \
      -DCMAKE_EXE_LINKER_FLAGS=-Wl,--allow-shlib-undefined -DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_EXAMPLES=ON \
 && cmake --build /build --parallel "$(nproc)" --target whisper-server

FROM nvidia/cuda:${CUDA_TAG}-runtime-ubuntu24.04
RUN apt-get update && apt-get install --yes --no-install-recommends curl libgomp1 tini && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/bin/whisper-server /usr/local/bin/
USER 10001:10001
ENTRYPOINT ["tini", "--", "whisper-server"]
