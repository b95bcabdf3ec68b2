# fish completion for kyma-istio-transform: kyma-istio-transform completion fish | source
function __kyma_istio_transform_complete
    set -l words (commandline -opc) (commandline -ct)
    kyma-istio-transform __complete $words[2..-1] 2>/dev/null | string match -v -r '^:\d+$'
end
complete -c kyma-istio-transform -a '(__kyma_istio_transform_complete)'
