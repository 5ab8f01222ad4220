"""A server's certificate, signed by its own key."""

import subprocess


def make_certificate(certificate, key, name="localhost"):
    """Writes both files. It is for a name and for 127.0.0.1, and valid for two days."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True)
