/** Answers to an `adaptiveCard/action`: always HTTP 200, with what the client is to do inside. All of them are for whoever pressed, and for nobody else. */
import { paragraph, runsOf } from './words.ts'

export interface InvokeAnswer {
  readonly statusCode: number
  readonly type: string
  readonly value: unknown
}

export const says = {
  card: (value: object): InvokeAnswer => ({
    ...{ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value },
  }),
  toast: (value: string): InvokeAnswer => ({
    ...{ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
  }),
  error: (statusCode: number, code: string, message: string): InvokeAnswer => ({
    ...{ statusCode, type: 'application/vnd.microsoft.error', value: { code, message } },
  }),
  /** A toast can hold no link. */
  link: (text: string, url: string): InvokeAnswer =>
    says.card({
      ...{ type: 'AdaptiveCard', version: '1.5' },
      body: [
        paragraph(runsOf(text)),
        { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Continue', url }] },
      ],
    }),
}
