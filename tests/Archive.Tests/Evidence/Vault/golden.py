#!/usr/bin/env python3
"""Computes, from docs/evidence-format.md and with nothing of ours, what the vault's tests expect: python3 golden.py

AES and ChaCha20 come from the openssl command; GCM (NIST SP 800-38D), HKDF (RFC 5869), Poly1305 (RFC 8439), tar and age are
written out here."""
import base64, hashlib, hmac, json, os, subprocess, uuid


def openssl(cipher, key, data, iv=None):
    command = ["openssl", "enc", "-e", f"-aes-256-{cipher}", "-K", key.hex(), "-nopad"]
    return subprocess.run(command + (["-iv", iv.hex()] if iv else []), input=data, capture_output=True, check=True).stdout


def double(x):  # multiplication by the variable, bits reversed as in SP 800-38D 6.3
    return (x >> 1) ^ (0xE1 << 120 if x & 1 else 0)


def tables(h):
    by_bit, v = [], h
    for _ in range(128):
        by_bit.append(v)
        v = double(v)
    result = []
    for byte in range(16):
        row = [0] * 256
        for value in range(256):
            for bit in range(8):
                if value & (0x80 >> bit):
                    row[value] ^= by_bit[byte * 8 + bit]
        result.append(row)
    return result


def ghash(t, data):
    y = 0
    for at in range(0, len(data), 16):
        y ^= int.from_bytes(data[at:at + 16], "big")
        z = 0
        for row, value in zip(t, y.to_bytes(16, "big")):
            z ^= row[value]
        y = z
    return y.to_bytes(16, "big")


def gcm(key, nonce, aad, plain):
    pad = lambda data: data + bytes(-len(data) % 16)
    t = tables(int.from_bytes(openssl("ecb", key, bytes(16)), "big"))
    cipher = openssl("ctr", key, plain, nonce + b"\0\0\0\2") if plain else b""
    lengths = (len(aad) * 8).to_bytes(8, "big") + (len(cipher) * 8).to_bytes(8, "big")
    s = ghash(t, pad(aad) + pad(cipher) + lengths)
    mask = openssl("ecb", key, nonce + b"\0\0\0\1")
    return cipher + bytes(a ^ b for a, b in zip(s, mask))


