import { expect, test } from 'vitest'
import { foundOf } from '../testing.ts'

const people = (text: string): string[] => foundOf('PERSON', text)

test.each([
  'The shipment left Jordan on Tuesday.',
  'our office in Paris is closed',
  'Mark invoice as paid before May.',
  'Bill the customer monthly.',
  'Will the deploy be retried?',
  'Meet me at the Baker Street station.',
  'Jenkins failed: unable to fetch Artifact Registry token',
  '2026-05-22T09:27:22Z WARN [auth-4] consumer lag topic=a partition=4',
  '04/Mar/2031:17:50:43 +0000 GET /index.html',
  'Her SSN and MRN are on file.',
  'Customer Service answered the call',
  'SELECT id FROM people WHERE born < now()',
  '\u27e6PERSON\u00b7K7QX2M9A\u27e7 wrote to \u27e6EMAIL\u00b7K7QX2M9A\u27e7',
])('nobody is named in %s', (text) => expect(people(text)).toEqual([]))

test.each([
  ['Jordan presented the results to the board.', ['Jordan']],
  ['Dear Mrs Okonkwo, thanks.', ['Okonkwo']],
  ['Ticket opened by Marie-Claire Dubois', ['Marie-Claire Dubois']],
  ['cc: J. Petrov, Anna O’Leary', ['J. Petrov', 'Anna O’Leary']],
  ['Schmidt, Hans - 4711', ['Schmidt, Hans']],
  ['Please ask Ludwig van der Berg.', ['Ludwig van der Berg']],
  ['Anna Kowalska’s card was declined', ['Anna Kowalska']],
  ['anna kowalska wants a refund', ['anna kowalska']],
  ['Здравствуйте, Иван Петров!', ['Иван Петров']],
  ['Sehr geehrter Herr Schneider,', ['Schneider']],
  ['Pooja Nair <p.nair@mail.example>', ['Pooja Nair']],
])('people are named in %s', (text, names) => expect(people(text)).toEqual(names))

test('a name is found wherever it stands in a long text', () => {
  const filler = 'the queue was empty and nothing had to be done again. '.repeat(300)
  const text = `${filler}Ask Anna Kowalska. ${filler}`
  expect(people(text)).toEqual(['Anna Kowalska'])
})

test('work grows with the text', () => {
  expect(people('Anna '.repeat(2000)).length).toBeLessThanOrEqual(2000)
})
