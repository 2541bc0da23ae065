/** A key that names a provider, over a value in the shape of its tokens. */
import { expect, test } from 'vitest'
import { found } from '../testing.ts'

const id = '7d444840-9dc0-41d1-b245-5ffdce74fad2'

test.each(['HEROKU', 'heroku_2', 'myHerokuThing'])('under %s', (key) => {
  expect(found(id, key)).toEqual([`SECRET ${id}`])
})

test('under any other key, or as a part of a longer text, it is a number like others', () => {
  const secrets = (text: string, key: string) =>
    found(text, key).filter((each) => each.startsWith('SECRET'))
  expect(secrets(id, 'order')).toEqual([])
  expect(secrets(`deploy ${id} failed`, 'heroku')).toEqual([])
})
