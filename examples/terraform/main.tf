# terraform init && terraform apply
#
# The provider (3.0 or later) runs the transformer as Helm's post-renderer. It must be on the PATH of the machine that runs Terraform.
terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = ">= 3.0.0, < 4.0.0"
    }
  }
}

provider "helm" {
  kubernetes = {
    config_path = "~/.kube/config"
  }
}

resource "helm_release" "istio_base" {
  name             = "istio-base"
  namespace        = "istio-system"
  create_namespace = true
  repository       = "https://istio-release.storage.googleapis.com/charts"
  chart            = "base"
  version          = "1.30.3"
}

resource "helm_release" "istiod" {
  name       = "istiod"
  namespace  = "istio-system"
  repository = "https://istio-release.storage.googleapis.com/charts"
  chart      = "istiod"
  version    = "1.30.3"
  depends_on = [helm_release.istio_base]

  postrender = {
    binary_path = "kyma-istio-transform"
    # The gateway and its certificate belong to another release.
    args = ["--profile=kyma-module", "--skip=ingress-certificates"]
  }
}
