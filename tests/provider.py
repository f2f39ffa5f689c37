"""An OpenID Connect provider on loopback, for tests: it signs in whom it is told to."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "roundtable"
SECRET = "kept between us"


class Provider:
    """`person` is who sits before the browser: the claims that are told of them."""

    def __init__(self):
        self.person = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), answering(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def settings(self):
        """As an operator sets it."""
        return {
            "OIDC_SERVER_URL": self.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_SECRET": SECRET,
            "OIDC_NAME": "Company login",
        }

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def tokens(self):
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **self.person}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def back(self, query):
        """Where the browser goes after signing in, or after it was refused."""
        given = {name: values[0] for name, values in parse_qs(query).items()}
        told = {"code": "c"} if self.person else {"error": "access_denied"}
        return f"{given['redirect_uri']}?{urlencode({**told, 'state': given['state']})}"


def answering(provider):
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.back(address.query))
                self.end_headers()
                return
            found = {
                "/.well-known/openid-configuration": provider.configuration,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.person,
            }
            if address.path in found:
                self.tell(found[address.path]())
            else:
                self.send_error(404)

        def do_POST(self):
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            known = sent["client_id"] == [CLIENT] and sent["client_secret"] == [SECRET]
            self.tell(provider.tokens() if known else {"error": "invalid_client"})

        def tell(self, content):
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            pass

    return Answering


@contextmanager
def providing():
    provider = Provider()
    threading.Thread(target=provider.server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
