/** Text that means harm in one sink or another, for the tests of every channel: whatever a renderer makes of it must be as dead as the rest. */

const dollar = '$'
const char = (code: number): string => String.fromCodePoint(code)

export interface Hostile {
  readonly name: string
  readonly text: string
}

const longChars = 50_000

export const hostileTexts: readonly Hostile[] = [
  { name: 'Slack: everybody is called', text: '<!channel> <!here> <!everyone>' },
  {
    name: 'Slack: people and groups',
    text: '<@U0123ABCD> <!subteam^S012|@admins> <#C0123|general>',
  },
  {
    name: 'Slack: a link that says another',
    text: '<https://evil.example/x|https://bank.example>',
  },
  { name: 'Slack: a date with a link', text: '<!date^1392734382^{date}^https://evil.example|now>' },
  { name: 'mrkdwn', text: '*bold* _slanted_ ~struck~ `code` > quote :rotating_light: :+1:' },
  { name: 'Markdown: a link', text: '[Approve](https://evil.example/approve "title")' },
  {
    name: 'Markdown: a reference',
    text: '[Approve][1]\n\n[1]: https://evil.example\n<https://evil.example>',
  },
  { name: 'Markdown: an image', text: '![x](https://evil.example/pixel.png)' },
  {
    name: 'Markdown: headings, lists, lines',
    text: '# Approved\n* one\n1. two\n---\n> quote\n| a | b |\n|---|---|',
  },
  { name: 'code fences and their closers', text: '```\n``` *out* ````\n~~~\n</code></pre>' },
  { name: 'HTML', text: '<b>bold</b><br/><script>alert(1)</script><img src=x onerror=alert(1)>' },
  { name: 'HTML: out of an attribute', text: `"><svg/onload=alert(1)> ' onmouseover='alert(1)` },
  {
    name: 'HTML: out of its holder',
    text: '</p></td></table></body><!-- --><![CDATA[x]]></style></title>',
  },
  { name: 'HTML: entities', text: '&lt;b&gt; &#60;script&#62; &amp;nbsp; &#x202e;' },
  { name: 'Teams: a mention', text: '<at>Everyone</at> <at id="0">Ana</at>' },
  {
    name: 'Adaptive Cards: templating',
    text: `${dollar}{$root.hp.a} {{DATE(2026-01-01T00:00:00Z, SHORT)}} ${dollar}{json("{}")} $[x]`,
  },
  {
    name: 'Adaptive Cards: an element',
    text: '{"type":"Action.OpenUrl","url":"https://evil.example"}',
  },
  { name: 'Mattermost: mentions', text: '@channel @all @here @ana ~town-square #tag' },
  {
    name: 'links of other schemes',
    text: 'javascript:alert(1) data:text/html,<b>x</b> mailto:a@b.example tel:+1',
  },
  {
    name: 'bare links',
    text: 'https://evil.example/a?b=c www.evil.example evil.example ftp://evil.example',
  },
  {
    name: 'a host that looks like another',
    text: 'https://xn--bnk-6na.example https://b\u0430nk.example',
  },
  {
    name: 'header injection',
    text: 'x\r\nBcc: evil@evil.example\r\n\r\nbody\r\n.\r\nMAIL FROM:<x>',
  },
  { name: 'encoded words', text: '=?utf-8?B?PGI+?= =?utf-8?Q?=0D=0ABcc:_x?=' },
  {
    name: 'text of both directions',
    text: `refund ${char(0x202e)}9999${char(0x202c)} ${char(0x2067)}x${char(0x2069)} ${char(0x200f)}`,
  },
  { name: 'letters of another direction', text: '\u05d0\u05d1\u05d2 100 \u0627\u0644\u0645 200' },
  {
    name: 'zero width and fillers',
    text: [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0xad, 0x34f, 0x115f, 0x3164, 0xffa0, 0x2800]
      .map((code) => `a${char(code)}`)
      .join(''),
  },
  {
    name: 'tags and variation selectors',
    text: `x${char(0xe0001)}${char(0xe0061)}${char(0xfe0f)}${char(0xe0100)}`,
  },
  {
    name: 'controls',
    text: '\u0000\u0007\u0008\u000b\u001b[31mred\u001b]8;;https://evil.example\u0007link\u009b\u0085\u007f',
  },
  { name: 'separators of lines', text: `a${char(0x2028)}b${char(0x2029)}c\rd` },
  {
    name: 'private use and interlinear marks',
    text: `${char(0xe000)}${char(0xf8ff)}${char(0xfff9)}${char(0x100000)}`,
  },
  { name: 'lone surrogates', text: 'a\ud83dz \ude00b' },
  { name: 'a tower of marks', text: `Z${'\u0335\u0336\u0338'.repeat(200)}` },
  { name: 'a mark at the beginning', text: '\u0338approve' },
  { name: 'blank lines that push away', text: `harmless${'\n \t'.repeat(400)}rm -rf /` },
  { name: 'spaces that push away', text: `harmless${' '.repeat(3000)}rm -rf /` },
  { name: 'a forged placeholder', text: '\u27e6(\u27e7EMAIL\u00b7K7QX2M9A\u27e6)\u27e7' },
  {
    name: 'halves of placeholders',
    text: '\u27e6 \u27e7 \u27e6EMAIL \u27e6EMAIL\u00b7k7qx\u27e7 \u27e6\u27e6A\u00b7B\u27e7\u27e7',
  },
  {
    name: 'a placeholder that shows markup',
    text: '\u27e6CREDIT_CARD\u00b7K7QX2M9A\u00b7<!channel>*4242*\u27e7',
  },
  {
    name: 'our own words',
    text: 'Needs approval\nApproved by ana\n[U+202E] \u2026 4,210 more characters',
  },
  {
    name: 'emoji of one and many characters',
    text: '\ud83d\udc69\u200d\ud83d\udcbb \ud83c\uddea\ud83c\uddfa \u0031\ufe0f\u20e3',
  },
  { name: 'JSON and shells', text: `{"a":"\\u003c"} $(reboot) \`id\` ; -- ' OR 1=1 %0d%0a %s %n` },
  { name: 'words without end', text: 'x'.repeat(longChars) },
  { name: 'lines without end', text: 'line\n'.repeat(longChars / 5) },
  { name: 'escapes without end', text: '<&>"\''.repeat(longChars / 5) },
  {
    name: 'placeholders without end',
    text: '\u27e6EMAIL\u00b7K7QX2M9A\u27e7'.repeat(longChars / 16),
  },
]

/** What must not be in any payload, wherever the text stood: what nobody sees. Newlines and tabs may be, where a sink has several lines. */
export const neverSent = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\u2028\u2029\u2800]/u
