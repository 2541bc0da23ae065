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
    keys: 'password,passwd,pwd,passphrase,pass phrase,user pass,db pass,smtp pass,pgpassword,mysql pwd,pass code,passcode,password hash,pin,pin code,otp,one time password,totp,security answer,passwort,kennwort,passwort hash,mot de passe,motdepasse,contraseña,contrasena,clave,senha,hasło,haslo,wachtwoord,lösenord,losenord,пароль,密码,密碼,パスワード,비밀번호,recovery code,backup code,verification code,auth code',
  },
  { type: 'PASSWORD', rule: 'alone', keys: 'pass,pw,passwords' },
  {
    type: 'SECRET',
    rule: 'any',
    keys: 'secret,client secret,shared secret,api key,apikey,secret key,secretkey,access key,accesskey,account key,encryption key,signing key,master key,service key,auth key,license key,subscription key,storage key,sas key,webhook secret,webhook url,session id,sessionid,session key,connection string,sas,credential,private key,privatekey,private key pem,ssh key,kubeconfig,jwt,signature key,seed phrase,mnemonic,bearer,authorization,proxy authorization,cookie,set cookie,x api key,auth header,geheimnis,schlüssel api,clé api,clave api',
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
    keys: 'phone,phone number,phonenumber,phone no,telephone,telephone number,tel,mobile,mobile number,mobile phone,cell,cell phone,cellphone,cell number,msisdn,fax,fax number,whatsapp,sms,contact number,caller,caller id,home phone,work phone,phones,telefon,telefonnummer,handy,handynummer,mobilnummer,rufnummer,telefono,teléfono,móvil,movil,celular,cellulare,téléphone,portable,telefone,telefoon,телефон,电话,電話,手机,전화,전화번호',
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
    keys: 'account number,account no,acct number,acct no,acct,accountnumber,bank account,bank account number,kontonummer,konto,numero de cuenta,numéro de compte,numero conto,rekeningnummer',
  },
  {
    type: 'BANK_ROUTING',
    rule: 'shaped',
    keys: 'routing number,routing no,routing,aba,aba number,aba routing,rtn,sort code,sortcode,bsb,blz,bankleitzahl,ifsc,transit number',
  },
  {
    type: 'US_SSN',
    rule: 'shaped',
    keys: 'ssn,social security,social security number,social security no,soc sec,ssn last4,tin,taxpayer id,itin',
  },
  {
    type: 'NATIONAL_ID',
    rule: 'shaped',
    keys: 'national id,national id number,nationalid,nin,nino,national insurance,national insurance number,nhs number,aadhaar,aadhar,aadhaar number,pan card,sin,tfn,tax file number,tax id,tax number,taxid,steuer id,steuernummer,steueridentifikationsnummer,nir,numero de securite sociale,bsn,dni,nie,nif,codice fiscale,pesel,cpf,cnpj,curp,rfc,personnummer,hetu,personal id,personal identity code,identity number,id card number,id number,identity card,cedula,rut',
  },
  {
    type: 'PASSPORT',
    rule: 'shaped',
    keys: 'passport,passport number,passport no,passportnumber,reisepass,reisepassnummer,passnummer,numéro de passeport,passeport,pasaporte,passaporto,паспорт',
  },
  {
    type: 'DRIVER_LICENCE',
    rule: 'shaped',
    keys: 'driver license,driver licence,drivers license,drivers licence,driving licence,driving license,driver license number,drivers license number,driving licence number,dl number,license number,licence number,führerschein,führerscheinnummer,permis de conduire',
  },
  {
    type: 'MRN',
    rule: 'shaped',
    keys: 'mrn,medical record,medical record number,medical record no,patient id,patient number,chart number,health record number,npi,npi number,member id,insurance id,insurance number',
  },
  {
    type: 'DATE_OF_BIRTH',
    rule: 'shaped',
    keys: 'dob,date of birth,birth date,birthdate,birthday,born,born on,birth day,geburtsdatum,geburtstag,date de naissance,fecha de nacimiento,data di nascita,data de nascimento,geboortedatum,дата рождения,出生日期,生年月日,생년월일',
  },
  {
    type: 'PERSON',
    rule: 'shaped',
    keys: 'full name,fullname,first name,firstname,last name,lastname,given name,givenname,given names,family name,familyname,surname,middle name,maiden name,legal name,preferred name,real name,contact name,customer name,client name,patient name,employee name,person name,people name,recipient name,sender name,beneficiary name,beneficiary,payee name,payer name,account holder,account holder name,card holder,cardholder,cardholder name,card holder name,name on card,holder,holder name,owner name,author name,guest name,passenger name,passenger,student name,teacher name,manager name,doctor name,physician,candidate name,applicant,applicant name,tenant name,attendee name,assignee name,reporter name,approver name,reviewer name,requester name,requestor name,user full name,spouse,spouse name,emergency contact,emergency contact name,next of kin,vorname,nachname,familienname,kundenname,ansprechpartner,prénom,prenom,nom de famille,nom complet,nombre completo,apellido,apellidos,nome completo,cognome,sobrenome,achternaam,voornaam,förnamn,efternamn,имя,фамилия,отчество,姓名,氏名,名前,이름,성명,display name,displayname,nick name',
  },
  {
    type: 'PERSON',
    rule: 'alone',
    keys: 'name,names,contact,customer,client,patient,employee,assignee,reporter,recipient,payee,payer,attendee,attendees,guest,candidate,student,tenant,caller name,person,nom,nombre,nome,naam,first,last,given,family',
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
