/** Letters of other scripts that look like Latin ones: in addresses, tokens and labels a reader sees the Latin letter. One more reading, which only adds findings. */
import { type View, ViewBuilder } from './view.ts'

/** Pairs from Unicode's confusables (UTS 39) that are alike in common fonts: Cyrillic, Greek, Armenian, and dotless i. */
const pairs =
  'аa еe оo рp сc уy хx іi јj ѕs ԁd ԛq ԝw һh кk мm тt вb нh АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ԌG ԚQ ԜW αa οo ρp υu νv ιi κk τt χx γy ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX օo ոn սu հh ցg յj ıi ɡg ɑa'
const latin = new Map(pairs.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]))
const any = new RegExp(`[${[...latin.keys()].join('')}]`)

/** Undefined when nothing in it looks like something else. */
export function foldConfusables(view: View): View | undefined {
  if (view.starts === undefined || !any.test(view.text)) return undefined
  const builder = new ViewBuilder()
  for (let i = 0; i < view.text.length; i++) {
    const char = view.text.charAt(i)
    builder.push(latin.get(char) ?? char, i)
  }
  return builder.build(view.text.length, view)
}
