package certificates

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"sort"
	"strings"
	"testing"
	"time"
)

// This file implements the scheme of derived certificates, version 1, from docs/certificates.md.

// names are the DNS names of a derived certificate, and how they enter its derivation.
type names struct {
	version string
	encoded []byte
	dns     []string
	common  string
}

func forDomain(domain string) names {
	return names{"kyma-istio-transform/derived-certificate/v1", withLength(domain), []string{domain, "*." + domain}, domain}
}

func forHosts(hosts ...string) names {
	sort.Strings(hosts)
	encoded := binary.BigEndian.AppendUint64(nil, uint64(len(hosts)))
	common := hosts[0]
	for i := len(hosts) - 1; i >= 0; i-- {
		if !strings.HasPrefix(hosts[i], "*") {
			common = hosts[i]
		}
	}
	for _, host := range hosts {
		encoded = append(encoded, withLength(host)...)
	}
	return names{"kyma-istio-transform/derived-certificate/hosts/v1", encoded, hosts, common}
}

func withLength(text string) []byte { return append([]byte{byte(len(text))}, text...) }

// window is the time that one derived certificate is for.
type window struct {
	number          int64
	length, overlap time.Duration
}

func windowAt(at time.Time, days int) window {
	length := time.Duration(days) * day
	overlap := 30 * day
	if length < overlap {
		overlap = length
	}
	return window{at.Unix() / int64(length/time.Second), length, overlap}
}

func (w window) start() time.Time {
	return time.Unix(w.number*int64(w.length/time.Second), 0).UTC()
}

func hkdf(secret, salt, info []byte, length int) []byte {
	mac := func(key []byte, parts ...[]byte) []byte {
		h := hmac.New(sha256.New, key)
		for _, part := range parts {
			h.Write(part)
		}
		return h.Sum(nil)
	}
	pseudorandom := mac(salt, secret)
	var out, last []byte
	for counter := byte(1); len(out) < length; counter++ {
		last = mac(pseudorandom, last, info, []byte{counter})
		out = append(out, last...)
	}
	return out[:length]
}

func derive(seed []byte, name names, w window, purpose string, length int) []byte {
	var info bytes.Buffer
	for _, part := range [][]byte{withLength(name.version), withLength(purpose), name.encoded} {
		info.Write(part)
	}
	for _, number := range []int64{w.number, int64(w.length / time.Second), int64(w.overlap / time.Second)} {
		if err := binary.Write(&info, binary.BigEndian, number); err != nil {
			panic(err)
		}
	}
	return hkdf(seed, []byte(name.version), info.Bytes(), length)
}

func derivedKey(seed []byte, name names, w window) *ecdsa.PrivateKey {
	curve := elliptic.P256()
	order := new(big.Int).Sub(curve.Params().N, big.NewInt(1))
	d := new(big.Int).SetBytes(derive(seed, name, w, "p-256 private key", 48))
	d.Mod(d, order).Add(d, big.NewInt(1))
	key := &ecdsa.PrivateKey{D: d}
	key.Curve = curve
	key.X, key.Y = curve.ScalarBaseMult(d.FillBytes(make([]byte, 32)))
	return key
}

// derivedPair is certificate and key in PEM.
func derivedPair(t *testing.T, seed []byte, name names, w window) ([]byte, []byte) {
	t.Helper()
	key := derivedKey(seed, name, w)
	serial := derive(seed, name, w, "serial number", 16)
	serial[0] = serial[0]&0x3f | 0x40
	subject := pkix.RelativeDistinguishedNameSET{{Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: utf8String(name.common)}}
	if len(name.common) > 64 {
		subject = pkix.RelativeDistinguishedNameSET{{Type: asn1.ObjectIdentifier{2, 5, 4, 10}, Value: utf8String("kyma-istio-transform")}}
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(public, &info); err != nil {
		t.Fatal(err)
	}
	identifier := sha256.Sum256(info.Key.Bytes)
	var alternatives []asn1.RawValue
	for _, dns := range name.dns {
		alternatives = append(alternatives, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 2, Bytes: []byte(dns)})
	}
	template := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial), RawSubject: encode(t, []pkix.RelativeDistinguishedNameSET{subject}),
		NotBefore: w.start().Add(-w.overlap), NotAfter: w.start().Add(w.length + w.overlap - time.Second),
		ExtraExtensions: []pkix.Extension{
			{Id: asn1.ObjectIdentifier{2, 5, 29, 19}, Critical: true, Value: encode(t, struct{}{})},
			{Id: asn1.ObjectIdentifier{2, 5, 29, 15}, Critical: true, Value: encode(t, asn1.BitString{Bytes: []byte{0x80}, BitLength: 1})},
			{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Value: encode(t, []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 1}})},
			{Id: asn1.ObjectIdentifier{2, 5, 29, 17}, Value: encode(t, alternatives)},
			{Id: asn1.ObjectIdentifier{2, 5, 29, 14}, Value: encode(t, identifier[:20])},
			{Id: asn1.ObjectIdentifier{2, 5, 29, 35}, Value: encode(t,
				[]asn1.RawValue{{Class: asn1.ClassContextSpecific, Tag: 0, Bytes: identifier[:20]}})},
		},
	}
	signer := deterministic{key}
	made, err := x509.CreateCertificate(nil, template, template, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY",
		Bytes: private})
}

func utf8String(text string) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagUTF8String, Bytes: []byte(text)}
}

func encode(t *testing.T, v interface{}) []byte {
	t.Helper()
	encoded, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}
