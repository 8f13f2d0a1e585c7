/** The WebAssembly build of libopus inside opusscript, without the wrapper around it. */
declare module 'opusscript/build/opusscript_native_wasm.js' {
  type Handler = {
    /** Samples decoded, or a negative error of libopus. */
    _decode(opusPointer: number, opusBytes: number, pcmPointer: number): number;
  };
  type Native = {
    /** Replaced by another view whenever the memory grows. */
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    OpusScriptHandler: {
      new (samplingRate: number, channels: number, application: number): Handler;
      destroy_handler(handler: Handler): void;
    };
  };
  const open: () => Native;
  export = open;
}
