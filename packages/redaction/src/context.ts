/** Words that make a type likelier near them, and words that make any number less likely to be personal. Whole words only, by language. */
import type { ContextMark } from './sheet.ts'

export interface ContextWord {
  readonly word: string
  readonly meaning: ContextMark['meaning']
  /** The word names the value: what stands right behind it is one, whatever its shape. */
  readonly isLabel: boolean
  /** It counts only near another word of banks. */
  readonly isPaired?: true
  /** It counts in capitals only. */
  readonly isCapital: boolean
}

type Words = Readonly<Partial<Record<ContextMark['meaning'], string>>>

/** Latin letters, accents left out: the automaton folds them. */
const words: Words = {
  CARD: 'card,cards,charge,charged,exp,expires,expiry,exp date,expiration,valid thru,gultig bis,expira,scade,vence,credit card,debit card,card number,visa,mastercard,amex,american express,discover,maestro,diners,jcb,unionpay,rupay,cardholder,kreditkarte,kartennummer,bankkarte,carte bancaire,carte de credit,numero de carte,tarjeta,tarjeta de credito,carta di credito,cartao,cartao de credito,creditcard,kaartnummer,kort,kreditkort,kontokort,karta,karta kredytowa,karte,luottokortti,kredi karti,hitelkartya,platebni karta,the tin dung,kartu kredit',
  PHONE:
    'phone,contact,reach,reachable,reached,front desk,reception,helpline,helpdesk,dial-in,dial in,spoke with,spoke to,phoned,texted,rang,ring,back on,llamo,llamado,rief,angerufen,appele,ligou,chiamato,gebeld,dzwonil,dzwonila,ringde,kontakt,contacto,contatto,contato,tel,telephone,mobile,cell,cellphone,call,called,calling,call back,fax,sms,text me,whatsapp,viber,telegram,dial,hotline,callback,reach me,phone number,mobile number,contact number,tel no,ph,mob,msisdn,voicemail,telefon,telefonnummer,handy,handynummer,mobil,mobilnummer,anruf,anrufen,rufnummer,ruckruf,erreichbar,telefono,movil,celular,llamar,llame,llamada,portable,joignable,appeler,appelez,numero de telephone,telefone,telemovel,ligar,telefoonnummer,mobiel,bellen,gsm,cellulare,chiamare,chiamata,numero di telefono,telefonu,komorka,komorkowy,zadzwon,dzwonic,puhelin,puhelinnumero,soita,ring mig,mobiltelefon,puh,cep telefonu,dien thoai,so dien thoai,sdt,telepon,nomor hp,hubungi,zavolat,telefonszam,hivja',
  IBAN: 'bankverbindung,wire,sepa,sepa transfer,uberweisung,virement,transferencia,bonifico,overboeking,przelew',
  US_SSN: 'social,taxpayer,soc',
  NATIONAL_ID:
    'citizen,resident,identity,identification,ausweis,identite,identidad,identita,tax,steuer,fiscal,impuesto,fiscale',
  EMAIL: 'email,e-mail,mail,upi,upi id,vpa,mailto,correo,courriel',
  IP: 'ip,ip address,ip addr,client ip,source ip,remote addr,remote address,host,address,adresse ip,direccion ip,ip-adresse,indirizzo ip,peer,login from,sign-in from,connected from',
  MAC: 'mac,mac address,hwaddr,hardware address,bssid,ether',
  BANK_ROUTING: 'bank,ach,direct deposit,payout',
  NPI: 'provider,physician,prescriber,clinician',
  version:
    'version,versions,ver,release,released,releases,firmware,revision,rev,build,chart version,snapshot,upgrade,upgraded,upgrading,upgrades,downgrade,downgraded,rollback,rolled back,update to,updated to,updates to,update from,updated from,updating to,aktualisierung auf,hotfix,patched,changelog,semver,driver version,kernel,aktualisiert,mise a jour,versione,versao,wersja,versie,surum',
  counter:
    'order,orders,order number,order id,invoice,inv,tracking,shipment,consignment,parcel,waybill,awb,sku,sha,sha1,sha256,md5,digest,hash,checksum,uuid,guid,epoch,timestamp,unix time,offset,port,pid,price,part,part number,isbn,issn,ean,upc,gtin,barcode,etag,arn,ticket,incident,case,batch,lot,serial,serial number,item,product,article,model,amount,total,sum,subtotal,balance,quantity,qty,count,lines,rows,bytes,size,seq,sequence,offset,commit,latitude,longitude,lat,lon,lng,coordinates,booking,reservation,confirmation,reference,ref,po,purchase order,quote,rma,trace,span,request id,transaction,txn,job,run,page,chapter,section,paragraph,imei,vin,elapsed,duration,schema,artifact,partition,pr,pull request,issue,bug,doi,gate,flight,room,' +
    'bestellung,bestellnummer,rechnung,rechnungsnummer,auftrag,sendung,lieferschein,artikel,artikelnummer,seriennummer,vorgang,betrag,summe,preis,' +
    'facture,commande,colis,suivi,montant,prix,lot,dossier,' +
    'pedido,factura,envio,seguimiento,importe,precio,fatura,encomenda,rastreio,valor,preco,' +
    'fattura,ordine,spedizione,tracciamento,importo,prezzo,' +
    'bestelling,factuur,zending,bedrag,prijs,zamowienie,zamowienia,zamowieniu,faktura,faktury,przesylka,kwota,cena,bestallning,belopp,objednavka,siparis,fatura no,tilaus,lasku,don hang,hoa don,pesanan',
}

