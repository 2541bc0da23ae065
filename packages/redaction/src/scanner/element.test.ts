import { expect, test } from 'vitest'
import { found } from '../testing.ts'

test.each([
  ['<password>tulip-77</password>', 'PASSWORD tulip-77'],
  ['<server><username>ci</username><Password>two words</Password></server>', 'PASSWORD two words'],
  ['<ns:clientSecret> 9fQx2LmV7c </ns:clientSecret>', 'SECRET 9fQx2LmV7c'],
  ['<fullName lang="de">Ida Quist</fullName>', 'PERSON Ida Quist'],
  ['<td>x</td><dateOfBirth>1980-02-03</dateOfBirth>', 'DATE_OF_BIRTH 1980-02-03'],
])('%s holds %s', (text, expected) => expect(found(text)).toContain(expected))

test.each([
  '<password></password>',
  '<password>{{db_password}}</password>',
  '<password>changeme</password>',
  '<password><ref id="vault"/></password>',
  '<tokens>512</tokens>',
  'a < b and 7 </password',
  '</password>',
  '<title>Chapter One</title>',
])('%s holds nothing', (text) => expect(found(text)).toEqual([]))
