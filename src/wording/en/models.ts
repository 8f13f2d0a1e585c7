/** What a person reads about models, apart from the faults. */
export const models = {
  'models.file-defect':
    '{path} {defect, select, empty {is empty} webPage {is a web page instead of a model} notJson {is not valid JSON} lfsPointer {is only a pointer to the model (clone with Git LFS, or download the file itself)} notGgml {is not a whisper.cpp model} notOnnx {is not an ONNX model} size {has {bytes} bytes instead of {expectedBytes}} tooLong {is longer than announced} checksum {is not the file of its publisher: it is damaged, or somebody else converted it} changed {has changed since the download began} missing {is missing} other {cannot be read}}.',
  'models.device':
    '{reason, select, cpuChosen {DEVICE=cpu.} noCard {There is no NVIDIA card.} noRuntime {There is an NVIDIA card, but ONNX Runtime was installed without CUDA. Run: ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node} other {There is an NVIDIA card, and ONNX Runtime has CUDA.}}',
} as const;