/** Names of values. What stands behind one is read by scanner/label.ts. */
const labels: Words = {
  PASSPORT:
    'passport,passport number,passport no,passport num,passport id,passport card,reisepass,reisepassnummer,passnummer,reisepass-nr,passeport,numero de passeport,pasaporte,numero de pasaporte,passaporte,passaporto,numero passaporto,paspoort,paspoortnummer,passinumero,paszport,paszportu,numer paszportu,cestovni pas,cislo pasu,pasaport,pasaport no,utlevel,utlevelszam,pasapoarte,pasaportul,ho chieu,so ho chieu,paspor,nomor paspor,pasport,putovnica',
  DRIVER_LICENCE:
    "driver license,driver licence,drivers license,drivers licence,driver's license,driver's licence,driving licence,driving license,driver license number,driver's license number,driving licence number,dl number,dl no,dlno,dln,license no,licence no,license number,licence number,fuhrerschein,fuhrerscheinnummer,fuhrerschein-nr,permis de conduire,numero de permis,permiso de conducir,licencia de conducir,carnet de conducir,licencia de conduccion,patente di guida,numero patente,carta de conducao,carteira de motorista,cnh,rijbewijs,rijbewijsnummer,prawo jazdy,prawa jazdy,korkort,korkortsnummer,forerkort,forerkortnummer,korekort,ajokortti,ajokortin numero,ridicsky prukaz,cislo ridicskeho prukazu,surucu belgesi,ehliyet,ehliyet no,jogositvany,vezetoi engedely,permis de conducere,giay phep lai xe,bang lai xe,surat izin mengemudi,vozacka dozvola",
  MRN: 'mrn,mrns,medical record,medical records,medical record numbers,patient record,patient records,medical file,medical file number,patient file,medical record number,medical record no,medical record id,medical rec,med rec,med rec no,patient id,patient number,patient no,patient identifier,chart number,chart no,hospital number,hospital no,health record number,health record,patientennummer,patienten-id,fallnummer,numero de dossier medical,dossier medical,identifiant patient,numero de historia clinica,historia clinica,nhc,cartella clinica,numero cartella,prontuario,numero do prontuario,patientnummer,journalnummer,numer pacjenta,cislo pacienta,hasta no,potilasnumero',
  BANK_ACCOUNT:
    'account number,account no,account num,account nr,account id number,acct number,acct no,acct num,acct,accountnumber,bank account,bank accounts,bank account number,bank account details,account details,bank details,accnum,bank acct,checking account,chequing account,savings account,current account,deposit account,beneficiary account,a/c,a/c no,a/c number,kontonummer,konto-nr,konto nr,kontonr,bankkonto,numero de compte,compte bancaire,numero de cuenta,cuenta bancaria,clabe,numero di conto,conto corrente,conto bancario,conta bancaria,conta corrente,numero da conta,rekeningnummer,bankrekening,numer konta,numer rachunku,rachunek bankowy,cislo uctu,bankovni ucet,hesap no,hesap numarasi,banka hesabi,tilinumero,pankkitili,bankgiro,plusgiro,szamlaszam,bankszamla,so tai khoan,nomor rekening,no rekening',
  BANK_ROUTING:
    'routing number,routing no,routing num,routing,routing transit number,aba number,aba routing,sort code,sortcode,sort-code,bsb number,bankleitzahl,transit number,ifsc,ifsc code,code banque,code guichet,codigo de banco,codice abi,numer rozliczeniowy,clearingnummer,kod banku,bank code,branch code',
  US_SSN:
    'ssn,ssns,social security,social security number,social security no,social security num,soc sec,soc sec no,soc. sec,numero de seguro social,seguro social',
  US_ITIN: 'itin,itin number,individual taxpayer identification number,individual taxpayer id',
  NPI: 'npi,npi number,npi no,national provider identifier,national provider id,provider npi',
  NATIONAL_ID:
    'national id,national id number,national identity number,national identification number,national identity card,identity number,identity card,identity card number,id card,id card number,personal id,personal identification number,government id,citizen id,citizenship number,tax id,tax id number,tax identification number,taxpayer id,taxpayer identification number,tin number,tax number,national insurance,national insurance number,national insurance no,nino,ni number,ni no,nhs,nhs number,nhs no,aadhaar,aadhar,adhaar,aadhaar number,aadhaar card,aadhaar no,aadhar number,uidai,pan card,pan number,pan no,permanent account number,voter id,voter id number,epic number,social insurance number,sin number,tax file number,medicare,medicare number,medicare card,ppsn,pps number,' +
    'steuer-id,steuerid,steuer-idnr,steuer-identifikationsnummer,steueridentifikationsnummer,identifikationsnummer,idnr,steuernummer,personalausweis,personalausweisnummer,ausweisnummer,sozialversicherungsnummer,rentenversicherungsnummer,ahv-nummer,ahv-nr,' +
    'numero de securite sociale,securite sociale,numero secu,num secu,insee,carte vitale,carte nationale d identite,numero fiscal,numero d identite,' +
    'nie number,numero nie,documento nacional,documento de identidad,cedula,cedula de ciudadania,cedula de identidad,numero de identificacion,curp,numero de la seguridad social,' +
    'codice fiscale,cod fisc,cod. fisc,carta d identita,tessera sanitaria,' +
    'bsn,burgerservicenummer,sofinummer,rijksregisternummer,numero national,numero de registre national,' +
    'pesel,nr pesel,numer pesel,dowod osobisty,dowodu osobistego,' +
    'cpf,cpf number,cnpj,cpf/cnpj,registro geral,cartao de cidadao,numero de contribuinte,contribuinte,' +
    'personnummer,personnr,samordningsnummer,fodselsnummer,fodselsnr,cpr-nummer,cpr-nr,personnumero,cpr nummer,' +
    'hetu,henkilotunnus,henkilotunnuksesi,sosiaaliturvatunnus,rodne cislo,cislo op,obcansky prukaz,cod numeric personal,emso,jmbg,amka,isikukood,asmens kodas,personas kods,szemelyi szam,adoazonosito,taj szam,tc kimlik,tc kimlik no,kimlik no,kimlik numarasi,tckn,' +
    'so cmnd,so cccd,can cuoc cong dan,chung minh nhan dan,nomor induk kependudukan,nric,nric no,fin number,my number,mykad,hkid,resident registration number,resident identity card,said number,sa id,rsa id',
  DATE_OF_BIRTH:
    'dob,d.o.b,d.o.b.,date of birth,birth date,birthdate,birthday,birth day,born,born on,born in,birth,bday,geburtsdatum,geburtstag,geboren,geboren am,geb,geb.,geb. am,geburtsdat,date de naissance,naissance,ne le,nee le,fecha de nacimiento,nacimiento,nacido,nacida,nacio,nacido el,nacida el,fecha nac,f. nac,data di nascita,nascita,nato il,nata il,nato/a il,data de nascimento,nascimento,nascido,nascida,nascido em,nascida em,geboortedatum,geboren op,geb. datum,data urodzenia,urodzony,urodzona,ur.,fodelsedatum,fodd,fodd den,fodselsdato,fodt,fodt den,fodselsdag,syntymaaika,syntynyt,synt,syntymapaiva,datum narozeni,narozen,narozena,dogum tarihi,dogumlu,dogum,szuletesi datum,szuletett,data nasterii,nascut,nascuta,ngay sinh,sinh ngay,tanggal lahir,tgl lahir,datum rodenja,rodjen,datum rojstva,sunnikuupaev,gimimo data,dzimsanas datums',
  IBAN: 'iban,iban number,iban no,iban nr',
  CVV: 'cvv,cvv2,cvc,cvc2,card code,security code,card security code,verification value,prufziffer,prufnummer,kartenprufnummer,cryptogramme,code de securite,codigo de seguridad,codigo de seguranca,codice di sicurezza,beveiligingscode,kod cvv,guvenlik kodu',
  BIC: 'swift code,bic code,swift/bic,bic/swift,swift-bic,code bic,code swift,codigo swift,codice bic',
  CRYPTO_ADDRESS:
    'wallet,wallet address,bitcoin address,btc address,eth address,ethereum address,crypto address,crypto wallet,bitcoin,solana address,sol address,xmr address,monero address,deposit address,receiving address',
}

