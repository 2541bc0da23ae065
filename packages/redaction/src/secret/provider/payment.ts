/** Secrets of payment, banking, trading and shop providers. The notation is explained in ../rules.ts. */
export const payment = `
stripe unread:docs.stripe.com/keys
    mark sk_live_<base62:10+> sk_test_<base62:10+> sk_prod_<base62:10+> rk_live_<base62:10+> rk_test_<base62:10+> rk_prod_<base62:10+>
    mark sk_org_live_<base62:10+> whsec_<base64:24+>
paypal unread:developer.paypal.com/api/rest/authentication
    mark access_token$production$<base36:16>$<hex:32> access_token$sandbox$<base36:16>$<hex:32>
    near paypal: <base64url:80>
braintree unread:developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials
    near braintree bt_private: <hex:32>
square unread:developer.squareup.com/docs/build-basics/access-tokens
    mark sq0atp-<base64url:20+> sq0csp-<base64url:40+> sq0idp-<base64url:22+> EAAA<base64url:22+>
adyen unread:docs.adyen.com/development-resources/api-credentials
    mark AQE<wide:60+>
mollie unread:docs.mollie.com/reference/authentication
    near mollie: live_<base62:30+> test_<base62:30+> access_<base62:40+>
razorpay unread:razorpay.com/docs/payments/dashboard/account-settings/api-keys
    mark rzp_live_<base62:14+> rzp_test_<base62:14+>
    near razorpay: <base62:24>
paystack unread:paystack.com/docs/api/authentication
    near paystack: sk_live_<hex:40> sk_test_<hex:40>
flutterwave unread:developer.flutterwave.com/docs/authentication
    mark FLWSECK_TEST-<base62:12+> FLWSECK-<base62:12+> FLWSECK_LIVE-<base62:12+> FLWPUBK_TEST-<base62:12+>
    near flutterwave flw_: <base62:24>
plaid unread:plaid.com/docs/api/tokens
    mark access-sandbox-<uuid> access-development-<uuid> access-production-<uuid>
    near plaid: <base62:30> <base62:24>
gocardless unread:developer.gocardless.com/api-reference
    near gocardless: live_<wide:40+> sandbox_<wide:40+>
wise unread:docs.wise.com/api-docs/features/authentication-access
    near wise transferwise: <uuid>
checkout unread:www.checkout.com/docs/developer-resources/api/manage-api-keys
    mark sk_<uuid> sk_test_<uuid> sk_sbox_<base36:20+>
paddle unread:developer.paddle.com/api-reference/about/authentication
    mark pdl_live_apikey_<base64url:40+> pdl_sdbx_apikey_<base64url:40+> pdl_ntfset_<base64url:40+>
chargebee unread:apidocs.chargebee.com/docs/api/auth
    near chargebee: live_<base62:30+> test_<base62:30+>
recurly unread:recurly.com/developers/guides/api-authentication.html
    near recurly: <hex:32>
xendit unread:docs.xendit.co/docs/api-keys
    mark xnd_production_<base64url:40+> xnd_development_<base64url:40+>
midtrans unread:docs.midtrans.com/docs/access-keys
    mark Mid-server-<base64url:20+> SB-Mid-server-<base64url:20+>
mercadopago unread:www.mercadopago.com/developers/en/docs/your-integrations/credentials
    mark APP_USR-<digits:12-18>-<digits:6>-<hex:32> APP_USR-<base64url:40+>
brex unread:developer.brex.com/docs/authentication
    mark bxt_<base62:24+>
mercury unread:docs.mercury.com/docs/getting-started
    mark secret-token:mercury_<base64url:20+>
coinbase unread:docs.cdp.coinbase.com/get-started/authentication/cdp-api-keys
    near coinbase: <base64url:64> <base64:88>
binance unread:developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
    near binance: <base62:64>
kraken unread:docs.kraken.com/api/docs/guides/spot-rest-auth
    near kraken: <wide:80-90> <base64:56>
kucoin unread:www.kucoin.com/docs-new/authentication
    near kucoin: <hexAny:24> <uuid>
bittrex unread:bittrex.github.io/api/v3
    near bittrex: <base62:32>
bitfinex unread:docs.bitfinex.com/docs/rest-auth
    near bitfinex: <base62:43>
gemini unread:docs.gemini.com/authentication/api-key
    mark account-<base62:20> master-<base62:20>
bitmex unread:www.bitmex.com/app/apiKeys
    near bitmex: <base64url:24> <base64url:48>
bybit unread:bybit-exchange.github.io/docs/v5/guide
    near bybit: <base62:18> <base62:36>
okx unread:www.okx.com/docs-v5/en
    near okx okex: <uuid> <upper36:32>
etherscan unread:docs.etherscan.io/getting-started/viewing-api-usage-statistics
    near etherscan bscscan polygonscan: <upper36:34>
infura unread:docs.metamask.io/services/get-started/infura
    near infura: <hex:32>
alchemy unread:www.alchemy.com/docs/how-to-create-access-keys
    near alchemy: <base64url:32>
finicity unread:developer.mastercard.com/open-finance-us/documentation/quick-start-guide
    near finicity: <hexAny:32> <base62:20>
finnhub unread:finnhub.io/docs/api/authentication
    near finnhub: <base36:20> <base36:40>
alphavantage unread:www.alphavantage.co/documentation
    near alphavantage alpha_vantage: <upper36:16>
iexcloud unread:iexcloud.io/docs/api/#authentication
    near iexcloud iex_: sk_<hex:32> pk_<hex:32>
shopify unread:shopify.dev/docs/apps/build/authentication-authorization
    mark shpat_<hexAny:32> shpca_<hexAny:32> shppa_<hexAny:32> shpss_<hexAny:32> shpua_<hexAny:32> shptka_<hexAny:32>
woocommerce unread:woocommerce.github.io/woocommerce-rest-api-docs
    mark ck_<hex:40> cs_<hex:40>
squarespace unread:developers.squarespace.com/commerce-apis/authentication-and-permissions
    near squarespace: <uuid>
etsy unread:developers.etsy.com/documentation/essentials/authentication
    near etsy: <base36:24>
ebay unread:developer.ebay.com/api-docs/static/oauth-credentials.html
    near ebay: PRD-<hex:12>-<hex:4>-<hex:4>-<hex:4>-<hex:4> SBX-<hex:12>-<hex:4>-<hex:4>-<hex:4>-<hex:4>
shippo unread:docs.goshippo.com/docs/guides_general/authentication
    mark shippo_live_<hexAny:40> shippo_test_<hexAny:40>
easypost unread:docs.easypost.com/docs/authentication
    mark EZAK<base62:50+> EZTK<base62:50+>
lob unread:docs.lob.com
    near lob: live_<hexAny:35> test_<hexAny:35> live_pub_<hexAny:31> test_pub_<hexAny:31>
duffel unread:duffel.com/docs/api/overview/making-requests/authentication
    mark duffel_live_<wide:40+> duffel_test_<wide:40+>
amadeus unread:developers.amadeus.com/self-service/apis-docs/guides/developer-guides/API-Keys/authorization
    near amadeus: <base62:32> <base62:16>
freemius unread:freemius.com/help/documentation/wordpress-sdk/integrating-freemius-sdk
    near freemius secret_key: sk_<url:29>
freshbooks unread:www.freshbooks.com/api/authentication
    near freshbooks: <base36:64>
xero unread:developer.xero.com/documentation/guides/oauth2/overview
    near xero: <base62:30> <base64url:48> <upper36:32>
quickbooks unread:developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization
    near quickbooks intuit: <base62:40> <base62:50>
lemonsqueezy unread:docs.lemonsqueezy.com/api/getting-started/requests
    near lemonsqueezy lemon_squeezy: <dotted:100+>
`
