#!/usr/bin/env bash
# Renders the charts of one Istio release from a clone of istio/istio, as the streams that the tests run on.
#
#   render.sh VERSION CLONE DIRECTORY
#
# VERSION is a tag of the clone, such as 1.31.0-rc.0. DIRECTORY gets modern/VERSION-NAME.yaml, one file for each set of values.
# The charts in the repository name a development image: hub and tag are set to those of the release. HELM names the helm to use.
set -euo pipefail
version=$1 clone=$2 directory=$3
helm=${HELM:-helm}

charts=$(mktemp -d)
trap 'rm -rf "$charts"' EXIT
git -C "$clone" archive "$version" manifests/charts manifests/profiles samples/addons | tar -x -C "$charts"
mkdir -p "$directory/../istio-charts"
rm -rf "$directory/../istio-charts/$version"
# The release process stamps the version into the charts.
find "$charts/manifests/charts" -name Chart.yaml \
    -exec sed -i "s/^version: .*/version: $version/; s/^appVersion: .*/appVersion: $version/" {} +
mkdir -p "$directory/modern"

# render NAME CHARTS [HELM ARGUMENTS]: CHARTS are folders below manifests/charts, each rendered with the name of its folder as release.
render() {
    local name=$1 list=$2 chart release namespace
    shift 2
    for chart in $list; do
        release=$(basename "$chart")
        namespace=istio-system
        case $release in
            istio-discovery) release=istiod ;;
            istio-ingress) release=istio-ingressgateway ;;
            istio-egress) release=istio-egressgateway ;;
            gateway) release=istio-gateway namespace=istio-ingress ;;
        esac
        "$helm" template "$release" "$charts/manifests/charts/$chart" --namespace "$namespace" --include-crds \
            --set global.hub=docker.io/istio --set "global.tag=$version" "$@"
    done > "$directory/modern/$version-$name.yaml"
}

all="base istio-control/istio-discovery gateways/istio-ingress gateways/istio-egress gateway istio-cni ztunnel"
control="base istio-control/istio-discovery gateways/istio-ingress"
render default "$all"
render ambient "$all" --set profile=ambient
render istiod istio-control/istio-discovery
render revision "$control" --set revision=canary
render tracing "$control" --set meshConfig.enableTracing=true \
    --set meshConfig.defaultConfig.tracing.zipkin.address=zipkin.istio-system:9411 \
    --set pilot.traceSampling=100 --set global.proxy.resources.limits.cpu=500m

# The umbrella chart with the charts of this release in place of the pinned ones.
umbrella=$charts/umbrella
cp -r "$(dirname "$0")/../../charts/istio" "$umbrella"
sed -i "s/^    version: .*/    version: $version/; s/^appVersion: .*/appVersion: $version/" "$umbrella/Chart.yaml"
mkdir "$umbrella/charts"
cp -r "$charts/manifests/charts/base" "$charts/manifests/charts/gateway" "$umbrella/charts/"
cp -r "$charts/manifests/charts/istio-control/istio-discovery" "$umbrella/charts/istiod"
"$helm" template kyma-istio "$umbrella" --namespace istio-system --include-crds \
    --set istiod.global.hub=docker.io/istio --set "istiod.global.tag=$version" \
    > "$directory/modern/$version-umbrella.yaml"

# Tests render the charts with the values that the program writes.
cp -r "$charts/manifests/charts" "$directory/../istio-charts/$version"

ls "$directory"/modern/"$version"-*.yaml
