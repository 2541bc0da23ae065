/** Every error code of Holdpoint, what it means, and whether trying again can help. Codes are never renamed or reused. */

/** What the process does with it: tell the caller and go on; try again with backoff; exit and let the supervisor restart. */
export type ErrorKind = 'terminal' | 'retryable' | 'fatal'

interface ErrorEntry {
  readonly kind: ErrorKind
  /** Sentence for people; `{name}` is filled from the error's details. Never a payload, a secret or a raw value. */
  readonly text: string
  /** HTTP status at an edge. */
  readonly status: number
  readonly meet: string
  readonly suspect: string
}

export const errors = {
  // Intake: what a caller sent cannot be accepted. `field` is a JSON Pointer or an attribute name.
  HP_JSON_SYNTAX: {
    kind: 'terminal',
    status: 400,
    text: 'not valid JSON at byte {at}: {rule}',
    meet: 'reading a record or request body',
    suspect: 'a producer that does not send JSON',
  },
  HP_JSON_DUPLICATE_KEY: {
    kind: 'terminal',
    status: 400,
    text: 'two keys of the object at "{field}" are equal, or differ only by case or Unicode normalisation',
    meet: 'reading an intent',
    suspect: 'a payload that means different things to different parsers',
  },
  HP_JSON_SURROGATE: {
    kind: 'terminal',
    status: 400,
    text: 'a string at "{field}" has a lone surrogate',
    meet: 'reading an intent',
    suspect: 'text cut in the middle of a character',
  },
  HP_JSON_NONCHARACTER: {
    kind: 'terminal',
    status: 400,
    text: 'a string at "{field}" has a Unicode noncharacter',
    meet: 'reading an intent',
    suspect: 'binary data sent as text',
  },
  HP_JSON_NUMBER: {
    kind: 'terminal',
    status: 400,
    text: 'the number at "{field}" cannot be held exactly by a double',
    meet: 'reading an intent',
    suspect: 'a 64-bit id sent as a number: send it as a string',
  },
  HP_JSON_DEPTH: {
    kind: 'terminal',
    status: 400,
    text: 'nested deeper than {limit} levels at "{field}"',
    meet: 'reading an intent',
    suspect: 'a generated or hostile payload',
  },
  HP_TOO_LARGE: {
    kind: 'terminal',
    status: 413,
    text: '{bytes} bytes, more than the limit of {limit}',
    meet: 'intake',
    suspect: 'a document sent inline: send a reference',
  },
  HP_FIELD_INVALID: {
    kind: 'terminal',
    status: 400,
    text: 'field "{field}" {rule}',
    meet: 'intake',
    suspect: 'a producer on another version of the contract',
  },
  HP_EVENT_INVALID: {
    kind: 'terminal',
    status: 400,
    text: 'attribute "{field}" {rule}',
    meet: 'reading CloudEvents headers',
    suspect: 'a producer that sets wrong or no ce_ headers',
  },
  HP_KEY_MISMATCH: {
    kind: 'terminal',
    status: 400,
    text: 'the record key is not the action id',
    meet: 'intake from Kafka',
    suspect: 'a producer that keys by something else',
  },
  HP_RECORD_DEADLY: {
    kind: 'terminal',
    status: 422,
    text: 'the record ended every worker or process that had it, {tries} of them alone with it',
    meet: 'masking a record',
    suspect: 'a defect that this payload finds, or was made to find: please report',
  },
  HP_PROOF_MISSING: {
    kind: 'terminal',
    status: 401,
    text: 'the agent has not signed this intent (attribute "{field}")',
    meet: 'intake',
    suspect: 'an SDK without a key, or a topic that is not trusted without signatures',
  },
  HP_PROOF_INVALID: {
    kind: 'terminal',
    status: 401,
    text: 'the proof in "{field}" {rule}',
    meet: 'intake, claims, outcomes',
    suspect: 'another key, another payload, or a clock far off',
  },
  HP_NAME_SENSITIVE: {
    kind: 'terminal',
    status: 422,
    text: 'field "{field}" looks like personal data or a secret; it must be a plain name',
    meet: 'intake',
    suspect: 'an agent id that is an e-mail address',
  },
  HP_TOO_OLD: {
    kind: 'terminal',
    status: 422,
    text: 'the intent is older than what the gate remembers',
    meet: 'a replayed topic',
    suspect: 'reset offsets',
  },
  HP_TOO_MANY_OPEN: {
    kind: 'terminal',
    status: 429,
    text: 'no room for another open action: the limit {field} is reached',
    meet: 'an intent, while as many are held, or wait to run, as the gate takes in',
    suspect: 'an agent in a loop, executors that are down, or nobody who decides',
  },
  HP_ID_CONFLICT: {
    kind: 'terminal',
    status: 409,
    text: 'the id {actionId} already stands for another action',
    meet: 'intake',
    suspect: 'an id made from a key that is not unique',
  },
  HP_MAC_INVALID: {
    kind: 'terminal',
    status: 422,
    text: 'the record is not authenticated by {by}',
    meet: 'the gate reading what the redactor wrote',
    suspect: 'a forged record, or keys that differ',
  },
  HP_REVERSAL_EARLY: {
    kind: 'terminal',
    status: 409,
    text: 'the action that it reverses has not ended yet',
    meet: 'the intent of a reversal',
    suspect: 'an agent that does not wait for the outcome: withdraw or revoke what has not run',
  },
  HP_REVERSAL_LATE: {
    kind: 'terminal',
    status: 422,
    text: 'the time in which the action could be reversed is over',
    meet: 'the intent of a reversal',
    suspect: 'the type’s reversible.within in the policy',
  },
  HP_REVERSAL_NONE: {
    kind: 'terminal',
    status: 422,
    text: 'the action that it reverses has no effect that its type’s policy lets be reversed',
    meet: 'the intent of a reversal',
    suspect: 'an action that never ran or failed, or a type without reversible in the policy',
  },
  HP_REVERSAL_TAKEN: {
    kind: 'terminal',
    status: 409,
    text: 'another reversal of the action is open, has succeeded or may have',
    meet: 'the intent of a reversal',
    suspect: 'two agents or runs that want the same',
  },

  // Commands: a refusal is a value that the caller sees; these are its codes.
  HP_ACTION_UNKNOWN: {
    kind: 'terminal',
    status: 404,
    text: 'no action {actionId}',
    meet: 'any command',
    suspect: 'a wrong or forgotten id',
  },
  HP_ACTION_CLOSED: {
    kind: 'terminal',
    status: 409,
    text: 'the action is already {status}',
    meet: 'a vote or command that comes late',
    suspect: 'a decision made elsewhere',
  },
  HP_NOT_ENTITLED: {
    kind: 'terminal',
    status: 403,
    text: 'not entitled: {rule}',
    meet: 'a vote, withdrawal, claim or read by the wrong party',
    suspect: 'groups or ownership in the directory',
  },
  HP_OWN_ACTION: {
    kind: 'terminal',
    status: 403,
    text: 'nobody decides about their own action ({rule})',
    meet: 'a vote by the requester side',
    suspect: 'owner, operator or on-behalf-of',
  },
  HP_STALE_VIEW: {
    kind: 'terminal',
    status: 409,
    text: 'the presented digest is not that of this action',
    meet: 'a vote on another view',
    suspect: 'a stale card',
  },
  HP_VIEW_INCOMPLETE: {
    kind: 'terminal',
    status: 409,
    text: 'what was not shown whole cannot be approved there',
    meet: 'a vote from a channel that cut the view',
    suspect: 'a long action: open the console',
  },
  HP_ASSURANCE_LOW: {
    kind: 'terminal',
    status: 403,
    text: 'this action needs assurance {needed}, the vote has {given}',
    meet: 'a vote',
    suspect: 'a chat vote where sso is required',
  },
  HP_REASON_REQUIRED: {
    kind: 'terminal',
    status: 422,
    text: 'a reason is required',
    meet: 'a vote',
    suspect: 'policy',
  },
  HP_ALREADY_VOTED: {
    kind: 'terminal',
    status: 409,
    text: 'this person has voted',
    meet: 'a second vote',
    suspect: 'two browsers',
  },
  HP_PERSON_UNPROVEN: {
    kind: 'terminal',
    status: 401,
    text: 'the person is not proven: {rule}',
    meet: 'a vote or a console request',
    suspect: 'an expired or foreign token',
  },
  HP_ACCOUNT_UNLINKED: {
    kind: 'terminal',
    status: 403,
    text: 'this account is not linked to a person',
    meet: 'a press in a chat',
    suspect: 'nobody has linked it, the link has expired, or its person has left',
  },
  HP_ACCOUNT_TAKEN: {
    kind: 'terminal',
    status: 409,
    text: 'this account is linked to somebody else; they must let go of it first',
    meet: 'linking an account of a chat',
    suspect: 'an account that two people use, or somebody who has left',
  },
  HP_LINK_INVALID: {
    kind: 'terminal',
    status: 410,
    text: 'the link {rule}',
    meet: 'linking an account of a chat',
    suspect: 'a link that was used, or that lay too long: press again for a new one',
  },
  HP_ORIGIN: {
    kind: 'terminal',
    status: 403,
    text: 'the request comes from another page',
    meet: 'a POST by a browser',
    suspect:
      'a foreign page, or console.address in the configuration is not where people come from',
  },
  HP_CLAIM_TAKEN: {
    kind: 'terminal',
    status: 409,
    text: 'another executor holds the claim',
    meet: 'a second claim',
    suspect: 'two executors on one action: only one may run it',
  },
  HP_EXTENSION_REFUSED: {
    kind: 'terminal',
    status: 409,
    text: 'the claim is not extended: {rule}',
    meet: 'an executor that asks for more time',
    suspect: 'a handler that takes longer than the policy lets a claim run',
  },
  HP_RECEIPT_INVALID: {
    kind: 'terminal',
    status: 403,
    text: 'the receipt {rule}',
    meet: 'unsealing',
    suspect: 'a receipt in other hands or past its time',
  },
  HP_FROZEN: {
    kind: 'terminal',
    status: 423,
    text: 'frozen by a person; nothing of this kind may run until it is thawed',
    meet: 'claiming an action',
    suspect: 'an emergency stop: ask who froze it',
  },
  HP_DELIVERY_UNKNOWN: {
    kind: 'terminal',
    status: 404,
    text: 'there is no message {id} that was given up',
    meet: 'trying a message again',
    suspect: 'somebody has done that already, or the action is forgotten',
  },
  HP_FREEZE_UNKNOWN: {
    kind: 'terminal',
    status: 404,
    text: 'there is no freeze {freeze} in force',
    meet: 'thawing',
    suspect: 'it was thawed already',
  },
  HP_FREEZES_FULL: {
    kind: 'terminal',
    status: 409,
    text: 'there are {limit} freezes in force already; freeze everything, or thaw some',
    meet: 'freezing',
    suspect: 'a script that freezes one agent after the other',
  },
  HP_GRANT_INVALID: {
    kind: 'terminal',
    status: 403,
    text: 'the grant {rule}',
    meet: 'an executor reading the approved topic',
    suspect: 'a forged or foreign record',
  },
  HP_SEAL_INVALID: {
    kind: 'terminal',
    status: 422,
    text: 'the sealed original {rule}',
    meet: 'unsealing',
    suspect: 'a changed record or a retired key',
  },
  HP_AUTH: {
    kind: 'terminal',
    status: 401,
    text: 'authentication failed: {rule}',
    meet: 'any HTTP edge',
    suspect: 'a missing, expired or foreign credential',
  },
  HP_RATE_LIMITED: {
    kind: 'retryable',
    status: 429,
    text: 'too many requests: {limit} per second and {policy} are allowed here',
    meet: 'any HTTP edge',
    suspect: 'a client in a loop, or one process that asks for many',
  },
  HP_REQUEST: {
    kind: 'terminal',
    status: 400,
    text: 'not a well-formed request: {rule}',
    meet: 'any HTTP edge',
    suspect: 'a client that does not speak HTTP, or a URL that is cut',
  },
  HP_MEDIA_TYPE: {
    kind: 'terminal',
    status: 415,
    text: 'the content type must be application/json',
    meet: 'any HTTP edge',
    suspect: 'a client that names no or another content type',
  },
  HP_ROUTE: {
    kind: 'terminal',
    status: 404,
    text: 'no such route',
    meet: 'any HTTP edge',
    suspect: 'a typing error',
  },

  // Denials: reasons that no person gave.
  HP_AGENT_UNREGISTERED: {
    kind: 'terminal',
    status: 403,
    text: 'the registry does not let this agent ask for this type',
    meet: 'an intent, or a release after the registry changed',
    suspect: 'an agent that the directory file does not list, or lists with other types',
  },
  HP_PRINCIPAL_UNKNOWN: {
    kind: 'terminal',
    status: 422,
    text: 'onBehalfOf names nobody in the directory',
    meet: 'an intent',
    suspect: 'a masked or foreign e-mail address: use the directory id',
  },
  HP_JUSTIFICATION_REQUIRED: {
    kind: 'terminal',
    status: 422,
    text: 'the policy wants a justification for this action',
    meet: 'an intent',
    suspect: 'an agent that does not say why: propose it again, with a justification',
  },
  HP_PAST_EXPIRY: {
    kind: 'terminal',
    status: 422,
    text: 'its own expiresAt has passed',
    meet: 'an intent that waited',
    suspect: 'a slow producer, a clock far off',
  },
  HP_POLICY_RECHECK: {
    kind: 'terminal',
    status: 403,
    text: 'people approved it, and the policy in force now denies it',
    meet: 'a release after the policy changed',
    suspect: 'nothing: the stricter one wins',
  },

  // Set-up.
  HP_CONFIG: {
    kind: 'fatal',
    status: 500,
    text: '{file}: {field} {rule}',
    meet: 'start',
    suspect: 'a missing or wrong setting',
  },
  HP_SETUP: {
    kind: 'fatal',
    status: 500,
    text: '{what}',
    meet: 'npm start, npm test',
    suspect: 'a missing program, a port in use',
  },

  // Running.
  HP_TIMEOUT: {
    kind: 'retryable',
    status: 504,
    text: 'no answer within {waitedMs} ms; the command may still take effect: ask again with the same id',
    meet: 'an edge waiting for the gate',
    suspect: 'load, a rebalance or a stopped service',
  },
  HP_UNAVAILABLE: {
    kind: 'retryable',
    status: 503,
    text: '{what} is not available',
    meet: 'any edge',
    suspect: 'a service that starts or restarts',
  },
  HP_BROKER: {
    kind: 'retryable',
    status: 503,
    text: 'Kafka: {rule}',
    meet: 'producing or consuming',
    suspect: 'broker restart, network',
  },
  HP_BROKER_DENIED: {
    kind: 'fatal',
    status: 500,
    text: 'Kafka denies {what}',
    meet: 'start',
    suspect: 'ACLs: run the topics plan',
  },
  HP_FENCED: {
    kind: 'fatal',
    status: 500,
    text: 'slot {slot} has a newer owner',
    meet: 'after a stall or a rebalance',
    suspect: 'a long pause, a partitioned host',
  },
  HP_STORE: {
    kind: 'retryable',
    status: 503,
    text: 'Redis: {rule}',
    meet: 'any access to state',
    suspect: 'a restart or a network fault',
  },
  HP_STORE_MOVED: {
    kind: 'retryable',
    status: 503,
    text: 'slot {slot} is not where its owner left it in Redis',
    meet: 'loading or applying states',
    suspect: 'another owner, a failover that forgot writes, a restored file, FLUSHALL',
  },
  HP_STATE_FORGED: {
    kind: 'fatal',
    status: 500,
    text: 'slot {slot}: a state in Redis is not what the gate wrote',
    meet: 'loading states',
    suspect: 'somebody writes to Redis',
  },
  HP_LOG_REFUSED: {
    kind: 'fatal',
    status: 500,
    text: 'the log at {dir}: {rule}',
    meet: 'opening or extending the log',
    suspect: 'a second writer, a restored old copy, a failing disk',
  },
  HP_INTERNAL: {
    kind: 'fatal',
    status: 500,
    text: 'internal error',
    meet: 'never, we hope',
    suspect: 'a defect: please report',
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errors
export type ErrorDetails = Readonly<Record<string, string | number>>

const brand = Symbol.for('dev.holdpoint.error')

/** An error with a stable code. `details` are safe to log and to return: ids, names of fields, limits. */
export class HoldpointError extends Error {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly details: ErrorDetails
  readonly [brand] = true

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(render(code, details), cause === undefined ? undefined : { cause })
    this.name = 'HoldpointError'
    this.code = code
    this.kind = errors[code].kind
    this.details = details
  }

  /** RFC 9457 body. */
  toProblem(): { type: string; title: string; status: number; code: ErrorCode; field?: string } {
    const field = this.details['field']
    return {
      type: `https://holdpoint.dev/errors/${this.code}`,
      title: this.message,
      status: errors[this.code].status,
      code: this.code,
      ...(typeof field === 'string' ? { field } : {}),
    }
  }
}

/** True for ours, also when two copies of this package are loaded. */
export function isHoldpointError(value: unknown): value is HoldpointError {
  return typeof value === 'object' && value !== null && brand in value
}

export function render(code: ErrorCode, details: ErrorDetails): string {
  return errors[code].text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(details[name] ?? whole),
  )
}
