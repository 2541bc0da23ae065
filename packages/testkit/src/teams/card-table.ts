/** Adaptive Cards 1.5 as a table: which elements and actions there are, since which version, and what each may have. After the published schema. */

/** A word of these (case does not matter), a JSON type, a link, or something of the table. */
export type Rule =
  | 'string'
  | 'boolean'
  | 'number'
  | 'object'
  | 'url'
  | 'element'
  | 'action'
  | 'select'
  | 'inline'
  | 'any'
  | readonly string[]
  | { readonly list: Rule }
  | { readonly of: string }

export interface Shape {
  readonly is: 'element' | 'action' | 'inline' | 'part'
  readonly since: string
  readonly required?: readonly string[]
  readonly properties: Rules
  /** Properties that came later than the thing itself. */
  readonly later?: Readonly<Record<string, string>>
}

type Rules = Readonly<Record<string, Rule>>

const spacing = ['none', 'small', 'default', 'medium', 'large', 'extraLarge', 'padding'] as const
const alignment = ['left', 'center', 'right'] as const
const vertical = ['top', 'center', 'bottom'] as const
const style = ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'] as const
const color = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'] as const
const size = ['small', 'default', 'medium', 'large', 'extraLarge'] as const
const imageSize = ['auto', 'stretch', 'small', 'medium', 'large'] as const
const inputs = ['auto', 'none'] as const
const words: Rules = {
  ...{ color, fontType: ['default', 'monospace'], isSubtle: 'boolean', size },
  weight: ['lighter', 'default', 'bolder'],
}
const element: Rules = {
  ...{ id: 'string', isVisible: 'boolean', separator: 'boolean', spacing },
  ...{ height: ['auto', 'stretch'], fallback: 'any', requires: 'object' },
}
const elementLater = { isVisible: '1.2', fallback: '1.2', requires: '1.2', height: '1.1' } as const
const action: Rules = {
  ...{ title: 'string', iconUrl: 'url', id: 'string', fallback: 'any', requires: 'object' },
  ...{ style: ['default', 'positive', 'destructive'], tooltip: 'string' },
  ...{ isEnabled: 'boolean', mode: ['primary', 'secondary'] },
}
const actionLater = {
  ...{ iconUrl: '1.1', style: '1.2', fallback: '1.2', requires: '1.2' },
  ...{ tooltip: '1.5', isEnabled: '1.5', mode: '1.5' },
}
const input: Rules = {
  ...element,
  ...{ label: 'string', isRequired: 'boolean', errorMessage: 'string' },
}
const inputLater = { ...elementLater, label: '1.3', isRequired: '1.3', errorMessage: '1.3' }
const holder: Rules = { style, bleed: 'boolean', minHeight: 'string', rtl: 'boolean' } as const
const holderLater = { ...elementLater, bleed: '1.2', minHeight: '1.2', rtl: '1.5' }

