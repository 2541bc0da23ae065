/** Limits on what may travel. One intake limit is the source of all others. */

/** Largest intended action or outcome, JSON bytes as sent. Other limits follow from it. */
export const intakeBytesMax = 256 * 1024
/** Nesting of JSON values; deeper input is refused before anything recurses into it. */
export const jsonDepthMax = 64
/** Nesting of records between services: they wrap what came in by a few levels. */
export const recordDepthMax = jsonDepthMax + 16
/** Largest record on any topic: masked view + sealed original (base64 4/3) of one intake, with room for findings. */
export const recordBytesMax = 4 * intakeBytesMax
/** Output of one transaction and partition; brokers refuse batches over 1 MB by default. */
export const batchBytesMax = 900 * 1024
/** Longest id or plain name, in characters: they become keys, headers and log lines. */
export const nameCharsMax = 128
/** Longest text a person types (reason) or an agent gives as justification, in characters. */
export const textCharsMax = 4096
/** How long the gate remembers ids of finished actions; longer than any input topic keeps records. */
export const memoryMs = 8 * 24 * 3600 * 1000
/** A claim may be extended until it has run this many times as long as its policy's `runWithin`; a hung executor must not hide an unknown outcome for ever. */
export const runStretchMax = 12
/** How long an agent may have its own result unsealed where policy clears it: through a night, not for ever. */
export const resultReceiptMs = 24 * 3600 * 1000
/** Proofs, requests and tokens may be this far from the verifier's clock, in either direction. */
export const clockSkewMs = 5 * 60 * 1000
