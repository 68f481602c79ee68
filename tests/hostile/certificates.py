"""TLS certificates, valid and invalid, of an authority that the poller trusts and of others."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = timedelta(days=1)


class Authority:
    """Signs certificates. `file`: its own certificate."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(_pem(self._build(self._name, self._key, -DAY, DAY, authority=True)))

    def context(self, host: str, kind: str) -> ssl.SSLContext:
        """Return the TLS context of a server. `kind`: good, expired, early, "wrong name", self-signed."""
        begins, ends = {"expired": (-9 * DAY, -DAY), "early": (DAY, 9 * DAY)}.get(kind, (-DAY, DAY))
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "other.test" if kind == "wrong name" else host)])
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._build(name, key, begins, ends, authority=False, self_signed=kind == "self-signed")
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = self._folder / f"{host}.pem"
        file.write_bytes(secret + _pem(certificate))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)
        return context

    def _build(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        begins: timedelta,
        ends: timedelta,
        *,
        authority: bool,
        self_signed: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        host = str(next(iter(name)).value)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name if self_signed else self._name)
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now + begins).not_valid_after(now + ends)
        builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        signer = key if self_signed else self._key
        for identifier in (  # without them Python 3.13 refuses a certificate
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
        ):
            builder = builder.add_extension(identifier, critical=False)
        if authority:
            builder = builder.add_extension(_SIGNS, critical=True)
        return builder.sign(signer, hashes.SHA256())


_SIGNS = x509.KeyUsage(
    key_cert_sign=True, crl_sign=True, digital_signature=False, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
)  # fmt: skip


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
