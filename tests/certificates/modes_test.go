package certificates

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"testing"
	"time"
)

const day = 24 * time.Hour

// seedBytes are 32 bytes that pass all rules about weak seeds. They are public: use them only for tests.
var seedBytes = []byte{0x8f, 0x1d, 0x3a, 0xe0, 0x5b, 0xc7, 0x92, 0x64, 0x01, 0xf8, 0x7e, 0x2d, 0xb3, 0x49, 0xd6, 0xac,
	0x15, 0x60, 0xee, 0x9b, 0x34, 0x82, 0xcf, 0x77, 0xda, 0x0c, 0x51, 0xa6, 0x28, 0xf3, 0x6d, 0xb9}

// authority is a root, an intermediate and a server's pair below it, made by Go.
type authority struct {
	root             *x509.Certificate
	certificate, key []byte // the server's chain and key, PEM
	rootText         []byte
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	issue := func(template, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) *x509.Certificate {
		template.NotBefore, template.NotAfter = now(t).Add(-day), now(t).Add(90*day)
		made, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := x509.ParseCertificate(made)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	ca := func(serial int64, name string) *x509.Certificate {
		return &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageCertSign}
	}
	keys := make([]*ecdsa.PrivateKey, 3)
	for i := range keys {
		var err error
		if keys[i], err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	root := ca(1, "root")
	root = issue(root, root, keys[0], keys[0])
	between := issue(ca(2, "between"), root, keys[1], keys[0])
	server := issue(&x509.Certificate{SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: domain},
		DNSNames: []string{domain, "*." + domain},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}, between, keys[2], keys[1])
	key, err := x509.MarshalPKCS8PrivateKey(keys[2])
	if err != nil {
		t.Fatal(err)
	}
	text := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	return authority{root, append(text("CERTIFICATE", server.Raw), text("CERTIFICATE", between.Raw)...), text("PRIVATE KEY", key),
		text("CERTIFICATE", root.Raw)}
}

func TestEveryMode(t *testing.T) {
	program, folder, given := start(t), t.TempDir(), newAuthority(t)
	encode := base64.StdEncoding.EncodeToString
	overrides := func(kind, crt, key string) string {
		return fmt.Sprintf("---\napiVersion: v1\nkind: %s\n"+
			"metadata:\n  name: overrides\n  namespace: kyma-installer\n  labels: {installer: overrides}\n"+
			"data:\n  global.tlsCrt: %s\n  global.tlsKey: %s\n", kind, crt, key)
	}
	crtFile, keyFile := write(t, folder, "tls.crt", given.certificate), write(t, folder, "tls.key", given.key)
	values := write(t, folder, "values.yaml", []byte("global:\n  tlsCrt: "+encode(given.certificate)+"\n  tlsKey: "+encode(given.key)+"\n"))
	secret := func(name string) string {
		return fmt.Sprintf("---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: istio-system}\n"+
			"type: kubernetes.io/tls\ndata:\n  tls.crt: %s\n  tls.key: %s\n", name, encode(given.certificate), encode(given.key))
	}
	seed := write(t, folder, "seed", []byte(hex.EncodeToString(seedBytes)))
	for name, test := range map[string]struct {
		more      string // input after the gateway
		arguments []string
		key       string // what kind of key the program made; empty for given ones
	}{
		"self-signed":           {key: "ecdsa-p256", arguments: []string{"--tls-mode", "self-signed"}},
		"self-signed rsa2048":   {key: "rsa2048", arguments: []string{"--tls-mode", "self-signed", "--tls-key-algorithm", "rsa2048"}},
		"self-signed rsa3072":   {key: "rsa3072", arguments: []string{"--tls-mode", "self-signed", "--tls-key-algorithm", "rsa3072"}},
		"self-signed rsa4096":   {key: "rsa4096", arguments: []string{"--tls-mode", "self-signed", "--tls-key-algorithm", "rsa4096"}},
		"derived":               {key: "ecdsa-p256", arguments: []string{"--tls-seed-file", seed}},
		"derived, long window":  {key: "ecdsa-p256", arguments: []string{"--tls-seed-file", seed, "--tls-window-days", "300"}},
		"store":                 {key: "ecdsa-p256", arguments: []string{"--tls-store", folder + "/store"}},
		"store rsa2048":         {key: "rsa2048", arguments: []string{"--tls-store", folder + "/store-rsa", "--tls-key-algorithm", "rsa2048"}},
		"provided, files":       {arguments: []string{"--tls-cert", crtFile, "--tls-key", keyFile}},
		"provided, values file": {arguments: []string{"--tls-values", values}},
		"provided, ConfigMap":   {more: overrides("ConfigMap", encode(given.certificate), encode(given.key))},
		"provided, Secret":      {more: overrides("Secret", encode([]byte(encode(given.certificate))), encode([]byte(encode(given.key))))},
		"keep":                  {more: secret(mounted) + secret(byName), arguments: []string{"--tls-mode", "keep"}},
	} {
		t.Run(name, func(t *testing.T) {
			output := transform(t, program, gateway+test.more, test.arguments...)
			for _, secretName := range []string{mounted, byName} {
				made := find(t, output, "Secret", secretName)
				if made.Type != "kubernetes.io/tls" || made.Metadata.Namespace != "istio-system" {
					t.Errorf("%s is of type %s in namespace %s", secretName, made.Type, made.Metadata.Namespace)
				}
				certificate, key := made.value(t, "tls.crt"), made.value(t, "tls.key")
				if test.key == "" {
					if !bytes.Equal(certificate, given.certificate) || !bytes.Equal(key, given.key) {
						t.Error("the given pair was changed")
					}
					verify(t, certificate, key, given.root)
					continue
				}
				checkMade(t, verify(t, certificate, key, nil), 398*day)
				if size := keySize(t, key); size != test.key {
					t.Errorf("the key is %s, not %s", size, test.key)
				}
			}
		})
	}
}

func TestClientAuthoritiesAreParsed(t *testing.T) {
	program, folder, given := start(t), t.TempDir(), newAuthority(t)
	output := transform(t, program, gateway, "--tls-mode", "self-signed", "--tls-ca", write(t, folder, "ca.crt", given.rootText))
	for secret, key := range map[string]string{"kyma-gateway-certs-cacert": "cacert", "istio-ingressgateway-ca-certs": "ca-chain.cert.pem"} {
		found := false
		for _, o := range output {
			if o.Metadata.Name == secret {
				found = true
				if authorities := chain(t, o.value(t, key)); len(authorities) != 1 || !authorities[0].Equal(given.root) {
					t.Errorf("%s has other authorities", secret)
				}
			}
		}
		if !found && secret == "kyma-gateway-certs-cacert" {
			t.Errorf("no Secret %s", secret)
		}
	}
}

func TestAStoreKeepsItsPair(t *testing.T) {
	program, store := start(t), t.TempDir()+"/store"
	first := find(t, transform(t, program, gateway, "--tls-store", store), "Secret", mounted)
	second := find(t, transform(t, program, gateway, "--tls-store", store), "Secret", mounted)
	if !bytes.Equal(first.value(t, "tls.key"), second.value(t, "tls.key")) ||
		!bytes.Equal(first.value(t, "tls.crt"), second.value(t, "tls.crt")) {
		t.Error("the second run has another pair")
	}
}
