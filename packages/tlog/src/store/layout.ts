/** Where a log keeps what is not for readers, and who may read which files. */
export const stateDir = '.state'
export const publicMode = 0o644
export const privateMode = 0o600
export const privateDirMode = 0o700
