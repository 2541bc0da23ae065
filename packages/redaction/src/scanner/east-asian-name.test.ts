import { expect, test } from 'vitest'
import { foundOf } from '../testing.ts'
import { isThai } from './east-asian-name.ts'

const people = (text: string): string[] => foundOf('PERSON', text)

test.each([
  '请尽快处理订单',
  '方法不正确，请重试',
  '高速公路已关闭',
  '王国的历史',
  '注文を確認してください',
  '東京都の天気',
  '고객님께서 문의하셨습니다',
  '이 주문은 취소되었습니다',
  'การสั่งซื้อเสร็จสมบูรณ์',
])('nobody is named in %s', (text) => expect(people(text)).toEqual([]))

test.each([
  ['客户李晓明的电话', '李晓明'],
  ['请联系张伟。', '张伟'],
  ['王芳女士来电', '王芳'],
  ['諸葛亮先生', '諸葛亮'],
  ['山本太郎様からの依頼', '山本太郎'],
  ['佐藤さんに連絡', '佐藤'],
  ['担当：鈴木一郎', '鈴木一郎'],
  ['スミス様', 'スミス'],
  ['Dear 花子, thanks', '花子'],
  ['Mrs 林 called', '林'],
  ['박서준 고객님이 문의', '박서준'],
  ['김영희님께', '김영희'],
  ['이메일: 최민호 <x@y.example>', '최민호'],
  ['ติดต่อ คุณสมชาย ใจดี ด่วน', 'สมชาย ใจดี'],
])('a person is named in %s', (text, name) => expect(people(text)).toEqual([name]))

test('Thai is told by its letters', () => {
  expect([...'คa日'].map((char) => isThai(char.charCodeAt(0)))).toEqual([true, false, false])
})
