package main

import "time"

// legacyData is the dot of a template in Istio 1.0 and 1.1.
type legacyData struct {
	DeploymentMeta objectMeta
	ObjectMeta     objectMeta
	Spec           podSpec
	ProxyConfig    *proxyConfig
	MeshConfig     *meshConfig
}

// fullData is the dot from Istio 1.2 on. No single release has all of these fields.
type fullData struct {
	legacyData
	TypeMeta                 typeMeta
	Values                   map[string]interface{}
	Revision                 string
	EstimatedConcurrency     int
	NativeSidecars           bool
	ProxyImage               string
	ProxyInitImage           string // from 1.31 on
	ProxyUID                 int64
	ProxyGID                 int64
	InboundTrafficPolicyMode string
	CompliancePolicy         string
}

type typeMeta struct{ APIVersion, Kind string }

type objectMeta struct {
	Name, GenerateName, Namespace string
	Labels, Annotations           map[string]string
}

type podSpec struct {
	Containers         []podContainer
	InitContainers     []podContainer
	ServiceAccountName string
	HostNetwork        bool
}

type podContainer struct {
	Name, Image string
	Ports       []containerPort
}

type containerPort struct {
	Name          string `json:"name,omitempty"`
	ContainerPort int32  `json:"containerPort"`
	Protocol      string `json:"protocol,omitempty"`
}

type meshConfig struct {
	ProxyListenPort        int32
	ProxyInboundListenPort int32
	TrustDomain            string
}

// proxyConfig has the fields of 1.0 as well as the getters of later releases. Its JSON form is the value of PROXY_CONFIG.
type proxyConfig struct {
	ConfigPath                      string               `json:"configPath"`
	BinaryPath                      string               `json:"binaryPath"`
	ServiceCluster                  string               `json:"serviceCluster"`
	DiscoveryAddress                string               `json:"discoveryAddress"`
	ZipkinAddress                   string               `json:"zipkinAddress"`
	StatsdUdpAddress                string               `json:"-"`
	EnvoyMetricsServiceAddress      string               `json:"-"`
	EnvoyMetricsService             *remoteService       `json:"-"`
	EnvoyAccessLogService           *remoteService       `json:"-"`
	ProxyAdminPort                  int32                `json:"proxyAdminPort"`
	StatusPort                      int32                `json:"statusPort"`
	Concurrency                     wrappedInt           `json:"concurrency"`
	HoldApplicationUntilProxyStarts wrappedBool          `json:"-"`
	InterceptionMode                interceptionMode     `json:"-"`
	ControlPlaneAuthPolicy          authenticationPolicy `json:"-"`
	ProxyMetadata                   map[string]string    `json:"proxyMetadata,omitempty"`
	DrainDuration                   time.Duration        `json:"-"`
	ParentShutdownDuration          time.Duration        `json:"-"`
	DiscoveryRefreshDelay           time.Duration        `json:"-"`
	ConnectTimeout                  time.Duration        `json:"-"`
}

// wrappedInt is compared as a number by templates up to 1.6 and asked for GetValue by later ones.
type wrappedInt int32

func (i wrappedInt) GetValue() int32 { return int32(i) }

type wrappedBool bool

func (b wrappedBool) GetValue() bool { return bool(b) }

type interceptionMode int32

func (interceptionMode) String() string { return "REDIRECT" }

type authenticationPolicy int32

func (authenticationPolicy) String() string { return "NONE" }

type remoteService struct {
	Address string `json:"address"`
}

func (s *remoteService) GetAddress() string { return s.Address }

func (p *proxyConfig) GetEnvoyMetricsService() *remoteService   { return p.EnvoyMetricsService }
func (p *proxyConfig) GetEnvoyAccessLogService() *remoteService { return p.EnvoyAccessLogService }
func (p *proxyConfig) GetTracing() *tracing                     { return &tracing{p.ZipkinAddress} }

// tracing answers for every tracer, so that a template may choose any.
type tracing struct{ zipkin string }

func (t *tracing) GetZipkin() *remoteService       { return &remoteService{t.zipkin} }
func (t *tracing) GetDatadog() *remoteService      { return &remoteService{"$(HOST_IP):8126"} }
func (t *tracing) GetLightstep() *lightstep        { return &lightstep{remoteService{"lightstep:9000"}} }
func (t *tracing) GetStackdriver() *stackdriver    { return &stackdriver{} }
func (t *tracing) GetTlsSettings() *clientSettings { return &clientSettings{} }

type lightstep struct{ remoteService }

func (*lightstep) GetAccessToken() string { return "token" }
func (*lightstep) GetSecure() bool        { return true }
func (*lightstep) GetCacertPath() string  { return "/etc/lightstep/cacert.pem" }

type clientSettings struct{}

func (*clientSettings) GetCaCertificates() string { return "/etc/lightstep/cacert.pem" }

type stackdriver struct{}

type wrappedInt64 struct{ Value int64 }

func (*stackdriver) GetDebug() bool                             { return false }
func (*stackdriver) GetMaxNumberOfAnnotations() *wrappedInt64   { return nil }
func (*stackdriver) GetMaxNumberOfAttributes() *wrappedInt64    { return nil }
func (*stackdriver) GetMaxNumberOfMessageEvents() *wrappedInt64 { return nil }

// defaultProxyConfig is a mesh as the charts leave it.
func defaultProxyConfig(zipkinAddress string) *proxyConfig {
	return &proxyConfig{
		ConfigPath:                 "/etc/istio/proxy",
		BinaryPath:                 "/usr/local/bin/envoy",
		ServiceCluster:             "istio-proxy",
		DiscoveryAddress:           "istio-pilot.istio-system:15007",
		ZipkinAddress:              zipkinAddress,
		StatsdUdpAddress:           "istio-statsd-prom-bridge.istio-system:9125",
		EnvoyMetricsServiceAddress: "metrics.istio-system:15000",
		EnvoyMetricsService:        &remoteService{"metrics.istio-system:15000"},
		EnvoyAccessLogService:      &remoteService{"logs.istio-system:15000"},
		ProxyAdminPort:             15000,
		StatusPort:                 15020,
		Concurrency:                2,
		DrainDuration:              45 * time.Second,
		ParentShutdownDuration:     time.Minute,
		DiscoveryRefreshDelay:      time.Second,
		ConnectTimeout:             10 * time.Second,
	}
}
