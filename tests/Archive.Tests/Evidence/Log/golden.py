# The example of docs/evidence-format.md, "Witnesses", by Python and openssl alone. Run: python3 golden.py
import base64, hashlib, os, struct, subprocess, tempfile

work = tempfile.mkdtemp()
path = lambda name: os.path.join(work, name)
seed = bytes(range(0x20, 0x40))
with open(path('key'), 'wb') as f:
    f.write(bytes.fromhex('302e020100300506032b657004220420') + seed)  # PKCS #8 of RFC 8410
public = subprocess.check_output(['openssl', 'pkey', '-inform', 'DER', '-in', path('key'), '-pubout', '-outform', 'DER'])[-32:]

name, time = 'getuige.example/w1', 1795255200
key_id = hashlib.sha256(name.encode() + b'\n\x04' + public).digest()[:4]
text = 'archive.example/log/voorbeeld\n3\nVvRuB3ntfCkOsWOuQAKQkMNgAq9YfTM0cJOgoup/eBQ=\n'
with open(path('message'), 'wb') as f:
    f.write(f'cosignature/v1\ntime {time}\n{text}'.encode())
subprocess.check_call(['openssl', 'pkeyutl', '-sign', '-rawin', '-keyform', 'DER', '-inkey', path('key'), '-in', path('message'), '-out', path('signature')])
with open(path('signature'), 'rb') as f:
    signature = f.read()

print(f'{name}+{key_id.hex()}+{base64.b64encode(bytes([4]) + public).decode()}')
print(f'\u2014 {name} {base64.b64encode(key_id + struct.pack(">Q", time) + signature).decode()}')
