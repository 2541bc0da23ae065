"""An agent without the SDK: two HTTP requests and Ed25519 signatures. Needs: pip install cryptography."""
import base64, hashlib, json, os, secrets, time, urllib.error, urllib.request, uuid
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DIR = os.environ.get("HOLDPOINT_DIR", ".holdpoint/demo")
URL = os.environ.get("HOLDPOINT_URL", "http://127.0.0.1:4680")
DEPLOYMENT = "urn:holdpoint:demo"
jwk = json.load(open(f"{DIR}/keys/agent-refunds.jwk"))
key = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(jwk["d"] + "=="))


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jcs(value):  # RFC 8785, as far as strings, whole numbers and ASCII names go
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def jws(typ, claims):
    header = {"alg": "EdDSA", "kid": jwk["kid"], "typ": typ}
    signed = b64(jcs(header)) + "." + b64(jcs({"aud": DEPLOYMENT, "iat": int(time.time()), **claims}))
    return signed + "." + b64(key.sign(signed.encode()))


def ask(path, headers, body=None):
    request = urllib.request.Request(URL + path, body, {"content-type": "application/json", **headers})
    return json.load(urllib.request.urlopen(request))


action = {
    "id": str(uuid.uuid4()),
    "type": "mail.send",
    "agent": {"id": "refunds"},
    "params": {"to": "jane.miller@example.com", "text": "Your refund is on its way."},
}
salt = secrets.token_bytes(16)
intended = "sha256:" + b64(hashlib.sha256(salt + jcs(action)).digest())
claims = {"id": action["id"], "agent": "refunds", "type": action["type"], "intended": intended}
proof = jws("hp-intent+jwt", claims)
ask("/v1/intents", {"hp-proof": proof, "hp-salt": b64(salt)}, jcs(action))

answer = {}
while answer.get("status", "pending") in ("pending", "approved", "claimed"):
    request = jws("hp-request+jwt", {"sub": action["id"], "act": "read", "jti": str(uuid.uuid4())})
    try:
        answer = ask(f"/v1/actions/{action['id']}?wait=30", {"authorization": "HP " + request})
    except urllib.error.HTTPError as error:
        if error.code != 404:  # not taken up yet
            raise
        time.sleep(0.2)
print(json.dumps(answer))
