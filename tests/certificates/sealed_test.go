package certificates

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"testing"
)

// unseal decrypts like the Sealed Secrets controller (bitnami-labs/sealed-secrets, pkg/crypto/crypto.go, HybridDecrypt): two bytes with the
// length of the wrapped session key, that key by RSA-OAEP with SHA-256 and a label, and the value by AES-GCM with a nonce of zeros.
func unseal(key *rsa.PrivateKey, text, label string) ([]byte, error) {
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	if len(sealed) < 2 {
		return nil, errors.New("too short")
	}
	length := int(binary.BigEndian.Uint16(sealed))
	if len(sealed) < 2+length {
		return nil, errors.New("too short")
	}
	session, err := rsa.DecryptOAEP(sha256.New(), rand.Reader, key, sealed[2:2+length], []byte(label))
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(session)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return gcm.Open(nil, make([]byte, gcm.NonceSize()), sealed[2+length:], nil)
}

// controller is a key of a Sealed Secrets controller with its certificate in PEM.
func controller(t *testing.T, bits int) (*rsa.PrivateKey, []byte) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "controller"}, NotBefore: now(t).Add(-day),
		NotAfter: now(t).Add(day)}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return key, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made})
}

func TestSealedSecretsUnseal(t *testing.T) {
	program, folder := start(t), t.TempDir()
	key, certificate := controller(t, 2048)
	seed := write(t, folder, "seed", []byte(hex.EncodeToString(seedBytes)))
	controllerFile := write(t, folder, "controller.pem", certificate)
	plain := transform(t, program, gateway, "--tls-seed-file", seed)
	for scope, labels := range map[string]struct {
		label      func(name string) string
		annotation string
	}{
		"strict":         {func(name string) string { return "istio-system/" + name }, ""},
		"namespace-wide": {func(string) string { return "istio-system" }, "sealedsecrets.bitnami.com/namespace-wide"},
		"cluster-wide":   {func(string) string { return "" }, "sealedsecrets.bitnami.com/cluster-wide"},
	} {
		t.Run(scope, func(t *testing.T) {
			output := transform(t, program, gateway, "--tls-seed-file", seed, "--tls-sealed-cert", controllerFile, "--tls-sealed-scope", scope)
			for _, name := range []string{mounted, byName} {
				sealed := find(t, output, "SealedSecret", name)
				wanted := find(t, plain, "Secret", name)
				for _, o := range output {
					if o.Kind == "Secret" {
						t.Errorf("the output has the Secret %s beside the sealed one", o.Metadata.Name)
					}
				}
				if sealed.Metadata.Namespace != "istio-system" || sealed.Spec.Template.Metadata.Name != name ||
					sealed.Spec.Template.Type != "kubernetes.io/tls" {
					t.Errorf("another Secret will come out: %+v", sealed.Spec.Template)
				}
				for _, annotation := range []string{"sealedsecrets.bitnami.com/namespace-wide", "sealedsecrets.bitnami.com/cluster-wide"} {
					if is := sealed.Metadata.Annotations[annotation] == "true"; is != (annotation == labels.annotation) {
						t.Errorf("annotation %s: %t", annotation, is)
					}
				}
				if len(sealed.Spec.EncryptedData) != 2 {
					t.Errorf("%d values are sealed", len(sealed.Spec.EncryptedData))
				}
				for _, field := range []string{"tls.crt", "tls.key"} {
					value, err := unseal(key, sealed.Spec.EncryptedData[field], labels.label(name))
					if err != nil || !bytes.Equal(value, wanted.value(t, field)) {
						t.Errorf("%s of %s: %v", field, name, err)
					}
					for _, other := range []string{"", "istio-system", "istio-system/" + name, "istio-system/other", "other/" + name} {
						if other == labels.label(name) {
							continue
						}
						if _, err := unseal(key, sealed.Spec.EncryptedData[field], other); err == nil {
							t.Errorf("%s of %s unseals with the label %q too", field, name, other)
						}
					}
				}
				verify(t, mustUnseal(t, key, sealed, "tls.crt", labels.label(name)), mustUnseal(t, key, sealed, "tls.key", labels.label(name)), nil)
			}
		})
	}
}

func mustUnseal(t *testing.T, key *rsa.PrivateKey, sealed object, field, label string) []byte {
	t.Helper()
	value, err := unseal(key, sealed.Spec.EncryptedData[field], label)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSealedWithALargerControllerKey(t *testing.T) {
	program, folder := start(t), t.TempDir()
	key, certificate := controller(t, 4096)
	seed := write(t, folder, "seed", []byte(hex.EncodeToString(seedBytes)))
	output := transform(t, program, gateway, "--tls-seed-file", seed, "--tls-sealed-cert", write(t, folder, "controller.pem", certificate))
	sealed := find(t, output, "SealedSecret", mounted)
	checkMade(t, verify(t, mustUnseal(t, key, sealed, "tls.crt", "istio-system/"+mounted),
		mustUnseal(t, key, sealed, "tls.key", "istio-system/"+mounted), nil), 398*day)
}
