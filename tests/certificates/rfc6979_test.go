package certificates

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/hex"
	"io"
	"math/big"
	"testing"
)

// deterministic signs with ECDSA on P-256 and the nonce of RFC 6979 with SHA-256.
type deterministic struct{ *ecdsa.PrivateKey }

func (d deterministic) Public() crypto.PublicKey { return &d.PublicKey }

func (d deterministic) Sign(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) {
	order := d.Curve.Params().N
	z := new(big.Int).SetBytes(digest)
	mac := func(key []byte, parts ...[]byte) []byte {
		h := hmac.New(sha256.New, key)
		for _, part := range parts {
			h.Write(part)
		}
		return h.Sum(nil)
	}
	private := d.D.FillBytes(make([]byte, 32))
	hashed := new(big.Int).Mod(z, order).FillBytes(make([]byte, 32))
	key, value := make([]byte, 32), make([]byte, 32)
	for i := range value {
		value[i] = 1
	}
	for _, separator := range []byte{0, 1} {
		key = mac(key, value, []byte{separator}, private, hashed)
		value = mac(key, value)
	}
	for {
		value = mac(key, value)
		k := new(big.Int).SetBytes(value)
		if k.Sign() > 0 && k.Cmp(order) < 0 {
			x, _ := d.Curve.ScalarBaseMult(value)
			r := x.Mod(x, order)
			s := new(big.Int).Mul(r, d.D)
			s.Add(s, z).Mul(s, new(big.Int).ModInverse(k, order)).Mod(s, order)
			if r.Sign() > 0 && s.Sign() > 0 {
				return asn1.Marshal(struct{ R, S *big.Int }{r, s})
			}
		}
		key = mac(key, value, []byte{0})
		value = mac(key, value)
	}
}

// TestRFC6979 has the vector of the RFC, A.2.5, for P-256, SHA-256 and the message "sample".
func TestRFC6979(t *testing.T) {
	d, _ := new(big.Int).SetString("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16)
	key := &ecdsa.PrivateKey{D: d}
	key.Curve = elliptic.P256()
	digest := sha256.Sum256([]byte("sample"))
	signature, err := deterministic{key}.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	var parts struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(signature, &parts); err != nil {
		t.Fatal(err)
	}
	if r := hex.EncodeToString(parts.R.Bytes()); r != "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" {
		t.Error("r is", r)
	}
	if s := hex.EncodeToString(parts.S.Bytes()); s != "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8" {
		t.Error("s is", s)
	}
}