# SP 800-38D, test case 16 of the GCM specification: our GCM is GCM.
assert gcm(
    bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2), bytes.fromhex("cafebabefacedbaddecaf888"),
    bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    bytes.fromhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                  "b16aedf5aa0de657ba637b39"))[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"


def hkdf(secret, info, salt=bytes(32)):
    prk = hmac.new(salt, secret, "sha256").digest()
    return hmac.new(prk, info + b"\1", "sha256").digest()


def sealed(kind, object_id, tenant, pieces):
    oid = object_id.bytes
    header = json.dumps({
        "kind": kind,
        "object": str(object_id),
        "pieces": [{"kc": hkdf(secret, b"archive/commit/v1\n" + oid + i.to_bytes(4, "big")).hex(), "len": len(content),
                    "unit": str(unit)} for i, (unit, secret, content) in enumerate(pieces)],
        "tenant": tenant,
    }, separators=(",", ":"), sort_keys=True).encode()
    out = b"ARCVLT1\n" + len(header).to_bytes(4, "big") + header
    aad = hashlib.sha256(out).digest()
    for i, (unit, secret, content) in enumerate(pieces):
        key = hkdf(secret, b"archive/piece/v1" + oid + i.to_bytes(4, "big"))
        segments = [content[at:at + 2**20] for at in range(0, len(content), 2**20)] or [b""]
        for k, segment in enumerate(segments):
            last = k == len(segments) - 1
            out += gcm(key, k.to_bytes(11, "big") + (b"\1" if last else b"\0"), aad, segment)
    return out


UNIT_A, UNIT_B = uuid.UUID("a0a0a0a0-1111-4222-8333-444444444444"), uuid.UUID("b0b0b0b0-1111-4222-8333-444444444444")
SECRET_A, SECRET_B = bytes(range(32)), bytes(range(32, 64))
OBJECT = uuid.UUID("0b1ec700-5555-4666-8777-888888888888")


def pattern(length):
    return bytes((i * 31 + (i >> 8)) & 0xFF for i in range(length))


def jcs(members):  # of members whose names are ASCII and that have no fraction
    return json.dumps(members, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


SENT = b"limit=40&access_token=********"
EXCHANGE = jcs({
    "came": "asked", "ended": "2026-03-02T09:15:01.000001Z", "masked": [[1, 2]], "method": "POST",
    "request": [["accept", "application/json"], ["authorization", "*****"]],
    "response": [["Content-Type", "application/json"], ["Link", "<https://social.example/?max_id=1>; rel=\"next\""]],
    "sent": {"body": base64.b64encode(SENT).decode(), "masked": [[22, 8]]},
    "started": "2026-03-02T09:15:00.500000Z", "status": 200, "url": "https://social.example/api/v1/statuses?é=1",
})
GIVEN = jcs({
    "at": "2026-03-02T09:15:00.000000Z", "by": "0f1ce000-1111-4222-8333-444444444444", "came": "given",
    "entry": "your_activity/posts_1.json", "masked": [], "name": "export.zip",
})
PUSHED = jcs({
    "at": "2026-03-02T09:15:00.000000Z", "came": "pushed", "masked": [], "method": "POST",
    "request": [["content-type", "application/json"], ["x-hub-signature-256", "sha256=00"]],
    "signature": {"header": "x-hub-signature-256", "key": "0be70000-1111-4222-8333-444444444444", "verified": True},
    "url": "https://archive.example/push/1",
})

# Back-up of keys
def chacha20poly1305(key, nonce, plain):  # RFC 8439 section 2.8, without associated data
    def stream(counter, data):
        iv = counter.to_bytes(4, "little") + nonce
        return subprocess.run(["openssl", "enc", "-e", "-chacha20", "-K", key.hex(), "-iv", iv.hex()], input=data,
                              capture_output=True, check=True).stdout
    once, cipher = stream(0, bytes(32)), stream(1, plain)
    text = cipher + bytes(-len(cipher) % 16) + (0).to_bytes(8, "little") + len(cipher).to_bytes(8, "little")
    r, a = int.from_bytes(once[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF, 0
    for at in range(0, len(text), 16):
        a = (a + int.from_bytes(text[at:at + 16] + b"\1", "little")) * r % (2**130 - 5)
    return cipher + ((a + int.from_bytes(once[16:], "little")) % 2**128).to_bytes(16, "little")


def ustar(files):  # POSIX.1-1988
    out = b""
    for name, data in files:
        fields = ((name, 100), ("0000600", 8), ("0000000", 8), ("0000000", 8), (f"{len(data):011o}", 12), ("0" * 11, 12), (" " * 8, 8),
                  ("0", 1), ("", 100), ("ustar\0" + "00", 8), ("", 32), ("", 32), ("0000000", 8), ("0000000", 8), ("", 167))
        header = b"".join(text.encode().ljust(length, b"\0") for text, length in fields)
        header = header[:148] + b"%06o\0 " % sum(header) + header[156:]
        out += header + data + bytes(-len(data) % 512)
    return out + bytes(1024)


def age(plain, passphrase, salt, work_factor, file_key, nonce):  # c2sp.org/age, for at most 64 KiB
    b64 = lambda data: base64.b64encode(data).decode().rstrip("=")
    wrapping = hashlib.scrypt(passphrase, salt=b"age-encryption.org/v1/scrypt" + salt, n=2**work_factor, r=8, p=1, dklen=32)
    head = (f"age-encryption.org/v1\n-> scrypt {b64(salt)} {work_factor}\n"
            f"{b64(chacha20poly1305(wrapping, bytes(12), file_key))}\n---").encode()
    mac = hmac.new(hkdf(file_key, b"header"), head, "sha256").digest()
    body = chacha20poly1305(hkdf(file_key, b"payload", nonce), bytes(11) + b"\1", plain)
    return head + f" {b64(mac)}\n".encode() + nonce + body


KEY_FILE = ("archive/key-encryption-key/v1\ncafe0000-1111-4222-8333-444444444444\n" + bytes(range(64, 96)).hex() + "\n").encode()
CONTENTS = ("archive/key-backup/v1\narchive.example\n2026-03-02T09:15:00.000000Z\n"
            + hashlib.sha256(KEY_FILE).hexdigest() + " key-encryption.key\n").encode()

if __name__ == "__main__":
    tar = ustar([("archive-keys.txt", CONTENTS), ("key-encryption.key", KEY_FILE)])
    backup = age(tar, b"zeven fietsen in de regen", bytes(range(16)), 10, bytes(range(16, 32)), bytes(range(32, 48)))
    print(CONTENTS.decode(), "\ntar", len(tar), hashlib.sha256(tar).hexdigest())
    print("back-up", len(backup), hashlib.sha256(backup).hexdigest())
    print(backup[:backup.index(b"\n---") + 49].decode())
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "example.age"), "rb") as file:
        assert file.read() == backup
    small = sealed("response", OBJECT, "zuiderdam", [(UNIT_A, SECRET_A, EXCHANGE), (UNIT_B, SECRET_B, b"[**]"), (UNIT_A, SECRET_A, b"")])
    for name, exchange in ("exchange", EXCHANGE), ("given", GIVEN), ("pushed", PUSHED):
        print(name, len(exchange), hashlib.sha256(exchange).hexdigest())
    print("body as kept", hashlib.sha256(b"[**]").hexdigest())
    print("small", len(small), hashlib.sha256(small).hexdigest())
    print(small.hex())
    large = sealed("file", OBJECT, "zuiderdam", [(UNIT_A, SECRET_A, pattern(2**21)), (UNIT_B, SECRET_B, pattern(2**20 + 5))])
    print("large", len(large), hashlib.sha256(large).hexdigest())
    key, tenant, unit = bytes(range(64, 96)), b"zuiderdam", UNIT_A.bytes
    key_id = b"cafe0000-1111-4222-8333-444444444444"
    aad = b"archive/unit/v1\n" + hashlib.sha256(tenant).digest() + unit + hashlib.sha256(key_id).digest()
    nonce = bytes(range(12))
    print("unit row", (nonce + gcm(key, nonce, aad, SECRET_A)).hex())
    medium = hkdf(key, b"archive/medium/v1\n" + hashlib.sha256(tenant).digest())
    print("medium key of abc", hmac.new(medium, b"abc", "sha256").hexdigest())
    forgotten = hkdf(key, b"archive/forgotten/v1\n" + hashlib.sha256(tenant).digest())
    for named in b'["mastodon","social.example","status","113500000000000001"]', b'["mastodon","social.example","account","109"]':
        print("forgotten", hmac.new(forgotten, named, "sha256").hexdigest())