/** Names in capitals that mean something else, or nothing, in small letters. What they name must stand right behind them. */
const capitals: Words = {
  NATIONAL_ID:
    'sin,nie,nir,dni,nif,cni,rut,nik,nip,cnp,oib,egn,avs,afm,ktp,rrn,tfn,cuil,cuit,ahv,cccd,cmnd,tin,nin,rfc,cpr,pan',
  BANK_ROUTING: 'aba,abi,blz,rtn,bsb',
  BANK_ACCOUNT: 'cbu,stk,acc',
  BIC: 'bic,swift',
  CRYPTO_ADDRESS: 'btc,eth,ltc,xmr,sol,usdt',
  CVV: 'csc,cid',
}

/** Words that name an account of any kind; of a bank's only where something else of banks stands near. */
const paired: Words = {
  BANK_ACCOUNT: 'account,accounts,acc no,compte,cuenta,conto,conta,rekening,rachunek,konto',
}

/** Words of other scripts. They stand without spaces in some of them and take endings in others. */
const foreign: Words = {
  CARD: '信用卡,银行卡,銀行卡,卡号,卡號,クレジットカード,カード番号,카드번호,신용카드,카드,карта,карты,карту,картой,картка,номер карты,κάρτα,πιστωτική,כרטיס אשראי,כרטיס,بطاقة,بطاقة الائتمان,क्रेडिट कार्ड,कार्ड,บัตรเครดิต',
  PHONE:
    '电话,電話,手机,手機,手机号,联系方式,座机,携帯,携帯電話,電話番号,内線,전화,전화번호,휴대폰,핸드폰,연락처,телефон,тел,моб,мобильный,мобільний,звоните,позвоните,звонить,дзвоніть,τηλέφωνο,τηλ,κινητό,טלפון,נייד,טל,הטלפון,هاتف,جوال,تلفون,رقم الهاتف,موبايل,فون,फ़ोन,फोन,मोबाइल,नंबर,โทร,โทรศัพท์,เบอร์,มือถือ',
  PASSPORT:
    '护照,護照,护照号,护照号码,パスポート,旅券,旅券番号,パスポート番号,여권,여권번호,паспорт,загранпаспорт,διαβατήριο,αρ διαβατηρίου,דרכון,מספר דרכון,جواز السفر,جواز سفر,رقم الجواز,पासपोर्ट,หนังสือเดินทาง,พาสปอร์ต',
  DRIVER_LICENCE:
    '驾驶证,驾照,駕照,駕駛執照,驾驶证号,運転免許,運転免許証,免許証番号,운전면허,운전면허번호,운전면허증,водительское удостоверение,водительского удостоверения,водительские права,посвідчення водія,δίπλωμα οδήγησης,άδεια οδήγησης,רישיון נהיגה,رخصة القيادة,رخصة قيادة,ड्राइविंग लाइसेंस,ใบขับขี่',
  MRN: '病历号,病歷號,病案号,住院号,患者番号,カルテ番号,診察券番号,환자번호,차트번호,등록번호,номер карты пациента,история болезни,медицинская карта,номер медкарты,αριθμός ασθενούς,מספר תיק רפואי,رقم الملف الطبي,رقم المريض',
  BANK_ACCOUNT:
    '账号,帐号,帳號,银行账号,银行账户,账户号码,口座番号,口座,계좌번호,계좌,номер счета,номер счёта,расчетный счет,расчётный счёт,лицевой счет,рахунок,номер рахунку,αριθμός λογαριασμού,λογαριασμός,מספר חשבון,חשבון בנק,رقم الحساب,حساب بنكي,खाता संख्या,खाता नंबर,เลขที่บัญชี,เลขบัญชี',
  NATIONAL_ID:
    '身份证,身份证号,身份證,身份证号码,居民身份证,统一编号,マイナンバー,個人番号,주민등록번호,주민번호,снилс,инн,паспортные данные,рнокпп,ідентифікаційний код,іпн,αφμ,αμκα,αδτ,αριθμός ταυτότητας,ταυτότητα,תעודת זהות,מספר זהות,ת.ז,رقم الهوية,الرقم القومي,الرقم الوطني,رقم الإقامة,بطاقة الهوية,आधार,आधार संख्या,आधार नंबर,पैन,पैन कार्ड,เลขประจำตัวประชาชน,บัตรประชาชน,егн',
  DATE_OF_BIRTH:
    '出生日期,出生年月,出生,生日,出生于,生年月日,誕生日,生まれ,생년월일,생일,출생,дата рождения,родился,родилась,рождения,дата народження,народився,народилася,народження,дата на раждане,роден,рођен,ημερομηνία γέννησης,γεννήθηκε,γέννηση,γεννημένος,γεννημένη,תאריך לידה,נולד,נולדה,ת.לידה,تاريخ الميلاد,مواليد,ولد في,ولدت في,تاريخ الولادة,जन्म तिथि,जन्मतिथि,जन्म,जन्म तारीख,วันเกิด,เกิดวันที่',
  CVV: '安全码,セキュリティコード,보안코드,код безопасности',
  version: '版本,バージョン,버전,версия,версії,версию,обновление,έκδοση,גרסה,إصدار',
  counter:
    '订单,訂單,订单号,发票,单号,快递,物流,金额,价格,编号,注文,注文番号,請求書,伝票,金額,価格,追跡,주문,주문번호,송장,운송장,금액,가격,заказ,заказа,счет-фактура,накладная,сумма,цена,артикул,замовлення,сума,παραγγελία,τιμολόγιο,ποσό,הזמנה,חשבונית,סכום,طلب,رقم الطلب,فاتورة,مبلغ,ऑर्डर,चालान,राशि,คำสั่งซื้อ',
}

const entriesOf = (table: Words, isLabel: boolean, isCapital = false): ContextWord[] =>
  Object.entries(table).flatMap(([meaning, list]) =>
    [...new Set(list.normalize('NFKC').split(','))].map((word) => ({
      word,
      meaning: meaning as ContextMark['meaning'],
      isLabel,
      isCapital,
    })),
  )

export const contextWords: readonly ContextWord[] = [
  ...entriesOf(words, false),
  ...entriesOf(labels, true),
  ...entriesOf(capitals, true, true),
  ...entriesOf(paired, true).map((entry) => ({ ...entry, isPaired: true as const })),
]
/** Looked up apart, by scanner/foreign-word.ts. */
export const foreignWords: readonly ContextWord[] = entriesOf(foreign, false).map((entry) => ({
  ...entry,
  isLabel: Object.hasOwn(labels, entry.meaning),
}))
