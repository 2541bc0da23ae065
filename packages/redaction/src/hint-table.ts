/** What a key's name says about its value, in the languages people name keys in. Last words count: `customer_phone` is a phone, `phone_verified` is not. */
import type { EntityType } from './types.ts'

/**
 * `any`: whatever stands there is masked, unless it is a stop value. `text`: the same for strings; a number under such a key counts something.
 * `shaped`: masked when it could be one. `alone`: only when the key has no other word.
 */
export type HintRule = 'any' | 'text' | 'shaped' | 'alone'

interface HintRow {
  readonly type: EntityType
  readonly rule: HintRule
  /** Words of the key's end, comma between entries. */
  readonly keys: string
}

export const hintRows: readonly HintRow[] = [
  {
    type: 'PASSWORD',
    rule: 'any',
    keys: 'password,passwd,pwd,pswd,psswd,pswrd,psword,psswrd,pssword,paswd,paswrd,pasword,passwrd,paasword,passowrd,passwod,p w,passphrase,pass phrase,user pass,db pass,smtp pass,pgpassword,mysql pwd,pass code,passcode,password hash,pin,pin code,otp,one time password,totp,security answer,passwort,kennwort,passwort hash,mot de passe,motdepasse,contraseña,contrasena,clave,senha,hasło,haslo,wachtwoord,lösenord,losenord,пароль,密码,密碼,パスワード,비밀번호,recovery code,backup code,verification code,auth code',
  },
  { type: 'PASSWORD', rule: 'alone', keys: 'pass,pw,passwords' },
  {
    type: 'SECRET',
    rule: 'any',
    keys: 'secret,client secret,signing secret,hmac,hmac key,otp secret,totp secret,encryption secret,master secret,app secret,consumer secret,api secret,api token secret,token secret,rest api key,write key,deploy key,deployment key,app key,application key,integration key,publish key secret,sig,oauth signature,amz signature,amz security token,shared secret,api key,apikey,secret key,secretkey,access key,accesskey,account key,encryption key,signing key,master key,service key,auth key,license key,subscription key,storage key,sas key,webhook secret,webhook url,session id,sessionid,session key,connection string,connectionstring,sas,credential,private key,privatekey,private key pem,ssh key,kubeconfig,jwt,signature key,seed phrase,mnemonic,bearer,authorization,proxy authorization,cookie,set cookie,x api key,auth header,geheimnis,schlüssel api,clé api,clave api',
  },
  {
    type: 'SECRET',
    rule: 'text',
    keys: 'token,access token,refresh token,id token,auth token,authtoken,api token,bearer token,session token,tokens,secrets,credentials,api keys,secret access key,jeton',
  },
  {
    type: 'EMAIL',
    rule: 'any',
    keys: 'email,e mail,mail address,email address,emailaddress,mailto,recipient email,correo,correo electronico,courriel,adresse mail,adresse email,emails,почта,邮箱,メール,이메일',
  },
  {
    type: 'PHONE',
    rule: 'shaped',
    keys: 'phone,phone number,phonenumber,phone no,telephone,telephone number,tel,mobile,mobile number,mobile phone,cell,cell phone,cellphone,cell number,msisdn,fax,fax number,whatsapp,sms,contact number,caller,caller id,dial in,dialin,dial in number,conference number,bridge number,home phone,work phone,phones,telefon,telefonnummer,handy,handynummer,mobilnummer,rufnummer,telefono,teléfono,móvil,movil,celular,cellulare,téléphone,portable,telefone,telefoon,телефон,电话,電話,手机,전화,전화번호',
  },
  {
    type: 'CARD',
    rule: 'shaped',
    keys: 'card,card number,cardnumber,card no,cc,cc number,ccnumber,cc num,credit card,creditcard,credit card number,debit card,debit card number,payment card,pan,primary account number,kartennummer,kreditkarte,kreditkartennummer,numéro de carte,numero de carte,tarjeta,numero de tarjeta,carta di credito,cartão,número do cartão',
  },
  {
    type: 'CVV',
    rule: 'any',
    keys: 'cvv,cvv2,cvc,cvc2,cid,card code,card security code,security code,csc,prüfziffer',
  },
  { type: 'IBAN', rule: 'shaped', keys: 'iban,iban number,creditor iban,debtor iban' },
  {
    type: 'BANK_ACCOUNT',
    rule: 'shaped',
    keys: 'account number,account no,acct number,acct no,acct,accountnumber,bank account,bank account number,kontonummer,konto,numero de cuenta,numéro de compte,numero conto,rekeningnummer,acct num,account num,bank acct,bank account no,bank acct no,beneficiary account,beneficiary account number,checking account,savings account,checking account number,savings account number,deposit account number,payee account,from account number,to account number,konto nr,kontonr,kontonummer empfaenger,numero compte,numero cuenta,número de cuenta,clabe,cbu,conto corrente,conta bancaria,conta corrente,numero da conta,número da conta,numer konta,numer rachunku,cislo uctu,číslo účtu,hesap no,tilinumero,bankgiro,plusgiro,nomor rekening,so tai khoan,账号,银行账号,口座番号,계좌번호,номер счета,رقم الحساب',
  },
  {
    type: 'BANK_ROUTING',
    rule: 'shaped',
    keys: 'routing number,routing no,routing,aba,aba number,aba routing,rtn,sort code,sortcode,bsb,blz,bankleitzahl,ifsc,transit number,routing num,routing transit number,aba rtn,aba routing number,sort codes,ifsc code,bank code,branch code,bsb number,bsb code,ach routing,wire routing,institution number,code banque,codice abi,abi,codigo banco',
  },
  {
    type: 'US_SSN',
    rule: 'shaped',
    keys: 'ssn,social security,social security number,social security no,soc sec,social security num,social,ssn last4,ssn number,soc sec no,social sec no,us ssn',
  },
  {
    type: 'US_ITIN',
    rule: 'shaped',
    keys: 'itin,itin number,us itin,individual taxpayer id,individual taxpayer identification number',
  },
  {
    type: 'NATIONAL_ID',
    rule: 'shaped',
    keys: 'tin,taxpayer id,tax identification number,taxpayer identification number,national identifier,national identity number,national identification number,government id,citizen id,cpr,cpr nummer,cpr number,ni number,ni no,insurance no,nhs,nhs no,pan number,pan no,permanent account number,aadhar number,aadhaar no,uidai,voter id,social insurance number,sin number,medicare,medicare number,medicare no,steuer identifikationsnummer,steuer idnr,idnr,sozialversicherungsnummer,rentenversicherungsnummer,personalausweis,personalausweisnummer,ausweisnummer,ahv,ahv nummer,avs,numero securite sociale,numéro de sécurité sociale,numero sécurité sociale,securite sociale,sécurité sociale,insee,cni,numero fiscal,documento identidad,documento de identidad,cuit,cuil,cod fiscale,codicefiscale,cf,burgerservicenummer,rijksregisternummer,numero national,nip,dowod,rodne cislo,rodné číslo,cnp,oib,emso,jmbg,egn,amka,afm,isikukood,asmens kodas,tc kimlik,tc kimlik no,tckn,kimlik no,cccd,cmnd,nik,nric,my number,mykad,rrn,hkid,resident id,samordningsnummer,fodselsnummer,fødselsnummer,henkilotunnus,henkilötunnus,ppsn,pps number,contribuinte,numero de contribuinte,身份证,身份证号,身份証,マイナンバー,個人番号,주민등록번호,снилс,инн,आधार,teudat zehut,national insurance no,national health number,national id,national id number,nationalid,nin,nino,national insurance,national insurance number,nhs number,aadhaar,aadhar,aadhaar number,pan card,sin,tfn,tax file number,tax id,tax number,taxid,steuer id,steuernummer,steueridentifikationsnummer,nir,numero de securite sociale,bsn,dni,nie,nif,codice fiscale,pesel,cpf,cnpj,curp,rfc,personnummer,hetu,personal id,personal identity code,identity number,id card number,id number,identity card,cedula,rut',
  },
  {
    type: 'PASSPORT',
    rule: 'shaped',
    keys: 'passport,passport number,passport no,passportnumber,reisepass,reisepassnummer,passnummer,numéro de passeport,passeport,pasaporte,passaporto,passport num,passport id,passaporte,paspoort,paspoortnummer,paszport,numer paszportu,pasaport,pasaport no,numero pasaporte,numero passaporto,numero passeport,número de pasaporte,ho chieu,hộ chiếu,护照,护照号,パスポート,旅券番号,여권,여권번호,διαβατήριο,דרכון,جواز السفر,पासपोर्ट,travel document number,travel document no',
  },
  {
    type: 'DRIVER_LICENCE',
    rule: 'shaped',
    keys: 'driver license,driver licence,drivers license,drivers licence,driving licence,driving license,driver license number,drivers license number,driving licence number,dl number,license number,licence number,führerschein,führerscheinnummer,permis de conduire,numero permis,driver license no,driver licence number,driver licence no,drivers license no,drivers licence number,driving licence no,driving license number,dl no,dln,license no,licence no,permiso de conducir,licencia de conducir,carnet de conducir,patente,patente di guida,numero patente,carta de conducao,cnh,rijbewijs,rijbewijsnummer,prawo jazdy,korkort,körkort,körkortsnummer,ehliyet,ehliyet no,driver id,operator license number,водительское удостоверение,驾驶证,驾照,運転免許,免許証番号,운전면허',
  },
  {
    type: 'MRN',
    rule: 'shaped',
    keys: 'mrn,medical record,medical record number,medical record no,patient id,patient number,chart number,health record number,health record no,record number,medical id,hospital number,hospital no,patient identifier,med rec no,mrn number,patientennummer,patient nummer,nhc,historia clinica,chart no,member id,insurance id,insurance number',
  },
  {
    type: 'NPI',
    rule: 'shaped',
    keys: 'npi,npi number,npi no,provider npi,national provider id,national provider identifier,prescriber npi',
  },
  {
    type: 'BIC',
    rule: 'shaped',
    keys: 'bic,swift,swift code,swift bic,bic code,bic swift,creditor bic,debtor bic',
  },
  {
    type: 'MAC',
    rule: 'shaped',
    keys: 'mac,mac address,mac addr,hw addr,hwaddr,hardware address,bssid,device mac',
  },
  {
    type: 'CRYPTO_ADDRESS',
    rule: 'shaped',
    keys: 'wallet,wallet address,walletaddress,crypto address,crypto wallet,btc address,bitcoin address,eth address,ethereum address,ltc address,sol address,solana address,xmr address,usdt address,payout address,deposit address,withdrawal address,btc,crypto wallet address',
  },
  {
    type: 'DATE_OF_BIRTH',
    rule: 'shaped',
    keys: 'dob,date of birth,birth date,birthdate,birthday,born,born on,birth day,geburtsdatum,geburtstag,date de naissance,fecha de nacimiento,data di nascita,data de nascimento,geboortedatum,дата рождения,出生日期,生年月日,생년월일,birth dt,bdate,birth,bday,data nascimento,data nascita,fecha nacimiento,date naissance,nacimiento,naissance,nascita,nascimento,geb datum,gebdat,geburtsdat,födelsedatum,fodelsedatum,fødselsdato,fodselsdato,syntymäaika,syntymaaika,data urodzenia,datum narození,datum narozeni,doğum tarihi,dogum tarihi,data nasterii,születési dátum,ngày sinh,ngay sinh,tanggal lahir,дата народження,ημερομηνία γέννησης,תאריך לידה,تاريخ الميلاد,जन्म तिथि,jmeno narozeni,patient dob,member dob,child dob,spouse dob,insured dob',
  },
  {
    type: 'PERSON',
    rule: 'shaped',
    keys: 'full name,fullname,first name,firstname,last name,lastname,given name,givenname,given names,family name,familyname,surname,middle name,maiden name,legal name,preferred name,real name,contact name,customer name,client name,patient name,employee name,person name,people name,recipient name,sender name,beneficiary name,beneficiary,payee name,payer name,account holder,account holder name,card holder,cardholder,cardholder name,card holder name,name on card,holder,holder name,owner name,author name,guest name,passenger name,passenger,student name,teacher name,manager name,doctor name,physician,candidate name,applicant,applicant name,tenant name,attendee name,assignee name,reporter name,approver name,reviewer name,requester name,requestor name,user full name,spouse,spouse name,emergency contact,emergency contact name,next of kin,vorname,nachname,familienname,kundenname,ansprechpartner,prénom,prenom,nom de famille,nom complet,nombre completo,apellido,apellidos,nome completo,cognome,sobrenome,achternaam,voornaam,förnamn,efternamn,имя,фамилия,отчество,姓名,氏名,名前,이름,성명,display name,displayname,nick name',
  },
  {
    type: 'PERSON',
    rule: 'alone',
    keys: 'name,names,contact,customer,client,patient,employee,assignee,reporter,recipient,payee,payer,attendee,attendees,guest,candidate,student,tenant,caller name,person,owner,who,requester,requestor,approver,author,reviewer,sender,signatory,debtor,caller,organizer,nom,nombre,nome,naam,first,last,given,family',
  },
  {
    type: 'USERNAME',
    rule: 'text',
    keys: 'username,user name,login,login name,logon,userid,screen name,benutzername,nom utilisateur,usuario,nome utente,samaccountname,uid name',
  },
  {
    type: 'ADDRESS',
    rule: 'shaped',
    keys: 'street,street address,address line,address line1,address line2,address1,address2,home address,postal address,mailing address,shipping address,billing address,delivery address,residential address,address,addr,line1,line2,strasse,straße,anschrift,adresse,dirección,direccion,indirizzo,endereço,endereco,адрес,地址,住所,주소,zip,zip code,zipcode,postcode,postal code,plz,postleitzahl,code postal,codigo postal',
  },
]
