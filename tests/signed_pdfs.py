"""Certificates and digitally signed pdfs, made in the test. Nobody's real key or name."""

import io
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from allocation.services.pdf import pdf_of
from tests.factories import NOW


class Maker:
    """Somebody with a key: a root, or a person whose certificate a root (or nobody) signed."""

    def __init__(
        self,
        name: str = "B. Bestuurder",
        issuer: "Maker | None" = None,
        *,
        days: tuple[int, int] = (-30, 300),
        ca: bool = False,
        usage: bool = True,
    ) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.issuer = issuer
        by = issuer or self
        built = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(by.name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + timedelta(days=days[0]))
            .not_valid_after(NOW + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=usage,
                    content_commitment=usage,
                    key_encipherment=not usage and not ca,
                    data_encipherment=False,
                    key_agreement=False,
                    key_cert_sign=ca,
                    crl_sign=ca,
                    encipher_only=False,
                    decipher_only=False,
                ),
                critical=True,
            )
        )
        self.certificate = built.sign(by.key, hashes.SHA256())

    def pem(self) -> str:
        """The certificate, to trust."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def signs(self, content: bytes, *, field: str = "Handtekening", **meta: Any) -> bytes:
        """The pdf with a signature of this person behind it."""
        signer = signers.SimpleSigner.load_pkcs12_data(self._bundle(), [], passphrase=None)
        out = signers.PdfSigner(
            signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **meta),
            signer=signer,
            new_field_spec=fields.SigFieldSpec(field),
        ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)))
        return bytes(out.getvalue())

    def _bundle(self) -> bytes:
        chain = [self.issuer.certificate] if self.issuer else None
        return serialization.pkcs12.serialize_key_and_certificates(
            b"wie", self.key, self.certificate, chain, serialization.NoEncryption()
        )


def a_form(text: str = "Formulier", keywords: tuple[str, ...] = ()) -> bytes:
    """A pdf to sign."""
    return pdf_of("= #told.title", {"title": text, "keywords": list(keywords)}, dated=NOW)


def appended(content: bytes) -> bytes:
    """A revision behind what was signed: another title in the document."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
