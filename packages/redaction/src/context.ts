/** Words that make a type likelier near them, and words that make any number less likely to be personal. Whole words only, by language. */
import type { ContextMark } from './sheet.ts'

export interface ContextWord {
  readonly word: string
  readonly meaning: ContextMark['meaning']
}

const words: Readonly<Partial<Record<ContextMark['meaning'], string>>> = {
  CARD: 'card,credit card,debit card,visa,mastercard,amex,american express,discover,maestro,diners,kreditkarte,carte bancaire,tarjeta,carta di credito,pan',
  PHONE:
    'phone,tel,telephone,mobile,cell,call,called,calling,fax,sms,whatsapp,dial,hotline,callback,telefon,handy,anruf,telefono,movil,celular,portable,telefone',
  IBAN: 'iban,bank account,konto,bankverbindung,wire,sepa',
  US_SSN: 'ssn,social security,social,taxpayer',
  EMAIL: 'email,e-mail,mail,mailto,correo,courriel',
  IP: 'ip,ip address,client ip,remote addr,host',
  counter:
    'order,invoice,tracking,shipment,sku,sha,digest,uuid,version,release,firmware,revision,build,epoch,offset,port,price,part,isbn,ticket,case,batch,serial,item,product,amount,total,bestellung,rechnung,facture,pedido,factura',
}

export const contextWords: readonly ContextWord[] = Object.entries(words).flatMap(
  ([meaning, list]) =>
    list.split(',').map((word) => ({ word, meaning: meaning as ContextMark['meaning'] })),
)