export const shapes: Readonly<Record<string, Shape>> = {
  AdaptiveCard: {
    ...{ is: 'part', since: '1.0' },
    properties: {
      ...{ version: 'string', $schema: 'url', lang: 'string', speak: 'string' },
      ...{ body: { list: 'element' }, actions: { list: 'action' }, selectAction: 'select' },
      ...{ refresh: { of: 'Refresh' }, authentication: 'object', fallbackText: 'string' },
      ...{ backgroundImage: 'any', minHeight: 'string', rtl: 'boolean' },
      ...{ verticalContentAlignment: vertical, msteams: 'object' },
    },
    later: { refresh: '1.4', authentication: '1.4', rtl: '1.5', minHeight: '1.2' },
  },
  Refresh: {
    ...{ is: 'part', since: '1.4' },
    properties: { action: { of: 'Action.Execute' }, userIds: { list: 'string' } },
  },
  TextBlock: {
    ...{ is: 'element', since: '1.0', required: ['text'] },
    properties: {
      ...{ ...element, ...words, text: 'string', horizontalAlignment: alignment },
      ...{ maxLines: 'number', wrap: 'boolean', style: ['default', 'heading'] },
    },
    later: { ...elementLater, fontType: '1.2', style: '1.5' },
  },
  RichTextBlock: {
    ...{ is: 'element', since: '1.2', required: ['inlines'] },
    properties: { ...element, inlines: { list: 'inline' }, horizontalAlignment: alignment },
  },
  TextRun: {
    ...{ is: 'inline', since: '1.2', required: ['text'] },
    properties: {
      ...{ ...words, text: 'string', highlight: 'boolean', italic: 'boolean' },
      ...{ strikethrough: 'boolean', underline: 'boolean', selectAction: 'select' },
    },
    later: { underline: '1.3' },
  },
  Image: {
    ...{ is: 'element', since: '1.0', required: ['url'] },
    properties: {
      ...{ ...element, url: 'url', altText: 'string', backgroundColor: 'string' },
      ...{ horizontalAlignment: alignment, selectAction: 'select', size: imageSize },
      ...{ style: ['default', 'person'], width: 'string' },
    },
    later: { ...elementLater, selectAction: '1.1', width: '1.1', backgroundColor: '1.1' },
  },
  ImageSet: {
    ...{ is: 'element', since: '1.0', required: ['images'] },
    properties: { ...element, images: { list: { of: 'Image' } }, imageSize },
    later: elementLater,
  },
  Container: {
    ...{ is: 'element', since: '1.0', required: ['items'] },
    properties: {
      ...{ ...element, ...holder, items: { list: 'element' }, selectAction: 'select' },
      ...{ verticalContentAlignment: vertical, backgroundImage: 'any' },
    },
    later: { ...holderLater, selectAction: '1.1', backgroundImage: '1.2' },
  },
  ColumnSet: {
    ...{ is: 'element', since: '1.0' },
    properties: {
      ...{ ...element, style, bleed: 'boolean', minHeight: 'string' },
      ...{ columns: { list: { of: 'Column' } }, selectAction: 'select' },
      horizontalAlignment: alignment,
    },
    later: { ...elementLater, selectAction: '1.1', bleed: '1.2', minHeight: '1.2' },
  },
  Column: {
    ...{ is: 'part', since: '1.0' },
    properties: {
      ...{ ...element, ...holder, items: { list: 'element' }, selectAction: 'select' },
      ...{ width: 'any', verticalContentAlignment: vertical, backgroundImage: 'any' },
    },
    later: { ...holderLater, selectAction: '1.1', backgroundImage: '1.2' },
  },
  FactSet: {
    ...{ is: 'element', since: '1.0', required: ['facts'] },
    properties: { ...element, facts: { list: { of: 'Fact' } } },
    later: elementLater,
  },
  Fact: {
    ...{ is: 'part', since: '1.0', required: ['title', 'value'] },
    properties: { title: 'string', value: 'string' },
  },
  ActionSet: {
    ...{ is: 'element', since: '1.2', required: ['actions'] },
    properties: { ...element, actions: { list: 'action' } },
  },
  'Input.Text': {
    ...{ is: 'element', since: '1.0', required: ['id'] },
    properties: {
      ...{ ...input, isMultiline: 'boolean', maxLength: 'number', placeholder: 'string' },
      ...{ regex: 'string', value: 'string', inlineAction: 'select' },
      style: ['text', 'tel', 'url', 'email', 'password'],
    },
    later: { ...inputLater, inlineAction: '1.2', regex: '1.3' },
  },
  'Input.ChoiceSet': {
    ...{ is: 'element', since: '1.0', required: ['id'] },
    properties: {
      ...{ ...input, choices: { list: { of: 'Input.Choice' } }, isMultiSelect: 'boolean' },
      ...{ style: ['compact', 'expanded', 'filtered'], value: 'string', wrap: 'boolean' },
      placeholder: 'string',
    },
    later: { ...inputLater, wrap: '1.2' },
  },
  'Input.Choice': {
    ...{ is: 'part', since: '1.0', required: ['title', 'value'] },
    properties: { title: 'string', value: 'string' },
  },
  'Input.Toggle': {
    ...{ is: 'element', since: '1.0', required: ['id', 'title'] },
    properties: {
      ...{ ...input, title: 'string', value: 'string' },
      ...{ valueOn: 'string', valueOff: 'string', wrap: 'boolean' },
    },
    later: { ...inputLater, wrap: '1.2' },
  },
  'Action.Execute': {
    ...{ is: 'action', since: '1.4' },
    properties: { ...action, verb: 'string', data: 'any', associatedInputs: inputs },
    later: { tooltip: '1.5', isEnabled: '1.5', mode: '1.5' },
  },
  'Action.OpenUrl': {
    ...{ is: 'action', since: '1.0', required: ['url'] },
    properties: { ...action, url: 'url' },
    later: actionLater,
  },
  'Action.ShowCard': {
    ...{ is: 'action', since: '1.0' },
    properties: { ...action, card: { of: 'AdaptiveCard' } },
    later: actionLater,
  },
  'Action.Submit': {
    ...{ is: 'action', since: '1.0' },
    properties: { ...action, data: 'any', associatedInputs: inputs },
    later: { ...actionLater, associatedInputs: '1.3' },
  },
}
